"""Words that name a speaker by what he is: « ministre », « association », « rapport », and which of them can mean the same."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

from streams.nlp.language_folder import read_rows, read_toml, word_set
from streams.nlp.speech.tokens import Token

Gender = Literal["m", "f"]
Kind = Literal["person", "organization", "voice", "document"]
# The family of kings and of presidents of countries; the president of a club is not in it.
HEAD_OF_STATE = frozenset({"head-of-state"})
# Plurals that are rather other words: « le cours du sésame ».
_HOMOGRAPHS = word_set("homographs")
_PREFIXES = word_set("role_prefixes")
_PLURALS_IN_AUX = word_set("plurals_in_aux")
# Endings that only nouns for people have: « riziculteur », « dermatologue », « kinésithérapeute ».
_AGENT = re.compile(r"(?:cult(?:eur|(?P<feminine>rice))|ologue|ologiste|chimiste|iatre|thérapeute|(?:ic|or|g)ien(?P<woman>ne)?)s?$")
_SCIENTIST = re.compile(r"(?:ologue|ologiste|chimiste|(?:acoust|génét|phys)icien(?:ne)?)s?$")
_INHABITANT = re.compile(
    r"(?:ais|ois|ien|éen|ain|an|ard|on|ol|in|ète|ais|and|ec|urc|ot|at)(?P<feminine>e|ne|nne|que)?(?P<plural>s)?$"
    r"|(?:ique|russe|suisse|belge|slave|serbe|croate|kurde|tchèque|arabe|corse|basque|malgache|russophone|rabe|ate|ite)s?$"
)


@dataclass(frozen=True, slots=True)
class Role:
    """One form of a noun for a speaker. ``lemma`` is the same for all forms of the noun; ``gender`` is empty where the form fits both."""

    lemma: str
    kind: Kind
    gender: Gender | None
    plural: bool
    families: frozenset[str]


@cache
def roles() -> dict[str, Role]:
    """Map every form of the nouns of ``people.csv`` and ``sources.csv`` to its role."""
    found: dict[str, Role] = {}
    for row in read_rows("people.csv"):
        masculine, feminine = row["masculine"], row["feminine"]
        families = frozenset(row["families"].split())
        epicene = masculine == feminine
        for form, gender in ((masculine, "m"), (feminine, "f")):
            if form:
                _add(found, form, Role(masculine, "person", None if epicene else gender, False, families))  # type: ignore[arg-type]
    for form in _other_people():
        _add(found, form, Role(form, "person", None, False, frozenset()))
    for row in read_rows("sources.csv"):
        _add(found, row["noun"], Role(row["noun"], row["kind"], row["gender"], False, frozenset(row["family"].split())))  # type: ignore[arg-type]
    return found


def _other_people() -> list[str]:
    """Give the words for people that the search for names knows and ``people.csv`` does not describe."""
    return [word for words in read_toml("persons.toml")["roles"].values() for word in words.split() if word.islower()]


def _add(found: dict[str, Role], form: str, role: Role) -> None:
    plural = Role(role.lemma, role.kind, role.gender, True, role.families)
    if form.endswith("s") and role.kind != "person":
        found.setdefault(form, plural)
        return
    found.setdefault(form, role)
    if _plural(form) not in _HOMOGRAPHS:
        found.setdefault(_plural(form), plural)


def _plural(form: str) -> str:
    if form.endswith(("s", "x")):
        return form
    if form.endswith(("al", "ail")) and form in _PLURALS_IN_AUX:
        return form[:-1] + "ux"
    return form + ("x" if form.endswith(("eau", "eu")) else "s")


def role_of(form: str) -> Role | None:
    """Give the role that a word names, « ex-ministre » and « co-auteur » included."""
    found = roles().get(form)
    if found is None and (agent := _AGENT.search(form)):
        gender: Gender | None = "f" if agent["feminine"] or agent["woman"] else None
        return Role(
            form.removesuffix("s"), "person", gender, form.endswith("s"), frozenset({"scientist"} if _SCIENTIST.search(form) else ())
        )
    if found is None and "-" in form:
        prefix, _, rest = form.partition("-")
        prefixed = roles().get(rest) if prefix in _PREFIXES else None
        found = prefixed or (roles().get(prefix) if roles().get(rest) else None)  # « ex-ministre », « ministre-président »
    return found


def role_at(words: Sequence[Token], at: int) -> Role | None:
    """Give the role that the word names with the words behind it: « avocate générale », « chef de l'État » are roles of their own."""
    role = role_of(words[at].form)
    if role is None or role.lemma not in {"avocat", "chef"}:
        return role
    after = [word.form for word in words[at + 1 : at + 4]]
    if role.lemma == "avocat" and after[:1] in (["général"], ["générale"]):
        return Role("avocat général", "person", role.gender, role.plural, frozenset({"law"}))
    if role.lemma == "chef" and "état" in after[:3] and after[:2] in (["d'", "état"], ["de", "l'"]):
        return Role("chef d'État", "person", role.gender, role.plural, HEAD_OF_STATE | {"generic"})
    return role


def inhabitant(form: str, *, capital: bool) -> Role | None:
    """Read a name of inhabitants (« la Valaisanne ») as a person of any kind; only a capital tells it from an adjective."""
    match = _INHABITANT.search(form) if capital else None
    if match is None:
        return None
    either = form.removesuffix("s").endswith(("ique", "sse", "lge", "ve", "be", "te", "de", "che", "se", "ne"))
    gender: Gender | None = "f" if match["feminine"] else None if either else "m"
    return Role(
        form.removesuffix("s"),
        "person",
        gender,
        bool(match["plural"]) or (form.endswith("s") and not form.endswith(("ais", "ois"))),
        frozenset({"any"}),
    )
