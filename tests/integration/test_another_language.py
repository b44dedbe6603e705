"""English, of which the program knows nothing: a data folder (``tests/languages/en``) and a spaCy model are all that it needs."""

import shutil
import subprocess
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest
import spacy
from spacy.lookups import Lookups

from contracts.messages import Claim, EnrichedArticle, Published, RawArticle

ROOT = Path(__file__).parents[2]
LANGUAGES = ROOT / "tests" / "languages"
# What the lemma tables of a model say of the words below: the classes that a word can have.
CLASSES = {
    "noun": "bridge bus clinic council government health hospital minister money nurse plan report roof site ticket union worker".split(),
    "adj": "cheap free good local new prime".split(),
    "verb": "close cost end lose say spend stay tell".split(),
    "adv": [],
}
# What a trained model would mark.
SEEN = [("PERSON", "Wanjiru Otieno"), ("GPE", "Kenya"), ("GPE", "Nairobi"), ("GPE", "Bristol"), ("ORG", "Bristol City Council")]

HOSPITAL = (
    "Kisumu hospital to close, says minister",
    "The hospital in Kisumu will close on 12 May 2025, Health Minister Wanjiru Otieno told reporters in Nairobi on Monday.\n\n"
    "Otieno said that Kenya had spent 4 million dollars on the site. “We cannot repair that roof”, said Peter Kamau, a nurse. "
    "He said the ministry had promised a new clinic.\n\n"
    "“Nobody will be left without a doctor”, the minister said. According to the Kenya Medical Union, two hundred workers will lose "
    "their jobs. The minister did not say that the union was wrong.",
)
BUSES = (
    "Buses to stay free in Bristol",
    "Bristol City Council announced on Tuesday that buses would stay free until 2026.\n\n"
    "“It is the best news in years”, said Jane Doe, the mayor of Bristol. She told the BBC that the plan was not cheap. "
    "Doe’s deputy, Mark Reed, warned: “The money ends in June.”\n\n"
    "Fewer people will drive, Reed added. A report shows that tickets cost too much. "
    "The council said that talks had begun. It added they would be short.",
)
FRENCH = (
    "Le pont de Tours rouvre",
    "La préfète a annoncé mardi que le pont de la Loire rouvrirait lundi. Selon elle, les travaux ont coûté deux millions d'euros.",
)


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A blank model, with the lemma tables that a trained one carries and a recognizer of the names that it would see."""
    path = tmp_path_factory.mktemp("models") / "en_blank"
    nlp = spacy.blank("en")
    nlp.add_pipe("entity_ruler").add_patterns([{"label": label, "pattern": name} for label, name in SEEN])  # type: ignore[attr-defined]
    nlp.to_disk(path)
    tables = Lookups()
    tables.add_table("lemma_index", CLASSES)
    tables.add_table("lemma_exc", {"verb": {"said": ["say"], "spent": ["spend"]}})
    tables.add_table("lemma_rules", {"verb": [["ies", "y"], ["ed", "e"], ["ed", ""]]})
    (path / "lemmatizer").mkdir()
    tables.to_disk(path / "lemmatizer" / "lookups")
    return path


def read(languages: Path, model: Path, articles: Sequence[tuple[str, str]] = ()) -> subprocess.CompletedProcess[str]:
    raw = [
        RawArticle(
            article_id=f"a{number}",
            revision=1,
            source="test",
            title=title,
            body=body,
            published=Published(value="2025-04-29", precision="day"),
            collected_at=datetime(2025, 4, 29, tzinfo=UTC),
            origin="test",
        )
        for number, (title, body) in enumerate(articles)
    ]
    return subprocess.run(
        [sys.executable, "-m", "tests.languages.read", str(languages), str(model)],
        input="".join(f"{article.model_dump_json()}\n" for article in raw),
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        cwd=ROOT,
    )


@pytest.fixture(scope="module")
def articles(model: Path) -> dict[str, EnrichedArticle]:
    """The articles above, by title, as a process of the language reads them."""
    done = read(LANGUAGES, model, [HOSPITAL, BUSES, FRENCH])
    assert done.returncode == 0, done.stderr
    enriched = [EnrichedArticle.model_validate_json(line) for line in done.stdout.splitlines()]
    return {article.title: article for article in enriched}


@pytest.fixture(scope="module")
def hospital(articles: dict[str, EnrichedArticle]) -> EnrichedArticle:
    return articles[HOSPITAL[0]]


@pytest.fixture(scope="module")
def buses(articles: dict[str, EnrichedArticle]) -> EnrichedArticle:
    return articles[BUSES[0]]


def told(claim: Claim) -> tuple[str, str, str | None, str | None, str]:
    return claim.kind, claim.text, claim.cue, claim.speaker.name, claim.speaker.resolved_by


def test_its_claims_have_their_words_and_their_speakers(hospital: EnrichedArticle, buses: EnrichedArticle) -> None:
    assert [told(claim) for claim in hospital.claims] == [
        ("indirect", "The hospital in Kisumu will close on 12 May 2025", "told", "Wanjiru Otieno", "name"),
        ("indirect", "Kenya had spent 4 million dollars on the site", "said", "Wanjiru Otieno", "name"),
        ("direct", "We cannot repair that roof", "said", "Peter Kamau", "name"),
        ("indirect", "the ministry had promised a new clinic", "said", "Peter Kamau", "pronoun"),
        ("direct", "Nobody will be left without a doctor", "said", "Wanjiru Otieno", "role"),
        ("indirect", "two hundred workers will lose their jobs", "According to", "Kenya Medical Union", "name"),
    ]
    assert [told(claim) for claim in buses.claims] == [
        ("indirect", "buses would stay free until 2026", "announced", "Bristol City Council", "name"),
        ("direct", "It is the best news in years", "said", "Jane Doe", "name"),
        ("indirect", "the plan was not cheap", "told", "Jane Doe", "pronoun"),
        ("direct", "The money ends in June.", "warned", "Mark Reed", "apposition"),
        ("indirect", "Fewer people will drive", "added", "Mark Reed", "name"),
        ("indirect", "tickets cost too much", "shows", "report", "noun_phrase"),
        ("indirect", "talks had begun", "said", "Bristol City Council", "role"),
        ("indirect", "they would be short", "added", "Bristol City Council", "pronoun"),
    ]


def test_its_entities_have_their_types_and_places_their_country(hospital: EnrichedArticle, buses: EnrichedArticle) -> None:
    assert {(entity.type, entity.name) for entity in hospital.entities} == {
        ("place", "Kisumu"),
        ("person", "Wanjiru Otieno"),
        ("place", "Nairobi"),
        ("place", "Kenya"),
        ("person", "Peter Kamau"),
        ("organization", "Kenya Medical Union"),
    }
    assert {(entity.type, entity.name) for entity in buses.entities} == {
        ("place", "Bristol"),
        ("organization", "Bristol City Council"),
        ("person", "Jane Doe"),
        ("organization", "BBC"),
        ("person", "Mark Reed"),
    }
    assert (hospital.countries, buses.countries) == (("KE",), ("GB",))


def test_its_claims_say_when_and_how(hospital: EnrichedArticle, buses: EnrichedArticle) -> None:
    dates = [(date.text, date.value) for article in (hospital, buses) for claim in article.claims for date in claim.dates]
    assert dates == [("12 May 2025", "2025-05-12"), ("until 2026", "2026"), ("in June", "2025-06")]
    assert [claim.modality for claim in buses.claims] == [
        "future",
        "asserted",
        "negated",
        "asserted",
        "future",
        "asserted",
        "asserted",
        "future",
    ]


def test_an_article_in_french_is_another_language_there(articles: dict[str, EnrichedArticle]) -> None:
    french = articles[FRENCH[0]]
    assert (french.language, french.enrichment.status, french.entities, french.claims) == ("fr", "unsupported_language", (), ())


@pytest.mark.parametrize(
    ("file", "without", "error"),
    [
        ("cues.csv", "", "languages/en/cues.csv is missing"),
        ("attribution.toml", "[sorts]", "languages/en/attribution.toml lacks « sorts »"),
        ("verb_forms.csv", "say,says", "languages/en/verb_forms.csv has no forms of « say »"),
    ],
)
def test_what_its_folder_lacks_is_told_when_it_is_loaded(tmp_path: Path, model: Path, file: str, without: str, error: str) -> None:
    shutil.copytree(LANGUAGES / "en", tmp_path / "en")
    text = (tmp_path / "en" / file).read_text(encoding="utf-8")
    if without:
        (tmp_path / "en" / file).write_text(text.replace(without, "[none]"), encoding="utf-8")
    else:
        (tmp_path / "en" / file).unlink()
    done = read(tmp_path, model)
    assert done.returncode
    assert f"LanguageError: {error}" in done.stderr.splitlines()[-1]
