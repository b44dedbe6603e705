"""Squares of the map as every web map numbers them (zoom/x/y): their bounds and their middle, in degrees. Pure."""

import math
import re

from telex.search.query_language import QueryError

# Squares of this zoom are a third of a degree wide: a town and its surroundings.
ZOOM = 10
_TILE = re.compile(r"(\d{1,2})/(\d{1,9})/(\d{1,9})")
DEEPEST = 29


def read_tile(text: str) -> tuple[int, int, int]:
    """Zoom, column and row of ``10/518/352``.

    Raises:
        QueryError: no such square.
    """
    match = _TILE.fullmatch(text)
    zoom, column, row = (int(part) for part in match.groups()) if match else (0, 1, 1)
    if zoom > DEEPEST or not (column < 2**zoom and row < 2**zoom):
        raise QueryError("{text!r} is no square of the map: write zoom/column/row, such as 10/518/352", text=text)
    return zoom, column, row


def tile_bounds(text: str) -> dict[str, dict[str, float]]:
    """The corners of a square, as Elasticsearch takes them.

    Raises:
        QueryError: no such square.
    """
    zoom, column, row = read_tile(text)
    top, left = _corner(zoom, column, row)
    bottom, right = _corner(zoom, column + 1, row + 1)
    return {"top_left": {"lat": top, "lon": left}, "bottom_right": {"lat": bottom, "lon": right}}


def tile_middle(text: str) -> tuple[float, float]:
    """Latitude and longitude of the middle of a square.

    Raises:
        QueryError: no such square.
    """
    zoom, column, row = read_tile(text)
    return _corner(zoom, column + 0.5, row + 0.5)


def _corner(zoom: int, column: float, row: float) -> tuple[float, float]:
    latitude = math.degrees(math.atan(math.sinh(math.pi * (1 - 2 * row / 2**zoom))))
    return latitude, 360 * column / 2**zoom - 180
