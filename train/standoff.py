#!/usr/bin/env python3
"""Annotations without their texts: joins the offsets of records and of marked sentences to the texts they were made on.

    python train/standoff.py --shared ../shared --out DIR      writes DIR/records/*.json and DIR/marks.jsonl, for train.py,
                                                               and DIR/foreign/*.json, to measure on: never for training
    python train/standoff.py --pack DIR                        keeps the records of DIR as offsets

The texts are those of data/unlabelled, of reports/, of the treebank EWT and, of the records to measure on (foreign.jsonl.gz), the
bodies of data/extraction and the documents of ECB+ in data/stories; none is kept here but what was written for the purpose
(written.jsonl.gz). A span is [start, end] in bytes of the report's text, or of its title where a third member says so; of a
long report a record may be of the first "length" bytes.
"""
import argparse
import gzip
import json
import pathlib
import re

HERE = pathlib.Path(__file__).parent / "annotated"


def reader(name):
    with gzip.open(HERE / name, "rt", encoding="utf-8") as f:
        return [json.loads(line) for line in f]


def write(path, rows):
    """JSON Lines, the same bytes for the same rows."""
    raw = "".join(json.dumps(r, ensure_ascii=False, separators=(",", ":")) + "\n" for r in rows)
    path.write_bytes(gzip.compress(raw.encode(), mtime=0))


# --- records

def pack_words(words, text, title):
    """Words as a span of the text or of the title, or as they stand where neither has them."""
    for where, raw in (((), text), (("title",), title)):
        at = raw.encode().find(words.encode()) if words else -1
        if at >= 0:
            return [at, at + len(words.encode()), *where]
    return words


def unpack_words(span, text, title):
    if not isinstance(span, list):
        return span
    raw = (title if len(span) == 3 else text).encode()
    return raw[span[0] : span[1]].decode()


def each(record, span, words):
    """The record with span applied to its spans and words to its words."""
    out = json.loads(json.dumps(record))
    for a in out["actors"] + out["places"]:
        a["name"], a["names"] = words(a["name"]), [words(n) for n in a["names"]]
    for e in out["events"]:
        e["trigger"] = span(e["trigger"])
        e["evidence"] = [span(s) for s in e["evidence"]]
        e["again"] = [span(s) for s in e.get("again", [])]  # what tells it in its further evidence, where annotators named that
        if e["when"]:
            e["when"]["text"] = words(e["when"]["text"])
    for s in out["statements"]:
        s["cue"], s["content"] = span(s["cue"]), [span(c) for c in s["content"]]
    for t in out["situations"]:
        t["evidence"] = [span(s) for s in t["evidence"]]
        for k in ("title", "what"):
            if t.get(k):
                t[k] = words(t[k])
    return out


def pack_record(record, source):
    text, title = record["report"]["text"], record["report"]["title"]
    out = each(record, lambda s: s and [s["start"], s["end"]], lambda w: pack_words(w, text, title))
    return dict(out, report={"source": source, "agency": record["report"]["agency"], "length": len(text.encode())})


def unpack_record(row, report):
    raw, title = report["text"].encode()[: row["report"].get("length")], report["title"]
    text = raw.decode()
    span = lambda s: s and {"start": s[0], "end": s[1], "quote": raw[s[0] : s[1]].decode()}
    out = each(row, span, lambda w: unpack_words(w, text, title))
    head = {"url": report["url"], "outlet": report["outlet"], "agency": row["report"]["agency"], "title": title, "published": report["published"],
            "language": "en", "text": text}
    return dict(out, report=head)


def save(path, record):
    path.write_text(json.dumps(record, ensure_ascii=False, indent=1) + "\n")


# --- sentences

def treebank(shared):
    """Sentences of EWT by id."""
    out, name = {}, ""
    with gzip.open(pathlib.Path(shared) / "data/syntax/en_ewt-ud-train.conllu.gz", "rt", encoding="utf-8") as f:
        for line in f:
            if line.startswith("# sent_id ="):
                name = line.split("=", 1)[1].strip()
            elif line.startswith("# text ="):
                out[name] = line.split("=", 1)[1].strip()
    return out


def sources(shared):
    """Reports by id: those of data/unlabelled, and those of reports/ as TOPIC-NNN."""
    with gzip.open(pathlib.Path(shared) / "data/unlabelled/reports.jsonl.gz", "rt", encoding="utf-8") as f:
        out = {r["id"]: r for r in map(json.loads, f)}
    for path in (pathlib.Path(shared) / "reports").glob("*/*.json"):
        r = json.loads(path.read_text())
        out[f"{path.parent.name}-{path.stem}"] = dict(r, text=r.get("retrieved_text") or r.get("text"))
    return out


def joined(tokens):
    """The words of an ECB+ sentence as a newspaper would print them."""
    s = re.sub(r"`` ?| ?''", '"', " ".join(tokens))
    for pattern, into in ((r" ([,.;:!?%)\]])", r"\1"), (r"([(\[$£€]) ", r"\1"), (r" ('s|'S|n't|'re|'ve|'ll|'d|'m|’s|’t)\b", r"\1"),
                          (r"(\w) - (\w)", r"\1-\2"), (r"s ' ", r"s' "), (r"(\d) ?, ?(\d{3})", r"\1,\2"), (r"(\d) ?\. ?(\d)", r"\1.\2")):
        s = re.sub(pattern, into, s)
    return s.strip()


def pages(shared):
    """Paragraphs by id: bodies of data/extraction as SET:ID, documents of ECB+ as ecbplus:DOC."""
    data, out = pathlib.Path(shared) / "data", {}
    for i, r in json.loads((data / "extraction/fundus/gold.json").read_text()).items():
        out[f"fundus:{i}"] = list(r["body"].get("summary") or []) + [p for s in r["body"]["sections"] for p in [*(s["headline"] or []), *s["paragraphs"]]]
    for i, r in json.loads((data / "extraction/fundus-eval/ground-truth.json").read_text()).items():
        out[f"fundus-eval:{i}"] = [p for p in r["body"] if not p.startswith("[")]
    for i, r in json.loads((data / "extraction/scrapinghub/ground-truth.json").read_text()).items():
        out[f"scrapinghub:{i}"] = r["articleBody"].split("\n\n")
    for part in ("train", "dev"):
        with gzip.open(data / f"stories/ecbplus/{part}.jsonl.gz", "rt", encoding="utf-8") as f:
            for d in map(json.loads, f):
                out["ecbplus:" + d["doc"]] = [joined(s) for s in d["sents"]]
    return out


def foreign(shared, folder):
    """The records to measure on, each with the paragraphs of its page that it was made on."""
    folder.mkdir(parents=True, exist_ok=True)
    paragraphs = pages(shared)
    for n, row in enumerate(reader("foreign.jsonl.gz"), 1):
        head = row["report"]
        text = "\n\n".join(p.strip() for p in "\n\n".join(paragraphs[head["source"]][head["skip"] :]).split("\n\n") if p.strip())
        report = {"url": head["url"], "outlet": None, "title": "", "published": head["published"], "text": text}
        save(folder / f"W-{n:03d}.json", unpack_record(row, report))


def unpack(shared, out):
    reports = sources(shared)
    folder = out / "records"
    folder.mkdir(parents=True, exist_ok=True)
    for row in reader("records.jsonl.gz"):
        save(folder / f"{row['report']['source']}.json", unpack_record(row, reports[row["report"]["source"]]))
    foreign(shared, out / "foreign")
    sentences = treebank(shared)
    with open(out / "marks.jsonl", "w", encoding="utf-8") as f:
        for m in reader("marks.jsonl.gz"):
            text = sentences[m["sentence"]] if "sentence" in m else reports[m["report"]]["text"].encode()[m["start"] : m["end"]].decode().replace("\n", " ")
            names = [{"start": a, "end": b, "type": t} for a, b, t in m["names"]]
            print(json.dumps({"text": text, "names": names}, ensure_ascii=False), file=f)
        for m in reader("written.jsonl.gz"):
            print(json.dumps(m, ensure_ascii=False), file=f)


def pack(folder):
    """Adds or renews the records of a folder, whose report.source is the id of the report (see sources)."""
    rows = {r["report"]["source"]: r for r in reader("records.jsonl.gz")} if (HERE / "records.jsonl.gz").exists() else {}
    for p in sorted(folder.glob("*.json")):
        record = json.loads(p.read_text())
        rows[record["report"]["source"]] = pack_record(record, record["report"]["source"])
    write(HERE / "records.jsonl.gz", [rows[k] for k in sorted(rows)])


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--shared", default="../shared")
    ap.add_argument("--out", type=pathlib.Path)
    ap.add_argument("--pack", type=pathlib.Path, help="folder of records to keep as offsets")
    o = ap.parse_args()
    if o.pack:
        pack(o.pack)
    else:
        unpack(o.shared, o.out)


if __name__ == "__main__":
    main()
