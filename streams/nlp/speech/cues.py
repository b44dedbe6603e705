"""Reporting verbs in a sentence: the verb group (« a-t-il ajouté », « s'est étonnée »), its form, negation and voice."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from streams.nlp.language_folder import read_once, word_set
from streams.nlp.small_words import AND, BEEN, BUT, BY, IF, IN, NOT, OF, OF_THE, ONE, ONESELF, THE, THE_ELIDED, THEN, THERE, TO, TO_THE, A
from streams.nlp.speech.conjugation import Form
from streams.nlp.speech.grammar import (
    BE,
    CLITICS,
    CONJUNCTIONS,
    DETERMINERS,
    FIRST_PRONOUNS,
    HAVE,
    NEGATIONS,
    OBJECT_PRONOUNS,
    PLURAL,
    PREPOSITIONS,
    QUOTE_MARKS,
    SUBJECT_PRONOUNS,
    inverted_pronoun,
    is_adverb,
)
from streams.nlp.speech.lexicon import Verb, matches_rest, verb_forms
from streams.nlp.speech.sentences import Sentence
from streams.nlp.speech.tokens import Token

# An auxiliary stands at most this many words before its participle: « a aussi, plus récemment, indiqué ».
REACH = 7
_WHERE_WRITTEN = word_set("where_written")
# Further words of a verb that may stand behind its object: « appeler les habitants à ».
_OPEN_ENDED = frozenset((word,) for word in word_set("behind_objects"))
# Further words of the phrases that may stand between an auxiliary and its participle: « a de nouveau défendu », « a, pour sa part, jugé ».
_IN_VERB = word_set("in_verb")
# What governs a reporting infinitive that does report: « vient d'annoncer », « a tenu à préciser », « avant d'ajouter ».
_GOVERNORS = word_set("governors")
_NO_SPEECH = word_set("no_speech")
_PRENOMINAL = word_set("prenominal")
_JOINING = AND | THEN | BUT
_LINKS = OF | TO | BY
_BEFORE_INFINITIVE = CLITICS | word_set("plain_negations", "grammar")
# Articles before a noun, and pronouns before a verb.
_EITHER = OBJECT_PRONOUNS & DETERMINERS
_BEFORE_OBJECT = word_set("before_object", "grammar")
_AFTER_PREPOSITIONS = word_set("after_prepositions", "grammar")
_CONJUNCTIONS_OR_PREPOSITIONS = CONJUNCTIONS | PREPOSITIONS
_CLITICS_OF_GERUNDS = CLITICS - IN
_INVERTED_FIRST = word_set("inverted_first", "grammar")
_ACTIVE_WITH_BE = word_set("active_with_be")
# Every form of a small word that a cue can end with.
_KIN = {word: kin for kin in (OF | OF_THE, TO | TO_THE, IF) for word in kin}


@dataclass(frozen=True, slots=True)
class Cue:
    """A reporting verb group of a sentence. ``start:end`` are the words of the cue as quoted, ``left`` the first word of the group.

    ``pronoun`` is the inverted subject (« il » of « a-t-il dit »).
    """

    verbs: tuple[Verb, ...]
    form: Form
    left: int
    start: int
    end: int
    head: int
    pronoun: str | None = None
    negated: bool = False
    passive: bool = False

    @property
    def frames(self) -> frozenset[str]:
        """What content the verb can have."""
        return frozenset().union(*(verb.frames for verb in self.verbs))

    @property
    def flags(self) -> frozenset[str]:
        """The flags of the verb."""
        return frozenset().union(*(verb.flags for verb in self.verbs))


def find_cues(sentence: Sentence) -> list[Cue]:
    """Find the reporting verbs of a sentence, those inside quotations included (an incise may stand there)."""
    return list(_cues(sentence.words))


def _cues(words: Sequence[Token]) -> Iterator[Cue]:
    groups = _groups()
    taken = -1
    for head, word in enumerate(words):
        if word.form not in groups or head <= taken:
            continue
        cue = next((cue for group in groups[word.form] if (cue := _read(words, head, group))), None)
        if cue:
            taken = cue.end - 1
            yield cue


@read_once
def _groups() -> dict[str, list[list[tuple[Verb, Form]]]]:
    return {form: list(_grouped(analyses)) for form, analyses in verb_forms().items()}


def _grouped(analyses: Sequence[tuple[Verb, Form]]) -> Iterator[list[tuple[Verb, Form]]]:
    """Group the analyses that share form and further words: « demander » and « demander si » are tried together."""
    groups: dict[tuple[int, bool, bool, str, tuple[str, ...]], list[tuple[Verb, Form]]] = {}
    for verb, form in analyses:
        rest = () if verb.rest in _OPEN_ENDED else verb.rest
        mood = "finite" if form.mood not in {"participle", "infinitive", "gerund"} else form.mood
        group = groups.setdefault((-len(rest), not verb.pronominal, mood != "participle", mood, rest), [])
        if all(verb is not other for other, _ in group):
            group.append((verb, form))
    yield from (groups[key] for key in sorted(groups))


def _read(words: Sequence[Token], head: int, group: Sequence[tuple[Verb, Form]]) -> Cue | None:
    first, form = group[0]
    verbs = tuple(verb for verb, _ in group)
    if form.mood == "participle":
        auxiliary = _auxiliary(words, head)
        if auxiliary is None:
            return None
    elif form.mood == "infinitive":
        if not _governed(words, head):
            return None
        auxiliary = head
    elif form.mood == "gerund":
        auxiliary = head
    else:
        if _is_noun(words, head, first, form):
            return None
        auxiliary = head
    return _group(words, auxiliary, head, verbs, form)


def _auxiliary(words: Sequence[Token], head: int) -> int | None:
    """Find the auxiliary of a participle, adverbs and an inverted pronoun between them; a coordinated participle is its own."""
    for at in range(head - 1, max(-1, head - 1 - REACH), -1):
        form = words[at].form
        if form in HAVE or form in BE:
            return at
        if form in _JOINING and _shares_auxiliary(words, at):
            return head
        if not (is_adverb(form) or form in _IN_VERB or form == "," or form.startswith("-")):
            return None
    return None


def _shares_auxiliary(words: Sequence[Token], conjunction: int) -> bool:
    """« a annoncé… et invité… »: an auxiliary with its own participle stands before the conjunction."""
    for at in range(conjunction - 1, max(0, conjunction - 45), -1):
        if words[at].form in HAVE:
            return at + 1 < len(words) and words[at + 1].form not in DETERMINERS | PREPOSITIONS
    return False


def _governed(words: Sequence[Token], head: int) -> bool:
    """Tell whether an infinitive reports something said: after « avant de », « vient de », « a tenu à »…"""
    if head and f"{words[head - 1].form} {words[head].form}" in _NO_SPEECH:
        return False  # « Ce qui veut dire que… », « Et dire que… »
    at = head - 1
    while at >= 0 and words[at].form in _BEFORE_INFINITIVE:
        at -= 1
    if at >= 0 and words[at].form in _LINKS:
        at -= 1
        while at >= 0 and is_adverb(words[at].form) and words[at].form not in _GOVERNORS:
            at -= 1
    return (at >= 0 and words[at].form in _GOVERNORS) or _narrates(words, head)


def _narrates(words: Sequence[Token], head: int) -> bool:
    """« Et le socialiste d'évoquer « … » »: the infinitive of narration, behind « Et » and its subject."""
    if words[0].form not in AND or not 2 < head < 14 or words[head - 1].form not in OF:
        return False
    return not any(word.form in {",", ":", ";"} or word.form in HAVE or word.form in BE for word in words[1:head])


def _is_noun(words: Sequence[Token], head: int, verb: Verb, form: Form) -> bool:
    """Tell whether a finite form is rather a noun here: « l'annonce », « sa première demande », « en réponse »."""
    if head == 0:
        return words[0].capital and not (len(words) > 1 and inverted_pronoun(words[1].form))
    before, earlier = words[head - 1].form, words[head - 2].form if head > 1 else ""
    if before in THE_ELIDED and "of" in verb.frames and head + 1 < len(words) and words[head + 1].form in OF:
        return not (earlier.isalpha() and earlier not in _CONJUNCTIONS_OR_PREPOSITIONS)  # « Un élu l'accuse de « vendre la peur » »
    if before in THE and before in PLURAL and form.number == "singular":
        return False  # « La biologiste, qui n'en est pas, les juge « solides » »
    if before in _EITHER:
        following = words[head + 1].form if head + 1 < len(words) else ""
        if following in QUOTE_MARKS and before in THE and earlier.isalpha() and earlier not in _CONJUNCTIONS_OR_PREPOSITIONS:
            return False  # « le camp présidentiel les juge « fantaisistes » »
        if earlier in _BEFORE_OBJECT:
            return False
        loose = not earlier or not earlier[0].isalnum() or earlier in _CONJUNCTIONS_OR_PREPOSITIONS or is_adverb(earlier)
        return "noun" in verb.flags or loose
    if before in DETERMINERS and words[head - 1].capital and head > 1:
        return False  # « Faléor SA dément »
    if (before in A and earlier in THE_ELIDED) or (before in DETERMINERS and form.number == "plural"):
        return False  # « L'un parle d'un « recul », certains assurent que… »
    if before in DETERMINERS or (before in PREPOSITIONS and before not in IN):
        return True
    if before in IN:
        return "noun" in verb.flags
    if words[head].capital and words[head - 1].form not in {".", ":", "«"}:
        return True
    latter = f"{earlier} {before}" in SUBJECT_PRONOUNS  # « Cette dernière demande… »
    return "noun" in verb.flags and before in _PRENOMINAL and earlier in DETERMINERS and not latter


def _group(words: Sequence[Token], auxiliary: int, head: int, verbs: tuple[Verb, ...], form: Form) -> Cue | None:
    """Complete the verb group to the left (pronouns, negation) and to the right (inverted pronoun, further words)."""
    left = auxiliary
    clitics = _CLITICS_OF_GERUNDS if form.mood == "gerund" else CLITICS
    while left and words[left - 1].form in clitics and not (words[left - 1].form in SUBJECT_PRONOUNS and words[left - 1].capital):
        left -= 1
    if left < auxiliary and words[left].form in _AFTER_PREPOSITIONS and left and words[left - 1].form in PREPOSITIONS:
        left = auxiliary
    before = {word.form for word in words[left:auxiliary]}
    reflexive = next((at for at in range(left, auxiliary) if words[at].form in ONESELF), None)
    if (reflexive is not None) != verbs[0].pronominal:
        return None
    if "written" in verbs[0].flags and left > 1 and words[left - 1].form in ONE and words[left - 2].form in _WHERE_WRITTEN:
        return None  # « une bâche sur laquelle on lit « … » »
    if "there" in verbs[0].flags and before.isdisjoint(THERE):
        return None
    passive = form.mood == "participle" and not verbs[0].pronominal and _is_passive(words, auxiliary, head)
    end, fitting = _rest(words, head, verbs)
    if not fitting:
        return None
    pronoun, end = _inversion(words, auxiliary, head, end)
    if left and words[left - 1].form in FIRST_PRONOUNS and pronoun is None:
        return None
    if any(words[at].form in _INVERTED_FIRST for at in range(auxiliary, min(len(words), head + 2))):
        return None
    near = [word.form for word in words[left : head + 3]]
    negated = not before.isdisjoint(NOT) and any(word in NEGATIONS for word in near)
    fitting = tuple(verb for verb in fitting if negated or "negated" not in verb.flags)
    if not fitting:
        return None
    start = auxiliary if reflexive is None else reflexive
    return Cue(fitting, form, left, start, end, head, pronoun, negated, passive)


def _is_passive(words: Sequence[Token], auxiliary: int, head: int) -> bool:
    if words[auxiliary].form in BE:
        return words[head].form not in _ACTIVE_WITH_BE
    return any(word.form in BEEN for word in words[auxiliary + 1 : head])


def _rest(words: Sequence[Token], head: int, verbs: Sequence[Verb]) -> tuple[int, tuple[Verb, ...]]:
    """Match the further words of cues such as « fait savoir »; give the end of the cue and the verbs that fit."""
    for verb in verbs:
        end = _match_rest(words, head + 1, verb.rest)
        if end is not None:
            companions = [other for other in verbs if other is verb or _match_rest(words, head + 1, other.rest) is not None]
            optional = verb.rest in _OPEN_ENDED
            return (head + 1 if optional else end), tuple(companions)
    return head + 1, ()


def _match_rest(words: Sequence[Token], at: int, rest: Sequence[str]) -> int | None:
    for number, expected in enumerate(rest):
        skipped = 0
        while (
            at < len(words)
            and not _fits(words[at].form, expected)
            and skipped < 3
            and (is_adverb(words[at].form) or words[at].form[0] == "-")
        ):
            at, skipped = at + 1, skipped + 1
        if (expected,) in _OPEN_ENDED and number == len(rest) - 1:
            return _governed_later(words, at, expected)
        if at >= len(words) or not _fits(words[at].form, expected):
            return None
        at += 1
    return at


def _governed_later(words: Sequence[Token], at: int, expected: str) -> int | None:
    """A closing preposition may stand behind an object: « appeler les habitants à »; the content rules find it."""
    forms = _KIN.get(expected) or {expected}
    found = next((later for later in range(at, min(len(words), at + 25)) if words[later].form in forms), None)
    return None if found is None else at


def _fits(written: str, expected: str) -> bool:
    return matches_rest(written, expected) or (expected in OF and written in _KIN[expected])


def _inversion(words: Sequence[Token], auxiliary: int, head: int, end: int) -> tuple[str | None, int]:
    for at in (auxiliary + 1, head + 1, end):
        if at < len(words) and (pronoun := inverted_pronoun(words[at].form)):
            return pronoun, max(end, at + 1)
    return None, end
