from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from contracts.messages import RawArticle, Span
from streams.nlp.document import LONGEST_PIECE, split_paragraphs


def article(title: str, body: str, **more: object) -> RawArticle:
    now = datetime.now(UTC)
    return RawArticle(article_id="a", revision=1, source="s", title=title, body=body, collected_at=now, origin="o", **more)  # type: ignore[arg-type]


def test_paragraphs_know_their_field_offset_and_heading() -> None:
    made = article("Titre ", "Un.\n\n  Deux  \n", headings=(Span(field="body", start=7, end=11, text="Deux"),))
    assert [(p.field, p.start, p.text, p.heading) for p in split_paragraphs(made)] == [
        ("title", 0, "Titre", False),
        ("body", 0, "Un.", False),
        ("body", 7, "Deux", True),
    ]


def test_a_line_too_long_for_the_model_is_cut_after_a_sentence() -> None:
    body = "Une phrase assez courte. " * 1000
    pieces = [piece for piece in split_paragraphs(article("t", body)) if piece.field == "body"]
    assert all(len(piece.text) <= LONGEST_PIECE for piece in pieces)
    assert all(piece.text.endswith(".") for piece in pieces)


@given(st.text(min_size=1).filter(str.strip), st.text())
def test_pieces_stand_where_they_say_and_leave_out_only_white_space(title: str, body: str) -> None:
    made = article(title, body)
    pieces = split_paragraphs(made)
    assert all({"title": title, "body": body}[piece.field][piece.start :].startswith(piece.text) for piece in pieces)
    kept = "".join("".join(piece.text.split()) for piece in pieces if piece.field == "body")
    assert kept == "".join(body.split())
