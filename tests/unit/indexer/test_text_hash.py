"""What are copies of one text, and what are the same words of a speaker: dispatches as papers print them, and what only looks alike."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.copies import LEAST_WORDS, article_text_hash, claim_text_hash
from indexer.index_setup import mapping_file

DISPATCH = (
    "Le gouvernement a annoncé mardi qu’il suspendait la construction de l’usine de Lens, où 1 200 emplois étaient attendus. "
    "« C’est une pause, pas un renoncement », a déclaré la ministre de l’Industrie (centre) - qui recevait les élus - lors d’une visite. "
    "Les syndicats dénoncent un abandon et demandent à l’État de publier l’étude commandée en janvier par la préfecture. "
    "Une réunion est prévue le 12 mars à Lille, selon la direction, qui maintient le calendrier des travaux de raccordement du site."
)


def article(body: str, title: str = "Usine de Lens", published: str = "2024-03-05") -> str:
    return article_text_hash({"title": title, "body": body, "published": published})


@pytest.mark.parametrize(
    "body",
    [
        f"PARIS, 5 mars 2024 (AFP) - {DISPATCH}",
        f"Paris (AFP) – {DISPATCH}",
        f"(Belga) {DISPATCH}",
        f"LILLE – {DISPATCH}",
        f"SAINT-DENIS, 5 mars — {DISPATCH}",
        f"{DISPATCH} (AFP)",
        f"{DISPATCH}\n\nAFP",
        f"{DISPATCH}\nLa rédaction avec AFP",
        f"{DISPATCH}\n© 2024 AFP. Tous droits réservés.",
        f"Genève (Keystone-ATS): {DISPATCH} © Keystone-ATS",
        DISPATCH.replace("’", "'").replace("« ", '"').replace(" »", '"'),
        DISPATCH.replace(". ", ".\n\n"),
        DISPATCH.replace("construction", "construc\u00adtion").replace("é", "e\u0301"),
        DISPATCH.upper(),
        DISPATCH.replace(". ", ".\nLire aussi : Ce que l’on sait du site\n", 1),
    ],
)
def test_a_dispatch_is_one_text_however_a_paper_prints_it(body: str) -> None:
    assert article(body) == article(DISPATCH)
    assert article(body, title="Un autre titre", published="2024-03-06") == article(DISPATCH)


@pytest.mark.parametrize(
    "body",
    [
        DISPATCH.replace("1 200", "1 300"),
        DISPATCH.replace("mardi", "mercredi"),
        f"{DISPATCH} Le maire s’y oppose.",
        DISPATCH.rsplit(". ", 1)[0],
        f"Notre correspondant (à Lille) raconte. {DISPATCH}",
        f"{DISPATCH} Il l’a dit à l’AFP.",
    ],
)
def test_what_says_something_else_is_another_text(body: str) -> None:
    assert article(body) != article(DISPATCH)


@pytest.mark.parametrize("body", ["", "Lire la suite.", "Cet article est réservé aux abonnés. " * 9])
def test_a_short_body_alone_makes_no_copies(body: str) -> None:
    assert len(body.split()) < LEAST_WORDS
    assert article(body) == article(body)
    assert article(body, title="Un autre titre") != article(body)
    assert article(body, published="2024-03-06") != article(body)


def claim(text: str, speaker: str | None = "Ingrid Vauclair", title: str = "Usine de Lens") -> str:
    return claim_text_hash({"claim_id": "1", "text": text, "speaker": speaker, "title": title})


def test_the_same_words_of_the_same_speaker_are_one_claim() -> None:
    said = "C’est une pause, pas un renoncement"
    assert claim(said) == claim("c'est une pause pas un renoncement", title="Un autre titre")
    assert len({claim(said), claim(said, speaker="Mourad Lahcen"), claim(said, speaker=None), claim("C’est une pause")}) == 4


def test_few_words_or_those_of_nobody_named_are_one_claim_only_under_one_title() -> None:
    for said, speaker in (("C’est faux", "Ingrid Vauclair"), ("la réunion du 12 mars à Lille est maintenue", None)):
        assert claim(said, speaker) == claim(said, speaker)
        assert claim(said, speaker, title="Un autre titre") != claim(said, speaker)


@given(st.text(max_size=400))
def test_any_text_has_a_hash(body: str) -> None:
    assert article(body) == article(body)
    assert len(article(body)) == len(claim(body)) == 32


def test_other_rules_are_another_version_of_the_indices() -> None:
    """If this fails the rules have changed: raise ``_meta.text_hash`` in both mappings, so that `telex reindex` is asked for."""
    assert {name: mapping_file(name)["_meta"]["text_hash"] for name in ("articles", "claims")} == {"articles": 1, "claims": 1}
    assert (article(DISPATCH)[:8], claim("C’est une pause, pas un renoncement")[:8]) == ("9ae17e09", "53c2b69f")
