#!/usr/bin/env python3
"""Trains the joint model and writes the file that the program embeds.

    python train/train.py --shared ../shared --base BASE_DIR --out internal/models/english.model --minutes 40

BASE_DIR holds model.safetensors and vocab.txt of MiniLM-L6. Resumes from
--checkpoint where it is there. The schedule follows the clock: the rates fall
to zero as --minutes end.
"""
import argparse
import json
import math
import os
import random
import struct
import subprocess
import time

import torch
import torch.nn.functional as F

import batch as packing
import data
import evaluate
import export
import model as net
import pieces as wp

SHARE = {"ewt": .27, "gum": .19, "names": .09, "gold": .17, "polnear": .22, "tbaq": .06}
WEIGHT = {"upos": .5, "feats": .3, "lemma": .3, "event": 1.0, "fact": .5}
BATCH = 2048  # pieces


def safetensors(path):
    """Tensors of a safetensors file (float32 only)."""
    raw = open(path, "rb").read()
    n = struct.unpack("<Q", raw[:8])[0]
    out = {}
    for name, t in json.loads(raw[8 : 8 + n]).items():
        if name != "__metadata__" and t["dtype"] == "F32":
            a, b = t["data_offsets"]
            out[name.removeprefix("bert.")] = torch.frombuffer(bytearray(raw[8 + n + a : 8 + n + b]), dtype=torch.float32).view(t["shape"])
    return out


def place_masks(names):
    """For each names label, the labels it may stand for: PLACE is any of LOC, GPE, FAC."""
    ids = {n: i for i, n in enumerate(names)}
    masks = {}
    for n in names:
        m = torch.zeros(len(names), dtype=torch.bool)
        m[ids[n]] = True
        masks[n] = m
    for p in ("B-", "I-"):
        m = torch.zeros(len(names), dtype=torch.bool)
        m[[ids[p + t] for t in ("LOC", "GPE", "FAC")]] = True
        masks[p + "PLACE"] = m
    return masks


class Losses:
    def __init__(self, labels):
        self.labels = labels
        self.ids = {h: {x: i for i, x in enumerate(v)} for h, v in labels.items()}
        self.masks = place_masks(labels["names"])

    def __call__(self, m, b):
        x = m(b)
        sents = b["sentences"]
        total = x.new_zeros(())
        for h in net.TAGGERS:
            if h in sents[0]:
                total = total + WEIGHT.get(h, 1.0) * self.tags(m, h, x, sents)
        if "head" in sents[0]:
            total = total + self.tree(m, x, b)
        return total

    def tags(self, m, h, x, sents):
        y = m.heads[h](x)
        want = [t for s in sents for t in s[h]]
        if h == "names":
            mask = torch.stack([self.masks[t] for t in want])
            return -(y.log_softmax(-1).masked_fill(~mask, -1e9).logsumexp(-1)).mean()
        t = torch.tensor([self.ids[h].get(w, -100) if w is not None else -100 for w in want])
        if not (t >= 0).any():
            return x.new_zeros(())
        return F.cross_entropy(y, t, ignore_index=-100)

    def tree(self, m, x, b):
        heads, rels, arc, n = [], [], x.new_zeros(()), 0
        keep = []
        for (first, size), s in zip(b["starts"], b["sentences"]):
            v = x[first : first + size]
            h = torch.tensor(s["head"])
            scores = m.tree.arcs(v)
            scores = scores.masked_fill(torch.cat([torch.zeros(size, 1, dtype=torch.bool), torch.eye(size, dtype=torch.bool)], 1), -1e9)
            arc = arc + F.cross_entropy(scores, h, reduction="sum")
            keep.append(m.tree.rels(v, h))
            rels += [self.ids["rel"].get(r, -100) for r in s["rel"]]
            n += size
        return arc / n + F.cross_entropy(torch.cat(keep), torch.tensor(rels), ignore_index=-100)


class Feed:
    """Batches of windows of one set, shuffled each round."""

    def __init__(self, docs, pieces, rng):
        self.windows = [w for d in docs for w in packing.windows(d, pieces)]
        self.size = [sum(len(pieces.word(x)) for s in w for x in s["words"]) for w in self.windows]
        self.rng, self.queue = rng, []

    def next(self):
        if not self.queue:
            order = sorted(range(len(self.windows)), key=lambda i: (self.size[i] // 16, self.rng.random()))
            groups, cur, n = [], [], 0
            for i in order:
                cur.append(self.windows[i])
                n += self.size[i]
                if n >= BATCH:
                    groups.append(cur)
                    cur, n = [], 0
            if cur:
                groups.append(cur)
            self.rng.shuffle(groups)
            self.queue = groups
        return self.queue.pop()


def optimiser(m, lr, head_lr):
    enc = [p for n, p in m.named_parameters() if n.startswith("enc.")]
    heads = [p for n, p in m.named_parameters() if not n.startswith("enc.")]
    return torch.optim.AdamW([{"params": enc, "lr": lr, "top": lr}, {"params": heads, "lr": head_lr, "top": head_lr}], weight_decay=0.01)


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--shared", required=True)
    ap.add_argument("--base", required=True)
    ap.add_argument("--out", required=True)
    ap.add_argument("--words", help="the built program of train/words; built where missing")
    ap.add_argument("--checkpoint", default="/tmp/readout.pt")
    ap.add_argument("--minutes", type=float, default=40)
    ap.add_argument("--lr", type=float, default=1.5e-4)
    ap.add_argument("--head-lr", type=float, default=1.5e-3)
    ap.add_argument("--seed", type=int, default=1)
    ap.add_argument("--bf16", action="store_true")
    o = ap.parse_args()
    torch.manual_seed(o.seed)
    torch.set_num_threads(os.cpu_count())
    words = o.words or build_words()
    sets = data.load(o.shared, words)
    labels = data.labels(sets)
    pieces = wp.Pieces(open(os.path.join(o.base, "vocab.txt"), encoding="utf-8").read().splitlines())
    m = net.Joint(len(pieces.vocab), labels)
    net.base(m, safetensors(os.path.join(o.base, "model.safetensors")))
    opt = optimiser(m, o.lr, o.head_lr)
    spent = 0.0
    if os.path.exists(o.checkpoint):
        state = torch.load(o.checkpoint, weights_only=False)
        m.load_state_dict(state["model"]), opt.load_state_dict(state["opt"])
        spent = state["spent"]
    spent, steps = run(o, m, opt, sets, labels, pieces, spent)
    card = {"seed": o.seed, "minutes": round(spent / 60, 1), "steps": steps, "lr": o.lr, "head_lr": o.head_lr}
    scores = evaluate.all(m, labels, pieces, o.shared, words)
    export.write(o.out, m, labels, pieces, dict(card, scores=scores))


def build_words():
    out = "/tmp/readout-words"
    subprocess.run(["go", "build", "-o", out, "./train/words"], check=True)
    return out


def run(o, m, opt, sets, labels, pieces, spent):
    rng = random.Random(o.seed)
    feeds = {k: Feed(v, pieces, rng) for k, v in sets.items()}
    losses = Losses(labels)
    total, began, seen, step = o.minutes * 60, time.time() - spent, 0, 0
    mean, saved = {}, time.time()
    m.train()
    while (now := time.time() - began) < total:
        share = now / total
        rate = min(share / 0.05, 1.0) * (0.5 * (1 + math.cos(math.pi * share)) if share > 0.05 else 1.0)
        for g in opt.param_groups:
            g["lr"] = g["top"] * max(rate, 0.002)
        name = rng.choices(list(SHARE), list(SHARE.values()))[0]
        b = packing.tensors(feeds[name].next(), pieces)
        with torch.autocast("cpu", torch.bfloat16, enabled=o.bf16):
            loss = losses(m, b)
        opt.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(m.parameters(), 1.0)
        opt.step()
        seen += b["pieces"]
        step += 1
        mean[name] = .95 * mean.get(name, loss.item()) + .05 * loss.item()
        if step % 10 == 0:
            print(f"{now:7.0f}s step {step} {seen / (now - spent + 1e-9):.0f} pieces/s", {k: round(v, 3) for k, v in sorted(mean.items())}, flush=True)
        if time.time() - saved > 240:
            torch.save({"model": m.state_dict(), "opt": opt.state_dict(), "spent": now}, o.checkpoint + ".new")
            os.replace(o.checkpoint + ".new", o.checkpoint)
            saved = time.time()
    torch.save({"model": m.state_dict(), "opt": opt.state_dict(), "spent": total}, o.checkpoint)
    return total, step


if __name__ == "__main__":
    main()
