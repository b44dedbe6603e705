"""The pictures of the page: bars where their months are, dots and countries where the world has them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from telex.search.page.charts import CHART_HEIGHT, CHART_WIDTH, REGIONS, STEPS, bars, countries, dots, outlines
from telex.search.page.projection import HEIGHT, WIDTH, project
from telex.search.query_language import QueryError
from telex.search.results import FacetValue
from telex.search.tiles import read_tile, tile_bounds, tile_middle
from telex.search.whereabouts import Whereabouts


def months(counts: dict[str, int]) -> list[FacetValue]:
    return [FacetValue(month, count) for month, count in counts.items()]


def test_each_month_has_its_place_and_an_empty_one_leaves_a_gap() -> None:
    drawn = bars(months({"2023-11": 2, "2023-12": 4, "2024-02": 1}))
    assert [(bar.period, bar.count) for bar in drawn] == [("2023-11", 2), ("2023-12", 4), ("2024-02", 1)]
    middles = [bar.x + bar.width / 2 for bar in drawn]
    assert middles == pytest.approx([CHART_WIDTH * place / 8 for place in (1, 3, 7)], abs=0.1)
    assert [bar.height for bar in drawn] == pytest.approx([CHART_HEIGHT / 2, CHART_HEIGHT, CHART_HEIGHT / 4])
    assert bars([]) == []


def test_many_months_are_drawn_as_years() -> None:
    drawn = bars(months({"2015-01": 1, "2015-07": 2, "2024-02": 6}))
    assert [(bar.period, bar.count) for bar in drawn] == [("2015", 3), ("2024", 6)]


@given(st.floats(-58, 84), st.floats(-180, 180))
def test_every_place_is_in_the_picture(latitude: float, longitude: float) -> None:
    x, y = project(latitude, longitude)
    assert -0.001 <= x <= WIDTH + 0.001
    assert -0.001 <= y <= HEIGHT + 0.001


def test_the_projection_keeps_north_up_and_east_right() -> None:
    paris, dakar, noumea = project(48.85, 2.35), project(14.7, -17.4), project(-22.3, 166.4)
    assert dakar[0] < paris[0] < noumea[0]
    assert paris[1] < dakar[1] < noumea[1]
    assert project(0, 0)[0] == WIDTH / 2


@given(st.integers(0, 29), st.data())
def test_a_square_holds_its_middle(zoom: int, data: st.DataObject) -> None:
    tile = f"{zoom}/{data.draw(st.integers(0, 2**zoom - 1))}/{data.draw(st.integers(0, 2**zoom - 1))}"
    bounds, (latitude, longitude) = tile_bounds(tile), tile_middle(tile)
    assert bounds["bottom_right"]["lat"] < latitude < bounds["top_left"]["lat"]
    assert bounds["top_left"]["lon"] < longitude < bounds["bottom_right"]["lon"]


def test_paris_is_in_its_square() -> None:
    bounds = tile_bounds("10/518/352")
    assert bounds["bottom_right"]["lat"] < 48.85 < bounds["top_left"]["lat"]
    assert bounds["top_left"]["lon"] < 2.35 < bounds["bottom_right"]["lon"]


@pytest.mark.parametrize("text", ["", "1/2", "2/4/0", "30/0/0", "a/b/c", "1/-1/0"])
def test_what_is_no_square_is_refused(text: str) -> None:
    with pytest.raises(QueryError, match="square of the map"):
        read_tile(text)


def test_the_map_draws_the_countries_it_knows_and_larger_dots_first() -> None:
    tiles = [FacetValue("10/518/352", 9), FacetValue("10/0/0", 1)]
    found = Whereabouts([FacetValue("FR", 100), FacetValue("BE", 1), FacetValue("MC", 1)], tiles)
    assert [(country.code, country.step) for country in countries(found)] == [("FR", STEPS), ("BE", 1)]
    assert {"FR", "CA", "SN", "CH", "LU", "DZ", "HT", "XK"} <= outlines().keys()
    large, small = dots(found, "world")
    assert large.radius > small.radius
    assert dots(found, "france")[0].radius < large.radius
    for left, top, width, height in REGIONS.values():
        assert width / height == pytest.approx(WIDTH / HEIGHT)
        assert 0 <= left <= WIDTH
        assert -1 <= top <= HEIGHT
