"""Sets of phrases, and the lists of the data files that hold them."""

from collections.abc import Iterable, Sequence, Set

from streams.nlp.words import Word, fold, split_words


class Phrases:
    """A set of phrases, found at a place of a word list without regard to case, accents and hyphens."""

    def __init__(self, phrases: Iterable[str] = ()) -> None:
        self._phrases: set[str] = set()
        self._longest: dict[str, int] = {}
        for phrase in phrases:
            self.add(phrase)

    def __contains__(self, phrase: str) -> bool:
        return fold(phrase) in self._phrases

    def add(self, phrase: str) -> None:
        """Take one more phrase in."""
        words = split_words(phrase)
        if words:
            self._phrases.add(fold(phrase))
            first = words[0].head
            # Hyphens may stand for spaces in the text, so that a phrase may have more words there.
            self._longest[first] = max(self._longest.get(first, 0), sum(len(word.key.split(" ")) for word in words))

    @property
    def first_words(self) -> Set[str]:
        """The first words of all phrases, folded; of a hyphenated one its first part."""
        return self._longest.keys()

    def match(self, words: Sequence[Word], at: int) -> int:
        """How many words, from ``at`` on, are the longest phrase of the set; 0 for none."""
        most = self._longest.get(words[at].head)
        if most is None:
            return 0
        best, text = 0, ""
        for count, word in enumerate(words[at : at + most], start=1):
            slash = word.gap == "/"
            if count > 1 and not word.joined and not slash:
                break
            key = fold(word.text)
            text = key if count == 1 else text + ("/" if slash else "" if text.endswith("'") else " ") + key
            if text in self._phrases:
                best = count
        return best


def items(text: str) -> list[str]:
    """The entries of a list in a data file: separated by commas, over several lines."""
    return [item.strip() for item in " ".join(text.split()).split(",") if item.strip()]


def pairs(text: str) -> list[tuple[str, str]]:
    """The entries ``name=value`` of a list in a data file; a missing value is empty."""
    return [(name, value) for name, _, value in (item.partition("=") for item in items(text))]
