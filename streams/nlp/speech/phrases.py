"""Noun phrases beside a cue: who is said to speak, as the text words it."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from streams.nlp.language_folder import word_set
from streams.nlp.small_words import AND, IN, NOT, OF, ONESELF, OR, SOME, THE, THE_ELIDED, THERE, TO, TO_THE
from streams.nlp.speech.grammar import (
    BETWEEN,
    CIVILITIES,
    COMPLEMENT,
    CONJUNCTIONS,
    DAYS,
    DETERMINERS,
    NUMBERS,
    PLURAL,
    PREPOSITIONS,
    QUOTE_MARKS,
    RELATIVE,
    SUBJECT_PRONOUNS,
    TERMINAL,
    has_finite,
    infinitive_at,
    is_finite,
    participles,
)
from streams.nlp.speech.names import Names
from streams.nlp.speech.roles import role_of
from streams.nlp.speech.sentences import Sentence
from streams.nlp.speech.tokens import Token

# Longest noun phrase with its complements, in words.
LONGEST_PHRASE = 24
_THAT_OF, _THOSE_OF = word_set("that_of"), word_set("those_of")
_SEVERAL = PLURAL | NUMBERS
_BEHIND_SOME = word_set("behind_some")
_ALONE = _SEVERAL | word_set("everybody")
_ONE_OF = word_set("one_of")
_APPOSED_ADJECTIVES = word_set("apposed_adjectives")
_SINGULAR = word_set("singular_determiners", "grammar")
_DEMONSTRATIVES, _LATTER = word_set("demonstratives", "grammar"), tuple(word_set("latter", "grammar"))
# « des » is an article too.
_PLAIN_PREPOSITIONS = PREPOSITIONS - SOME
_BEHIND_LATTER = PREPOSITIONS | CONJUNCTIONS
_BEHIND_PRONOUN = PREPOSITIONS | CONJUNCTIONS | DETERMINERS
# What no phrase ends with.
_BEFORE_CIRCUMSTANCE = PREPOSITIONS - COMPLEMENT
_UNENDING = COMPLEMENT | AND | THE
_BEFORE_PLACE = PREPOSITIONS | DAYS
_TRAILING, _PARTICIPLES = tuple(word_set("trailing")), tuple(word_set("all_participles", "endings"))
_BEFORE_NOUN = COMPLEMENT | THE_ELIDED
_JOINING = AND | OR
_OF_ROLE = TO | TO_THE | IN
_BEFORE_VERB = NOT | ONESELF | THERE
_BETWEEN = BETWEEN - word_set("between_in_phrase", "grammar")
_NOBODY = word_set("nobody")
_OF_SOME = OF | SOME
_OF_OR_TO = OF | TO
_ONE_OR_OTHER = word_set("one_or_other")
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
    appositions = _appositions_after(sentence, _before_person(sentence, start, end, names, limit), names, limit)
    if appositions and words[start].form in _SEVERAL and not _is_plural(words, appositions[0][0], names):
        appositions = []  # « Selon des médias locaux, le directeur de la mine, Viktor Pavlenko, … »
    return Phrase(sentence, start, end, tuple(appositions))


def _before_person(sentence: Sentence, start: int, end: int, names: Names, limit: int) -> int:
    """« son représentant à Bongor, Paul Morel »: go over where or how somebody is what he is, up to the comma before his name."""
    words = sentence.words
    if end >= limit or words[end].form not in _BEFORE_CIRCUMSTANCE or not any(_is_somebody(word) for word in words[start:end]):
        return end
    comma = next((at for at in range(end, min(limit - 1, end + 7)) if words[at].form == ","), None)
    if comma is None or not sentence.outside(comma) or has_finite(words, end, comma) or any(map(_is_somebody, words[end:comma])):
        return end
    mention = names.mention_at(words[comma + 1].start)
    return comma if mention is not None and mention.entity_type == "person" else end


def _is_somebody(word: Token) -> bool:
    role = role_of(word.form)
    return role is not None and role.kind == "person" and not role.plural


def _is_plural(words: Sequence[Token], at: int, names: Names) -> bool:
    mention = names.mention_at(words[at].start)
    singular = words[at].form in _SINGULAR or (mention is not None and mention.entity_type == "person")
    return not singular


def is_the_latter(words: Sequence[Token], at: int, *, alone: bool = False) -> bool:
    """Tell whether « ce dernier », « cette dernière » stands here without a noun; ``alone`` where the phrase is known to end with it."""
    if words[at].form not in _DEMONSTRATIVES or at + 1 >= len(words) or not words[at + 1].form.startswith(_LATTER):
        return False
    if alone or at + 2 >= len(words) or not words[at + 2].form.isalpha():
        return True
    return words[at + 2].form in _BEHIND_LATTER or is_finite(words, at + 2)


def _determines(words: Sequence[Token], at: int) -> bool:
    """« plusieurs sources »: the word is a determiner, not a pronoun."""
    if words[at].form not in DETERMINERS or at + 1 >= len(words):
        return False
    following = words[at + 1]
    return following.form.isalpha() and following.form not in _BEHIND_PRONOUN and not is_finite(words, at + 1)


def is_some(words: Sequence[Token], at: int) -> bool:
    """« de nombreux élus », « d'autres »: before some adjectives « de » is the article of a plural."""
    return words[at].form in OF and at + 1 < len(words) and words[at + 1].form in _BEHIND_SOME


def _can_begin(words: Sequence[Token], at: int, names: Names) -> bool:
    word = words[at]
    if is_some(words, at):
        return True
    if word.form in _PLAIN_PREPOSITIONS or word.form in _STOP or word.form in QUOTE_MARKS or word.form in RELATIVE:
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
    while at > start + 1 and words[at - 1].form in _UNENDING:
        at -= 1
    if at > start + 2 and at < limit and words[at].form in _BEFORE_PLACE and _is_trailing(words[at - 1], names):
        at -= 1  # « un délégué présent au fond de la salle »
    return at


def _is_trailing(word: Token, names: Names) -> bool:
    if word.capital or (names.is_speaker_noun(word.form) and word.form not in participles()) or names.mention_at(word.start) is not None:
        return False
    return word.form.startswith(_TRAILING) or word.form.endswith(_PARTICIPLES) or word.form in participles()


def _ends_phrase(words: Sequence[Token], at: int, names: Names) -> bool:
    form, before = words[at].form, words[at - 1].form
    if form in _STOP or form in QUOTE_MARKS or form in RELATIVE or form.startswith("-"):
        return True
    if form in OF and infinitive_at(words, at + 1):
        return True
    if form in COMPLEMENT or before in _BEFORE_NOUN:
        return form in DAYS
    if form in _JOINING:
        return not _coordinates(words, at, names)
    if form in PREPOSITIONS:
        return not (form in _OF_ROLE and names.is_role_complement(before, words, at))
    if form in CONJUNCTIONS or form in DAYS or form in _BEFORE_VERB:
        return True
    if before in DETERMINERS and form not in DETERMINERS:
        return False
    if form in _BETWEEN:
        return True
    if form in names.gerunds and before not in DETERMINERS and not names.is_speaker_noun(form):
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
        if any(sentence.quoted[later] is not sentence.quoted[start] for later in range(start, min(stop, len(words)))):
            break  # « Aux yeux de Paul Morel, le gouvernement « confond… » »
        closed = stop >= len(words) or words[stop].form in {",", ".", ")", "?", "!", ":", ";"}
        if not closed or not is_apposition(sentence, start, stop, names):
            break
        found.append((start, stop))
        at = stop
    return found


def is_apposition(sentence: Sentence, start: int, end: int, names: Names) -> bool:
    """Tell whether the words between two commas rename what stands before: a person's name, a role, an age."""
    words = sentence.words
    before = start - 2 if start > 1 else start
    if start >= end or words[start].form in RELATIVE or sentence.quoted[start] is not sentence.quoted[before]:
        return False
    if words[start].form[0].isdigit():
        return end - start <= 2
    first = start
    while first < end and (words[first].form in DETERMINERS or words[first].form in _APPOSED_ADJECTIVES):
        first += 1
    if first >= end or has_finite(words, first, end):
        return False
    mention = names.mention_at(words[first].start)
    return (
        (mention is not None and mention.entity_type != "place")
        or words[first].form in CIVILITIES
        or names.is_speaker_noun(words[first].form)
    )


def speaks(phrase: Phrase, names: Names) -> bool:
    """Tell whether a phrase can be a speaker: a pronoun, a name, a civility, or a noun for people, bodies and documents."""
    if phrase.pronoun is not None:
        return phrase.pronoun not in _NOBODY
    tokens = phrase.tokens
    if len(tokens) > 2 and tokens[1].form in _OF_SOME and tokens[0].form in _ONE_OF:
        tokens = tokens[2:]  # « un de ses voisins »
    if len(tokens) > 1 and tokens[0].form in THE_ELIDED and tokens[1].form in _ONE_OR_OTHER:
        return True
    if tokens[0].form in _THAT_OF and (phrase.appositions or tokens[0].form in _THOSE_OF):
        return True  # « Celui du policier, Me Paul Morel, », « Ceux de la CGT »
    if len(tokens) > 1 and is_some(tokens, 0):
        tokens = tokens[1:]  # « de nombreux élus », « d'autres »
    elif len(tokens) <= 2 and all(token.form in _ALONE for token in tokens):
        return True  # « Les deux », « Tous trois »
    for at, token in enumerate(tokens):
        before = tokens[at - 1].form if at else ""
        if before in COMPLEMENT and at > 1:
            continue
        if before in DETERMINERS and at > 1 and tokens[at - 2].form in _OF_OR_TO:
            continue
        mention = names.mention_at(token.start)
        if mention is not None or names.is_speaker_noun(token.form):
            return True
        if (at and token.capital) or (at == 0 and token.capital and token.form not in DETERMINERS and phrase.start > 0):
            return True
    return False
