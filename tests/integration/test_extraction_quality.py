"""The extraction, with its real model, keeps what was accepted on the set-aside articles."""

from evaluation.baseline import Baseline, read_baseline, regressions
from evaluation.gold import HELD, articles_of, load_set
from evaluation.results import add_up
from evaluation.scoring import score
from evaluation.systems import read_with_telex
from runtime.settings import settings


def test_no_accepted_figure_falls_by_more_than_the_tolerance() -> None:
    pairs, model = load_set(HELD), settings().models[0]
    predictions = read_with_telex(articles_of(pairs), model)
    total = add_up([score(pair.gold, prediction) for pair, prediction in zip(pairs, predictions, strict=True)])
    now, accepted = Baseline.of(total, model), read_baseline()
    assert now.model == accepted.model, "a new model needs its own baseline: python -m evaluation --write-baseline"
    assert regressions(accepted, now) == []
