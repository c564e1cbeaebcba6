"""Writes the model file; internal/encoder reads it.

Run by itself it writes a checkpoint again, with the labels of a model file and
a card that names only the sets that were trained on:

    python train/export.py --checkpoint CKPT --labels MODEL --base BASE_DIR --sets ewt,gum,names,coref,gold,polnear --out FILE
"""
import argparse
import hashlib
import json
import os
import struct

import numpy as np
import torch

import data
import model as net
import pieces as wp

SOURCES = {
    "ewt": "UD English EWT 2.16, train",
    "gum": "UD English GUM 2.16, train, without its non-commercial genres",
    "names": "names of GUM without its non-commercial genres, re3d without its non-commercial documents, and CrossNER politics, train",
    "silver": "names found by Stanford CoreNLP in unlabelled news",
    "coref": "OntoGUM without its non-commercial genres, train",
    "gold": "annotated reports of the project, train",
    "polnear": "PolNeAR, train",
    "marks": "names marked in sentences of EWT, train, and of unlabelled news",
}


def sources(sets):
    """What the card says of the data: the sets that were there, no others."""
    return "; ".join(SOURCES[k] for k in SOURCES if k in sets)


def arrays(m):
    """(name, float tensor, is int8) in the order of the file."""
    e = m.enc
    yield "emb.word", e.word.weight, True
    yield "emb.pos", e.pos.weight, False
    yield "emb.case", e.case.weight[: net.SHAPES], False
    yield from norm("emb.ln", e.ln)
    for i, l in enumerate(e.layers):
        for k in ("q", "k", "v", "o", "ff1", "ff2"):
            yield from matrix(f"layer.{i}.{k}", getattr(l, k))
        yield from norm(f"layer.{i}.ln1", l.ln1)
        yield from norm(f"layer.{i}.ln2", l.ln2)
    yield "emb.shape", m.shape.weight, False
    for h in net.TAGGERS:
        yield from matrix(f"head.{h}.1", m.heads[h].a)
        yield f"head.{h}.2.w", m.heads[h].b.weight, False
        yield f"head.{h}.2.b", m.heads[h].b.bias, False
    for p in net.PAIRS:
        yield from matrix(f"pair.{p}.dep", m.pairs[p].dep)
        yield from matrix(f"pair.{p}.head", m.pairs[p].head)
        yield f"pair.{p}.rel", m.pairs[p].rel, False
    t = m.tree
    for k in ("arcdep", "archead", "reldep", "relhead"):
        yield from matrix(f"tree.{k}", getattr(t, k))
    for name, p in (("tree.arcroot", t.arcroot), ("tree.relroot", t.relroot), ("tree.arc.u", t.u), ("tree.arc.v", t.v), ("tree.rel", t.rel)):
        yield name, p, False


def matrix(name, lin):
    yield name + ".w", lin.weight, True
    yield name + ".b", lin.bias, False


def norm(name, ln):
    yield name + ".w", ln.weight, False
    yield name + ".b", ln.bias, False


def write(path, m, labels, pieces, about, more=()):
    """Writes a model with its card, and more tensors of others' making, as arrays gives them."""
    card = {"name": "readout english", "layers": len(m.enc.layers), "width": net.WIDTH, "heads": net.HEADS, "ffn": net.FFN,
            "heads_list": [{"name": h, "labels": labels[h]} for h in net.TAGGERS], "rels": labels["rel"],
            "pairs": [{"name": p, "labels": labels[p]} for p in net.PAIRS], **about,
            "licences": "weights: all-MiniLM-L6-v2, Apache-2.0" + (", and layers of e5-small-v2, MIT" if len(m.enc.layers) > net.LAYERS else "") + "; data: see NOTICE", "command": "train/train.py"}
    head = json.dumps(card, ensure_ascii=False, sort_keys=True).encode()
    blob = b"readout model 1\n" + struct.pack("<I", len(head)) + head
    blob += struct.pack("<I", len(pieces.vocab)) + b"".join(bytes([len(p.encode())]) + p.encode() for p in pieces.vocab)
    items = [(n, t.detach().float().numpy(), q) for n, t, q in [*arrays(m), *more]]
    table = 4 + sum(2 + len(n) + 1 + 4 * a.ndim + 1 + 16 for n, a, _ in items)
    at, entries, body = len(blob) + table, [], []

    def add(raw):
        nonlocal at
        pad = -at % 64
        body.append(b"\0" * pad + raw)
        start = at + pad
        at = start + len(raw)
        return start

    for n, a, q in items:
        scale = 0
        if q:
            s = np.maximum(np.abs(a).max(1), 1e-12).astype("<f4") / np.float32(127)
            scale, a = add(s.astype("<f4").tobytes()), np.rint(a / s[:, None]).astype("i1")
        where = add((a if q else a.astype("<f4")).tobytes())
        entries.append(struct.pack("<H", len(n)) + n.encode() + bytes([a.ndim]) + struct.pack(f"<{a.ndim}I", *a.shape) + bytes([1 if q else 0]) + struct.pack("<QQ", scale, where))
    blob += struct.pack("<I", len(items)) + b"".join(entries) + b"".join(body)
    blob += hashlib.sha256(blob).digest()
    with open(path + ".new", "wb") as f:
        f.write(blob)
    os.replace(path + ".new", path)


def card_of(path):
    """The card of a model file."""
    with open(path, "rb") as f:
        f.read(16)
        return json.loads(f.read(struct.unpack("<I", f.read(4))[0]))


def blank(path, vocab):
    """A new model with the labels and layers of a file."""
    return net.Joint(vocab, labels_of(path), card_of(path)["layers"])


def model_of(path, vocab):
    """The model of a file, and the names of what the file lacks, which is as a new model has it."""
    m = blank(path, vocab)
    return m, fill(m, path)


def past(path):
    """What the card of a model file says of its training."""
    card = card_of(path)
    return {k: card[k] for k in ("averaged", "seed", "minutes", "steps", "lr", "head_lr", "data") if k in card}


def fill(m, path):
    """Puts a model file's weights into m, whose labels and layers are the file's; the names of what the file lacks are returned."""
    want = {n: t for n, t, _ in arrays(m)}
    for name, a, _ in stored(path):
        if name in want:
            want.pop(name).data.copy_(a)
        elif not name.startswith("scale."):
            raise KeyError(f"{path}: no tensor {name} in such a model")
    return sorted(want)


def scales_of(path):
    """The tensors of a model file's scales, as arrays gives them."""
    return [x for x in stored(path) if x[0].startswith("scale.")]


def stored(path):
    """(name, float tensor, is int8) of the tensors of a model file, of its vocabulary the pieces that are used."""
    raw = open(path, "rb").read()
    at = 20 + struct.unpack_from("<I", raw, 16)[0]
    vocab, at = [], at + 4
    for _ in range(struct.unpack_from("<I", raw, at - 4)[0]):
        vocab.append(raw[at + 1 : at + 1 + raw[at]].decode())
        at += 1 + raw[at]
    rows = wp.used(vocab)
    count, at = struct.unpack_from("<I", raw, at)[0], at + 4
    for _ in range(count):
        n = struct.unpack_from("<H", raw, at)[0]
        name, at = raw[at + 2 : at + 2 + n].decode(), at + 2 + n
        shape = struct.unpack_from(f"<{raw[at]}I", raw, at + 1)
        at += 1 + 4 * len(shape)
        int8, scale, where = struct.unpack_from("<BQQ", raw, at)
        at += 17
        a = np.frombuffer(raw, "i1" if int8 else "<f4", int(np.prod(shape)), where).reshape(shape).astype("f4")
        if int8:
            a = a * np.frombuffer(raw, "<f4", shape[0], scale)[:, None]
        yield name, torch.from_numpy(a[rows] if name == "emb.word" else a.copy()), bool(int8)


def labels_of(path):
    """Label lists out of a model file's card, with those of pairs that it lacks."""
    card = card_of(path)
    lists = {h["name"]: h["labels"] for h in card["heads_list"] + card["pairs"]}
    return data.PAIRS | dict(lists, rel=card["rels"])


def restore(checkpoint, file, vocab):
    """The model of a checkpoint, whose labels and layers are a model file's."""
    m = blank(file, vocab)
    m.load_state_dict(torch.load(checkpoint, weights_only=False, map_location="cpu")["model"])
    return m.eval()


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for a in ("--checkpoint", "--labels", "--base", "--sets", "--out"):
        ap.add_argument(a, required=True)
    o = ap.parse_args()
    labels, old = labels_of(o.labels), card_of(o.labels)
    pieces = wp.read(o.base)
    state = torch.load(o.checkpoint, weights_only=False, map_location="cpu", mmap=True)
    about = {k: old[k] for k in ("seed", "lr", "head_lr") if k in old}
    about.update(minutes=round(state["spent"] / 60, 1), data=sources(o.sets.split(",")))
    about.update({k: state[k] for k in ("steps", "averaged") if k in state})
    write(o.out, restore(o.checkpoint, o.labels, len(pieces.vocab)), labels, pieces, about)


if __name__ == "__main__":
    main()
