"""The example messages are part of the contract: valid ones pass without loss, invalid ones are refused with their reason."""

import json
from pathlib import Path
from typing import Any

import pytest

from contracts.codec import decode, encode
from contracts.errors import InvalidMessage
from contracts.topics import TOPICS, Topic

EXAMPLES = Path(__file__).parents[2] / "contracts" / "examples"
VALID = [
    pytest.param(topic, path, id=f"{topic.name}/{path.stem}") for topic in TOPICS for path in sorted((EXAMPLES / topic.name).glob("*.json"))
]
INVALID = [
    pytest.param(topic, path, id=f"{topic.name}/{path.stem}")
    for topic in TOPICS
    for path in sorted((EXAMPLES / topic.name / "invalid").glob("*.json"))
]


def test_every_topic_has_a_minimal_example_and_others_and_invalid_ones() -> None:
    for topic in TOPICS:
        folder = EXAMPLES / topic.name
        assert (folder / "minimal.json").is_file()
        assert len(list(folder.glob("*.json"))) >= 2
        assert len(list((folder / "invalid").glob("*.json"))) >= 2


def test_every_folder_of_examples_is_a_topic() -> None:
    assert {path.name for path in EXAMPLES.iterdir()} == {topic.name for topic in TOPICS}


@pytest.mark.parametrize(("topic", "path"), VALID)
def test_an_example_survives_the_round_trip(topic: Topic, path: Path) -> None:
    message = decode(topic.message, path.read_bytes())
    written = encode(message)
    assert decode(topic.message, written) == message
    assert not list(_lost(json.loads(path.read_bytes()), json.loads(written), newer="newer" in path.stem))


@pytest.mark.parametrize(("topic", "path"), [p for p in VALID if "minimal" not in str(p.id) and "newer" not in str(p.id)])
def test_a_complete_example_has_every_field_that_a_writer_writes(topic: Topic, path: Path) -> None:
    assert json.loads(path.read_bytes()) == json.loads(encode(decode(topic.message, path.read_bytes())))


@pytest.mark.parametrize(("topic", "path"), INVALID)
def test_an_invalid_example_is_refused_with_its_reason(topic: Topic, path: Path) -> None:
    example = json.loads(path.read_bytes())
    with pytest.raises(InvalidMessage) as refusal:
        decode(topic.message, json.dumps(example["message"]).encode())
    sentence = str(refusal.value)
    assert sentence.startswith(f"not a valid {topic.message.__name__}: ")
    assert "\n" not in sentence
    assert [words for words in example["refused_with"] if words.lower() not in sentence.lower()] == [], sentence


def _lost(read: Any, written: Any, *, newer: bool, where: str = "") -> Any:
    """Yield the places whose value the round trip changed; a field unknown to this version may go from a newer message."""
    if isinstance(read, dict):
        for name, value in read.items():
            if name in written:
                yield from _lost(value, written[name], newer=newer, where=f"{where}.{name}")
            elif not newer:
                yield f"{where}.{name}"
    elif read != written:
        yield where
