"""The lines of an export: every field for programs, a table that no spreadsheet misreads for people."""

import csv
import io

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.index_setup import mapping_file
from telex.search.export import COLUMNS, export_format, export_lines
from telex.search.query_language import QueryError
from telex.search.results import Hit


def hit(**fields: object) -> Hit:
    return Hit("a", 1.5, fields, {})


def rows(*hits: Hit) -> list[dict[str, str]]:
    table = b"".join(export_lines(hits, "articles", "csv")).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(table, newline="")))


@pytest.mark.parametrize(("name", "form"), [("a.jsonl", "jsonl"), ("b.CSV", "csv"), (".csv", "csv")])
def test_the_ending_says_the_format(name: str, form: str) -> None:
    assert export_format(name) == form


@pytest.mark.parametrize("name", ["a", "a.json", "csv", "a.csv.gz"])
def test_no_other_ending_does(name: str) -> None:
    with pytest.raises(QueryError, match=r"\.jsonl"):
        export_format(name)


def test_json_lines_hold_the_fields_as_they_are() -> None:
    (line,) = export_lines([hit(title="=A\nB", people=["É"])], "articles", "jsonl")
    assert line.endswith(b"\n")
    assert orjson.loads(line) == {"title": "=A\nB", "people": ["É"], "id": "a", "score": 1.5}


def test_a_table_has_a_heading_and_joins_what_is_several() -> None:
    (row,) = rows(hit(article_id="1", people=["Anne Roy", "Paul"], body='a "b"\nc'))
    assert tuple(row) == COLUMNS["articles"]
    assert (row["people"], row["body"], row["url"]) == ("Anne Roy | Paul", 'a "b"\nc', "")


@pytest.mark.parametrize("text", ["=1+1", "+33", "-1", "@SUM(A1)", "\t=1"])
def test_nothing_in_a_table_is_a_formula(text: str) -> None:
    assert [row["title"] for row in rows(hit(title=text))] == [f"'{text}"]


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20), min_size=1, max_size=4))
def test_any_text_comes_back_from_a_table(texts: list[str]) -> None:
    found = [row["title"] for row in rows(*(hit(title=text) for text in texts))]
    assert [title.removeprefix("'") for title in found] == [text.removeprefix("'") for text in texts]


@pytest.mark.parametrize("index", ["articles", "claims"])
def test_every_column_is_a_field_of_the_index(index: str) -> None:
    assert set(COLUMNS[index]) <= mapping_file(index)["properties"].keys()  # type: ignore[index]
