"""Where the places of an article are: their country and, where certain, their coordinates."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from math import log10

from contracts.messages import Entity, Place
from streams.nlp.gazetteer import LARGE, Gazetteer, Known
from streams.nlp.language_folder import read_toml
from streams.nlp.small_words import CONTRACTED, THE
from streams.nlp.vocabulary import Vocabulary
from streams.nlp.words import fold

# A small town is meant without further sign only where the language is written.
_COUNTRIES = frozenset(read_toml("language.toml")["countries"])
# Names begin with these; a sentence may leave the article out, or hold it in a preposition.
_ARTICLES = tuple(article if article.endswith("'") else f"{article} " for article in THE)
_HELD_ARTICLES = tuple(dict.fromkeys(CONTRACTED.values()))


def locate(entities: Iterable[Entity], gazetteer: Gazetteer, vocabulary: Vocabulary, text: str) -> list[Place]:
    """Locate the entities of type place, in order. Of several towns of one name the article's other places decide, or it stays open."""
    places = [entity for entity in entities if entity.type == "place"]
    options = {entity.name: _options(entity, gazetteer) for entity in places}
    around = _countries_around(options.values(), text, vocabulary)
    return [_place(entity.name, options[entity.name], around) for entity in places]


def countries_of(places: Iterable[Place]) -> list[str]:
    """The countries that the places name or lie in, as ISO 3166-1 alpha-2 codes, in the order of the places."""
    return list(dict.fromkeys(place.country for place in places if place.country))


def _options(entity: Entity, gazetteer: Gazetteer) -> Sequence[Known]:
    for name in dict.fromkeys([entity.name, *(mention.text for mention in entity.mentions)]):
        known = gazetteer.find(name) or gazetteer.find(_without_article(name))
        # « une femme du Mans »: the article is in the preposition.
        known = [*known, *(place for article in _HELD_ARTICLES for place in gazetteer.find(f"{article} {name}"))]
        if known:
            return known
    return ()


def _without_article(name: str) -> str:
    key = fold(name)
    return next((key.removeprefix(article) for article in _ARTICLES if key.startswith(article)), key)


def _countries_around(options: Iterable[Sequence[Known]], text: str, vocabulary: Vocabulary) -> Counter[str]:
    """How much the article speaks of each country: by places that can only lie there, and by nationalities."""
    around: Counter[str] = Counter()
    for known in options:
        countries = {place.country for place in known}
        first = known[0] if known else None
        alone = len(countries) == 1 and first is not None and (first.kind != "town" or first.country in _COUNTRIES)
        if first and first.country and (alone or first.inhabitants > 5 * LARGE or first.kind == "country"):
            around[first.country] += 2
    for word in text.split():
        country = vocabulary.demonyms.get(fold(word.strip(".,;:!?()«»“”\"'")))
        if country:
            around[country] += 1
    return around


def _place(name: str, options: Sequence[Known], around: Counter[str]) -> Place:
    best = _best(options, around)
    if best is None:
        return Place(name=name)
    return Place(name=name, country=best.country, latitude=best.latitude, longitude=best.longitude)


def _best(options: Sequence[Known], around: Counter[str]) -> Known | None:
    """The one meant: large ones first, and those of a country that the article speaks of; None where it stays open."""
    if not options:
        return None
    if options[0].kind == "country":
        return options[0]
    best = max(options, key=lambda place: _weight(place, around))
    # « La Meuse » is a river of three countries and a department: only the other places can say.
    if best.kind == "region" and any(place.kind == "water" for place in options) and not around[best.country or ""]:
        return None
    if best.kind != "town":
        return best
    namesakes = [place for place in options if place.kind == "town" and place is not best]
    if best.inhabitants < LARGE and not around[best.country or ""] and (namesakes or best.country not in _COUNTRIES):
        return None
    rival = max((_weight(town, around) for town in namesakes), default=0.0)
    return best if _weight(best, around) > rival + 0.5 else replace(best, latitude=None, longitude=None)


def _weight(place: Known, around: Counter[str]) -> float:
    """The decimal logarithm of the inhabitants, and up to two more for a country that the article speaks of. Areas count as large towns."""
    size = log10(place.inhabitants + 1) if place.kind == "town" else 5.0
    return size + 0.7 * min(around[place.country or ""], 3)
