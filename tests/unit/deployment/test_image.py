"""The image holds telex whole, pinned like the tests ran it, and nothing that only builds or tests."""

import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")
KEPT = [line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")]


def test_the_pins_are_those_that_the_tests_ran_with() -> None:
    tested, shipped = _pins("requirements.lock"), _pins("requirements-runtime.lock")
    assert shipped.items() <= tested.items()


def test_the_image_has_everything_that_telex_needs_and_no_tool() -> None:
    shipped = set(_pins("requirements-runtime.lock"))
    project = (ROOT / "pyproject.toml").read_text()
    needed, _, optional = project.partition("[project.optional-dependencies]")
    listed = {_normal(name) for name in re.findall(r'^  "([\w.-]+)', needed.partition("dependencies = [")[2], re.MULTILINE)}
    assert listed
    assert listed <= shipped
    tools = {_normal(name) for name in re.findall(r'^  "([\w.-]+)', optional.partition("dev = [")[2].partition("]")[0], re.MULTILINE)}
    assert len(tools) > 5
    assert tools & shipped <= {"setuptools"}, "setuptools alone is also a dependency of spaCy's"


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-runtime.lock"])
def test_every_pin_has_hashes_and_no_lock_names_an_index(lock: str) -> None:
    text = (ROOT / lock).read_text()
    assert "://" not in text
    assert "--index" not in text
    for block in re.split(r"\n(?=\S)", re.sub(r"^ *#.*\n", "", text, flags=re.MULTILINE)):
        assert re.match(r"[\w.\[\],-]+==\S+", block), block[:80]
        assert "--hash=sha256:" in block, block[:80]


def test_the_final_stage_is_unprivileged_and_only_copies() -> None:
    final = DOCKERFILE.rsplit("\nFROM ", 1)[1]
    assert re.search(r"^USER [1-9]\d{4,}:[1-9]\d{4,}$", final, re.MULTILINE)
    assert final.index("\nCOPY --from=build") < final.index("\nUSER")
    assert not re.search(r"pip|apt|curl|ADD ", final)
    assert "--require-hashes" in DOCKERFILE
    assert 'ENTRYPOINT ["telex"]' in final


def test_python_is_the_version_that_the_checks_are_for() -> None:
    versions = set(re.findall(r"^FROM python:(\S+?)-slim", DOCKERFILE, re.MULTILINE))
    target = re.search(r'target-version = "py(\d)(\d+)"', (ROOT / "pyproject.toml").read_text())
    assert target
    assert versions == {f"{target[1]}.{target[2]}"}


def test_what_the_image_is_built_from_installs_with_all_its_data(tmp_path: Path) -> None:
    """The commands of the Dockerfile, on what .dockerignore lets through."""
    source = tmp_path / "source"
    source.mkdir()
    for name in KEPT:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, source / name, ignore=shutil.ignore_patterns("__pycache__", "examples"))
        else:
            shutil.copy(ROOT / name, source / name)
    wheel = [
        sys.executable,
        "-m",
        "pip",
        "wheel",
        "--quiet",
        "--disable-pip-version-check",
        "--no-deps",
        "--no-index",
        "--no-build-isolation",
    ]
    subprocess.run([*wheel, "--wheel-dir", tmp_path, source], check=True)
    with zipfile.ZipFile(next(tmp_path.glob("telex-*.whl"))) as archive:
        installed = set(archive.namelist())
    packages = {name for name in KEPT if (ROOT / name / "__init__.py").is_file()}
    assert packages == {"contracts", "runtime", "producers", "streams", "indexer", "telex"}
    files = {str(path.relative_to(ROOT)) for name in packages for path in (ROOT / name).rglob("*") if path.is_file()}
    wanted = {name for name in files if "__pycache__" not in name and not name.startswith("contracts/examples/")}
    assert sorted(wanted - installed) == [], "add the kind of file to [tool.setuptools.package-data]"


def _pins(lock: str) -> dict[str, str]:
    return dict(re.findall(r"^([\w.-]+)(?:\[.*?\])?==(\S+)", (ROOT / lock).read_text(), re.MULTILINE))


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
