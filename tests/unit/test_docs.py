"""The documents say what the code does: an undocumented setting, a topic that changed or a dead link fails."""

import re
import runpy
from pathlib import Path

import pytest

from contracts.topics import DAY_MS, FOREVER, TOPICS, Topic
from producers.sources_to_raw import MOST_BYTES_IN_FLIGHT, MOST_MESSAGES_IN_FLIGHT
from runtime.settings import PREFIX, Settings

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
PAGES = sorted(page for page in [*ROOT.glob("*.md"), *DOCS.rglob("*.md")])
CONFIGURATION = (DOCS / "configuration.md").read_text(encoding="utf-8")
ARCHITECTURE = (DOCS / "architecture.md").read_text(encoding="utf-8")
DEFAULTS = {name: field.default for name, field in Settings.model_fields.items()}


def test_the_table_of_settings_is_as_the_settings_are() -> None:
    written = runpy.run_path(str(DOCS / "write_configuration.py"))["page"](CONFIGURATION)
    assert written == CONFIGURATION, "run `make docs`"


def test_every_setting_has_its_line_and_every_line_its_setting() -> None:
    documented = re.findall(rf"^\| `{PREFIX}(\w+)` \|", CONFIGURATION, re.MULTILINE)
    assert [name.lower() for name in documented] == list(Settings.model_fields)


@pytest.mark.parametrize("name", Settings.model_fields)
def test_every_setting_says_in_a_sentence_what_it_is_for(name: str) -> None:
    description = Settings.model_fields[name].description or ""
    assert re.fullmatch(r"\w.{10,}\.", description), name
    assert "|" not in description


def test_no_default_is_of_this_machine() -> None:
    assert str(Path.home()) not in CONFIGURATION


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_no_page_names_a_variable_that_is_no_setting(page: Path) -> None:
    named = set(re.findall(rf"\b{PREFIX}([A-Z][A-Z_]*[A-Z])\b", page.read_text(encoding="utf-8")))
    assert {name.lower() for name in named} <= set(Settings.model_fields)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_leads_somewhere(page: Path) -> None:
    targets = re.findall(r"\]\((?!\w+:|#)([^)#]+)", page.read_text(encoding="utf-8"))
    assert [target for target in targets if not (page.parent / target).exists()] == []


@pytest.mark.parametrize("topic", TOPICS, ids=lambda topic: topic.name)
def test_the_architecture_tells_each_topic_as_it_is_created(topic: Topic) -> None:
    kept = "for ever" if topic.retention_ms == FOREVER else f"{topic.retention_ms // DAY_MS} days"
    row = f"| `{topic.name}` | `{topic.message.__name__}` | {', '.join(topic.written_by)} | {', '.join(topic.read_by)} | {kept} |"
    assert row in ARCHITECTURE
    drawn = f'[("{topic.name}<br/>{DEFAULTS["partitions"]} partitions · {"kept for ever" if kept == "for ever" else kept}")]'
    assert drawn in ARCHITECTURE


def test_the_picture_has_the_capacities_of_the_code() -> None:
    app = (ROOT / "streams" / "app.py").read_text(encoding="utf-8")
    poll = re.search(r"broker_max_poll_records=(\d+)", app)
    buffer = re.search(r"stream_buffer_maxsize=(\d+)", app)
    assert poll
    assert buffer
    for edge in (
        f"≤ {MOST_BYTES_IN_FLIGHT // 2**20} MiB, ≤ {MOST_MESSAGES_IN_FLIGHT:,} messages unacknowledged",
        f"poll ≤ {poll[1]}, buffer ≤ {buffer[1]} messages",
        f"batches of {DEFAULTS['batch']}, processes + 1 in flight",
        f"poll ≤ {DEFAULTS['bulk_actions']} messages",
        f"bulks of ≤ {DEFAULTS['bulk_actions']} documents, ≤ {DEFAULTS['bulk_bytes'] // 2**20} MiB, {DEFAULTS['bulk_writers']} in flight",
        f"group {Settings.model_construct(namespace='').group_name('streams')}",
        f"group {Settings.model_construct(namespace='').group_name('indexer')}",
    ):
        assert edge in ARCHITECTURE


def test_every_statement_about_delivery_names_a_test_that_is_there() -> None:
    rows = [row for row in (DOCS / "delivery.md").read_text(encoding="utf-8").splitlines() if row.startswith("| ")]
    stated = [row for row in rows if not row.startswith(("| When |", "| To know"))]
    assert len(stated) > 40
    for row in stated:
        named = re.findall(r"\[`(\w+)`\]\(([^)]+)\)", row.rpartition(" | ")[2])
        assert named, row
        for name, file in named:
            assert re.search(rf"^def {name}\(", (DOCS / file).read_text(encoding="utf-8"), re.MULTILINE), name
    schedule = {name for row in stated for name, file in re.findall(r"\[`(\w+)`\]\(([^)]+)\)", row) if file.endswith("faults/faults.py")}
    assert schedule == set(re.findall(r"^def ([a-z]\w+)\(line: Line\)", (ROOT / "tests/faults/faults.py").read_text(), re.MULTILINE))


def test_every_statement_about_security_names_a_test_that_is_there() -> None:
    page = (DOCS / "security.md").read_text(encoding="utf-8")
    own = (ROOT / "tests" / "integration" / "test_security.py").read_text(encoding="utf-8")
    linked = dict(re.findall(r"\[`(test_\w+)`\]\(([^)]+)\)", page))
    named = set(re.findall(r"`(test_\w+)`", page))
    assert len(named) > 15
    for name in named:
        text = (DOCS / linked[name]).read_text(encoding="utf-8") if name in linked else own
        assert re.search(rf"^def {name}\(", text, re.MULTILINE), name


def test_every_decision_is_short_and_listed() -> None:
    decisions = sorted((DOCS / "decisions").glob("[0-9]*.md"))
    index = (DOCS / "decisions" / "README.md").read_text(encoding="utf-8")
    listed = re.findall(r"^\| \[(\d+)\]\(([\w.-]+)\) \|", index, re.MULTILINE)
    assert listed == [(str(number), path.name) for number, path in enumerate(decisions, start=1)]
    for number, path in enumerate(decisions, start=1):
        text = path.read_text(encoding="utf-8")
        assert text.startswith(f"# {number}. ")
        assert text.count("\n") <= 40
        assert {"## Decision", "## Why", "## Cost"} <= set(text.splitlines())


def test_the_changelog_begins_with_this_version_or_what_comes_after_it() -> None:
    version = re.search(r'^version = "(.+)"', (ROOT / "pyproject.toml").read_text(), re.MULTILINE)
    assert version
    newest = re.search(r"^## (.+)$", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert newest
    assert newest[1] == "Unreleased" or newest[1].startswith(version[1])
