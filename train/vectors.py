#!/usr/bin/env python3
"""Writes what the trained model says of a few texts, for the test that holds
internal/annotate to it.

    python train/vectors.py --model MODEL_FILE --base BASE_DIR --words WORDS --out FILE.json.gz TEXT…
"""
import argparse
import gzip
import json

import torch

import batch as packing
import data
import export
import model as net
import pieces as wp


def main():
    ap = argparse.ArgumentParser()
    for a in ("--model", "--base", "--words", "--out"):
        ap.add_argument(a, required=True)
    ap.add_argument("texts", nargs="+")
    o = ap.parse_args()
    labels, pieces = export.labels_of(o.model), wp.read(o.base)
    m, _ = export.model_of(o.model, len(pieces.vocab))
    net.ship(m.eval())
    docs = [{"text": open(p, encoding="utf-8").read()} for p in o.texts]
    out = []
    with torch.no_grad():
        for d, doc in zip(docs, data.spanned(o.words, docs, lambda d: {})):
            out.append({"text": d["text"], "sentences": [sentence(m, labels, s, x) for s, x in zip(doc, predict(m, doc, pieces))]})
    with gzip.GzipFile(o.out, "wb", mtime=0) as f:
        f.write(json.dumps(out).encode())


def predict(m, doc, pieces):
    """Word vectors of each sentence of a document."""
    out = []
    for w in packing.windows(doc, pieces):
        b = packing.tensors([w], pieces)
        x = m(b)
        out += [x[a : a + n] for a, n in b["starts"]]
    return out


def sentence(m, labels, s, x):
    row = {"words": s["words"], "vectors": [[round(v, 4) for v in w[:8].tolist()] for w in x]}
    for h in net.TAGGERS:
        row[h] = [labels[h][i] for i in m.heads[h](x).argmax(-1).tolist()]
    k = len(x)
    scores = m.tree.arcs(x).masked_fill(torch.cat([torch.zeros(k, 1, dtype=torch.bool), torch.eye(k, dtype=torch.bool)], 1), -1e9)
    row["arcs"] = [[round(v, 3) for v in r] for r in scores.tolist()] if k <= 12 else []
    row["head"] = scores.argmax(-1).tolist()
    return row


if __name__ == "__main__":
    main()
