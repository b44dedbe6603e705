"""Subjects of verbs and antecedents of relatives: the noun phrase before a verb, behind appositions and asides."""

from collections.abc import Sequence

from streams.nlp.language_folder import word_set
from streams.nlp.small_words import AND, BY, HE_OR_SHE, NOT, ONE, OR, SOME, THEY, TO_THE, A
from streams.nlp.speech.grammar import (
    CIVILITIES,
    COMPLEMENT,
    CONJUNCTIONS,
    DETERMINERS,
    PREPOSITIONS,
    RELATIVE,
    SUBJECT_PRONOUNS,
    TERMINAL,
    has_finite,
    is_finite,
    participles,
)
from streams.nlp.speech.names import Names
from streams.nlp.speech.phrases import (
    LONGEST_PHRASE,
    Phrase,
    is_apposition,
    is_some,
    is_the_latter,
    phrase_end,
    phrase_from,
    pronoun_phrase,
    speaks,
)
from streams.nlp.speech.sentences import Sentence
from streams.nlp.speech.tokens import Token

_OPENINGS = {"–": "–", "—": "—", "-": "-", ")": "("}
# « des » is an article too.
_PLAIN_PREPOSITIONS = PREPOSITIONS - SOME
_PLAIN_COMPLEMENT = COMPLEMENT - SOME
_BEFORE_OBJECT = PREPOSITIONS - COMPLEMENT
_ENDS_SEGMENT = frozenset({",", ";", ":", "—", "–"})
_ASIDES = word_set("asides")
_BEFORE_SUBJECT = word_set("before_subject")
_ALWAYS_SUBJECTS = HE_OR_SHE | THEY | ONE
_BEFORE_LINKED = PREPOSITIONS | word_set("before_number")
_JOINING = AND | OR
_BEFORE_CLAUSE = word_set("before_clause") | {""}
_BEFORE_NAME = _BEFORE_CLAUSE | AND | {","}
_BEFORE_VERB = NOT | word_set("third_object_pronouns", "grammar")
_SUBORDINATING = word_set("subordinating", "grammar")
_PARTICIPLES = tuple(word_set("participles", "endings"))


def phrase_before(sentence: Sentence, end: int, names: Names) -> Phrase | None:
    """Find the subject whose verb group begins at word ``end``: the noun phrase before it, behind appositions and asides if need be."""
    words = sentence.words
    at = end = _before_dashes(sentence, end)
    asides: list[tuple[int, int]] = []
    for _ in range(6):
        if at > 0 and words[at - 1].form == "," and sentence.outside(at - 1):
            start = _segment_start(sentence, at - 1, names)
            if start == 0 and not asides and _is_lead_in(sentence, start, at - 1, names):
                return None
            asides.append((start, at - 1))
            if not _is_aside(sentence, start, at - 1, names):
                return _ending_at(sentence, start, at - 1, names, asides[:-1])
            at = start
        else:
            break
    if at <= 0:
        return _first_name_like(sentence, asides, names)
    if not asides:
        return _ending_at(sentence, _segment_start(sentence, at, names), at, names, [])
    return _first_name_like(sentence, asides, names)


def _before_dashes(sentence: Sentence, end: int) -> int:
    """« Aline Morel – sans lien de parenté avec le maire – a demandé »: go back over what stands between two dashes or brackets."""
    words = sentence.words
    opening = _OPENINGS.get(words[end - 1].form, "") if end > 3 and sentence.outside(end - 1) else ""
    if not opening:
        return end
    return next((at for at in range(end - 2, max(0, end - 30), -1) if words[at].form == opening and sentence.outside(at)), end)


def antecedent(sentence: Sentence, at: int, names: Names) -> Phrase | None:
    """Find the noun phrase that a relative pronoun at word ``at`` takes up: « Abdel Boukhris, de la CGT Verre, qui prédit »."""
    words = sentence.words
    start, end = 0, _before_dashes(sentence, at - 1 if at and words[at - 1].form == "," else at)
    for _ in range(3):
        start = _segment_start(sentence, end, names)
        if start >= end:
            return None
        # « un avis du CIEM, publié en juin, d'après lequel », but « dit Anne Morel, qui assure »
        participle = _participial(words[start].form) and not words[start].capital and names.mention_at(words[start + 1].start) is None
        aside = participle or words[start].form in _PLAIN_PREPOSITIONS
        if not aside or start == 0:
            break
        end = start - 1
    phrase = _ending_at(sentence, start, end, names, [])
    if start >= 2 and words[start - 1].form == "," and is_apposition(sentence, start, end, names):
        earlier = _segment_start(sentence, start - 1, names)
        return _ending_at(sentence, earlier, start - 1, names, [(start, end)]) or phrase
    if (agent := _agent_at_end(sentence, start, end, names)) is not None:
        return agent
    # « Même constat chez les élus, qui parlent de… »: where a noun speaks and no verb parts them, what stands behind belongs to it.
    new = has_finite(words, start, end) or phrase is None or not speaks(phrase, names)
    return (_object_at_end(sentence, start, end, names) if new else None) or phrase


def _agent_at_end(sentence: Sentence, start: int, end: int, names: Names) -> Phrase | None:
    """« un chiffre contesté par la FNSEA, qui évoque… »: the agent at the end is taken up."""
    words = sentence.words
    agent = next((at for at in range(end - 1, max(start, end - 10) - 1, -1) if words[at].form in BY), None)
    phrase = phrase_from(sentence, agent + 1, names, limit=end) if agent is not None else None
    return phrase if phrase is not None and phrase.end == end else None


def _object_at_end(sentence: Sentence, start: int, end: int, names: Names) -> Phrase | None:
    """« Elle a écrit à la préfecture, qui admet que… »: behind a preposition other than « de », who stands at the end."""
    words = sentence.words
    at = next((at for at in range(end - 1, max(start, end - 10) - 1, -1) if words[at].form in _BEFORE_OBJECT), None)
    if at is None:
        return None
    phrase = phrase_from(sentence, at if words[at].form in TO_THE else at + 1, names, limit=end)
    return phrase if phrase is not None and phrase.end == end and speaks(phrase, names) else None


def _segment_start(sentence: Sentence, end: int, names: Names) -> int:
    """Find where the stretch that ends at word ``end`` begins: behind the last comma, colon, semicolon, bracket or quotation.

    A comma in a name is none: « la Direction de la concurrence, de la consommation et de la répression des fraudes ».
    """
    words = sentence.words
    for at in range(end - 1, max(-1, end - 1 - 60), -1):
        ends = words[at].form in _ENDS_SEGMENT or (words[at].form in TERMINAL and at < end - 1)
        if ends and names.mention_at(words[at].start) is None:
            return at + 1
        if not sentence.outside(at) and at + 1 < end and sentence.outside(at + 1) and not _is_name_in_quotes(sentence, at):
            return at + 1
    return 0


def _is_name_in_quotes(sentence: Sentence, at: int) -> bool:
    """Tell whether the quotation at a word is short enough to belong to a name: « le collectif « Eau pour tous » »."""
    quotation = sentence.quoted[at]
    return quotation is not None and quotation.end - quotation.start < 30


def _is_lead_in(sentence: Sentence, start: int, end: int, names: Names) -> bool:
    return (
        sentence.words[start].form in PREPOSITIONS
        and not has_finite(sentence.words, start, end)
        and names.mention_at(sentence.words[start].start) is None
    )


def _is_aside(sentence: Sentence, start: int, end: int, names: Names) -> bool:
    """Tell whether a stretch before the comma is an aside (« , lui, », « , 58 ans, », « , qui dirige le club, ») or an apposition."""
    words = sentence.words
    first = words[start].form if start < end else ""
    if not first or first in RELATIVE or (first in PREPOSITIONS and not _is_plural_article(words, start)) or first in _ASIDES:
        return True
    if first[0].isdigit() or _participial(first):
        return True
    if first not in DETERMINERS and names.is_speaker_noun(first):
        return True
    if first in A and start >= 2 and words[start - 1].form == ",":
        return True  # « Le patron, un Gantois de 54 ans, se défend de… »
    if start >= 2 and words[start - 1].form == "," and _is_name(sentence, _segment_start(sentence, start - 1, names), start - 1, names):
        return True  # « Pharmasuisse, la faîtière des pharmaciens, se dit… »
    if start >= 2 and words[start - 1].form == "," and is_apposition(sentence, start, end, names):
        previous = _segment_start(sentence, start - 1, names)
        participial = not words[previous].capital and _participial(words[previous].form)
        return participial or _is_nominal(sentence, previous, start - 1, names)
    return not _is_nominal(sentence, start, end, names)


def _is_name(sentence: Sentence, start: int, end: int, names: Names) -> bool:
    """Tell whether a stretch is a name and nothing else, but for its article."""
    words = sentence.words
    first = start + (start < end and words[start].form in DETERMINERS)
    mention = names.mention_at(words[first].start) if first < end else None
    return mention is not None and mention.start == words[first].start and mention.end >= words[end - 1].end


def _is_nominal(sentence: Sentence, start: int, end: int, names: Names) -> bool:
    """Tell whether a stretch is a noun phrase that can be a subject: it begins like one or ends with one, and has no verb of its own."""
    words = sentence.words
    if start >= end or has_finite(words, start, end):
        return False
    first = words[start].form
    if first in PREPOSITIONS and not _is_plural_article(words, start):
        return False
    if _participial(first) and names.mention_at(words[start].start) is None:
        return False
    at = start
    while at < end and words[at].form in _BEFORE_SUBJECT:
        at += 1
    return at < end and (
        words[at].form in DETERMINERS
        or _is_plural_article(words, at)
        or (words[at].capital and words[at].form not in PREPOSITIONS)
        or names.mention_at(words[at].start) is not None
    )


def _is_plural_article(words: Sequence[Token], at: int) -> bool:
    """« Des élus, interrogés lundi, assurent », « D'autres, comme Paul Morel, jurent »: at the head of a sentence these are articles."""
    return at == 0 and (words[at].form in SOME or is_some(words, at))


def _participial(form: str) -> bool:
    return form in participles() or form.endswith(_PARTICIPLES)


def _first_name_like(sentence: Sentence, asides: list[tuple[int, int]], names: Names) -> Phrase | None:
    for start, end in reversed(asides):
        if _is_nominal(sentence, start, end, names):
            others = tuple(pair for pair in asides if pair != (start, end))
            return _ending_at(sentence, start, end, names, list(others))
    return None


def _ending_at(sentence: Sentence, start: int, end: int, names: Names, asides: Sequence[tuple[int, int]]) -> Phrase | None:
    """Read the noun phrase at the end of a stretch: « Mardi soir le maire de Lyon » gives « le maire de Lyon »."""
    words = sentence.words
    begin = _phrase_start(sentence, start, end, names)
    if begin is None:
        return None
    if begin == end - 2 and is_the_latter(words, begin, alone=True):
        return Phrase(sentence, begin, end, pronoun=f"{words[begin].form} {words[begin + 1].form}")
    if begin == end - 1 and words[begin].form in SUBJECT_PRONOUNS:
        return pronoun_phrase(sentence, begin, words[begin].form)
    stop = phrase_end(sentence, begin, names, end)
    ordered = tuple(sorted(pair for pair in asides if is_apposition(sentence, *pair, names)))
    return Phrase(sentence, begin, max(stop, begin + 1), ordered)


def _is_pronoun(sentence: Sentence, start: int, at: int, names: Names) -> bool:
    word = sentence.words[at]
    if word.form not in SUBJECT_PRONOUNS or names.mention_at(word.start) is not None:
        return False
    return word.form in _ALWAYS_SUBJECTS or at == start or sentence.words[at - 1].form in CONJUNCTIONS


def _phrase_start(sentence: Sentence, start: int, end: int, names: Names) -> int | None:
    words = sentence.words
    if end - 2 >= start and is_the_latter(words, end - 2, alone=True):
        return end - 2
    if end - 1 >= start and _is_pronoun(sentence, start, end - 1, names):
        return end - 1
    best: int | None = None
    for at in range(end - 1, max(start - 1, end - 1 - LONGEST_PHRASE), -1):
        before = words[at - 1].form if at > start else ""
        if words[at].form in DETERMINERS and words[at].form not in _PLAIN_COMPLEMENT:
            joined = before in _JOINING and at - 2 >= start and not has_finite(words, start, at - 1)
            linked = before in _BEFORE_LINKED or before in DETERMINERS or joined
            if words[at].form in SOME and before not in _BEFORE_CLAUSE:
                linked = True  # « le rapport des experts »
            if not linked:
                best = at
                if before not in _JOINING or has_finite(words, start, at - 1):
                    return at
        elif is_some(words, at) and (at == start or before in _BEFORE_CLAUSE | CONJUNCTIONS):
            return at  # « Mais de nombreux élus assurent que »
        elif (mention := names.mention_at(words[at].start)) is not None and mention.start == words[at].start:
            if before in CIVILITIES:
                continue  # decided at the civility
            if before not in PREPOSITIONS and before not in DETERMINERS and not (before and names.is_speaker_noun(before)):
                best = at
                if before in _BEFORE_NAME:
                    return at
        elif words[at].form in CIVILITIES and before not in PREPOSITIONS:
            return at
    if best is not None:
        return best
    begins = words[start].capital and words[start].form not in PREPOSITIONS if start < end else False
    return start if begins or (start < end and names.is_speaker_noun(words[start].form)) else None


def lead_subject(sentence: Sentence, names: Names, before: int | None = None) -> Phrase | None:
    """Find the subject of the sentence: the noun phrase before its first finite verb that stands outside quotations."""
    words = sentence.words
    limit = len(words) if before is None else before
    for at in range(min(limit, 80)):
        if sentence.outside(at) and is_finite(words, at) and not _in_relative(words, at):
            left = at
            while left and words[left - 1].form in _BEFORE_VERB:
                left -= 1
            if (phrase := phrase_before(sentence, left, names)) is not None:
                return phrase
    return _lone_name(sentence, names, limit)


def _lone_name(sentence: Sentence, names: Names, limit: int) -> Phrase | None:
    """« À 14 ans, Yvette Lebreton entre au triage »: where no verb is known, the first person named without a preposition."""
    words = sentence.words
    for mention in names.between(sentence.start, sentence.end):
        at = next((at for at in range(min(limit, 80)) if words[at].start == mention.start), None)
        if at is not None and mention.entity_type == "person" and sentence.outside(at):
            before = words[at - 1].form if at else ""
            if before not in PREPOSITIONS and before not in DETERMINERS:
                return phrase_from(sentence, at, names)
    return None


def _in_relative(words: Sequence[Token], at: int) -> bool:
    return any(word.form in _SUBORDINATING for word in words[max(0, at - 4) : at])
