"""A paragraph as its reader sees it: words, and what the vocabulary and the gazetteer say of each."""

from collections.abc import Sequence

from contracts.messages import EntityType
from streams.nlp.gazetteer import Gazetteer, Known
from streams.nlp.language_folder import word_set
from streams.nlp.marks import Marks
from streams.nlp.naming.name import Name
from streams.nlp.small_words import AND, CONTRACTED, OF_THE, THE
from streams.nlp.vocabulary import Vocabulary
from streams.nlp.word_classes import WordClasses
from streams.nlp.words import Word, fold

# « de », and the same with an article in it.
COMPLEMENT = word_set("complement", "grammar")
# Articles that no preposition holds: « de la », « à l' ».
UNCONTRACTED = THE - set(CONTRACTED.values())
# A town is large enough to be known by its name alone. In inhabitants.
LARGE = 50_000


class View:
    """The words of one paragraph; every method takes the position of a word."""

    def __init__(self, text: str, words: Sequence[Word], vocabulary: Vocabulary, gazetteer: Gazetteer) -> None:
        self.text, self.words, self.vocabulary, self.gazetteer = text, words, vocabulary, gazetteer
        self.marks: Marks = vocabulary.marks
        self.run_ends: dict[int, int] = {}

    @property
    def classes(self) -> WordClasses:
        """The word classes of the dictionary."""
        return self.vocabulary.classes

    def name(self, first: int, last: int, kind: EntityType | None = None, weight: float = 0.0, *, strong: bool = False) -> Name:
        """Make the name of words ``first`` to ``last`` (exclusive), with one vote."""
        text = self.slice(first, last)
        name = Name(first, last, self.words[first].start, self.words[last - 1].end, text, fold(text), strong=strong)
        if kind:
            name.vote(kind, weight)
        return name

    def slice(self, first: int, last: int) -> str:
        """The text of words ``first`` to ``last`` (exclusive)."""
        return self.text[self.words[first].start : self.words[last - 1].end]

    def follows(self, at: int) -> bool:
        """Whether there is a word, with only white space before it."""
        return at < len(self.words) and self.words[at].joined

    def upper(self, at: int) -> bool:
        """Whether a capitalised word follows directly."""
        return self.follows(at) and self.words[at].upper and not self.words[at].elided

    def common(self, at: int) -> bool:
        """Whether the word is in the dictionary, in lower case."""
        return self.classes.is_common(self.words[at].text.lower())

    def function(self, at: int) -> bool:
        """Whether it is a function word, or another that often begins sentences."""
        return self.words[at].key in self.vocabulary.function

    def body(self, at: int) -> int:
        """Length of the known organization that begins here; « Sud » is not SUD."""
        count = self.vocabulary.organizations.match(self.words, at)
        word = self.words[at]
        return 0 if count == 1 and word.key in self.vocabulary.capital_acronyms and not word.acronym else count

    def thing(self, at: int) -> int:
        """Length of the known thing that begins here and is no entity; « Dax » is not DAX."""
        count = self.vocabulary.common_names.match(self.words, at)
        word = self.words[at]
        return 0 if count == 1 and word.key in self.vocabulary.capital_names and not word.acronym else count

    def places(self, first: int, last: int) -> Sequence[Known]:
        """The places of the gazetteer with the name of these words, or with the article that the word before them holds."""
        return self.places_with_article(first, last) or self.gazetteer.find(self.slice(first, last))

    def places_with_article(self, first: int, last: int) -> Sequence[Known]:
        """« du Mans », « aux Ulis »; but « du Port » and « aux Cèdres » rather are common nouns than small towns."""
        article = CONTRACTED.get(self.words[first - 1].key) if first and self.follows(first) else None
        found = self.gazetteer.find(f"{article} {self.slice(first, last)}") if article else ()
        return [place for place in found if place.kind != "town" or place.inhabitants > LARGE or not self.common(first)]

    def adjective(self, at: int) -> bool:
        """Whether a lower-case word can be an adjective here, and is not rather a verb."""
        word = self.words[at]
        if word.upper or self.function(at):
            return False
        if word.text in self.marks.colours:
            return True
        if not (self.classes.is_adjective(word.text) or word.key in self.vocabulary.demonyms):
            return False
        if not self.classes.is_verb(word.text) or word.text.endswith(self.marks.participles):
            return True
        # « marchande » is a form of « marchander » too; « indique » has no masculine.
        return len(word.text) > 6 and any(
            word.text.endswith(ending) and word.text.removesuffix(ending) in self.classes.adjectives for ending in self.marks.feminines
        )

    def noun(self, at: int) -> bool:
        """Whether a lower-case word after « de » is a noun: whatever is no function word and no infinitive."""
        word = self.words[at]
        if word.text in self.marks.prize_materials and at and self.words[at - 1].elided:
            return True  # « le Balai d'or », though « or » is a conjunction too
        if word.upper or word.elided or self.function(at) or not word.text.replace("-", "").isalpha():
            return False
        return self.classes.is_noun(word.text) or not self.infinitive(at)

    def infinitive(self, at: int) -> bool:
        """Whether it is the infinitive of a verb."""
        lower = self.words[at].text.lower()
        # « clôture » is no infinitive, though it ends like one and is a form of « clôturer ».
        return lower.endswith(self.marks.infinitives) and self.classes.is_verb(lower) and not lower.endswith(self.marks.no_infinitives)

    def first_name(self, at: int) -> bool:
        """Whether it is a capitalised first name."""
        return self.words[at].upper and self.vocabulary.gender_of(self.words[at].text) is not None

    def person(self, at: int) -> bool:
        """Whether a first name stands here with a surname after it: « Mathilde de Saint-Aubin »."""
        after = at + 1
        if self.follows(after) and self.words[after].key in self.vocabulary.particles:
            after += 1
        return self.first_name(at) and self.upper(after)

    def institution(self, at: int) -> bool:
        """Whether the name of a body begins here: a head, an acronym or a known one."""
        word = self.words[at]
        if self.vocabulary.institutions.match(self.words, at):
            return True
        if word.upper and self.vocabulary.capital_institutions.match(self.words, at):
            return True
        return word.acronym or bool(self.body(at))

    def inhabitant(self, at: int) -> bool:
        """« la Liégeoise », « des Brestois », « l'Ivoirien »; an ending alone, without an article, says nothing (« Étienne »)."""
        word = self.words[at]
        if word.upper and self.places_with_article(at, at + 1):
            return False  # « au Grand-Bornand »
        if word.key in self.vocabulary.demonyms or word.key.rpartition(" ")[2] in self.vocabulary.demonyms:
            return not self.gazetteer.find(word.text)
        if self.gazetteer.find(word.text) or self.vocabulary.gender_of(word.text):
            return False
        before = self.words[at - 1].key if at and word.joined else ""
        return before in self.vocabulary.before_inhabitants and self.vocabulary.is_demonym(word.text)

    def after_of(self, at: int) -> int:
        """Position after « de », « de la », « pour les », « et de »… beginning here; 0 for none."""
        key = self.words[at].key
        if key in AND:
            return self.after_of(at + 1) if self.follows(at + 1) and self.words[at + 1].key in COMPLEMENT else 0
        if key not in COMPLEMENT and key not in self.marks.purposes:
            return 0
        after = at + 1
        if key not in OF_THE and self.follows(after) and self.words[after].key in THE and not self.upper(after):
            # A capital article belongs to the name: « de La Rochelle ».
            after += 1
        return after if self.follows(after) else 0
