#!/usr/bin/env python3
"""Word pieces a second of ONNX Runtime on readout's encoder in 8 bits, one thread, in processor time.

    python bench/encoder.py --base BASE_DIR

BASE_DIR is that of train/train.py. Needs torch, onnx and onnxruntime. The
windows are 120 pieces long, one a call, as `go test -bench Encode ./internal/encoder`
has them.
"""
import argparse
import os
import sys
import tempfile
import time

import numpy
import onnxruntime
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "train"))
import model as net  # noqa: E402
import pieces as wp  # noqa: E402
import train  # noqa: E402

PIECES, ROUNDS, LAYERS = 120, 200, 9


class Last(torch.nn.Module):
    """The encoder without padding: the last layer of each piece."""

    def __init__(self, enc):
        super().__init__()
        self.enc = enc

    def forward(self, ids):
        return self.enc(ids, torch.full_like(ids, net.SHAPES), torch.ones_like(ids, dtype=torch.bool))


class Base(torch.nn.Module):
    def __init__(self, vocab):
        super().__init__()
        self.enc = net.Encoder(vocab, net.LAYERS)


def export(base, path):
    m = Base(len(wp.read(base).vocab))
    net.base(m, train.safetensors(os.path.join(base, "model.safetensors")))
    m.enc.layers.extend(m.enc.layers[i] for i in range(LAYERS - net.LAYERS))  # as deep as the model; what the weights are takes no time
    torch.onnx.export(Last(m.enc.eval()), (torch.zeros(1, PIECES, dtype=torch.long),), path, input_names=["ids"], dynamo=False)


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--base", required=True)
    o = ap.parse_args()
    with tempfile.TemporaryDirectory() as d:
        plain, small = os.path.join(d, "plain.onnx"), os.path.join(d, "int8.onnx")
        export(o.base, plain)
        quantize_dynamic(plain, small, weight_type=QuantType.QInt8, per_channel=True)
        for name, path in (("float32", plain), ("int8", small)):
            print(f"onnxruntime {onnxruntime.__version__} {name}: {speed(path):.0f} pieces/s")


def speed(path):
    opt = onnxruntime.SessionOptions()
    opt.intra_op_num_threads = opt.inter_op_num_threads = 1
    s = onnxruntime.InferenceSession(path, opt, providers=["CPUExecutionProvider"])
    ids = numpy.random.default_rng(1).integers(1000, 20000, (1, PIECES))
    for _ in range(10):
        s.run(None, {"ids": ids})
    began = time.process_time()
    for _ in range(ROUNDS):
        s.run(None, {"ids": ids})
    return ROUNDS * PIECES / (time.process_time() - began)


if __name__ == "__main__":
    main()
