"""The names and speaker nouns of one article, looked up by offset or word: what the phrase rules need to know about the article."""

from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from contracts.messages import Entity, EntityType, TextField
from streams.nlp.language_folder import read_once, word_set
from streams.nlp.speech.grammar import DETERMINERS
from streams.nlp.speech.lexicon import verb_forms
from streams.nlp.speech.roles import Role, role_of
from streams.nlp.speech.tokens import Token

_ROLE_COMPLEMENTS = word_set("role_complements")
_ROLE_TAILS = word_set("role_tails")
_ROLE_LINKS = word_set("role_links")
_COMMON_GERUNDS = word_set("common_gerunds")


class Mention(NamedTuple):
    """Where an entity is named in one field."""

    start: int
    end: int
    entity: int
    entity_type: EntityType


class Names:
    """The entity mentions of one field of an article, and the speaker nouns of the language."""

    def __init__(self, entities: Sequence[Entity], text_field: TextField) -> None:
        mentions = sorted(
            Mention(span.start, span.end, index, entity.type)
            for index, entity in enumerate(entities)
            for span in entity.mentions
            if span.field == text_field
        )
        self.mentions: list[Mention] = []
        for mention in mentions:
            if self.mentions and mention.start < self.mentions[-1].end:
                if mention.end - mention.start > self.mentions[-1].end - self.mentions[-1].start:
                    self.mentions[-1] = mention
                continue
            self.mentions.append(mention)
        self._starts = [mention.start for mention in self.mentions]

    def mention_at(self, offset: int) -> Mention | None:
        """Give the mention that covers an offset."""
        at = bisect_right(self._starts, offset) - 1
        return self.mentions[at] if at >= 0 and offset < self.mentions[at].end else None

    def between(self, start: int, end: int) -> list[Mention]:
        """List the mentions that begin between two offsets."""
        return self.mentions[bisect_right(self._starts, start - 1) : bisect_right(self._starts, end - 1)]

    @staticmethod
    def role(form: str) -> Role | None:
        """Give the role that a word names, if it is a speaker noun."""
        return role_of(form)

    @staticmethod
    def is_speaker_noun(form: str) -> bool:
        """Tell whether a word can name a speaker."""
        return role_of(form) is not None

    @property
    def gerunds(self) -> frozenset[str]:
        """Present participles that end a noun phrase (« un diplomate ayant requis l'anonymat »)."""
        return _gerunds()

    @staticmethod
    def is_role_complement(before: str, words: Sequence[Token], at: int) -> bool:
        """Tell whether « à », « aux » or « en » goes on with a title: « ministre délégué aux Comptes », « rédactrice en chef »."""
        if at + 1 >= len(words):
            return False
        following = words[at + 1]
        if f"{words[at].form} {following.form}" in _ROLE_TAILS:
            return True
        if before not in _ROLE_COMPLEMENTS:
            return False
        return (
            following.form in _ROLE_LINKS
            or words[at].form in _ROLE_LINKS
            or (following.form in DETERMINERS and at + 2 < len(words))
            or following.capital
        )


@read_once
def _gerunds() -> frozenset[str]:
    return _COMMON_GERUNDS | {form for form, analyses in verb_forms().items() if any(analysis.mood == "gerund" for _, analysis in analyses)}
