"""From the words beside a cue to the speaker's name: names, appositions, roles, pronouns, and quotations that go on."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from contracts.messages import ResolvedBy, Span, Speaker
from streams.nlp.language_folder import pattern, word_set
from streams.nlp.small_words import BY, HE_OR_SHE, ONE, THE_ELIDED, THE_SINGULAR, THEY, A
from streams.nlp.speech.cast import Cast, Referent, mentions_of
from streams.nlp.speech.grammar import (
    CIVILITIES,
    DEFINITE,
    DEMONSTRATIVE,
    DETERMINERS,
    INDEFINITE,
    POSSESSIVE,
    after_pronouns,
    inverted_pronoun,
    is_finite,
    is_impersonal,
)
from streams.nlp.speech.lexicon import verb_forms
from streams.nlp.speech.memory import ACTOR, BODY, BODY_SUBJECT, PERSON, PLACE, PRONOUN, QUESTIONERS, SPEAKER, SUBJECT, Memory, surname
from streams.nlp.speech.modality import is_promise
from streams.nlp.speech.names import Mention, Names
from streams.nlp.speech.phrases import Phrase, phrase_from, speaks
from streams.nlp.speech.reports import place_of_on
from streams.nlp.speech.roles import ARTICLE_GENDER, role_of
from streams.nlp.speech.sentences import Sentence
from streams.nlp.speech.statements import Statement, clause_start
from streams.nlp.speech.subjects import lead_subject
from streams.nlp.speech.tokens import Token
from streams.nlp.speech.wording import Description, as_written, describe, in_complement, named

# How far behind its subject a verb of reaction stands (« ne la contredit pas »), in words.
REACH = 4
# So many words of a title, at its head, are those of the body.
ALIKE = 5
_THIRD = HE_OR_SHE | THEY
_SOME_PEOPLE = word_set("some_people")
_FIRST, _SECOND = word_set("the_first"), word_set("the_second")
_FIRST_SINGULAR = word_set("first_singular", "grammar")
_ONE_OR_OTHER, _THE_SAME = word_set("one_or_other"), word_set("the_same")
_AS_FOR, _INTRODUCING = word_set("as_for"), word_set("introducing")
_PRONOUN_LINK = pattern("pronoun_link")
_WEIGHTS = {"person": PERSON, "organization": BODY, "place": PLACE}


@dataclass(frozen=True, slots=True)
class _Resolved:
    referent: Referent | None
    by: ResolvedBy


_NOBODY = _Resolved(None, "none")


class Conversation:
    """The speakers of one article, resolved in the order of the text; the body first, then the title, which speaks of the same people."""

    def __init__(self, cast: Cast, in_title: frozenset[str] = frozenset()) -> None:
        self._memory = Memory(cast, in_title)
        self._cast = cast
        self._said: list[tuple[str, _Resolved]] = []
        self._turns: list[_Resolved] = []
        self._guest: _Resolved | None = None
        # The sentence that says whom « on » stands for (« À la mairie, on nuance »), and who that is.
        self._on: tuple[Sentence, _Resolved] | None = None

    def resolve(
        self, sentences: Sequence[Sentence], statements: Sequence[Statement], names: Names, text: str
    ) -> Iterator[tuple[Statement, Speaker, tuple[str, ...]]]:
        """Give each statement of one field its speaker, and the entities that its pronouns and roles mean."""
        field = _Field(names, text)
        self._turns = []
        by_sentence: dict[int, list[Statement]] = {}
        for statement in sorted(statements, key=lambda statement: statement.position):
            by_sentence.setdefault(id(statement.sentence), []).append(statement)
        for number, sentence in enumerate(sentences):
            self._memory.next_sentence(sentence.paragraph)
            self._mention(sentence, field)
            self._note_on(sentence, field)
            following = sentences[number + 1] if number + 1 < len(sentences) else None
            for statement in by_sentence.get(id(sentence), ()):
                if self._promises_nothing(statement, field, sentences[number - 1] if number else None):
                    continue
                speaker = self._speaker(statement, field, following)
                if statement.link != "echo" or speaker.name is not None:
                    meant = list(self._meant(statement, field))
                    for referent in meant:
                        self._memory.note(referent, statement.start, PERSON)
                    yield statement, speaker, tuple(referent.name for referent in meant)

    def _promises_nothing(self, statement: Statement, field: "_Field", before: Sentence | None) -> bool:
        """« Le loto aura lieu lundi. Il promet d'être disputé »: the subject that the pronoun takes up is a thing."""
        phrase = statement.phrase
        if phrase is None or phrase.pronoun not in _THIRD or statement.kind != "indirect" or not is_promise(statement):
            return False
        own = lead_subject(phrase.sentence, field.names, phrase.start)
        if own is None or own.start == phrase.start:
            if phrase.sentence.words[0].form in _AS_FOR:
                own = phrase_from(phrase.sentence, 2, field.names)
            else:
                own = lead_subject(before, field.names) if before is not None else None
        return own is not None and own.pronoun is None and not speaks(own, field.names)

    def _speaker(self, statement: Statement, field: "_Field", following: Sentence | None) -> Speaker:
        resolved = self._statement(statement, field, following)
        self._turns = [*self._turns[-3:], resolved]
        self._said.append((_plain(field.text[statement.start : statement.end]), resolved))
        mention = _mention(statement, field.text)
        if resolved.referent is None:
            return Speaker(mention=mention)
        self._memory.hear(resolved.referent)
        weight = BODY if resolved.referent.kind in {"voice", "document"} else SPEAKER
        self._memory.note(resolved.referent, statement.position, weight)
        return Speaker(name=resolved.referent.name, entity_type=resolved.referent.entity_type, mention=mention, resolved_by=resolved.by)

    def _meant(self, statement: Statement, field: "_Field") -> Iterator[Referent]:
        """Find the entities that « il », « elle » and roles (« la ministre ») in a claim take up; who is quoted calls himself « je »."""
        speaker = self._memory.speaker
        for at, word in enumerate(statement.sentence.words):
            if not statement.start <= word.start < statement.end:
                continue
            found = self._taken_up(statement, at, field)
            if found is not None and found.entity_type is not None and not (statement.kind == "direct" and found is speaker):
                yield found

    def _taken_up(self, statement: Statement, at: int, field: "_Field") -> Referent | None:
        words = statement.sentence.words
        if words[at].form in HE_OR_SHE:
            # Behind another noun of the claim a pronoun can mean that thing.
            nouns = any(word.form in DETERMINERS for word in words[:at] if word.start >= statement.start)
            return None if nouns or is_impersonal(words, at) else self._memory.by_pronoun(words[at].form, words[at].start, None)
        if words[at].form in DEFINITE and at + 1 < len(words) and field.names.is_speaker_noun(words[at + 1].form):
            phrase = phrase_from(statement.sentence, at, field.names)
            if phrase is not None and named(statement.sentence, phrase.start, phrase.end, field.names) is None:
                description = describe(phrase, field.names)
                if description is not None and description.role.kind == "person" and not description.role.plural:
                    return self._memory.by_description(description)
        return None

    def _mention(self, sentence: Sentence, field: "_Field") -> None:
        """Note who is named in a sentence, its subject before the others."""
        names, words = field.names, sentence.words
        subject = lead_subject(sentence, names)
        last = subject and max([subject.end, *(end for _, end in subject.appositions)])
        start, end = (words[subject.start].start, words[last - 1].end) if subject and last else (0, 0)
        self._topic(sentence, field)
        # « L'ambiance s'est gâtée avec Paul Morel. Il… »: the only person there, where the subject is a thing.
        alone = (subject is None or not speaks(subject, names)) and self._only_person(sentence, field).referent is not None
        for at, mention in mentions_of(sentence, names):
            weight = _WEIGHTS[mention.entity_type]
            if start <= mention.start < end and not in_complement(sentence, at, -1):
                weight = SUBJECT if mention.entity_type == "person" else BODY_SUBJECT
            elif mention.entity_type == "person" and (alone or _acts(sentence, at, mention)):
                weight = ACTOR
            self._memory.note(self._cast.referents[mention.entity], mention.start, weight)
        if subject is None or names.between(start, end):
            return
        resolved = _NOBODY
        if (subject.pronoun is None or subject.pronoun in _THIRD) and speaks(subject, names):
            behind = words[subject.end : subject.end + REACH]
            resolved = self._phrase(subject, field, others=self._answered(behind, subject))
        if resolved.referent is not None and resolved.referent.kind in {"person", "organization", "voice"}:
            self._memory.note(resolved.referent, start, SUBJECT if subject.pronoun is None else PRONOUN)

    def _note_on(self, sentence: Sentence, field: "_Field") -> None:
        """Remember the place that « on » speaks for, as long as each sentence says « on »."""
        if not any(word.form in ONE or inverted_pronoun(word.form) in ONE for word in sentence.words):
            self._on = None
        elif any(word.form in ONE for word in sentence.words) and (place := place_of_on(sentence, field.names)) is not None:
            self._on = (sentence, self._phrase(place, field))

    def _topic(self, sentence: Sentence, field: "_Field") -> None:
        """« Quant au gouvernement, il… »: what the sentence begins with is whom it speaks of."""
        if sentence.words[0].form not in _AS_FOR or len(sentence.words) < 3:
            return
        topic = phrase_from(sentence, 2, field.names)
        if topic is not None and speaks(topic, field.names) and (referent := self._phrase(topic, field).referent) is not None:
            self._memory.note(referent, sentence.start, SUBJECT + 1)

    def _statement(self, statement: Statement, field: "_Field", following: Sentence | None) -> _Resolved:
        phrase, link = statement.phrase, statement.link
        beside = self._beside(phrase, statement, field) if phrase is not None else _NOBODY
        if (
            statement.sentence.text_field == "title"
            and beside.by == "noun_phrase"
            and (named := self._same_words(statement, field)) is not None
        ):
            return named
        if link == "none" or (phrase is not None and link in {"phrase", "incise"}):
            return beside
        if link in {"title", "echo"}:
            return self._of_title(statement, field, beside)
        if link == "turn":
            return self._turns[-2] if len(self._turns) > 1 else _NOBODY
        if link == "before" and beside.referent is not None and beside.referent.kind == "person":
            return _Resolved(beside.referent, "continuation")
        if link == "answer" or (link == "next" and self._guest is not None):
            self._guest = self._guest or _Resolved(self._memory.guest(), "continuation")
            return self._guest
        if link == "next" and following is not None and (found := self._of_next(statement, field, following)) is not None:
            return found
        if self._guest is not None:
            return self._guest
        speaker = self._memory.speaker or self._memory.just_named()
        return _Resolved(speaker, "continuation") if speaker is not None else _NOBODY

    def _beside(self, phrase: Phrase, statement: Statement, field: "_Field") -> _Resolved:
        """Resolve the words beside a cue; a reply is not by whom it answers, and who is described is not named in what he says."""
        start, end = statement.cue or (0, 0)
        others = self._answered([word for word in statement.sentence.words if start <= word.start < end], phrase)
        if phrase.pronoun is None:
            others += [self._cast.referents[named.entity] for named in field.names.between(statement.start, statement.end)]
        if phrase.pronoun in ONE and (place := self._place_of_on(phrase)) is not None:
            return place
        person = statement.kind == "direct" and _says_i(statement)
        return self._phrase(phrase, field, floor=statement.start, offset=statement.position, others=others, person=person)

    def _place_of_on(self, phrase: Phrase) -> _Resolved | None:
        """« À la mairie, on nuance. Tout serait payé, dit-on »: « on » of the sentence before, in the same paragraph."""
        before = self._on
        return before[1] if before is not None and before[0].paragraph == phrase.sentence.paragraph else None

    def _answered(self, words: Sequence[Token], subject: Phrase) -> list[Referent]:
        """Give whom a verb among these words answers: « L'autre ne la contredit pas », « a-t-il répliqué » to the judge."""
        flags = {flag for word in words for verb, _ in verb_forms().get(word.form, ()) for flag in verb.flags}
        if subject.pronoun is None:
            return self._memory.just_heard() if "reply" in flags else []
        # « Il nie tout. « C'est faux », réplique-t-il »: elsewhere a pronoun rather goes on with who spoke.
        return self._memory.just_heard(QUESTIONERS) if flags & {"reply", "yield"} else []

    def _of_title(self, statement: Statement, field: "_Field", beside: _Resolved) -> _Resolved:
        """A quotation in the title is whose it is in the body, or that of the words beside it, or of the one person the title names."""
        if (same := self._same_words(statement, field)) is not None:
            return same
        if statement.phrase is not None:
            return beside
        return self._only_person(statement.sentence, field) if statement.link == "title" else _NOBODY

    def _same_words(self, statement: Statement, field: "_Field") -> _Resolved | None:
        """Find who says the words of a title in the body."""
        plain = _plain(field.text[statement.start : statement.end])
        same = (resolved for said, resolved in self._said if plain and _are_same(plain, said))
        referent = next((resolved.referent for resolved in same if resolved.referent is not None), None)
        return _Resolved(referent, "continuation") if referent is not None else None

    def _of_next(self, statement: Statement, field: "_Field", following: Sentence) -> _Resolved | None:
        subject = lead_subject(following, field.names)
        if subject is not None and speaks(subject, field.names):
            return self._phrase(subject, field)
        only = self._only_person(following, field)
        return only if self._memory.speaker is None and only.referent is not None else None

    def _only_person(self, sentence: Sentence, field: "_Field") -> _Resolved:
        """A quotation in a sentence (or before one) that names a single person is that person's."""
        found = {mention.entity for _, mention in mentions_of(sentence, field.names) if mention.entity_type == "person"}
        return _Resolved(self._cast.referents[found.pop()], "continuation") if len(found) == 1 else _NOBODY

    def _phrase(
        self,
        phrase: Phrase,
        field: "_Field",
        *,
        floor: int | None = None,
        offset: int | None = None,
        others: Sequence[Referent] = (),
        person: bool = False,
    ) -> _Resolved:
        if phrase.pronoun in _SOME_PEOPLE:
            return self._new(phrase, field)
        if phrase.pronoun is not None:
            position = phrase.sentence.words[phrase.start].start if offset is None else offset
            found = self._memory.by_pronoun(phrase.pronoun, position, floor, others, person=person)
            return _Resolved(found, "pronoun") if found is not None else _NOBODY
        mention = named(phrase.sentence, phrase.start, phrase.end, field.names)
        if mention is not None:
            return _Resolved(self._cast.referents[mention.entity], "name")
        if _is_one_of_two(phrase):
            return self._new(phrase, field)
        if len(phrase.tokens) == 2 and phrase.tokens[0].form in THE_SINGULAR and phrase.tokens[1].form in _FIRST | _SECOND:
            found = self._memory.of_two(ARTICLE_GENDER.get(phrase.tokens[0].form), first=phrase.tokens[1].form in _FIRST)
            if found is not None:
                return _Resolved(found, "role")
        return self._apposed(phrase, field) or self._surname(phrase) or self._described(phrase, field, others) or self._new(phrase, field)

    def _apposed(self, phrase: Phrase, field: "_Field") -> _Resolved | None:
        """« La préfète, Mathilde de Saint-Aubin, »: the name behind the noun; documents and bodies have none there."""
        description = describe(phrase, field.names)
        if description is not None and description.role.kind not in {"person", "voice"}:
            return None
        for start, end in phrase.appositions:
            mention = named(phrase.sentence, start, end, field.names)
            if mention is not None and mention.entity_type != "place":
                return _Resolved(self._cast.referents[mention.entity], "apposition")
        return None

    def _surname(self, phrase: Phrase) -> _Resolved | None:
        """« Mme Paris » where the entities only know Isabelle Paris."""
        tokens = [token for token in phrase.tokens if token.form not in CIVILITIES and token.form not in DETERMINERS]
        if not tokens or not tokens[0].capital or (phrase.tokens[0].form not in CIVILITIES and len(tokens) > 3):
            return None
        found = surname(self._cast.people, " ".join(token.form for token in tokens))
        return _Resolved(found, "name") if found is not None else None

    def _described(self, phrase: Phrase, field: "_Field", others: Sequence[Referent]) -> _Resolved | None:
        description = describe(phrase, field.names)
        if description is not None and description.role.kind == "voice":
            return self._same_voice(phrase, description)
        if description is None or description.role.plural or description.role.kind == "document":
            return None
        if description.determiner in INDEFINITE or (description.determiner in POSSESSIVE and "kin" in description.role.families):
            return None
        words = phrase.sentence.words
        stretches = list(phrase.appositions)
        if description.role.kind == "person" and description.determiner in THE_SINGULAR and "any" not in description.role.families:
            # « Interrogé par Me Morel, l'expert a admis »: who is named before in the sentence is not described in it.
            stretches.append((clause_start(phrase.sentence, phrase.start), phrase.start))
        ends = [(words[start].start, words[end - 1].end) for start, end in stretches if end > start]
        own = {mention.entity for start, end in ends for mention in field.names.between(start, end)}
        found = self._memory.by_description(description, [*others, *(self._cast.referents[entity] for entity in own)])
        if found is None:
            return None
        found.describe(description.role)
        return _Resolved(found, "role")

    def _same_voice(self, phrase: Phrase, description: Description) -> _Resolved | None:
        """« Selon cette même source »: only a demonstrative or « même » takes up an unnamed voice."""
        if description.determiner not in DEMONSTRATIVE and not any(token.form in _THE_SAME for token in phrase.tokens):
            return None
        found = self._memory.voice(description)
        return _Resolved(found, "role") if found is not None else None

    def _new(self, phrase: Phrase, field: "_Field") -> _Resolved:
        """Keep a noun phrase that names nobody known; « ce diplomate » can take it up again."""
        referent = as_written(phrase, field.names, field.text)
        if referent is not None and referent.roles and (referent.kind == "voice" or not referent.plural):
            self._memory.introduce(referent)
        return _Resolved(referent, "noun_phrase")


@dataclass(frozen=True, slots=True)
class _Field:
    names: Names
    text: str


def _says_i(statement: Statement) -> bool:
    inside = (word.form for word in statement.sentence.words if statement.start <= word.start < statement.end)
    return not _FIRST_SINGULAR.isdisjoint(inside)


def _is_one_of_two(phrase: Phrase) -> bool:
    """« L'un parle d'un « recul », l'autre jure que… »: both are meant by these words alone."""
    if phrase.end != phrase.start + 2 or phrase.tokens[0].form not in THE_ELIDED or phrase.tokens[1].form not in _ONE_OR_OTHER:
        return False
    return any(article.form in THE_ELIDED and word.form in A for article, word in pairwise(phrase.sentence.words[: phrase.end]))


def _acts(sentence: Sentence, at: int, mention: Mention) -> bool:
    """Tell whether a verb follows a name (« lorsque Michel Lenoir a pris la parole »), or « c'est » introduces it."""
    words = sentence.words
    if words[0].form in _INTRODUCING and at < 8:
        return True
    before = at - 1
    while before > 0 and (words[before].form in DETERMINERS or words[before].form in CIVILITIES or role_of(words[before].form) is not None):
        before -= 1
    if before >= 0 and words[before].form in BY:
        return True  # « reprise par l'eurodéputé Paul Morel »
    stop = next((later for later in range(at, len(words)) if words[later].start >= mention.end), len(words))
    stop = after_pronouns(words, stop)  # « quand Paul Morel s'est emparé du micro »
    return stop < len(words) and is_finite(words, stop)


def _mention(statement: Statement, text: str) -> Span | None:
    phrase = statement.phrase
    if phrase is None or phrase.start >= phrase.end:
        return None
    words = phrase.sentence.words
    start, end = words[phrase.start].start, words[phrase.end - 1].end
    if (link := _PRONOUN_LINK.match(text, start)) is not None:
        start = link.end()
    return Span(field=statement.sentence.text_field, start=start, end=end, text=text[start:end])


def _are_same(title: str, said: str) -> bool:
    """Tell whether one of two stretches holds the other, or both begin alike: a title can put together what stands apart."""
    first = title.split()[:ALIKE]
    return title in said or (said in title and len(said) > 12) or (len(first) == ALIKE and first == said.split()[:ALIKE])


def _plain(text: str) -> str:
    return " ".join("".join(character if character.isalnum() else " " for character in text.lower()).split())
