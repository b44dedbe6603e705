"""The metrics are named as Prometheus asks, bounded in number, documented one by one, and what asks for them asks for such as exist."""

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any, get_args

import pytest
import yaml
from prometheus_client import REGISTRY, Counter, Gauge, Histogram
from prometheus_client.metrics import MetricWrapperBase

from contracts.messages import Stage
from runtime import metrics

ROOT = Path(__file__).parents[3]
PAGE = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
OURS = {metric._name: metric for metric in vars(metrics).values() if isinstance(metric, MetricWrapperBase)}
SERIES = {
    name + suffix
    for name, metric in OURS.items()
    for suffix in ({Counter: ["_total"], Gauge: [""], Histogram: ["_bucket", "_count", "_sum"]}[type(metric)])
}


def test_every_metric_of_ours_is_in_the_list() -> None:
    # In a process of its own: other tests may have registered theirs.
    program = (
        "import json, telex.commands.work, streams.app, indexer.enriched_to_elasticsearch, producers.sources_to_raw;"
        "from prometheus_client import REGISTRY; print(json.dumps([m.name for m in REGISTRY.collect()]))"
    )
    shown = json.loads(subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout)
    assert {name for name in shown if not name.startswith(("python_", "process_"))} == set(OURS)


@pytest.mark.parametrize("name", OURS)
def test_a_metric_is_named_and_labelled_as_prometheus_asks(name: str) -> None:
    metric = OURS[name]
    assert re.fullmatch(r"telex_[a-z_]+", name)
    assert metric._labelnames == ("stage",)
    assert metric._documentation.endswith(".")
    if isinstance(metric, Histogram):
        assert name.endswith("_seconds")


@pytest.mark.parametrize("stage", get_args(Stage))
def test_a_stage_shows_its_counters_from_the_start(stage: Stage) -> None:
    metrics.of_stage(stage)
    for name in ("telex_articles_in_total", "telex_articles_out_total", "telex_articles_dead_total", "telex_retries_total"):
        assert REGISTRY.get_sample_value(name, {"stage": stage}) is not None


def test_a_time_that_is_not_known_or_in_the_future_is_no_negative_latency() -> None:
    labels = {"stage": "enriching"}
    before = [REGISTRY.get_sample_value(f"telex_article_seconds_{part}", labels) or 0.0 for part in ("count", "sum")]
    for since in (None, -0.001, 4e9):
        metrics.of_stage("enriching").passed_on(since)
    after = [REGISTRY.get_sample_value(f"telex_article_seconds_{part}", labels) or 0.0 for part in ("count", "sum")]
    assert (after[0] - before[0], after[1] - before[1]) == (1, 0)


def test_the_page_lists_every_metric_with_its_meaning() -> None:
    rows = dict(re.findall(r"^\| `(telex_\w+)` \| (.+?) \|", PAGE, re.MULTILINE))
    assert set(rows) == {name + ("_total" if isinstance(metric, Counter) else "") for name, metric in OURS.items()}
    for name, kind in rows.items():
        assert kind == OURS[name.removesuffix("_total")]._type


@pytest.mark.parametrize("file", sorted((ROOT / "ops" / "prometheus").glob("*.yml")), ids=lambda file: file.name)
def test_what_prometheus_is_given_asks_for_metrics_that_exist(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    assert set(re.findall(r"\b(telex_\w+)\b", re.sub(r"#.*", "", text))) <= SERIES | {"telex"}
    assert yaml.safe_load(text)


def test_every_alert_says_what_is_wrong_and_is_explained_on_the_page() -> None:
    (group,) = yaml.safe_load((ROOT / "ops" / "prometheus" / "alerts.yml").read_text(encoding="utf-8"))["groups"]
    rules: list[dict[str, Any]] = group["rules"]
    assert set(re.findall(r"^\| `(Telex\w+)` \|", PAGE, re.MULTILINE)) == {rule["alert"] for rule in rules}
    for rule in rules:
        assert {"alert", "expr", "labels", "annotations"} <= set(rule)
        assert rule["labels"]["severity"] in {"critical", "warning"}
        assert set(rule["annotations"]) == {"summary", "description"}
