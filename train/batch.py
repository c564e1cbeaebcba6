"""Sentences to windows of pieces and tensors, as internal/annotate packs them."""
import torch

import model as net
import pieces as wp


def windows(doc, pieces):
    """Consecutive sentences packed while their pieces fit; long ones stand alone, cut into runs at word borders."""
    out, cur, n = [], [], 0
    for s in doc:
        k = sum(len(pieces.word(w)) for w in s["words"])
        if cur and n + k > wp.WINDOW:
            out.append(cur)
            cur, n = [], 0
        cur.append(s)
        n += k
    return out + [cur] if cur else out


def runs(window, pieces):
    """The pieces of a window's words as runs of at most WINDOW pieces: [[word's pieces]...]."""
    out, n = [[]], 0
    for s in window:
        for w in s["words"]:
            p = pieces.word(w)[: wp.WINDOW]
            if n + len(p) > wp.WINDOW and out[-1]:
                out.append([])
                n = 0
            out[-1].append(p)
            n += len(p)
    return out


def tensors(batch, pieces):
    """One batch of windows as tensors; words in order of windows."""
    seqs, shapes, starts, spans = [], [], [], []
    for window in batch:
        spans.append((len(shapes), sum(len(s["words"]) for s in window)))
        for s in window:
            starts.append((len(shapes), len(s["words"])))
            shapes += [wp.shape(w, i == 0) for i, w in enumerate(s["words"])]
        seqs += runs(window, pieces)
    longest = -(-(max(sum(map(len, r)) for r in seqs) + 2) // 16) * 16  # few shapes: each new one costs the numerics library time
    ids = torch.full((len(seqs), longest), pieces.pad)
    real = torch.zeros((len(seqs), longest), dtype=torch.bool)
    case = torch.full((len(seqs), longest), net.SHAPES)
    at, owner, size, word = [], [], [], 0
    for i, run in enumerate(seqs):
        flat = [pieces.cls] + [p for w in run for p in w] + [pieces.sep]
        ids[i, : len(flat)] = torch.tensor(flat)
        real[i, : len(flat)] = True
        n = 1
        for w in run:
            at += range(i * longest + n, i * longest + n + len(w))
            owner += [word] * len(w)
            size.append(len(w))
            case[i, n : n + len(w)] = shapes[word]
            n += len(w)
            word += 1
    return {"ids": ids, "case": case, "real": real, "at": torch.tensor(at), "owner": torch.tensor(owner), "size": torch.tensor(size, dtype=torch.float),
            "shape": torch.tensor(shapes), "starts": starts, "windows": list(zip(spans, batch)), "sentences": [s for w in batch for s in w], "pieces": len(at)}
