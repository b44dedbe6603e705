"""The gold articles written for this project: complete, and evidenced by their own text."""

from collections import Counter

import pytest

from evaluation.gold import FOLDERS, GoldArticle, load_set
from evaluation.scoring import normal

PAIRS = {name: load_set(name) for name in ("open", "held")}
ALL = [pair for pairs in PAIRS.values() for pair in pairs]


def texts(pair: GoldArticle) -> tuple[str, str]:
    return pair.article.title, pair.article.body


def test_the_sets_are_large_and_of_many_kinds() -> None:
    kinds = [{pair.gold.kind_of_article for pair in pairs} for pairs in PAIRS.values()]
    assert [len(pairs) for pairs in PAIRS.values()] >= [200, 40]
    assert len(kinds[0] & kinds[1]) >= 16
    assert "unsorted" not in kinds[0] | kinds[1]


@pytest.mark.parametrize("name", PAIRS)
def test_every_article_has_its_annotation(name: str) -> None:
    stems = [path.stem for path in sorted(FOLDERS[name].glob("*.txt"))]
    assert stems == [pair.gold.id for pair in PAIRS[name]]
    assert len(stems) >= 16


@pytest.mark.parametrize("pair", ALL, ids=lambda pair: pair.gold.id)
def test_what_is_marked_stands_in_the_article(pair: GoldArticle) -> None:
    whole = "\n\n".join(texts(pair))
    for entity in pair.gold.entities:
        assert all(form in whole for form in (entity.name, *entity.aliases)), entity
    for claim in pair.gold.claims:
        assert any(claim.text in text for text in texts(pair)), claim.text
        assert claim.cue is None or claim.cue in whole, claim.cue
        assert "\n" not in claim.text


@pytest.mark.parametrize("pair", ALL, ids=lambda pair: pair.gold.id)
def test_every_entity_is_marked_once_and_every_claim_too(pair: GoldArticle) -> None:
    entities = Counter((entity.type, normal(entity.name)) for entity in pair.gold.entities)
    assert entities.total() == len(entities)
    # The title may say what the body repeats; nothing else is said twice.
    whole = "\n\n".join(texts(pair))
    assert all(whole.count(text) >= times for text, times in Counter(claim.text for claim in pair.gold.claims).items())
    assert len(pair.gold.claims) <= 16


@pytest.mark.parametrize("pair", ALL, ids=lambda pair: pair.gold.id)
def test_the_kind_of_a_claim_is_that_of_its_quote_marks(pair: GoldArticle) -> None:
    whole = "\n\n".join(texts(pair))
    for claim in pair.gold.claims:
        at = whole.index(claim.text)
        quoted = whole[:at].rstrip(" \u00a0\u202f")[-1:] in tuple('«“"–')
        inner = any(mark in claim.text for mark in '«»“”"')
        assert claim.kind == ("direct" if quoted else "mixed" if inner else "indirect"), claim.text
