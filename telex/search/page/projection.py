"""The projection of the map of the world: Equal Earth (Šavrič, Patterson and Jenny, 2018), which shows areas as large as they are. Pure."""

import math

# Of the picture, in its own units.
WIDTH, HEIGHT = 960.0, 420.0
# Antarctica has no press: the picture ends here, in degrees.
SOUTHERNMOST, NORTHERNMOST = -58.0, 84.0
_A1, _A2, _A3, _A4 = 1.340264, -0.081106, 0.000893, 0.003796
_M = math.sqrt(3) / 2


def project(latitude: float, longitude: float) -> tuple[float, float]:
    """From degrees to the picture, x to the right and y down."""
    x, y = _equal_earth(latitude, longitude)
    right, _ = _equal_earth(0, 180)
    top, bottom = (_equal_earth(edge, 0)[1] for edge in (NORTHERNMOST, SOUTHERNMOST))
    return (x / right + 1) * WIDTH / 2, (top - y) / (top - bottom) * HEIGHT


def frame(south: float, west: float, north: float, east: float) -> tuple[float, float, float, float]:
    """The part of the picture that holds these bounds, in its own proportions: left, top, width and height."""
    left, right = project(south, west)[0], project(south, east)[0]
    top, bottom = project(north, (west + east) / 2)[1], project(south, (west + east) / 2)[1]
    width = max(right - left, (bottom - top) * WIDTH / HEIGHT)
    height = width * HEIGHT / WIDTH
    return (left + right - width) / 2, (top + bottom - height) / 2, width, height


def _equal_earth(latitude: float, longitude: float) -> tuple[float, float]:
    angle = math.asin(_M * math.sin(math.radians(latitude)))
    square = angle * angle
    sixth = square**3
    slope = _A1 + 3 * _A2 * square + sixth * (7 * _A3 + 9 * _A4 * square)
    return math.radians(longitude) * math.cos(angle) / (_M * slope), angle * (_A1 + _A2 * square + sixth * (_A3 + _A4 * square))
