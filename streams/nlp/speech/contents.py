"""What a reporting verb reports: where its content begins, by the frame of the verb (« que », infinitive, quotation…)."""

from dataclasses import dataclass

from streams.nlp.language_folder import word_set
from streams.nlp.small_words import AND, BUT, IF, NOT, OF, OF_THE, OR, THAT, THEN, TO, TO_THE, WHERE, WHO, WHOSE
from streams.nlp.speech.cues import Cue
from streams.nlp.speech.grammar import (
    AUXILIARIES,
    CLITICS,
    COMPLEMENT,
    CONJUNCTIONS,
    DASHES,
    DAYS,
    DETERMINERS,
    FIRST_PRONOUNS,
    NAMING,
    OTHER_QUE,
    PREPOSITIONS,
    QUOTE_MARKS,
    RELATIVE,
    SUBJECT_PRONOUNS,
    TERMINAL,
    has_finite,
    infinitive_at,
    is_adverb,
    is_finite,
    is_infinitive,
    time_end,
)
from streams.nlp.speech.quotes import Quotation
from streams.nlp.speech.sentences import Sentence

# The content begins at most this many words after its verb: « a déclaré lundi, devant la presse réunie à Paris, que ».
REACH = 32
# A quoted part of the object begins at most this many words after its verb.
QUOTE_REACH = 14
_ANNOUNCED = word_set("announced")
_NAMES_GIVEN = word_set("names_given")
_RELATIVE_ASIDE = WHO | WHOSE | WHERE
_WHETHER = IF | word_set("interrogative", "grammar")
_TO_SINGULAR = word_set("to_singular", "grammar")
_COMPARING = word_set("comparing", "grammar")
_ADVERBS_BEFORE_THAT = word_set("adverbs_before_that", "grammar")
_PHRASES_BEFORE_THAT = word_set("phrases_before_that", "grammar")
_BEFORE_PERFECT = PREPOSITIONS | DAYS | {","}
_PERFECT = NOT | AUXILIARIES
_BEFORE_NOUN = PREPOSITIONS | DETERMINERS
_BEFORE_ATTRIBUTE = word_set("before_attribute")
_OBJECT_PREPOSITIONS, _PRONOMINAL_PREPOSITIONS = word_set("object_prepositions"), word_set("pronominal_prepositions")
_BEGINS_CLAUSE = DETERMINERS | SUBJECT_PRONOUNS | FIRST_PRONOUNS
_WITH_ARTICLE = OF_THE | TO_THE
# What stands before an object without being part of it: prepositions with their noun, and further commas.
_BEFORE_OBJECT = PREPOSITIONS | {","}
# « du » and « des » are articles too.
_PLAIN_PREPOSITIONS = PREPOSITIONS - OF_THE
_ENDS = TERMINAL | {";"} | word_set("ends_clause", "grammar")
_JOINING = AND | BUT | OR | THEN
_ADVERBIAL = frozenset(tuple(phrase.split()) for phrase in word_set("adverbial_phrases"))


@dataclass(frozen=True, slots=True)
class Content:
    """Where a content begins: the word, the frame that found it, and the quotation where it is (or begins with) one."""

    start: int
    frame: str
    quotation: Quotation | None = None


def find_content(sentence: Sentence, cue: Cue, limit: int) -> Content | None:
    """Find the content after a cue, before word ``limit`` (where the next cue's own clause begins)."""
    return _Search(sentence, cue, limit).run()


class _Search:
    """One walk from the verb to the right, until a word opens a content that a frame of the verb allows."""

    def __init__(self, sentence: Sentence, cue: Cue, limit: int) -> None:
        self.sentence, self.words, self.cue = sentence, sentence.words, cue
        self.frames, self.flags = cue.frames, cue.flags
        self.limit = min(limit, len(self.words), cue.end + REACH)
        self.object_seen = False
        self.preposition = False
        self.comma = False

    def run(self) -> Content | None:
        skipped = -1
        for at in range(self.cue.end, self.limit):
            if at < skipped:
                continue
            if self._is_relative_aside(at) and (comma := self._comma_after(at)):
                skipped = comma  # « reprochent à la société, qui exploite la digue, de… »
                continue
            if not self.sentence.outside(at):
                return self._quotation(at)
            form = self.words[at].form
            found = self._opened(at, form)
            if found:
                return found
            if self._stops(at, form):
                return None
            self._note(at, form)
        return None

    def _is_relative_aside(self, at: int) -> bool:
        relative = self.words[at].form in _RELATIVE_ASIDE and self.words[at - 1].form == "," and at > self.cue.end
        return relative and bool(self.frames & {"of", "to"})

    def _comma_after(self, at: int) -> int:
        return next((later for later in range(at, self.limit) if self.words[later].form == "," and self.sentence.outside(later)), 0)

    def _opened(self, at: int, form: str) -> Content | None:
        if form in THAT and "that" in self.frames and self._complement_clause(at):
            return self._clause(at + 1, "that")
        if "clause" in self.frames and self._bare_clause(at):
            return self._clause(at, "that")
        if form in _WHETHER and "whether" in self.frames and at + 1 < len(self.words):
            return self._clause(at + 1, "whether")
        if form in OF and "of" in self.frames and self._infinitive_or_quote(at + 1):
            return self._clause(at + 1, "of")
        if form in _TO_SINGULAR and "to" in self.frames and self._infinitive_or_quote(at + 1):
            return self._clause(at + 1, "to")
        if "bare" in self.frames and not self.object_seen and self._bare_infinitive(at):
            return self._clause(at, "bare")
        if form == ":" and at + 1 < len(self.words):
            return self._after_colon(at + 1)
        return self._attribute(at, form)

    def _complement_clause(self, at: int) -> bool:
        before = self.words[at - 1].form
        if at == self.cue.end and not self.cue.negated and any(word.form in NOT for word in self.words[self.cue.left : self.cue.head]):
            return False  # « n'en montre que la couverture »
        if all(is_adverb(word.form) and word.form not in _COMPARING for word in self.words[self.cue.end : at]):
            return True
        common = f"{self.words[at - 2].form} {before}" in _PHRASES_BEFORE_THAT
        if before in OTHER_QUE and at > self.cue.end and not common:
            return before in _ADVERBS_BEFORE_THAT and at - 1 == self.cue.end
        return not self.object_seen or "object" in self.flags

    def _bare_clause(self, at: int) -> bool:
        """« She said the site would close »: a clause right behind the verb, where the language needs no « que »."""
        word = self.words[at]
        if word.form in DAYS or not (word.capital or word.form in _BEGINS_CLAUSE):
            return False
        return all(is_adverb(word.form) for word in self.words[self.cue.end : at]) and has_finite(self.words, at, len(self.words))

    def _infinitive_or_quote(self, at: int) -> bool:
        if at >= len(self.words):
            return False
        return infinitive_at(self.words, at) or (not self.sentence.outside(at) and self._is_speech(self.sentence.quoted[at]))

    def _bare_infinitive(self, at: int) -> bool:
        """« dit avoir vu », « affirme ne pas »: only adverbs may stand between."""
        between = self.words[self.cue.end : at]
        plain = all(is_adverb(word.form) or word.form == "," for word in between)
        perfect = bool(between) and self.words[at].form in _PERFECT and len(between) <= 14 and between[0].form in _BEFORE_PERFECT
        if not plain and not perfect:
            return False
        form = self.words[at].form
        if is_infinitive(form):
            return True
        return form in CLITICS and infinitive_at(self.words, at)

    def _after_colon(self, at: int) -> Content | None:
        if not self.sentence.outside(at):
            return Content(at, "quote", self.sentence.quoted[at])
        if self.words[at].form in DASHES or self.flags & {"weak"} or not self.frames & {"that", "quote"}:
            return None
        if self.object_seen and "object" not in self.flags and not self._is_announced(at - 1):
            return None
        if "that" not in self.frames and any(not is_adverb(word.form) for word in self.words[self.cue.end : at - 1]):
            return None
        return Content(at, "colon") if has_finite(self.words, at, len(self.words)) else None

    def _is_announced(self, colon: int) -> bool:
        """« avance une autre explication : le lac brouille les ondes »: the last noun before the colon says what follows it."""
        noun = next((at for at in range(colon - 1, self.cue.end, -1) if self.words[at].form in _ANNOUNCED), None)
        return noun is not None and colon - noun <= 3 and not has_finite(self.words, noun, colon)

    def _attribute(self, at: int, form: str) -> Content | None:
        """« se dit prêt à négocier »: the attribute of the subject is the content."""
        if "as" not in self.frames or not self.cue.verbs[0].pronominal or form in PREPOSITIONS or is_adverb(form):
            return None
        if form in DETERMINERS or form in CONJUNCTIONS or form in {",", ":"} or is_infinitive(form):
            return None
        if self.words[at - 1].form in _BEFORE_NOUN and at > self.cue.end:
            return None  # « se dit au contraire ravi »
        if "attribute" not in self.flags:
            return None
        clause = next((later for later in (at + 1, at + 2) if later + 1 < self.limit and self.words[later].form in THAT), None)
        return Content(at, "as") if clause is None else Content(clause + 1, "that")

    def _clause(self, at: int, frame: str) -> Content | None:
        return Content(at, frame, self.sentence.quoted[at]) if at < len(self.words) else None

    def _quotation(self, at: int) -> Content | None:
        """Meet a quotation before any « que »: a quotation of its own, or the quoted part of the object."""
        quotation = self.sentence.quoted[at]
        if quotation is None or at - self.cue.end > QUOTE_REACH or not self._is_speech(quotation) or self.cue.passive:
            return None
        if at > self.cue.end and self.words[at - 1].form in NAMING:
            return None
        between = self.words[self.cue.end : at]
        if any(word.form in _NAMES_GIVEN for word in between):
            return None  # « ont trouvé un nom à l'engin, « la muette » »
        plain = all(is_adverb(word.form) or word.form == "," for word in between)
        aside = len(between) > 2 and between[0].form == between[-1].form == "," and not has_finite(self.words, self.cue.end, at)
        if plain or aside:
            return Content(at, "quote", quotation) if self.frames & {"quote", "noun_phrase", "as", "that"} else None
        if not self.frames & {"noun_phrase", "as"}:
            return None
        return self._object(at)

    def _object(self, at: int) -> Content | None:
        """« dénonce un « recul » », « juge le montant « raisonnable » »: the object, from its first word."""
        attribute = "as" in self.frames and ("noun_phrase" not in self.frames or self.words[at - 1].form in _BEFORE_ATTRIBUTE)
        start = at if attribute else self._object_start(at)
        if start is None or any(is_finite(self.words, later) for later in range(start + 1, at)):
            return None
        return Content(start, "noun_phrase", self.sentence.quoted[at])

    def _object_start(self, at: int) -> int | None:
        """Find the first word of the object: behind the preposition that the verb asks for (« parler de »), over other phrases."""
        wanted = _OBJECT_PREPOSITIONS.intersection(verb.rest[-1] for verb in self.cue.verbs if verb.rest)
        if wanted or self.cue.verbs[0].pronominal:
            wanted = _spellings(wanted or _PRONOMINAL_PREPOSITIONS)
            for place in range(self.cue.end, at):
                form = self.words[place].form
                if form in wanted:
                    return place + (form not in _WITH_ARTICLE)
            return None
        start = self.cue.end
        while start < at and self._stands_before_object(start):
            start += 2 if self.words[start].form in _PLAIN_PREPOSITIONS else 1
        return min(start, at)

    def _stands_before_object(self, at: int) -> bool:
        """« parle, cette semaine, d'un « recul » », but « juge cette idée « folle » »: a determiner of the object is part of it."""
        form = self.words[at].form
        if form in DETERMINERS and form not in PREPOSITIONS:
            return is_adverb(form) and is_adverb(self.words[at + 1].form)
        return is_adverb(form) or form in _BEFORE_OBJECT

    def _is_speech(self, quotation: Quotation | None) -> bool:
        """Tell a quotation from a title or name in quotation marks: it begins with a small letter or has a verb."""
        if quotation is None:
            return False
        inside = [at for at, word in enumerate(self.words) if self.sentence.quoted[at] is quotation and word.form not in QUOTE_MARKS]
        if not inside:
            return False
        first = self.words[inside[0]]
        if not first.capital or len(inside) > 7:
            return True
        return (
            has_finite(self.words, inside[0], inside[-1] + 1)
            or self.words[inside[-1]].form in TERMINAL
            or self.words[inside[0] - 2].form == ":"
        )

    def _stops(self, at: int, form: str) -> bool:
        if form in WHO and self.words[at - 1].form in PREPOSITIONS:
            return False
        if form in _ENDS:
            return True
        if form in _JOINING and not self.preposition and at > self.cue.end:
            return not (self.words[at + 1 : at + 2] and self.words[at + 1].form in _BEFORE_NOUN)
        if form in THAT:
            return "that" not in self.frames or self.object_seen
        return False

    def _note(self, at: int, form: str) -> None:
        if form == ",":
            self.comma, self.preposition = True, False
        elif form in _PLAIN_PREPOSITIONS:
            self.preposition = True
        elif self._is_adverbial(at):
            pass  # « réclame du reste que », « concède tout de même que »
        elif time_end(self.words, at) > at:
            pass  # « a reconnu le lendemain que », « a annoncé le même jour que »
        elif form in DETERMINERS and not self.preposition and self.words[at - 1].form not in COMPLEMENT:
            self.object_seen = self.object_seen or not self.comma
        elif form in RELATIVE and self.words[at - 1].form not in PREPOSITIONS:
            self.object_seen = True

    def _is_adverbial(self, at: int) -> bool:
        forms = tuple(word.form for word in self.words[at : at + 3])
        return forms[:2] in _ADVERBIAL or forms in _ADVERBIAL


def _spellings(prepositions: frozenset[str]) -> frozenset[str]:
    """Add the elided forms of prepositions and those with an article in them: « de » is « d' », « du », « des » too."""
    for plain, with_article in ((OF, OF_THE), (TO, TO_THE)):
        if not plain.isdisjoint(prepositions):
            prepositions = prepositions | plain | with_article
    return prepositions
