"""What a server that did not start said last."""

from pathlib import Path

import pytest

from telex.local.failure import last_words


@pytest.mark.parametrize(
    ("printed", "logged", "expected"),
    [
        ("WARNING: old\nERROR: no such module\nERROR: code 70\n", "2026 ERROR other\n", "ERROR: no such module"),
        ("java.lang.Exception: first\n\tat some.Exception.place\n", "", "java.lang.Exception: first"),
        ("", "2026 ERROR of an earlier run\n2026 INFO x\n2026 ERROR the last\n", "2026 ERROR the last"),
        (
            "ERROR: it did not exit normally - check the logs at x\n",
            "2026 ERROR fatal\nCaused by: EOFException: y\n",
            "Caused by: EOFException: y",
        ),
        ("", "", "it said nothing"),
    ],
)
def test_last_words_tell_the_cause(tmp_path: Path, printed: str, logged: str, expected: str) -> None:
    (tmp_path / "start.log").write_text(printed)
    (tmp_path / "server.log").write_text(logged)
    assert last_words(tmp_path / "server.log") == f"{expected} (its log is {tmp_path / 'server.log'})"
