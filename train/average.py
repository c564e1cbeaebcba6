#!/usr/bin/env python3
"""Averages the weights of model files of one line, whose labels are the same: what its stages have in common holds better on
new text than any of them (Wortsman and others 2022).

    python train/average.py --base BASE --out FILE MODEL=SHARE MODEL=SHARE…

A part that lacks a head has no say in it; one without emb.case has it at nought. The result keeps the card of the last.
"""
import argparse

import export
import pieces as wp


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for a in ("--base", "--out"):
        ap.add_argument(a, required=True)
    ap.add_argument("parts", nargs="+", metavar="MODEL=SHARE")
    o = ap.parse_args()
    parts = [(path, float(share)) for path, share in (p.rsplit("=", 1) for p in o.parts)]
    pieces, last = wp.read(o.base), parts[-1][0]
    labels = export.labels_of(last)
    whole = sum(share for _, share in parts)
    mean = export.blank(last, len(pieces.vocab))
    sums = {name: w.data.zero_() for name, w, _ in export.arrays(mean)}
    shares = dict.fromkeys(sums, 0.0)
    for path, share in parts:
        if export.labels_of(path) != labels or export.card_of(path)["layers"] != len(mean.enc.layers):
            raise SystemExit(f"{path} has other labels or layers than {last}")
        m, lacks = export.model_of(path, len(pieces.vocab))
        lacks = set(lacks) - {"emb.case"}
        for name, w, _ in export.arrays(m):
            if name not in lacks:
                sums[name] += share * w.data
                shares[name] += share
    for name, w in sums.items():
        w /= shares[name]
    about = export.past(last) | {"averaged": [round(share / whole, 2) for _, share in parts]}
    export.write(o.out, mean, labels, pieces, about)


if __name__ == "__main__":
    main()
