"""Cues after or inside what they report: « … », dit-il; « …, explique le maire, … »; …, a annoncé sa famille."""

from dataclasses import dataclass

from streams.nlp.language_folder import read_toml, word_set
from streams.nlp.small_words import BY, OF, ONE, THAT, TO, WHERE, WHO, WHOSE
from streams.nlp.speech.cues import Cue
from streams.nlp.speech.grammar import (
    CONJUNCTIONS,
    DASHES,
    DAYS,
    DETERMINERS,
    HAVE,
    NAMING,
    PREPOSITIONS,
    QUOTE_MARKS,
    SUBJECT_PRONOUNS,
    TERMINAL,
    after_pronouns,
    has_finite,
    inverted_pronoun,
    is_adverb,
)
from streams.nlp.speech.names import Names
from streams.nlp.speech.phrases import Phrase, phrase_from, pronoun_phrase, speaks
from streams.nlp.speech.postposed import postposed_subject
from streams.nlp.speech.quotes import Quotation
from streams.nlp.speech.sentences import Sentence
from streams.nlp.speech.statements import Statement, clause_limit, clause_start, is_broken_off, skip_connectives, span_of, trimmed
from streams.nlp.speech.subjects import phrase_before

_SUBJECT_FIRST: bool = read_toml("grammar.toml")["order"]["subject_before_incise"]
_GOVERNING = word_set("governing_incises")
_LINKS = OF | TO | BY
_BEGINS_RELATIVE = WHO | WHOSE | WHERE
_PARTICIPLE_ENDINGS = tuple(word_set("participle_endings", "grammar"))
_FINITE_ENDINGS = tuple(word_set("finite_endings", "grammar"))
_AFTER_PARTICIPLE = word_set("after_participle", "grammar")
_NO_VERBS = DETERMINERS | PREPOSITIONS | CONJUNCTIONS | SUBJECT_PRONOUNS | DAYS
_BEHIND_ON = word_set("behind_on")
_BEFORE_SOURCE = word_set("before_source_of_on")
_BEFORE = {",", "!", "?", "…", "...", "."} | DASHES | QUOTE_MARKS


@dataclass(frozen=True, slots=True)
class Incise:
    """A cue whose content stands before or around it, with its subject behind it, or before it where the language allows that."""

    left: int
    start: int
    end: int
    phrase: Phrase | None
    quotation: Quotation | None
    inside: bool
    mood: str | None = None
    negated: bool = False


def find_incise(sentence: Sentence, cue: Cue, names: Names) -> Incise | None:
    """Read a cue as an incise; none where its content follows it or its subject stands before it."""
    left = _governor(sentence, cue) if cue.form.mood == "infinitive" else cue.left
    if cue.passive or cue.form.mood == "gerund" or left is None or (left == 0 and not cue.pronoun):
        return None
    if _SUBJECT_FIRST and (found := _behind_its_subject(sentence, cue, names)):
        return found
    before = sentence.words[left - 1] if left else None
    inside = sentence.quoted[cue.start] is not None
    quotation = sentence.quoted[cue.start] if inside else adjacent_quotation(sentence, left)
    if before is not None and before.form not in _BEFORE and not (quotation and not inside):
        return None
    if before is None or (before.form in TERMINAL and not inside and quotation is None):
        return None
    if inside and before.form in QUOTE_MARKS:
        return None
    if quotation is not None and not inside and not cue.pronoun and _names_its_subject(sentence, quotation, names):
        return None
    if _names(sentence, cue, names):
        return None
    phrase = _subject(sentence, cue, names, strict=inside or quotation is None or not _opens_clause(sentence, quotation))
    if phrase is None:
        return None
    if inside and not _closes_incise(sentence, phrase):
        return None
    if quotation is None and (cue.frames <= {"as"} or (not cue.pronoun and _has_own_subject(sentence, cue, names))):
        return None  # « le maire, Paul Morel, y voit une chance »
    return Incise(left, cue.start, cue.end, phrase, quotation, inside, cue.form.mood, cue.negated)


def _behind_its_subject(sentence: Sentence, cue: Cue, names: Names) -> Incise | None:
    """« « … », Jane Doe said », « The site will stay closed, the ministry said »: its subject stands between the content and the verb."""
    subject = phrase_before(sentence, cue.left, names) if not sentence.quoted[cue.start] else None
    if subject is None or not subject.start or not speaks(subject, names):
        return None
    quotation = adjacent_quotation(sentence, subject.start)
    begin = clause_start(sentence, subject.start)
    if quotation is None and not (sentence.words[subject.start - 1].form == "," and has_finite(sentence.words, begin, subject.start)):
        return None
    return Incise(subject.start, cue.start, cue.end, subject, quotation, False, cue.form.mood, cue.negated)


def _names(sentence: Sentence, cue: Cue, names: Names) -> bool:
    """« Le dessinateur Paul Morel, dit Grelu, est mort »: behind a name and its comma, another name and no verb yet."""
    words, left = sentence.words, cue.left
    if words[cue.head].form not in NAMING or cue.start != cue.head or cue.end >= len(words) or not words[cue.end].capital:
        return False
    mention = names.mention_at(words[left - 2].start) if left > 1 and words[left - 1].form == "," else None
    return mention is not None and not has_finite(words, clause_start(sentence, left), left)


def _governor(sentence: Sentence, cue: Cue) -> int | None:
    """« … », a tenu à souligner le procureur: the first word of the verb that governs the infinitive of an incise."""
    words, at = sentence.words, cue.left
    while at > 0 and words[at - 1].form in _LINKS:
        at -= 1
    if at == cue.left or at < 2 or words[at - 1].form not in _GOVERNING:
        return None
    at -= 1
    return at - 1 if words[at - 1].form in HAVE else at


def _has_own_subject(sentence: Sentence, cue: Cue, names: Names) -> bool:
    """« Inès, 9 ans, montre la bibliothèque »: a subject and an aside before the verb, and no other verb."""
    begin = clause_start(sentence, cue.left)
    if has_finite(sentence.words, begin, cue.left):
        return _relative_subject(sentence, begin, cue.left, names)
    subject = phrase_before(sentence, cue.left, names)
    return subject is not None and subject.end < cue.left - 1


def _relative_subject(sentence: Sentence, begin: int, left: int, names: Names) -> bool:
    """« La Tanzanie, qui possède la moitié du lac, assure le secours »: a phrase and its relative clause, and nothing else."""
    words = sentence.words
    subject = phrase_from(sentence, begin, names, limit=left)
    if subject is None or subject.end + 2 >= left or words[subject.end].form != "," or words[subject.end + 1].form not in _BEGINS_RELATIVE:
        return False
    return all(words[at].form != "," for at in range(subject.end + 2, left - 1))


def unknown_incise(sentence: Sentence, quotation: Quotation, names: Names) -> Incise | None:
    """« … », tempête le maire: after a quotation any verb with a speaker behind it is an incise."""
    words = sentence.words
    at = next((at for at, word in enumerate(words) if word.start >= quotation.closing), len(words))
    if at < 2 or at >= len(words) or not (words[at].form == "," or words[at - 2].form in TERMINAL):
        return None
    if _names_its_subject(sentence, quotation, names):
        return None
    at += words[at].form == ","
    start, at = at, after_pronouns(words, at)
    if at + 1 >= len(words) or not _verb_like(sentence, at, names):
        return None
    if pronoun := inverted_pronoun(words[at + 1].form):
        return Incise(start, start, at + 2, pronoun_phrase(sentence, at + 1, pronoun), quotation, inside=False)
    end = at + 1
    while end < min(len(words), at + 6) and (is_adverb(words[end].form) or words[end].form.endswith(_PARTICIPLE_ENDINGS)):
        end += 1
    if words[at].form in NAMING or end >= len(words) or words[end].form in _AFTER_PARTICIPLE:
        return None  # « « La Fleur », documentaire tourné par Anne Morel »
    phrase = phrase_from(sentence, end, names)
    if phrase is None or not speaks(phrase, names) or phrase.pronoun:
        return None
    return Incise(start, start, end, phrase, quotation, inside=False)


def _names_its_subject(sentence: Sentence, quotation: Quotation, names: Names) -> bool:
    """« Son tract, « Rixwihr respire », promet beaucoup »; « Le prototype, baptisé « le Bavard », affichait… »."""
    words = sentence.words
    first = next(at for at, found in enumerate(sentence.quoted) if found is quotation)
    if first and (words[first - 1].form in NAMING or (first > 1 and words[first - 1].form in OF and words[first - 2].form in NAMING)):
        return True
    begin = clause_start(sentence, first)
    if first - begin < 2 or words[first - 1].form != "," or has_finite(words, begin, first):
        return False
    phrase = phrase_from(sentence, begin, names, limit=first)
    return phrase is not None and phrase.pronoun is None and phrase.end == first - 1 and words[begin].form in DETERMINERS


def _opens_clause(sentence: Sentence, quotation: Quotation) -> bool:
    """Tell whether nothing but connectives stands before a quotation in its clause."""
    first = next(at for at, found in enumerate(sentence.quoted) if found is quotation)
    return skip_connectives(sentence.words, clause_start(sentence, first), first) >= first


def _verb_like(sentence: Sentence, at: int, names: Names) -> bool:
    word = sentence.words[at]
    if word.capital or not word.form.isalpha() or not sentence.outside(at):
        return False
    if word.form in _NO_VERBS or names.is_speaker_noun(word.form) or is_adverb(word.form):
        return False
    return word.form.endswith(_FINITE_ENDINGS)


def adjacent_quotation(sentence: Sentence, left: int) -> Quotation | None:
    """Give the quotation that ends right before word ``left``, a comma or a time between them."""
    words, at = sentence.words, left - 1
    if at >= 0 and sentence.outside(at) and words[at].form == ",":
        at -= 1
    if at >= 0 and sentence.outside(at) and words[at].form in DAYS:
        at -= 2 if at and words[at - 1].form == "," else 1
    if at >= 0 and sentence.quoted[at] is not None and at + 1 < len(words) and sentence.quoted[at + 1] is not sentence.quoted[at]:
        return sentence.quoted[at]
    return None


def _subject(sentence: Sentence, cue: Cue, names: Names, *, strict: bool) -> Phrase | None:
    if cue.pronoun:
        source = _impersonal(sentence, cue.end, names) if cue.pronoun in ONE else None
        return source or pronoun_phrase(sentence, cue.end - 1, cue.pronoun)
    return postposed_subject(sentence, cue.end, names, strict=strict)


def _impersonal(sentence: Sentence, at: int, names: Names) -> Phrase | None:
    """« a-t-on appris de source policière », « indique-t-on à la préfecture »: the source behind « on »."""
    words = sentence.words
    for later in range(at, min(len(words), at + 8)):
        if words[later].form in _BEHIND_ON:
            start = later + 1
            while start < len(words) and words[start].form in _BEFORE_SOURCE:
                start += 1
            phrase = phrase_from(sentence, start, names)
            if phrase is not None and speaks(phrase, names):
                return phrase
        elif words[later].form in TERMINAL:
            return None
    return None


def _closes_incise(sentence: Sentence, phrase: Phrase) -> bool:
    """Inside a quotation an incise ends with a comma, a full stop, or a short phrase and then one of them."""
    words = sentence.words
    end = max([phrase.end, *(stop for _, stop in phrase.appositions)])
    for at in range(end, min(len(words), end + 12)):
        if words[at].form in TERMINAL | {",", ";", ":"} or words[at].form in QUOTE_MARKS or words[at].form in DASHES:
            return True
        if words[at].capital and at == end:
            return False
    return end >= len(words)


def incise_statement(sentence: Sentence, incise: Incise) -> Statement | None:
    """Draft the claim of an incise: its quotation, the clause before it, or the clause around it."""
    words = sentence.words
    cue = (words[incise.start].start, words[incise.end - 1].end)
    if incise.quotation is not None:
        quotation = incise.quotation
        first = next(at for at, found in enumerate(sentence.quoted) if found is quotation)
        begin = skip_connectives(words, clause_start(sentence, first), first)
        if incise.inside or begin >= first:
            return Statement(sentence, quotation.start, quotation.end, "direct", cue, incise.phrase, "incise", incise.negated, incise.mood)
        last = max(at for at, found in enumerate(sentence.quoted) if found is quotation)
        start, end, kind = span_of(sentence, begin, last + 1)
        return Statement(sentence, start, end, kind, cue, incise.phrase, "incise", incise.negated, incise.mood)
    return _around(sentence, incise, cue)


def _before_quotation(sentence: Sentence, at: int, limit: int) -> int:
    """« Faux, rétorque le maire : « La ville a payé. » »: a quotation behind a colon is a claim of its own."""
    words = sentence.words
    colons = (later for later in range(at, limit - 1) if words[later].form == ":" and sentence.outside(later))
    return next((colon for colon in colons if not sentence.outside(colon + 1)), limit)


def _around(sentence: Sentence, incise: Incise, cue: tuple[int, int]) -> Statement | None:
    """An incise without quotation: « Le site, précise le maire, restera fermé » or « Le site restera fermé, précise le maire »."""
    words = sentence.words
    begin = clause_start(sentence, incise.left)
    before = trimmed(sentence, begin, incise.left)
    if before <= begin or incise.left - begin < 2:
        return None
    limit = _before_quotation(sentence, incise.end, trimmed(sentence, begin, clause_limit(sentence, incise.end)))
    ends = limit <= max(incise.end, incise.phrase.end if incise.phrase else 0) + 2
    if words[min(incise.end + 1, len(words) - 1)].form in THAT and words[incise.end].form == ",":
        return None  # « Son père disait, se rappelle-t-elle, que… »: what he said is the claim
    after = max(incise.end, incise.phrase.end if incise.phrase else 0)
    unfinished = is_broken_off(sentence, before, after, limit)
    if (unfinished or not has_finite(words, begin, before)) and not ends:
        limit = _before_quotation(sentence, incise.end, clause_limit(sentence, incise.end))
        if not unfinished and not has_finite(words, after, limit):
            return None
        before = limit
    start, end, kind = span_of(sentence, begin, before)
    return Statement(sentence, start, end, kind, cue, incise.phrase, "incise", incise.negated, incise.mood)
