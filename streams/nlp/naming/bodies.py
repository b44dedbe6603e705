"""Organizations that a head noun begins: « tribunal correctionnel de Béthune », « ministère grec de la Marine marchande »."""

from dataclasses import dataclass

from streams.nlp.naming.enumerated import enumeration_end, named_list_end
from streams.nlp.naming.name import Name
from streams.nlp.naming.runs import person_start, run_end
from streams.nlp.naming.view import COMPLEMENT, UNCONTRACTED, View
from streams.nlp.small_words import AND, OF_THE, THE, TO, TO_THE

LONGEST_COMPLEMENT = 14
_TO = TO | TO_THE


@dataclass(slots=True)
class Complement:
    """What belongs to a head: where it ends, and whether it holds a proper name."""

    end: int = 0
    named: bool = False


def read_body(view: View, at: int) -> Name | None:
    """Read the organization whose head noun stands here, or a body that a capital letter alone makes a name (« le Sénat »)."""
    word, vocabulary = view.words[at], view.vocabulary
    bare = max(_bare(view, at), vocabulary.lower_bodies.match(view.words, at))
    proper = word.upper and (not word.initial or word.acronym)
    national = vocabulary.national.match(view.words, at)
    if national and not proper:
        return _national(view, at, national)
    head = max(vocabulary.institutions.match(view.words, at), vocabulary.capital_institutions.match(view.words, at) if proper else 0)
    found = complement(view, at + head, proper=proper) if head and not _is_any(view, at, head) else Complement()
    if bare and view.follows(at + bare) and view.words[at + bare].key in view.marks.purposes:
        found = Complement()  # « saisit la Cour suprême contre la Belgique »
    if bare and word.key in view.marks.national_branches and view.follows(at + bare) and view.words[at + bare].key in vocabulary.demonyms:
        bare += 1
    if (
        head > 1
        and not found.named
        and view.follows(at + head)
        and view.words[at + head].key in vocabulary.demonyms
        and word.key in view.marks.with_demonyms
    ):
        found = Complement(at + head + 1, named=True)  # « la police cantonale vaudoise »
    end = max(found.end if found.named or proper else 0, at + bare if bare else 0)
    if end and word.key in view.marks.universities and view.follows(end) and view.words[end].text.isdigit():
        end += 1  # « université Oran 2 »
    if end and head:
        end = max(end, _enumerated(view, at, head, end, proper=proper))
    if end:
        return view.name(at, end, "organization", 6.0, strong=True)
    return _capital_noun(view, at) if proper and not head else None


def _enumerated(view: View, at: int, head: int, end: int, *, proper: bool) -> int:
    """End of a name that goes on with an enumeration: « communauté de communes Monts, Rance et Rougier »; 0 for none."""
    if view.words[at].key in view.marks.communities and view.upper(at + head):
        return named_list_end(view, end)
    if not proper and not _has_field(view, at + head):
        return 0
    shortened = enumeration_end(view, end, articles=True)
    if shortened and shortened < len(view.words) and view.words[shortened].gap.strip() == "(" and view.words[shortened].upper:
        return shortened  # « Institut pour l'agriculture, la pêche et l'alimentation (ILVO) »
    before = at - 1 - (at > 1 and view.words[at - 1].key in THE)
    # « un accord de l'Office de l'eau, de la mairie et de la région » is one of three.
    return 0 if before >= 0 and view.words[before].key in COMPLEMENT else enumeration_end(view, end)


def _is_any(view: View, at: int, head: int) -> bool:
    """« un collectif de pêcheurs de Mutsamudu », « une école de Lille » name no body."""
    behind = at + head
    while view.follows(behind) and view.adjective(behind):
        behind += 1  # « un théâtre fermé de Lille »
    of = view.follows(behind) and view.words[behind].key in COMPLEMENT
    if of and _is_local(view, at, behind):
        return True
    if of and view.words[at].key in view.marks.uninflected_heads and at and view.words[at - 1].key in view.marks.before_many:
        return True  # « les repas des Ehpad de la Drôme »
    return of and at > 0 and view.words[at].joined and not view.words[at].upper and view.words[at - 1].key in view.marks.before_any


def _is_local(view: View, at: int, of: int) -> bool:
    """« la maison de santé de Varzy » only says where it is."""
    after, local = view.after_of(of), view.vocabulary.local_bodies.match(view.words, at)
    if not local or not after or view.words[at].upper or not view.upper(after):
        return False
    return bool(view.places(after, run_end(view, after))) or not (view.institution(after) or view.first_name(after))


def _capital_noun(view: View, at: int) -> Name | None:
    """« Force ouvrière », « les Restos du cœur »: a common noun with a capital that no sentence start explains, and its complement.

    Feasts, laws, prizes and the like have such names too, and are no entity.
    """
    word = view.words[at]
    if (
        len(word.text) == 1
        or word.acronym
        or view.function(at)
        or view.first_name(at)
        or view.upper(at + 1)
        or not view.classes.is_noun(word.text.lower())
    ):
        return None
    if (
        word.key in view.marks.club_nouns
        and view.follows(at + 1)
        and not view.words[at + 1].upper
        and view.vocabulary.is_demonym(view.words[at + 1].text)
    ):
        return view.name(at, at + 2, "organization", 6.0, strong=True)  # « le Stade lavallois »
    if view.gazetteer.match(view.words, at) or view.body(at) or view.places(at, at + 1) or _begins_no_body(view, at):
        return None
    found = complement(view, at + 1, proper=True)
    if found.end <= at + 1:
        return None
    name = view.name(at, found.end, "organization", 3.0)
    # « le Caillou d'or » is a prize.
    name.nothing = word.key in view.vocabulary.events or view.words[found.end - 1].text in view.marks.prize_materials
    return name


def _begins_no_body(view: View, at: int) -> bool:
    """« les Français interrogés », « l'Est de la France », « l'État du Kansas », « la Légion d'honneur »."""
    key = view.words[at].key
    if key in view.vocabulary.demonyms or key in view.marks.compass or key in view.marks.states:
        return True
    return view.thing(at) > 1


def _bare(view: View, at: int) -> int:
    count = view.vocabulary.bare.match(view.words, at)
    if count == 1 and view.words[at].initial and view.common(at):
        return 0
    return count if any(word.upper for word in view.words[at : at + count]) else 0


def _national(view: View, at: int, head: int) -> Name | None:
    """« le gouvernement wallon », « les garde-côtes chinois », « le gouvernement de la Nouvelle-Calédonie »."""
    after = at + head
    if not view.follows(after):
        return None
    if view.words[after].key in view.vocabulary.demonyms:
        return view.name(at, after + 1, "organization", 6.0, strong=True)
    of = view.after_of(after) if view.words[after].key in COMPLEMENT else 0
    end = run_end(view, of) if of and view.upper(of) else 0
    country = end and any(place.kind in ("country", "region") for place in view.places(of, end))
    return view.name(at, end, "organization", 6.0, strong=True) if country else None


def complement(view: View, at: int, *, proper: bool) -> Complement:
    """Read adjectives, complements with « de » and proper names. A head in lower case takes words up to its first proper name only."""
    return _Walk(view, at, proper).run()


class _Walk:
    """One walk from the head of a name to the right, as long as what stands there belongs to it."""

    def __init__(self, view: View, start: int, proper: bool) -> None:
        self.view, self.start, self.proper = view, start, proper
        self.at, self.found = start, Complement()
        self.field = _has_field(view, start)

    def run(self) -> Complement:
        while self.at - self.start < LONGEST_COMPLEMENT and self.view.follows(self.at):
            if not (self._capitals() or self._common() or self._with_to() or self._with_of()):
                break
        return self.found

    def _take(self, end: int, *, named: bool = False) -> bool:
        self.at = self.found.end = end
        self.found.named = self.found.named or named
        return True

    def _capitals(self) -> bool:
        view, at, word = self.view, self.at, self.view.words[self.at]
        function = view.function(at)
        if not word.upper or not ((not word.elided and not function) or view.upper(at + 1)):
            return False
        if self._begins_person():
            return False
        known = self.start - 1 + view.body(self.start - 1)
        if self.start < known <= at:
            return False  # « a dit à l'Agence France-Presse Anne, 55 ans »
        end = run_end(view, at + function)
        return self._take(known if at < known < end else end, named=True)

    def _begins_person(self) -> bool:
        """« le président du Sénat Anne Morel », but « l'hôpital Anne-Morel » and « le centre culturel Anne Morel »."""
        view, at = self.view, self.at
        if view.words[at].key in view.vocabulary.civilities:
            return True
        keys = [word.key for word in view.words[max(0, self.start - 2) : at]]
        # « les élèves du lycée Henri-Wallon d'Aubervilliers »: with a hyphen it is the lycée's name, wherever that stands.
        hyphened = "-" in view.words[at].text and at == self.start and not view.upper(at + 1)
        named_after = (hyphened or COMPLEMENT.isdisjoint(keys)) and not self.found.named and not view.marks.establishments.isdisjoint(keys)
        return view.person(at) and not named_after

    def _common(self) -> bool:
        """Adjectives and nouns in lower case."""
        view, at, found = self.view, self.at, self.found
        at_end = at == found.end
        # « ministère des Enseignements maternel et primaire », « la Société ferroviaire et portuaire de Pointe-Noire »
        paired = (self.field and found.named) or (self.proper and view.adjective(at - 1))
        if at_end and paired and view.words[at].key in AND and view.follows(at + 1) and view.adjective(at + 1):
            return self._take(at + 2)
        if view.adjective(at):
            self.at += 1
            # « ministère de la Transition écologique », but « préfecture du Gard inquiète ».
            if self.proper or (found.named and at_end and view.common(at - 1)):
                found.end = self.at
            return True
        if (at_end if self.proper else not found.named) and _pair(view, at):
            self.at += 2
            found.end = self.at if self.proper else found.end
            return True
        if self.proper and at_end and view.noun(at) and view.words[at - 1].text in view.marks.noun_adjectives:
            return self._take(at + 1)  # « Association des jeunes avocats »
        return self.proper and at_end and _activity(view, at) and self._take(at + 3)

    def _with_to(self) -> bool:
        view, at, found = self.view, self.at, self.found
        text = view.words[at].text
        if (
            self.proper
            and view.words[at - 1].text in view.marks.behind_to
            and text in view.marks.to_nouns
            and view.follows(at + 1)
            and view.noun(at + 1)
        ):
            return self._take(at + 2)  # « Centre national de recherche appliquée au développement rural »
        if not found.named and self.field and text in _TO and (field := _after_to(view, at)):
            return self._take(run_end(view, field), named=True)  # « secrétariat d'État à la Mer »
        university = found.named and view.words[self.start - 1].key in view.marks.universities and text in TO and view.upper(at + 1)
        return university and self._take(run_end(view, at + 1))  # « Université du Québec à Rimouski »

    def _with_of(self) -> bool:
        view, found, word = self.view, self.found, self.view.words[self.at]
        after = view.after_of(self.at)
        if not after or view.words[after].key in view.vocabulary.civilities or (view.upper(after + 1) and view.inhabitant(after)):
            return False  # « de l'Union européenne et de Mme Morel », « la troupe du Lisboète Paul Morel »
        if word.key in AND and found.named and not self.field and _begins_other(view, after):
            return False
        parts = (other.key for other in view.words[self.start : self.at])
        if word.key in AND and view.words[self.at + 1].key in OF_THE and COMPLEMENT.isdisjoint(parts):
            return False  # « du Musée juif et des jardins », but « l'Office des Forêts et de la Faune »
        joined = self._is_joined(after)
        if found.named and not self.proper and not joined:
            return False
        if word.key in view.marks.causes and view.words[after].key in view.vocabulary.events:
            return False
        # « le ministère des Transports » is no other body than itself.
        itself = self.field and not view.words[after].acronym
        if not self.proper and not itself and (view.institution(after) or view.person(after)):
            # « le conseil d'administration de la SNCF »: the other body is the one named.
            self.found = Complement()
            return False
        listed = view.gazetteer.match(view.words, after)
        if view.words[after].upper or (joined and listed > 1):
            end = run_end(view, after)
            start = person_start(view, after, end)
            return self._take(max(start if start > after else end, after + listed), named=True)
        if not view.noun(after) or not (self.proper or word.key in COMPLEMENT):
            return False
        self.at = after + 1
        found.end = self.at if self.proper or joined else found.end
        return True

    def _is_joined(self, after: int) -> bool:
        """« … des Forêts et de la Faune », « … de la Manche et de la mer du Nord », « … du Cadre de vie »."""
        view, word = self.view, self.view.words[self.at]
        if word.key in AND:
            capital = view.words[after].upper and view.common(after) and not view.body(after)
            return view.gazetteer.match(view.words, after) > 1 or (self.field and capital)
        return self.field and self.found.end == self.at and word.key in COMPLEMENT and view.noun(after)


def _begins_other(view: View, at: int) -> bool:
    """« de l'Université de Liège et de l'Observatoire de Goma », « des Femmes solidaires de l'Isère et du collectif Stop »: two bodies."""
    if view.words[at].upper:
        return view.institution(at)
    described = view.vocabulary.descriptors.match(view.words, at)
    return bool(described) and view.upper(at + described)


def _after_to(view: View, at: int) -> int:
    after = at + 1
    if view.follows(after) and view.words[after].key in UNCONTRACTED:
        after += 1
    return after if view.upper(after) else 0


def _has_field(view: View, at: int) -> bool:
    """Whether the head before word ``at`` is that of a ministry, which has the field of its office in its name."""
    return any(view.words[k].key.startswith(view.marks.field_heads) for k in range(max(0, at - 3), at))


def _pair(view: View, at: int) -> bool:
    """« Direction des eaux et forêts », but not « Université de Lausanne et vedette… »."""
    if view.words[at].key not in AND or not view.follows(at + 1) or view.words[at - 1].upper or view.inhabitant(at - 1):
        return False
    return view.classes.is_noun(view.words[at + 1].text) and not view.words[at + 1].upper and not view.function(at + 1)


def _activity(view: View, at: int) -> bool:
    """« Union locale des pêcheurs à la ligne »."""
    if view.words[at].text not in TO or not view.follows(at + 2) or view.words[at - 1].upper:
        return False
    return view.words[at + 1].key in UNCONTRACTED and view.noun(at + 2)
