#!/usr/bin/env python3
"""Trains the joint model and writes the file that the program embeds.

    python train/train.py --shared ../shared --base BASE_DIR --out internal/models/english.model --minutes 40

BASE_DIR holds model.safetensors and vocab.txt of MiniLM-L6. Resumes from
--checkpoint where it is there. The schedule follows the clock: the rates fall
to zero as --minutes end.
"""
import argparse
import collections
import copy
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
import export
import model as net
import pieces as wp

SHARE = {"ewt": .24, "gum": .17, "names": .07, "silver": .14, "coref": .05, "gold": .17, "polnear": .16, "marks": .08}
WEIGHT = {"upos": .5, "feats": .3, "lemma": .3, "event": 1.0, "fact": .5, "mode": .3, "args": 2.0, "state": 2.0, "attr": 1.0, "again": .5, "around": 1.0}
BATCH = 2048  # pieces
BACK = 3  # sentences before a trigger's whose actors may play a part in its event
NEW = .25  # part of the minutes in which new layers come in
EVERY, MEMORY = 5, 500  # steps between moves of the running mean, and about how many steps it covers


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
    """For each names label, the labels it may stand for: PLACE is any of LOC, GPE, FAC; what ends in ? is of a set
    that does not mark all types; None is not known."""
    ids = {n: i for i, n in enumerate(names)}
    masks = {}
    for n in names:
        m = torch.zeros(len(names), dtype=torch.bool)
        m[ids[n]] = True
        masks[n] = m
    def any_of(labels):
        m = torch.zeros(len(names), dtype=torch.bool)
        m[[ids[x] for x in labels]] = True
        return m

    for p in ("B-", "I-"):
        masks[p + "PLACE"] = any_of([p + t for t in ("LOC", "GPE", "FAC")])
    unmarked = [p + t for p in ("B-", "I-") for t in ("EVENT", "WEAPON")]
    masks["O?"] = any_of(["O"] + unmarked)
    masks["NORP?"] = any_of(["O", "B-NORP", "I-NORP"])
    masks[None] = any_of(names)
    return masks


class Losses:
    def __init__(self, labels, rng, bf16):
        self.labels, self.rng, self.bf16 = labels, rng, bf16
        self.ids = {h: {x: i for i, x in enumerate(v)} for h, v in labels.items()}
        self.masks = place_masks(labels["names"])

    def __call__(self, m, b):
        x = m(b, self.bf16)
        sents = b["sentences"]
        total = x.new_zeros(())
        for h in net.TAGGERS:
            if h in sents[0]:
                total = total + WEIGHT.get(h, 1.0) * self.tags(m, h, x, sents, b["hidden"] if h == "lemma" else ())
        if "head" in sents[0]:
            total = total + self.tree(m, x, b)
        for p, pairs in (("args", self.args), ("around", self.around), ("state", self.states), ("attr", self.links)):
            if p in sents[0]:
                total = total + WEIGHT[p] * self.pairs(m, p, x, pairs(b))
        if "coref" in sents[0]:
            total = total + self.chains(m, x, b)
        if "again" in sents[0]:
            total = total + WEIGHT["again"] * self.happenings(m, x, b)
        return total

    def chains(self, m, x, b):
        """Each mention's antecedents in its window against none (score 0): log-likelihood of any right one (Lee et al. 2017)."""
        runs = []
        for (first, n), window in b["windows"]:
            base, known = window[0]["base"], []
            for s in window:
                for w, c in sorted(s["coref"]):
                    i = first + s["base"] - base + w
                    known.append((i, c))
                for w in {self.rng.randrange(len(s["words"])) for _ in range(3)}:
                    known.append((first + s["base"] - base + w, None))
            runs.append(sorted(dict(reversed(known)).items()))
        return self.antecedents(m.pairs["coref"], x, runs)

    def happenings(self, m, x, b):
        """Each trigger's antecedents among those of its type in its report, in all its windows, as in chains."""
        told = collections.defaultdict(list)
        for (first, _), s in zip(b["starts"], b["sentences"]):
            for w, typ, event in s["again"]:
                told[s["doc"], typ].append((first + w, event))
        return self.antecedents(m.pairs["again"], x, [sorted(known) for known in told.values()])

    def antecedents(self, pair, x, runs):
        """Log loss of each word's antecedents against none, in runs of words in text order, each with what it stands for, None for nothing."""
        dep, head, rows = [], [], []  # pairs of words; of each word its first pair, their number, and which are right
        for known in runs:
            for k, (i, c) in enumerate(known):
                if k:
                    rows.append((len(dep), k, [c is not None and c == e for _, e in known[:k]]))
                    dep += [i] * k
                    head += [j for j, _ in known[:k]]
        if not dep:
            return x.new_zeros(())
        scores = pair(x, torch.tensor(dep), torch.tensor(head)).squeeze(-1).float()
        loss = x.new_zeros(())
        for a, k, same in rows:
            s = torch.cat([scores.new_zeros(1), scores[a : a + k]])
            right = torch.tensor([not any(same)] + same)
            loss = loss + s.logsumexp(0) - s[right].logsumexp(0)
        return loss / len(rows)

    def pairs(self, m, p, x, rows):
        if not rows:
            return x.new_zeros(())
        d, h, y = zip(*rows)
        scores = m.pairs[p](x, torch.tensor(d), torch.tensor(h))
        return F.cross_entropy(scores.float(), torch.tensor([self.ids[p][k] for k in y]))

    def args(self, b):
        """(word, trigger, role) of every word of a trigger's sentence."""
        return [(a + i, a + w, roles.get(i, "none")) for (a, n), s in zip(b["starts"], b["sentences"]) for w, roles, unsure in s["args"]
                for i in range(n) if i != w and (i in roles or i not in unsure)]

    def around(self, b):
        """(word, trigger, role) of the actors named in the sentences before a trigger's that its own does not name."""
        out = []
        for (first, _), window in b["windows"]:
            at = lambda s: first + s["base"] - window[0]["base"]
            for n, s in enumerate(window):
                for w, away, here in s["around"]:
                    out += [(at(p) + k, at(s) + w, away.get(i, "none")) for p in window[max(0, n - BACK) : n] for k, i in p["near"] if i not in here]
        return out

    def states(self, b):
        """(holder, object, kind) of the pairs of mentions of a sentence, and of some other words."""
        out = []
        for (a, n), s in zip(b["starts"], b["sentences"]):
            known = {(h, o): k for h, o, k in s["state"]}
            words = sorted(set(s["heads"]) | {self.rng.randrange(n) for _ in range(4)})
            out += [(a + i, a + j, known.get((i, j), "none")) for i in words for j in words if i != j]
        return out

    def links(self, b):
        """(word, cue, part) of every word of a cue's window."""
        out = []
        for (first, n), window in b["windows"]:
            base = window[0]["base"]
            for s in window:
                for w, parts in s["attr"]:
                    out += [(first + i, first + s["base"] - base + w, parts.get(base + i, "none")) for i in range(n)]
        return out

    def tags(self, m, h, x, sents, unseen):
        y = m.heads[h](x)
        want = [t for s in sents for t in s[h]]
        for i in unseen:
            want[i] = None
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
    """Batches of windows of one set, shuffled each round: of whole documents, one after the other, where events are joined over a document."""

    def __init__(self, docs, pieces, rng):
        docs = [packing.windows(d, pieces) for d in docs if d]
        self.whole = "again" in docs[0][0][0]
        for n, d in enumerate(docs):
            for s in (s for w in d for s in w if self.whole):
                s["doc"] = n
        self.parts = docs if self.whole else [[w] for d in docs for w in d]
        self.size = [sum(len(pieces.word(x)) for w in p for s in w for x in s["words"]) for p in self.parts]
        self.rng, self.queue = rng, []

    def next(self):
        if not self.queue:
            order = sorted(range(len(self.parts)), key=lambda i: (0 if self.whole else self.size[i] // 16, self.rng.random()))
            groups, cur, n = [], [], 0
            for i in order:
                cur += self.parts[i]
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
    old = lambda n: n.startswith("enc.") and n != "enc.case.weight"
    enc = [p for n, p in m.named_parameters() if old(n)]
    heads = [p for n, p in m.named_parameters() if not old(n)]
    return torch.optim.AdamW([{"params": enc, "lr": lr, "top": lr}, {"params": heads, "lr": head_lr, "top": head_lr}], weight_decay=0.01, fused=True)


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--shared", required=True)
    ap.add_argument("--base", required=True)
    ap.add_argument("--out", required=True)
    ap.add_argument("--words", help="the built program of train/words; built where missing")
    ap.add_argument("--silver", help="JSON Lines {id,text,names} of names that another tagger found")
    ap.add_argument("--records", action="append", default=[], help="folder of more annotated records; may be given several times, one given twice is drawn twice as often")
    ap.add_argument("--marks", help="JSON Lines {text,names} of sentences whose PER, ORG and LOC a person or a careful reader marked")
    ap.add_argument("--checkpoint", default="/tmp/readout.pt")
    ap.add_argument("--minutes", type=float, default=40)
    ap.add_argument("--start", help="model file or checkpoint to begin from in place of BASE's weights; its labels are kept")
    ap.add_argument("--labels", help="model file whose labels a checkpoint given as --start has")
    ap.add_argument("--fall", type=float, default=0.95, help="last part of the minutes in which the rates fall to zero")
    ap.add_argument("--share", default="", help="how often a set is drawn, over the usual: ewt=.3,gold=.1")
    ap.add_argument("--new", default="", help="layers that are new in --start, as 3,5,7: their share grows from nought to all in the first quarter of the minutes")
    ap.add_argument("--leave", default="", help="file of ids of records not to train on")
    ap.add_argument("--lr", type=float, default=1.5e-4)
    ap.add_argument("--head-lr", type=float, default=1.5e-3)
    ap.add_argument("--hide", type=float, default=0.05, help="share of pieces masked in training")
    ap.add_argument("--seed", type=int, default=1)
    ap.add_argument("--bf16", action="store_true")
    o = ap.parse_args()
    torch.manual_seed(o.seed)
    random.seed(o.seed)
    torch.set_num_threads(int(os.environ.get("OMP_NUM_THREADS", os.cpu_count())))
    words = o.words or build_words()
    sets = {k: v for k, v in data.load(o.shared, words, o.silver, o.records, o.marks, leave(o.leave)).items() if v}
    file = o.labels or o.start
    labels = export.labels_of(file) if file else data.labels(sets)
    pieces = wp.read(o.base)
    m = begin(o, labels, len(pieces.vocab))
    mean = copy.deepcopy(m)
    opt = optimiser(m, o.lr, o.head_lr)
    spent, steps = 0.0, 0
    if os.path.exists(o.checkpoint):
        state = torch.load(o.checkpoint, weights_only=False)
        m.load_state_dict(state["last"])
        mean.load_state_dict(state["model"])
        opt.load_state_dict(state["opt"])
        spent, steps = state["spent"], state.get("steps", 0)
    spent, steps = run(o, m, mean, opt, sets, labels, pieces, spent, steps)
    card = {"seed": o.seed, "minutes": round(spent / 60, 1), "steps": steps, "lr": o.lr, "head_lr": o.head_lr, "data": export.sources(sets)}
    export.write(o.out, mean, labels, pieces, card)


def begin(o, labels, vocab):
    """The model that training begins with: the base's weights, a model file's, or a checkpoint's."""
    if o.labels:
        return export.restore(o.start, o.labels, vocab)
    if o.start:
        m, new = export.model_of(o.start, vocab)
        for name in new:
            print(name, "begins afresh")
        return m
    m = net.Joint(vocab, labels)
    net.base(m, safetensors(os.path.join(o.base, "model.safetensors")), wp.used(wp.vocabulary(o.base)))
    return m


def leave(path):
    return set(open(path).read().split()) if path else set()


def shares(spec):
    """The usual shares with those of a list like ewt=.3,gold=.1 put over them."""
    return SHARE | {k: float(v) for k, v in (x.split("=") for x in spec.split(",") if x)}


def build_words():
    out = "/tmp/readout-words"
    subprocess.run(["go", "build", "-o", out, "./train/words"], check=True)
    return out


def run(o, m, mean, opt, sets, labels, pieces, spent, step):
    rng = random.Random(o.seed)
    feeds = {k: Feed(v, pieces, rng) for k, v in sets.items()}
    losses = Losses(labels, rng, o.bf16)
    total, began, seen = o.minutes * 60, time.time() - spent, 0
    loss_of, saved, odds = {}, time.time(), shares(o.share)
    new = [m.enc.layers[int(i)] for i in o.new.split(",") if i]
    m.train()
    while (now := time.time() - began) < total:
        share = now / total
        left = min((1 - share) / o.fall, 1.0) if o.fall else 1.0
        rate = min(share / 0.05, 1.0) * 0.5 * (1 - math.cos(math.pi * left))
        for g in opt.param_groups:
            g["lr"] = g["top"] * max(rate, 0.002)
        for layer in new:
            layer.share = min(share / NEW, 1.0)
        name = rng.choices(list(feeds), [odds[k] for k in feeds])[0]
        b = packing.tensors(feeds[name].next(), pieces)
        hide(b, pieces, o.hide, rng)
        loss = losses(m, b)
        opt.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(m.parameters(), 1.0)
        opt.step()
        if step % EVERY == 0:
            follow(mean, m)
        seen += b["pieces"]
        step += 1
        loss_of[name] = .95 * loss_of.get(name, loss.item()) + .05 * loss.item()
        if step % 10 == 0:
            print(f"{now:7.0f}s step {step} {seen / (now - spent + 1e-9):.0f} pieces/s", {k: round(v, 3) for k, v in sorted(loss_of.items())}, flush=True)
        if time.time() - saved > 240:
            save(o.checkpoint, m, mean, opt, now, step)
            saved = time.time()
    save(o.checkpoint, m, mean, opt, total, step)
    return total, step


def save(path, m, mean, opt, spent, steps):
    state = {"model": mean.state_dict(), "last": m.state_dict(), "opt": opt.state_dict(), "spent": spent, "steps": steps}
    torch.save(state, path + ".new")
    os.replace(path + ".new", path)


def follow(mean, m):
    """Moves the running mean of the weights, which is what is shipped, towards m: new text is read better by it (Izmailov and others 2018)."""
    with torch.no_grad():
        for a, b in zip(mean.parameters(), m.parameters()):
            a.lerp_(b, EVERY / MEMORY)


def hide(b, pieces, share, rng):
    """Puts the mask in place of a share of the pieces, so that labels are learnt from what stands around them too."""
    g = torch.Generator().manual_seed(rng.randrange(1 << 30))
    hit = (torch.rand(b["ids"].shape, generator=g) < share) & b["real"] & (b["ids"] != pieces.cls) & (b["ids"] != pieces.sep)
    b["ids"][hit] = pieces.mask
    b["hidden"] = set(b["owner"][hit.reshape(-1)[b["at"]]].tolist())


if __name__ == "__main__":
    main()
