"""Which word classes a written form can have, as the dictionary of the spaCy model tells."""

from dataclasses import dataclass

from spacy.lookups import Lookups

from streams.nlp.language_folder import LanguageError, read_toml

_FORMS = read_toml("grammar.toml")["dictionary"]
_PLURAL = tuple(_FORMS["plural"])
_INFINITIVE = tuple(_FORMS["infinitive"])
_ADJECTIVES = tuple(_FORMS["adjectives"].items())


@dataclass(frozen=True)
class WordClasses:
    """Which word classes a written form can have, from the lemma tables of the spaCy model."""

    nouns: frozenset[str] = frozenset()
    adjectives: frozenset[str] = frozenset()
    verbs: frozenset[str] = frozenset()
    adverbs: frozenset[str] = frozenset()
    verb_endings: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of(cls, lookups: Lookups) -> "WordClasses":
        """Take the classes from the tables of a rule lemmatizer.

        Raises:
            LanguageError: the model has none.
        """
        if missing := [name for name in ("lemma_index", "lemma_exc", "lemma_rules") if name not in lookups]:
            raise LanguageError(
                f"the model's lemmatizer has no tables {', '.join(missing)}: it needs to be one of rules; see docs/languages.md"
            )
        index, exceptions = lookups.get_table("lemma_index"), lookups.get_table("lemma_exc")
        forms = {kind: frozenset(index.get(kind, ())) | frozenset(exceptions.get(kind, {})) for kind in ("noun", "adj", "verb", "adv")}
        # Many papers leave the accent off a capital: « le ministre de l'Economie ».
        for accented, plain in _FORMS["initials"].items():
            forms["noun"] |= {plain + noun.removeprefix(accented) for noun in forms["noun"] if noun.startswith(accented)}
        lemmas = frozenset(lemma for found in exceptions.get("verb", {}).values() for lemma in found)
        rules = lookups.get_table("lemma_rules").get("verb", ())
        endings = (*_FORMS["verbs"].items(), *((old, new) for old, new in rules if old and new.endswith(_INFINITIVE)))
        return cls(forms["noun"], forms["adj"], forms["verb"] | lemmas, forms["adv"], endings)

    def is_noun(self, word: str) -> bool:
        """Whether a lower-case word can be a common noun."""
        if word in self.nouns:
            return True
        return word.endswith(_PLURAL) and any(word.endswith(ending) and word.removesuffix(ending) in self.nouns for ending in _PLURAL)

    def is_adjective(self, word: str) -> bool:
        """Whether a lower-case word can be an adjective."""
        return any(form in self.adjectives for form in _singulars(word))

    def is_verb(self, word: str) -> bool:
        """Whether a lower-case word can be a form of a verb."""
        if word in self.verbs:
            return True
        return any(word.endswith(old) and word[: -len(old)] + new in self.verbs for old, new in self.verb_endings)

    def is_common(self, word: str) -> bool:
        """Whether a lower-case word is in the dictionary at all."""
        return self.is_noun(word) or self.is_adjective(word) or self.is_verb(word) or word in self.adverbs


def _singulars(word: str) -> list[str]:
    forms = [word]
    for ending, base in _ADJECTIVES:
        if word.endswith(ending) and len(word) > len(ending) + 2:
            forms.append(word.removesuffix(ending) + base)
    return forms
