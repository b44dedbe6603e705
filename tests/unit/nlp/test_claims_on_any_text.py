"""Whatever the text, the claim rules end, in bounded time, with claims that stand in it."""

import sys
from collections.abc import Sequence
from types import FrameType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reported_speech import article, entities

from contracts.messages import Claim, Entity, RawArticle
from streams.nlp.claims import find_claims
from streams.nlp.document import split_paragraphs


def read(raw: RawArticle, known: Sequence[Entity] = ()) -> list[Claim]:
    return find_claims(raw, split_paragraphs(raw), known)


# Pieces that rules look for, in any order: much nearer to their corners than random letters.
LOOKED_FOR = """
« » “ ” " : ; , . ? ! … – — ( ) que qu' de d' à selon Selon pour Pour dit dit-il a-t-elle ajouté a indiqué promis accuse d'avoir
le la l' un une des maire ministre Anne Morel Morel CGT il elle ils lui on qui dont et mais puis est sera avoir payer « oui »
ce dernier cette dernière l'un autre sa son fils annonce l'annonce par source policière tout en assurant 22 h – M. Mme Me 58 ans
2019 jeudi prochain en hier
"""
PIECES = st.sampled_from([*LOOKED_FOR.split(), "\n\n", "\n\n– "])
TEXTS = st.one_of(st.lists(PIECES, max_size=60).map(" ".join), st.text(max_size=300))


def without_surrogates(text: str) -> str:
    return text.encode("utf-8", "ignore").decode("utf-8")


@given(TEXTS, TEXTS)
@settings(max_examples=400, deadline=None)
def test_every_claim_and_mention_stands_in_the_article(title: str, body: str) -> None:
    raw = article(without_surrogates(body), "x" + without_surrogates(title))
    texts = {"title": raw.title, "body": raw.body}
    for claim in read(raw, entities(raw, people=["Anne Morel/Morel"], bodies=["CGT"])):
        assert texts[claim.field][claim.start : claim.end] == claim.text
        assert claim.text.strip()
        mention = claim.speaker.mention
        assert mention is None or texts[mention.field][mention.start : mention.end] == mention.text
        for date in claim.dates:
            assert claim.start <= date.start < date.end <= claim.end
            assert texts[date.field][date.start : date.end] == date.text
        assert 0 <= claim.check_worthy <= 1


@given(TEXTS)
@settings(max_examples=100, deadline=None)
def test_the_same_text_gives_the_same_claims(body: str) -> None:
    raw = article(without_surrogates(body))
    assert read(raw) == read(raw)


@pytest.mark.parametrize(
    "piece",
    [
        "« oui non » dit-il. ",
        "« a ",
        '"a b" ',
        "le maire a dit que ",
        "Le maire a dit que la ville paiera, et la préfète a assuré que non, selon lui. ",
        "selon le maire ",
        "le maire, ",
        "– Oui, dit-il.\n",
        "« Bonjour à vous.\n",
    ],
)
def test_the_work_grows_with_the_length_only(piece: str) -> None:
    """Calls are counted, not seconds, which other work on the machine changes; `benchmarks.length` draws the curve of the seconds."""

    def calls(times: int) -> int:
        raw = article(piece * times)
        counted = 0

        def count(_frame: FrameType, event: str, _argument: object) -> None:
            nonlocal counted
            counted += event in ("call", "c_call")

        before = sys.getprofile()
        sys.setprofile(count)
        try:
            read(raw)
        finally:
            sys.setprofile(before)
        return counted

    calls(100)  # fills the caches of words, which later texts share
    assert calls(2_000) < 8 * 1.5 * calls(250)
