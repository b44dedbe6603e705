"""The figures of a run as JSON, for tools."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from evaluation.gold import HELD
from evaluation.results import SetResult
from evaluation.scoring import Score, Tally


def as_json(results: Sequence[SetResult], model: str) -> dict[str, Any]:
    """Make one object of all figures, the sets by name; the set-aside set comes without its single articles."""
    return {"model": model, "sets": {result.name: _set(result) for result in results}}


def _set(result: SetResult) -> dict[str, Any]:
    figures = {
        "articles": len(result.pairs),
        **_score(result.total),
        "bare_spacy": _score(result.bare),
        "by_article_kind": {kind: _score(one) for kind, one in result.by_article_kind().items()},
    }
    if result.name != HELD:
        figures["by_article"] = {pair.gold.id: _score(one) for pair, one in zip(result.pairs, result.scores, strict=True)}
    return figures


def _score(one: Score) -> dict[str, Any]:
    return {
        "claim": _tally(one.claim),
        "attributed": _tally(one.attributed),
        "speaker_accuracy": round(one.speaker_accuracy, 4),
        "entity": _tally(one.entity),
        **{f"entity_{name}": _tally(tally) for name, tally in one.entities.items()},
        "by_claim_kind": {name: asdict(tally) for name, tally in one.kinds.items()},
    }


def _tally(tally: Tally) -> dict[str, float]:
    ratios = {"p": round(tally.precision, 4), "r": round(tally.recall, 4), "f1": round(tally.f1, 4)}
    return {**ratios, "tp": tally.right, "predicted": tally.predicted, "expected": tally.expected}
