"""What a language's data files say of names: their marks, loaded once and looked up by folded words."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal, get_args

from streams.nlp.language_folder import read_lines, read_rows, read_toml
from streams.nlp.marks import Marks
from streams.nlp.phrases import Phrases, items, pairs
from streams.nlp.word_classes import WordClasses
from streams.nlp.words import ACCENTED, fold

Gender = Literal["m", "f", "u"]


@dataclass(frozen=True)
class Vocabulary:
    """The data of one language (a folder beside this module), plus the word classes of its model."""

    institutions: Phrases
    capital_institutions: Phrases
    national: Phrases
    local_bodies: Phrases
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
    capital_names: frozenset[str]
    days: frozenset[str]
    function: frozenset[str]
    demonyms: dict[str, str]
    demonym_endings: tuple[str, ...]
    first_names: dict[str, Gender]
    marks: Marks
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
            self.place_kinds,
            self.common_names,
            self.national,
        )
        return frozenset().union(*(one.first_words for one in phrases), self.geographic, self.marks.sided)

    @cached_property
    def trades(self) -> frozenset[str]:
        """The roles that are neither offices nor kinship."""
        return self.roles - self.office - self.kin

    def is_demonym(self, word: str) -> bool:
        """Whether a word is an adjective or noun of nationality or of a town: listed, or with such an ending."""
        key = fold(word)
        return key in self.demonyms or (len(key) > 6 and key.endswith(self.demonym_endings))

    def gender_of(self, first_name: str) -> Gender | None:
        """The gender that a first name says; of a double one, its first part."""
        key = fold(first_name)
        return self.first_names.get(key) or self.first_names.get(key.partition(" ")[0])


def load_vocabulary(classes: WordClasses) -> Vocabulary:
    """Load the data files of the language that this process reads.

    Raises:
        LanguageError: a file or an entry is missing.
    """
    organizations, persons, places, others = map(read_toml, ("organizations.toml", "persons.toml", "places.toml", "not_names.toml"))
    known = [pair for block in organizations["known"].values() for pair in pairs(block)]
    roles = {kind: frozenset(map(fold, text.split())) for kind, text in persons["roles"].items()}
    roles["trade"] |= _people()
    return Vocabulary(
        institutions=Phrases(items(organizations["institutions"])),
        capital_institutions=Phrases(items(organizations["capital_institutions"])),
        national=Phrases(items(organizations["national"])),
        local_bodies=Phrases(items(organizations["local_bodies"])),
        descriptors=Phrases(items(organizations["descriptors"])),
        company_words=frozenset(items(organizations["company_words"])),
        club_words=frozenset(items(organizations["club_words"])),
        seats=Phrases(items(organizations["seats"])),
        bare=Phrases(items(organizations["bare"])),
        lower_bodies=Phrases(items(organizations["lower_bodies"])),
        organizations=Phrases(name for pair in known for name in pair if name),
        capital_acronyms=_capitals(name for name, _ in known),
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
        capital_names=_capitals(items(others["common"])),
        days=_keys(others["days"]),
        function=frozenset(map(fold, others["function"].split())) | ACCENTED,
        demonyms=_demonyms(places["demonyms"]),
        demonym_endings=_in_both_numbers(map(fold, items(places["demonyms"]["endings"])), places["demonyms"]["plural"]),
        first_names=_first_names(),
        marks=Marks.load(),
        classes=classes,
    )


def _capitals(names: Iterable[str]) -> frozenset[str]:
    """Those that are written in capitals only, folded: « SUD », and not « Sud »."""
    names = list(names)
    return frozenset(fold(name) for name in names if name.isupper()) - {fold(name) for name in names if name.istitle()}


def _keys(text: str) -> frozenset[str]:
    return frozenset(fold(item) for item in items(text))


def _people() -> frozenset[str]:
    """The nouns for people of ``people.csv`` that name a trade: those of family « any » (« voisin », « autre ») say too little."""
    trades = (row for row in read_rows("people.csv") if not {"any", "age", "kin", "party"} & set(row["families"].split()))
    return frozenset(fold(form) for row in trades for form in (row["masculine"], row["feminine"]) if form)


def _demonyms(data: dict[str, str]) -> dict[str, str]:
    """All forms of the demonyms, folded, with their countries."""
    feminines, found = pairs(data["feminines"]), dict[str, str]()
    for name, country in pairs(data["names"]):
        fitting = [name.removesuffix(ending) + feminine for ending, feminine in feminines if name.endswith(ending)]
        for form in _in_both_numbers((name, *fitting[:1], *fitting[-1:]), data["plural"]):
            found[fold(form)] = country
    return found


def _in_both_numbers(singulars: Iterable[str], plural: str) -> tuple[str, ...]:
    return tuple(form for singular in singulars for form in (singular, singular + plural))


def _first_names() -> dict[str, Gender]:
    names: dict[str, Gender] = {}
    for line in read_lines("first_names.tsv"):
        name, gender = line.split("\t")
        names[fold(name)] = gender  # type: ignore[assignment]
    own = read_toml("first_names.toml")
    for name in own["not"].split():
        names.pop(fold(name), None)
    for gender in get_args(Gender):
        names.update(dict.fromkeys(map(fold, own[gender].split()), gender))
    return names
