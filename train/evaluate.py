"""Dev figures of the model as it will be shipped (int8 computed exactly)."""
import pathlib

import torch

import batch as packing
import data
import model as net


def predict(m, doc, pieces):
    """Word vectors of each sentence of a document."""
    out = []
    for w in packing.windows(doc, pieces):
        b = packing.tensors([w], pieces)
        x = m(b)
        out += [x[a : a + n] for a, n in b["starts"]]
    return out


def syntax(m, labels, pieces, path):
    n = up = ua = la = 0
    for doc in data.conllu(path):
        for s, x in zip(doc, predict(m, doc, pieces)):
            scores = m.tree.arcs(x)
            k = len(x)
            scores = scores.masked_fill(torch.cat([torch.zeros(k, 1, dtype=torch.bool), torch.eye(k, dtype=torch.bool)], 1), -1e9)
            heads = scores.argmax(-1)
            rels = [labels["rel"][i].split(":")[0] for i in m.tree.rels(x, heads).argmax(-1).tolist()]
            tags = [labels["upos"][i] for i in m.heads["upos"](x).argmax(-1).tolist()]
            for i in range(k):
                n += 1
                up += tags[i] == s["upos"][i]
                ok = heads[i].item() == s["head"][i]
                ua += ok
                la += ok and rels[i] == s["rel"][i].split(":")[0]
    return {"upos": round(100 * up / n, 2), "uas": round(100 * ua / n, 2), "las": round(100 * la / n, 2)}


def spans(tags):
    out, start = set(), None
    for i, t in enumerate(tags + ["O"]):
        if start is not None and not (t[0] == "I" and t[2:] == tags[start][2:]):
            out.add((start, i, tags[start][2:]))
            start = None
        if t != "O" and start is None and i < len(tags):
            start = i
    return out


def heads(m, labels, pieces, docs, head, fold=lambda t: t):
    tp = ng = np_ = 0
    for doc in docs:
        for s, x in zip(doc, predict(m, doc, pieces)):
            got = {(a, b, fold(t)) for a, b, t in spans([labels[head][i] for i in m.heads[head](x).argmax(-1).tolist()])}
            got = {g for g in got if g[2]}
            want = {(a, b, fold(t)) for a, b, t in spans(s[head])}
            want = {g for g in want if g[2]}
            tp, ng, np_ = tp + len(got & want), ng + len(want), np_ + len(got)
    return round(200 * tp / max(ng + np_, 1), 1)


def labelled(m, labels, pieces, docs):
    """Micro F1 of event types on words."""
    tp = ng = np_ = 0
    for doc in docs:
        for s, x in zip(doc, predict(m, doc, pieces)):
            got = [labels["event"][i] for i in m.heads["event"](x).argmax(-1).tolist()]
            for g, w in zip(got, s["event"]):
                tp, ng, np_ = tp + (g == w != "O"), ng + (w != "O"), np_ + (g != "O")
    return {"p": round(100 * tp / max(np_, 1), 1), "r": round(100 * tp / max(ng, 1), 1)}


FOLD = {"PER": "PER", "ORG": "ORG", "LOC": "LOC", "GPE": "LOC", "FAC": "LOC"}


def entity(d):
    return {"names": [(e["start"], e["end"], e["type"]) for e in d["entities"] if e["type"] in ("PER", "ORG", "LOC")]}


def all(m, labels, pieces, shared, words):
    import json
    m.eval()
    net.Linear.exact = True
    d = pathlib.Path(shared) / "data"
    gold = [json.loads(p.read_text()) for p in sorted((pathlib.Path(shared) / "gold/dev").glob("*.json"))]
    pol = data.spanned(words, data.rows(d / "attribution/polnear.dev.jsonl.gz"), data.attribution)
    with torch.no_grad():
        out = {"ewt": syntax(m, labels, pieces, d / "syntax/en_ewt-ud-dev.conllu.gz"), "gum": syntax(m, labels, pieces, d / "syntax/en_gum-ud-dev.conllu.gz")}
        for name in ("uner_ewt", "wikigold"):
            docs = data.spanned(words, data.rows(d / f"entities/{name}.dev.jsonl.gz"), entity)
            out[name] = heads(m, labels, pieces, docs, "names", lambda t: FOLD.get(t, ""))
        for h in ("source", "cue", "content"):
            out[h] = heads(m, labels, pieces, pol, h)
        out["times"] = heads(m, labels, pieces, data.spanned(words, data.rows(d / "time/tbaq.dev.jsonl.gz"), data.times), "times")
        out["events"] = labelled(m, labels, pieces, list(data.events(words, gold)))
    net.Linear.exact = False
    m.train()
    print(out, flush=True)
    return out
