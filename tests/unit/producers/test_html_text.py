"""HTML to paragraphs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from producers.sources.html_text import html_to_line, html_to_text


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p>Un <b>deux</b>\n trois.</p>\n<h2>Titre</h2><p>Quatre.</p>", "Un deux trois.\n\nTitre\n\nQuatre."),
        ("<p>« a&nbsp;» 20&#8239;000 l&rsquo;été</p>", "« a\u00a0» 20\u202f000 l’été"),
        ("a<br>b<br/> <br>c", "a\nb\n\nc"),
        ("<ul><li>un<li>deux</ul>", "un\n\ndeux"),
        ("avant<script>alert(1)</script><style>p{}</style> après", "avant après"),
        ("x <!-- commentaire --> y", "x y"),
        ("Sans balise &amp; sans\n\nmise en forme", "Sans balise & sans\n\nmise en forme"),
        ("<div><div><p> </p></div></div>", ""),
        ("", ""),
    ],
)
def test_blocks_become_paragraphs(markup: str, text: str) -> None:
    assert html_to_text(markup) == text


def test_a_title_is_one_line() -> None:
    assert html_to_line("<b>Otan</b> :\n l&#39;accord<br>signé") == "Otan : l'accord signé"


@given(st.text(st.sampled_from("<>/pbr !-&;#x0é\n\x01\x02")) | st.text())
def test_no_markup_raises(markup: str) -> None:
    text = html_to_text(markup)
    assert text == text.strip(" \n") or "<" not in markup


def test_deep_markup_ends() -> None:
    html_to_text("<div>" * 100_000 + "x")
