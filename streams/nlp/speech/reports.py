"""Cues before what they report: « a indiqué que… », « accuse X d'avoir… », « dénonce un « recul » », « prévient : « … » »."""

from collections.abc import Iterator, Sequence

from streams.nlp.language_folder import pattern, word_set
from streams.nlp.small_words import AND, BUT, BY, IN, OF, ONE, OR, THAT, THE, THE_ELIDED, THEN, WHERE, WHO
from streams.nlp.speech.content_ends import content_end
from streams.nlp.speech.contents import Content, find_content
from streams.nlp.speech.cues import Cue
from streams.nlp.speech.grammar import DETERMINERS, NAMING, has_finite, infinitive_at, is_adverb, is_infinitive, is_plain_adverb
from streams.nlp.speech.names import Names
from streams.nlp.speech.phrases import Phrase, phrase_from, pronoun_phrase, speaks
from streams.nlp.speech.postposed import postposed_subject
from streams.nlp.speech.sentences import Sentence
from streams.nlp.speech.statements import Statement, span_of
from streams.nlp.speech.subjects import antecedent, lead_subject, phrase_before
from streams.nlp.speech.tokens import Token

_JOINING = AND | BUT | OR | THEN
_OPENING = AND | BUT | THEN
_AGENT = pattern("agent")
_NO_AGENTS = word_set("no_agents")
_THINGS = pattern("thing")
_ANONYMITY = word_set("anonymity")
_OWN_NAME, _SILENCE = word_set("own_name"), tuple(word_set("silence"))
_BEHIND_QUOTATION = word_set("behind_quotation")
_BEFORE_GERUND, _SECOND_INFINITIVE = word_set("before_gerund"), word_set("second_infinitive")
_CONTRASTS, _CONTRASTS_WITH_THAT = word_set("contrasts"), word_set("contrasts_with_that")
# What joins a gerund to the verb that it depends on.
_WITH_GERUND = {","} | IN | AND
_OTHERS = word_set("others")
_PLACE_OF_ON = word_set("place_of_on")
_WHICH = word_set("which", "grammar")
_NO_SUBJECT = word_set("no_subject")
_OF_EVERYBODY = word_set("of_everybody")
_PROMISED_OF_THINGS = word_set("promised_of_things")


def find_reports(
    sentence: Sentence, cues: Sequence[Cue], names: Names, previous: Phrase | None = None
) -> Iterator[tuple[Statement, Content]]:
    """Draft the claims of the cues of a sentence whose content follows them, left to right; a cue inside a content is part of it.

    ``previous`` is the speaker of an incise: « … », a-t-il dit, reprochant au maire d'avoir… ».
    """
    cues = [cue for cue in cues if sentence.outside(cue.start)]
    contents = [find_content(sentence, cue, _limit(cues, number, sentence)) for number, cue in enumerate(cues)]
    stops = [
        _takes_over(sentence, cue, names) if contents[number] else _bare_takeover(sentence, cues, number) for number, cue in enumerate(cues)
    ]
    covered = -1
    for number, (cue, content) in enumerate(zip(cues, contents, strict=True)):
        if content is None or cue.left < covered or not _reports(cue):
            continue
        phrase = _speaker(sentence, cue, names, previous)
        if not _accepts(cue, content, phrase, names, sentence):
            continue
        relative = cue.left > 0 and (sentence.words[cue.left - 1].form in WHO or _is_which(sentence.words, cue.left))
        end = content_end(sentence, content, [stop for stop in stops[number + 1 :] if stop is not None], relative=relative)
        if end <= content.start or _hides_a_name(sentence, content.start, end):
            continue
        covered = end
        previous = phrase
        yield _statement(sentence, cue, content, end, phrase), content


def _hides_a_name(sentence: Sentence, start: int, end: int) -> bool:
    """« a demandé qu'on taise son nom », « a souhaité garder l'anonymat »: a condition of the talk, no claim."""
    forms = [word.form for word in sentence.words[start:end]]
    return len(forms) <= 8 and (
        not _ANONYMITY.isdisjoint(forms) or (not _OWN_NAME.isdisjoint(forms) and any(form.startswith(_SILENCE) for form in forms))
    )


def _statement(sentence: Sentence, cue: Cue, content: Content, end: int, phrase: Phrase | None) -> Statement:
    words = sentence.words
    if content.frame == "quote" and content.quotation is not None:
        start, stop, kind = content.quotation.start, content.quotation.end, "direct"
        last = next((at for at in range(content.start, len(words)) if sentence.quoted[at] is not content.quotation), len(words))
        goes_on = (
            last < end and sentence.outside(last) and any(words[at].form not in {",", ".", ";", ":", "(", ")"} for at in range(last, end))
        )
        if goes_on and words[content.start - 1].form != ":" and _continues(sentence, last, end):
            start, stop, kind = span_of(sentence, content.start, end)
        elif goes_on and "as" in cue.frames and words[last].form in DETERMINERS and end - last <= 12:
            start, stop, kind = span_of(sentence, content.start, end)  # « juge « inacceptable » le silence de Moscou »
    else:
        start, stop, kind = span_of(sentence, content.start, end)
    cue_span = (words[cue.start].start, words[cue.end - 1].end)
    link = "continuation" if phrase is None and _goes_on(cue, sentence) else "phrase"
    return Statement(sentence, start, stop, kind, cue_span, phrase, link, cue.negated, cue.form.mood)  # type: ignore[arg-type]


def _continues(sentence: Sentence, at: int, end: int) -> bool:
    """Tell whether the object goes on behind its quotation: « « noircir le tableau » et de faire fuir les touristes »."""
    return sentence.words[at].form in _BEHIND_QUOTATION and end - at <= 12


def _limit(cues: Sequence[Cue], number: int, sentence: Sentence) -> int:
    """A cue looks for its content up to the next verb group that is not its own infinitive."""
    words = sentence.words
    later = [
        cue
        for cue in cues[number + 1 :]
        if cue.form.mood != "infinitive"
        and not is_infinitive(words[cue.start].form)
        and not (cue.left > 1 and words[cue.left - 1].form in WHO)
    ]
    return later[0].left if later else len(sentence.words)


def _reports(cue: Cue) -> bool:
    """A negated verb reports nothing, unless it is one of opinion (« ne croit pas que ») ; « apprendre » only with « on »."""
    if "one" in cue.flags and cue.pronoun not in ONE:
        return False
    return not cue.negated or "neg" in cue.flags


def _takes_over(sentence: Sentence, cue: Cue, names: Names) -> int | None:
    """Give the word where the clause of a cue begins if it is coordinated with the one before, not part of its content."""
    words = sentence.words
    at = cue.left - 1
    while at > 0 and is_plain_adverb(words[at].form) and words[at].form not in _JOINING and sentence.outside(at):
        at -= 1
    if at <= 0:
        return None
    form = words[at].form
    if cue.form.mood == "gerund":
        if form in IN:
            at -= 1 if words[at - 1].form not in _BEFORE_GERUND else 2
            return at if words[at].form == "," else at + 1
        return at if form == "," else at if form in _JOINING else None
    if cue.form.mood == "infinitive":
        return _before_infinitive(words, at)
    if form in _JOINING or form == ",":
        return at - 1 if form != "," and words[at - 1].form == "," else at
    return _own_subject(sentence, cue, names)


def _bare_takeover(sentence: Sentence, cues: Sequence[Cue], number: int) -> int | None:
    """« précisent que les femmes sont touchées et plaident pour… »: a further verb of speech in the form of the first goes with it."""
    cue = cues[number]
    if (
        not number
        or cue.left == 0
        or sentence.words[cue.left - 1].form not in AND
        or cue.form.mood in {"participle", "infinitive", "gerund"}
    ):
        return None
    same = (cue.form.mood, cue.form.number) == (cues[number - 1].form.mood, cues[number - 1].form.number)
    return cue.left - 1 if same else None


def _before_infinitive(words: Sequence[object], at: int) -> int | None:
    forms = [getattr(word, "form", "") for word in words[max(0, at - 3) : at + 1]]
    for back, form in enumerate(reversed(forms)):
        if form in _SECOND_INFINITIVE:
            return at - back
    return None


def _own_subject(sentence: Sentence, cue: Cue, names: Names) -> int | None:
    phrase = phrase_before(sentence, cue.left, names)
    if phrase is None or phrase.start == 0:
        return None
    words = sentence.words
    at = phrase.start - 1
    if words[at].form in THAT and at and words[at - 1].form in _CONTRASTS_WITH_THAT:
        at -= 1
    if words[at].form in _CONTRASTS and speaks(phrase, names):
        return at - 1 if words[at - 1].form == "," else at
    if words[at].form == "," and _is_other(phrase):
        return at  # « L'un assure que tout va, l'autre jure que rien ne va »
    return None


def _is_other(phrase: Phrase) -> bool:
    """« l'autre », « d'autres », « les autres », and no noun behind."""
    return phrase.end == phrase.start + 2 and phrase.tokens[1].form in _OTHERS


def _speaker(sentence: Sentence, cue: Cue, names: Names, previous: Phrase | None) -> Phrase | None:
    words = sentence.words
    if cue.passive:
        return _agent(sentence, cue, names)
    if cue.pronoun:
        return Phrase(sentence, cue.end - 1, cue.end, pronoun=cue.pronoun)
    before = words[cue.left - 1].form if cue.left else ""
    if before in ONE:
        if cue.left > 2 and words[cue.left - 2].form in THE_ELIDED and words[cue.left - 3].form in WHERE:
            return _place_before(sentence, cue.left - 3, names)  # « à la direction, où l'on rappelle »
        return place_of_on(sentence, names) or pronoun_phrase(sentence, cue.left - 1, before)
    if cue.form.mood == "infinitive" and words[0].form in AND and cue.left > 2 and before in OF:
        return phrase_before(sentence, cue.left - 1, names) or previous  # « Et le socialiste d'évoquer « … » »
    if cue.form.mood in {"gerund", "infinitive"}:
        return _governing(sentence, cue, names, previous)
    if before in THAT:
        return postposed_subject(sentence, cue.end, names, strict=False)
    if before in WHO or _is_which(words, cue.left):
        return antecedent(sentence, cue.left - 1, names)
    at = cue.left - 1
    while at > 0 and is_plain_adverb(words[at].form) and words[at].form not in _JOINING:
        at -= 1
    if at >= 0 and words[at].form in _JOINING:
        return previous or _subject_of_relative(sentence, at, names) or lead_subject(sentence, names, cue.left)
    return phrase_before(sentence, at + 1 if at < cue.left - 1 else cue.left, names) or (previous if before == "," else None)


def _subject_of_relative(sentence: Sentence, at: int, names: Names) -> Phrase | None:
    """« La CGT, qui demande des embauches et prévient que… »: a verb joined to that of a relative clause has its subject."""
    words = sentence.words
    who = next((who for who in range(at - 1, 0, -1) if words[who].form in WHO or words[who].form == ","), 0)
    return antecedent(sentence, who, names) if who and words[who].form in WHO and sentence.outside(who) else None


def _is_which(words: Sequence[Token], left: int) -> bool:
    """« jusqu'à la préfecture, laquelle admet que »: a relative pronoun behind a comma is the subject."""
    return left > 1 and words[left - 1].form in _WHICH and words[left - 2].form == ","


def place_of_on(sentence: Sentence, names: Names) -> Phrase | None:
    """« À la CFDT, on reconnaît… », « Du côté de Bercy, on rappelle… »: the place at the head of the sentence speaks."""
    words = sentence.words
    at = 0
    while at < len(words) and at < 6 and words[at].form in _PLACE_OF_ON:
        at += 1
    if at >= len(words) or (not at and names.mention_at(words[0].start) is None):
        return None
    if words[at].form not in DETERMINERS and words[at - 1].form in THE:
        at -= 1
    phrase = phrase_from(sentence, at, names)
    return phrase if phrase is not None and phrase.pronoun is None and speaks(phrase, names) else None


def _place_before(sentence: Sentence, at: int, names: Names) -> Phrase | None:
    """Read the noun phrase that ends before « où »."""
    words = sentence.words
    end = at - 1 if words[at - 1].form == "," else at
    for start in range(end - 1, max(-1, end - 8), -1):
        phrase = phrase_from(sentence, start, names, limit=end) if words[start].form in DETERMINERS else None
        if phrase is not None and phrase.end == end and speaks(phrase, names):
            return phrase
    return None


def _governing(sentence: Sentence, cue: Cue, names: Names, previous: Phrase | None) -> Phrase | None:
    """The subject of a gerund or infinitive is that of the verb it depends on."""
    at = cue.left - 1
    if cue.form.mood == "gerund" and at >= 0 and sentence.words[at].form not in _WITH_GERUND and not is_adverb(sentence.words[at].form):
        return phrase_before(sentence, cue.left, names)
    subject = previous or lead_subject(sentence, names, cue.left)
    if subject is not None and subject.pronoun in ONE:
        return place_of_on(sentence, names) or subject  # « À la mairie, on se borne à signaler que »
    return subject


def _agent(sentence: Sentence, cue: Cue, names: Names) -> Phrase | None:
    words = sentence.words
    at = next((at for at in range(cue.end, min(len(words), cue.end + 6)) if words[at].form in BY), None)
    return phrase_from(sentence, at + 1, names) if at is not None else None


def _accepts(cue: Cue, content: Content, phrase: Phrase | None, names: Names, sentence: Sentence) -> bool:
    """Tell whether the subject can say something: the weather « annonce » and a match « promet » without reporting."""
    quoted = content.frame in {"quote", "noun_phrase"} or content.quotation is not None
    if phrase is None and _goes_on(cue, sentence):
        return True
    if phrase is None:
        if cue.passive or _is_called(cue, content, sentence):
            return False
        return cue.form.mood == "infinitive" or (quoted and content.frame == "quote") or (cue.left == 0 and content.frame == "that")
    if phrase.pronoun in ONE and not quoted and cue.verbs[0].infinitive in _OF_EVERYBODY:
        return False
    if phrase.pronoun is not None:
        return phrase.pronoun not in _NO_SUBJECT
    if speaks(phrase, names):
        if _promises_to_be(cue, content, phrase, names, sentence):
            return False
        return not _is_thing(cue, content, phrase, names) and not _is_nickname(cue, content, phrase, names, sentence)
    head = next((token.form for token in phrase.tokens if not names.mention_at(token.start) and len(token.form) > 3), "")
    if phrase.tokens[0].form in _NO_SUBJECT or (_THINGS.search(head) and not quoted):
        return False
    if content.frame == "colon" or _is_called(cue, content, sentence):
        return False
    if (_AGENT.search(head) and head not in _NO_AGENTS) or (content.frame == "quote" and sentence.words[content.start - 1].form == ":"):
        return True
    return (quoted and content.quotation is not None) or (content.frame == "that" and "source" not in cue.flags)


def _goes_on(cue: Cue, sentence: Sentence) -> bool:
    """« Et s'engage à le prêter »: a sentence without a subject has that of the one before."""
    return cue.left == 1 and sentence.words[0].form in _OPENING and cue.form.mood not in {"participle", "gerund", "infinitive"}


def _is_called(cue: Cue, content: Content, sentence: Sentence) -> bool:
    """« le procès dit « des faux pomerols » », « Son cours, dit « d'immersion » »: the quotation names the thing."""
    words = sentence.words
    if infinitive_at(words, content.start + 1):
        return False  # « Paul Morel, délégué, dit « vouloir y croire » »
    return words[cue.head].form in NAMING and cue.start == cue.head and content.quotation is not None and content.start == cue.end


def _is_nickname(cue: Cue, content: Content, phrase: Phrase, names: Names, sentence: Sentence) -> bool:
    """« le talonneur Paul Morel, dit « le Notaire », »; « L'arrêté dit « des 500 mètres » »."""
    if not _is_called(cue, content, sentence):
        return False
    words = sentence.words
    last = next((at for at in range(content.start, len(words)) if sentence.quoted[at] is not content.quotation), len(words))
    role = next((role for token in phrase.tokens if (role := names.role(token.form))), None)
    aside = words[cue.head - 1].form == "," or (role is not None and role.kind == "document")
    return aside and last - content.start <= 7 and not has_finite(words, content.start, last)


def _promises_to_be(cue: Cue, content: Content, phrase: Phrase, names: Names, sentence: Sentence) -> bool:
    """« La campagne promet d'être brève »: only people and bodies with a name promise to be something."""
    if "promise" not in cue.flags or content.frame != "of" or sentence.words[content.start].form not in _PROMISED_OF_THINGS:
        return False
    if names.between(sentence.words[phrase.start].start, sentence.words[phrase.end - 1].end):
        return False
    role = next((role for token in phrase.tokens if (role := names.role(token.form))), None)
    return role is None or role.kind != "person"


def _is_thing(cue: Cue, content: Content, phrase: Phrase, names: Names) -> bool:
    """Documents say and show; they do not promise, hope or accuse without a quotation or « que »."""
    head = next((role for token in phrase.tokens if (role := names.role(token.form))), None)
    if head is None or head.kind != "document" or content.quotation is not None or names.mention_at(phrase.tokens[0].start):
        return False
    return content.frame in {"of", "bare", "to"} and "source" not in cue.flags
