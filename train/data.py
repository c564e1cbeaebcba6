"""The data sets as sentences of words with the labels of each head.

A document is a list of sentences; a sentence is a dict with "words" and, for
each head the set has labels for, a list of one label a word (None: not known).
"""
import collections
import gzip
import json
import pathlib
import re
import subprocess

NC = ("fiction", "whow", "essay", "letter", "podcast")


def rows(path):
    op = gzip.open if str(path).endswith(".gz") else open
    with op(path, "rt", encoding="utf-8") as f:
        return [json.loads(l) for l in f if l.strip()]


# --- treebanks

def conllu(path):
    """Documents of a CoNLL-U file; GUM's NC genres left out."""
    docs, name, sents, sent = [], "", [], []
    with gzip.open(path, "rt", encoding="utf-8") as f:
        for line in f:
            line = line.rstrip("\n")
            if line.startswith("# newdoc"):
                if sents:
                    docs.append((name, sents))
                name, sents = line.split("=", 1)[1].strip(), []
            elif line and line[0] != "#":
                c = line.split("\t")
                if c[0].isdigit():
                    sent.append(c)
            elif not line and sent:
                sents.append(treebank(sent))
                sent = []
    docs.append((name, sents))
    return [s for n, s in docs if not (n.startswith("GUM_") and n.split("_")[1] in NC)]


def treebank(sent):
    return {"words": [c[1] for c in sent], "upos": [c[3] for c in sent], "feats": ["" if c[5] == "_" else c[5] for c in sent],
            "lemma": [lemma_rule(c[1], c[2]) for c in sent], "head": [int(c[6]) for c in sent], "rel": [c[7] for c in sent]}


def lemma_rule(form, lemma):
    """An edit rule that makes the lemma of the form; see internal/annotate/lemma.go."""
    low = form.lower()
    if lemma == low:
        return "="
    for mark, base in (("L", low), ("P", form)):
        k = 0
        while k < min(len(base), len(lemma)) and base[k] == lemma[k]:
            k += 1
        if k and len(base) - k <= 6:
            return f"{mark}-{len(base) - k}+{lemma[k:]}"
    return "=" + lemma


# --- texts with spans

def cut(words, texts):
    """Sentences of word spans of each text, as readout itself cuts them."""
    feed = "".join(json.dumps({"id": str(i), "text": t}) + "\n" for i, t in enumerate(texts))
    out = subprocess.run([words], input=feed.encode(), stdout=subprocess.PIPE, check=True).stdout
    return [json.loads(l)["sentences"] for l in out.splitlines()]


def spanned(words, docs, label):
    """Documents whose labels come from byte spans: label(doc) gives {head: [(start, end, tag)]} and defaults to "O"."""
    out = []
    for d, sents in zip(docs, cut(words, [d["text"] for d in docs])):
        raw = d["text"].encode()
        spans = {h: sorted(v, key=lambda s: (s[0], -s[1])) for h, v in label(d).items()}
        doc = []
        for s in sents:
            if not s:
                continue
            row = {"words": [raw[a:b].decode("utf-8", "ignore") for a, b in s]}
            for h, v in spans.items():
                row[h] = bio(s, v)
            doc.append(row)
        out.append(doc)
    return out


def bio(sent, spans):
    tags = ["O"] * len(sent)
    lo, hi = sent[0][0], sent[-1][1]
    for a, b, t in spans:
        if b <= lo or a >= hi:
            continue
        at = [i for i, (x, y) in enumerate(sent) if x >= a and y <= b]
        if at and all(tags[i] == "O" for i in at):
            for n, i in enumerate(at):
                tags[i] = t if t is None else ("B-" if n == 0 else "I-") + t
    return tags


GUM = {"person": "PER", "organization": "ORG", "place": "PLACE", "event": "EVENT"}
CROSS = {"politician": "PER", "person": "PER", "politicalparty": "ORG", "organisation": "ORG", "country": "GPE", "location": "PLACE"}
RE3D = {"Organisation": "ORG", "Location": "PLACE", "Person": "PER", "Nationality": "NORP", "Weapon": "WEAPON", "MilitaryPlatform": "WEAPON"}
KIND = {"person": "PER", "state": "GPE", "country": "GPE", "city": "GPE", "region": "PLACE", "government": "ORG", "organization": "ORG",
        "military": "ORG", "armed_group": "ORG", "airbase": "FAC", "naval_base": "FAC", "airport": "FAC", "building": "FAC",
        "installation": "FAC", "border_crossing": "FAC", "sea": "LOC", "water": "LOC", "population": "NORP"}


def gum_names(d):
    s = []
    for e in d["entities"]:
        if e["head_upos"] != "PROPN" or not any(c.isupper() for c in e["text"]):
            continue
        if e["type"] in GUM:
            a, b = e["start"], e["end"]
            if e["text"].lower().startswith("the "):
                a += 4
            s.append((a, b, GUM[e["type"]]))
    inner = [x for x in s if not any(y != x and x[0] <= y[0] and y[1] <= x[1] for y in s)]
    return {"names": inner}


def cross_names(d):
    return {"names": [(e["start"], e["end"], CROSS[e["type"]]) for e in d["entities"] if e["type"] in CROSS]}


def re3d_names(d):
    s = []
    for e in d["entities"]:
        if e.get("confidence", 1) >= .5 and e["type"] in RE3D and re.search(r"[A-Z]", e["text"]):
            if re.match(r"(the )?([A-Z][\w.'’-]*|of|the|and|for|in|al-[A-Z]\w*)( ([A-Z0-9][\w.'’-]*|of|the|and|for|in))*$", e["text"]):
                s.append((e["start"] + (4 if e["text"].startswith("the ") else 0), e["end"], RE3D[e["type"]]))
    return {"names": s}


NORPS = re.compile(r"\b(American|Russian|Syrian|Iranian|Iraqi|Israeli|Palestinian|Turkish|Chinese|British|French|German|Ukrainian|European|Saudi|"
                   r"Kurdish|Arab|Korean|Japanese|Indian|Pakistani|Afghan|Egyptian|Lebanese|Libyan|Yemeni|Jordanian|Qatari|Mexican|Cuban|"
                   r"Venezuelan|Canadian|Italian|Spanish|Polish|Greek|Sunni|Shiite|Shia|Muslim|Christian|Jewish|Islamic|Islamist|Republican|"
                   r"Democratic|Democrat|Western|Emirati|Belarusian|Georgian|Armenian|Azerbaijani|Dutch|Swedish|Finnish|Norwegian|Danish|"
                   r"Nigerian|Ethiopian|Sudanese|Somali|Kenyan|Brazilian|Colombian|Chilean|Houthi|Hungarian|Serbian|Bosnian|Soviet|Alawite|Druze|Kurd|"
                   r"African|Asian|Vietnamese|Thai|Filipino|Malaysian|Indonesian|Australian)s?\b")


def gold_names(d):
    text, s = d["text"], []
    for e in d["actors"] + d["places"]:
        t = KIND.get(e["kind"])
        for n in sorted(set((e.get("names") or []) + [e["name"]]), key=len, reverse=True):
            n = re.sub(r"^[Tt]he ", "", n)
            proper = len(n) > 1 and t and n[0].isupper() and all(w[0].isupper() or not w[0].isalpha() or w in ("of", "the", "and", "for", "al", "bin", "de", "van", "von", "in", "on") or w.startswith("al-") for w in n.split())
            if not proper or (t == "GPE" and NORPS.fullmatch(n)):
                continue
            s += [(m.start(), m.end(), t) for m in re.finditer(r"(?<!\w)" + re.escape(n) + r"(?!\w)", text)]
    s.sort(key=lambda x: (x[0] - x[1], x[0]))
    keep = []
    for x in s:
        if not any(x[0] < y[1] and y[0] < x[1] for y in keep):
            keep.append(x)
    for m in NORPS.finditer(text):
        if not any(m.start() < y[1] and y[0] < m.end() for y in keep):
            keep.append((m.start(), m.end(), "NORP"))
    off = offsets(text)
    return {"names": [(off[a], off[b], t) for a, b, t in keep]}


def offsets(text):
    """Byte offset of every code point."""
    out, n = [], 0
    for c in text:
        out.append(n)
        n += len(c.encode())
    return out + [n]


def attribution(d):
    got = {r: [] for r in ("source", "cue", "content")}
    for a in d["attributions"]:
        for r in got:
            got[r] += [(f["start"], f["end"], r.upper()) for f in a[r]]
    return got


def times(d):
    return {"times": [(t["start"], t["end"], t["type"]) for t in d["timexes"]]}


LIGHT = {"a", "an", "the", "to", "of", "in", "on", "his", "her", "its", "their", "has", "have", "had", "was", "were", "been", "be", "is", "are",
         "will", "would", "not", "it", "for", "that", "it's", "'s", "and", "by", "with", "from", "into", "up", "out", "off"}


def events(words, records):
    """Gold records: the first word of a trigger that carries meaning gets the type and the factuality."""
    docs = [dict(r, text=r["report"]["text"]) for r in records]
    out = spanned(words, docs, gold_names)
    for d, doc, sents in zip(docs, out, cut(words, [d["text"] for d in docs])):
        sents = [s for s in sents if s]
        for row in doc:
            row["event"], row["fact"] = ["O"] * len(row["words"]), [None] * len(row["words"])
        for e in d["events"]:
            mark_event(d, e, doc, sents)
        yield doc


def mark_event(d, e, doc, sents):
    t = e.get("trigger") or {}
    if "start" not in t:
        return
    for row, s in zip(doc, sents):
        at = [i for i, (a, b) in enumerate(s) if t["start"] <= a and b <= t["end"]]
        at = [i for i in at if row["words"][i].lower() not in LIGHT] or at
        if at:
            row["event"][at[0]], row["fact"][at[0]] = e["type"], e["factuality"]
            return


def load(shared, words):
    """All training sets: {name: documents}."""
    data = pathlib.Path(shared) / "data"
    gum = [d for d in rows(data / "entities/gum.train.jsonl.gz") if d["genre"] not in NC]
    gold = [json.loads(p.read_text()) for p in sorted((pathlib.Path(shared) / "gold/train").glob("*.json"))]
    re3d = [d for d in rows(data / "entities/re3d.train.jsonl.gz") if "NC" not in d["licence"]]
    return {
        "ewt": conllu(data / "syntax/en_ewt-ud-train.conllu.gz"),
        "gum": conllu(data / "syntax/en_gum-ud-train.conllu.gz"),
        "names": spanned(words, gum, gum_names) + spanned(words, re3d, re3d_names)
        + spanned(words, rows(data / "entities/crossner_politics.train.jsonl.gz"), cross_names),
        "gold": list(events(words, gold)),
        "polnear": spanned(words, rows(data / "attribution/polnear.train.jsonl.gz"), attribution),
        "tbaq": spanned(words, rows(data / "time/tbaq.train.jsonl.gz"), times),
    }


def labels(sets):
    """Label lists of each head, most frequent first; rare feature bundles and lemma rules are left out (None)."""
    count = collections.defaultdict(collections.Counter)
    for docs in sets.values():
        for doc in docs:
            for s in doc:
                for h, v in s.items():
                    if h not in ("words", "head"):
                        count[h].update(x for x in v if x is not None)
    out = {}
    for h, c in count.items():
        least = {"feats": 3, "lemma": 2}.get(h, 1)
        out[h] = [x for x, n in sorted(c.items(), key=lambda kv: (-kv[1], kv[0])) if n >= least]
    names = ["O"] + [p + t for t in ("PER", "ORG", "LOC", "GPE", "FAC", "NORP", "EVENT", "WEAPON") for p in ("B-", "I-")]
    out["names"] = names
    return out
