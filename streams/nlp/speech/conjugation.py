"""Verbs to the forms that news uses: third person, participles, infinitive. All of them are data (``verb_forms.csv``)."""

from collections.abc import Iterator
from typing import Literal, NamedTuple

from streams.nlp.language_folder import FOLDER, LanguageError, read_once, read_rows

Mood = Literal["present", "imperfect", "past", "future", "conditional", "infinitive", "participle", "gerund"]
Number = Literal["singular", "plural"]


class Form(NamedTuple):
    """One form of a verb. ``participle`` is the past one, ``gerund`` the present one (« affirmant »)."""

    text: str
    mood: Mood
    number: Number | None = None


_NUMBERS: tuple[Number, ...] = ("singular", "plural")
_FINITE: tuple[Mood, ...] = ("present", "past", "imperfect", "future", "conditional")
# The columns of the file behind the infinitive, named « present_singular » and so on. A form that is two things is first the one before.
COLUMNS: tuple[tuple[Mood, Number | None], ...] = (
    *((mood, number) for mood in _FINITE for number in _NUMBERS),
    ("gerund", None),
    ("participle", None),
)


def conjugate(infinitive: str) -> Iterator[Form]:
    """Give the third-person forms, participles and infinitive of a verb of the language's files.

    Raises:
        LanguageError: ``verb_forms.csv`` has no such verb.
    """
    if infinitive not in _verbs():
        raise LanguageError(f"languages/{FOLDER.name}/verb_forms.csv has no forms of « {infinitive} », which cues.csv or verbs.txt names")
    yield Form(infinitive, "infinitive")
    yield from _verbs()[infinitive]


@read_once
def _verbs() -> dict[str, list[Form]]:
    return {row["infinitive"]: list(_forms(row)) for row in read_rows("verb_forms.csv")}


def _forms(row: dict[str, str]) -> Iterator[Form]:
    for mood, number in COLUMNS:
        for text in row[f"{mood}_{number}" if number else mood].split():
            yield Form(text, mood, number)
