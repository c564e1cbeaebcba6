"""Trains the scorer that joins mentions into chains (internal/annotate/chains.tsv).

The engine itself says which phrases may refer and what is known of each pair,
so that there is one implementation of the features:

  python chains.py text --gold ontogum.train.jsonl.gz --out train      # texts, for the next
  READOUT_MODEL=english.model READOUT_CHAINS=train go test ./internal/annotate -run TestDumpChains
  python chains.py train --gold ontogum.train.jsonl.gz --heads gum.train.jsonl.gz --in train --out chains.tsv

Each mention chooses among nothing (score 0) and the earlier mentions; the loss
is that of the mentions of its chain together (Lee and others 2017).
"""
import argparse
import gzip
import json
import math

import numpy
import torch
import torch.nn.functional as F
from torch import nn

NC = ("fiction", "whow", "essay", "letter", "podcast")
MOST = 100  # earlier mentions of one


def rows(path):
    with gzip.open(path, "rt", encoding="utf-8") as f:
        return {d["id"]: d for d in map(json.loads, f)}


def chains_of(doc, gum, heads, spans):
    """For each mention that the engine found, the number of its gold chain, -1 for none."""
    head_of = {(m["start"], m["end"]): m["head"] for m in gum["mentions"]}
    by_span = {tuple(s): k for k, s in reversed(list(enumerate(spans)))}
    out = [-1] * len(heads)
    for n, c in enumerate(doc["clusters"]):
        for k in c:
            m = doc["mentions"][k]
            h = head_of.get((m["start"], m["end"]))
            at = [q for q, x in enumerate(heads) if h and x[0] >= h[0] and x[1] <= h[1]]
            start = [q for q, x in enumerate(spans) if x[0] == m["start"] and x[1] <= m["end"]]
            q = at[-1] if at else by_span.get((m["start"], m["end"]), start[-1] if start else None)
            if q is not None and out[q] < 0:
                out[q] = n
    return out


class Doc:
    """The mentions of a text with their pairs, padded to the most earlier ones of any."""

    def __init__(self, meta, row, raw, at, gold, gum):
        n, lens = len(row["heads"]), row["lens"]
        self.id, self.spans = row["id"], row["spans"]
        take = lambda count, kind: numpy.frombuffer(raw, kind, count, at)
        self.own = torch.from_numpy(take(n * meta["owns"], "<i2").astype("int64")).view(n, -1)
        at += n * meta["owns"] * 2
        cols = max(lens + [1])
        self.earlier = torch.zeros(n, cols, dtype=torch.long)
        self.pairs = torch.zeros(n, cols, meta["pairs"], dtype=torch.long)
        self.numbers = torch.zeros(n, cols, meta["numbers"])
        self.real = torch.zeros(n, cols, dtype=torch.bool)
        for i, k in enumerate(lens):
            self.real[i, :k] = True
            for to, shape, kind, size in ((self.earlier, (k,), "<i2", 2), (self.pairs, (k, meta["pairs"]), "<i2", 2), (self.numbers, (k, meta["numbers"]), "<f4", 4)):
                count = math.prod(shape)
                to[i, :k] = torch.from_numpy(take(count, kind).copy()).view(shape).to(to.dtype)
                at += count * size
        self.end = at
        self.chain = torch.tensor(chains_of(gold, gum, row["heads"], row["spans"]))
        c = self.chain
        self.same = self.real & (c[:, None] >= 0) & (c[:, None] == c[self.earlier])


def load(name, gold, heads):
    gold, heads = rows(gold), rows(heads)
    raw = open(name + ".bin", "rb").read()
    lines = [json.loads(l) for l in open(name + ".json")]
    docs, at = [], 0
    for row in lines[1:]:
        if row["heads"]:
            docs.append(Doc(lines[0], row, raw, at, gold[row["id"]], heads[row["id"]]))
            at = docs[-1].end
    assert at == len(raw)
    return lines[0], docs


class Linker(nn.Module):
    def __init__(self, meta):
        super().__init__()
        w = meta["width"] + 1
        table = lambda n: nn.Parameter(torch.randn(n, w) * .05)
        self.later, self.earlier, self.pair, self.number = table(meta["own"]), table(meta["own"]), table(meta["pair"]), table(meta["numbers"])
        self.bias, self.out = nn.Parameter(torch.zeros(w)), nn.Parameter(torch.randn(w - 1) * .1)
        self.drop, self.noise = .2, 0

    def forward(self, d, rows):
        bag = lambda ids, w: F.embedding_bag(ids, w, mode="sum")
        before = bag(d.own, self.earlier)
        real = d.real[rows].nonzero()
        r, e = rows[real[:, 0]], d.earlier[rows[real[:, 0]], real[:, 1]]
        h = bag(d.own, self.later)[r] + before[e] + bag(d.pairs[r, real[:, 1]], self.pair) + self.blurred(d.numbers[r, real[:, 1]]) @ self.number + self.bias
        s = h[:, -1] + F.dropout(F.relu(h[:, :-1]), self.drop, self.training) @ self.out
        out = torch.full((len(rows), d.earlier.shape[1]), -1e4)
        out[real[:, 0], real[:, 1]] = s
        return out

    def blurred(self, x):
        """In training the engine's own score is less sure: it was itself trained on these texts."""
        if not self.training or not self.noise:
            return x
        s = x[:, 0] + x[:, 1]
        s = s + torch.randn_like(s) * self.noise
        return torch.stack([s.clamp_min(0), s.clamp_max(0), x[:, 2]], 1)


def loss_of(model, d, weight):
    rows = torch.arange(len(d.chain))
    s = model(d, rows)
    zero = torch.zeros(len(s), 1)
    every = torch.logsumexp(torch.cat([zero, s], 1), 1)
    right = d.same.any(1)
    good = torch.where(right, torch.logsumexp(s.masked_fill(~d.same, -1e4), 1), zero[:, 0])
    return ((every - good) * torch.where(right, weight, 1.)).sum() / len(s)


def link(d, s, bias):
    """Chains of spans from the scores."""
    top, at = s.max(1)
    chain, out = [-1] * len(s), []
    for i, (v, k) in enumerate(zip(top.tolist(), at.tolist())):
        if v + bias > 0:
            j = int(d.earlier[i, k])
            if chain[j] < 0:
                chain[j] = len(out)
                out.append([j])
            chain[i] = chain[j]
            out[chain[i]].append(i)
    return [{tuple(d.spans[k]) for k in c} for c in out]


def measure(model, docs, gold, score, biases=(-.5, 0, .5)):
    """CoNLL F1 for each bias."""
    model.eval()
    with torch.no_grad():
        scores = [model(d, torch.arange(len(d.chain))) for d in docs]
    out = []
    for b in biases:
        num = [[0] * 4 for _ in range(3)]
        for d, s in zip(docs, scores):
            g = gold[d.id]
            K = [c for c in ({(g["mentions"][k]["start"], g["mentions"][k]["end"]) for k in c} for c in g["clusters"]) if len(c) > 1]
            R = [c for c in link(d, s, b) if len(c) > 1]
            for n, f in enumerate((score.muc, score.bcubed)):
                for k, v in enumerate(f(K, R) + f(R, K)):
                    num[n][k] += v
            t = score.ceafe(K, R)
            for k, v in enumerate((t, len(K), t, len(R))):
                num[2][k] += v
        fs = []
        for a, b2, c, e in num:
            r, p = a / max(b2, 1), c / max(e, 1)
            fs.append(200 * p * r / max(p + r, 1e-9))
        out.append((b, sum(fs) / 3, *fs))
    model.train()
    return out


def write(model, path):
    with open(path, "w") as f:
        f.write("# Scorer of pairs of mentions, in thousandths; made by train/chains.py from OntoGUM (CC BY 4.0), its NC genres left out.\n")
        for kind in ("later", "earlier", "pair", "number"):
            for row in getattr(model, kind).tolist():
                f.write(kind + "\t" + " ".join(str(round(v * 1000)) for v in row) + "\n")
        f.write("bias\t" + " ".join(str(round(v * 1000)) for v in model.bias.tolist()) + "\n")
        f.write("out\t" + " ".join(str(round(v * 1000)) for v in model.out.tolist() + [0]) + "\n")


def train(a):
    torch.manual_seed(a.seed)
    meta, docs = load(a.input, a.gold, a.heads)
    dev = None
    if a.dev:
        import importlib.util
        spec = importlib.util.spec_from_file_location("score", a.score)
        score = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(score)
        _, held = load(a.dev, a.dev_gold, a.dev_heads)
        dev = held, rows(a.dev_gold), score
    model = Linker(meta)
    model.noise = a.noise
    opt = torch.optim.AdamW(model.parameters(), lr=a.lr, weight_decay=a.decay)
    mean = torch.optim.swa_utils.AveragedModel(model, multi_avg_fn=torch.optim.swa_utils.get_ema_multi_avg_fn(.995))
    steps, n = a.epochs * len(docs), 0
    for epoch in range(a.epochs):
        total = 0
        for i in torch.randperm(len(docs)).tolist():
            for g in opt.param_groups:
                g["lr"] = a.lr * (1 - n / steps)
            l = loss_of(model, docs[i], a.weight)
            opt.zero_grad()
            l.backward()
            opt.step()
            mean.update_parameters(model)
            total, n = total + l.item(), n + 1
        print(epoch, round(total / len(docs), 4), flush=True)
        if dev and (epoch % 3 == 2 or epoch == a.epochs - 1):
            for r in measure(mean.module, *dev):
                print("   ", *(round(x, 2) for x in r), flush=True)
    model = mean.module
    with torch.no_grad():
        model.bias[-1] += a.bias
    write(model, a.out)
    if a.state:
        torch.save(model.state_dict(), a.state)


def text(a):
    with open(a.out, "w") as f:
        for d in rows(a.gold).values():
            if a.all or d["genre"] not in NC:
                f.write(json.dumps({"id": d["id"], "text": d["text"]}) + "\n")


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("what", choices=("text", "train"))
    p.add_argument("--gold", required=True)
    p.add_argument("--heads")
    p.add_argument("--in", dest="input")
    p.add_argument("--out", required=True)
    p.add_argument("--all", action="store_true", help="keep the NC genres (for measuring)")
    p.add_argument("--dev")
    p.add_argument("--dev-gold")
    p.add_argument("--dev-heads")
    p.add_argument("--state", help="keep the weights here too")
    p.add_argument("--score")
    p.add_argument("--epochs", type=int, default=12)
    p.add_argument("--lr", type=float, default=4e-3)
    p.add_argument("--decay", type=float, default=.02)
    p.add_argument("--weight", type=float, default=2, help="of mentions that have an earlier one")
    p.add_argument("--bias", type=float, default=0)
    p.add_argument("--noise", type=float, default=.5, help="added to the engine's own score, in training")
    p.add_argument("--seed", type=int, default=1)
    a = p.parse_args()
    {"text": text, "train": train}[a.what](a)


if __name__ == "__main__":
    main()
