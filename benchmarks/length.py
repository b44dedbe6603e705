"""The enrichment of one article as it grows: seconds and characters a second, which stay the same where the work is linear.

An ordinary article repeated, one line without an end, and nothing but quotation marks; no article may hold a worker for longer than
``TELEX_ARTICLE_SECONDS``, which turns it into a dead letter.
"""

import os
import time

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from benchmarks._report import print_machine
from benchmarks.stream import load_articles
from contracts.messages import RawArticle
from runtime.settings import settings
from streams.enrich import enrich, load_pipeline
from streams.nlp.pipeline import Pipeline

# In code points.
LENGTHS = (10_000, 100_000, 1_000_000, 5_000_000)


def main() -> None:
    """Print a line for each kind of text and each length."""
    print_machine("spacy")
    pipeline = load_pipeline(settings().models[0])
    article = load_articles()[0]
    list(enrich([article], pipeline))
    for kind, piece in {
        "paragraphs of an article": f"{article.body}\n\n",
        "the same in one line": f"{' '.join(article.body.split())} ",
        "quotation marks": "« ",
    }.items():
        for length in LENGTHS:
            text = (piece * (length // len(piece) + 1))[:length]
            seconds = measure(article.model_copy(update={"body": text, "headings": ()}), pipeline)
            within = "" if seconds <= settings().article_seconds else f"   a dead letter: over {settings().article_seconds:g} s"
            print(f"{kind:<26} {length:>9,} characters {seconds:8.2f} s {length / seconds:>10,.0f} characters/s{within}", flush=True)


def measure(article: RawArticle, pipeline: Pipeline) -> float:
    """Seconds of processor that one article takes."""
    started = time.process_time()
    list(enrich([article], pipeline))
    return time.process_time() - started


if __name__ == "__main__":
    main()
