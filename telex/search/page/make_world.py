"""Make ``world.json`` and ``static/world.svg`` again from the country outlines of Natural Earth (public domain, 1:110 million).

Usage: ``python -m telex.search.page.make_world naturalearth_lowres.shp``, with pyshp installed. The file lies in the package geopandas up
to 0.14. Run by hand when borders change; nothing imports this module.
"""

import json
import sys
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path

import pycountry
import shapefile

from telex.search.page.projection import HEIGHT, SOUTHERNMOST, WIDTH, project

FOLDER = Path(__file__).parent
# Natural Earth leaves their codes out, as their borders or status are disputed, or as they have parts overseas.
CODES = {"France": "FR", "Norway": "NO", "Kosovo": "XK"}
STYLE = "path{fill:#e4e0d4;stroke:#fbfaf7;stroke-width:.25}@media(prefers-color-scheme:dark){path{fill:#2b302d;stroke:#161816}}"


def outlines(path: str) -> Iterator[tuple[str | None, str]]:
    """The ISO code of each country (None where it has none) and its outline as SVG path data."""
    for record in shapefile.Reader(path).iterShapeRecords():
        name, code = record.record["name"], record.record["iso_a3"]
        country = pycountry.countries.get(alpha_3=code) if code != "-99" else None
        points, starts = record.shape.points, [*record.shape.parts, len(record.shape.points)]
        rings = [points[start:end] for start, end in pairwise(starts)]
        data = "".join(_ring(ring) for ring in rings if max(latitude for _, latitude in ring) > SOUTHERNMOST)
        if data and name != "Antarctica":
            yield country.alpha_2 if country else CODES.get(name), data


def _ring(points: Sequence[tuple[float, float]]) -> str:
    """A closed line, each point relative to the one before, in tenths of the picture's units."""
    corners = [tuple(round(10 * part) for part in project(latitude, longitude)) for longitude, latitude in points]
    steps = [(x - a, y - b) for (a, b), (x, y) in pairwise(corners) if (x, y) != (a, b)]
    if len(steps) < 3:
        return ""
    moves = " ".join(f"{dx / 10:g},{dy / 10:g}" for dx, dy in steps)
    return f"M{corners[0][0] / 10:g},{corners[0][1] / 10:g}l{moves}z"


def main() -> None:
    """Write both files: outlines by country for the page, and all of them as the picture that lies under it."""
    found = list(outlines(sys.argv[1]))
    by_code = {code: data for code, data in found if code}
    (FOLDER / "world.json").write_text(json.dumps(by_code, indent=0, sort_keys=True) + "\n", encoding="utf-8")
    paths = "".join(f'<path d="{data}"/>' for _, data in found)
    picture = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH:g} {HEIGHT:g}"><style>{STYLE}</style>{paths}</svg>\n'
    (FOLDER / "static" / "world.svg").write_text(picture, encoding="utf-8")


if __name__ == "__main__":
    main()
