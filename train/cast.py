#!/usr/bin/env python3
"""Learns who is party to an event from the engine's vectors, and puts the head into a copy of the model file.

    READOUT_LEARN=DIR READOUT_RECORDS=RECORDS go test -run 'Learn$' ./internal/event
    python train/cast.py --model MODEL --base BASE --out FILE DIR…

DIR/cast has a line of JSON a report: the phrases beside the triggers that its record has, with how likely the table of
internal/event finds each an actor and a recipient, and whether the record has it as one. DIR/cast.vectors has the engine's
vectors of the words and the means of those of each actor's mentions. internal/annotate/cast.go computes the same numbers. A model trained
further loses the head; it is learnt last. With --test DIR it prints how well each part is given there.
"""
import argparse
import bisect
import collections
import json
import math
import pathlib
import random

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

import export
import model as net
import pieces as wp

HIDDEN, NUMBERS, BATCH = 128, 5, 48


def odd(p):
    p = min(max(p, 1e-4), 1 - 1e-4)
    return math.log(p / (1 - p))


def numbers(phrase, mentions):
    """What is known of a phrase beside its vectors, brought to like size."""
    before = bisect.bisect_left(mentions, phrase["Trigger"])
    back = math.log1p(phrase["Trigger"] - mentions[before - 1]) / 3 if before else 2.5
    return odd(phrase["Actor"]) / 3, odd(phrase["Recipient"]) / 3, back, math.log1p(len(mentions)) / 2, float(before == 0)


class Event:
    """The phrases beside one trigger, by their rows in the report's vectors."""

    def __init__(self, vectors, row, actor, kind, mentions, phrases):
        self.vectors, self.kind, self.trigger = vectors, kind, row[phrases[0]["Trigger"]]
        self.actors = [actor[p["ID"]] for p in phrases]
        self.away = [int(p["Token"] < 0) for p in phrases]
        self.own = [a if p["Token"] < 0 else row[p["Token"]] for p, a in zip(phrases, self.actors)]
        self.numbers = [numbers(p, mentions[p["ID"]] or []) for p in phrases]
        self.parts = [(float(p["Acts"]), float(p["Suffers"])) for p in phrases]


def read(folder, kinds):
    """The events of a folder of examples."""
    events = []
    with open(folder / "cast") as lines, open(folder / "cast.vectors", "rb") as raw:
        for line in lines:
            d = json.loads(line)
            tokens, actors = d["Tokens"] or [], d["Actors"] or []
            n = len(tokens) + len(actors)
            vectors = np.frombuffer(raw.read(4 * net.X * n), "<f4").reshape(n, net.X).astype("f2")
            row, actor = {t: k for k, t in enumerate(tokens)}, {a: len(tokens) + k for k, a in enumerate(actors)}
            groups = collections.defaultdict(list)
            for p in d["Phrases"] or []:
                groups[p["Trigger"], p["Kind"]].append(p)
            events += [Event(vectors, row, actor, kinds.index(kind), d["Mentions"], g) for (_, kind), g in groups.items()]
    return events


class Cast(nn.Module):
    def __init__(self, kinds):
        super().__init__()
        self.norm = nn.LayerNorm(net.X)
        self.told, self.weigher, self.own, self.weighed, self.actor = (nn.Linear(net.X, HIDDEN) for _ in range(5))
        self.kind, self.away, self.numbers = nn.Embedding(kinds, HIDDEN), nn.Embedding(2, HIDDEN), nn.Linear(NUMBERS, HIDDEN)
        self.mid, self.up, self.down = nn.LayerNorm(HIDDEN), nn.Linear(HIDDEN, 2 * HIDDEN), nn.Linear(2 * HIDDEN, HIDDEN)
        self.end, self.out, self.keep = nn.LayerNorm(HIDDEN), nn.Linear(HIDDEN, 2), nn.Parameter(torch.ones(2))
        self.drop = nn.Dropout(0.2)
        nn.init.zeros_(self.out.weight), nn.init.zeros_(self.out.bias)

    def forward(self, b):
        """Log odds [events][phrases][2] of the actor's and of the recipient's part."""
        trigger, own, actor = (self.drop(self.norm(b[k])) for k in ("trigger", "own", "actors"))
        x = self.kind(b["kind"])[:, None] + self.away(b["away"]) + self.numbers(b["numbers"]) + self.told(trigger)[:, None] + self.own(own) + self.actor(actor)
        x = x + self.weigher(trigger)[:, None] * self.weighed(own)
        x = x + self.drop(self.down(F.gelu(self.up(self.mid(x)))))
        return self.keep * b["numbers"][..., :2] * 3 + self.out(self.drop(self.end(x)))


def batch(events):
    n, k = len(events), max(len(e.own) for e in events)
    b = {"kind": torch.tensor([e.kind for e in events]), "trigger": torch.tensor(np.stack([e.vectors[e.trigger] for e in events])).float(),
         "own": torch.zeros(n, k, net.X), "actors": torch.zeros(n, k, net.X), "away": torch.zeros(n, k, dtype=torch.long),
         "numbers": torch.zeros(n, k, NUMBERS), "parts": torch.full((n, k, 2), -1.0)}
    for i, e in enumerate(events):
        m = len(e.own)
        b["own"][i, :m], b["actors"][i, :m] = torch.from_numpy(e.vectors[e.own]).float(), torch.from_numpy(e.vectors[e.actors]).float()
        b["away"][i, :m], b["numbers"][i, :m], b["parts"][i, :m] = torch.tensor(e.away), torch.tensor(e.numbers), torch.tensor(e.parts)
    return b


def loss(m, b):
    at = b["parts"] >= 0
    return F.binary_cross_entropy_with_logits(m(b)[at], b["parts"][at])


def learn(events, kinds, o):
    m, rng = Cast(kinds), random.Random(o.seed)
    opt = torch.optim.AdamW(m.parameters(), lr=1e-3, weight_decay=0.05)
    steps, step = o.passes * (len(events) // BATCH), 0
    for turn in range(o.passes):
        order = sorted(range(len(events)), key=lambda i: len(events[i].own) // 4 + rng.random())
        groups, total = [order[i : i + BATCH] for i in range(0, len(order) - BATCH + 1, BATCH)], 0.0
        rng.shuffle(groups)
        for g in groups:
            for p in opt.param_groups:
                p["lr"] = 1e-3 * min(1, step / 100) * (1 - step / steps)
            value = loss(m, batch([events[i] for i in g]))
            opt.zero_grad()
            value.backward()
            nn.utils.clip_grad_norm_(m.parameters(), 1.0)
            opt.step()
            step, total = step + 1, total + value.item()
        print(f"pass {turn}: {total / len(groups):.4f}", flush=True)
    return m.eval()


def measure(m, events):
    """Prints the log loss and how often the likeliest phrase is right, with the table's own beside it."""
    hits, value, base, n = collections.defaultdict(lambda: [0, 0, 0]), 0.0, 0.0, 0
    with torch.no_grad():
        for e in events:
            b = batch([e])
            scores, table, at = m(b)[0], b["numbers"][0, :, :2] * 3, b["parts"][0]
            value += F.binary_cross_entropy_with_logits(scores, at, reduction="sum").item()
            base += F.binary_cross_entropy_with_logits(table, at, reduction="sum").item()
            n += at.numel()
            for part, name in enumerate(("actor", "recipient")):
                right = at[:, part] == 1
                if right.any():
                    h = hits[name + (" away" if all(a for a, r in zip(e.away, right) if r) else "")]
                    h[0], h[1], h[2] = h[0] + 1, h[1] + bool(right[table[:, part].argmax()]), h[2] + bool(right[scores[:, part].argmax()])
    print(f"log loss: table {base / n:.4f}, with vectors {value / n:.4f}")
    for name, (n, table, scores) in sorted(hits.items()):
        print(f"{name}: {table / n:.3f}, {scores / n:.3f} of {n}")


def tensors(m):
    """The head's tensors, each layer norm's weights within the layer that follows it."""
    def after(norm, *layers):
        w = torch.cat([l.weight for l in layers])
        return w * norm.weight, w @ norm.bias + torch.cat([l.bias for l in layers])

    for name, (w, b), round8 in (("trigger", after(m.norm, m.told, m.weigher), True), ("phrase", after(m.norm, m.own, m.weighed), True), ("actor", after(m.norm, m.actor), True),
                                 ("numbers", (m.numbers.weight, m.numbers.bias), False), ("up", after(m.mid, m.up), False), ("down", (m.down.weight, m.down.bias), False),
                                 ("out", after(m.end, m.out), False)):
        yield f"cast.{name}.w", w, round8
        yield f"cast.{name}.b", b, False
    yield "cast.kind", m.kind.weight, False
    yield "cast.away", m.away.weight, False
    yield "cast.keep", m.keep, False


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for a in ("--model", "--base", "--out"):
        ap.add_argument(a, required=True)
    ap.add_argument("--test", action="append", default=[], help="folder of examples to measure on")
    ap.add_argument("--passes", type=int, default=4)
    ap.add_argument("--seed", type=int, default=1)
    ap.add_argument("folders", nargs="+", type=pathlib.Path, metavar="DIR")
    o = ap.parse_args()
    torch.manual_seed(o.seed)
    torch.set_num_threads(1)
    labels, pieces = export.labels_of(o.model), wp.read(o.base)
    kinds = labels["event"][1:] + ["MUTUAL"]
    events = [e for f in o.folders for e in read(f, kinds)]
    m = learn(events, len(kinds), o)
    for f in o.test:
        print(f)
        measure(m, read(pathlib.Path(f), kinds))
    whole, _ = export.model_of(o.model, len(pieces.vocab))
    about = export.past(o.model) | {"cast": {"events": len(events), "passes": o.passes, "seed": o.seed}}
    export.write(o.out, whole, labels, pieces, about, tensors(m))


if __name__ == "__main__":
    main()
