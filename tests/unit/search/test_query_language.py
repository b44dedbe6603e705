"""The query language: what each query means, and what is said of one that means nothing."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from telex.search.query_language import AllOf, AnyOf, Everything, Field, Fuzzy, Node, Not, Phrase, Prefix, QueryError, Words, parse

a, b, c = Words("a"), Words("b"), Words("c")


@pytest.mark.parametrize(
    ("text", "node"),
    [
        ("armes lourdes", Words("armes lourdes")),
        ("l’Otan", Words("l’Otan")),
        ("porte-parole", Words("porte-parole")),
        ("Guerre en Ukraine : le point", Words("Guerre en Ukraine : le point")),
        ("12:30 http://exemple.fr", Words("12:30 http://exemple.fr")),
        ("*", Everything()),
        ("stolt*", Prefix("stolt")),
        ("« armes lourdes »", Phrase("armes lourdes")),
        ('"armes lourdes" “a”', AllOf((Phrase("armes lourdes"), Phrase("a")))),
        ('"armes Ukraine"~5', Phrase("armes Ukraine", 5)),
        ('"a"~123', AllOf((Phrase("a"), Words("~123")))),
        ("Zelenski~ a", AllOf((Fuzzy("Zelenski"), a))),
        ("~ a~b 12~", Words("~ a~b 12~")),
        ("date:2023..2024", Field("date", "2023..2024", 1)),
        ("a date:>=2023-01", AllOf((a, Field("date", ">=2023-01", 3)))),
        ("a -b", AllOf((a, Not(b)))),
        ("a NOT b", AllOf((a, Not(b)))),
        ("a SAUF b", AllOf((a, Not(b)))),
        ("-b", Not(b)),
        ("--b", Words("--b")),
        ("a - b", Words("a - b")),
        ("a OR b c", AnyOf((a, Words("b c")))),
        ("a OU b ET c", AnyOf((a, Words("b c")))),
        ("(a OR b) c", AllOf((AnyOf((a, b)), c))),
        ("-(a OR b)", Not(AnyOf((a, b)))),
        ("a or b", Words("a or b")),
        ("speaker:stoltenberg", Field("speaker", "stoltenberg", 1)),
        ("a Speaker:« Jens Stoltenberg »", AllOf((a, Field("speaker", "Jens Stoltenberg", 3)))),
        ("-source:lemonde", Not(Field("source", "lemonde", 2))),
        ("(speaker:a)", Field("speaker", "a", 2)),
    ],
)
def test_meaning(text: str, node: Node) -> None:
    assert parse(text) == node


@pytest.mark.parametrize(
    ("text", "position", "says"),
    [
        ("", 0, "empty"),
        (" \n", 0, "empty"),
        ('armes "lourdes', 7, "never closed"),
        ("« armes", 1, "add »"),
        ('a ""', 3, "nothing stands between"),
        ("(a OR b", 1, "never closed: add a )"),
        ("a) b", 2, "closes nothing"),
        ("a AND", 6, "missing after AND"),
        ("OR a", 1, "missing"),
        ("a OR OR b", 6, "missing after OR"),
        ("NOT", 4, "missing after NOT"),
        ("()", 2, "missing"),
        ("speaker:(a)", 9, "value is missing"),
        ("x" * 2001, 0, "2001 characters"),
        ("(" * 21 + "a" + ")" * 21, 21, "more than 20 groups"),
    ],
)
def test_error_says_where_and_what(text: str, position: int, says: str) -> None:
    with pytest.raises(QueryError) as caught:
        parse(text)
    assert caught.value.position == position
    assert says in str(caught.value)


@given(st.text(alphabet='ab"«»“”()*-: \tANDORNOT’é', max_size=60) | st.text(max_size=60))
def test_any_text_is_a_query_or_a_query_error(text: str) -> None:
    with suppress(QueryError):
        parse(text)
