"""The names in a paragraph, found by their form: known phrases, heads of organizations and sites, runs of capitalised words.

Every name comes with votes for the types it may have, from its own form and from the words around it. Deciding is for the whole
document (``streams.nlp.entities``).
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from contracts.messages import EntityType
from streams.nlp.gazetteer import Gazetteer, Known
from streams.nlp.vocabulary import Gender, Phrases, Vocabulary
from streams.nlp.words import Word, fold

Votes = dict[EntityType, float]
_OF = {"de", "d'", "du", "des"}
_ARTICLES = {"le", "la", "les", "l'"}
LONGEST_ORGANIZATION = 14
_STREETS = frozenset("rue avenue boulevard place quai allee allees impasse chemin square cours pont hotel cafe restaurant stade".split())
_BEFORE_INHABITANTS = frozenset("le la les l' un une des ces cette ce deux trois quatre quelques plusieurs du aux au jeune jeunes".split())


@dataclass(slots=True)
class Name:
    """One mention: words ``first`` to ``last`` (exclusive) of a paragraph. ``votes`` speak for types.

    ``strong``: its form needs no further evidence. ``doubt``: its capital letter may mean nothing. ``located``: it stands where places
    stand (« à Florence »). ``nothing``: it is known to name no person, organization or place.
    """

    first: int
    last: int
    start: int
    end: int
    text: str
    key: str
    votes: Votes = field(default_factory=dict)
    strong: bool = False
    doubt: bool = False
    gender: Gender | None = None
    civility: bool = False
    located: bool = False
    nothing: bool = False
    acronym: str | None = None

    def vote(self, kind: EntityType, weight: float) -> None:
        """Add a vote."""
        self.votes[kind] = self.votes.get(kind, 0.0) + weight


class Reader:
    """Reads the names of one paragraph. ``known`` are names that the article has already shown, longest match first."""

    def __init__(
        self, text: str, words: Sequence[Word], vocabulary: Vocabulary, gazetteer: Gazetteer, known: dict[str, EntityType]
    ) -> None:
        self.text, self.words, self.vocabulary, self.gazetteer = text, words, vocabulary, gazetteer
        self.known = known
        self._known_phrases = Phrases(known)
        self._titles = list(_quoted_titles(text, vocabulary))

    def read(self) -> list[Name]:
        """All names, in order, none overlapping another."""
        names: list[Name] = []
        at = 0
        while at < len(self.words):
            name = self._at(at)
            if name is None:
                at = max(self._portfolio(at), at + 1)
            else:
                names.append(name)
                at = name.last
        self._pair_acronyms(names)
        return names

    def _pair_acronyms(self, names: Sequence[Name]) -> None:
        """« la CFDT (Confédération française démocratique du travail) »."""
        for short, long in zip(names, names[1:], strict=False):
            between = self.text[short.end : long.start]
            keys = [word.key for word in self.words[long.first : long.last]]
            if between.strip() == "(" and short.last == short.first + 1 and len(keys) > 2 and _spells(short.text, keys):
                long.acronym = short.text
                for name in (short, long):
                    name.vote("organization", 4.0)

    # -- one position -----------------------------------------------------------------------------------------------------------

    def _at(self, at: int) -> Name | None:
        if self._in_title(at):
            return None
        found = self._before_acronym(at) or self._already_known(at) or self._seat(at) or self._described(at)
        return found or self._organization(at) or self._site(at) or self._listed(at) or self._run(at)

    def _portfolio(self, at: int) -> int:
        """End of an office with its field: « ministre délégué chargé de la Transition écologique »; 0 where none begins at ``at``."""
        head = self.vocabulary.portfolios.match(self.words, at)
        if not head:
            return 0
        at, field = at + head, 0
        while at < len(self.words) and self.words[at].joined:
            word = self.words[at]
            if word.upper and not word.elided:
                if field and self.vocabulary.classes.is_common(word.text.lower()) and word.key not in self.vocabulary.first_names:
                    at = field = at + 1
                    continue
                break
            if self._is_adjective(at) or word.key in ("charge", "chargee", "delegue", "deleguee", "et"):
                at += 1
                field = at if field and self._is_adjective(at - 1) else field
                continue
            after = self._preposition(at) or (at + 1 if word.key in ("a", "au", "aux") else 0)
            if after and after < len(self.words) and self.words[after].key in ("la", "l'", "le", "les"):
                after += 1
            if not after or after >= len(self.words) or not self.words[after].upper or self._names_person(after):
                break
            if not self.vocabulary.classes.is_common(self.words[after].text.lower()) or self.words[after].acronym:
                break
            at = field = after + 1
        return field

    def _name(self, first: int, last: int, kind: EntityType | None = None, weight: float = 0.0, *, strong: bool = False) -> Name:
        start, end = self.words[first].start, self.words[last - 1].end
        text = self.text[start:end]
        name = Name(first, last, start, end, text, fold(text), strong=strong)
        if kind:
            name.vote(kind, weight)
        return name

    def _in_title(self, at: int) -> bool:
        return any(start <= self.words[at].start < end for start, end in self._titles)

    def _already_known(self, at: int) -> Name | None:
        count = self._known_phrases.match(self.words, at)
        if not count or not any(word.upper and not (word.initial and word.key in _ARTICLES) for word in self.words[at : at + count]):
            return None
        # A longer run of capitals is another name: « Paris » is known, « Paris Match » begins.
        run = self._run_end(at) if self.words[at].upper else at
        if run > at + count:
            return None
        kind = self.known[fold(self.text[self.words[at].start : self.words[at + count - 1].end])]
        return self._name(at, at + count, kind, 4.0, strong=True)

    def _seat(self, at: int) -> Name | None:
        count = self.vocabulary.seats.match(self.words, at)
        if not count or not self.words[at + count - 1].upper:
            return None
        if self.words[at + count - 1].text[0].islower() or (count == 1 and self._run_end(at) > at + 1):
            return None
        return self._name(at, at + count, "organization", 6.0, strong=True)

    # -- organizations ----------------------------------------------------------------------------------------------------------

    def _before_acronym(self, at: int) -> Name | None:
        """« Office français de la biodiversité (OFB) »: the acronym says where the long form begins and ends."""
        word = self.words[at]
        if not (word.upper or self.vocabulary.institutions.match(self.words, at)) or word.key in self.vocabulary.function:
            return None
        for k in range(at + 2, min(at + LONGEST_ORGANIZATION, len(self.words))):
            gap = self.words[k].gap
            if gap.strip() == "(" and self.text[self.words[k].end : self.words[k].end + 1] == ")":
                acronym = self.words[k].text
                if any(self.words[p].upper and _spells(acronym, [w.key for w in self.words[p:k]]) for p in range(at + 1, k - 1)):
                    return None
                if _spells(acronym, [w.key for w in self.words[at:k]]) and sum(c.isupper() for c in word.text[:1] + acronym):
                    name = self._name(at, k, "organization", 8.0, strong=True)
                    name.acronym = acronym
                    return name
                return None
            if gap.strip():
                return None
        return None

    def _organization(self, at: int) -> Name | None:
        vocabulary, words = self.vocabulary, self.words
        bare = vocabulary.bare.match(words, at)
        if bare and (
            not any(word.upper for word in words[at : at + bare])
            or (words[at].initial and bare == 1 and vocabulary.classes.is_common(words[at].text.lower()))
        ):
            bare = 0
        proper = words[at].upper and (not words[at].initial or words[at].acronym)
        if words[at].key in vocabulary.national and not proper:
            return self._national(at)
        head = max(vocabulary.institutions.match(words, at), vocabulary.capital_institutions.match(words, at) if proper else 0)
        if not head:
            return self._name(at, at + bare, "organization", 6.0, strong=True) if bare else None
        end, named = self._complement(at + head, proper)
        if end and (named or proper):
            if bare and at + bare >= end:
                end = at + bare
            return self._name(at, end, "organization", 6.0, strong=True)
        return self._name(at, at + bare, "organization", 6.0, strong=True) if bare else None

    def _national(self, at: int) -> Name | None:
        after = at + 1
        if after < len(self.words) and self.words[after].joined and self.words[after].key in self.vocabulary.demonyms:
            return self._name(at, after + 1, "organization", 6.0, strong=True)
        return None

    def _complement(self, at: int, proper: bool) -> tuple[int, bool]:
        """End of what belongs to a head that ends before ``at``, and whether it holds a proper name; (0, False) for nothing."""
        end, named, start = 0, False, at
        while at < len(self.words) and at - start < LONGEST_ORGANIZATION:
            word = self.words[at]
            if not word.joined:
                break
            if word.upper and not word.elided and word.key not in self.vocabulary.function:
                at = end = self._run_end(at)
                named = True
                continue
            if word.text in ("Le", "La", "Les", "L'", "L’") and self._upper(at + 1):
                at = end = self._run_end(at + 1)
                named = True
                continue
            if self._is_adjective(at):
                at += 1
                # « ministère de la Transition écologique », but « préfecture du Gard inquiète ».
                if proper or (named and end == at - 1 and self.vocabulary.classes.is_common(self.words[at - 2].text.lower())):
                    end = at
                continue
            after = self._preposition(at)
            if not after or after >= len(self.words) or not self.words[after].joined or (named and not proper):
                break
            target = self.words[after]
            if not proper and (self._names_body(after) or self._names_person(after)):
                return (0, False)
            if target.upper:
                at = end = self._run_end(after)
                named = True
            elif self._is_noun(after) and (proper or word.key in _OF):
                at = after + 1
                if proper:
                    end = at
            else:
                break
        return (end, named)

    def _preposition(self, at: int) -> int:
        """Position after « de », « de la », « pour les », « et de »… beginning at ``at``; 0 for none."""
        key = self.words[at].key
        if key == "et" and at + 1 < len(self.words) and self.words[at + 1].joined:
            return self._preposition(at + 1) if self.words[at + 1].key in _OF else 0
        if key not in _OF | {"pour", "contre", "sans"}:
            return 0
        after = at + 1
        if (
            after < len(self.words)
            and self.words[after].key in _ARTICLES
            and self.words[after].joined
            and key not in ("du", "des", "au", "aux")
        ):
            # « de La Rochelle »: a capital article belongs to the name.
            if not (self.words[after].upper and not self.words[after].elided):
                after += 1
        return after

    def _is_adjective(self, at: int) -> bool:
        word = self.words[at]
        classes = self.vocabulary.classes
        if (
            word.upper
            or word.key in self.vocabulary.function
            or not (classes.is_adjective(word.text) or word.key in self.vocabulary.demonyms)
        ):
            return False
        if not classes.is_verb(word.text) or re.search(r"(?:é|ée|és|ées|ant|ante|ants|antes|ie|ies|ue|ues)$", word.text):
            return True
        # « marchande » is a form of « marchander » too; « indique » has no masculine.
        return word.text.endswith("e") and word.text[:-1] in classes.adjectives and len(word.text) > 6

    def _is_noun(self, at: int) -> bool:
        word = self.words[at]
        if word.upper or word.elided or word.key in self.vocabulary.function or not word.text.isalpha():
            return False
        infinitive = word.text.endswith(("er", "ir", "re")) and self.vocabulary.classes.is_verb(word.text)
        return self.vocabulary.classes.is_noun(word.text) or not infinitive

    def _names_body(self, at: int) -> bool:
        word = self.words[at]
        if self.vocabulary.institutions.match(self.words, at):
            return True
        if word.upper and self.vocabulary.capital_institutions.match(self.words, at):
            return True
        return word.acronym or bool(self.vocabulary.organizations.match(self.words, at))

    def _names_person(self, at: int) -> bool:
        return self.words[at].upper and self.vocabulary.gender_of(self.words[at].text) is not None and self._upper(at + 1)

    def _begins_person(self, at: int) -> bool:
        after = at + 1
        if after < len(self.words) and self.words[after].key in self.vocabulary.particles:
            return self.words[at].upper and self._upper(after + 1)
        return self._names_person(at)

    def _described(self, at: int) -> Name | None:
        """« le groupe Cordelle », « l'association « Sioule vivante » », « un concurrent italien, Ruote Bellandi »."""
        head = self.vocabulary.descriptors.match(self.words, at)
        if not head or (self.words[at].upper and not self.words[at].initial and not self.words[at].acronym):
            return None
        begin = at
        at += head
        while at < len(self.words) and not self.words[at].upper:
            of = self.words[at].key in ("de", "d'") and at + 1 < len(self.words) and self.words[at + 1].joined and self._is_noun(at + 1)
            if not self.words[at].joined or not (of or self._is_adjective(at)):
                return None
            at += 2 if of else 1
        if at >= len(self.words):
            return None
        gap = self.words[at].gap
        if re.fullmatch(r"\s*[«“\"‘]\s*", gap):
            return self._quoted_organization(at)
        comma = gap.strip() == ","
        if not (self.words[at].joined or comma) or (comma and self._names_person(at)):
            return None
        if self.words[at].key in self.vocabulary.civilities or self.words[at].key in self.vocabulary.days:
            return None
        first = self.vocabulary.gender_of(self.words[at].text) is not None
        end = self._run_end(at)
        if first and end > at + 1 and self.words[at - 1].key not in ("groupe", "fondation", "association", "entreprise", "societe"):
            return None
        if comma and self._is_place(at, end):
            return None
        end = self._apposed(begin, end) or self._motto(at, end) or self._tail(at, end)
        return self._name(at, end, "organization", 5.0, strong=not comma)

    def _motto(self, at: int, end: int) -> int:
        """« Vivre et soigner à Valbrune », « Bien vivre aux Tilleuls »: a name that is a phrase goes on to the next finite verb; 0 if it is none."""
        first = self.words[at].text.lower()
        classes = self.vocabulary.classes
        infinitive = classes.is_verb(first) and first.endswith(("er", "ir", "re"))
        if end > at + 1 or not (infinitive or first in classes.adverbs or first in ("stop", "sauvons", "touche", "bien", "mieux")):
            return 0
        last = end
        while last < len(self.words) and last - at < 8 and self.words[last].joined:
            word = self.words[last]
            small = word.text in (
                "et",
                "à",
                "au",
                "aux",
                "en",
                "de",
                "du",
                "des",
                "d'",
                "la",
                "le",
                "les",
                "l'",
                "sans",
                "avec",
                "pour",
                "ensemble",
                "sur",
            )
            finite = classes.is_verb(word.text) and not word.text.endswith(("er", "ir", "re")) and not classes.is_noun(word.text)
            if not small and (finite or word.key in self.vocabulary.function):
                break
            last = self._run_end(last) if word.upper and not word.elided else last + 1
        while last > end and self.words[last - 1].key in self.vocabulary.function:
            last -= 1
        return last

    def _apposed(self, head: int, end: int) -> int:
        """« …, du collectif Agareb respire, prévient… »: between the commas nothing but the name can follow; 0 where it is not so."""
        of = head - 1 if self.words[head - 1].key in _OF else head - 2
        if head < 2 or self.words[of].key not in _OF or self.words[of].gap.strip() != ",":
            return 0
        for last in range(end, min(end + 4, len(self.words))):
            gap = self.words[last].gap
            if gap.strip():
                return last if gap.strip() == "," else 0
            if self.words[last].key in self.vocabulary.function:
                return 0
        return 0

    def _quoted_organization(self, at: int) -> Name | None:
        closing = re.compile(r"\s*[»”\"’]").match
        for end in range(at + 1, min(at + 9, len(self.words) + 1)):
            if closing(self.text, self.words[end - 1].end):
                return self._name(at, end, "organization", 5.0, strong=True)
            if end < len(self.words) and re.search(r"[.!?;:]", self.words[end].gap):
                break
        return None

    def _tail(self, at: int, end: int) -> int:
        """Extend the name of a body by what belongs to it in lower case: « Sioule vivante », « Eau pour tous », « Vivre et soigner à X »."""
        verb = self.vocabulary.classes.is_verb(self.words[at].text.lower()) and self.words[at].text.lower().endswith(("er", "ir", "re"))
        last = end
        if end + 1 < len(self.words) and self.words[end].key == "et" and self._upper(end + 1) and self._singular_pair(at, end):
            return self._run_end(end + 1)
        titled = self.words[at].text in ("Le", "La", "Les", "L'", "L’", "Au", "Aux", "À")
        while last < len(self.words) and self.words[last].joined and last - at < 9:
            word = self.words[last]
            after = last + 1
            if verb and end == last and word.key == "et":
                last = end = after + 1
            elif word.text in ("pour", "sans", "contre", "à", "au", "aux") and after < len(self.words):
                if word.key in ("pour", "sans", "contre") or ((verb or titled) and word.text in ("à", "au", "aux")):
                    if self.words[after].key in _ARTICLES | {"un", "une", "notre", "nos"}:
                        after += 1
                    if after < len(self.words) and self.words[after].joined and not self.words[after].text.endswith(("er", "ir", "re")):
                        last = end = self._run_end(after) if self.words[after].upper else after + 1
                        continue
                break
            elif self._is_adjective(last) and not self.vocabulary.classes.is_verb(word.text) and word.key not in self.vocabulary.function:
                last = end = after
            else:
                break
        return min(end, len(self.words))

    def _singular_pair(self, at: int, end: int) -> bool:
        """« l'association Meute et Montagne » is one name, « les groupes Renault et Peugeot » are two."""
        both = (self.words[at], self.words[end + 1])
        common = all(self.vocabulary.classes.is_noun(word.text.lower()) for word in both)
        return common and end == at + 1 and not self.words[at - 1].text.endswith("s")

    # -- sites and known names --------------------------------------------------------------------------------------------------

    def _site(self, at: int) -> Name | None:
        head = self.vocabulary.sites.match(self.words, at)
        if not head or at + head >= len(self.words) or (self.words[at].upper and not self.words[at].initial and head == 1):
            return None
        after = at + head
        plain = fold(self.text[self.words[at].start : self.words[after - 1].end]) in self.vocabulary.plain_sites
        target = after
        of = self.words[after].key if self.words[after].key in _OF else ""
        if of:
            target = self._preposition(after)
        elif self.words[after].key in ("aux", "au") or self.words[after].text in ("le", "la", "les", "l'", "l’"):
            target = after + 1
        if (
            not target
            or target >= len(self.words)
            or not self.words[target].upper
            or not all(w.joined for w in self.words[after : target + 1])
        ):
            return None
        if self.words[target].key in self.vocabulary.function and not self.words[target].text.startswith(("Le", "La")):
            return None
        end = self._run_end(target)
        if self.vocabulary.seats.match(self.words, target):
            return None
        # « le barrage du Nil », « la vallée de la Loire » speak of the river; « la rue de la Loire » is a street.
        wide = any(place.kind in ("country", "region", "wide", "water") for place in self._places(target, end))
        if of and wide and self.words[at].key not in _STREETS:
            return None
        if of and ((plain and (of in ("de", "d'") or self._is_place(target, end))) or self._names_body(target)):
            return None
        return self._name(at, end, "place", 6.0, strong=True)

    def _listed(self, at: int) -> Name | None:
        count = self.vocabulary.organizations.match(self.words, at)
        places = self.gazetteer.match(self.words, at)
        things = self.vocabulary.common_names.match(self.words, at)
        best = max(count, places, things)
        if not best or not self.words[at].upper and not self.words[at + best - 1].upper:
            return None
        if self.words[at].upper and self._run_end(at) > at + best:
            return None
        if self.words[at].key in _ARTICLES and best > 1:
            if not self.words[at + 1].upper:
                return None
            small = all(place.kind == "town" and place.inhabitants < 50_000 for place in self._places(at, at + best))
            if self.words[at].initial and places == best and small and self.vocabulary.classes.is_common(self.words[at + 1].text.lower()):
                return None
            plain = self.vocabulary.classes.is_common(self.words[at + 1].text.lower()) and self.words[at + 1].key not in _PAPERS
            if not self.words[at].upper and plain:
                return None
            if not self.words[at].upper and count == best and not self._is_place(at + 1, at + best):
                # « le Monde », « au Nouvelliste »: the article of the title is left to the sentence.
                return self._name(at + 1, at + best, "organization", 4.0, strong=True)
        if count == best and self.words[at].upper:
            if count == 1 and self.words[at].initial and self.words[at].key in self.vocabulary.function:
                return None
            name = self._name(at, at + count, "organization", 5.0, strong=True)
            return None if self._acronym_differs(at, count) else name
        if things == best:
            name = self._name(at, at + things)
            name.nothing = True
            return name
        if places == best and (
            self.words[at].upper
            or self.words[at].key in ("mer", "ocean", "golfe", "detroit", "lac", "canal", "ile", "iles", "bande", "mont")
        ):
            name = self._name(at, at + places, "place", 5.0, strong=True)
            self._context(name)
            return name
        return None

    def _acronym_differs(self, at: int, count: int) -> bool:
        # « Total », « Orange », « Free » at the start of a sentence are words.
        word = self.words[at]
        return count == 1 and word.initial and not word.acronym and self.vocabulary.classes.is_common(word.text.lower())

    def _is_place(self, first: int, last: int) -> bool:
        return bool(self._places(first, last))

    def _places(self, first: int, last: int) -> Sequence[Known]:
        return self.gazetteer.find(self.text[self.words[first].start : self.words[last - 1].end])

    # -- runs of capitals -------------------------------------------------------------------------------------------------------

    def _run(self, at: int) -> Name | None:
        word = self.words[at]
        vocabulary = self.vocabulary
        if not word.upper or word.elided:
            return None
        if word.key in vocabulary.civilities or word.key.rstrip(".") in vocabulary.civilities:
            return None
        if word.key in vocabulary.days:
            return None
        article = word.text in ("Le", "La", "Les", "Van", "El", "De", "Von", "Al", "Ben", "Du")
        if word.key in vocabulary.function and (word.initial or not article) and not (word.key == "y" or word.acronym):
            return None
        end = self._run_end(at)
        if article and end == at + 1:
            return None
        at = self._trim(at, end)
        start = self._split(at, end)
        if start > at and (self.words[at].acronym or vocabulary.organizations.match(self.words, at) == start - at):
            end = start
        else:
            at = start
        name = self._name(at, end)
        self._form(name)
        self._context(name)
        return name

    def _trim(self, at: int, end: int) -> int:
        """Drop a first word that has its capital only from the start of a sentence."""
        word = self.words[at]
        if not word.initial or end == at + 1 or word.acronym:
            return at
        lower = word.text.lower()
        if word.key in self.vocabulary.first_names or self.gazetteer.find(word.text) or not self.vocabulary.classes.is_common(lower):
            return at
        if (
            word.key in self.vocabulary.roles
            or self.vocabulary.is_demonym(word.text)
            or self.words[at + 1].key in self.vocabulary.first_names
        ):
            return at + 1
        return at if self.vocabulary.classes.is_noun(lower) and not self.words[at + 1].acronym else at + 1

    def _split(self, at: int, end: int) -> int:
        """Where a person's name begins in a run: after « Liégeoise », « N-VA » or the field of a minister."""
        for start in range(at + 1, end - 1):
            if self.vocabulary.gender_of(self.words[start].text) is None or self.words[start].acronym:
                continue
            before = self.words[at:start]
            if any(self.vocabulary.gender_of(word.text) for word in before) or before[-1].key in self.vocabulary.particles:
                return at
            first = before[0]
            common = self.vocabulary.classes.is_common(first.text.lower())
            if (
                first.acronym
                or common
                or first.key in self.vocabulary.roles
                or self._is_inhabitant(at)
                or self.vocabulary.organizations.match(self.words, at) == start - at
            ):
                return start
        if end > at + 1 and self._is_inhabitant(at):
            return at + 1
        return at

    def _is_inhabitant(self, at: int) -> bool:
        """« la Liégeoise », « des Brestois », « l'Ivoirien »; an ending alone, without an article, says nothing (« Étienne »)."""
        word = self.words[at]
        if word.key in self.vocabulary.demonyms or word.key.split(" ")[-1] in self.vocabulary.demonyms:
            return not self.gazetteer.find(word.text)
        if self.gazetteer.find(word.text) or self.vocabulary.gender_of(word.text):
            return False
        before = self.words[at - 1].key if at and word.joined else ""
        return before in _BEFORE_INHABITANTS and self.vocabulary.is_demonym(word.text)

    def _upper(self, at: int) -> bool:
        return at < len(self.words) and self.words[at].upper and self.words[at].joined and not self.words[at].elided

    def _run_end(self, at: int) -> int:
        """End of the run of capitalised words that begins at ``at``, with the small words that may stand inside."""
        first = at
        body = self.vocabulary.organizations.match(self.words, at)
        end = at + max(self.gazetteer.match(self.words, at), body, 1)
        if body and end < len(self.words) and end - at <= body and self._begins_person(end):
            return end
        while end < len(self.words) and self.words[end].joined:
            word = self.words[end]
            if word.upper and not word.elided and word.key not in self.vocabulary.civilities:
                if word.key in self.vocabulary.days:
                    break
                end += max(self.gazetteer.match(self.words, end), 1)
                continue
            if word.text in ("L'", "L’", "D'", "D’") and self._upper(end + 1):
                end += 2
                continue
            if word.text.isdigit() and len(word.text) < 3 and end - first < 4 and self._numbered(first, end):
                end += 1
                continue
            after = self._inside(first, end)
            if not after:
                break
            end = after
        return end

    def _numbered(self, first: int, end: int) -> bool:
        # « France 3 », « Bac 2 », « Ligue 1 »; but « Lyon 3 » is a score.
        return (
            self.words[first].key in ("france", "ligue", "canal", "radio", "europe", "tv", "paris", "lyon")
            and end == first + 1
            and self._upper(end + 1)
        )

    def _inside(self, first: int, at: int) -> int:
        """Position after the small words from ``at`` on and the capitalised word they lead to; 0 where the name ends before them."""
        after = at
        while (
            after < len(self.words) and self.words[after].key in self.vocabulary.particles and self.words[after].joined and after - at < 2
        ):
            if self.words[after].upper and not self.words[after].elided:
                break
            after += 1
        if after == at or not self._upper(after):
            return 0
        small = [word.key for word in self.words[at:after]]
        if all(key in self.vocabulary.foreign_particles for key in small):
            return after + 1
        head = self.words[first]
        single = at == first + 1
        if small[0] in _OF and single and head.key in self.vocabulary.first_names and not self.gazetteer.find(head.text):
            return after + 1
        if small[0] in _OF and single and "-" in head.text and head.key.split(" ")[0] in self.vocabulary.first_names:
            return after + 1
        if (
            small[0] in _OF
            and single
            and not head.initial
            and self.vocabulary.classes.is_noun(head.text.lower())
            and not self.gazetteer.find(head.text)
        ):
            return after + 1
        return 0

    def _form(self, name: Name) -> None:
        """Votes from the form of the name itself."""
        words, vocabulary = self.words[name.first : name.last], self.vocabulary
        head, tail = words[0], words[-1]
        first_name = vocabulary.gender_of(head.text)
        if len(words) > 1 and head.initial and not first_name and vocabulary.classes.is_noun(head.text.lower()):
            name.vote("organization", 2.5)
        if len(words) > 1 and first_name and not head.acronym:
            name.vote("person", 4.0)
            name.gender = first_name
        elif first_name:
            name.vote("person", 1.0)
            name.gender = first_name
        if len(words) > 1 and (tail.text in vocabulary.company_words or head.text in vocabulary.company_words):
            name.vote("organization", 4.0)
        if len(words) > 1 and (head.text in vocabulary.club_words or tail.text in vocabulary.club_words):
            name.vote("organization", 5.0)
        if len(words) == 1 and (len(head.text) == 1 or re.fullmatch(r"[A-Z]{1,3}[ -]?\d+\w?", head.text)):
            name.nothing = True
        if len(words) == 1 and head.acronym and len(head.text) <= 8:
            if head.text in vocabulary.acronyms_of_things or any(character.isdigit() for character in head.text):
                name.vote("organization", -5.0)
            else:
                name.vote("organization", 3.0)
        if len(words) > 1 and head.acronym and not first_name:
            name.vote("organization", 2.0)
        if any(character in name.text for character in "&+") or re.search(r"[a-z][A-Z]", name.text):
            name.vote("organization", 2.0)
        self._gazetteer_vote(name)
        body = vocabulary.organizations.match(self.words, name.first)
        if body:
            name.vote("organization", 5.0 if body == len(words) or body > 1 else 1.0)
            if body > 1:
                name.votes["person"] = 0.0
        if len(words) == 1:
            lower = head.text.lower()
            name.doubt = head.initial or vocabulary.classes.is_common(lower)
            if self._is_inhabitant(name.first):
                name.doubt = True
                name.votes.clear()
                for kind in ("person", "organization", "place"):
                    name.vote(kind, -3.0)  # type: ignore[arg-type]
        elif not first_name and not head.initial and vocabulary.classes.is_noun(head.text.lower()) and not self.gazetteer.find(name.text):
            name.vote("organization", 1.5)

    def _gazetteer_vote(self, name: Name) -> None:
        places = self.gazetteer.find(name.text)
        if not places:
            return
        best = places[0]
        if best.kind in ("country", "region", "wide", "water", "mountain"):
            name.vote("place", 4.0 if best.kind == "country" else 3.0)
        elif best.inhabitants > 50_000:
            name.vote("place", 2.5)
        else:
            name.vote("place", 1.5 if name.last - name.first == 1 and self.vocabulary.classes.is_common(name.text.lower()) else 2.0)

    # -- what stands around -----------------------------------------------------------------------------------------------------

    def _context(self, name: Name) -> None:
        before = self.words[max(0, name.first - 6) : name.first]
        if name.first:
            self._in_parentheses(name)
        self._before(name, before)
        self._after(name)

    def _before(self, name: Name, before: Sequence[Word]) -> None:
        if not before:
            return
        vocabulary, first = self.vocabulary, self.words[name.first]
        previous = before[-1]
        joined = first.joined
        if joined and previous.key in vocabulary.civilities:
            name.civility = True
            name.gender = vocabulary.civilities[previous.key] if vocabulary.civilities[previous.key] != "u" else name.gender
            name.vote("person", 8.0)
            return
        if joined and (previous.key in vocabulary.roles or (previous.key.endswith("e") and previous.key[:-1] in vocabulary.roles)):
            name.vote("person", 4.0)
        elif joined and self._is_inhabitant(name.first - 1) and name.last - name.first > 1:
            name.vote("person", 1.5)
        elif first.gap.strip() == "," and any(word.key in vocabulary.roles for word in before):
            name.vote("person", 2.5)
        if not joined:
            return
        self._prepositions(name, before)

    def _in_parentheses(self, name: Name) -> None:
        """« Elke Van den Brandt (Groen) »: what stands alone in parentheses after a name is a party, if it is no place."""
        alone = self.text[max(0, name.start - 1) : name.start] == "(" and self.text[name.end : name.end + 1] in (")", ",")
        if alone and name.last == name.first + 1 and not self.gazetteer.find(name.text) and self.words[name.first - 1].upper:
            name.vote("organization", 3.0)

    def _prepositions(self, name: Name, before: Sequence[Word]) -> None:
        keys = [word.key if word.text != "à" else "à" for word in before]
        last = keys[-1]
        two = keys[-2] if len(keys) > 1 else ""
        if last == "à" or (before[-1].text in ("A", "À") and before[-1].initial):
            person = self.vocabulary.gender_of(self.words[name.first].text) and name.last - name.first > 1
            name.located = not person
            name.vote("place", 0.5 if person else 2.5 if before[-1].initial else 2.0)
        elif last == "en":
            name.located = True
            name.vote("place", 3.0)
        elif last == "par":
            name.vote("place", 0.5)
        elif last in ("au", "aux"):
            name.vote("place", 1.0)
        elif last in _ARTICLES and two in ("dans", "vers", "devant", "pres", "à", "depuis", "traversent", "longe"):
            name.located = two == "dans"
            name.vote("place", 2.0 if two == "dans" else 1.0)
        elif last in ("chez",):
            name.vote("organization", 3.0 if name.last - name.first == 1 and not self.vocabulary.gender_of(name.text) else 1.0)
        elif last in ("vers", "entre", "depuis", "jusqu'à", "via"):
            name.vote("place", 1.0)
        self._genitive(name, keys)

    def _genitive(self, name: Name, keys: list[str]) -> None:
        if keys[-1] in _ARTICLES and len(keys) > 1 and keys[-2] in _OF:
            keys = keys[:-1]
        if keys[-1] not in _OF or len(keys) < 2:
            if keys[-1] in _ARTICLES:
                name.vote("organization", 0.3)
            return
        head = keys[-2]
        if head in self.vocabulary.of_place or (len(keys) > 2 and keys[-3] in self.vocabulary.of_place):
            name.located = True
            name.vote("place", 2.5)
        elif head in self.vocabulary.plain_sites or head in self.vocabulary.sites:
            name.vote("place", 2.5)
        elif self.vocabulary.place_kinds.match(self.words, name.first - (2 if keys[-1] in _OF else 3)):
            name.vote("place", 3.0)
        elif head in self.vocabulary.office or head in (
            "membre",
            "membres",
            "salarie",
            "salaries",
            "general",
            "generale",
            "groupe",
            "siege",
            "actionnaires",
            "filiale",
            "usine",
            "site",
            "militants",
            "adherents",
        ):
            name.vote("organization", 2.0)

    def _after(self, name: Name) -> None:
        rest = self.words[name.last : name.last + 5]
        tail = self.text[name.end : name.end + 40]
        if re.match(r"\s*,\s*\d{1,3}\s+ans\b", tail) or re.match(r"\s*\(\d{1,3} ans\)", tail):
            name.vote("person", 5.0)
        if not rest:
            return
        if re.match(r"\s*,", tail) and (
            rest[0].key in self.vocabulary.roles
            or (
                len(rest) > 1
                and rest[1].key in self.vocabulary.roles
                and rest[0].key in _ARTICLES | {"un", "une", "son", "sa", "leur", "ancien", "ancienne"}
            )
        ):
            name.vote("person", 2.5)
        if re.match(r"\s*,\s+(?:dans|en|au|près|à)\s", tail) and self._is_place_after(name.last + 1):
            name.vote("place", 2.0)
        found = re.match(r"\s*\(([^()]{2,30})\)", tail)
        if found and self.gazetteer.find(found[1]):
            name.vote("place", 3.0)
        if found and re.fullmatch(r"[A-Z]{2,6}|[A-Z][a-z]{1,4}", found[1]) and found[1] in _PARTIES:
            name.vote("person", 3.0)

    def _is_place_after(self, at: int) -> bool:
        for k in range(at, min(at + 3, len(self.words))):
            if self.words[k].upper:
                return self._is_place(k, self._run_end(k))
        return False


# Papers whose name is a word, and which is meant nevertheless where it has a capital letter: « le Monde », « au Parisien ».
_PAPERS = frozenset("monde figaro parisien progres telegramme nouvelliste".split())
_PARTIES = frozenset("PS LR RN LFI PCF UDI EELV MR PTB PLR UDC UMP LREM MoDem CDH Ecolo CAQ PQ PLQ NPA LO FN DVD DVG".split())


def _spells(acronym: str, keys: Sequence[str]) -> bool:
    """Whether the letters of an acronym come from these words in order, its first from the first word."""
    letters = [character for character in fold(acronym) if character.isalnum()]
    if len(letters) < 2 or not acronym[0].isupper() or keys[0][:1] != letters[0]:
        return False
    text = iter("".join(keys))
    return all(letter in text for letter in letters)


_TITLE_CUES = frozenset(
    fold(word)
    for word in """intitulé intitulée intitulés titre titré baptisé baptisée rebaptisé rebaptisée surnommé surnommée surnommés surnom film films roman romans livre
    livres essai récit album chanson single documentaire série pièce spectacle exposition festival émission podcast poème tableau opéra concert opération plan projet
    programme dispositif label slogan prix mention banderole pancarte affiche variété dit dite dites appelé appelée nommé nommée tube titres recueil bande collection revue
    dont chez publié journée salon forum campagne rapport étude article thèse mémoire comédie drame thriller western ballet symphonie fresque sculpture marche tournée disque disques EP mixtape clip""".split()
)
_PAIRS = (("«", "»"), ("“", "”"), ('"', '"'), ("„", "“"))


def _quoted_titles(text: str, vocabulary: Vocabulary) -> Iterator[tuple[int, int]]:
    """Spans inside quote marks that are titles, nicknames or names of operations rather than speech."""
    for opening, closing in _PAIRS:
        for found in re.finditer(f"{re.escape(opening)}([^{re.escape(opening + closing)}]{{2,80}}){re.escape(closing)}", text):
            inner = found[1].strip()
            words = re.findall(r"[\w'’-]+", text[max(0, found.start() - 60) : found.start()])
            cue = any(fold(word) in _TITLE_CUES for word in words[-3:])
            if cue and len(inner.split()) <= 9:
                yield found.start(1), found.end(1)
            elif len(inner.split()) <= 4 and inner[0].isupper() and inner[-1] not in ".!?…," and not _is_speech(inner, vocabulary):
                yield found.start(1), found.end(1)


def _is_speech(inner: str, vocabulary: Vocabulary) -> bool:
    words = re.findall(r"[\w'’-]+", inner)
    if fold(words[0]) in {"le", "la", "les", "l'"}:
        words = words[1:]
    return any(
        fold(word) in _PRONOUNS or (vocabulary.classes.is_verb(word.lower()) and not vocabulary.classes.is_noun(word.lower()))
        for word in words
    )


_PRONOUNS = frozenset("je j'ai nous on il elle ils elles vous tu c'est est sont a ont y ce ne pas non oui mais".split())
