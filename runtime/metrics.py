"""Every metric of the line, its name, meaning and buckets in one place; ``docs/operations.md`` lists them, tested for completeness.

The one label is the stage, so that the number of series never grows with what is fed. A process shows the series of its own stage.
"""

import time
from functools import cache

from prometheus_client import Counter, Gauge, Histogram, disable_created_metrics

from contracts.messages import Stage

# A second series beside each counter, with the time of the process's start, which `process_start_time_seconds` has already.
disable_created_metrics()  # type: ignore[no-untyped-call]

# In seconds: from an article that meets an idle line to one that waits for a night in a topic.
_WAITS = (0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1800, 7200, 28800)
_WORK = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60)
_LABEL = ("stage",)

IN = Counter("telex_articles_in_total", "Articles taken by a stage; once more for each repetition after a crash.", _LABEL)
OUT = Counter("telex_articles_out_total", "Articles that the next one acknowledged: the broker, or Elasticsearch.", _LABEL)
DEAD = Counter("telex_articles_dead_total", "Articles that can never succeed, acknowledged by the broker as dead letters.", _LABEL)
RETRIES = Counter(
    "telex_retries_total",
    "Attempts repeated after a failure that may pass, without those inside Kafka's clients.",
    _LABEL,
)
LAG = Gauge("telex_lag_articles", "Articles that wait on the partitions of this process, as the broker last said.", _LABEL)
READY = Gauge("telex_ready", "1 if the process is ready, as /readyz says; else 0.", _LABEL)
ARTICLE_SECONDS = Histogram(
    "telex_article_seconds",
    "From when an article was collected (receiving) or stood on the topic before the stage, until it is acknowledged behind it.",
    _LABEL,
    buckets=_WAITS,
)
LINE_SECONDS = Histogram(
    "telex_line_seconds", "From when an article was collected until Elasticsearch acknowledged it: the whole line.", _LABEL, buckets=_WAITS
)
BATCH_SECONDS = Histogram("telex_batch_seconds", "From when a batch of articles was taken until it is acknowledged.", _LABEL, buckets=_WORK)
MODEL_SECONDS = Histogram(
    "telex_model_seconds", "Work of a model process on a batch, with what surrounds the model and without the wait.", _LABEL, buckets=_WORK
)


class StageMetrics:
    """What every stage counts, under its label; all of it is shown from the start, as zero."""

    def __init__(self, stage: Stage) -> None:
        self._in, self._out, self._dead, self._retries = (metric.labels(stage) for metric in (IN, OUT, DEAD, RETRIES))
        self._article_seconds = ARTICLE_SECONDS.labels(stage)

    def took(self, articles: int = 1) -> None:
        """Articles came in."""
        self._in.inc(articles)

    def passed_on(self, since: float | None) -> None:
        """An article is acknowledged behind the stage; ``since``: Unix seconds at which it stood before it, if that is known."""
        self._out.inc()
        if since is not None and since > 0:  # Kafka has -1 for « not said »
            self._article_seconds.observe(seconds_since(since))

    def buried(self, articles: int = 1) -> None:
        """Dead letters are acknowledged."""
        self._dead.inc(articles)

    def retried(self) -> None:
        """An attempt is about to be repeated."""
        self._retries.inc()


@cache
def of_stage(stage: Stage) -> StageMetrics:
    """The metrics of a stage, once a process."""
    return StageMetrics(stage)


def seconds_since(moment: float) -> float:
    """Seconds that have passed since a moment in Unix seconds; none where another machine's clock is ahead."""
    return max(0.0, time.time() - moment)
