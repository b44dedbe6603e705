"""Our scores are those of the annotation guide's own script, where it is on this machine."""

import importlib.util
import json
import random
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import pytest

from evaluation.gold import FOLDERS, REPOSITORY, GoldArticle, available_sets, load_set
from evaluation.results import add_up
from evaluation.scoring import ENTITY_TYPES, PredictedClaim, Prediction, Tally, normal, score, word_counts

SCRIPT = REPOSITORY.parent / "shared" / "gold" / "score.py"

pytestmark = pytest.mark.skipif(not SCRIPT.exists(), reason="the annotation guide's own script is not on this machine")


@pytest.fixture(scope="module")
def guide() -> ModuleType:
    spec = importlib.util.spec_from_file_location("guide_score", SCRIPT)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def distorted(pair: GoldArticle, chance: random.Random) -> Prediction:
    """Predict what is marked, with words, speakers, types and whole claims lost or changed here and there."""
    entities = [(entity.type, chance.choice((entity.name, *entity.aliases, entity.name.upper(), "Rien"))) for entity in pair.gold.entities]
    entities += [(chance.choice(ENTITY_TYPES), name) for _, name in chance.sample(entities, len(entities) // 3)]
    claims = [PredictedClaim(claim.text, claim.speaker, claim.kind) for claim in pair.gold.claims if chance.random() < 0.8]
    speakers = [claim.speaker for claim in pair.gold.claims] + [None, "M. Personne"]
    claims = [replace(claim, text=_shortened(claim.text, chance)) if chance.random() < 0.6 else claim for claim in claims]
    claims = [replace(claim, speaker=chance.choice(speakers)) if chance.random() < 0.3 else claim for claim in claims]
    return Prediction(tuple(entities), tuple(claims + chance.sample(claims, len(claims) // 4)))


def _shortened(text: str, chance: random.Random) -> str:
    words = text.split()
    return " ".join(words[chance.randrange(len(words)) // 2 :])


@pytest.mark.parametrize("name", available_sets())
@pytest.mark.parametrize("seed", range(5))
def test_a_distorted_prediction_scores_the_same(guide: ModuleType, name: str, seed: int, tmp_path: Path) -> None:
    chance = random.Random(seed)
    pairs = load_set(name)
    predictions = [distorted(pair, chance) for pair in pairs]
    lines = tmp_path / "predictions.jsonl"
    with lines.open("w", encoding="utf-8") as file:
        for pair, prediction in zip(pairs, predictions, strict=True):
            entities = [{"type": kind, "name": name} for kind, name in prediction.entities]
            claims = [{"text": claim.text, "speaker": claim.speaker} for claim in prediction.claims]
            file.write(json.dumps({"id": pair.gold.id, "entities": entities, "claims": claims}) + "\n")
    expected = guide.score(FOLDERS[name], lines)
    ours = add_up([score(pair.gold, prediction) for pair, prediction in zip(pairs, predictions, strict=True)])
    tallies = {"claim": ours.claim, "attributed": ours.attributed, "entity": ours.entity}
    tallies |= {f"entity_{kind}": tally for kind, tally in ours.entities.items()}
    assert {key: as_guide(tally) for key, tally in tallies.items()} == {key: expected[key] for key in tallies}
    assert round(ours.speaker_accuracy, 4) == expected["speaker_accuracy"]
    assert 0 < ours.attributed.right < ours.claim.right < ours.claim.expected


def as_guide(tally: Tally) -> dict[str, float]:
    # The script rounds after dividing; its F1 comes from precision and recall, ours from the counts.
    return {
        "p": round(tally.precision, 4),
        "r": round(tally.recall, 4),
        "f1": pytest.approx(tally.f1, abs=1e-4),
        "tp": tally.right,
        "predicted": tally.predicted,
        "expected": tally.expected,
    }


@pytest.mark.parametrize("name", available_sets())
def test_every_name_and_text_is_normalized_the_same(guide: ModuleType, name: str) -> None:
    for pair in load_set(name):
        for text in [pair.article.body, *(entity.name for entity in pair.gold.entities), *(claim.speaker for claim in pair.gold.claims)]:
            assert normal(text) == guide.normal(text)
            assert word_counts(text or "") == guide.words(text or "")


def test_our_articles_pass_the_guide(guide: ModuleType, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("open", "held"):
        assert guide.validate(FOLDERS[name]) == 0, capsys.readouterr().out
