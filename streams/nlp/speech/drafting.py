"""From the sentences of one field to drafted claims: each rule in its turn, no stretch of text claimed twice."""

from collections.abc import Sequence

from streams.nlp.language_folder import word_set
from streams.nlp.speech.contents import find_content
from streams.nlp.speech.cues import Cue, find_cues
from streams.nlp.speech.dialogue import find_turns
from streams.nlp.speech.grammar import DASHES, NAMING, NEGATIONS, TERMINAL, has_finite
from streams.nlp.speech.incises import Incise, find_incise, incise_statement, unknown_incise
from streams.nlp.speech.names import Names
from streams.nlp.speech.nouns import find_nouns
from streams.nlp.speech.phrases import Phrase, phrase_from, speaks
from streams.nlp.speech.quotes import Quotation
from streams.nlp.speech.reports import find_reports
from streams.nlp.speech.sentences import Sentence
from streams.nlp.speech.sources import find_sources
from streams.nlp.speech.statements import Link, Statement, clause_start, lead_in_end, quotation_words, trimmed
from streams.nlp.speech.subjects import lead_subject, phrase_before

REPLIES = word_set("replies")
_WHOSE_REPLY, _BEFORE_WHOSE, _NOT_WHOSE = word_set("whose_reply"), word_set("before_whose"), word_set("not_whose")
_NAMING_THINGS = NAMING - word_set("naming_speech")
_NO_WORDS = TERMINAL | {",", ";"} | DASHES
# A quotation without a cue continues a speaker who was quoted at most this many paragraphs before.
CONTINUES = 3


def find_statements(sentences: Sequence[Sentence], names: Names) -> list[Statement]:
    """Draft the claims of one field, in the order of the text."""
    drafts = _Drafts()
    dialogue: set[int] = set()
    for covered, turns in find_turns(sentences, names):
        dialogue |= covered
        for turn in turns:
            drafts.add(turn)
    for number, sentence in enumerate(sentences):
        if number in dialogue:
            continue
        _within(sentence, names, drafts)
        _quotations(sentences, number, names, drafts)
    return sorted(drafts.statements, key=lambda statement: (statement.start, statement.end))


class _Drafts:
    """What has been claimed so far in the field."""

    def __init__(self) -> None:
        self.statements: list[Statement] = []
        self.used: set[Quotation] = set()
        self.last_quoted = -CONTINUES - 1
        self._sentence: Sentence | None = None
        self._spans: list[tuple[int, int]] = []

    def add(self, statement: Statement) -> bool:
        """Keep a statement unless it overlaps one of its sentence."""
        if statement.sentence is not self._sentence:
            self._sentence, self._spans = statement.sentence, []
        if any(statement.start < end and start < statement.end for start, end in self._spans) or _is_single_word(statement):
            return False
        self._spans.append((statement.start, statement.end))
        self.statements.append(statement)
        for quotation in statement.sentence.quotations:
            if quotation.start < statement.end and statement.start < quotation.end:
                self.used.add(quotation)
                self.last_quoted = quotation.last_paragraph
        return True


def _is_single_word(statement: Statement) -> bool:
    """« se réjouit « prudemment » »: one borrowed word says nothing."""
    inside = [word for word in statement.sentence.words if statement.start <= word.start < statement.end and word.form[0].isalnum()]
    return len(inside) <= 1 and statement.sentence.end >= statement.end


def _within(sentence: Sentence, names: Names, drafts: _Drafts) -> None:
    """Apply the rules that need one sentence: incises, sources, reports, nouns."""
    cues = find_cues(sentence)
    incises = {
        id(cue): incise
        for cue in cues
        if (incise := find_incise(sentence, cue, names)) and not _reports_itself(sentence, cue, incise, names)
    }
    for incise in incises.values():
        if (statement := incise_statement(sentence, incise)) is not None:
            drafts.add(statement)
    for quotation in sentence.quotations:
        if quotation not in drafts.used and (unknown := unknown_incise(sentence, quotation, names)) is not None:
            statement = incise_statement(sentence, unknown)
            if statement is not None:
                drafts.add(statement)
    sources = list(find_sources(sentence, names))
    for statement, opens in sources:
        if opens:
            drafts.add(statement)
    left: list[Cue] = [cue for cue in cues if id(cue) not in incises]
    spoken = next((incise.phrase for incise in incises.values() if incise.phrase is not None), None)
    for statement, _ in find_reports(sentence, left, names, spoken):
        drafts.add(statement)
    for statement in find_nouns(sentence, names):
        drafts.add(statement)
    for statement, opens in sources:
        if not opens:
            drafts.add(statement)


def _reports_itself(sentence: Sentence, cue: Cue, incise: Incise, names: Names) -> bool:
    """« Son avocat, Me Morel, accuse le patron d'avoir… »: a verb with its own content and subject is no incise."""
    if incise.quotation is not None or cue.pronoun:
        return False
    content = find_content(sentence, cue, len(sentence.words))
    if content is None:
        return False
    subject = phrase_before(sentence, cue.left, names)
    return subject is not None and speaks(subject, names)


def _quotations(sentences: Sequence[Sentence], number: int, names: Names, drafts: _Drafts) -> None:
    """Attribute the quotations of a sentence that no cue claimed."""
    sentence = sentences[number]
    for quotation in sentence.quotations:
        if quotation in drafts.used or sentence.paragraph != quotation.last_paragraph:
            continue
        statement = _after_colon(sentence, quotation, names) or _alone(sentences, number, quotation, names, drafts)
        if statement is not None:
            drafts.add(statement)
            drafts.used.add(quotation)


def _after_colon(sentence: Sentence, quotation: Quotation, names: Names) -> Statement | None:
    """« Même constat chez Paul Morel : « … » »: a colon without a verb of speech."""
    start, end = quotation_words(sentence, quotation)
    words = sentence.words
    if start < 2 or not _is_sentence(sentence, start, end):
        return None
    if words[start - 1].form in DASHES:
        label = phrase_from(sentence, 0, names, limit=start - 1)
        known = label is not None and label.end == start - 1 and speaks(label, names)
        return Statement(sentence, quotation.start, quotation.end, "direct", None, label, "phrase") if known else None
    if words[start - 1].form != ":":
        return None
    begin = clause_start(sentence, start - 1)
    phrase = _colon_speaker(sentence, begin, start - 1, names)
    if sentence.text_field == "title" and (phrase is None or phrase.start > begin or phrase.end < start - 1 or _is_place(phrase, names)):
        return Statement(sentence, quotation.start, quotation.end, "direct", None, phrase, "title")
    near = [
        *words[begin : begin + 3],
        *words[max(begin, start - 6) : start - 1],
    ]  # « Son nom, peint à l'arrière, est à demi effacé : « … » »
    if any(word.form in _NAMING_THINGS for word in near):
        return None
    if phrase is None and not has_finite(words, start, end) and words[end - 2].form not in TERMINAL:
        return None
    cue = (words[begin].start, words[trimmed(sentence, begin, start - 1) - 1].end) if phrase is None or phrase.start > begin else None
    return Statement(sentence, quotation.start, quotation.end, "direct", cue, phrase, "phrase" if phrase else "continuation")


def _is_place(phrase: Phrase, names: Names) -> bool:
    """« Vosges : « Le loup ne paie pas » »: the title says where, and only sometimes who (« Kiev : « Nous tiendrons » »)."""
    mention = names.mention_at(phrase.tokens[0].start)
    return mention is not None and mention.entity_type == "place"


def _colon_speaker(sentence: Sentence, begin: int, end: int, names: Names) -> Phrase | None:
    reply = _reply(sentence, begin, end, names)
    subject = reply or _answering(sentence, begin, end, names) or lead_subject(sentence, names, end)
    if subject is not None and speaks(subject, names):
        return subject
    mentions = [
        mention for mention in names.between(sentence.words[begin].start, sentence.words[end].start) if mention.entity_type == "person"
    ]
    if mentions:
        at = next(at for at in range(begin, end) if sentence.words[at].start >= mentions[-1].start)
        return phrase_from(sentence, at, names)
    phrase = phrase_from(sentence, begin, names, limit=end)
    return phrase if phrase is not None and speaks(phrase, names) else None


def _answering(sentence: Sentence, begin: int, end: int, names: Names) -> Phrase | None:
    """« Faux, rétorque le maire : « … » »: the subject of an incise right before the colon."""
    incises = (find_incise(sentence, cue, names) for cue in find_cues(sentence) if begin < cue.left and cue.end <= end)
    phrases = (incise.phrase for incise in incises if incise is not None)
    return next((phrase for phrase in phrases if phrase is not None and phrase.end == end), None)


def _reply(sentence: Sentence, begin: int, end: int, names: Names) -> Phrase | None:
    """« Réponse de la ministre : « … » », « Même constat chez Paul Morel : « … » »: a noun of speech and whose it is."""
    words = sentence.words
    noun = next((at for at in range(begin, min(begin + 4, end)) if words[at].form in REPLIES), None)
    if noun is None or (noun > begin and words[noun - 1].form in NEGATIONS):
        return None  # « Pas question de payer la fin du chantier : « … » »
    for at in range(begin + 1, end):
        if words[at].form in _WHOSE_REPLY and words[at + 1].form not in _NOT_WHOSE:
            phrase = phrase_from(sentence, at + 1 + (words[at + 1].form in _BEFORE_WHOSE), names, limit=end)
            if phrase is not None and speaks(phrase, names):
                return phrase
    return None


def _is_sentence(sentence: Sentence, start: int, end: int) -> bool:
    return end - start >= 5 or has_finite(sentence.words, start, end) or (end > start + 2 and sentence.words[end - 2].form in TERMINAL)


def _reacts(sentence: Sentence, following: Sentence, before: Sentence | None) -> bool:
    """« « C'est la troisième fois. » Anne Morel ne décolère pas. »: the sentence behind a quotation says whose it is."""
    first = before is None or before.paragraph != sentence.paragraph
    if not first or following.paragraph != sentence.paragraph or following.quotations:
        return False
    return any("quote" in cue.frames and find_content(following, cue, len(following.words)) is None for cue in find_cues(following))


def _continued(sentences: Sequence[Sentence], number: int, names: Names, drafts: _Drafts) -> tuple[Phrase | None, Link]:
    """Say whose a quotation of its own is: an interview's guest, the person the sentence before speaks of, or the last speaker."""
    sentence = sentences[number]
    before = sentences[number - 1] if number else None
    if before is not None and before.paragraph != sentence.paragraph:
        whole = number + 1 == len(sentences) or sentences[number + 1].paragraph != sentence.paragraph or sentence.last_of_paragraph
        if before.words[-1].form == "?" and not before.quotations and whole:
            return None, "answer"
    elif before is not None and not any(statement.sentence is before for statement in drafts.statements[-6:]):
        label = phrase_from(before, 0, names)
        subject = label if label is not None and label.end >= len(before.words) - 1 else lead_subject(before, names)
        if subject is not None and speaks(subject, names):
            return subject, "before"
    following = sentences[number + 1] if number + 1 < len(sentences) else None
    if following is not None and _reacts(sentence, following, before):
        return None, "next"
    near = sentence.paragraph - drafts.last_quoted < CONTINUES
    return None, "continuation" if near else "next"


def _alone(sentences: Sequence[Sentence], number: int, quotation: Quotation, names: Names, drafts: _Drafts) -> Statement | None:
    """A quotation that is a sentence of its own, or follows an attribution in its sentence, goes on with the speaker before it."""
    sentence = sentences[number]
    start, end = quotation_words(sentence, quotation)
    words = sentence.words
    begin = lead_in_end(sentence, start)  # « 18 h 37 — « … » »
    outside = [at for at in range(begin, len(words)) if sentence.outside(at) and words[at].form not in _NO_WORDS]
    if sentence.text_field == "title":
        whole = not outside or (start == 0 and end < len(words) and words[end].form in {":", ","})
        link: Link = "title" if whole and _is_sentence(sentence, start + 1, end - 1) else "echo"
        if (link == "echo" and end - start < 6) or any(word.form in NAMING for word in words[end + 1 : end + 5]):
            return None  # « « Ce que dit la rivière », un premier roman »
        phrase = phrase_from(sentence, end + 1, names) if end + 1 < len(words) and words[end].form == ":" else None
        if phrase is not None and not speaks(phrase, names):
            phrase = None
        return Statement(sentence, quotation.start, quotation.end, "direct", None, phrase, link)
    if not outside:
        return Statement(sentence, quotation.start, quotation.end, "direct", None, *_continued(sentences, number, names, drafts))
    if start == 0 and end < len(words) and words[end].form == ":" and _is_sentence(sentence, start, end):
        # « « Il le faut » : Paul Morel n'a pas hésité », « « On n'en peut plus » : à Calais, les riverains perdent patience »
        tried = (phrase_from(sentence, end + 1, names), lead_subject(sentence, names))
        phrase = next((phrase for phrase in tried if phrase is not None and speaks(phrase, names)), None)
        return Statement(sentence, quotation.start, quotation.end, "direct", None, phrase, "phrase" if phrase else "continuation")
    follows = any(
        statement.sentence is sentence and statement.end <= quotation.start and statement.kind == "direct"
        for statement in drafts.statements[-4:]
    )
    named = any(word.form in NAMING for word in words[max(0, start - 6) : start])  # « auteur d'un manuel au titre sans détour, « … » »
    if follows and not named and start and words[start - 1].form in {",", ".", ":"}:
        return Statement(sentence, quotation.start, quotation.end, "direct", None, None, "continuation")
    return None
