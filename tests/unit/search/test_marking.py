"""Marks in a text: the pieces joined are the text, whatever overlaps, and each piece has the marks that cover it."""

from hypothesis import given
from hypothesis import strategies as st

from telex.search.articles import StoredArticle
from telex.search.page.marking import Mark, Piece, cut, marks_of, paragraphs
from telex.search.results import END, FOUND

spans = st.tuples(st.integers(0, 40), st.integers(0, 40)).map(lambda pair: Mark(min(pair), max(pair), "claim", ""))


@given(st.text(max_size=40), st.lists(spans, max_size=6))
def test_pieces_are_the_text_and_have_the_marks_that_cover_them(text: str, marks: list[Mark]) -> None:
    at = 0
    pieces = list(cut(text, marks))
    assert "".join(piece.text for piece in pieces) == text
    for piece in pieces:
        for character in range(at, at + len(piece.text)):
            assert sorted(piece.marks, key=id) == sorted((mark for mark in marks if mark.start <= character < mark.end), key=id)
        at += len(piece.text)


def test_marks_that_cross_and_code_points_beyond_the_first_plane() -> None:
    marks = [Mark(0, 4, "claim", "A", "claim-1"), Mark(2, 6, "person", "B")]
    pieces = list(cut("😀é’abc", marks))
    assert [(piece.text, [mark.kind for mark in piece.marks]) for piece in pieces] == [
        ("😀é", ["claim"]),
        ("’a", ["claim", "person"]),
        ("bc", ["person"]),
    ]
    assert [piece.anchors for piece in pieces] == [("claim-1",), (), ()]


def test_paragraphs_and_headings() -> None:
    body = "Un.\n\nTitre\n\nDeux.\n \n"
    found = paragraphs(body, [Mark(5, 10, "place", "Titre")], [(5, 10)])
    assert [("".join(piece.text for piece in paragraph.pieces), paragraph.heading) for paragraph in found] == [
        ("Un.", False),
        ("Titre", True),
        ("Deux.", False),
    ]


def test_marks_of_an_article() -> None:
    article = StoredArticle(
        {"entities": [{"type": "person", "name": "Anne Roy", "mentions": [{"field": "title", "start": 0, "end": 3, "text": "Roy"}]}]},
        [
            {"field": "body", "start": 5, "end": 9, "speaker": "Anne Roy", "speaker_mention": {"field": "body", "start": 0, "end": 4}},
            {"field": "body", "start": 10, "end": 12},
        ],
        {"body": f"{FOUND}Elle{END} dit {FOUND}oui{END}."},
    )
    assert marks_of(article, "title") == [Mark(0, 3, "person", "Anne Roy")]
    assert marks_of(article, "body") == [
        Mark(5, 9, "claim", "Anne Roy", "claim-body-5-9"),
        Mark(0, 4, "speaker", "Anne Roy"),
        Mark(10, 12, "claim", "", "claim-body-10-12"),
        Mark(0, 4, "found", ""),
        Mark(9, 12, "found", ""),
    ]


def test_of_names_that_overlap_the_more_precise_one_is_linked() -> None:
    body, person = Mark(0, 20, "organization", "Fondation Anne Roy"), Mark(10, 18, "person", "Anne Roy")
    piece = Piece("Anne Roy", (body, Mark(0, 50, "claim", ""), person))
    assert piece.first("person", "organization", "place") == person
    assert piece.kinds == "organization claim person"
    assert piece.first("speaker") is None
