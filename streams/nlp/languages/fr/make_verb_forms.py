"""Make ``verb_forms.csv`` of this folder: the forms of every verb of ``cues.csv`` and ``verbs.txt``.

Usage: ``python -m streams.nlp.languages.fr.make_verb_forms``. Run by hand when a verb is added; nothing but a test imports this module.
The irregular classes are data (``conjugation.csv``), the regular ones are made by rule.
"""

import csv
import re
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

from streams.nlp.language_folder import read_lines, read_rows
from streams.nlp.speech.conjugation import COLUMNS, Form

FILE = Path(__file__).parent / "verb_forms.csv"
_HEADER = """\
# Third-person forms, participles (masculine and feminine, singular and plural) and gerunds of the verbs of cues.csv and verbs.txt; several
# forms of one column are divided by spaces. Made by « python -m streams.nlp.languages.fr.make_verb_forms »: run it when a verb is added.
"""
# The verb of a cue stands at its head, behind « se » or « ne pas »; one in -er may end it: « laisser échapper ».
_VERB = re.compile(r"^(?:se |s'|ne pas )?([\w-]+)|([\w-]+er)$")
_CLASSES = sorted(read_rows("conjugation.csv"), key=lambda row: -len(row["ending"]))
_DOUBLING = re.compile(r"(?:app|rapp|ép)eler$|(?:^|[^h])jeter$")


def verb_forms() -> str:
    """The text of the file."""
    text = StringIO(newline="")
    text.write(_HEADER)
    rows = csv.writer(text, lineterminator="\n")
    rows.writerow(["infinitive", *(f"{mood}_{number}" if number else mood for mood, number in COLUMNS)])
    for verb in sorted(_verbs()):
        forms = list(dict.fromkeys(conjugate(verb)))
        rows.writerow([verb, *(" ".join(form.text for form in forms if form[1:] == column) for column in COLUMNS)])
    return text.getvalue()


def _verbs() -> set[str]:
    common = {verb for line in read_lines("verbs.txt") for verb in line.split()}
    return common | {match[1] or match[2] for row in read_rows("cues.csv") for match in _VERB.finditer(row["verb"])}


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


if __name__ == "__main__":
    FILE.write_text(verb_forms(), encoding="utf-8")
