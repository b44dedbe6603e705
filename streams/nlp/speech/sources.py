"""Claims with a source and no verb: « Selon X, … », « …, d'après X », « Pour X, … », « De source policière, … »."""

from collections.abc import Iterator, Sequence

from streams.nlp.language_folder import read_once, read_toml, word_set
from streams.nlp.small_words import HIS, THAT, THEIR, A
from streams.nlp.speech.grammar import DEFINITE, DETERMINERS, PREPOSITIONS, RELATIVE, conditional_forms, has_finite, participles
from streams.nlp.speech.incises import adjacent_quotation
from streams.nlp.speech.names import Names
from streams.nlp.speech.phrases import Phrase, is_some, phrase_from, pronoun_phrase, speaks
from streams.nlp.speech.sentences import Sentence
from streams.nlp.speech.statements import Statement, clause_limit, clause_start, is_broken_off, skip_connectives, span_of, trimmed
from streams.nlp.speech.subjects import antecedent
from streams.nlp.speech.tokens import Token

_DATA = read_toml("attribution.toml")["sources"]
_NOT_SOURCE = frozenset(_DATA["not_a_source"])
_OWN = frozenset(_DATA["own"])
# What begins another clause behind « , selon X, ».
_JUDGING = word_set("judging")
_OPINION_PRONOUNS = frozenset(_DATA["opinion_pronouns"])
_NOT_OPINION = frozenset(_DATA["not_an_opinion"])
_CIVILITY_ROLES: dict[str, str] = read_toml("grammar.toml")["civility_roles"]
_PLEADING = word_set("pleading")
_OWNER, _OWNERS = _DATA["owner"], _DATA["owners"]
_OF_OWNERS = HIS | THEIR
_SKIPPED = frozenset(_DATA["skipped"])
_NO_SOURCE_PRONOUNS = frozenset(_DATA["no_source_pronouns"])
_MEASURING = frozenset(_DATA["measuring"])
_CLAUSE_HEADS = frozenset(_DATA["clause_heads"])
_OPINION_TITLES = frozenset(_DATA["opinion_titles"])
_OPINION_DETERMINERS = DEFINITE | frozenset(_DATA["opinion_determiners"])
_COMPLEMENTS = PREPOSITIONS | THAT


@read_once
def _phrases() -> dict[str, list[tuple[tuple[str, ...], str]]]:
    """Map the first word of a source phrase to its words and its sort, longest first."""
    found: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for sort in ("any", "set_off", "pronoun", "plural_pronoun", "self", "opinion", "relative"):
        for phrase in _DATA[sort]:
            forms = tuple(phrase.replace("'", "' ").split())
            found.setdefault(forms[0], []).append((forms, sort))
    for entries in found.values():
        entries.sort(key=lambda entry: -len(entry[0]))
    return found


def find_sources(sentence: Sentence, names: Names) -> Iterator[tuple[Statement, bool]]:
    """Draft the claims of the source phrases of a sentence; the flag says that the phrase opens its clause."""
    words, phrases = sentence.words, _phrases()
    for at, word in enumerate(words):
        if word.form not in phrases or not sentence.outside(at):
            continue
        match = next((entry for entry in phrases[word.form] if _matches(words, at, entry[0])), None)
        if match and (statement := _read(sentence, at, *match, names)):
            yield statement


def _matches(words: Sequence[Token], at: int, forms: Sequence[str]) -> bool:
    return len(words) >= at + len(forms) and all(words[at + number].form == form for number, form in enumerate(forms))


def _read(sentence: Sentence, at: int, forms: Sequence[str], sort: str, names: Names) -> tuple[Statement, bool] | None:
    words = sentence.words
    begin = clause_start(sentence, at)
    opens = skip_connectives(words, begin, at) == at
    if sort == "set_off" and not opens and words[at - 1].form != ",":
        return None  # « apprend à lire les nuages »
    if sort == "relative":
        return _relative(sentence, at, len(forms), names)
    phrase = _source(sentence, at, len(forms), sort, names)
    if phrase is None or (sort == "opinion" and not (opens and _holds_opinion(phrase, names))):
        return None
    cue = (words[at].start, words[at + len(forms) - 1].end)
    behind = max([phrase.end, at + len(forms), *(stop for _, stop in phrase.appositions)])
    if opens:
        found = _after(sentence, behind, comma=sort == "opinion")
        if found is None or (sort == "opinion" and not _is_opinion(sentence, phrase, found, names)):
            return None
    else:
        found = _before(sentence, begin, at, behind)
        if found is None:
            return None
    start, end, kind = span_of(sentence, *found)
    return Statement(sentence, start, end, kind, cue, phrase, "phrase"), opens


def _relative(sentence: Sentence, at: int, length: int, names: Names) -> tuple[Statement, bool] | None:
    """« la professeure Belkadhi, du Muséum, pour qui « il manque dix ans » »: the source stands before its preposition."""
    words = sentence.words
    start, end = at + length, clause_limit(sentence, min(at + length, len(words) - 1))
    phrase = antecedent(sentence, at, names)
    if end <= start or phrase is None or not speaks(phrase, names):
        return None
    first, last, kind = span_of(sentence, start, end)
    return Statement(sentence, first, last, kind, (words[at].start, words[start - 1].end), phrase, "phrase"), False


def _source(sentence: Sentence, at: int, length: int, sort: str, names: Names) -> Phrase | None:
    words = sentence.words
    if sort in {"pronoun", "plural_pronoun"}:
        return pronoun_phrase(sentence, at, _OWNER if sort == "pronoun" else _OWNERS)
    start = at + length - 1 if sort == "self" else at + length
    while start < len(words) and words[start].form in _SKIPPED and sort != "opinion" and not is_some(words, start):
        start += 1
    if start + 1 < len(words) and words[start].form in _OF_OWNERS and words[start + 1].form in _OWN:
        return pronoun_phrase(sentence, start, _OWNERS if words[start].form in THEIR else _OWNER)  # « Selon ses calculs »
    phrase = phrase_from(sentence, start, names)
    if phrase is None or phrase.pronoun in _NO_SOURCE_PRONOUNS:
        return None
    nouns = [token.form for token in phrase.tokens if token.form not in DETERMINERS]
    named = names.mention_at(phrase.tokens[0].start) or names.mention_at(phrase.tokens[-1].start)
    measure = sentence.words[at].form in _MEASURING and bool(nouns) and nouns[0] in _NOT_SOURCE and not named
    if not phrase.pronoun and (not nouns or measure or nouns[0] in _CLAUSE_HEADS):
        return None
    return phrase


def _holds_opinion(phrase: Phrase, names: Names) -> bool:
    """« Pour » names a source before a person, a pronoun, or a definite noun for people and bodies."""
    if phrase.pronoun is not None:
        return phrase.pronoun in _OPINION_PRONOUNS
    tokens = phrase.tokens
    mention = next(
        (
            found
            for at, token in enumerate(tokens)
            if (found := names.mention_at(token.start)) and (not at or tokens[at - 1].form not in PREPOSITIONS)
        ),
        None,
    )
    if mention is not None and mention.entity_type == "person":
        return True
    if any(token.form in _NOT_OPINION for token in tokens[:2]):
        return False
    if mention is None and tokens[0].capital and tokens[0].form not in DETERMINERS:
        return True  # a name that is no known entity; its content must be quoted
    if tokens[0].form in _OPINION_TITLES:
        return True
    role = next((role for token in tokens[:4] if (role := names.role(token.form))), None)
    if mention is not None and mention.entity_type == "organization":
        return True
    return (
        role is not None
        and role.kind in {"person", "organization", "voice"}
        and (tokens[0].form in _OPINION_DETERMINERS or role.plural or (tokens[0].form in A and role.kind == "person"))
    )


def _is_opinion(sentence: Sentence, phrase: Phrase, found: tuple[int, int], names: Names) -> bool:
    """« Pour le club, la saison commence » gives no opinion: a body needs a quotation or a verb of judgement; a person speaks."""
    words = sentence.words
    if _CIVILITY_ROLES.get(words[found[0]].form) in _PLEADING:
        return False  # « Pour M. Morel, Me Petit a plaidé la relaxe »: the lawyer speaks
    if any(not sentence.outside(at) for at in range(*found)):
        return True
    judges = any(words[at].form in _JUDGING or words[at].form in conditional_forms() for at in range(*found))
    if not judges and not has_finite(words, *found):
        return False
    if phrase.pronoun is not None:
        return True
    if any(mention.entity_type == "person" for mention in names.between(words[phrase.start].start, words[phrase.end - 1].end)):
        return True
    role = next((role for token in phrase.tokens[:4] if (role := names.role(token.form))), None)
    body = any(names.between(words[phrase.start].start, words[phrase.end - 1].end))
    speaking = role.kind != "document" if role is not None else body
    return speaking and judges


def _after(sentence: Sentence, at: int, *, comma: bool) -> tuple[int, int] | None:
    """Find the content behind an opening source: after its comma, over asides (« , publiée jeudi, »)."""
    words = sentence.words
    if at < len(words) and words[at].form == "(":
        at = next((later + 1 for later in range(at, min(len(words), at + 10)) if words[later].form == ")"), at)
    separator = _next_comma(sentence, at)
    if separator is None:
        if comma or not (at < len(words) and (not sentence.outside(at) or words[at].form in DETERMINERS or words[at].capital)):
            return None
        separator = at - 1
    elif separator - at > 25:
        return None
    start = separator + 1
    while start < len(words) and sentence.outside(start) and _is_aside(sentence, start):
        following = _next_comma(sentence, start)
        if following is None:
            break
        start = following + 1
    end = clause_limit(sentence, start) if start < len(words) else start
    return (start, end) if end > start else None


def _is_aside(sentence: Sentence, start: int) -> bool:
    words = sentence.words
    stop = _next_comma(sentence, start)
    if stop is None:
        return False
    first = words[start].form
    if first in RELATIVE or (first in participles() and not words[start].capital):
        return True
    return first[0].isdigit() and stop - start <= 3


def _next_comma(sentence: Sentence, at: int) -> int | None:
    words = sentence.words
    return next((later for later in range(at, len(words)) if sentence.outside(later) and words[later].form == ","), None)


def _before(sentence: Sentence, begin: int, at: int, behind: int) -> tuple[int, int] | None:
    """Find the content before a closing source, or around one in the middle."""
    words = sentence.words
    end = trimmed(sentence, begin, at)
    if end <= begin:
        return None
    quotation = adjacent_quotation(sentence, at)
    if quotation is not None and words[at - 1].form != ",":  # « Un incendie ravage un entrepôt, « aucun risque » selon la préfecture »
        first = next(place for place, found in enumerate(sentence.quoted) if found is quotation)
        if first > begin and words[first - 1].form == ",":
            return first, end
    limit = clause_limit(sentence, behind - 1)
    goes_on = behind < limit and words[behind].form == ","
    if goes_on and not has_finite(words, begin, end) and quotation is None:
        return (begin, limit) if has_finite(words, behind + 1, limit) else None
    if goes_on and quotation is None and words[behind + 1].form in _COMPLEMENTS and not has_finite(words, behind + 1, limit):
        return begin, limit  # « Il doit sa place, à en croire le maire, au départ d'un élu »
    if words[end - 1].form in RELATIVE:
        return None  # « s'insurge contre une défense qui, à ses yeux, « plaide l'oubli » »
    if goes_on and quotation is None and is_broken_off(sentence, end, behind, limit):
        return begin, limit
    if not has_finite(words, begin, end) and quotation is None and sentence.text_field != "title":
        return None
    return begin, end
