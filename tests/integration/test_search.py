"""The search on the real Elasticsearch: French as it is written and typed, and the command that searches."""

import csv
import json
from pathlib import Path

import pytest

from runtime.settings import Settings, settings
from telex.cli import main
from telex.search.queries import Query, search
from telex.search.results import END, FOUND
from tests.e2e.line import telex, telex_json
from tests.integration.stored_articles import TEXTS, french_article, store

pytestmark = pytest.mark.servers


@pytest.fixture
def french(line: str) -> Settings:
    store(*(french_article(name) for name in TEXTS))
    return settings()


# French


def test_french_as_it_is_typed(french: Settings) -> None:
    expected = {
        "Otan": {"otan"},
        "l'otan": {"otan"},
        "OTAN": {"otan"},
        "Élysée": {"elysee"},
        "elysee": {"elysee"},
        "general": {"otan"},
        "généraux": {"otan"},
        "livraison arme lourd": {"otan"},
        "arme alliés": {"otan"},
        "etat": {"elysee"},
        "l’État": {"elysee"},
        "ecole": {"ecole"},
        "oeuvre": {"ecole"},
        "été": {"ecole"},
        "aujourd'hui": {"ecole"},
        "saint etienne": {"ecole"},
        "le sommet de la": {"otan"},
        "otan élysée": set(),
        "otan OR élysée": {"otan", "elysee"},
        "otan OU (école rouverte)": {"otan", "ecole"},
        "* -otan": {"elysee", "ecole"},
        "NOT otan": {"elysee", "ecole"},
        "« armes lourdes »": {"otan"},
        '"chef de l’Etat"': {"elysee"},
        '"lourdes armes"': set(),
        '"arme lourde"': set(),
        '"livraisons lourdes"~2': {"otan"},
        '"livraisons lourdes"~1': {"otan"},
        '"livraisons lourdes"': set(),
        "Stoltenburg~": {"otan"},
        "Stoltenburg": set(),
        "date:2023": {"otan"},
        "date:2023-01-31..": {"otan"},
        "date:<2023-01-31": set(),
        "élys*": {"elysee"},
        "stolten*": {"otan"},
        "speaker:stoltenberg": {"otan"},
        "speaker:« Stoltenberg Jens »": {"otan"},
        "-person:stoltenberg réunion": {"elysee"},
        "person:STOLTENBERG armes": {"otan"},
        "source:essai école": {"ecole"},
        "?!": set(),
        "*": set(TEXTS),
    }
    found = {text: {hit.id for hit in search(french, Query(text)).hits} for text in expected}
    assert found == expected


def test_highlights_mark_the_words_found(french: Settings) -> None:
    (hit,) = search(french, Query("general armes")).hits
    marked = "".join(hit.highlights["body"])
    assert f"{FOUND}général{END}" in marked
    assert f"{FOUND}d’armes{END}" in marked
    assert marked.count(FOUND) == 2
    (hit,) = search(french, Query("élysée", filters={"source": ["essai"]})).hits
    assert hit.highlights == {"title": [f"Réunion à {FOUND}l’Élysée{END}"]}


def test_claims_are_found_by_their_words_their_speaker_and_their_title(french: Settings) -> None:
    def total(text: str, **filters: list[str]) -> int:
        return search(french, Query(text, index="claims", filters=filters)).total

    assert total("livraisons") == total("stoltenberg") == total("sommet") == total("stoltenberg livraisons sommet") == 1
    assert total("secrétaire") == 0
    assert total("*", speaker=["stoltenberg"]) == total("*", speaker=["=Jens Stoltenberg"]) == 1
    assert total("*", speaker=["=Stoltenberg"]) == total("*", kind=["indirect"]) == 0


def test_periods(french: Settings) -> None:
    def found(since: str | None, until: str | None) -> int:
        return search(french, Query("*", since=since, until=until)).total

    assert found("2023", None) == found("2023-01-31", "2023-01-31") == found(None, "2023-01") == found("2022", "2023") == 1
    assert found("2023-02", None) == found(None, "2023-01-30") == 0


def test_a_title_counts_more_than_a_body(line: str) -> None:
    one, two = french_article("otan"), french_article("elysee")
    store(one.model_copy(update={"title": "Rien", "body": "Une réunion.", "entities": (), "claims": ()}), two)
    assert [hit.id for hit in search(settings(), Query("réunion")).hits] == ["elysee", "otan"]


# The command


def test_the_command_prints_one_object(french: Settings) -> None:
    answer = telex_json("search", "Otan")
    assert answer.keys() == {"total", "texts", "hits", "facets", "suggestions"}
    (hit,) = answer["hits"]
    assert hit["title"] == "Sommet de l’Otan"
    assert hit["score"] > 0
    assert hit["id"] == hit["article_id"] == "otan"
    assert hit["highlights"]["title"] == ["Sommet de <em>l’Otan</em>"]
    assert answer["facets"]["people"] == [{"value": "Jens Stoltenberg", "count": 1}]
    claims = telex_json("search", "armes", "lourdes", "--claims", "--speaker", "stoltenberg", "--from", "2023", "--kind", "direct")
    assert [claim["speaker"] for claim in claims["hits"]] == ["Jens Stoltenberg"]
    assert telex_json("search", "*", "--limit", "1", "--offset", "3") == {**telex_json("search", "*"), "hits": []}


def test_the_command_lists_for_a_person(french: Settings) -> None:
    shown = telex("search", "Otan").stdout
    assert "1 article, 1 to 1" in shown
    assert "Sommet de l’Otan" in shown
    assert "Jens Stoltenberg" in telex("search", "--claims", "armes").stdout
    assert "Nothing found" in telex("search", "introuvable").stdout


def test_the_command_exports_every_hit(french: Settings, tmp_path: Path) -> None:
    lines, table = tmp_path / "all.jsonl", tmp_path / "claims.csv"
    assert "3 articles written to" in telex("search", "*", "--export", str(lines), "--limit", "1").stderr
    assert {json.loads(line)["article_id"] for line in lines.read_text(encoding="utf-8").splitlines()} == set(TEXTS)
    telex("search", "armes", "--claims", "--export", str(table))
    (row,) = csv.DictReader(table.read_text(encoding="utf-8-sig").splitlines())
    assert (row["speaker"], row["kind"], row["title"]) == ("Jens Stoltenberg", "direct", "Sommet de l’Otan")
    assert "cannot write" in telex("search", "*", "--export", str(tmp_path / "nowhere" / "all.csv"), code=1).stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == ["all.jsonl", "claims.csv"]


def test_the_command_shows_where_a_query_goes_wrong(french: Settings) -> None:
    assert "  armes « lourdes\n        ^\n" in telex("search", "armes « lourdes", code=2).stderr


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["«", "otan"], "never closed: add », or remove it (at character 1)"),
        (["couleur:rouge"], "couleur is no field"),
        (["armes", "date:hier"], "write 2023, 2023-01 or 2023-01-12 (at character 7)"),
        (["armes", "--export", "armes.txt"], "end it with .jsonl"),
        (["a", "--from", "hier"], "write 2023, 2023-01 or 2023-01-12"),
        (["a", "--kind", "direct"], "--claims"),
        (["a", "--limit", "20000"], "10,000"),
        (["a", "--sort", "random"], "relevance"),
    ],
)
def test_wrong_use_is_explained(
    french: Settings, arguments: list[str], says: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["telex", "search", *arguments])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 2
    assert says in " ".join(capsys.readouterr().err.split())


def test_no_index_yet_and_no_server(line: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "`telex index` creates it" in telex("search", "a", code=1).stderr
    monkeypatch.setenv("TELEX_ELASTICSEARCH_URL", "http://someone:secret@127.0.0.1:9")
    failure = telex("search", "a", code=1).stderr
    assert "http://127.0.0.1:9 does not answer" in failure
    assert "secret" not in failure
