"""One article with its claims, as the indices hold it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from elasticsearch import NotFoundError
from elasticsearch.dsl import Search, query

from runtime.elasticsearch_client import ARTICLES, CLAIMS, elasticsearch_client, error_body, reaching_elasticsearch
from runtime.settings import Settings
from telex.search.fields import TEXT, TIME
from telex.search.folding import NAMED_FIELDS
from telex.search.matching import text_query
from telex.search.queries import MOST_HIGHLIGHTED, ask
from telex.search.query_language import parse
from telex.search.results import END, FOUND

MOST_CLAIMS = 10_000
MOST_COPIES = 100


@dataclass(frozen=True)
class StoredArticle:
    """An article document and its claim documents, in the order of the text; and of its copies where they stand.

    ``highlights`` has the title and the body with the words of a query between FOUND and END, where they have any.
    """

    fields: dict[str, Any]
    claims: list[dict[str, Any]]
    highlights: Mapping[str, str] = field(default_factory=dict)
    copies: Sequence[Mapping[str, Any]] = ()

    def as_json(self) -> dict[str, Any]:
        """The article's fields with its claims and copies among them."""
        return {**self.fields, "id": self.fields["article_id"], "claims": self.claims, "copies": list(self.copies)}


def read_article(settings: Settings, article_id: str, text: str | None = None) -> StoredArticle | None:
    """Read an article by its id, with the words of a query found in it; None if there is no such article.

    Raises:
        QueryError: the query cannot be understood.
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
        same = query.Bool(filter=[query.Term(TEXT, {"value": article["_source"].get(TEXT, "")})], must_not=[query.Ids(values=[article_id])])
        others = client.search(
            index=settings.index_alias(ARTICLES), query=same.to_dict(), size=MOST_COPIES, source_includes=NAMED_FIELDS,
            sort=[{TIME: {"order": "asc", "missing": "_last"}}, "article_id"],
        )  # fmt: skip
    copies = [{**hit["_source"], "id": hit["_id"]} for hit in others["hits"]["hits"]]
    # The title stands before the body.
    documents = sorted((hit["_source"] for hit in claims["hits"]["hits"]), key=lambda claim: claim["field"] != "title")
    return StoredArticle(article["_source"], documents, _found(settings, article_id, text) if text else {}, copies)


def _found(settings: Settings, article_id: str, text: str) -> dict[str, str]:
    request: Search[Any] = Search().query("ids", values=[article_id])
    request = request.highlight_options(
        pre_tags=[FOUND], post_tags=[END], max_analyzed_offset=MOST_HIGHLIGHTED, number_of_fragments=0,
        highlight_query=text_query(parse(text), "articles").to_dict(),
    )  # fmt: skip
    for name in ("title", "body"):
        request = request.highlight(name, matched_fields=[name, f"{name}.exact"])
    hits = ask(settings, "articles", {**request.to_dict(), "source": False})["hits"]["hits"]
    return {name: parts[0] for hit in hits for name, parts in hit.get("highlight", {}).items()}
