#!/usr/bin/env python3
"""Learns scales, by which the engine's vectors weigh what may belong to what some words tell, and puts them into a copy of the model file.

    READOUT_LEARN=DIR READOUT_RECORDS=RECORDS go test -run Learn ./internal/actor ./internal/place ./internal/statement ./internal/event ./internal/situation
    python train/scales.py --model MODEL --base BASE --scale NAME --out FILE --test DIR DIR…
    python train/scales.py --model FILE --base BASE --add FILE --add FILE --out FILE

DIR/scale.NAME has a line of JSON a report: what is weighed, with how likely a table finds it, and which of it the record
has (readertest.WriteWeighings). DIR/scale.NAME.vectors has the mean vectors of the lists of words there. internal/annotate/scale.go computes
the same numbers. The other scales of the model file stay, --add takes over those of another file; a model trained further loses
them all, they are learnt last. With --test DIR it prints how well a scale does there.
"""
import argparse
import collections
import json
import pathlib
import random

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

import export
import model as net
import pieces as wp

BATCH, MOST, UNIT = 48, 9.2, 3
ONE = {"mode", "office", "sector", "speaker", "standing", "time"}  # scales where one item of several is right


class Weighing:
    """Items of one thing that is told, by their rows in the report's vectors."""

    def __init__(self, vectors, kind, d):
        items = d["Items"]
        self.vectors, self.kind, self.of = vectors, kind, d["Of"]
        self.own, self.whole, self.sort = ([x[k] for x in items] for k in ("Own", "Whole", "Sort"))
        self.odds = np.clip(np.array([x["Odds"] for x in items], "f4"), -MOST, MOST)
        self.known = np.array([x["Known"] for x in items], "f4").reshape(len(items), -1)
        self.right = np.array([x["Right"] for x in items], "f4")


def read(folder, name, kinds):
    """The weighings of a folder of examples; kinds met for the first time are added."""
    out = []
    with open(folder / f"scale.{name}") as lines, open(folder / f"scale.{name}.vectors", "rb") as raw:
        for line in lines:
            d = json.loads(line)
            n = d["Means"]
            vectors = np.frombuffer(raw.read(4 * net.X * n), "<f4").reshape(n, net.X).astype("f2")
            out += [Weighing(vectors, kinds.setdefault(w["Kind"], len(kinds)), w) for w in d["Weighings"] or []]
    return out


class Scale(nn.Module):
    def __init__(self, kinds, sorts, parts, known, width):
        super().__init__()
        self.norm = nn.LayerNorm(net.X)
        self.told, self.weigher, self.own, self.weighed, self.whole = (nn.Linear(net.X, width) for _ in range(5))
        self.kind, self.sort, self.numbers = nn.Embedding(kinds, width), nn.Embedding(sorts, width), nn.Linear(parts + known, width)
        self.mid, self.up, self.down = nn.LayerNorm(width), nn.Linear(width, 2 * width), nn.Linear(2 * width, width)
        self.end, self.out, self.keep = nn.LayerNorm(width), nn.Linear(width, parts), nn.Parameter(torch.ones(parts))
        self.drop = nn.Dropout(0.2)
        nn.init.zeros_(self.out.weight), nn.init.zeros_(self.out.bias)

    def forward(self, b):
        """Log odds [weighings][items][parts]."""
        of, own, whole = (self.drop(self.norm(b[k])) for k in ("of", "own", "whole"))
        x = self.kind(b["kind"])[:, None] + self.sort(b["sort"]) + self.numbers(torch.cat([b["odds"] / UNIT, b["known"]], 2))
        x = x + self.told(of)[:, None] + self.own(own) + self.whole(whole) + self.weigher(of)[:, None] * self.weighed(own)
        x = x + self.drop(self.down(F.gelu(self.up(self.mid(x)))))
        return self.keep * b["odds"] + self.out(self.drop(self.end(x)))


def batch(weighings):
    n, k, first = len(weighings), max(len(w.own) for w in weighings), weighings[0]
    b = {"kind": torch.tensor([w.kind for w in weighings]), "of": torch.tensor(np.stack([w.vectors[w.of] for w in weighings])).float(),
         "own": torch.zeros(n, k, net.X), "whole": torch.zeros(n, k, net.X), "sort": torch.zeros(n, k, dtype=torch.long),
         "odds": torch.zeros(n, k, first.odds.shape[1]), "known": torch.zeros(n, k, first.known.shape[1]), "right": torch.full((n, k, first.right.shape[1]), -1.0)}
    for i, w in enumerate(weighings):
        m = len(w.own)
        b["own"][i, :m], b["whole"][i, :m], b["sort"][i, :m] = torch.from_numpy(w.vectors[w.own]).float(), torch.from_numpy(w.vectors[w.whole]).float(), torch.tensor(w.sort)
        b["odds"][i, :m], b["known"][i, :m], b["right"][i, :m] = torch.from_numpy(w.odds), torch.from_numpy(w.known), torch.from_numpy(w.right)
    return b


def loss(scores, right, one, reduction="mean"):
    """The log loss: of each part of each item, or of the right one among them."""
    if not one:
        at = right >= 0
        return F.binary_cross_entropy_with_logits(scores[at], right[at], reduction=reduction)
    scores, right = scores[..., 0], right[..., 0]
    all_ = scores.masked_fill(right < 0, -1e9).logsumexp(1)
    value = all_ - scores.masked_fill(right != 1, -1e9).logsumexp(1)
    value = value[(right == 1).any(1)]
    return value.mean() if reduction == "mean" else value.sum()


def learn(weighings, m, one, o):
    rng = random.Random(o.seed)
    opt = torch.optim.AdamW(m.parameters(), lr=1e-3, weight_decay=0.05)
    size = o.batch
    steps, step = o.passes * (len(weighings) // size), 0
    for turn in range(o.passes):
        order = sorted(range(len(weighings)), key=lambda i: len(weighings[i].own) // 4 + rng.random())
        groups, total = [order[i : i + size] for i in range(0, len(order) - size + 1, size)], 0.0
        rng.shuffle(groups)
        for g in groups:
            for p in opt.param_groups:
                p["lr"] = 1e-3 * min(1, step / 100) * (1 - step / steps)
            b = batch([weighings[i] for i in g])
            value = loss(m(b), b["right"], one)
            opt.zero_grad()
            value.backward()
            nn.utils.clip_grad_norm_(m.parameters(), 1.0)
            opt.step()
            step, total = step + 1, total + value.item()
        print(f"pass {turn}: {total / len(groups):.4f}", flush=True)
    return m.eval()


def measure(m, weighings, one):
    """Prints the log loss and how often the likeliest item is right, by sort of the right one, with the table's own beside it."""
    hits, value, base, n = collections.defaultdict(lambda: [0, 0, 0]), 0.0, 0.0, 0
    with torch.no_grad():
        for w in weighings:
            b = batch([w])
            scores, right = m(b), b["right"]
            value, base = value + loss(scores, right, one, "sum").item(), base + loss(b["odds"], right, one, "sum").item()
            n += int((right == 1).any()) if one else int((right >= 0).sum())
            for part in range(right.shape[2]):
                at = right[0, :, part] == 1
                if at.any():
                    h = hits[part, min(s for s, r in zip(w.sort, at) if r)]
                    h[0], h[1], h[2] = h[0] + 1, h[1] + bool(at[b["odds"][0, :, part].argmax()]), h[2] + bool(at[scores[0, :, part].argmax()])
    print(f"log loss: table {base / n:.4f}, with vectors {value / n:.4f}")
    for (part, sort), (n, table, scores) in sorted(hits.items()):
        print(f"part {part}, sort {sort}: {table / n:.3f}, {scores / n:.3f} of {n}")


def tensors(name, m):
    """A scale's tensors, each layer norm's weights within the layer that follows it."""
    def after(norm, *layers):
        w = torch.cat([l.weight for l in layers])
        return w * norm.weight, w @ norm.bias + torch.cat([l.bias for l in layers])

    for layer, (w, b), round8 in (("of", after(m.norm, m.told, m.weigher), True), ("own", after(m.norm, m.own, m.weighed), True), ("whole", after(m.norm, m.whole), True),
                                  ("up", after(m.mid, m.up), True), ("down", (m.down.weight, m.down.bias), True), ("numbers", (m.numbers.weight, m.numbers.bias), False), ("out", after(m.end, m.out), False)):
        yield f"scale.{name}.{layer}.w", w, round8
        yield f"scale.{name}.{layer}.b", b, False
    for layer, t in (("kind", m.kind.weight), ("sort", m.sort.weight), ("keep", m.keep)):
        yield f"scale.{name}.{layer}", t, False


def learnt(o):
    """The card of the scale that is asked for, and its tensors."""
    kinds, one = {}, o.scale in ONE
    weighings = [w for f in o.folders for w in read(f, o.scale, kinds) if len(w.own) > 0]
    first = weighings[0]
    card = {"name": o.scale, "kinds": list(kinds), "sorts": 1 + max(max(w.sort) for w in weighings), "parts": first.odds.shape[1], "known": first.known.shape[1], "width": o.width,
            "learnt": {"weighings": len(weighings), "passes": o.passes, "seed": o.seed}}
    m = learn(weighings, Scale(len(kinds), card["sorts"], card["parts"], card["known"], o.width), one, o)
    for f in o.test:
        print(f)
        measure(m, [w for w in read(pathlib.Path(f), o.scale, dict(kinds)) if len(w.own) > 0 and w.kind < len(kinds) and max(w.sort) < card["sorts"]], one)
    return card, list(tensors(o.scale, m))


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for a in ("--model", "--base", "--out"):
        ap.add_argument(a, required=True)
    ap.add_argument("--scale", help="what is learnt; nothing without it")
    ap.add_argument("--add", action="append", default=[], help="model file whose scales are taken over")
    ap.add_argument("--test", action="append", default=[], help="folder of examples to measure on")
    ap.add_argument("--width", type=int, default=64)
    ap.add_argument("--passes", type=int, default=4)
    ap.add_argument("--batch", type=int, default=BATCH, help="weighings a step")
    ap.add_argument("--seed", type=int, default=1)
    ap.add_argument("folders", nargs="*", type=pathlib.Path, metavar="DIR")
    o = ap.parse_args()
    torch.manual_seed(o.seed)
    torch.set_num_threads(1)
    cards, more = {}, {}
    for f in [o.model, *o.add]:
        cards |= {c["name"]: c for c in export.card_of(f).get("scales", [])}
        own = export.scales_of(f)
        more |= {name: [x for x in own if x[0].startswith(f"scale.{name}.")] for name in {x[0].split(".")[1] for x in own}}
    if o.scale:
        cards[o.scale], more[o.scale] = learnt(o)
    pieces = wp.read(o.base)
    whole, _ = export.model_of(o.model, len(pieces.vocab))
    about = export.past(o.model) | {"scales": [cards[n] for n in sorted(cards)]}
    export.write(o.out, whole, export.labels_of(o.model), pieces, about, [t for n in sorted(more) for t in more[n]])


if __name__ == "__main__":
    main()
