"""Names of places that are known: countries, regions, seas, rivers, mountains and towns, with country and coordinates where certain."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, Literal

from babel import Locale

from streams.nlp.language_folder import FOLDER, read_lines, read_toml
from streams.nlp.phrases import Phrases, items, pairs
from streams.nlp.words import Word, fold

Kind = Literal["country", "region", "wide", "water", "mountain", "site", "town"]
# A large town is meant before its namesakes abroad. In inhabitants.
LARGE = 100_000


@dataclass(frozen=True, slots=True)
class Known:
    """One place of the gazetteer; ``inhabitants`` is 0 where it has none or they are not known."""

    name: str
    kind: Kind
    country: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    inhabitants: int = 0


class Gazetteer:
    """The known places of one language, by folded name; ``chance_words`` are names that sentences hold by chance (« Roi Et »)."""

    def __init__(self, places: Iterable[Known], chance_words: Iterable[str] = ()) -> None:
        self._by_name: dict[str, list[Known]] = {}
        for place in places:
            self._by_name.setdefault(fold(place.name), []).append(place)
        by_chance = set(map(fold, chance_words))
        self._phrases = Phrases(name for name in self._by_name if (" " in name or "'" in name) and name not in by_chance)

    def find(self, name: str) -> Sequence[Known]:
        """All places of that name, countries first, then regions, waters and mountains, then towns by inhabitants."""
        return self._by_name.get(fold(name), ())

    def match(self, words: Sequence[Word], at: int) -> int:
        """How many words, from ``at`` on, are the longest known name of several words; 0 for none."""
        return self._phrases.match(words, at)


@cache
def load_gazetteer() -> Gazetteer:
    """Load the gazetteer of the language that this process reads: CLDR's countries, the lists of ``places.toml``, GeoNames' towns."""
    data = read_toml("places.toml")
    towns = list(_towns())
    return Gazetteer([*_countries(data), *_listed(data), *_exonyms(data, towns), *towns], items(data["chance_words"]))


def _countries(data: dict[str, Any]) -> Iterable[Known]:
    for code, name in Locale(FOLDER.name).territories.items():
        if len(code) == 2 and code.isalpha() and code not in _NO_COUNTRIES:
            yield Known(name, "country", code)
    for name, code in pairs(data["countries"]["names"]):
        yield Known(name, "country", code or None)


# CLDR's unions, pseudo-territories and outlying groups.
_NO_COUNTRIES = frozenset({"EU", "EZ", "UN", "QO", "XA", "XB", "ZZ", "AC", "CP", "DG", "EA", "IC", "TA"})


def _listed(data: dict[str, Any]) -> Iterable[Known]:
    for code, names in data["regions"].items():
        yield from (Known(name, "region", code) for name, _ in pairs(names))
    for code, names in data["landmarks"].items():
        yield from (Known(name, "site", code) for name, _ in pairs(names))
    kinds: dict[str, Kind] = {"seas": "water", "rivers": "water", "mountains": "mountain", "wide": "wide"}
    for key, kind in kinds.items():
        yield from (Known(name, kind) for name, _ in pairs(data["geography"][key]))


def _exonyms(data: dict[str, Any], towns: list[Known]) -> Iterable[Known]:
    by_name: dict[tuple[str, str | None], Known] = {}
    for town in towns:
        by_name.setdefault((town.name, town.country), town)
    for name, target in pairs(data["exonyms"]["names"]):
        local, _, country = target.rpartition("/")
        same = by_name.get((local, country), Known(local, "town", country, inhabitants=LARGE))
        yield replace(same, name=name)


def _towns() -> Iterable[Known]:
    for line in read_lines("cities.tsv"):
        name, country, latitude, longitude, inhabitants = line.split("\t")
        yield Known(name, "town", country, float(latitude), float(longitude), int(inhabitants))
