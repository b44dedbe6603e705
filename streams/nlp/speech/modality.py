"""How a claim is put: as a fact, as hearsay or possibility, about the future, as a denial, as a question."""

from collections.abc import Sequence

from contracts.messages import Modality
from streams.nlp.language_folder import pattern, word_set
from streams.nlp.small_words import NOT
from streams.nlp.speech.grammar import (
    AUXILIARIES,
    INFINITIVE_ENDINGS,
    NEGATIONS,
    conditional_forms,
    future_forms,
    infinitive_at,
    is_finite,
    participles,
)
from streams.nlp.speech.lexicon import verb_forms
from streams.nlp.speech.roles import singular
from streams.nlp.speech.statements import Statement
from streams.nlp.speech.tokens import Token

_AUXILIARY_FUTURE = word_set("near_future")
# After a cue in the past the conditional tells the future, but for « devrait » and « pourrait ».
_PAST = frozenset({"participle", "past", "imperfect"})
_COMMITMENTS = word_set("commitments")
_MODAL = pattern("modal")
# Negations of one word, which French does not have: « is not ».
_WHOLE_NEGATIONS = NOT & NEGATIONS
# A claim is looked at up to here, in words.
_REACH = 60


def modality_of(statement: Statement) -> Modality:
    """Say how the first verb of a claim puts it; the cue's own negation (« dément que ») counts as well."""
    words = [word for word in statement.sentence.words if statement.start <= word.start < statement.end][:_REACH]
    if words and words[-1].form == "?":
        return "question"
    if statement.negated:
        return "negated"
    if infinitive_at(words, 0) and not _is_perfect(words) and _commits(statement):
        return "future"  # « a promis de payer », « demande aux élus de renoncer »
    at = next((at for at in range(len(words)) if is_finite(words, at)), None)
    found: Modality = "asserted" if at is None else _of_verb(words, at)
    told_in_the_past = statement.kind != "direct" and statement.mood in _PAST
    if found == "conditional" and told_in_the_past and at is not None and not _MODAL.match(words[at].form):
        return "future"  # « a promis qu'il paierait »
    return found


def _commits(statement: Statement) -> bool:
    cue = [word.form for word in statement.sentence.words if statement.cue and statement.cue[0] <= word.start < statement.cue[1]]
    verbs = {verb.infinitive for form in cue for verb, _ in verb_forms().get(form, ())}
    return not _COMMITMENTS.isdisjoint(verbs | {singular(form) for form in cue})


def is_promise(statement: Statement) -> bool:
    """Tell whether the cue is a promise, which things make too: « Il promet d'être disputé »."""
    words = [word.form for word in statement.sentence.words if statement.cue and statement.cue[0] <= word.start < statement.cue[1]]
    return any("promise" in verb.flags for form in words for verb, _ in verb_forms().get(form, ()))


def _is_perfect(words: Sequence[Token]) -> bool:
    """« promet avoir payé » speaks of the past."""
    return any(
        word.form in AUXILIARIES and any(later.form in participles() for later in words[at + 1 : at + 4])
        for at, word in enumerate(words[:4])
    )


def _of_verb(words: Sequence[Token], at: int) -> Modality:
    form = words[at].form
    near = {word.form for word in words[at + 1 : at + 4]}
    if near & _WHOLE_NEGATIONS:
        return "negated"
    if any(word.form in NOT for word in words[max(0, at - 3) : at]) and near & NEGATIONS:
        return "negated"
    if form in conditional_forms():
        return "conditional"
    if form in future_forms() or (form in _AUXILIARY_FUTURE and any(word.endswith(INFINITIVE_ENDINGS) for word in near)):
        return "future"
    return "asserted"
