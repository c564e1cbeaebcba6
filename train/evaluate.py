#!/usr/bin/env python3
"""Dev figures of a checkpoint, computed as the shipped 8-bit model computes.

    python train/evaluate.py --shared ../shared --base BASE_DIR --words WORDS --checkpoint CKPT --labels MODEL

Heads of the tree are each word's best one, without the search for the best
tree; pairs are scored with their gold trigger, holder or cue given.
"""
import argparse
import json
import pathlib
import random

import torch

import batch as packing
import data
import export
import model as net
import pieces as wp
import train

FOLD = {"PER": "PER", "ORG": "ORG", "LOC": "LOC", "GPE": "LOC", "FAC": "LOC"}


def f1(tp, found, want):
    p, r = tp / max(found, 1), tp / max(want, 1)
    return {"p": round(100 * p, 1), "r": round(100 * r, 1), "f": round(200 * tp / max(found + want, 1), 1)}


class Scorer:
    def __init__(self, m, labels, pieces):
        self.m, self.labels, self.pieces = m, labels, pieces
        self.losses = train.Losses(labels, random.Random(1), False)

    def vectors(self, doc):
        """(batch, word vectors) of the windows of a document."""
        all = packing.windows(doc, self.pieces)
        for i in range(0, len(all), 16):
            b = packing.tensors(all[i : i + 16], self.pieces)
            yield b, self.m(b)

    def sentences(self, docs):
        for doc in docs:
            for b, x in self.vectors(doc):
                for (a, n), s in zip(b["starts"], b["sentences"]):
                    yield s, x[a : a + n]

    def tags(self, head, x):
        return [self.labels[head][i] for i in self.m.heads[head](x).argmax(-1).tolist()]

    def syntax(self, docs):
        n = up = ua = la = 0
        for s, x in self.sentences(docs):
            k = len(x)
            own = torch.cat([torch.zeros(k, 1, dtype=torch.bool), torch.eye(k, dtype=torch.bool)], 1)
            heads = self.m.tree.arcs(x).masked_fill(own, -1e9).argmax(-1)
            rels = [self.labels["rel"][i].split(":")[0] for i in self.m.tree.rels(x, heads).argmax(-1).tolist()]
            for i, tag in enumerate(self.tags("upos", x)):
                ok = heads[i].item() == s["head"][i]
                n, up, ua, la = n + 1, up + (tag == s["upos"][i]), ua + ok, la + (ok and rels[i] == s["rel"][i].split(":")[0])
        return {k: round(100 * v / n, 2) for k, v in (("upos", up), ("uas", ua), ("las", la))}

    def spans(self, docs, head, fold=lambda t: t):
        """Exact spans and types."""
        tp = found = want = 0
        for s, x in self.sentences(docs):
            got, gold = ({(a, b, fold(t)) for a, b, t in spans(v) if fold(t)} for v in (self.tags(head, x), s[head]))
            tp, found, want = tp + len(got & gold), found + len(got), want + len(gold)
        return f1(tp, found, want)

    def words(self, docs, head):
        """Labels of single words, "O" left out."""
        tp = found = want = 0
        for s, x in self.sentences(docs):
            for g, w in zip(self.tags(head, x), s[head]):
                tp, found, want = tp + (g == w != "O"), found + (g != "O"), want + (w != "O")
        return f1(tp, found, want)

    def pairs(self, docs, name):
        """Labels of pairs, the first label left out."""
        rows_of = {"args": self.losses.args, "state": self.losses.states, "attr": self.losses.links}[name]
        tp = found = want = 0
        for doc in docs:
            for b, x in self.vectors(doc):
                rows = rows_of(b)
                if not rows:
                    continue
                d, h, gold = zip(*rows)
                got = self.m.pairs[name](x, torch.tensor(d), torch.tensor(h)).argmax(-1).tolist()
                for g, w in zip((self.labels[name][i] for i in got), gold):
                    tp, found, want = tp + (g == w != "none"), found + (g != "none"), want + (w != "none")
        return f1(tp, found, want)


def spans(tags):
    out, start = set(), None
    for i, t in enumerate(tags + ["O"]):
        if start is not None and not (t[0] == "I" and t[2:] == tags[start][2:]):
            out.add((start, i, tags[start][2:]))
            start = None
        if t != "O" and start is None:
            start = i
    return out


def entities(d):
    return {"names": [(e["start"], e["end"], e["type"]) for e in d["entities"] if e["type"] in ("PER", "ORG", "LOC")]}


def figures(s, shared, words):
    """(name, figure) of each dev set, one by one."""
    d = pathlib.Path(shared) / "data"
    for name in ("ewt", "gum"):
        yield name, s.syntax(data.conllu(d / f"syntax/en_{name}-ud-dev.conllu.gz", ()))
    for name in ("uner_ewt", "wikigold"):
        yield name, s.spans(data.spanned(words, data.rows(d / f"entities/{name}.dev.jsonl.gz"), entities), "names", lambda t: FOLD.get(t, ""))
    said = list(data.polnear(words, data.rows(d / "attribution/polnear.dev.jsonl.gz")))
    yield "cue", s.spans(said, "cue")
    yield "attr of gold cue, words", s.pairs(said, "attr")
    gold = list(data.gold(words, [json.loads(p.read_text()) for p in sorted((pathlib.Path(shared) / "gold/dev").glob("*.json"))]))
    yield "event triggers, words", s.words(gold, "event")
    yield "args of gold trigger, words", s.pairs(gold, "args")
    yield "state, pairs of words", s.pairs(gold, "state")


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for a in ("--shared", "--base", "--words", "--checkpoint", "--labels"):
        ap.add_argument(a, required=True)
    o = ap.parse_args()
    labels, pieces = export.labels_of(o.labels), wp.read(o.base)
    m = export.restore(o.checkpoint, o.labels, len(pieces.vocab))
    net.ship(m)
    with torch.no_grad():
        for name, f in figures(Scorer(m, labels, pieces), o.shared, o.words):
            print(json.dumps({name: f}), flush=True)


if __name__ == "__main__":
    main()
