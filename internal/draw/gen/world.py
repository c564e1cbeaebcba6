#!/usr/bin/env python3
"""Write world.map, the coasts and borders that maps are drawn over, from the
npm package world-atlas (ISC), which carries Natural Earth's countries at
1:50m (public domain) as TopoJSON.

usage: npm pack world-atlas@2.0.2, unpack it, then
python3 world.py .../package/countries-50m.json > ../world.map

A line is simplified by Visvalingam's way: the point that spans the smallest
triangle with its neighbours goes first, down to AREA square degrees. Rings of
islands smaller than ISLAND square degrees are left out, Antarctica's too. The
form of the file is drawn in ../world.go.
"""
import heapq
import json
import sys

AREA = 0.0012
ISLAND = 0.006
UNIT = 100  # per degree


def points(topology):
    """The arcs in units of the file."""
    (sx, sy), (tx, ty) = topology["transform"]["scale"], topology["transform"]["translate"]
    for arc in topology["arcs"]:
        x = y = 0
        line = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            line.append((x * sx + tx, y * sy + ty))
        yield line


def triangle(a, b, c):
    return abs((b[0] - a[0]) * (c[1] - a[1]) - (c[0] - a[0]) * (b[1] - a[1])) / 2


def simplify(line, least=2):
    """Visvalingam's simplification; the ends stay."""
    n = len(line)
    before, after = list(range(-1, n - 1)), list(range(1, n + 1))
    area = [float("inf")] + [triangle(*line[i - 1:i + 2]) for i in range(1, n - 1)] + [float("inf")]
    heap = [(a, i) for i, a in enumerate(area)]
    heapq.heapify(heap)
    left = n
    gone = set()
    while heap and left > least:
        a, i = heapq.heappop(heap)
        if a > AREA:
            break
        if i in gone or a != area[i]:
            continue
        gone.add(i)
        left -= 1
        p, q = before[i], after[i]
        after[p], before[q] = q, p
        for k in (p, q):
            if 0 < k < n - 1:
                area[k] = max(a, triangle(line[before[k]], line[k], line[after[k]]))
                heapq.heappush(heap, (area[k], k))
    return [p for i, p in enumerate(line) if i not in gone]


def varint(n):
    out = bytearray()
    while n >= 128:
        out.append(n & 127 | 128)
        n >>= 7
    out.append(n)
    return bytes(out)


def signed(n):
    return varint(n << 1 if n >= 0 else (-n << 1) - 1)


def rings(geometry):
    if geometry["type"] == "Polygon":
        yield from geometry["arcs"]
    elif geometry["type"] == "MultiPolygon":
        for polygon in geometry["arcs"]:
            yield from polygon


def size(ring, arcs):
    """The area of a ring in square degrees."""
    line = []
    for a in ring:
        line += (arcs[a] if a >= 0 else arcs[~a][::-1])[:-1]
    return abs(sum(p[0] * q[1] - q[0] * p[1] for p, q in zip(line, line[1:] + line[:1]))) / 2


def main():
    topology = json.load(open(sys.argv[1]))
    arcs = list(points(topology))
    users = set()
    keep = []
    for country in topology["objects"]["countries"]["geometries"]:
        if country["properties"]["name"] == "Antarctica":
            continue
        for ring in rings(country):
            if size(ring, arcs) < ISLAND:
                continue
            keep.append(ring)
            users.update(a if a >= 0 else ~a for a in ring)
    number = {a: n for n, a in enumerate(sorted(users))}
    out = sys.stdout.buffer
    out.write(b"readout world 1\n")
    out.write(varint(len(number)))
    for a in sorted(users):
        line = [(round(x * UNIT), round(y * UNIT)) for x, y in simplify(arcs[a], 4 if arcs[a][0] == arcs[a][-1] else 2)]
        out.write(varint(len(line)))
        x = y = 0
        for px, py in line:
            out.write(signed(px - x) + signed(py - y))
            x, y = px, py
    out.write(varint(len(keep)))
    for ring in keep:
        out.write(varint(len(ring)))
        for a in ring:
            out.write(signed(number[a] if a >= 0 else -number[~a] - 1))


main()
