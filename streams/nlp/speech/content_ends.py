"""Where the content of a reporting verb ends: at a comment on it, a new cue, or what belongs to the main clause again."""

from collections.abc import Sequence

from streams.nlp.language_folder import word_set
from streams.nlp.small_words import AND, BEEN, BUT, OF, THAT, THEN, THIS, TO, WHO, WHOSE, A
from streams.nlp.speech.contents import Content
from streams.nlp.speech.grammar import (
    BE,
    DETERMINERS,
    HAVE,
    PREPOSITIONS,
    RELATIVE,
    TERMINAL,
    after_pronouns,
    has_finite,
    infinitive_at,
    is_finite,
    participles,
)
from streams.nlp.speech.sentences import Sentence
from streams.nlp.speech.tokens import Token

_LATER, _PLURAL, _SINGULAR = (tuple(word_set(name, "endings")) for name in ("later", "plural", "singular"))
_AFTER_OBJECT, _COMMENTS = word_set("after_object"), word_set("comments")
# What no content ends with.
_TRAILING = TERMINAL | {",", ";", ":", "(", "—", "–"} | AND | BUT | THEN
# What joins a further verb.
_FURTHER = AND | THEN
_JOINING = AND | BUT | THEN
# The frames of contents that have no finite verb of their own.
_INFINITIVES = frozenset({"bare", "of", "to"})
# What begins the complement of a verb.
_COMPLEMENTS = DETERMINERS | PREPOSITIONS | THAT
_BEFORE_INFINITIVE = TO | OF
# « ce qui », « ce que », « ce dont ».
_WHAT = WHO | THAT | WHOSE


def content_end(sentence: Sentence, content: Content, stops: Sequence[int], *, relative: bool = False) -> int:
    """Find the word after the last one of a content: the end of its sentence, or the word where a following cue takes over.

    The content of a relative clause (« , qui assure que…, a quitté la salle ») ends where the main verb follows a comma.
    """
    words = sentence.words
    limit = min([stop for stop in stops if stop > content.start], default=len(words))
    if relative:
        limit = next((at for at in range(content.start + 1, limit) if sentence.outside(at) and _main_verb_follows(sentence, at)), limit)
    limit = next((at for at in range(content.start + 1, limit) if _shares_auxiliary(sentence, content.start, at)), limit)
    if content.frame == "noun_phrase":
        limit = min(limit, _object_end(sentence, content, limit))
    if content.frame in _INFINITIVES:
        limit = next((at for at in range(content.start + 1, limit) if _is_second_verb(sentence, content.start, at)), limit)
    if content.frame == "that":
        back = (_back_to_the_subject, _disagrees)
        limit = next((at for at in range(content.start + 1, limit) if any(rule(sentence, content.start, at) for rule in back)), limit)
    end = next((at for at in range(content.start, limit) if sentence.outside(at) and _breaks(sentence, at)), limit)
    while end > content.start + 1 and sentence.outside(end - 1) and words[end - 1].form in _TRAILING:
        end -= 1
    return end


def _shares_auxiliary(sentence: Sentence, start: int, at: int) -> bool:
    """« a assuré que tout va bien et annoncé des renforts »: a participle after « et » without auxiliary in the content is the cue's."""
    words = sentence.words
    if words[at].form not in _FURTHER or not sentence.outside(at) or at + 2 >= len(words):
        return False
    if words[at + 1].form not in participles() or words[at + 2].form not in _COMPLEMENTS:
        return False
    return not any(word.form in HAVE or word.form in BE or word.form in BEEN or word.form in participles() for word in words[start:at])


def _back_to_the_subject(sentence: Sentence, start: int, at: int) -> bool:
    """« promet que rien ne changera, mais se refuse à chiffrer »: a verb in the present, after one in the future, has the cue's subject."""
    words = sentence.words
    if words[at].form not in BUT or words[at - 1].form != "," or not sentence.outside(at):
        return False
    verb = after_pronouns(words, at + 1)
    if verb >= len(words) or not is_finite(words, verb) or words[verb].form.endswith(_LATER):
        return False
    return any(word.form.endswith(_LATER) and is_finite(words, start + number) for number, word in enumerate(words[start:at]))


def _is_second_verb(sentence: Sentence, start: int, at: int) -> bool:
    """« reproche au maire d'avoir menti et a quitté la salle »: behind « et », the first finite verb is not that of the infinitive."""
    words = sentence.words
    if words[at].form not in _JOINING or not sentence.outside(at):
        return False
    verb = after_pronouns(words, at + 1)
    if verb >= len(words) or not sentence.outside(verb) or words[verb].form in DETERMINERS or not is_finite(words, verb):
        return False
    return not has_finite(words, start, at)


def _disagrees(sentence: Sentence, start: int, at: int) -> bool:
    """« estime que les assureurs traînent et songe à saisir le tribunal »: behind « et », a verb in the singular is not the plural's."""
    words = sentence.words
    if words[at].form not in AND or not sentence.outside(at):
        return False
    verb = after_pronouns(words, at + 1)
    if verb + 2 >= len(words) or not sentence.outside(verb) or words[verb].form.endswith(_PLURAL) or words[verb].form in DETERMINERS:
        return False
    governs = words[verb + 1].form in _BEFORE_INFINITIVE and infinitive_at(words, verb + 2) and words[verb].form.endswith(_SINGULAR)
    if not governs and not (is_finite(words, verb) and words[verb + 1].form in _COMPLEMENTS):
        return False
    finite = [words[earlier].form for earlier in range(start, at) if is_finite(words, earlier)]
    return bool(finite) and all(form.endswith(_PLURAL) for form in finite)


def _main_verb_follows(sentence: Sentence, comma: int) -> bool:
    words = sentence.words
    at = after_pronouns(words, comma + 1)
    return words[comma].form == "," and at < len(words) and sentence.outside(at) and is_finite(words, at)


def _joins_verb(words: Sequence[Token], at: int) -> bool:
    """« sa « colère » et appelé à un rassemblement »: a participle after « et » belongs to the verb, not to its object."""
    return words[at].form in AND and at + 1 < len(words) and words[at + 1].form in participles() and at + 2 < len(words)


def _breaks(sentence: Sentence, at: int) -> bool:
    """A semicolon ends a content; so does a comment on it behind its quotation: « …, une affirmation que l'AFP n'a pu vérifier »."""
    words = sentence.words
    if words[at].form == ";":
        return True
    if words[at].form == ":" and at + 2 < len(words) and not sentence.outside(at + 1):
        return words[at + 2].capital  # « estime que le mal est ailleurs : « Le crédit… » »: two claims
    if words[at].form != "," or at + 2 >= len(words) or sentence.outside(at - 1):
        return False
    if words[at + 1].form in THIS and words[at + 2].form in _WHAT:
        return True  # « …, ce qui a fait rire »
    comment = words[at + 1].form in A or words[at + 1].form in _COMMENTS  # « …, formule qui agace »
    return comment and any(word.form in RELATIVE for word in words[at + 2 : at + 6])


def _object_end(sentence: Sentence, content: Content, limit: int) -> int:
    """End a quoted object at the first comma or verb after its quotation; a further quotation goes on with it."""
    words = sentence.words
    start = next((at for at in range(content.start, limit) if sentence.quoted[at] is content.quotation), content.start)
    at = start
    while at < limit:
        if sentence.outside(at) and (words[at].form in {",", ";", ":", "—", "–"} or words[at].form in RELATIVE or is_finite(words, at)):
            return at
        if sentence.outside(at) and (words[at].form in _AFTER_OBJECT or _joins_verb(words, at)):
            return at
        at += 1
    return limit
