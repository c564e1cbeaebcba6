#!/usr/bin/env python3
"""Learn the weight tables of events and situations by logistic regression.

usage: weigh.py LEARN_DIR REPO

LEARN_DIR holds the examples that the tests write: in the repository,

    READOUT_LEARN=DIR READOUT_RECORDS=GOLD/train go test -run Learn ./internal/event ./internal/situation

A line is the label, or for roles the labels of actor and recipient, and the
names of the features that hold, parted by tabs.
"""
import collections
import math
import pathlib
import random
import sys

# table: (labels a line, strength of the prior, passes, least count of a feature, least weight kept)
TABLES = {
    "event/gate": (1, 8.0, 30, 5, 0.03),
    "event/roles": (2, 10.0, 20, 5, 0.03),
    "event/joins": (1, 5.0, 25, 5, 0.03),
    "situation/states": (1, 3.0, 8, 8, 0.10),
}


def logistic(x):
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, x))))


def fit(examples, count, prior, passes):
    """AdaGrad on the log loss with a Gaussian prior, the same on every run."""
    weight = dict.fromkeys(count, 0.0)
    square = dict.fromkeys(count, 1e-6)
    order = random.Random(1)
    examples = list(examples)
    for _ in range(passes):
        order.shuffle(examples)
        for label, names in examples:
            slope = logistic(sum(weight[n] for n in names)) - label
            for n in names:
                g = slope + (prior * weight[n] / count[n] if n != "bias" else 0.0)
                square[n] += g * g
                weight[n] -= 0.15 * g / math.sqrt(square[n])
    return weight


def learn(source, target, labels, prior, passes, least, kept):
    rows = [line.rstrip("\n").split("\t") for line in source.open()]
    count = collections.Counter(n for r in rows for n in r[labels:] if n[0] != "#")
    count = {n: c for n, c in count.items() if c >= least}
    weights = [fit([(int(r[k]), [n for n in r[labels:] if n in count]) for r in rows], count, prior, passes)
               for k in range(labels)]
    with target.open("w") as out:
        for name in sorted(count):
            row = [w[name] for w in weights]
            if any(abs(x) >= kept for x in row):
                print(name, *("%.2f" % x for x in row), sep="\t", file=out)


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__.split("\n\n")[1])
    folder, repo = map(pathlib.Path, sys.argv[1:])
    for name, settings in TABLES.items():
        source = folder / name.split("/")[1]
        if source.exists():
            learn(source, repo / "internal" / (name + ".tsv"), *settings)


if __name__ == "__main__":
    main()
