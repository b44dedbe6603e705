"""One article with its claims, as the indices hold it."""

from dataclasses import dataclass
from typing import Any

from elasticsearch import NotFoundError

from runtime.elasticsearch_client import ARTICLES, CLAIMS, elasticsearch_client, error_body, reaching_elasticsearch
from runtime.settings import Settings

MOST_CLAIMS = 10_000


@dataclass(frozen=True)
class StoredArticle:
    """An article document and its claim documents, in the order of the text."""

    fields: dict[str, Any]
    claims: list[dict[str, Any]]

    def as_json(self) -> dict[str, Any]:
        """The article's fields with its claims among them."""
        return {**self.fields, "id": self.fields["article_id"], "claims": self.claims}


def read_article(settings: Settings, article_id: str) -> StoredArticle | None:
    """Read an article by its id; None if there is none.

    Raises:
        OperatorNeeded: no index yet, or access refused.
        TransientFailure: Elasticsearch does not answer.
    """
    client = elasticsearch_client(settings)
    with reaching_elasticsearch(settings):
        try:
            article = client.get(index=settings.index_alias(ARTICLES), id=article_id)
        except NotFoundError as error:
            if error_body(error):
                raise
            return None
        claims = client.search(
            index=settings.index_alias(CLAIMS), query={"term": {"article_id": article_id}}, sort=["start", "end"], size=MOST_CLAIMS
        )
    # The title stands before the body.
    documents = sorted((hit["_source"] for hit in claims["hits"]["hits"]), key=lambda claim: claim["field"] != "title")
    return StoredArticle(article["_source"], documents)
