"""The joint model: a BERT encoder (MiniLM) and the heads on it.

Everything is written out, small enough to read beside internal/encoder and
internal/annotate, which compute the same numbers in Go.
"""
import random

import torch
import torch.nn.functional as F
from torch import nn

WIDTH, LAYERS, HEADS, FFN, SHAPES, SHAPE = 384, 6, 12, 1536, 16, 32  # the layers are those of the base; deepen.py adds some
X = WIDTH + SHAPE
POOL = 1 << 24
TAGGERS = ("upos", "feats", "lemma", "names", "cue", "say", "event", "fact", "mode")
PAIRS = ("args", "state", "attr", "coref", "again", "around")


def quantise(x, dim=-1):
    """Symmetric int8 along dim and back: q = round(x / a), a = max|x| / 127."""
    a = x.abs().amax(dim, keepdim=True).clamp_min(1e-12) / 127
    return torch.round(x / a) * a


class Linear(nn.Linear):
    """A matrix that the shipped model keeps in int8; `exact` computes as the shipped one does (see ship)."""
    exact = False

    def forward(self, x):
        if Linear.exact:
            return F.linear(quantise(x), self.weight, self.bias)
        return super().forward(x)


def likelihoods(x):
    """The softmax of each row; as the shipped model has it, in 255 steps of the largest."""
    if not Linear.exact:
        return x.softmax(-1)
    steps = torch.round(255 * (x - x.amax(-1, keepdim=True)).exp())
    return steps / steps.sum(-1, keepdim=True)


class Drop(nn.Module):
    """Dropout by masks cut from a pool of them at random: drawing each anew takes a tenth of a step."""
    pools = {}

    def __init__(self, p):
        super().__init__()
        self.p = p

    def forward(self, x):
        if not self.training:
            return x
        key = self.p, x.dtype
        if key not in Drop.pools:
            Drop.pools[key] = ((torch.rand(POOL) >= self.p).float() / (1 - self.p)).to(x.dtype)
        at = random.randrange(POOL - x.numel())
        return x * Drop.pools[key][at : at + x.numel()].view(x.shape)


class Layer(nn.Module):
    share = 1.0  # of its outcome that is taken; the rest is what it was given

    def __init__(self):
        super().__init__()
        self.q, self.k, self.v, self.o = (Linear(WIDTH, WIDTH) for _ in range(4))
        self.ff1, self.ff2 = Linear(WIDTH, FFN), Linear(FFN, WIDTH)
        self.ln1, self.ln2 = nn.LayerNorm(WIDTH, eps=1e-12), nn.LayerNorm(WIDTH, eps=1e-12)

    def forward(self, x, mask, drop):
        b, n, _ = x.shape
        split = lambda t: t.view(b, n, HEADS, WIDTH // HEADS).transpose(1, 2)
        q, k, v = split(self.q(x)), split(self.k(x)), split(self.v(x))
        if Linear.exact:
            q, k, v = quantise(q), quantise(k), quantise(v * (mask == 0).transpose(2, 3), 2)
        near = q * (WIDTH // HEADS) ** -0.5 @ k.transpose(2, 3) + mask  # the fused form's gradient is slow on a CPU
        a = likelihoods(near).to(x.dtype) @ v
        y = self.ln1(x + drop(self.o(a.transpose(1, 2).reshape(b, n, WIDTH))))
        y = self.ln2(y + drop(self.ff2(F.gelu(self.ff1(y)))))
        return y if self.share == 1 else x + self.share * (y - x)


class Encoder(nn.Module):
    def __init__(self, vocab, layers):
        super().__init__()
        self.word, self.pos = nn.Embedding(vocab, WIDTH), nn.Embedding(512, WIDTH)
        self.case = nn.Embedding(SHAPES + 1, WIDTH, padding_idx=SHAPES)  # of the word that a piece is of: the pieces have no case
        nn.init.zeros_(self.case.weight)
        self.ln = nn.LayerNorm(WIDTH, eps=1e-12)
        self.layers = nn.ModuleList(Layer() for _ in range(layers))
        self.drop = Drop(0.1)

    def forward(self, ids, case, real):
        x = self.drop(self.ln(self.word(ids) + self.case(case) + self.pos.weight[: ids.shape[1]]))
        if torch.is_autocast_cpu_enabled() and self.training:
            x = x.bfloat16()
        mask = torch.zeros(real.shape, dtype=x.dtype).masked_fill(~real, -1e9)[:, None, None, :]
        for layer in self.layers:
            x = layer(x, mask, self.drop)
        return x


class Tagger(nn.Module):
    def __init__(self, n):
        super().__init__()
        self.a, self.b, self.drop = Linear(X, 128), nn.Linear(128, n), Drop(0.2)

    def forward(self, x):
        return self.b(self.drop(F.gelu(self.a(x))))


class Tree(nn.Module):
    """Deep biaffine parser (Dozat and Manning 2017), arcs 256 wide, relations 96."""

    def __init__(self, rels):
        super().__init__()
        self.arcdep, self.archead = Linear(X, 256), Linear(X, 256)
        self.reldep, self.relhead = Linear(X, 96), Linear(X, 96)
        self.arcroot, self.relroot = nn.Parameter(torch.randn(256) * .1), nn.Parameter(torch.randn(96) * .1)
        self.u, self.v = nn.Parameter(torch.randn(256, 256) * .02), nn.Parameter(torch.zeros(256))
        self.rel = nn.Parameter(torch.zeros(rels, 97, 97).normal_(0, .02))
        self.drop = Drop(0.25)

    def arcs(self, x):
        """Scores [n][n+1] of each word's head among the root (0) and the words of the same run."""
        d, h = self.drop(F.gelu(self.arcdep(x))), self.drop(F.gelu(self.archead(x)))
        h = torch.cat([self.arcroot[None], h])
        return d @ self.u @ h.T + h @ self.v

    def rels(self, x, heads):
        d, h = self.drop(F.gelu(self.reldep(x))), self.drop(F.gelu(self.relhead(x)))
        h = torch.cat([self.relroot[None], h])[heads]
        one = torch.ones(len(d), 1, dtype=d.dtype)
        d, h = torch.cat([d, one], 1), torch.cat([h, one], 1)
        t = (d @ self.rel.permute(1, 0, 2).reshape(97, -1)).view(len(d), -1, 97)
        return (t * h[:, None]).sum(-1)


class Pair(nn.Module):
    """A biaffine classifier of pairs of words, 96 wide, as the relations of the tree."""

    def __init__(self, n):
        super().__init__()
        self.dep, self.head = Linear(X, 96), Linear(X, 96)
        self.rel = nn.Parameter(torch.zeros(n, 97, 97).normal_(0, .02))
        self.drop = Drop(0.25)

    def forward(self, x, deps, heads):
        """Scores [pairs][labels] of words x[deps] with words x[heads]."""
        one = torch.ones(len(x), 1)
        d = torch.cat([self.drop(F.gelu(self.dep(x))).float(), one], 1)
        h = torch.cat([self.drop(F.gelu(self.head(x))).float(), one], 1)
        t = (d @ self.rel.permute(1, 0, 2).reshape(97, -1)).view(len(x), -1, 97)
        return torch.einsum("nld,nd->nl", t[deps], h[heads])


class Joint(nn.Module):
    def __init__(self, vocab, labels, layers=LAYERS):
        super().__init__()
        self.enc, self.shape = Encoder(vocab, layers), nn.Embedding(SHAPES, SHAPE)
        self.heads = nn.ModuleDict({h: Tagger(len(labels[h])) for h in TAGGERS})
        self.pairs = nn.ModuleDict({p: Pair(len(labels[p])) for p in PAIRS})
        self.tree, self.drop = Tree(len(labels["rel"])), Drop(0.2)

    def forward(self, batch, bf16=False):
        """Vectors [words][416] of all words of the batch, in order."""
        with torch.autocast("cpu", torch.bfloat16, enabled=bf16):
            y = self.enc(batch["ids"], batch["case"], batch["real"]).reshape(-1, WIDTH).float()
        n = len(batch["shape"])
        sums = torch.zeros(n, WIDTH).index_add_(0, batch["owner"], y[batch["at"]])
        words = sums / batch["size"][:, None]
        return self.drop(torch.cat([words, self.shape(batch["shape"])], 1))


def ship(model):
    """Rounds the weights to those of the shipped file and computes as it does from here on."""
    for mod in model.modules():
        if isinstance(mod, Linear):
            mod.weight.data = quantise(mod.weight.data)
    model.enc.word.weight.data = quantise(model.enc.word.weight.data)
    Linear.exact = True


def base(model, state, rows):
    """Fills the encoder from the base's weights (BERT names), of whose pieces it has those of the rows given."""
    e = model.enc
    put = lambda p, name: p.data.copy_(state[name].float())
    e.word.weight.data.copy_(state["embeddings.word_embeddings.weight"][rows].float())
    e.pos.weight.data.copy_(state["embeddings.position_embeddings.weight"].float() + state["embeddings.token_type_embeddings.weight"][0].float())
    put(e.ln.weight, "embeddings.LayerNorm.weight"), put(e.ln.bias, "embeddings.LayerNorm.bias")
    for i, l in enumerate(e.layers):
        base_layer(l, state, i)


def base_layer(l, state, i):
    """Fills a layer from the base's layer i."""
    for mod, name in ((l.q, "attention.self.query"), (l.k, "attention.self.key"), (l.v, "attention.self.value"), (l.o, "attention.output.dense"),
                      (l.ln1, "attention.output.LayerNorm"), (l.ff1, "intermediate.dense"), (l.ff2, "output.dense"), (l.ln2, "output.LayerNorm")):
        mod.weight.data.copy_(state[f"encoder.layer.{i}.{name}.weight"])
        mod.bias.data.copy_(state[f"encoder.layer.{i}.{name}.bias"])
