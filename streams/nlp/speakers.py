"""From the words beside a cue to the speaker's name: names, appositions, roles, pronouns, and quotations that go on."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from contracts.messages import ResolvedBy, Span, Speaker
from streams.nlp.speech.cast import Cast, Referent, complement_of, mentions_of
from streams.nlp.speech.grammar import CIVILITIES, COMPLEMENT, DEFINITE, DETERMINERS, INDEFINITE, POSSESSIVE, PREPOSITIONS, is_finite
from streams.nlp.speech.incises import speaks
from streams.nlp.speech.names import Mention, Names
from streams.nlp.speech.phrases import Phrase
from streams.nlp.speech.roles import Gender, Role, inhabitant
from streams.nlp.speech.sentences import Sentence
from streams.nlp.speech.statements import Statement, lead_subject

# How much a mention counts when a pronoun looks for its antecedent; each sentence of distance costs one.
SUBJECT, SPEAKER, ACTOR, PERSON, BODY, PLACE = 3.0, 3.2, 2.8, 1.6, 0.6, -1.0
FARTHEST = 12
_PRONOUNS: dict[str, tuple[Gender | None, bool]] = {
    "il": ("m", False), "elle": ("f", False), "ils": ("m", True), "elles": ("f", True), "lui": (None, False), "eux": ("m", True),
    "celui-ci": ("m", False), "celle-ci": ("f", False), "ceux-ci": ("m", True), "celles-ci": ("f", True), "ce dernier": ("m", False),
    "cette dernière": ("f", False), "ces derniers": ("m", True), "son": (None, False), "leur": (None, True), "lui-même": ("m", False), "elle-même": ("f", False),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Resolved:
    """A speaker found: the referent, and how."""

    referent: Referent | None
    by: ResolvedBy


@dataclass(frozen=True, slots=True)
class _Event:
    """A referent named at an offset of a sentence, and how much that counts."""

    sentence: int
    offset: int
    referent: Referent
    weight: float


class Conversation:
    """The speakers of one article, resolved in the order of the text; the body first, then the title, which speaks of the same people."""

    def __init__(self, cast: Cast) -> None:
        self._cast = cast
        self._events: list[_Event] = []
        self._last: Resolved | None = None
        self._said: list[tuple[str, Resolved]] = []
        self._clock = 0
        self._guest: Resolved | None = None
        self._unnamed: list[Referent] = []
        self._turns: list[Resolved] = []

    def resolve(
        self, sentences: Sequence[Sentence], statements: Sequence[Statement], names: Names, text: str
    ) -> Iterator[tuple[Statement, Speaker]]:
        """Give each statement of one field its speaker."""
        self._last = None
        queue = sorted(statements, key=lambda statement: statement.position)
        by_sentence: dict[int, list[Statement]] = {}
        for statement in queue:
            by_sentence.setdefault(id(statement.sentence), []).append(statement)
        for number, sentence in enumerate(sentences):
            self._clock += 1
            self._mention(sentence, names, text)
            for statement in by_sentence.get(id(sentence), ()):
                following = sentences[number + 1] if number + 1 < len(sentences) else None
                resolved = self._statement(statement, names, text, following)
                if resolved.referent is not None or statement.phrase is None:
                    self._last = resolved
                self._turns = [*self._turns[-3:], resolved]
                self._said.append((_plain(text[statement.start : statement.end]), resolved))
                if resolved.referent is not None:
                    weight = SPEAKER if resolved.referent.kind not in {"voice", "document"} else BODY
                    self._events.append(_Event(self._clock, statement.position, resolved.referent, weight))
                yield statement, _speaker(resolved, statement, text)

    def _mention(self, sentence: Sentence, names: Names, text: str) -> None:
        """Note who is named in a sentence, its subject before the others."""
        subject = lead_subject(sentence, names)
        marked = subject and (
            sentence.words[subject.start].start,
            sentence.words[max([subject.end, *(end for _, end in subject.appositions)]) - 1].end,
        )
        for at, mention in mentions_of(sentence, names):
            referent = self._cast.referents[mention.entity]
            weight = {"person": PERSON, "organization": BODY}.get(mention.entity_type, PLACE)
            if marked and marked[0] <= mention.start < marked[1] and not _is_complement(sentence, at, -1):
                weight = SUBJECT if mention.entity_type == "person" else 2.0
            elif mention.entity_type == "person" and _acts(sentence, at, mention):
                weight = ACTOR
            self._events.append(_Event(self._clock, mention.start, referent, weight))
        if subject is not None and subject.pronoun is None and speaks(subject, names) and not list(names.between(*marked)) and marked:  # type: ignore[misc]
            resolved = self._phrase(subject, names, text)
            if resolved.referent is not None and resolved.referent.kind in {"person", "organization"}:
                self._events.append(_Event(self._clock, marked[0], resolved.referent, SUBJECT))
        elif subject is not None and subject.pronoun in {"il", "elle", "ils", "elles"}:
            resolved = self._pronoun(subject.pronoun, sentence.words[subject.start].start, None)
            if resolved.referent is not None:
                self._events.append(_Event(self._clock, sentence.words[subject.start].start, resolved.referent, SUBJECT - 0.4))

    def _statement(self, statement: Statement, names: Names, text: str, following: Sentence | None) -> Resolved:
        if statement.phrase is not None:
            resolved = self._phrase(statement.phrase, names, text, floor=statement.start, offset=statement.position)
            if statement.link not in {"title", "before"}:
                return resolved
            if resolved.referent is not None and resolved.referent.kind == "person" and statement.link == "before":
                return Resolved(resolved.referent, "continuation")
        if statement.link == "title":
            same = self._same_words(text[statement.start : statement.end])
            if same.referent is None and statement.phrase is not None:
                return resolved
            return same if same.referent is not None else self._only_person(statement, names)
        if statement.link == "turn":
            return self._turns[-2] if len(self._turns) > 1 else Resolved(None, "none")
        if statement.link == "answer" or (statement.link == "next" and self._guest is not None):
            self._guest = self._guest or self._interviewee()
            return self._guest
        if statement.link == "next" and following is not None:
            subject = lead_subject(following, names)
            if subject is not None and speaks(subject, names):
                return self._phrase(subject, names, text)
            if self._last is None and (only := self._only_person(statement, names, following)).referent is not None:
                return only
        if self._guest is not None:
            return self._guest
        if self._last is not None and statement.link in {"continuation", "phrase", "next", "before"}:
            return Resolved(self._last.referent, "continuation")
        return Resolved(None, "none")

    def _interviewee(self) -> Resolved:
        """The guest of an interview: the person named last before the first answer, or else the first of the article."""
        named = next((event.referent for event in reversed(self._events) if event.referent.entity_type == "person"), None)
        named = named or next(iter(self._cast.people), None)
        return Resolved(named, "continuation" if named else "none")

    def _only_person(self, statement: Statement, names: Names, sentence: Sentence | None = None) -> Resolved:
        """A quotation in a sentence (or before one) that names a single person is that person's."""
        named = {mention.entity for _, mention in mentions_of(sentence or statement.sentence, names) if mention.entity_type == "person"}
        return Resolved(self._cast.referents[named.pop()], "continuation") if len(named) == 1 else Resolved(None, "none")

    def _same_words(self, quoted: str) -> Resolved:
        plain = _plain(quoted)
        found = next((resolved for said, resolved in self._said if plain and (plain in said or (said in plain and len(said) > 12))), None)
        return Resolved(found.referent, "continuation") if found else Resolved(None, "none")

    def _phrase(self, phrase: Phrase, names: Names, text: str, *, floor: int | None = None, offset: int | None = None) -> Resolved:
        if phrase.pronoun is not None:
            position = phrase.sentence.words[phrase.start].start if offset is None else offset
            return self._pronoun(phrase.pronoun, position, floor)
        named = _named(phrase.sentence, phrase.start, phrase.end, names)
        if named is not None:
            return Resolved(self._cast.referents[named.entity], "name")
        _, head = _head_role(phrase, names)
        appositions = phrase.appositions if head is None or head.kind in {"person", "voice"} else ()
        for start, end in appositions:
            apposed = _named(phrase.sentence, start, end, names)
            if apposed is not None and apposed.entity_type != "place":
                referent = self._cast.referents[apposed.entity]
                return Resolved(referent, "apposition")
        return self._surname(phrase) or self._role(phrase, names, text) or self._new(phrase, names, text)

    def _new(self, phrase: Phrase, names: Names, text: str) -> Resolved:
        """Keep a noun phrase that names nobody known; « ce diplomate » can take it up again later."""
        referent = _as_written(phrase, names, text)
        if referent is not None and referent.roles and not referent.plural:
            self._unnamed = [*self._unnamed[-20:], referent]
        return Resolved(referent, "noun_phrase")

    def _surname(self, phrase: Phrase) -> Resolved | None:
        """« Mme Paris » where the entities only know Isabelle Paris: match the last words of a person's name."""
        tokens = [token for token in phrase.tokens if token.form not in CIVILITIES and token.form not in DETERMINERS]
        if not tokens or not tokens[0].capital or (phrase.tokens[0].form not in CIVILITIES and len(tokens) > 3):
            return None
        written = " ".join(token.form for token in tokens)
        found = next(
            (
                person
                for person in self._cast.people
                if (" " + person.name.lower()).endswith(" " + written) or person.name.lower().startswith(written + " ")
            ),
            None,
        )
        return Resolved(found, "name") if found else None

    def _role(self, phrase: Phrase, names: Names, text: str) -> Resolved | None:
        tokens = phrase.tokens
        first = tokens[0].form
        at, role = _head_role(phrase, names)
        if role is None or (first in INDEFINITE and not role.plural and first not in DEFINITE):
            return None
        if first in INDEFINITE or (first in POSSESSIVE and "kin" in role.families):
            return None
        if role.kind in {"voice", "document"}:
            return None
        complement = complement_of(phrase.sentence.words[phrase.start : phrase.end], at)
        gender = role.gender or ({"le": "m", "la": "f", "ce": "m", "cet": "m", "cette": "f"}.get(first))
        pool = self._cast.people if role.kind == "person" else self._cast.bodies
        if role.plural:
            return None
        pool = [*pool, *(referent for referent in self._unnamed if role.lemma in referent.roles and referent.kind == role.kind)]
        best = self._best_for_role(pool, role, gender, complement, possessive=first in POSSESSIVE)  # type: ignore[arg-type]
        if best is None:
            return None
        best.describe(role)
        return Resolved(best, "role")

    def _best_for_role(
        self, pool: Sequence[Referent], role: Role, gender: Gender | None, complement: frozenset[str], *, possessive: bool
    ) -> Referent | None:
        scored = [
            (score - min(self._distance(referent), 9) * 0.35, -number, referent)
            for number, referent in enumerate(pool)
            if (score := self._fit(referent, role, gender, complement, possessive=possessive)) is not None
        ]
        return max(scored, key=lambda entry: entry[:2])[2] if scored else None

    def _fit(self, referent: Referent, role: Role, gender: Gender | None, complement: frozenset[str], *, possessive: bool) -> float | None:
        """Score how well a role fits a referent; none where it does not."""
        if role.kind == "person" and gender and referent.gender and gender != referent.gender:
            return None
        if role.lemma in referent.roles:
            known = referent.roles[role.lemma]
            return None if complement and known and not complement & known else 10.0
        if possessive:
            return None
        distance = self._distance(referent)
        salience = min(sum(event.referent is referent for event in self._events[-60:]), 6) * 0.25
        score = self._fit_family(referent, role, complement, distance)
        return None if score is None else score + salience

    def _fit_family(self, referent: Referent, role: Role, complement: frozenset[str], distance: int) -> float | None:
        if role.kind == "organization":
            return self._fit_body(referent, role, complement, distance)
        shared = role.families & referent.families - {"generic"}
        if complement and not _only_adjectives(complement):
            return 3.0 if shared and "generic" in role.families and distance <= 1 else None
        if distance > FARTHEST:
            return None
        if shared:
            return 6.0
        if role.families & {"any", "age"} or ("resident" in role.families and role.families == {"any"}):
            return 4.0
        salient = (self._last is not None and self._last.referent is referent) or distance <= 1
        return (
            2.0
            if not referent.roles and salient
            else 1.0
            if salient and distance <= 1 and role.families & {"activist", "expert", "head"}
            else None
        )

    def _fit_body(self, referent: Referent, role: Role, complement: frozenset[str], distance: int) -> float | None:
        if complement and not complement & {word.lower() for word in referent.name.split()} and not _only_adjectives(complement):
            return None
        if role.families & referent.families:
            return 7.0 if distance <= FARTHEST else None
        return 2.0 if not referent.families and role.families and distance <= 2 else None

    def _distance(self, referent: Referent) -> int:
        latest = next((event.sentence for event in reversed(self._events) if event.referent is referent), None)
        return self._clock - latest if latest is not None else FARTHEST + 1

    def _pronoun(self, pronoun: str, offset: int, floor: int | None) -> Resolved:
        if pronoun not in _PRONOUNS:
            return Resolved(None, "none")
        gender, plural = _PRONOUNS[pronoun]
        best: tuple[float, int] | None = None
        chosen: Referent | None = None
        for event in reversed(self._events[-80:]):
            distance = self._clock - event.sentence
            if (
                event.referent.kind == "document"
                or distance > FARTHEST
                or (distance == 0 and event.offset >= offset)
                or event.referent.plural != plural
            ):
                continue
            if gender and event.referent.gender and event.referent.gender != gender:
                continue
            score = event.weight - distance - (0.7 if gender and event.referent.gender is None else 0.0)
            if floor is not None and distance == 0 and event.offset >= floor and event.weight < SPEAKER:
                score -= 2.5  # « sa mère, raconte-t-elle, comptait »: not the subject of what is told
            if best is None or (score, event.offset) > best:
                best, chosen = (score, event.offset), event.referent
        if chosen is None:
            fitting = [person for person in self._cast.people if not gender or person.gender == gender]
            chosen = fitting[0] if len(fitting) == 1 and not plural else None
        return Resolved(chosen, "pronoun" if chosen else "none")


def _named(sentence: Sentence, start: int, end: int, names: Names) -> Mention | None:
    """Give the entity that a phrase names by itself, not in a complement: « le maire Paul Morel », not « le maire de Lyon ».

    A person's name wins over the party or club before it: « le N-VA Joris Peetermans ».
    """
    found = _first_named(sentence, start, end, names)
    if found is not None and found.entity_type != "person":
        after = next((at for at in range(start, end) if sentence.words[at].start >= found.end), end)
        person = _first_named(sentence, after, end, names) if after < end else None
        if person is not None and person.entity_type == "person" and sentence.words[after].start == person.start:
            return person
    return found


def _first_named(sentence: Sentence, start: int, end: int, names: Names) -> Mention | None:
    words = sentence.words
    for at in range(start, end):
        mention = names.mention_at(words[at].start)
        if mention is None or (at > start and mention.start < words[at].start):
            continue
        if _is_complement(sentence, at, start):
            return None
        return mention
    return None


def _acts(sentence: Sentence, at: int, mention: Mention) -> bool:
    """Tell whether a verb follows a name (« lorsque Michel Lenoir a pris la parole »), or « c'est » introduces it."""
    words = sentence.words
    if words[0].form == "c'" and at < 8:
        return True
    stop = next((later for later in range(at, len(words)) if words[later].start >= mention.end), len(words))
    return stop < len(words) and is_finite(words, stop)


def _is_complement(sentence: Sentence, at: int, start: int = 0) -> bool:
    words = sentence.words
    before = at - 1
    while (before > start and words[before].form in DETERMINERS - COMPLEMENT) or (before > start and words[before].form in CIVILITIES):
        before -= 1
    links = PREPOSITIONS | COMPLEMENT
    return start < before < at and words[before].form in links


def _head_role(phrase: Phrase, names: Names) -> tuple[int, Role | None]:
    """Give the speaker noun at the head of a phrase: the first one that is no complement."""
    tokens = phrase.tokens
    for at, token in enumerate(tokens):
        if at > 1 and tokens[at - 1].form in COMPLEMENT | PREPOSITIONS:
            break
        role = names.role(token.form)
        if role is not None:
            return at, role
        if (
            at
            and (found := inhabitant(token.form, capital=token.capital))
            and tokens[at - 1].form in DETERMINERS
            and names.mention_at(token.start) is None
        ):
            return at, found
    return 0, None


def _only_adjectives(complement: frozenset[str]) -> bool:
    return all(
        word.endswith(
            (
                "al",
                "ale",
                "ique",
                "ais",
                "aise",
                "ois",
                "oise",
                "ien",
                "ienne",
                "ain",
                "aine",
                "aire",
                "if",
                "ive",
                "el",
                "elle",
                "ard",
                "arde",
                "ol",
                "ole",
                "public",
                "publique",
            )
        )
        for word in complement
    )


def _as_written(phrase: Phrase, names: Names, text: str) -> Referent | None:
    """Make a referent of a noun phrase that stays unresolved: its words without the article."""
    words = phrase.sentence.words
    start = phrase.start
    while start < phrase.end - 1 and (words[start].form in DETERMINERS or (words[start].form in CIVILITIES and words[start + 1].capital)):
        start += 1
    name = " ".join(text[words[start].start : words[phrase.end - 1].end].split())[:512]
    if not name or not any(character.isalnum() for character in name):
        return None
    _, role = _head_role(phrase, names)
    first = words[phrase.start].form
    gender = (role.gender if role else None) or {"le": "m", "la": "f", "un": "m", "une": "f", "son": "m"}.get(first)
    plural = role.plural if role else first in {"les", "des", "ses", "leurs", "plusieurs", "certains", "certaines", "deux", "trois"}
    referent = Referent(name, gender=gender, plural=plural, kind=role.kind if role else "person")  # type: ignore[arg-type]
    if role is not None and role.kind == "person":
        referent.describe(role)
    return referent


def _speaker(resolved: Resolved, statement: Statement, text: str) -> Speaker:
    span = _mention(statement, text)
    if resolved.referent is None:
        return Speaker(mention=span)
    return Speaker(name=resolved.referent.name, entity_type=resolved.referent.entity_type, mention=span, resolved_by=resolved.by)


def _mention(statement: Statement, text: str) -> Span | None:
    phrase = statement.phrase
    if phrase is None or phrase.start >= phrase.end:
        return None
    words = phrase.sentence.words
    start, end = words[phrase.start].start, words[phrase.end - 1].end
    if text[start : start + 1] == "-":
        start += 3 if text[start : start + 3].lower() == "-t-" else 1
    return Span(field=statement.sentence.text_field, start=start, end=end, text=text[start:end])


def _plain(text: str) -> str:
    return " ".join(token for token in "".join(c if c.isalnum() else " " for c in text.lower()).split())
