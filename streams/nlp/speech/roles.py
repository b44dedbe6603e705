"""Words that name a speaker by what he is: « ministre », « association », « rapport », and which of them can mean the same."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal, get_args

from streams.nlp.language_folder import pattern, read_once, read_rows, read_toml, word_set
from streams.nlp.speech.tokens import Token, split_words

Gender = Literal["m", "f", "n"]
Kind = Literal["person", "organization", "voice", "document"]
# The family of kings and of presidents of countries; the president of a club is not in it.
HEAD_OF_STATE = frozenset({"head-of-state"})
# Plurals that are rather other words: « le cours du sésame ».
_HOMOGRAPHS = word_set("homographs")
_PREFIXES = word_set("role_prefixes")
_INHABITANT = pattern("inhabitant")
_INFLECTION = read_toml("grammar.toml")["inflection"]
_PLURAL_ENDINGS = tuple(_INFLECTION["plural_endings"])
_PLURALS: dict[str, str] = _INFLECTION["plurals"]
_IRREGULAR_PLURALS: dict[str, str] = _INFLECTION["irregular_plurals"]
# What a determiner says about the gender of its noun.
ARTICLE_GENDER: dict[str, Gender] = {word: gender for gender in get_args(Gender) for word in _INFLECTION["determiners"][gender]}


@dataclass(frozen=True, slots=True)
class Role:
    """One form of a noun for a speaker. ``lemma`` is the same for all forms of the noun; ``gender`` is empty where the form fits both."""

    lemma: str
    kind: Kind
    gender: Gender | None
    plural: bool
    families: frozenset[str]


@read_once
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
        _add(found, row["noun"], Role(row["noun"], row["kind"], row["gender"], False, frozenset(row["family"].split())))
    return found


def _other_people() -> list[str]:
    """Give the words for people that the search for names knows and ``people.csv`` does not describe."""
    return [word for words in read_toml("persons.toml")["roles"].values() for word in words.split() if word.islower()]


def _add(found: dict[str, Role], form: str, role: Role) -> None:
    plural = Role(role.lemma, role.kind, role.gender, True, role.families)
    if form.endswith(_PLURAL_ENDINGS) and role.kind != "person":
        found.setdefault(form, plural)
        return
    found.setdefault(form, role)
    if _plural(form) not in _HOMOGRAPHS:
        found.setdefault(_plural(form), plural)


def _plural(form: str) -> str:
    irregular = _IRREGULAR_PLURALS.get(form)
    if irregular is not None:
        return irregular
    return next((form.removesuffix(ending) + plural for ending, plural in _PLURALS.items() if form.endswith(ending)), form)


def singular(form: str) -> str:
    """Take the ending of the plural from a noun."""
    return next((form.removesuffix(ending) for ending in _PLURAL_ENDINGS if form.endswith(ending)), form)


@lru_cache(maxsize=50_000)
def role_of(form: str) -> Role | None:
    """Give the role that a word names, « ex-ministre » and « co-auteur » included."""
    found = roles().get(form) or _agent(form)
    if found is None and "-" in form:
        prefix, _, rest = form.partition("-")
        prefixed = roles().get(rest) if prefix in _PREFIXES else None
        found = prefixed or (roles().get(prefix) if roles().get(rest) else None)  # « ex-ministre », « ministre-président »
    return found


def _agent(form: str) -> Role | None:
    """« riziculteur », « dermatologues »: a noun with an ending that only nouns for people have (``agents.csv``)."""
    noun = singular(form)
    ending = next((ending for ending in _agents() if noun.endswith(ending)), None)
    return replace(_agents()[ending], lemma=noun, plural=noun != form) if ending else None


@read_once
def _agents() -> dict[str, Role]:
    """Map the endings of agents, the longest first, to what they say of the noun; only a feminine tells the gender."""
    found: dict[str, Role] = {}
    for row in read_rows("agents.csv"):
        for ending in (row["masculine"], row["feminine"]):
            gender: Gender | None = "f" if ending != row["masculine"] else None
            found[ending] = Role("", "person", gender, False, frozenset(row["families"].split()))
    return dict(sorted(found.items(), key=lambda entry: -len(entry[0])))


@read_once
def _compounds() -> dict[str, list[tuple[list[str], Role]]]:
    """Map the nouns that other words make another role to these words and the role (``compound_roles.csv``)."""
    found: dict[str, list[tuple[list[str], Role]]] = {}
    for row in read_rows("compound_roles.csv"):
        role = Role(row["role"], "person", None, False, frozenset(row["families"].split()))
        found.setdefault(row["noun"], []).append(([word.form for word in split_words(row["behind"])], role))
    return found


def role_at(words: Sequence[Token], at: int) -> Role | None:
    """Give the role that the word names with the words behind it: « avocate générale », « chef de l'État » are roles of their own."""
    role = role_of(words[at].form)
    if role is None:
        return None
    for behind, compound in _compounds().get(role.lemma, ()):
        if [word.form for word in words[at + 1 : at + 1 + len(behind)]] == behind:
            return replace(compound, gender=role.gender, plural=role.plural)
    return role


def inhabitant(form: str, *, capital: bool) -> Role | None:
    """Read a name of inhabitants (« la Valaisanne ») as a person of any kind; only a capital tells it from an adjective."""
    match = _INHABITANT.search(form) if capital else None
    if match is None:
        return None
    gender: Gender | None = "f" if match["feminine"] else None if match["either"] else "m"
    return Role(singular(form), "person", gender, bool(match["plural"]), frozenset({"any"}))
