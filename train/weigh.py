#!/usr/bin/env python3
"""Learn the weight tables of actors, events, places and situations by logistic regression.

usage: weigh.py LEARN_DIR REPO [--on]      --on: on from the weights that the tables have, where that is known how

LEARN_DIR holds the examples that the tests write: in the repository,

    READOUT_LEARN=DIR READOUT_RECORDS=GOLD/train go test -run Learn ./internal/actor ./internal/event ./internal/place ./internal/situation

A line is the label, or for roles the labels of actor and recipient, and the
names of the features that hold, parted by tabs. For the tables of actors the
label is one or more of many, or the lines with one #mark are candidates of
which one is right. It needs PyTorch.
"""
import collections
import functools
import math
import pathlib
import random
import sys

import torch
import torch.nn.functional as F

# table: (labels a line, strength of the prior, least count of a feature, least weight kept)
TABLES = {
    "actor/keep": (1, 4.0, 6, 0.05),
    "event/gate": (1, 8.0, 5, 0.03),
    "event/roles": (2, 12.0, 12, 0.08),
    "event/joins": (1, 5.0, 5, 0.03),
    "event/where": (1, 6.0, 6, 0.03),
    "place/listed": (1, 6.0, 5, 0.03),
}

# table: (strength of the prior, passes, least count of a feature, least weight kept)
CHOICES = {
    "actor/kind": (5.0, 10, 8, 0.1),
    "actor/sector": (5.0, 10, 5, 0.1),
}
MOSTS = {"situation/states": (3.0, 9, 8, 0.08)}
PICKS = {"actor/country": (5.0, 8, 0.1), "actor/office": (4.0, 4, 0.05), "event/when": (15.0, 10, 0.08)}


def logistic(x):
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, x))))


def descend(weight, square, names, slope, prior, count):
    """One step of AdaGrad with a Gaussian prior; the bias has none."""
    for n in names:
        g = slope + (prior * weight[n] / count[n] if n != "bias" else 0.0)
        square[n] += g * g
        weight[n] -= 0.15 * g / math.sqrt(square[n])


def fit(groups, count, prior, passes):
    """Weights by the log loss of groups, each a label and its examples, the same on every run. A group is worth what its
    best example is: the first third of the passes takes every example, the others the best only."""
    weight, square = dict.fromkeys(count, 0.0), dict.fromkeys(count, 1e-6)
    order, groups = random.Random(1), list(groups)
    for turn in range(passes):
        order.shuffle(groups)
        for label, group in groups:
            if turn >= passes // 3 and len(group) > 1:
                group = [max(group, key=lambda names: sum(weight[n] for n in names))]
            for names in group:
                descend(weight, square, names, logistic(sum(weight[n] for n in names)) - label, prior, count)
    return weight


def often(lists, least):
    """The features that some lists of them hold often enough, with their counts."""
    count = collections.Counter(n for names in lists for n in names if n[0] != "#")
    return {n: c for n, c in count.items() if c >= least}


def write(target, kept, weights):
    """A row of each feature with its weights, where one of them counts."""
    with target.open("w") as out:
        for name in sorted(set().union(*weights)):
            row = [w.get(name, 0.0) for w in weights]
            if any(abs(x) >= kept for x in row):
                print(name, *("%.2f" % x for x in row), sep="\t", file=out)


def read(source, labels, least):
    """The lines of a file of examples as lists of labels and of features, those that are too rare left out; and the features."""
    rows = [[sys.intern(x) for x in line.rstrip("\n").split("\t")] for line in source.open()]
    names = sorted(often([r[labels:] for r in rows], least))
    number = {n: k for k, n in enumerate(names)}
    return [r[:labels] for r in rows], [[number[n] for n in r[labels:] if n in number] for r in rows], names


def before(target, column):
    """The weights that a table has in one of its columns."""
    rows = [line.rstrip("\n").split("\t") for line in target.open()] if target.exists() else []
    return {r[0]: float(r[1 + column]) for r in rows}


def solve(bags, names, prior, loss, old):
    """The weights of features that make loss, of the sums of the bags' weights, and a Gaussian prior around the old weights least
    (L-BFGS, Nocedal and Wright 2006, section 7.2); the bias has no prior. Old weights of other features stay."""
    torch.set_num_threads(1)
    flat = torch.tensor([k for bag in bags for k in bag])
    starts = torch.tensor([0] + [len(bag) for bag in bags[:-1]]).cumsum(0)
    free = torch.tensor([[0.0 if n == "bias" else prior / 2] for n in names])
    start = torch.tensor([[old.get(n, 0.0)] for n in names])
    weight = start.clone().requires_grad_()
    step = torch.optim.LBFGS([weight], max_iter=150, history_size=12, line_search_fn="strong_wolfe")

    def closure():
        step.zero_grad()
        total = loss(F.embedding_bag(flat, weight, starts, mode="sum").squeeze(1)) + (free * (weight - start) ** 2).sum()
        total.backward()
        return total

    step.step(closure)
    return old | dict(zip(names, weight.detach().squeeze(1).tolist()))


def learn(source, target, labels, prior, least, kept, on):
    """Logistic regression, for each of the labels; on from the weights that the table has, where asked."""
    marks, bags, names = read(source, labels, least)
    weights = []
    for k in range(labels):
        want = torch.tensor([float(m[k]) for m in marks])
        loss = lambda z: F.binary_cross_entropy_with_logits(z, want, reduction="sum")
        weights.append(solve(bags, names, prior, loss, before(target, k) if on else {}))
    write(target, kept, weights)


def shares(sums):
    top = max(sums)
    e = [math.exp(s - top) for s in sums]
    return [x / sum(e) for x in e]


def choose(source, target, prior, passes, least, kept):
    """Multinomial logistic regression: which of many labels the features speak for."""
    rows = [line.rstrip("\n").split("\t") for line in source.open()]
    labels = sorted({x for r in rows for x in r[0].split(";")})
    count = often([r[1:] for r in rows], least)
    examples = [([x in r[0].split(";") for x in labels], [n for n in r[1:] if n in count]) for r in rows]
    examples = [([x / sum(want) for x in want], names) for want, names in examples]
    weight = {n: [0.0] * len(labels) for n in count}
    square = {n: [1e-6] * len(labels) for n in count}
    order = random.Random(1)
    for _ in range(passes):
        order.shuffle(examples)
        for want, names in examples:
            p = shares([sum(column) for column in zip(*(weight[n] for n in names))])
            slopes = [(k, x - y) for k, (x, y) in enumerate(zip(p, want)) if abs(x - y) > 0.005]
            for n in names:
                w, s, pull = weight[n], square[n], prior / count[n]
                for k, slope in slopes:
                    g = slope + pull * w[k]
                    s[k] += g * g
                    w[k] -= 0.15 * g / math.sqrt(s[k])
    with target.open("w") as out:
        for name in sorted(count):
            cells = ["%s %.2f" % (x, w) for x, w in zip(labels, weight[name]) if abs(w) >= kept]
            if cells:
                print(name, *cells, sep="\t", file=out)


def pick(source, target, prior, least, kept, on):
    """Conditional logistic regression: which of an example's candidates is right, each of several that are in part."""
    marks, bags, names = read(source, 2, least)
    number = {}
    group = torch.tensor([number.setdefault(m[1], len(number)) for m in marks])
    right = torch.tensor([m[0] == "1" for m in marks])

    def loss(z):
        some = lambda at: torch.full((len(number),), -1e9).scatter_reduce(0, group[at], z[at].detach(), "amax")
        def whole(at):
            top = some(at)
            return top + torch.zeros(len(number)).index_add(0, group[at], (z[at] - top[group[at]]).exp()).clamp(min=1e-9).log()
        told = torch.zeros(len(number), dtype=torch.bool).index_fill(0, group[right], True)
        return (whole(torch.ones_like(right)) - whole(right))[told].sum()

    write(target, kept, [solve(bags, names, prior, loss, before(target, 0) if on else {})])


def most(source, target, prior, passes, least, kept):
    """Logistic regression on the groups that lines with one #mark make."""
    groups = collections.defaultdict(list)
    with source.open() as lines:
        for line in lines:
            label, mark, *names = line.rstrip("\n").split("\t")
            groups[mark].append((int(label), [sys.intern(n) for n in names]))
    count = often([names for g in groups.values() for _, names in g], least)
    groups = [(max(x for x, _ in g), [[n for n in names if n in count] for _, names in g]) for g in groups.values()]
    write(target, kept, [fit(groups, count, prior, passes)])


def main():
    on = sys.argv[3:] == ["--on"]
    if len(sys.argv) != 3 + on:
        sys.exit(__doc__.split("\n\n")[1])
    folder, repo = map(pathlib.Path, sys.argv[1:3])
    ways = ((functools.partial(learn, on=on), TABLES), (functools.partial(pick, on=on), PICKS), (choose, CHOICES), (most, MOSTS))
    for way, tables in ways:
        for name, settings in tables.items():
            source = folder / name.split("/")[1]
            if source.exists():
                way(source, repo / "internal" / (name + ".tsv"), *settings)


if __name__ == "__main__":
    main()
