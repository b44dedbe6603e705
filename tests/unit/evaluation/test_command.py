"""The command shows what may be shown, and never a miss of the set-aside articles."""

import pytest
from typer.testing import CliRunner

from evaluation.__main__ import app
from evaluation.baseline import Baseline, regressions
from evaluation.figures import as_json
from evaluation.gold import Annotation, GoldArticle, GoldClaim, load_set
from evaluation.misses import claim_misses, entity_misses, misses
from evaluation.report import tables
from evaluation.results import SetResult
from evaluation.scoring import PredictedClaim, Prediction, Score, score


def result_of(name: str, pairs: list[GoldArticle]) -> SetResult:
    """Make the result of a run that found nothing."""
    return SetResult(name, tuple(pairs), (Prediction(),) * len(pairs), tuple(score(pair.gold, Prediction()) for pair in pairs), Score())


@pytest.mark.parametrize("arguments", [["--misses", "--set", "held"], ["--misses", "--set", "open", "--set", "held"]])
def test_the_misses_of_the_set_aside_articles_are_refused(arguments: list[str]) -> None:
    refused = CliRunner().invoke(app, arguments, env={"COLUMNS": "400"})
    assert refused.exit_code == 2
    assert "never shown" in refused.output


def test_an_unknown_set_is_named() -> None:
    refused = CliRunner().invoke(app, ["--set", "nope"], env={"COLUMNS": "400"})
    assert refused.exit_code == 2
    assert "no set 'nope'" in refused.output


def test_figures_cannot_be_accepted_without_the_set_aside_articles() -> None:
    assert CliRunner().invoke(app, ["--set", "open", "--write-baseline"]).exit_code == 2


def test_the_set_aside_articles_come_without_their_single_figures() -> None:
    pairs = load_set("held")
    figures = as_json([result_of("held", pairs), result_of("open", load_set("open"))], "model")
    assert "by_article" not in figures["sets"]["held"]
    assert len(figures["sets"]["open"]["by_article"]) == figures["sets"]["open"]["articles"]
    titles = [str(table.title) for table in tables([result_of("held", pairs)])]
    assert not any("worst" in title for title in titles)


def test_each_miss_is_named() -> None:
    gold = Annotation(
        id="a",
        countries=(),
        entities=({"type": "place", "name": "Rome"},),  # type: ignore[arg-type]
        claims=(
            GoldClaim(text="le pont sera fermé", speaker="Anna Weil", kind="indirect", cue="dit"),
            GoldClaim(text="il pleut", speaker="Bob", kind="direct"),
        ),
    )
    predicted = Prediction(
        (("person", "Rome"),), (PredictedClaim("le pont sera fermé", "Bob", "indirect"), PredictedClaim("la mer", None, "direct"))
    )
    assert [line.split(":")[0].split("  ")[0] for line in claim_misses(gold, predicted)] == [
        "claim missed",
        "claim is none",
        "speaker wrong",
    ]
    assert [line.split()[:3] for line in entity_misses(gold, predicted)] == [["entity", "is", "none"], ["entity", "missed", "place"]]


def test_misses_are_headed_by_their_article() -> None:
    pairs = load_set("open")[:1]
    lines = list(misses(result_of("open", pairs)))
    assert lines[0] == f"{pairs[0].gold.id} ({pairs[0].gold.kind_of_article})"
    assert len(lines) == 1 + len(pairs[0].gold.claims) + len(pairs[0].gold.entities)


def test_a_fall_of_more_than_a_hundredth_is_a_regression() -> None:
    accepted = Baseline(model="m", claim=0.9, attributed=0.8, entity=0.7)
    assert regressions(accepted, Baseline(model="m", claim=0.891, attributed=0.8, entity=0.99)) == []
    fallen = regressions(accepted, Baseline(model="m", claim=0.889, attributed=0.5, entity=0.7))
    assert [sentence.split()[0] for sentence in fallen] == ["claim", "attributed"]
