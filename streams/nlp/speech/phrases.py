"""Noun phrases beside a cue: who is said to speak, as the text words it."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from streams.nlp.speech.grammar import (
    BETWEEN,
    CIVILITIES,
    COMPLEMENT,
    CONJUNCTIONS,
    DAYS,
    DETERMINERS,
    PREPOSITIONS,
    QUOTE_MARKS,
    RELATIVE,
    SUBJECT_PRONOUNS,
    TERMINAL,
    has_finite,
    is_finite,
    participles,
)
from streams.nlp.speech.names import Names
from streams.nlp.speech.sentences import Sentence
from streams.nlp.speech.tokens import Token

# Longest noun phrase with its complements, in words.
LONGEST_PHRASE = 24
_STOP = TERMINAL | {",", ";", ":", "(", ")", "[", "]", "—", "–"}


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun phrase or pronoun: the words ``start:end`` of a sentence, and the word ranges of its appositions (« , Mircea Dobranu, »)."""

    sentence: Sentence
    start: int
    end: int
    appositions: tuple[tuple[int, int], ...] = ()
    pronoun: str | None = None
    words: Sequence[Token] = field(default=(), repr=False)

    @property
    def tokens(self) -> list[Token]:
        """Its words without the appositions."""
        return self.sentence.words[self.start : self.end]


def pronoun_phrase(sentence: Sentence, at: int, pronoun: str) -> Phrase:
    """Make the phrase of a pronoun that is one word (or part of one, when inverted)."""
    return Phrase(sentence, at, at + 1, pronoun=pronoun)


def phrase_from(sentence: Sentence, start: int, names: Names, *, limit: int | None = None) -> Phrase | None:
    """Read the noun phrase that begins at a word, with its appositions; none where no noun phrase begins there."""
    words = sentence.words
    limit = len(words) if limit is None else limit
    if start >= limit or not _can_begin(words, start, names):
        return None
    if is_the_latter(words, start):
        return Phrase(sentence, start, start + 2, pronoun=f"{words[start].form} {words[start + 1].form}")
    if words[start].form in SUBJECT_PRONOUNS and not _determines(words, start):
        return pronoun_phrase(sentence, start, words[start].form)
    end = phrase_end(sentence, start, names, limit)
    if end <= start:
        return None
    return Phrase(sentence, start, end, tuple(_appositions_after(sentence, end, names, limit)))


def is_the_latter(words: Sequence[Token], at: int, *, alone: bool = False) -> bool:
    """Tell whether « ce dernier », « cette dernière » stands here without a noun; ``alone`` where the phrase is known to end with it."""
    if words[at].form not in {"ce", "cette", "ces"} or at + 1 >= len(words) or not words[at + 1].form.startswith(("dernier", "dernière")):
        return False
    if alone or at + 2 >= len(words) or not words[at + 2].form.isalpha():
        return True
    return words[at + 2].form in PREPOSITIONS | CONJUNCTIONS or is_finite(words, at + 2)


def _determines(words: Sequence[Token], at: int) -> bool:
    """« plusieurs sources »: the word is a determiner, not a pronoun."""
    if words[at].form not in DETERMINERS or at + 1 >= len(words):
        return False
    following = words[at + 1]
    return following.form.isalpha() and following.form not in PREPOSITIONS | CONJUNCTIONS | DETERMINERS and not is_finite(words, at + 1)


def _can_begin(words: Sequence[Token], at: int, names: Names) -> bool:
    word = words[at]
    if word.form in PREPOSITIONS - {"des"} or word.form in _STOP or word.form in QUOTE_MARKS or word.form in RELATIVE:
        return False
    return (
        word.capital
        or word.form in DETERMINERS
        or word.form in CIVILITIES
        or word.form in SUBJECT_PRONOUNS
        or names.is_speaker_noun(word.form)
        or names.mention_at(word.start) is not None
        or word.form[0].isdigit()
    )


def phrase_end(sentence: Sentence, start: int, names: Names, limit: int) -> int:
    """Find where a noun phrase ends: before a preposition other than « de », a relative, a verb, a comma, a day of the week."""
    words = sentence.words
    at = start
    limit = min(limit, start + LONGEST_PHRASE)
    while at < limit:
        word = words[at]
        mention = names.mention_at(word.start)
        if mention is not None and mention.end > word.start:
            while at < limit and words[at].start < mention.end:
                at += 1
            continue
        if at > start and _ends_phrase(words, at, names):
            break
        at += 1
    while at > start + 1 and words[at - 1].form in COMPLEMENT | {"et", "le", "la", "les", "l'"}:
        at -= 1
    if at > start + 2 and at < limit and words[at].form in PREPOSITIONS | DAYS and _is_trailing(words[at - 1], names):
        at -= 1  # « un délégué présent au fond de la salle »
    return at


def _is_trailing(word: Token, names: Names) -> bool:
    if word.capital or names.is_speaker_noun(word.form) or names.mention_at(word.start) is not None:
        return False
    return (
        word.form.startswith("présent")
        or word.form.endswith(("é", "ée", "és", "ées", "is", "ie", "ies", "u", "us", "ue", "ues"))
        or word.form in participles()
    )


def _ends_phrase(words: Sequence[Token], at: int, names: Names) -> bool:
    form, before = words[at].form, words[at - 1].form
    if form in _STOP or form in QUOTE_MARKS or form in RELATIVE or form.startswith("-"):
        return True
    if form in COMPLEMENT or before in COMPLEMENT or before in {"l'", "d'"}:
        return form in DAYS
    if form in {"et", "ou"}:
        return not _coordinates(words, at, names)
    if form in PREPOSITIONS:
        return not (form in {"à", "aux", "au", "en"} and names.is_role_complement(before, words, at))
    if form in CONJUNCTIONS or form in DAYS or form in {"n'", "ne", "se", "s'", "y"}:
        return True
    if before in DETERMINERS and form not in DETERMINERS:
        return False
    if form in BETWEEN and form not in {"dernier", "dernière", "son", "sa", "cette", "jour", "nuit"}:
        return True
    if form.endswith("ant") and before not in DETERMINERS and form in names.gerunds and not names.is_speaker_noun(form):
        return True
    if form in participles() and at + 1 < len(words) and words[at + 1].form not in _STOP and words[at + 1].form not in COMPLEMENT:
        return not names.is_speaker_noun(form)
    return is_finite(words, at) and not names.is_speaker_noun(form)


def _coordinates(words: Sequence[Token], at: int, names: Names) -> bool:
    """« et » goes on with the phrase before a determiner or a name, unless a clause with its own verb follows."""
    if at + 1 >= len(words):
        return False
    following = words[at + 1]
    if not (following.form in DETERMINERS or following.capital or names.is_speaker_noun(following.form)):
        return False
    return not has_finite(words, at + 1, min(len(words), at + 6))


def _appositions_after(sentence: Sentence, end: int, names: Names, limit: int) -> list[tuple[int, int]]:
    """Read « , Mircea Dobranu, » or « , la ministre du Budget, » behind a phrase; at most three, an age in between is skipped."""
    words, found, at = sentence.words, [], end
    if at + 2 < limit and words[at].form == "(":
        at = next((later + 1 for later in range(at, min(limit, at + 8)) if words[later].form == ")"), at)
    for _ in range(3):
        if at + 1 >= limit or words[at].form != ",":
            break
        start = at + 1
        stop = next(
            (later for later in range(start, min(limit, start + LONGEST_PHRASE)) if words[later].form in _STOP),
            min(limit, start + LONGEST_PHRASE),
        )
        closed = stop >= len(words) or words[stop].form in {",", ".", ")", "?", "!", ":", ";"}
        if not closed or not is_apposition(sentence, start, stop, names):
            break
        found.append((start, stop))
        at = stop
    return found


def is_apposition(sentence: Sentence, start: int, end: int, names: Names) -> bool:
    """Tell whether the words between two commas rename what stands before: a person's name, a role, an age."""
    words = sentence.words
    if start >= end or words[start].form in RELATIVE or not sentence.outside(start):
        return False
    if words[start].form[0].isdigit():
        return end - start <= 2
    first = start
    while first < end and (
        words[first].form in DETERMINERS
        or words[first].form in {"ancien", "ancienne", "première", "premier", "nouveau", "nouvelle", "actuel"}
    ):
        first += 1
    if first >= end or has_finite(words, first, end):
        return False
    mention = names.mention_at(words[first].start)
    return (
        (mention is not None and mention.entity_type != "place")
        or words[first].form in CIVILITIES
        or names.is_speaker_noun(words[first].form)
    )


def phrase_before(sentence: Sentence, end: int, names: Names) -> Phrase | None:
    """Find the subject whose verb group begins at word ``end``: the noun phrase before it, behind appositions and asides if need be."""
    words = sentence.words
    at = end
    asides: list[tuple[int, int]] = []
    for _ in range(6):
        if at > 0 and words[at - 1].form == "," and sentence.outside(at - 1):
            start = _segment_start(sentence, at - 1)
            if start is None or (start == 0 and not asides and _is_lead_in(sentence, start, at - 1, names)):
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
        start = _segment_start(sentence, at)
        return _ending_at(sentence, 0 if start is None else start, at, names, [])
    return _first_name_like(sentence, asides, names)


def antecedent(sentence: Sentence, at: int, names: Names) -> Phrase | None:
    """Find the noun phrase that a relative pronoun at word ``at`` takes up: « Abdel Boukhris, de la CGT Verre, qui prédit »."""
    words = sentence.words
    end = at - 1 if at and words[at - 1].form == "," else at
    for _ in range(3):
        start = _segment_start(sentence, end)
        if start is None or start >= end:
            return None
        if words[start].form not in PREPOSITIONS - {"des"} or start == 0:
            break
        end = start - 1
    phrase = _ending_at(sentence, start, end, names, [])
    if start >= 2 and words[start - 1].form == "," and is_apposition(sentence, start, end, names):
        earlier = _segment_start(sentence, start - 1)
        head = None if earlier is None else _ending_at(sentence, earlier, start - 1, names, [(start, end)])
        return head or phrase
    return _agent_at_end(sentence, start, end, names) or phrase


def _agent_at_end(sentence: Sentence, start: int, end: int, names: Names) -> Phrase | None:
    """« un chiffre contesté par la FNSEA, qui évoque… »: the agent at the end is taken up."""
    words = sentence.words
    agent = next((at for at in range(end - 1, max(start, end - 10) - 1, -1) if words[at].form == "par"), None)
    phrase = phrase_from(sentence, agent + 1, names, limit=end) if agent is not None else None
    return phrase if phrase is not None and phrase.end == end else None


def _segment_start(sentence: Sentence, end: int) -> int | None:
    """Find where the stretch that ends at word ``end`` begins: behind the last comma, colon, semicolon, bracket or quotation."""
    words = sentence.words
    for at in range(end - 1, max(-1, end - 1 - 60), -1):
        if words[at].form in {",", ";", ":", "—", "–"} or (words[at].form in TERMINAL and at < end - 1):
            return at + 1
        if not sentence.outside(at) and at + 1 < end and sentence.outside(at + 1) and not names_in_quotes(sentence, at):
            return at + 1
    return 0


def names_in_quotes(sentence: Sentence, at: int) -> bool:
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
    if (
        not first
        or first in RELATIVE
        or first in PREPOSITIONS
        or first in {"lui", "elle", "eux", "elles", "également", "aussi", "lui-même", "elle-même"}
    ):
        return True
    if (
        first[0].isdigit()
        or first.endswith(("é", "ée", "és", "ées"))
        or first in participles()
        or first in {"ancien", "ancienne", "né", "née"}
    ):
        return True
    if first not in DETERMINERS and names.is_speaker_noun(first):
        return True
    if start >= 2 and words[start - 1].form == "," and is_apposition(sentence, start, end, names):
        previous = _segment_start(sentence, start - 1)
        if previous is None:
            return False
        participial = not words[previous].capital and (
            words[previous].form in participles() or words[previous].form.endswith(("é", "ée", "és", "ées"))
        )
        return participial or _is_nominal(sentence, previous, start - 1, names)
    return not _is_nominal(sentence, start, end, names)


def _is_nominal(sentence: Sentence, start: int, end: int, names: Names) -> bool:
    """Tell whether a stretch is a noun phrase that can be a subject: it begins like one or ends with one, and has no verb of its own."""
    words = sentence.words
    if start >= end or has_finite(words, start, end):
        return False
    first = words[start].form
    if first in PREPOSITIONS or (
        names.mention_at(words[start].start) is None and (first in participles() or first.endswith(("é", "ée", "és", "ées")))
    ):
        return False
    at = start
    while at < end and words[at].form in {"mais", "et", "or", "car", "puis", "que", "qu'", "enfin", "ainsi"}:
        at += 1
    return at < end and (
        words[at].form in DETERMINERS
        or (words[at].capital and words[at].form not in PREPOSITIONS)
        or names.mention_at(words[at].start) is not None
    )


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


def _phrase_start(sentence: Sentence, start: int, end: int, names: Names) -> int | None:
    words = sentence.words
    if end - 2 >= start and is_the_latter(words, end - 2, alone=True):
        return end - 2
    if end - 1 >= start and words[end - 1].form in SUBJECT_PRONOUNS and names.mention_at(words[end - 1].start) is None:
        if words[end - 1].form in {"il", "elle", "ils", "elles", "on"} or end - 1 == start or words[end - 2].form in CONJUNCTIONS:
            return end - 1
    best: int | None = None
    for at in range(end - 1, max(start - 1, end - 1 - LONGEST_PHRASE), -1):
        before = words[at - 1].form if at > start else ""
        if words[at].form in DETERMINERS and words[at].form not in COMPLEMENT - {"des"}:
            linked = before in PREPOSITIONS or before in DETERMINERS or (before in {"et", "ou"} and at - 2 >= start)
            if words[at].form == "des" and before not in {"", "que", "qu'", "mais", "lorsque", "quand"}:
                linked = True  # « le rapport des experts »
            if not linked:
                best = at
                if before not in {"et", "ou"}:
                    return _through_coordination(words, start, at)
        elif (mention := names.mention_at(words[at].start)) is not None and mention.start == words[at].start:
            if before in CIVILITIES:
                continue  # decided at the civility
            if before not in PREPOSITIONS and before not in DETERMINERS and not (before and names.is_speaker_noun(before)):
                best = at
                if before in {"", ",", "que", "qu'", "mais", "et", "lorsque", "quand"}:
                    return at
        elif words[at].form in CIVILITIES and before not in PREPOSITIONS:
            return at
    if best is not None:
        return best
    begins = words[start].capital and words[start].form not in PREPOSITIONS if start < end else False
    return start if begins or (start < end and names.is_speaker_noun(words[start].form)) else None


def _through_coordination(words: Sequence[Token], start: int, at: int) -> int:
    """« La Roumanie et la Bulgarie »: go back over « et » to the first determiner of a coordinated subject."""
    if at - 1 > start and words[at - 1].form == "et":
        for earlier in range(at - 2, max(start - 1, at - 12), -1):
            if words[earlier].form in DETERMINERS and (earlier == start or words[earlier - 1].form not in PREPOSITIONS):
                return earlier
    return at
