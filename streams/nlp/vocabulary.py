"""What a language's data files say of names: their marks, loaded once and looked up by folded words."""

import tomllib
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Literal

from spacy.lookups import Lookups

from streams.nlp.words import ACCENTED, Word, fold, split_words

Gender = Literal["m", "f", "u"]

_ADJECTIVE_ENDINGS = (
    *(("s", ""), ("e", ""), ("es", ""), ("x", ""), ("aux", "al")),
    *(("euse", "eux"), ("euses", "eux"), ("ive", "if"), ("ives", "if"), ("ienne", "ien"), ("iennes", "ien")),
)
# Endings of the names of inhabitants that no list holds: « Sétois », « Vitryate » is not among them.
_INHABITANTS = ("ois", "oise", "ien", "ienne", "ais", "aise", "ain", "aine", "een", "eenne", "iote", "iot", "asque", "and", "ande")


class Phrases:
    """A set of phrases, found at a place of a word list without regard to case, accents and hyphens."""

    def __init__(self, phrases: Iterable[str] = ()) -> None:
        self._phrases: set[str] = set()
        self._longest: dict[str, int] = {}
        for phrase in phrases:
            self.add(phrase)

    def __contains__(self, phrase: str) -> bool:
        return fold(phrase) in self._phrases

    def add(self, phrase: str) -> None:
        """Take one more phrase in."""
        words = split_words(phrase)
        if words:
            self._phrases.add(fold(phrase))
            first = words[0].head
            # Hyphens may stand for spaces in the text, so that a phrase may have more words there.
            self._longest[first] = max(self._longest.get(first, 0), sum(len(word.key.split(" ")) for word in words))

    @property
    def first_words(self) -> Set[str]:
        """The first words of all phrases, folded; of a hyphenated one its first part."""
        return self._longest.keys()

    def match(self, words: Sequence[Word], at: int) -> int:
        """How many words, from ``at`` on, are the longest phrase of the set; 0 for none."""
        most = self._longest.get(words[at].head)
        if most is None:
            return 0
        best, text = 0, ""
        for count, word in enumerate(words[at : at + most], start=1):
            if count > 1 and not word.joined:
                break
            key = fold(word.text)
            text = key if count == 1 else text + ("" if text.endswith("'") else " ") + key
            if text in self._phrases:
                best = count
        return best


@dataclass(frozen=True)
class WordClasses:
    """Which word classes a written form can have, from the lemma tables of the spaCy model."""

    nouns: frozenset[str] = frozenset()
    adjectives: frozenset[str] = frozenset()
    verbs: frozenset[str] = frozenset()
    adverbs: frozenset[str] = frozenset()
    verb_endings: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of(cls, lookups: Lookups) -> "WordClasses":
        """Take the classes from the tables of a French rule lemmatizer."""
        index, exceptions = lookups.get_table("lemma_index"), lookups.get_table("lemma_exc")
        forms = {kind: frozenset(index.get(kind, ())) | frozenset(exceptions.get(kind, {})) for kind in ("noun", "adj", "verb", "adv")}
        lemmas = frozenset(lemma for found in exceptions.get("verb", {}).values() for lemma in found)
        rules = lookups.get_table("lemma_rules").get("verb", ())
        # The tables leave out the commonest ending of all.
        endings = (("e", "er"), *((old, new) for old, new in rules if old and new.endswith("r")))
        return cls(forms["noun"], forms["adj"], forms["verb"] | lemmas, forms["adv"], endings)

    def is_noun(self, word: str) -> bool:
        """Whether a lower-case word can be a common noun."""
        return word in self.nouns or (word[-1:] in ("s", "x") and word[:-1] in self.nouns)

    def is_adjective(self, word: str) -> bool:
        """Whether a lower-case word can be an adjective."""
        return any(form in self.adjectives for form in _singulars(word))

    def is_verb(self, word: str) -> bool:
        """Whether a lower-case word can be a form of a verb."""
        if word in self.verbs:
            return True
        return any(word.endswith(old) and word[: -len(old)] + new in self.verbs for old, new in self.verb_endings)

    def is_common(self, word: str) -> bool:
        """Whether a lower-case word is in the dictionary at all."""
        return self.is_noun(word) or self.is_adjective(word) or self.is_verb(word) or word in self.adverbs


def _singulars(word: str) -> list[str]:
    forms = [word]
    for ending, base in _ADJECTIVE_ENDINGS:
        if word.endswith(ending) and len(word) > len(ending) + 2:
            forms.append(word.removesuffix(ending) + base)
    return forms


@dataclass(frozen=True)
class Vocabulary:
    """The data of one language (a folder beside this module), plus the word classes of its model."""

    institutions: Phrases
    capital_institutions: Phrases
    national: frozenset[str]
    descriptors: Phrases
    company_words: frozenset[str]
    club_words: frozenset[str]
    seats: Phrases
    bare: Phrases
    lower_bodies: Phrases
    organizations: Phrases
    capital_acronyms: frozenset[str]
    papers: frozenset[str]
    parties: frozenset[str]
    named_after_people: frozenset[str]
    of_organization: frozenset[str]
    club_heads: frozenset[str]
    long_forms: dict[str, str]
    acronyms_of_things: frozenset[str]
    civilities: dict[str, Gender]
    roles: frozenset[str]
    office: frozenset[str]
    kin: frozenset[str]
    portfolios: Phrases
    particles: frozenset[str]
    foreign_particles: frozenset[str]
    sites: Phrases
    plain_sites: frozenset[str]
    place_kinds: Phrases
    of_place: frozenset[str]
    streets: frozenset[str]
    geographic: frozenset[str]
    before_inhabitants: frozenset[str]
    numbered: frozenset[str]
    before_titles: frozenset[str]
    things: frozenset[str]
    events: frozenset[str]
    agent_verbs: frozenset[str]
    of_speech: frozenset[str]
    common_names: Phrases
    days: frozenset[str]
    function: frozenset[str]
    demonyms: dict[str, str]
    first_names: dict[str, Gender]
    classes: WordClasses = field(default_factory=WordClasses)

    @cached_property
    def heads(self) -> frozenset[str]:
        """The words with which a name may begin in lower case, folded."""
        phrases = (
            self.institutions,
            self.descriptors,
            self.seats,
            self.bare,
            self.lower_bodies,
            self.organizations,
            self.sites,
            self.common_names,
        )
        return frozenset().union(*(one.first_words for one in phrases), self.national, self.geographic)

    def is_demonym(self, word: str) -> bool:
        """Whether a word is an adjective or noun of nationality or of a town: listed, or with such an ending."""
        key = fold(word)
        return key in self.demonyms or (len(key) > 6 and (key.endswith(_INHABITANTS) or key.removesuffix("s").endswith(_INHABITANTS)))

    def gender_of(self, first_name: str) -> Gender | None:
        """The gender that a first name says; of a double one, its first part."""
        key = fold(first_name)
        return self.first_names.get(key) or self.first_names.get(key.partition(" ")[0])


def items(text: str) -> list[str]:
    """The entries of a list in a data file: separated by commas, over several lines."""
    return [item.strip() for item in " ".join(text.split()).split(",") if item.strip()]


def pairs(text: str) -> list[tuple[str, str]]:
    """The entries ``name=value`` of a list in a data file; a missing value is empty."""
    return [(name, value) for name, _, value in (item.partition("=") for item in items(text))]


def load_vocabulary(folder: Path, classes: WordClasses) -> Vocabulary:
    """Load the data files of a language.

    Raises:
        OSError, KeyError: a file or an entry is missing.
    """
    files = ("organizations", "persons", "places", "not_names")
    organizations, persons, places, others = (tomllib.loads((folder / f"{name}.toml").read_text(encoding="utf-8")) for name in files)
    known = pairs(organizations["known"])
    roles = {kind: frozenset(map(fold, text.split())) for kind, text in persons["roles"].items()}
    roles["trade"] |= _people(folder)
    return Vocabulary(
        institutions=Phrases(items(organizations["institutions"])),
        capital_institutions=Phrases(items(organizations["capital_institutions"])),
        national=_keys(organizations["national"]),
        descriptors=Phrases(items(organizations["descriptors"])),
        company_words=frozenset(items(organizations["company_words"])),
        club_words=frozenset(items(organizations["club_words"])),
        seats=Phrases(items(organizations["seats"])),
        bare=Phrases(items(organizations["bare"])),
        lower_bodies=Phrases(items(organizations["lower_bodies"])),
        organizations=Phrases(name for pair in known for name in pair if name),
        capital_acronyms=frozenset(fold(name) for name, _ in known if name.isupper()) - {fold(name) for name, _ in known if name.istitle()},
        papers=_keys(organizations["papers"]),
        parties=frozenset(items(organizations["parties"])),
        named_after_people=_keys(organizations["named_after_people"]),
        of_organization=_keys(organizations["of_organization"]),
        club_heads=_keys(organizations["club_words"]) | _keys(organizations["club_heads"]),
        long_forms={fold(name): fold(long) for name, long in known if long},
        acronyms_of_things=frozenset(items(organizations["not_organizations"])),
        civilities={fold(item): gender for gender, text in persons["civilities"].items() for item in items(text)},
        roles=roles["office"] | roles["trade"] | roles["kin"],
        office=roles["office"],
        kin=roles["kin"],
        portfolios=Phrases(items(persons["portfolios"]["heads"])),
        particles=_keys(persons["particles"]["any"]),
        foreign_particles=_keys(persons["particles"]["foreign"]),
        sites=Phrases(items(places["sites"])),
        plain_sites=_keys(places["plain_sites"]),
        place_kinds=Phrases(items(places["kinds"])),
        of_place=_keys(places["of_place"]),
        streets=_keys(places["streets"]),
        geographic=_keys(places["geographic"]),
        before_inhabitants=_keys(places["before_inhabitants"]),
        numbered=_keys(organizations["numbered"]),
        events=_keys(others["events"]),
        things=_keys(others["things"]),
        agent_verbs=_keys(others["agent_verbs"]),
        before_titles=_keys(others["before_titles"]),
        of_speech=_keys(others["of_speech"]),
        common_names=Phrases(items(others["common"])),
        days=_keys(others["days"]),
        function=frozenset(map(fold, others["function"].split())) | ACCENTED,
        demonyms=_demonyms(places["demonyms"]["names"]),
        first_names=_first_names(folder),
        classes=classes,
    )


def _keys(text: str) -> frozenset[str]:
    return frozenset(fold(item) for item in items(text))


def _people(folder: Path) -> frozenset[str]:
    """The nouns for people of ``people.csv`` that name a trade: those of family « any » (« voisin », « autre ») say too little."""
    rows = (line.split(",") for line in (folder / "people.csv").read_text(encoding="utf-8").splitlines() if not line.startswith("#"))
    trades = (row for row in rows if len(row) == 3 and not {"any", "age", "kin", "families", "party"} & set(row[2].split()))
    return frozenset(fold(form) for masculine, feminine, _ in trades for form in (masculine, feminine) if form)


def _feminine(masculine: str) -> str:
    for ending, feminine in (("en", "enne"), ("eur", "euse"), ("if", "ive"), ("c", "que"), ("f", "ve"), ("e", "e"), ("on", "onne")):
        if masculine.endswith(ending):
            return masculine.removesuffix(ending) + feminine
    return masculine + "e"


def _demonyms(text: str) -> dict[str, str]:
    found = {"grecque": "GR", "grecques": "GR", "turque": "TR", "turques": "TR"}
    for name, country in pairs(text):
        for form in (name, _feminine(name), name + "e"):
            found[fold(form)] = found[fold(form) + "s"] = country
    return found


def _first_names(folder: Path) -> dict[str, Gender]:
    names: dict[str, Gender] = {}
    for line in (folder / "first_names.tsv").read_text(encoding="utf-8").splitlines():
        name, gender = line.split("\t")
        names[fold(name)] = gender  # type: ignore[assignment]
    own = tomllib.loads((folder / "first_names.toml").read_text(encoding="utf-8"))
    for name in own.pop("not").split():
        names.pop(fold(name), None)
    for gender, text in own.items():
        names.update(dict.fromkeys(map(fold, text.split()), gender))  # type: ignore[arg-type]
    return names
