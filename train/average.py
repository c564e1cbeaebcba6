#!/usr/bin/env python3
"""Averages the weights of two checkpoints of one run: what two stages have in
common holds better on new text than either (Wortsman and others 2022).

    python train/average.py --first CKPT --second CKPT --share 0.7 --out CKPT

--share is that of the second, whose clock and steps the result keeps.
"""
import argparse

import torch


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for a in ("--first", "--second", "--out"):
        ap.add_argument(a, required=True)
    ap.add_argument("--share", type=float, default=0.7)
    o = ap.parse_args()
    first, state = (torch.load(p, weights_only=False, map_location="cpu") for p in (o.first, o.second))
    for name, w in state["model"].items():
        if w.is_floating_point():
            state["model"][name] = (1 - o.share) * first["model"][name] + o.share * w
    state["averaged"] = {"minutes": [round(s["spent"] / 60, 1) for s in (first, state)], "shares": [round(1 - o.share, 2), o.share]}
    torch.save(state, o.out)


if __name__ == "__main__":
    main()
