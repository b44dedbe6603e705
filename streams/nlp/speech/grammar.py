"""The classes of words and the verb forms that the claim rules look for, read once from the data folder."""

import re
from collections.abc import Sequence

from streams.nlp.language_folder import pattern, read_lines, read_once, read_rows, read_toml, word_set
from streams.nlp.small_words import HE, NOT, OF, ONESELF, THAT, THE_ELIDED, THE_SINGULAR, THERE, A
from streams.nlp.speech.conjugation import Form, conjugate
from streams.nlp.speech.roles import role_of
from streams.nlp.speech.tokens import Token

DETERMINERS = word_set("determiners", "grammar")
# A finite verb never follows one of these; after a plural one its form (« les porte ») shows that the article is a pronoun.
_SINGULAR_DETERMINERS = DETERMINERS - word_set("before_verbs", "grammar")
DEFINITE = word_set("definite", "grammar")
NUMBERS = word_set("numbers", "grammar")
INDEFINITE = word_set("indefinite", "grammar")
POSSESSIVE = word_set("possessive", "grammar")
# The pronoun that stands for the owner: « sa promesse » is one of his or hers.
OWNERS: dict[str, str] = {word: owner for owner, words in read_toml("grammar.toml")["owners"].items() for word in words}
DEMONSTRATIVE = word_set("demonstrative", "grammar")
SUBJECT_PRONOUNS = word_set("subject_pronouns", "grammar")
FIRST_PRONOUNS = word_set("first_pronouns", "grammar")
OBJECT_PRONOUNS = word_set("object_pronouns", "grammar")
# What stands between a subject and its verb.
CLITICS = OBJECT_PRONOUNS | NOT
NEGATIONS = word_set("negations", "grammar")
PREPOSITIONS = word_set("prepositions", "grammar")
COMPLEMENT = word_set("complement", "grammar")
CONJUNCTIONS = word_set("conjunctions", "grammar")
RELATIVE = word_set("relative", "grammar")
OTHER_QUE = word_set("other_que", "grammar")
_ADVERBS = word_set("adverbs", "grammar")
BETWEEN = word_set("between", "grammar") | _ADVERBS
_NOT_ADVERBS = word_set("not_adverbs", "grammar")
CIVILITIES = word_set("civilities", "grammar")
NAMING = word_set("naming", "grammar")
_IMPERSONAL = word_set("impersonal")
TERMINAL = frozenset({".", "!", "?", "…", "...", ".."})
_BEFORE_FINITE = word_set("before_finite", "grammar")
_NEVER_FINITE = OBJECT_PRONOUNS | PREPOSITIONS | CONJUNCTIONS | NEGATIONS
QUOTE_MARKS = frozenset('«»“”"„‟‹›＂')
DASHES = frozenset({"—", "–", "-"})
DAYS = word_set("days", "grammar")
_AUXILIARIES = read_toml("grammar.toml")["auxiliaries"]
AUXILIARIES = frozenset(_AUXILIARIES.values())
HAVE = frozenset(form.text for form in conjugate(_AUXILIARIES["have"]) if form.mood not in {"participle"})
BE = frozenset(form.text for form in conjugate(_AUXILIARIES["be"]) if form.mood not in {"participle"})
_BEFORE_AUXILIARY = word_set("before_auxiliary", "grammar")
_INVERTED = pattern("inverted_pronoun")
INFINITIVE_ENDINGS = tuple(word_set("endings", "infinitives"))
_REGULAR = tuple(word_set("regular", "infinitives"))
_SURE = tuple(word_set("sure", "infinitives"))
_WHOLE = word_set("whole", "infinitives")
_LOOKALIKES = word_set("lookalikes", "infinitives")
_INFINITIVE = pattern("infinitive")
_BEFORE_INFINITIVE = CLITICS | NEGATIONS | word_set("before_infinitive", "grammar")
_FINITE_MOODS = {"present", "imperfect", "past", "future", "conditional"}
_VERB_ENDING = pattern("verb_ending")
_PLURAL_VERB = pattern("plural_verb")
_ADVERB = pattern("adverb")
_NOT_VERBS = word_set("not_verbs")
# Finite forms that are far more often nouns or adjectives: they count only after a pronoun or negation.
_DOUBTFUL = word_set("doubtful_verbs")
_WHEN = word_set("when")
_IN_ENT = word_set("in_ent")
_GERUNDS = tuple(word_set("gerunds", "endings"))
PLURAL = word_set("plural_determiners", "grammar")
_IMPERSONAL_PRONOUNS = NOT | word_set("impersonal_pronouns", "grammar")
_IMPERSONAL_REFLEXIVE = word_set("impersonal_reflexive", "grammar")
_IMPERSONAL_BEING = word_set("impersonal_being", "grammar")
_THAT_OR_OF = THAT | OF


@read_once
def finite_forms() -> frozenset[str]:
    """Give the finite forms of the common verbs and of the verbs of speech."""
    return _forms_in(_FINITE_MOODS)


@read_once
def future_forms() -> frozenset[str]:
    """Give those of them that are futures: « montrera », but not « montra », which has only the r of its stem."""
    return _forms_in({"future"})


@read_once
def conditional_forms() -> frozenset[str]:
    """Give those of them that are conditionals: « serait », but not « déclarait », which has only the r of its stem."""
    return _forms_in({"conditional"})


def _forms_in(moods: set[str]) -> frozenset[str]:
    infinitives = {verb for line in read_lines("verbs.txt") for verb in line.split()}
    infinitives |= {re.split(r"[ ']", row["verb"])[-1] for row in read_rows("cues.csv") if row["verb"].endswith(_REGULAR)}
    return frozenset(form.text for verb in infinitives for form in conjugate(verb) if form.mood in moods)


@read_once
def participles() -> frozenset[str]:
    """Give the past participles of the common verbs and of the verbs of speech in one word."""
    infinitives = {verb for line in read_lines("verbs.txt") for verb in line.split()}
    infinitives |= {row["verb"] for row in read_rows("cues.csv") if " " not in row["verb"] and "'" not in row["verb"]}
    return frozenset(form.text for verb in infinitives for form in conjugate(verb) if form.mood == "participle")


def is_infinitive(form: str) -> bool:
    """Tell whether a word looks like an infinitive; it is only asked after « de », « à » or a verb of speech."""
    return form in _WHOLE or form.endswith(_SURE) or (_INFINITIVE.search(form) is not None and form not in _LOOKALIKES)


def infinitive_at(words: Sequence[Token], at: int) -> bool:
    """Tell whether an infinitive stands at this word, its negation and pronouns before it: « ne pas y renoncer »."""
    for number, word in enumerate(words[at : at + 5]):
        if word.capital and number and words[at + number - 1].form in CLITICS:
            return False  # « les élus de l'Ifremer »
        if is_infinitive(word.form) or (number and words[at + number - 1].form in ONESELF and word.form.endswith(INFINITIVE_ENDINGS)):
            return True
        if word.form not in QUOTE_MARKS and word.form not in _BEFORE_INFINITIVE:
            return False
    return False


def after_pronouns(words: Sequence[Token], at: int) -> int:
    """Position of the first word from ``at`` on that is no pronoun before a verb, nor « ne »: « s'est », « ne lui a »."""
    while at < len(words) and words[at].form in CLITICS:
        at += 1
    return at


def is_finite(words: Sequence[Token], at: int) -> bool:
    """Tell whether the word is a finite verb, as far as its form and the word before it say."""
    form = words[at].form
    before = words[at - 1].form if at else ""
    if words[at].capital and before in DETERMINERS:
        return False  # « de l'Est »
    if before in A and at > 1 and words[at - 2].form in THE_ELIDED:
        before = ""  # « l'un est parti »
    if at > 1 and before in OBJECT_PRONOUNS and words[at - 2].form in NOT:
        before = words[at - 2].form  # « ne la contredit pas »
    if before in _BEFORE_FINITE and form.isalpha() and len(form) > 1:
        return form not in _NEVER_FINITE and not is_infinitive(form) and not form.endswith(_GERUNDS)  # « ne la voyant pas »
    if at + 1 < len(words) and _INVERTED.match(words[at + 1].form):
        return True
    if form in _DOUBTFUL and (role := role_of(before)) is not None and role.kind == "person" and form in finite_forms():
        return True
    if before in _BEFORE_AUXILIARY and (form in HAVE or form in BE):
        return True
    if before in _SINGULAR_DETERMINERS or before in PREPOSITIONS or (form in _DOUBTFUL and form not in BE) or (words[at].capital and at):
        return False
    return form in finite_forms() or (form not in _NOT_VERBS and (bool(_VERB_ENDING.search(form)) or _is_plural_verb(words, at)))


def _is_plural_verb(words: Sequence[Token], at: int) -> bool:
    """« Les herbiers crépitent »: a word in -ent behind a plural is no adjective, which would end in -ents."""
    form, before = words[at].form, words[at - 1].form if at else ""
    if not _PLURAL_VERB.search(form) or form in _IN_ENT or role_of(form) is not None:
        return False
    if not before.isalpha() or before in DETERMINERS or before in PREPOSITIONS:
        return False
    return any(word.form in PLURAL for word in words[max(0, at - 6) : at - 1])


def is_impersonal(words: Sequence[Token], at: int) -> bool:
    """Tell whether « il » stands for nobody: « il faut », « il y a », « il s'agit », « il est possible que »."""
    if words[at].form not in HE:
        return False
    after = [word.form for word in words[at + 1 : at + 9]]
    while after and after[0] in _IMPERSONAL_PRONOUNS:
        del after[0]
    if not after:
        return False
    if after[0] in THERE or (len(after) > 1 and after[0] in ONESELF and after[1] in _IMPERSONAL_REFLEXIVE):
        return True
    if after[0] in _IMPERSONAL_BEING:
        return any(form in _THAT_OR_OF for form in after[2:5])
    return after[0] in _IMPERSONAL


def time_end(words: Sequence[Token], at: int) -> int:
    """Position behind the time that begins at a word, or of the word itself: « le lendemain », « l'autre jour »."""
    if words[at].form not in THE_SINGULAR:
        return at
    return next((later + 1 for later in range(at + 1, min(len(words), at + 3)) if words[later].form in _WHEN), at)


def has_finite(words: Sequence[Token], start: int, end: int) -> bool:
    """Tell whether a finite verb stands between two words; at most 60 words are looked at."""
    return any(is_finite(words, at) for at in range(start, min(end, start + 60)))


def is_plain_adverb(form: str) -> bool:
    """Tell whether a word is an adverb, and nothing but that."""
    return form in _ADVERBS or (_ADVERB.search(form) is not None and form not in _NOT_ADVERBS)


def is_adverb(form: str) -> bool:
    """Tell whether a word may stand between the parts of a verb or after it without changing what it governs."""
    return is_plain_adverb(form) or form in BETWEEN or form in NEGATIONS


def inverted_pronoun(form: str) -> str | None:
    """Give the third-person pronoun of an inversion: « -t-il » → « il »."""
    match = _INVERTED.match(form)
    return match[1] if match else None


def forms_of(infinitive: str) -> list[Form]:
    """List the forms of a verb without repetition."""
    return list(dict.fromkeys(conjugate(infinitive)))
