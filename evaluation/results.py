"""The figures of one run: every set scored, with its parts, beside the bare model."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import reduce

from contracts.messages import RawArticle
from evaluation.gold import GoldArticle, articles_of, load_set
from evaluation.scoring import Prediction, Score, score
from evaluation.systems import read_with_spacy, read_with_telex

Reader = Callable[[Sequence[RawArticle], str], Iterator[Prediction]]


@dataclass(frozen=True)
class SetResult:
    """What a run gave on one set: the gold pairs, and per pair the prediction and its score; and the bare model's score of the whole."""

    name: str
    pairs: tuple[GoldArticle, ...]
    predictions: tuple[Prediction, ...]
    scores: tuple[Score, ...]
    bare: Score

    @property
    def total(self) -> Score:
        """The whole set."""
        return add_up(self.scores)

    def by_article_kind(self) -> dict[str, Score]:
        """The articles of each kind, in the order of their names."""
        groups: dict[str, list[Score]] = defaultdict(list)
        for pair, one in zip(self.pairs, self.scores, strict=True):
            groups[pair.gold.kind_of_article].append(one)
        return {kind: add_up(groups[kind]) for kind in sorted(groups)}


def run(names: Sequence[str], model: str) -> list[SetResult]:
    """Read and score the sets; both systems read all of them in one go, because loading a model takes longer than a set.

    Raises:
        InvalidMessage: a gold file cannot be read.
        OSError: the model is not installed.
    """
    sets = {name: load_set(name) for name in names}
    telex, bare = (_read(sets, reader, model) for reader in (read_with_telex, read_with_spacy))
    return [
        SetResult(name, tuple(pairs), telex[name], tuple(_scores(pairs, telex[name])), add_up(_scores(pairs, bare[name])))
        for name, pairs in sets.items()
    ]


def add_up(scores: Sequence[Score]) -> Score:
    """Add up the tallies of several articles (micro average)."""
    return reduce(Score.__add__, scores, Score())


def _read(sets: dict[str, list[GoldArticle]], reader: Reader, model: str) -> dict[str, tuple[Prediction, ...]]:
    predictions = reader([article for pairs in sets.values() for article in articles_of(pairs)], model)
    return {name: tuple(next(predictions) for _ in pairs) for name, pairs in sets.items()}


def _scores(pairs: Sequence[GoldArticle], predictions: Sequence[Prediction]) -> list[Score]:
    return [score(pair.gold, prediction) for pair, prediction in zip(pairs, predictions, strict=True)]
