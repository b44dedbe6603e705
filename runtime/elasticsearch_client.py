"""The Elasticsearch client of this project, its failures in our words, and the counts that others ask for."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from functools import lru_cache
from itertools import islice
from typing import Any
from urllib.parse import urlsplit

from elastic_transport import SerializationError, TlsError, TransportError
from elastic_transport.client_utils import DEFAULT
from elasticsearch import ApiError, Elasticsearch, OrjsonSerializer, UnsupportedProductError

from contracts.errors import OperatorNeeded, TransientFailure
from runtime.settings import Settings

ARTICLES, CLAIMS = "articles", "claims"

# Busy, behind a proxy that lost it, or starting: the same request succeeds later.
TRANSIENT_STATUSES = frozenset({408, 429, 500, 502, 503, 504})

# Ids of one terms query; Elasticsearch allows 65,536.
_IDS_AT_ONCE = 10_000


@lru_cache(maxsize=4)
def elasticsearch_client(settings: Settings) -> Elasticsearch:
    """Make the client of these settings, once: it is thread-safe and keeps its connections."""
    return Elasticsearch(
        settings.elasticsearch_url,
        api_key=settings.elasticsearch_api_key.get_secret_value() if settings.elasticsearch_api_key else None,
        basic_auth=_user_and_password(settings),
        ca_certs=str(settings.elasticsearch_ca) if settings.elasticsearch_ca else DEFAULT,
        serializers={OrjsonSerializer.mimetype: OrjsonSerializer()},
        request_timeout=60,
        # One more try for a connection that the server closed while it was idle; patience is the caller's.
        max_retries=1,
        retry_on_status=(),
    )


def _user_and_password(settings: Settings) -> tuple[str, str] | None:
    if settings.elasticsearch_username is None or settings.elasticsearch_password is None:
        return None
    return settings.elasticsearch_username, settings.elasticsearch_password.get_secret_value()


def address(settings: Settings) -> str:
    """Where Elasticsearch is, for messages: the URL without a password in it."""
    parts = urlsplit(settings.elasticsearch_url)
    return parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()


@contextmanager
def reaching_elasticsearch(settings: Settings) -> Iterator[None]:
    """Turn the client's errors into one sentence that names the address and what to do.

    Raises:
        TransientFailure: no answer, or an answer that the same request may not get later.
        OperatorNeeded: access refused, no such index, or something else listens there.
        ApiError: a request that Elasticsearch does not accept, which is a defect of the caller.
    """
    try:
        yield
    except (ApiError, TransportError, UnsupportedProductError) as error:
        raise _in_our_words(error, settings) from error


def is_write_block(error: dict[str, Any]) -> bool:
    """Whether an error body is a block on the index or cluster, which an operator, the disk watermark or ``telex reindex`` lifts."""
    return error.get("type") == "cluster_block_exception"


def count_articles(settings: Settings, source: str | None = None, ids: Collection[str] | None = None) -> int:
    """Count the article documents: all of them, those of a source, or those of a source whose id is among ``ids``.

    Everything acknowledged counts, searchable or not yet; an index that does not exist yet holds none.
    """
    filters: list[dict[str, Any]] = [{"term": {"source": source}}] if source is not None else []
    if ids is None:
        return _count(settings, ARTICLES, filters)
    waiting = iter(sorted(ids))
    chunks = iter(lambda: list(islice(waiting, _IDS_AT_ONCE)), [])
    return sum(_count(settings, ARTICLES, [*filters, {"terms": {"article_id": chunk}}]) for chunk in chunks)


def count_partial(settings: Settings) -> int:
    """Count the articles in which not everything could be looked for."""
    return _count(settings, ARTICLES, [{"term": {"enrichment.status": "partial"}}])


def count_claims(settings: Settings) -> int:
    """Count the claim documents; an index that does not exist yet holds none."""
    return _count(settings, CLAIMS, [])


def make_searchable(settings: Settings) -> None:
    """Make every acknowledged write visible to searches now, not at the next refresh (a second later)."""
    with reaching_elasticsearch(settings):
        aliases = [settings.index_alias(alias) for alias in (ARTICLES, CLAIMS)]
        elasticsearch_client(settings).indices.refresh(index=aliases, ignore_unavailable=True)


def require_indices(settings: Settings) -> None:
    """Make sure, within seconds, that both indices can be searched; a read, which every user of a stage may.

    Raises:
        TransientFailure: Elasticsearch does not answer.
        OperatorNeeded: an index is missing, or access is refused.
    """
    with reaching_elasticsearch(settings):
        client = elasticsearch_client(settings).options(request_timeout=5, max_retries=0)
        client.search(index=[settings.index_alias(alias) for alias in (ARTICLES, CLAIMS)], size=0, query={"match_none": {}})


def _count(settings: Settings, alias: str, filters: list[dict[str, Any]]) -> int:
    with reaching_elasticsearch(settings):
        client, index = elasticsearch_client(settings), settings.index_alias(alias)
        client.indices.refresh(index=index, ignore_unavailable=True)
        answer = client.count(index=index, query={"bool": {"filter": filters}}, ignore_unavailable=True)
        return int(answer["count"])


def _in_our_words(error: Exception, settings: Settings) -> Exception:
    where = f"Elasticsearch at {address(settings)}"
    if isinstance(error, TlsError):
        return OperatorNeeded(f"{where}: the certificate is not trusted ({error}): set TELEX_ELASTICSEARCH_CA")
    if isinstance(error, UnsupportedProductError | SerializationError):
        return OperatorNeeded(f"what answers at {address(settings)} is not Elasticsearch: set TELEX_ELASTICSEARCH_URL")
    if isinstance(error, ApiError):
        return _api_error_in_our_words(error, where)
    return TransientFailure(f"{where} does not answer ({type(error).__name__}): start it with `telex up` or set TELEX_ELASTICSEARCH_URL")


def _api_error_in_our_words(error: ApiError, where: str) -> Exception:
    cause = error_body(error)
    reason = cause.get("reason") or error.message
    if error.status_code in TRANSIENT_STATUSES or is_write_block(cause):
        return TransientFailure(f"{where} cannot do it now ({error.status_code}): {reason}")
    if error.status_code in (401, 403):
        return OperatorNeeded(f"{where} refuses access ({error.status_code}): {reason}; check TELEX_ELASTICSEARCH_API_KEY or the user")
    if cause.get("type") in ("index_not_found_exception", "index_closed_exception"):
        return OperatorNeeded(f"{where} has no open index {cause.get('index', '')}: `telex index` creates it")
    return error


def error_body(error: ApiError) -> dict[str, Any]:
    """The ``error`` object of an answer: type, reason, index; empty where the answer has none."""
    body = error.body
    cause = body.get("error") if isinstance(body, dict) else None
    return cause if isinstance(cause, dict) else {}
