"""Indices that telex did not create itself: made by hand, rolled over, restored from a snapshot; each has telex's mapping."""

import pytest

from contracts.errors import OperatorNeeded
from indexer.index_setup import check_index, create_indices, index_behind, mapping_file
from indexer.reindex import reindex
from runtime.elasticsearch_client import ARTICLES, CLAIMS, elasticsearch_client
from runtime.settings import Settings, settings
from telex.search.articles import read_article
from telex.search.queries import Query, search
from tests.integration.made_articles import make_article
from tests.integration.stored_articles import store

pytestmark = pytest.mark.servers


@pytest.fixture
def indices(line: str) -> Settings:
    store(*(make_article(number) for number in range(20)))
    return settings()


@pytest.mark.parametrize("alias", [ARTICLES, CLAIMS])
def test_an_index_made_by_hand_has_the_mapping_but_not_the_alias(indices: Settings, alias: str) -> None:
    name = f"{indices.index_alias(alias)}-v7"
    elasticsearch_client(indices).indices.create(index=name)
    check_index(indices, alias, name)
    assert index_behind(indices, alias) == f"{indices.index_alias(alias)}-v1"
    with pytest.raises(OperatorNeeded):
        check_index(indices, CLAIMS if alias == ARTICLES else ARTICLES, name)


def test_an_index_that_is_rolled_over_goes_on_with_the_mapping(indices: Settings) -> None:
    alias = indices.index_alias(ARTICLES)
    elasticsearch_client(indices).indices.rollover(alias=alias, new_index=f"{alias}-v2")
    assert index_behind(indices, ARTICLES) == f"{alias}-v2"
    assert create_indices(indices) == []
    store(make_article(99))
    assert search(indices, Query()).total == 1


def test_a_template_of_another_version_is_written_anew(indices: Settings) -> None:
    client, alias = elasticsearch_client(indices), indices.index_alias(ARTICLES)
    stale = {"mappings": {"properties": {"mood": {"type": "keyword"}}}}
    client.indices.put_index_template(name=alias, index_patterns=[f"{alias}-v*"], template=stale, priority=200)
    # Whoever creates an index writes its template first, so that nothing stale gets into it.
    reindex(indices, lambda *_: None)
    check_index(indices, ARTICLES, f"{alias}-v2")
    client.indices.put_index_template(name=alias, index_patterns=[f"{alias}-v*"], template=stale, priority=200)
    create_indices(indices)
    (written,) = client.indices.get_index_template(name=alias)["index_templates"]
    assert written["index_template"]["template"]["mappings"] == mapping_file(ARTICLES)


def test_a_snapshot_brings_the_indices_back_with_their_aliases(indices: Settings) -> None:
    client, names = elasticsearch_client(indices), f"{indices.namespace}-*"
    before = search(indices, Query("chantiers", limit=50)).as_json()
    article = read_article(indices, "made-00003")
    client.snapshot.create_repository(name="telex", repository={"type": "fs", "settings": {"location": "telex"}})
    client.snapshot.create(
        repository="telex", snapshot=indices.namespace, indices=names, include_global_state=False, wait_for_completion=True
    )
    store(make_article(3, revision=2), make_article(50))
    client.indices.delete(index=[index_behind(indices, alias) or "" for alias in (ARTICLES, CLAIMS)])
    with pytest.raises(OperatorNeeded, match="telex index"):
        search(indices, Query())

    restored = client.snapshot.restore(repository="telex", snapshot=indices.namespace, wait_for_completion=True)
    assert restored["snapshot"]["shards"]["failed"] == 0
    assert create_indices(indices) == []
    assert search(indices, Query("chantiers", limit=50)).as_json() == before
    assert read_article(indices, "made-00003") == article
    # What came after the snapshot comes again, and then stands as before.
    store(make_article(3, revision=2), make_article(50))
    assert search(indices, Query()).total == 21
    client.snapshot.delete(repository="telex", snapshot=indices.namespace)
