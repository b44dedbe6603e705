"""Words that the rules for names look for (``naming.toml``): small sets, each of them read by one rule or two."""

from dataclasses import dataclass, fields
from typing import Any

from streams.nlp.language_folder import LanguageError, read_toml
from streams.nlp.phrases import items
from streams.nlp.words import key_of


@dataclass(frozen=True)
class Marks:
    """The sets of ``naming.toml``, which says of each what it is for.

    Those in its section ``folded`` are compared with a word's ``key``, those in ``written`` with its ``text``; ``stems`` are beginnings
    of keys, ``beginnings`` and ``endings`` those of texts.
    """

    phrase_heads: frozenset[str]
    ends_phrase: frozenset[str]
    clause_verbs: frozenset[str]
    before_noun: frozenset[str]
    office_links: frozenset[str]
    employed: frozenset[str]
    settled: frozenset[str]
    founded: frozenset[str]
    establishments: frozenset[str]
    uninflected_heads: frozenset[str]
    before_any: frozenset[str]
    before_many: frozenset[str]
    club_nouns: frozenset[str]
    communities: frozenset[str]
    compass: frozenset[str]
    sided: frozenset[str]
    ways: frozenset[str]
    roads: frozenset[str]
    venues: frozenset[str]
    canals: frozenset[str]
    materials: frozenset[str]
    numbered_roads: frozenset[str]
    company_sites: frozenset[str]
    undivided_sites: frozenset[str]
    islands: frozenset[str]
    isles: frozenset[str]
    before_verb: frozenset[str]
    of_people: frozenset[str]
    no_bodies: frozenset[str]
    place_nouns: frozenset[str]
    broadcasters: frozenset[str]
    stops: frozenset[str]
    works: frozenset[str]
    former: frozenset[str]
    behind_to: frozenset[str]
    noun_adjectives: frozenset[str]
    colours: frozenset[str]
    phrase_ends: frozenset[str]
    behind_en: frozenset[str]
    slogans: frozenset[str]
    phrase_articles: frozenset[str]
    phrase_links: frozenset[str]
    negations: frozenset[str]
    title_articles: frozenset[str]
    purposes: frozenset[str]
    capital_articles: frozenset[str]
    saints: frozenset[str]
    english_links: frozenset[str]
    inside_toponyms: frozenset[str]
    family: frozenset[str]
    unions: frozenset[str]
    venue_tails: frozenset[str]
    body_tails: frozenset[str]
    club_tails: frozenset[str]
    prize_materials: frozenset[str]
    road_kinds: frozenset[str]
    national_branches: frozenset[str]
    with_demonyms: frozenset[str]
    universities: frozenset[str]
    states: frozenset[str]
    causes: frozenset[str]
    possessives: frozenset[str]
    road_articles: frozenset[str]
    singular_articles: frozenset[str]
    regional_sites: frozenset[str]
    squares: frozenset[str]
    races: frozenset[str]
    before_dates: frozenset[str]
    purpose_articles: frozenset[str]
    before_agent_verb: frozenset[str]
    towards: frozenset[str]
    in_front: frozenset[str]
    building_parts: frozenset[str]
    at_home: frozenset[str]
    near: frozenset[str]
    to_nouns: frozenset[str]
    born: frozenset[str]
    capital_to: frozenset[str]
    pair_prepositions: frozenset[str]
    pair_repeats: frozenset[str]
    feast_articles: frozenset[str]
    people_articles: frozenset[str]
    inside_names: frozenset[str]
    crosses: tuple[str, ...]
    dative: tuple[str, ...]
    field_heads: tuple[str, ...]
    feasts: tuple[str, ...]
    leading_words: tuple[str, ...]
    feminines: tuple[str, ...]
    participles: tuple[str, ...]
    title_participles: tuple[str, ...]
    infinitives: tuple[str, ...]
    no_infinitives: tuple[str, ...]
    plural_heads: tuple[str, ...]
    plural_names: tuple[str, ...]

    @classmethod
    def load(cls) -> "Marks":
        """Load the sets of the language that this process reads.

        Raises:
            LanguageError: the file, a section or a set is missing, or no rule reads a set.
        """
        data = read_toml("naming.toml")
        sets: dict[str, Any] = {name: frozenset(map(key_of, items(text))) for name, text in data["folded"].items()}
        sets |= {name: frozenset(items(text)) for name, text in data["written"].items()}
        sets |= {name: tuple(items(text)) for part in ("stems", "beginnings", "endings") for name, text in data[part].items()}
        if wrong := sets.keys() ^ {field.name for field in fields(cls)}:
            raise LanguageError(f"{data.where} and the rules disagree on these sets: {', '.join(sorted(wrong))}; see docs/languages.md")
        return cls(**sets)
