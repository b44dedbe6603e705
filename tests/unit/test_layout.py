"""The house is in order: names, layers' outer shape, and nothing committed that belongs to one machine."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
PACKAGES = ("contracts", "runtime", "producers", "streams", "indexer", "telex")
MODULES = sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))
# In parts, so that this file does not name what it forbids.
REGISTRIES = [
    ".".join(parts)
    for parts in (
        ("pypi", "org"),
        ("files", "pythonhosted", "org"),
        ("maven", "org"),
        ("repo", "maven", "apache", "org"),
        ("registry", "npmjs", "org"),
        ("docker", "io"),
        ("docker", "elastic", "co"),
        ("ghcr", "io"),
        ("quay", "io"),
        ("proxy", "golang", "org"),
        ("deb", "debian", "org"),
    )
]
MACHINE_PATHS = re.compile("(?<![\\w.])(/" + "work/(main|shared|\\.)|/" + "root/|/" + "home/\\w+/|/" + "Users/\\w+/)")


def test_no_committed_file_names_a_registry_or_a_folder_of_one_machine() -> None:
    for path in _committed():
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        found = [host for host in REGISTRIES if host in text] + [match[0] for match in MACHINE_PATHS.finditer(text)]
        assert found == [], path.relative_to(ROOT)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_module_says_what_it_is_and_shadows_nothing(path: Path) -> None:
    assert path.stem == "__init__" or path.stem == "__main__" or path.stem not in sys.stdlib_module_names
    assert path.stem not in {"utils", "helpers", "common", "misc"}
    text = path.read_text(encoding="utf-8")
    assert not text.strip() or ast.get_docstring(ast.parse(text)), "a module begins with a sentence that says what it is for"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_module_carries_a_note_of_unfinished_work(path: Path) -> None:
    assert not re.search(r"\b(TODO|FIXME|XXX|HACK)\b|NotImplementedError", path.read_text(encoding="utf-8"))


def test_each_stage_has_exactly_one_module_that_names_its_way() -> None:
    ways = {str(path.relative_to(ROOT)) for path in MODULES if re.fullmatch(r"[a-z]+_to_[a-z]+", path.stem)}
    assert ways == {"producers/sources_to_raw.py", "streams/raw_to_enriched.py", "indexer/enriched_to_elasticsearch.py"}


def test_the_hooks_run_what_make_lint_runs() -> None:
    config = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text())
    hooks = [hook["entry"] for repo in config["repos"] for hook in repo["hooks"]]
    assert {repo["repo"] for repo in config["repos"]} == {"local"}
    lint = re.search(r"^lint:.*\n((?:\t.+\n)+)", (ROOT / "Makefile").read_text(), re.MULTILINE)
    assert lint
    for command in re.findall(r"\$\(BIN\)/([\w-]+(?: check| format --check)?)", lint[1]):
        assert any(entry.startswith(f".venv/bin/{command}") for entry in hooks), command


def _committed() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [path for path in (ROOT / name for name in listed.split("\0") if name) if path.is_file()]
