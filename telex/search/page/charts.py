"""The pictures of the page as numbers that a template draws: the bars of time, the countries and dots of the map. Pure."""

import math
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import orjson

from telex.search.page.projection import HEIGHT, WIDTH, frame, project
from telex.search.results import FacetValue
from telex.search.tiles import tile_middle
from telex.search.whereabouts import Whereabouts

# Of the time chart, in units of its picture.
CHART_WIDTH, CHART_HEIGHT = 960.0, 72.0
# More months than this are drawn as years.
MOST_MONTHS = 60
STEPS = 5
# What the map can show: the part of its picture, left, top, width and height.
REGIONS = {"world": (0.0, 0.0, WIDTH, HEIGHT), "europe": frame(34, -14, 66, 36), "france": frame(41.5, -6, 51.5, 9.5)}
SMALLEST_DOT, LARGEST_DOT = 2.5, 10.0


@dataclass(frozen=True)
class Bar:
    """One month (``2023-01``) or year of the time chart, as a rectangle that stands on the bottom of the picture."""

    period: str
    count: int
    x: float
    width: float
    height: float


@dataclass(frozen=True)
class Country:
    """A country's outline, its documents, and how dark it is drawn: 1 to STEPS."""

    code: str
    count: int
    step: int
    outline: str


@dataclass(frozen=True)
class Dot:
    """A square of the map as a dot."""

    tile: str
    count: int
    x: float
    y: float
    radius: float


def bars(months: Sequence[FacetValue]) -> list[Bar]:
    """The time chart: a bar for each month, or for each year where there are many; what has no documents leaves a gap."""
    if not months:
        return []
    if _month_number(months[-1].value) - _month_number(months[0].value) < MOST_MONTHS:
        return _drawn(months, _month_number)
    years: Counter[str] = Counter()
    for month in months:
        years[month.value[:4]] += month.listed
    return _drawn([FacetValue(year, count) for year, count in years.items()], int)


def countries(found: Whereabouts) -> list[Country]:
    """The countries that the map has an outline of; the steps follow the logarithm of the count."""
    most = math.log1p(max((value.listed for value in found.countries), default=1))
    return [
        Country(value.value, value.listed, max(1, math.ceil(STEPS * math.log1p(value.listed) / most)), outlines()[value.value])
        for value in found.countries
        if value.value in outlines()
    ]


def dots(found: Whereabouts, region: str) -> list[Dot]:
    """The squares of the map, the largest first, so that none hides a smaller one; a dot's area follows the count.

    ``region`` is one of REGIONS: the closer it is, the smaller the dots, so that they look the same.
    """
    scale = REGIONS[region][2] / WIDTH
    most = max((tile.listed for tile in found.tiles), default=1)
    drawn = []
    for tile in found.tiles:
        x, y = project(*tile_middle(tile.value))
        radius = scale * max(SMALLEST_DOT, LARGEST_DOT * math.sqrt(tile.listed / most))
        drawn.append(Dot(tile.value, tile.listed, round(x, 2), round(y, 2), round(radius, 2)))
    return drawn


@cache
def outlines() -> dict[str, str]:
    """The outline of each country by its ISO code, as SVG path data (see ``make_world``)."""
    content: dict[str, str] = orjson.loads(files("telex.search.page").joinpath("world.json").read_bytes())
    return content


def _drawn(values: Sequence[FacetValue], place: Callable[[str], int]) -> list[Bar]:
    first, last = place(values[0].value), place(values[-1].value)
    width = CHART_WIDTH / (last - first + 1)
    most = max(value.listed for value in values)
    # One month alone is no wall.
    bar = min(width * 0.86, 60.0)
    return [
        Bar(
            period=value.value,
            count=value.listed,
            x=round((place(value.value) - first) * width + (width - bar) / 2, 2),
            width=round(bar, 2),
            height=round(max(2.0, CHART_HEIGHT * value.listed / most), 2) if value.listed else 0,
        )
        for value in values
    ]


def _month_number(month: str) -> int:
    return 12 * int(month[:4]) + int(month[5:7])
