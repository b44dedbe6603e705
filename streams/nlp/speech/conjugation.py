"""Infinitives to the forms that news uses: third person, participles, infinitive. The irregular classes are data (``conjugation.csv``)."""

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

from streams.nlp.language_folder import read_rows

Mood = Literal["present", "imperfect", "past", "future", "conditional", "infinitive", "participle", "gerund"]
Number = Literal["singular", "plural"]


class Form(NamedTuple):
    """One form of a verb. ``participle`` is the past one, ``gerund`` the present one (« affirmant »)."""

    text: str
    mood: Mood
    number: Number | None = None


_CLASSES = sorted(read_rows("conjugation.csv"), key=lambda row: -len(row["ending"]))
_DOUBLING = re.compile(r"(?:app|rapp|ép)eler$|(?:^|[^h])jeter$")


def conjugate(infinitive: str) -> Iterator[Form]:
    """Make the third-person forms, participles and infinitive of a French verb; an unknown ending is taken as regular."""
    yield Form(infinitive, "infinitive")
    irregular = next((row for row in _CLASSES if infinitive.endswith(row["ending"])), None)
    if irregular and not infinitive.endswith("lentir"):
        yield from _irregular(infinitive.removesuffix(irregular["ending"]), irregular)
    elif infinitive.endswith("ir"):
        yield from _second_group(infinitive[:-2])
    else:
        yield from _first_group(infinitive)


def _irregular(root: str, row: dict[str, str]) -> Iterator[Form]:
    yield Form(root + row["present_singular"], "present", "singular")
    yield Form(root + row["present_plural"], "present", "plural")
    yield Form(root + row["past_singular"], "past", "singular")
    yield Form(root + row["past_plural"], "past", "plural")
    yield from _imperfect(root + row["imperfect_stem"])
    yield from _future(root + row["future_stem"])
    yield from _participles(root + row["participle"])


def _second_group(root: str) -> Iterator[Form]:
    yield Form(root + "it", "present", "singular")
    yield Form(root + "issent", "present", "plural")
    yield Form(root + "irent", "past", "plural")
    yield from _imperfect(root + "iss")
    yield from _future(root + "ir")
    yield from _participles(root + "i")


def _first_group(infinitive: str) -> Iterator[Form]:
    root = infinitive[:-2]
    soft = root + "e" if root.endswith("g") else root[:-1] + "ç" if root.endswith("c") else root
    for mute in _mute_stems(infinitive, root):
        yield Form(mute + "e", "present", "singular")
        yield Form(mute + "ent", "present", "plural")
        yield from _future(mute + "er")
    if infinitive[-4:-3] == "é" or re.search(r"é[^aeiouy]+er$", infinitive):
        yield from _future(root + "er")
    yield Form(soft + "a", "past", "singular")
    yield Form(root + "èrent", "past", "plural")
    yield from _imperfect(soft)
    yield from _participles(root + "é")


def _mute_stems(infinitive: str, root: str) -> tuple[str, ...]:
    """Give the stems before a mute e: répét- → répèt-, pes- → pès-, appel- → appell-, balay- → balai- and balay-."""
    if infinitive.endswith("voyer"):
        return (root[:-1] + "i",)
    if infinitive.endswith("yer"):
        return (root[:-1] + "i", root) if infinitive.endswith("ayer") else (root[:-1] + "i",)
    if _DOUBLING.search(infinitive):
        return (root + root[-1],)
    grave = re.sub(r"[eé]([^aeiouyéèêâîôû]|gn|ch|gu|qu|[bcdfgptv][lr])$", r"è\1", root)
    return (grave,)


def _imperfect(stem: str) -> Iterator[Form]:
    yield Form(stem + "ait", "imperfect", "singular")
    yield Form(stem + "aient", "imperfect", "plural")
    yield Form(stem + "ant", "gerund")


def _future(stem: str) -> Iterator[Form]:
    yield Form(stem + "a", "future", "singular")
    yield Form(stem + "ont", "future", "plural")
    yield Form(stem + "ait", "conditional", "singular")
    yield Form(stem + "aient", "conditional", "plural")


def _participles(masculine: str) -> Iterator[Form]:
    plural = masculine if masculine.endswith("s") else masculine + "s"
    for form in (masculine, masculine + "e", plural, masculine + "es"):
        yield Form(form, "participle")
