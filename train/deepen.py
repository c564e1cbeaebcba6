#!/usr/bin/env python3
"""Puts layers of e5-small-v2 between those of a model file, for training to bring in (train.py --new).

    python train/deepen.py --model MODEL --base BASE --between e5-small-v2.onnx --layers 3,5,7 --out FILE

Both models come of MiniLM-L12-H384-uncased: all-MiniLM-L6-v2 kept its even layers, e5-small-v2 has all twelve, and
what was learnt since changed them so little (layer 2k of the one and k of the other have a cosine of .9 to .7) that an odd layer still
works where it stood. Needs the package onnx.
"""
import argparse

import onnx
import torch
from onnx import numpy_helper

import export
import model as net
import pieces as wp


def weights(path):
    """Tensors of an exported BERT by their names there. A matrix has lost its name to the exporter and stands transposed; its bias, added next, tells it."""
    graph = onnx.load(path).graph
    arrays = {t.name: torch.tensor(numpy_helper.to_array(t)) for t in graph.initializer}
    product = {n.output[0]: n.input[1] for n in graph.node if n.op_type == "MatMul" and n.input[1] in arrays}
    for n in graph.node:
        bias = next((x for x in n.input if x in arrays), None)
        matrix = next((product[x] for x in n.input if x in product), None)
        if n.op_type == "Add" and bias and matrix:
            arrays[bias.removesuffix("bias") + "weight"] = arrays[matrix].T
    return arrays


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for a in ("--model", "--base", "--between", "--layers", "--out"):
        ap.add_argument(a, required=True)
    o = ap.parse_args()
    pieces, wanted, state = wp.read(o.base), [int(i) for i in o.layers.split(",")], weights(o.between)
    m, _ = export.model_of(o.model, len(pieces.vocab))
    layers, new = [], []
    for k, layer in enumerate(m.enc.layers):
        layers.append(layer)
        if 2 * k + 1 in wanted:
            new.append(len(layers))
            layers.append(net.Layer())
            net.base_layer(layers[-1], state, 2 * k + 1)
    m.enc.layers = torch.nn.ModuleList(layers)
    export.write(o.out, m, export.labels_of(o.model), pieces, export.past(o.model))
    print("new layers:", ",".join(map(str, new)))


if __name__ == "__main__":
    main()
