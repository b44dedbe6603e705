"""docs/notebook.md runs as it stands: every block, in its order, on real indices."""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from contracts.messages import EnrichedArticle
from runtime.elasticsearch_client import elasticsearch_client
from runtime.settings import settings
from tests.integration.made_articles import make_article
from tests.integration.stored_articles import store

pytestmark = pytest.mark.servers

PAGE = (Path(__file__).parents[2] / "docs" / "notebook.md").read_text(encoding="utf-8")


@pytest.fixture
def articles(servers: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[EnrichedArticle]]:
    """Two hundred articles behind the names that the page uses, without a namespace."""
    monkeypatch.setenv("TELEX_NAMESPACE", "")
    settings.cache_clear()
    made = [make_article(number) for number in range(200)]
    store(*made)
    yield made
    elasticsearch_client(settings()).indices.delete(index=["articles-v1", "claims-v1"])
    monkeypatch.undo()
    settings.cache_clear()


def test_every_block_of_the_page_finds_what_it_says(articles: list[EnrichedArticle]) -> None:
    blocks = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
    assert len(blocks) == 7
    names: dict[str, object] = {}
    for block in blocks:
        exec(block.replace("http://127.0.0.1:9200", settings().elasticsearch_url), names)
    claims = [claim for article in articles for claim in article.claims]
    about = {(claim.speaker.name, claim.text) for claim in claims if "Paul Dupré" in claim.about}
    assert len(names["said"]) == 5  # type: ignore[arg-type]
    assert set(names["said"]) <= about  # type: ignore[call-overload]
    assert names["evidence"] == names["claim"]["text"]  # type: ignore[index]
    counts = Counter(claim.speaker.name for claim in claims if claim.speaker.name)
    assert {row["speaker"]: row["claims"] for row in names["table"]} == counts  # type: ignore[attr-defined]
    assert sum(count for count, _ in names["texts"].values()) == len(articles)  # type: ignore[attr-defined]
    words = sum(int(month) for month in names["by_month"].values())  # type: ignore[attr-defined]
    assert words == sum(
        hit["_source"]["word_count"] for hit in elasticsearch_client(settings()).search(index="articles", size=200)["hits"]["hits"]
    )
    chosen = [c for c in claims if c.speaker.name == "Paul Dupré" and c.kind == "direct" and c.modality != "negated"]
    assert names["answer"]["hits"]["total"]["value"] == len(chosen)  # type: ignore[index]
