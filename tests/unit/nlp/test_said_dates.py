"""Which dates a claim names, and what they mean in an article of a given day: Thursday 12 January 2023."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.messages import Published
from streams.nlp.dates import FoundDate, find_dates

DAY = Published(value="2023-01-12", precision="day")
MONTH = Published(value="2023-01", precision="month")


def values(text: str, published: Published | None = DAY, **direction: str) -> list[str]:
    return [date.value for date in find_dates(text, published, **direction)]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "value", "precision"),
    [
        ("le 20 janvier prochain", "2023-01-20", "day"),
        ("le 14 juillet dernier", "2022-07-14", "day"),
        ("d'ici au 20 janvier", "2023-01-20", "day"),
        ("mercredi 18 janvier", "2023-01-18", "day"),
        ("le 1er mars 2024", "2024-03-01", "day"),
        ("le 12/03/2024", "2024-03-12", "day"),
        ("jeudi", "2023-01-12", "day"),
        ("mardi", "2023-01-10", "day"),
        ("jeudi dernier", "2023-01-05", "day"),
        ("lundi prochain", "2023-01-16", "day"),
        ("dès lundi", "2023-01-16", "day"),
        ("hier", "2023-01-11", "day"),
        ("aujourd’hui", "2023-01-12", "day"),
        ("la semaine prochaine", "2023-01-16", "week"),
        ("il y a deux semaines", "2022-12-26", "week"),
        ("cette semaine", "2023-01-09", "week"),
        ("le mois dernier", "2022-12", "month"),
        ("fin mars", "2023-03", "month"),
        ("en novembre", "2022-11", "month"),
        ("depuis mars 2022", "2022-03", "month"),
        ("dans trois ans", "2026", "year"),
        ("l’an dernier", "2022", "year"),
        ("d'ici à 2030", "2030", "year"),
        ("l'été 2025", "2025", "year"),
    ],
)
def test_a_date_is_resolved_against_the_publication(text: str, value: str, precision: str) -> None:
    assert [(date.value, date.precision) for date in find_dates(text, DAY)] == [(value, precision)]


@pytest.mark.parametrize(
    "text", ["2 000 emplois", "3 000 euros", "la mission Mars", "mai", "le 31 juin", "la veille", "le 32 janvier", "les mois prochains"]
)
def test_what_is_no_date_or_means_none_is_left_out(text: str) -> None:
    assert find_dates(text, DAY) == []


def test_a_claim_about_the_future_means_the_next_one() -> None:
    assert values("jeudi", direction="future") == ["2023-01-19"]
    assert values("le 5 janvier", direction="future") == ["2024-01-05"]
    assert values("le 5 janvier") == ["2023-01-05"]


def test_what_the_publication_date_does_not_settle_is_left_out() -> None:
    assert values("le 20 janvier prochain, jeudi, hier ou la semaine prochaine", MONTH) == ["2023-01-20"]
    assert values("le mois dernier, l'an dernier", MONTH) == ["2022-12", "2022"]
    assert values("le mois dernier, l'an dernier", Published(value="2023", precision="year")) == ["2022"]
    assert values("jeudi, le 3 mai, en 2019", None) == ["2019"]


def test_the_offsets_are_those_of_the_words() -> None:
    text = "Elle est venue en 2019 puis le 3 mai 2021."
    assert [text[date.start : date.end] for date in find_dates(text, None)] == ["en 2019", "3 mai 2021"]


PUBLISHED = st.one_of(
    st.none(),
    st.dates().map(lambda day: Published(value=f"{day.isoformat()}T00:00:00+00:00", precision="time")),
    st.dates().filter(lambda day: day.year >= 1000).map(lambda day: Published(value=day.isoformat(), precision="day")),
)
WORDS = st.sampled_from(
    """le 31 3 1er février mars 1999 2024 12/13/2024 jeudi prochain dernier dans il y a 999 trois ans jours semaine
    demain hier d'ici à en fin""".split()
)


@given(st.one_of(st.lists(WORDS, max_size=12).map(" ".join), st.text(max_size=100)), PUBLISHED)
def test_any_text_of_any_day_gives_iso_dates(text: str, published: Published | None) -> None:
    lengths = {"year": 4, "month": 7, "week": 10, "day": 10}
    for date in find_dates(text, published):
        assert isinstance(date, FoundDate)
        assert len(date.value) == lengths[date.precision]
        assert text[date.start : date.end].strip()
