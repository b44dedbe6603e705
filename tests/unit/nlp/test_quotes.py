"""Pairing of quotation marks, by what stands inside the outermost ones."""

import pytest

from streams.nlp.document import Paragraph
from streams.nlp.speech.quotes import find_quotations


def quoted(*texts: str) -> list[str]:
    text = "\n\n".join(texts)
    paragraphs, start = [], 0
    for own in texts:
        paragraphs.append(Paragraph("body", start, own))
        start += len(own) + 2
    return [text[quotation.start : quotation.end] for quotation in find_quotations(paragraphs)]


@pytest.mark.parametrize(
    ("text", "inside"),
    [
        ("Il dit « oui » puis « non ».", ["oui", "non"]),
        ("Il dit «\u00a0oui\u00a0» puis «\u202fnon\u202f».", ["oui", "non"]),
        ("Il dit “oui” puis „non“.", ["oui", "non"]),
        ('Il dit "oui" puis "non".', ["oui", "non"]),
        ("Il dit << oui >> puis se tait.", ["oui"]),
        ("« Il m'a dit “oui”, c'est tout », dit-elle.", ["Il m'a dit “oui”, c'est tout"]),
        ("« Il m'a dit « oui », c'est tout », dit-elle.", ["Il m'a dit « oui », c'est tout"]),
        ("Elle répond : « Il m'a dit : « Viens. »", ["Il m'a dit : « Viens."]),
        ("« Oublié. « Deux », dit-il.", ["Oublié.", "Deux"]),
        ("Il a 5 ans » et rien d'autre.", []),
        ("« Sans fin.", ["Sans fin."]),
        ("«»", [""]),
    ],
)
def test_marks_of_one_paragraph(text: str, inside: list[str]) -> None:
    assert quoted(text) == inside


@pytest.mark.parametrize(
    ("paragraphs", "inside"),
    [
        (["« Un.", "« Deux. »"], ["Un.", "Deux."]),
        (["« Un.", "Deux. »"], ["Un.\n\nDeux."]),
        (["« Un.", "» Deux. »"], ["Un.\n\n» Deux."]),
        (["« Un.", "Rien.", "« Deux »"], ["Un.", "Deux"]),
        (["« Un."] + ["Rien."] * 20 + ["Fin »"], ["Un."]),
    ],
)
def test_marks_over_paragraphs(paragraphs: list[str], inside: list[str]) -> None:
    assert quoted(*paragraphs) == inside
