"""What a user may name: files, folders, globs, addresses; and what is wrong use."""

import os
from pathlib import Path

import pytest

from contracts.messages import RawArticle
from producers.sources.opening import WrongUse, open_sources
from producers.sources.received import Received, Rejected, Skipped
from runtime.settings import Settings

ARTICLE = " date 2023-01 Titre\n\nTexte."


def write(*paths: Path) -> None:
    for path in paths:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(ARTICLE)


def read(*names: str, source: str | None = None) -> list[Received]:
    return list(open_sources(names, Settings(), source=source))


def origins(*names: str) -> list[str]:
    return [item.origin for item in read(*names) if isinstance(item, RawArticle)]


def test_a_folder_is_read_in_order_with_its_subfolders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write(*(tmp_path / "d" / name for name in ("b.txt", "a.TXT", "sub/c.txt", ".hidden.txt", ".git/d.txt", "LISEZMOI.md", "image.png")))
    assert origins("d") == ["d/a.TXT", "d/b.txt", "d/sub/c.txt"]
    assert origins("./d") == ["./d/a.TXT", "./d/b.txt", "./d/sub/c.txt"]
    assert [item.origin for item in read("d") if isinstance(item, Skipped)] == ["d/LISEZMOI.md", "d/image.png"]
    assert {item.origin: item.source for item in read("d") if isinstance(item, RawArticle)}["d/sub/c.txt"] == "sub"
    assert {item.source for item in read("d", source="Le Fil") if isinstance(item, RawArticle)} == {"Le Fil"}


def test_links_that_go_round_end(tmp_path: Path) -> None:
    write(tmp_path / "d" / "a.txt")
    (tmp_path / "d" / "loop").symlink_to(tmp_path / "d")
    (tmp_path / "d" / "self.txt").symlink_to("self.txt")
    os.mkfifo(tmp_path / "d" / "pipe.txt")
    write(tmp_path / "elsewhere" / "b.txt")
    (tmp_path / "d" / "linked").symlink_to(tmp_path / "elsewhere")
    received = read(str(tmp_path / "d"))
    assert [Path(item.origin).name for item in received if isinstance(item, RawArticle)] == ["a.txt", "b.txt"]
    assert [Path(item.origin).name for item in received if isinstance(item, Rejected)] == ["self.txt"]
    assert [Path(item.origin).name for item in received if isinstance(item, Skipped)] == ["pipe.txt"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_what_may_not_be_read_is_rejected(tmp_path: Path) -> None:
    write(tmp_path / "closed" / "a.txt", tmp_path / "b.txt")
    (tmp_path / "closed").chmod(0)
    (tmp_path / "b.txt").chmod(0)
    assert ["Permission denied" in str(item.error) for item in read(str(tmp_path)) if isinstance(item, Rejected)] == [True, True]


def test_globs_that_the_shell_left_alone(tmp_path: Path) -> None:
    write(tmp_path / "a1.txt", tmp_path / "a2.txt", tmp_path / "b.txt", tmp_path / "a3.md", tmp_path / "sub" / "a4.txt")
    assert [Path(origin).name for origin in origins(f"{tmp_path}/a*")] == ["a1.txt", "a2.txt"]
    assert [Path(origin).name for origin in origins(f"{tmp_path}/**/a*.txt")] == ["a1.txt", "a2.txt", "a4.txt"]


def test_a_name_with_the_signs_of_a_glob_is_a_name(tmp_path: Path) -> None:
    write(tmp_path / "a[1].txt")
    assert len(origins(str(tmp_path / "a[1].txt"))) == 1


def test_one_bad_file_stops_nothing(tmp_path: Path) -> None:
    write(tmp_path / "a.txt", tmp_path / "c.txt")
    (tmp_path / "b.txt").write_bytes(b"\xff")
    (tmp_path / "d.jsonl").write_text('{"title": "T"}\n{\n{"title": "U"}\n')
    assert [type(item) for item in read(str(tmp_path))] == [RawArticle, Rejected, RawArticle, RawArticle, Rejected, RawArticle]


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("absent.txt", "absent.txt: no such file or folder"),
        ("LISEZMOI.md", "LISEZMOI.md: the ending is of no known kind; telex reads .txt, .jsonl"),
        ("empty", "empty: the folder holds no article"),
        ("notes", "notes: the folder holds no article"),
        ("*.absent", "*.absent: no file matches"),
        ("ftp://example.org/a.xml", "only http and https addresses can be fetched"),
        ("file:///etc/passwd", "only http and https addresses can be fetched"),
        ("", "no such file or folder"),
    ],
)
def test_wrong_use_is_known_before_anything_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, sentence: str) -> None:
    monkeypatch.chdir(tmp_path)
    write(tmp_path / "good.txt", tmp_path / "LISEZMOI.md", tmp_path / "notes" / "a.md")
    (tmp_path / "empty").mkdir()
    with pytest.raises(WrongUse) as caught:
        open_sources(["good.txt", name], Settings())
    assert sentence in str(caught.value)


@pytest.mark.parametrize("source", ["", "  ", "x" * 513, "\udce9"])
def test_a_source_needs_a_name(tmp_path: Path, source: str) -> None:
    write(tmp_path / "a.txt")
    with pytest.raises(WrongUse, match="source's name"):
        open_sources([str(tmp_path)], Settings(), source=source)
