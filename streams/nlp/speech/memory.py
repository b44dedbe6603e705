"""Who has been named so far, and whom a pronoun or a noun (« la ministre ») takes up."""

from collections.abc import Sequence
from dataclasses import dataclass

from streams.nlp.language_folder import read_toml, word_set
from streams.nlp.small_words import THE
from streams.nlp.speech.cast import Cast, Referent
from streams.nlp.speech.grammar import DEMONSTRATIVE, PLURAL, POSSESSIVE
from streams.nlp.speech.roles import Gender
from streams.nlp.speech.wording import Description

# How much a mention counts when a pronoun looks for its antecedent; each sentence of distance costs one.
SPEAKER, SUBJECT, ACTOR, PRONOUN, BODY_SUBJECT, PERSON, BODY, PLACE = 3.2, 3.0, 2.8, 2.6, 2.3, 1.6, 0.6, -1.0
# Nothing is taken up from further back, in sentences; a role is remembered for the whole article where its own noun names somebody.
FARTHEST = 12
# What each mention so far counts for the antecedent of a pronoun that begins a paragraph.
TOPIC = 0.8
# Who has been named (or meant) so often can be the one whom the article is about.
TOPIC_MENTIONS = 3
_RECENT = 80
# Families of nouns that often bring in somebody new (« le maire », « le directeur »): they only take up a person known by them.
_OFFICES = word_set("offices")
_COURT = word_set("court")
# Families of those who question others.
QUESTIONERS = word_set("questioners")
_TAKES_UP: dict[str, list[str]] = read_toml("grammar.toml")["takes_up"]
_CLASSES: dict[str, tuple[Gender | None, bool]] = {
    "masculine": ("m", False), "feminine": ("f", False), "neuter": ("n", False), "either": (None, False),
    "masculine_plural": ("m", True), "feminine_plural": ("f", True), "either_plural": (None, True),
}  # fmt: skip
_PRONOUNS = {pronoun: agreement for name, agreement in _CLASSES.items() for pronoun in _TAKES_UP[name]}
# « Ce dernier » and « celui-ci » take up the one named last.
_LATTER = frozenset(_TAKES_UP["latter"])
_NO_PLACE = _LATTER | frozenset(_TAKES_UP["no_place"])
_SPOKEN_OF = word_set("spoken_of")
_SINGULAR_ARTICLES = THE - PLURAL


@dataclass(frozen=True, slots=True)
class _Event:
    sentence: int
    offset: int
    referent: Referent
    weight: float


class Memory:
    """The mentions of an article up to now, sentence by sentence."""

    def __init__(self, cast: Cast, in_title: frozenset[str]) -> None:
        self.cast = cast
        self.speaker: Referent | None = None
        self._spoke_in = -1
        self._heard: Referent | None = None
        self._in_title = in_title
        self._events: list[_Event] = []
        self._latest: dict[Referent, int] = {}
        self._counts: dict[Referent, int] = {}
        self._unnamed: list[Referent] = []
        self._sentence = 0
        # The paragraph that is read, and the number of its first sentence.
        self._paragraph, self._first = -1, 0

    def next_sentence(self, paragraph: int) -> None:
        """Go on to the next sentence, of this paragraph."""
        self._sentence += 1
        if paragraph != self._paragraph:
            self._paragraph, self._first = paragraph, self._sentence

    def hear(self, referent: Referent) -> None:
        """Remember who spoke last."""
        self.speaker, self._spoke_in = referent, self._sentence
        if referent.entity_type == "person":
            self._heard = referent

    def just_heard(self, families: frozenset[str] | None = None) -> list[Referent]:
        """Give who spoke last, if that was in this sentence or the one before; with ``families`` only one of them."""
        if self.speaker is None or self._sentence - self._spoke_in > 1 or (families and not self.speaker.families & families):
            return []
        return [self.speaker]

    def note(self, referent: Referent, offset: int, weight: float) -> None:
        """Remember that a referent is named at an offset."""
        self._events.append(_Event(self._sentence, offset, referent, weight))
        self._latest[referent] = self._sentence
        self._counts[referent] = self._counts.get(referent, 0) + 1

    def introduce(self, referent: Referent) -> None:
        """Keep somebody without a name (« un diplomate »), whom « le diplomate » can take up."""
        self._unnamed = [*self._unnamed[-20:], referent]

    def voice(self, description: Description) -> Referent | None:
        """Give the voice without a name that spoke last under this noun: « cette source » is « une source proche de l'enquête »."""
        role = description.role
        known = (voice for voice in reversed(self._unnamed) if voice.kind == role.kind and voice.plural == role.plural)
        return next((voice for voice in known if role.lemma in voice.roles), None)

    def of_two(self, gender: Gender | None, *, first: bool) -> Referent | None:
        """« explique la première », « complète le second »: one of the two people named last in one sentence."""
        for sentence in range(self._sentence, self._sentence - 4, -1):
            events = [event for event in self._events[-_RECENT:] if event.sentence == sentence and event.referent.entity_type == "person"]
            people = list(dict.fromkeys(event.referent for event in sorted(events, key=lambda event: event.offset)))
            if len(people) == 2:
                chosen = people[0 if first else 1]
                return chosen if _agrees(chosen, gender, plural=False) else None
        return None

    def guest(self) -> Referent | None:
        """Give whom an interview is with: the one person (else the one body) of the title, or who was introduced before the first answer.

        Whom the answer itself names (« Mon oncle Paul… ») is somebody else.
        """
        in_title = [referent for referent in self.cast.referents if referent.name in self._in_title]
        for kind in ("person", "organization"):
            titled = [referent for referent in in_title if referent.entity_type == kind]
            before = [event for event in self._events if event.referent.entity_type == kind and event.sentence < self._sentence]
            if len(titled) == 1 or before:
                return titled[0] if len(titled) == 1 else before[-1].referent
        return next(iter(self.cast.people), None)

    def just_named(self) -> Referent | None:
        """Give the person named last, in this sentence or the two before: « Voici Anne Morel. Écoutez-la. « … » »."""
        recent = (event for event in reversed(self._events) if self._sentence - event.sentence <= 2)
        return next((event.referent for event in recent if event.referent.entity_type == "person"), None)

    def by_pronoun(
        self, pronoun: str, offset: int, floor: int | None, others: Sequence[Referent] = (), *, person: bool = False
    ) -> Referent | None:
        """Find the antecedent of a pronoun at an offset: recent, fitting in gender and number, a speaker or subject before others.

        ``floor`` is where the claim begins: its own subject does not tell it (« sa mère, raconte-t-elle, comptait »). ``others`` are meant
        only where nobody else fits; nor is a body where it must be a ``person`` (« J'ai refusé, raconte-t-il »).
        """
        if pronoun not in _PRONOUNS:
            return None
        gender, plural = _PRONOUNS[pronoun]
        if pronoun in _LATTER and (named := self._latter(gender, plural, offset)) is not None:
            return named
        opens = not any(
            event.sentence >= self._first and event.weight > PLACE and _agrees(event.referent, gender, plural)
            for event in self._events[-_RECENT:]
            if event.sentence < self._sentence or event.offset < offset
        )
        best: tuple[float, int] | None = None
        chosen: Referent | None = None
        for event in reversed(self._events[-_RECENT:]):
            distance = self._sentence - event.sentence
            if event.weight == PLACE and pronoun in _NO_PLACE:
                continue
            if distance > FARTHEST or not _agrees(event.referent, gender, plural) or (distance == 0 and event.offset >= offset):
                continue
            score = event.weight - distance - (0.7 if gender and event.referent.gender is None else 0.0)
            if opens:  # a pronoun that begins a paragraph is whom the article is about, rather than who was quoted last
                score += TOPIC * min(self._counts.get(event.referent, 0), 10)
            if "media" in event.referent.families:
                score -= 3.0  # who is quoted from a paper is meant, not the paper
            if event.referent in others or (person and event.referent.kind != "person"):
                score -= FARTHEST
            if floor is not None and distance == 0 and event.offset >= floor and event.weight < SPEAKER:
                score -= 2.5
            if best is None or (score, event.offset) > best:
                best, chosen = (score, event.offset), event.referent
        return chosen or (None if plural else self._only_one(gender))

    def _latter(self, gender: Gender | None, plural: bool, offset: int) -> Referent | None:
        """« Cette dernière » is the one named last, whatever her part in the sentence."""
        recent = [event for event in self._events[-_RECENT:] if self._sentence - event.sentence <= 2 and event.weight > PLACE]
        before = [event for event in recent if event.sentence < self._sentence or event.offset < offset]
        named = sorted(before, key=lambda event: (event.sentence, event.offset), reverse=True)
        return next((event.referent for event in named if _agrees(event.referent, gender, plural)), None)

    def _only_one(self, gender: Gender | None) -> Referent | None:
        """The one person of that gender in the title, or in the article where the title names nobody."""
        named = [person for person in self.cast.people if person.name in self._in_title] or self.cast.people
        fitting = [person for person in named if not gender or person.gender in {gender, None}]
        return fitting[0] if len(fitting) == 1 else None

    def by_description(self, description: Description, others: Sequence[Referent] = ()) -> Referent | None:
        """Find whom a noun phrase takes up, but for ``others``; none where nobody fits well: it is never a guess."""
        role = description.role
        pool = list(self.cast.people if role.kind == "person" else self.cast.bodies)
        pool += [
            known for known in self._unnamed if known.kind == role.kind and (role.lemma in known.roles or role.families & {"any", "age"})
        ]
        if role.lemma in _SPOKEN_OF:  # the one who is spoken of, not the one who spoke
            pool = [referent for referent in pool if referent is not self._heard] or pool
        salience = 0.25 if role.kind == "organization" else 0.05
        scored = [
            (
                score - min(self._distance(referent), 9) * 0.35 + min(self._counts.get(referent, 0), 6) * salience,
                self._prominence(referent),
                -number,
                referent,
            )
            for number, referent in enumerate(pool)
            if referent not in others and (score := self._fit(referent, description)) is not None
        ]
        return max(scored, key=lambda entry: entry[:3])[3] if scored else None

    def _prominence(self, referent: Referent) -> float:
        """Give the part of a referent in the last sentence that names it: who won is rather its subject than whom he beat."""
        latest = self._latest.get(referent)
        return max(
            (event.weight for event in self._events[-_RECENT:] if event.referent is referent and event.sentence == latest), default=0.0
        )

    def _fit(self, referent: Referent, description: Description) -> float | None:
        role = description.role
        if role.kind == "person" and not _agrees(referent, description.gender, plural=False):
            return None
        if role.lemma in referent.roles:
            known = referent.roles[role.lemma]
            return None if description.complement and known and not description.complement & known else 10.0
        if description.determiner in POSSESSIVE:
            return None
        return self._fit_body(referent, description) if role.kind == "organization" else self._fit_person(referent, description)

    def _fit_person(self, referent: Referent, description: Description) -> float | None:
        families, distance = description.role.families, self._distance(referent)
        # One of the two nouns must be generic: « l'élu » is the député, but « la chanteuse » is not the romancière.
        shared = families & (referent.families if "generic" in families else referent.generic)
        if description.determiner in DEMONSTRATIVE and distance <= 2:
            return 4.0 if shared or families & {"any", "age"} else 3.0
        if description.former and description.determiner in _SINGULAR_ARTICLES and distance <= FARTHEST and "kin" not in families:
            # « L'ancien joueur de Brive » is the one the article is about, or who was just named.
            near = distance == 0 or self._only_subject() is referent
            return 2.0 + min(self._counts.get(referent, 0), 8) * 0.2 + (1.0 if near else 0.0)
        if description.qualified:
            if shared and "generic" in families and distance <= 1:
                return 3.0
            return 1.5 if not referent.described and self._only_subject() is referent else None
        if distance > FARTHEST:
            return None
        if shared:
            return 6.0
        if families & {"any", "age"}:
            return 5.0 if referent is self._heard and distance <= 1 else 4.0
        if "accused" in families:  # the one whom the trial is about, rather than one of those who try, accuse or defend
            return (1.0 if referent.families & _COURT else 2.5) + min(self._counts.get(referent, 0), 8) * 0.3
        new = bool(families & _OFFICES) and not description.former
        if referent is self.speaker and distance <= 1 and not new:
            return 2.5  # « L'attaquant » after the words of Damien Riat: who was just heard is named by what he is
        near = distance <= 1 or (distance <= 4 and self._only_so_far(referent))
        if near and not referent.described and not new:
            return 2.0
        if distance <= 1 and not referent.described and self._only_subject() is referent:
            return 1.5
        return 1.2 if not new and self._is_the_topic(referent) else None

    def _is_the_topic(self, referent: Referent) -> bool:
        """Tell whether a portrait is of this person: named again and again, and nobody else of that gender half as often."""
        own = self._counts.get(referent, 0)
        others = (other for other in self.cast.people if other is not referent and _agrees(other, referent.gender, False))
        return own >= TOPIC_MENTIONS and all(self._counts.get(other, 0) * 2 <= own for other in others)

    def _only_subject(self) -> Referent | None:
        """Give the subject of the sentence before, where it is the only person named there: « la déléguée » can be nobody else."""
        events = [event for event in self._events[-_RECENT:] if self._sentence - event.sentence == 1]
        people = {event.referent for event in events if event.referent.entity_type == "person"}
        subject = next((event.referent for event in events if event.weight == SUBJECT), None)
        return subject if people == {subject} else None

    def _only_so_far(self, referent: Referent) -> bool:
        """Tell whether nobody else of that gender has been named yet."""
        return all(other is referent or not _agrees(other, referent.gender, False) for other in self.cast.people if other in self._latest)

    def _fit_body(self, referent: Referent, description: Description) -> float | None:
        families, distance = description.role.families, self._distance(referent)
        if description.qualified and not description.complement & set(referent.name.lower().split()):
            return None
        if shared := families & referent.families:  # « la société » is rather the foundry than an agency, which can be a company too
            # « Les Échos calculent : d'après le quotidien, … »
            own = 0.5 if distance == 0 and self._prominence(referent) >= BODY_SUBJECT else 0.0
            return 6.0 + len(shared) / len(referent.families) + own if distance <= FARTHEST else None
        return 2.0 if families and not referent.families and distance <= 2 else None

    def _distance(self, referent: Referent) -> int:
        latest = self._latest.get(referent)
        return FARTHEST + 1 if latest is None else self._sentence - latest


def _agrees(referent: Referent, gender: Gender | None, plural: bool) -> bool:
    if referent.plural != plural or referent.kind == "document":
        return False
    return not gender or not referent.gender or referent.gender == gender


def surname(people: Sequence[Referent], written: str) -> Referent | None:
    """Find the person whose name ends (or begins) with these words."""
    return next(
        (person for person in people if f" {person.name.lower()}".endswith(f" {written}") or person.name.lower().startswith(f"{written} ")),
        None,
    )
