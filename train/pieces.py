"""Words to BERT word pieces and shapes, exactly as internal/encoder does it."""
import os
import unicodedata

WINDOW = 254  # pieces of a window of whole sentences, or of a part of a longer one, [CLS] and [SEP] not counted


class Pieces:
    def __init__(self, vocab):
        self.vocab = vocab
        self.ids = {p: i for i, p in enumerate(vocab)}
        self.cls, self.sep, self.unk, self.pad, self.mask = (self.ids[p] for p in ("[CLS]", "[SEP]", "[UNK]", "[PAD]", "[MASK]"))
        self.cache = {}

    def word(self, form):
        """Piece ids of one word: lower case, no accents, punctuation apart, greedy longest match."""
        got = self.cache.get(form)
        if got is None:
            got = [i for part in parts(form) for i in self.greedy(part)] or [self.unk]
            self.cache[form] = got
        return got

    def greedy(self, part):
        out, at = [], 0
        if len(part) > 100:
            return [self.unk]
        while at < len(part):
            end = len(part)
            while end > at:
                p = ("##" if at else "") + part[at:end]
                if p in self.ids:
                    break
                end -= 1
            if end == at:
                return [self.unk]
            out.append(self.ids[p])
            at = end
        return out


def used(vocab):
    """The rows of a vocabulary but those that it keeps free ("[unused7]")."""
    return [i for i, p in enumerate(vocab) if not p.startswith("[unused")]


def vocabulary(base):
    """The whole vocabulary of a base."""
    with open(os.path.join(base, "vocab.txt"), encoding="utf-8") as f:
        return f.read().splitlines()


def read(base):
    """The pieces of a base's vocabulary that are used."""
    vocab = vocabulary(base)
    return Pieces([vocab[i] for i in used(vocab)])


def parts(form):
    """BERT's basic tokenisation inside a word."""
    text = unicodedata.normalize("NFD", form.lower())
    out, cur = [], ""
    for c in text:
        cat = unicodedata.category(c)
        if cat == "Mn" or c in "\0\ufffd" or cat in ("Cc", "Cf"):
            continue
        if c.isspace():
            out.append(cur)
            cur = ""
        elif punctuation(c, cat) or cjk(ord(c)):
            out += [cur, c]
            cur = ""
        else:
            cur += c
    out.append(cur)
    return [p for p in out if p]


def punctuation(c, cat):
    o = ord(c)
    return 33 <= o <= 47 or 58 <= o <= 64 or 91 <= o <= 96 or 123 <= o <= 126 or cat.startswith("P")


def cjk(o):
    return 0x4E00 <= o <= 0x9FFF or 0x3400 <= o <= 0x4DBF or 0x20000 <= o <= 0x2FA1F or 0xF900 <= o <= 0xFAFF


def shape(form, first):
    """Shape id 0..15 of a word; see internal/annotate/shape.go."""
    letters = [c for c in form if c.isalpha()]
    upper = [c for c in letters if c.isupper()]
    digits = any(c.isdigit() for c in form)
    if not letters and not digits:
        return 8 if form and all(unicodedata.category(c)[0] in "PS" for c in form) else 0
    if not letters and digits:
        k = 6 if all(c.isdigit() for c in form) else 7
    elif digits:
        k = 7
    elif not upper:
        k = 1
    elif len(letters) == 1:
        k = 4
    elif len(upper) == len(letters):
        k = 3
    elif letters[0].isupper() and len(upper) == 1:
        k = 2
    else:
        k = 5
    return k + 8 if first else k
