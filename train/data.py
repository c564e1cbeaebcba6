"""The data sets as sentences of words with the labels of each head.

A document is a list of sentences; a sentence is a dict with "words" and, for
each head the set has labels for, a list of one label a word (None: not known).
"""
import bisect
import collections
import functools
import gzip
import itertools
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

def conllu(path, leave=NC, marks=None):
    """Documents of a CoNLL-U file without GUM's genres to leave out, with the names marked in its sentences."""
    docs, name, sents, sent, text = [], "", [], [], ""
    with gzip.open(path, "rt", encoding="utf-8") as f:
        for line in f:
            line = line.rstrip("\n")
            if line.startswith("# newdoc"):
                if sents:
                    docs.append((name, sents))
                name, sents = line.split("=", 1)[1].strip(), []
            elif line.startswith("# text ="):
                text = line.split("=", 1)[1].strip()
            elif line and line[0] != "#":
                c = line.split("\t")
                if c[0].isdigit():
                    sent.append(c)
            elif not line and sent:
                sents.append(treebank(sent))
                if marks is not None:
                    sents[-1]["names"] = marked(sents[-1]["words"], text, marks.pop(text, None))
                sent = []
    docs.append((name, sents))
    return [s for n, s in docs if not (n.startswith("GUM_") and n.split("_")[1] in leave)]


def treebank(sent):
    return {"words": [c[1] for c in sent], "upos": [c[3] for c in sent], "feats": ["" if c[5] == "_" else c[5] for c in sent],
            "lemma": [lemma_rule(c[1], c[2]) for c in sent], "head": [int(c[6]) for c in sent], "rel": [c[7] for c in sent]}


def marked(words, text, names):
    """The names labels of a treebank's sentence: None where its names were not marked."""
    if names is None:
        return [None] * len(words)
    spans, at = [], 0
    for w in words:
        k = text.find(w, at)
        at = at if k < 0 else k + len(w)
        spans.append((at - len(w), at))
    off = offsets(text)
    return unsure(words, bio([(off[max(a, 0)], off[b]) for a, b in spans], [(e["start"], e["end"], MARK[e["type"]]) for e in names]))


MARK = {"PER": "PER", "ORG": "ORG", "LOC": "PLACE"}


def unsure(words, tags):
    """Labels of a set that marks neither peoples nor events and weapons."""
    return [("NORP?" if NORPS.fullmatch(w) else "O?") if t == "O" else t for w, t in zip(words, tags)]


def news_marks(words, marks):
    """Marked sentences that no treebank holds."""
    rest = [{"text": t, "names": n} for t, n in marks.items()]
    docs = spanned(words, rest, lambda d: {"names": [(e["start"], e["end"], MARK[e["type"]]) for e in d["names"]]})
    for doc in docs:
        for row in doc:
            row["names"] = unsure(row["words"], row["names"])
    return [d for d in docs if d]


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


SMALL = {"of", "the", "and", "for", "de", "la", "du", "del", "van", "von", "der", "bin", "al", "on", "in", "&", "-", "'s", "’s", "to"}
TITLES = {"president", "mr.", "mrs.", "ms.", "mr", "mrs", "ms", "dr.", "dr", "sen.", "senator", "rep.", "gov.", "governor", "gen.", "general", "lt.",
          "capt.", "captain", "col.", "colonel", "sgt.", "maj.", "major", "prof.", "professor", "secretary", "minister", "chancellor", "king", "queen",
          "prince", "princess", "sir", "lord", "lady", "judge", "justice", "mayor", "sheikh", "ayatollah", "pope", "saint", "chief", "rev.", "commander",
          "director", "chairman", "ambassador", "congressman", "representative", "speaker", "premier", "emperor", "admiral", "officer", "detective"}


def proper(text):
    """Whether every word of a text is capitalised, a number or a word that names hold."""
    words = text.split()
    return all(w in SMALL or not w[0].islower() for w in words) and words[-1] not in SMALL


def untitled(text):
    """Characters of the article, and of the titles of a person, that a mention begins with."""
    words, n = text.split(" "), 0
    last = max((i + 1 for i, w in enumerate(words[:-1]) if w.lower() in TITLES), default=0)
    if not last and words[0].lower() == "the" and len(words) > 1:
        last = 1
    return sum(len(w.encode()) + 1 for w in words[:last])


def gum_names(d):
    """The outermost mentions that are names through and through, without titles."""
    s = []
    for e in d["entities"]:
        if e["head_upos"] != "PROPN" or e["type"] not in GUM or not any(c.isupper() for c in e["text"]):
            continue
        text, a = e["text"], e["start"]
        cut = untitled(text) if e["type"] == "person" else 4 * text.lower().startswith("the ")
        text = text.encode()[cut:].decode()
        if text and proper(text):
            s.append((a + cut, e["end"], GUM[e["type"]]))
    return {"names": [x for x in s if not any(y[0] <= x[0] and x[1] <= y[1] and y[1] - y[0] > x[1] - x[0] for y in s)]}


WNUT = {"person": "PER", "location": "PLACE", "corporation": "ORG", "group": "ORG"}


def wnut_names(d):
    return {"names": [(e["start"], e["end"], WNUT[e["type"]]) for e in d["entities"] if e["type"] in WNUT]}


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
            s += [(m.start(), m.end(), t) for m in whole(n).finditer(text)]
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


def cues(d):
    return {"cue": [(f["start"], f["end"], "CUE") for a in d["attributions"] for f in a["cue"]]}


def polnear(words, docs):
    """PolNeAR: cue tags, and for each cue the words of its source and content."""
    out = spanned(words, docs, cues)
    for d, doc, sents in zip(docs, out, cut(words, [d["text"] for d in docs])):
        at = Index(doc, sents)
        for a in d["attributions"]:
            at.link(a["cue"], {"source": a["source"], "content": a["content"]})
        yield doc


class Index:
    """Finds the words of a document by byte span, and keeps the links between them."""

    def __init__(self, doc, sents):
        self.doc, self.sents, self.flat = doc, [s for s in sents if s], []
        for n, (row, s) in enumerate(zip(doc, self.sents)):
            row["base"], row["attr"] = len(self.flat), []
            self.flat += [(a, b, n) for a, b in s]
        self.starts = [a for a, _, _ in self.flat]

    def words(self, span):
        """Document-wide indices of the words within a span."""
        at = bisect.bisect_left(self.starts, span["start"])
        return list(itertools.takewhile(lambda i: self.flat[i][1] <= span["end"], range(at, len(self.flat))))

    def link(self, cue, parts):
        first = next(iter(i for f in cue for i in self.words(f)), None)
        if first is None:
            return
        row = self.doc[self.flat[first][2]]
        row["attr"].append((first - row["base"], {i: k for k, fs in parts.items() for f in fs for i in self.words(f)}))


class Annotated(Index):
    """The index of a document with a record: the mentions of its actors and places in each sentence, and which actors are people."""

    def __init__(self, record, doc, sents):
        super().__init__(doc, sents)
        self.found = [mentions(record, s, row) for s, row in zip(self.sents, doc)]
        self.people = {a["id"] for a in record["actors"] if a["kind"] == "person"}


LIGHT = {"a", "an", "the", "to", "of", "in", "on", "his", "her", "its", "their", "has", "have", "had", "was", "were", "been", "be", "is", "are",
         "will", "would", "not", "it", "for", "that", "it's", "'s", "and", "by", "with", "from", "into", "up", "out", "off"}


SITUATIONS = ("holds", "backs", "shelters", "detains", "demands", "agreement", "sanctions", "fights", "relations")
PERSONAL = {"he", "she", "him", "her", "his"}
PRONOUNS = {"he", "she", "it", "they", "him", "her", "them", "his", "its", "their", "who", "which", "that", "we", "i", "us", "our", "you"}

DESCRIBING = TITLES | {n + s for s in ("", "s") for n in (
    "leader official lawmaker politician diplomat envoy spokesman spokeswoman prosecutor lawyer attorney general candidate adviser aide negotiator writer journalist "
    "reporter activist man woman person soldier troop force fighter rebel militant protester demonstrator civilian resident citizen migrant refugee victim suspect "
    "government administration regime ministry department parliament congress court police army military country nation kingdom state republic group party company "
    "organization agency committee council commission alliance bloc union coalition newspaper team nominee billionaire senator").split()} | {"people", "authorities", "men", "women", "side", "sides"}


def gold(words, records):
    """Gold records: names, triggers with type, factuality and mode, parts of events, states, and who said what."""
    docs = [dict(r, text=r["report"]["text"]) for r in records]
    out = spanned(words, docs, gold_names)
    told = stems(records)
    for d, doc, sents in zip(docs, out, cut(words, [d["text"] for d in docs])):
        at = Annotated(d, doc, sents)
        for row, f in zip(doc, at.found):
            row["near"] = sorted((ws[-1], i) for i, v in f.items() for ws in v)
        for row in doc:
            n = len(row["words"])
            row.update(event=["O"] * n, fact=[None] * n, mode=[None] * n, say=["O"] * n, args=[], state=[], again=[], around=[])
        marked = [(e, mark_event(e, at)) for e in d["events"] if not e.get("unsure")]
        for e, own in marked:
            mark_again(e, own, at, told[e["type"]])
        for e in d["events"]:
            if e.get("unsure"):
                mark_unsure(e, at)
        for s in d["statements"]:
            mark_statement(s, at)
        for t in d["situations"]:
            mark_state(t, at)
        for row, f in zip(doc, at.found):
            row["heads"] = sorted({ws[-1] for v in f.values() for ws in v})
        yield doc


def mentions(d, sent, row):
    """{id: [word indices of each mention]} of the record's actors and places in one sentence."""
    text = d["report"]["text"].encode()[sent[0][0] : sent[-1][1]].decode("utf-8", "ignore")
    off = offsets(text)
    out, taken, low = {}, [], text.lower()
    pairs = [(n, e["id"]) for e in d["actors"] + d["places"] for n in set((e.get("names") or []) + [e["name"]])]
    for name, eid in sorted(pairs, key=lambda p: (-len(p[0]), p)):
        name = re.sub(r"^(the|a|an) ", "", name, flags=re.I)
        if len(name) < 2 or name.lower() not in low:
            continue
        for m in whole(name).finditer(text):
            a, b = off[m.start()] + sent[0][0], off[m.end()] + sent[0][0]
            ws = [i for i, (x, y) in enumerate(sent) if x >= a and y <= b]
            if ws and not any(set(ws) & set(t) and i != eid and len(t) > len(ws) for i, t in taken):
                out.setdefault(eid, []).append(ws)
                taken.append((eid, ws))
    return out


@functools.lru_cache(1 << 12)
def whole(name):
    """The pattern of a name as whole words, in any case where it has no capital."""
    return re.compile(r"(?<!\w)" + re.escape(name) + r"(?!\w)", re.I if name.islower() else 0)


def trigger(span, at):
    """(sentence, word) of the first word of a trigger that carries meaning."""
    ws = at.words(span)
    if not ws:
        return None, None
    row = lambda i: at.doc[at.flat[i][2]]
    word = lambda i: row(i)["words"][i - row(i)["base"]].lower()
    i = next((w for w in ws if word(w) not in LIGHT), ws[0])
    return at.flat[i][2], i - row(i)["base"]


def stem(word):
    """What words of one family share, roughly."""
    return word.lower()[:5]


def stems(records):
    """The stems of the words that tell events, by type, but those that tell one once or twice."""
    count = collections.defaultdict(collections.Counter)
    for e in (e for r in records for e in r["events"] if e.get("trigger")):
        word = next((w for w in re.findall(r"[\w'-]+", e["trigger"]["quote"]) if w.lower() not in LIGHT), "")
        count[e["type"]][stem(word)] += len(word) > 3
    return {t: {s for s, n in c.items() if n >= 3} for t, c in count.items()}


def mark_event(e, at):
    """Marks the trigger of an event with its parts, and returns its stem."""
    if "start" not in (e.get("trigger") or {}):
        return None
    n, w = trigger(e["trigger"], at)
    if n is None:
        return None
    mark_told(e, at, n, w)
    return stem(at.doc[n]["words"][w])


def mark_again(e, own, at, told):
    """Marks what tells an event again in its further evidence: what annotators name there, or else a word of the trigger's stem, or
    the only word that elsewhere tells events of the type. Where there are several, they are neither triggers nor none."""
    triggers = [e["trigger"], *e.get("again", [])]
    for n, w in (trigger(s, at) for s in triggers[1:]):
        if n is not None and at.doc[n]["event"][w] in ("O", None):
            mark_told(e, at, n, w)
    for v in e["evidence"]:
        if own is None or any(v["start"] <= s["start"] < v["end"] for s in triggers):
            continue
        for n in sorted({at.flat[i][2] for i in at.words(v)}):
            row = at.doc[n]
            free = [i for i, x in enumerate(row["words"]) if row["event"][i] in ("O", None)]
            again = [i for i in free if stem(row["words"][i]) == own] or [i for i in free if stem(row["words"][i]) in told]
            if len(again) == 1 or again and stem(row["words"][again[0]]) == own:
                mark_told(e, at, n, again[0])
            else:
                for i in again:
                    row["event"][i] = None


def mark_unsure(e, at):
    """What tells an event that not all annotators hold to be one is neither a trigger nor none."""
    for n, w in (trigger(s, at) for s in (e["trigger"], *e.get("again", [])) if s):
        if n is not None and at.doc[n]["event"][w] == "O":
            at.doc[n]["event"][w] = None


def mark_told(e, at, n, w):
    """Marks a word as telling an event, with its parts. Of a party that the sentence does not name, a pronoun may stand there: one of a
    person is taught where it can be of nobody else, the others, and what may describe a party, neither as parts nor as none."""
    row, found = at.doc[n], at.found[n]
    row["event"][w], row["fact"][w], row["mode"][w] = e["type"], e["factuality"], e.get("mode") or "none"
    row["again"].append((w, e["type"], e["id"]))
    roles, away = {}, {}
    for role, ids in (("place", e["places"]), ("recipient", e["recipients"]), ("actor", e["actors"])):
        for i in ids or []:
            if not found.get(i):
                away[i] = role
            for ws in found.get(i) or []:
                roles.update({k: role for k in ws})
    low = [x.lower() for x in row["words"]]
    unsure = {k for k, x in enumerate(low) if x in PRONOUNS or x in DESCRIBING} if away else set()
    alone = [i for i in away if i in at.people]
    if len(alone) == 1 and not at.people.intersection(found):
        roles.update({k: away[alone[0]] for k, x in enumerate(low) if x in PERSONAL})
    row["args"].append((w, roles, unsure))
    row["around"].append((w, {i: role for i, role in away.items() if role != "place"}, set(found)))


def mark_statement(s, at):
    if "start" not in (s.get("cue") or {}):
        return
    n, w = trigger(s["cue"], at)
    if n is None:
        return
    row = at.doc[n]
    row["say"][w] = "SAY"
    parts = {i: "content" for f in s["content"] for i in at.words(f)}
    for ws in at.found[n].get(s["speaker"], []):
        parts.update({row["base"] + k: "source" for k in ws if row["base"] + k not in parts})
    row["attr"].append((w, parts))


def mark_state(t, at):
    if t["kind"] not in SITUATIONS:
        return
    for f in t["evidence"]:
        for n in sorted({at.flat[i][2] for i in at.words(f)}):
            for h in at.found[n].get(t.get("holder"), []):
                for o in at.found[n].get(t.get("object"), []):
                    if h[-1] != o[-1]:
                        at.doc[n]["state"].append((h[-1], o[-1], t["kind"]))


def chains(words, onto, gum):
    """OntoGUM: the head word of each mention of a sentence, with the number of its chain."""
    out = spanned(words, onto, lambda d: {})
    for d, g, doc, sents in zip(onto, gum, out, cut(words, [d["text"] for d in onto])):
        heads = {(m["start"], m["end"]): m["head"] for m in g["mentions"]}
        at = Index(doc, sents)
        for row in doc:
            del row["attr"]
            row["coref"] = []
        for n, c in enumerate(d["clusters"]):
            for k in c:
                m = d["mentions"][k]
                h = heads.get((m["start"], m["end"]))
                ws = at.words({"start": h[0], "end": h[1]} if h else m) or at.words(m)
                if ws:
                    row = doc[at.flat[ws[-1]][2]]
                    row["coref"].append((ws[-1] - row["base"], n))
        yield doc


def silver(words, path, kept):
    """Names that another tagger found in unlabelled reports, without the texts kept for measuring; GPE, LOC and FAC told apart as far as it does."""
    kept = {t.strip()[:300] for t in kept}
    docs = [d for d in rows(path) if d["text"].strip()[:300] not in kept] if path else []
    return spanned(words, docs, silver_names)


def silver_names(d):
    """A tagger's names without its known faults: pronouns, lines run together, and parties' states; the White House is an organisation here."""
    raw, s = d["text"].encode(), []
    for e in d["names"]:
        t = raw[e["start"] : e["end"]].decode()
        if t in ("His", "Her", "Hers", "Him", "Their", "Trump's") or "\n" in t or not t[0].isalnum() or re.match(r"[DR]-[A-Z]", t):
            continue
        kind = "ORG" if t == "White House" else "PLACE" if e["type"] == "LOC" else e["type"]
        s.append((e["start"], e["end"], kind))
    return {"names": s}


def load(shared, words, silver_path, more=(), marks_path=None, leave=()):
    """All training sets: {name: documents}; the records of the folders of more are added but those whose names are in leave."""
    data = pathlib.Path(shared) / "data"
    gum = [d for d in rows(data / "entities/gum.train.jsonl.gz") if d["genre"] not in NC]
    folders = [pathlib.Path(shared) / "gold/train"] * 2 + [pathlib.Path(p) for p in more]  # twice: annotated with more care than the others
    records = [json.loads(p.read_text()) for f in folders for p in sorted(f.glob("*.json")) if p.stem not in leave]
    marks = {d["text"]: d["names"] for d in rows(marks_path)} if marks_path else {}
    coref = [[d for d in rows(data / f"coref/{k}.train.jsonl.gz") if d["id"].split("_")[1] not in NC] for k in ("ontogum", "gum")]
    re3d = [d for d in rows(data / "entities/re3d.train.jsonl.gz") if "NC" not in d["licence"]]
    return {
        "ewt": conllu(data / "syntax/en_ewt-ud-train.conllu.gz", marks=marks),
        "gum": conllu(data / "syntax/en_gum-ud-train.conllu.gz"),
        "names": spanned(words, gum, gum_names) + spanned(words, re3d, re3d_names)
        + spanned(words, rows(data / "entities/crossner_politics.train.jsonl.gz"), cross_names)
        + spanned(words, rows(data / "entities/wnut17.train.jsonl.gz"), wnut_names),
        "silver": silver(words, silver_path, [json.loads(p.read_text())["report"]["text"] for p in (pathlib.Path(shared) / "gold/dev").glob("*.json")]),
        "coref": list(chains(words, *coref)),
        "gold": list(gold(words, records)),
        "polnear": list(polnear(words, rows(data / "attribution/polnear.train.jsonl.gz"))),
        "marks": news_marks(words, marks),
    }


OTHER = ("words", "head", "base", "attr", "args", "state", "heads", "coref", "again", "near", "around")
PAIRS = {"args": ["none", "actor", "recipient", "place"], "state": ["none", *SITUATIONS], "attr": ["none", "source", "content"], "coref": ["same"], "again": ["same"], "around": ["none", "actor", "recipient"]}


def labels(sets):
    """Label lists of each head, most frequent first; rare feature bundles and lemma rules are left out (None)."""
    count = collections.defaultdict(collections.Counter)
    for docs in sets.values():
        for doc in docs:
            for s in doc:
                for h, v in s.items():
                    if h not in OTHER and h != "names":
                        count[h].update(x for x in v if x is not None)
    out = {}
    for h, c in count.items():
        least = {"feats": 3, "lemma": 2}.get(h, 1)
        out[h] = [x for x, n in sorted(c.items(), key=lambda kv: (-kv[1], kv[0])) if n >= least]
    names = ["O"] + [p + t for t in ("PER", "ORG", "LOC", "GPE", "FAC", "NORP", "EVENT", "WEAPON") for p in ("B-", "I-")]
    out["names"] = names
    out.update(PAIRS)
    return out
