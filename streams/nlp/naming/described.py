"""Organizations that a noun describes: « le groupe Cordelle », « l'association “Sioule vivante” », « un rival, Ruote Bellandi »."""

import re

from streams.nlp.naming.bodies import complement
from streams.nlp.naming.name import Name
from streams.nlp.naming.runs import run_end
from streams.nlp.naming.view import ARTICLES, OF, View

_OPENING = re.compile(r"\s*[«“\"‘]\s*")
_CLOSING = re.compile(r"\s*[»”\"’]")
_TITLES = frozenset({"Le", "La", "Les", "L'", "L’", "Au", "Aux", "À"})
_BY_PURPOSE = frozenset({"pour", "sans", "contre"})
_SMALL = frozenset({"et", "à", "au", "aux", "en", "de", "du", "des", "la", "le", "les", "sans", "avec", "pour", "ensemble", "sur"})
_VERBS = frozenset({"a", "ont", "est", "sont", "avait", "etait", "va", "doit", "peut", "ne", "n'", "se", "s'", "qui", "que"})
# « Pierre debout », « Rixwihr en commun », « Marly en l'air »
_CIVIL = frozenset(
    "comite collectif association ong asbl liste mouvement coalition cooperative fondation club syndicat reseau troupe atelier".split()
)
_WEEKDAYS = frozenset({"lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"})
_ENDS_NAME = frozenset(
    "qui que qu' dont ou ne n' se s' ainsi cree creee fondee fonde nee ne lors depuis chez par avec apres avant selon puis mais car".split()
)
_STANDING = frozenset({"debout", "ensemble", "autrement", "demain", "unis", "unies", "solidaires", "dehors"})
_IN = frozenset(
    {
        "commun",
        "lutte",
        "colère",
        "marche",
        "mouvement",
        "action",
        "transition",
        "danger",
        "vie",
        "fête",
        "l'air",
        "air",
        "avant",
        "résistance",
    }
)
_SLOGANS = frozenset({"stop", "sauvons", "touche", "bien", "mieux", "oui", "non", "osons", "changeons", "agissons"})
# « l'association Un toit en règle », « le collectif Nos quartiers »
_ARTICLES = frozenset({"un", "une", "mon", "ma", "notre", "nos", "tous", "toutes", "à", "au", "des"})
LONGEST_NAME = 9


def read_described(view: View, at: int) -> Name | None:
    """Read the name that follows a describing noun, its adjectives and its complement (« une chaîne de magasins… »)."""
    head = view.vocabulary.descriptors.match(view.words, at)
    if not head or (view.words[at].upper and not view.words[at].initial and not view.words[at].acronym):
        return None
    if view.vocabulary.institutions.match(view.words, at) > head:
        return None  # « le centre hospitalier Jeanne-Declerck »
    start = _name_start(view, at + head)
    if not start:
        return None
    gap = view.words[start].gap
    if _OPENING.fullmatch(gap):
        return _quoted(view, start)
    comma = gap.strip() == ","
    if comma and at > 1 and view.words[at - 1].key in OF and view.words[at - 2].key in view.vocabulary.roles:
        return None  # « son chef de groupe, Paul Morel »
    if (gap.strip() and not comma) or not _may_be_body(view, start, comma):
        return None
    end = run_end(view, start)
    if view.upper(end + 1) and view.follows(end) and _is_foreign(view, end):
        end = run_end(view, end + 1)  # « la mutuelle Bana ya Mai »
    if view.follows(end) and view.words[end].text.isdigit() and len(view.words[end].text) <= 3:
        end += 1  # « la chaîne Kanal 7 »
    if comma and view.places(start, end):
        return None
    if not comma and _is_trade(view, at, start, end):
        return None
    if civil := _civil_name(view, at, start, end):
        return view.name(start, civil, "organization", 5.0, strong=not comma)
    if view.words[start].text in _TITLES and end > start + 1:
        end = max(end, complement(view, end, proper=True).end)
    if view.words[at].upper and view.words[at].key in ("radio", "tele") and start == at + 1:
        return view.name(at, end, "organization", 5.0, strong=True)
    end = _between_commas(view, at, end) or _phrase(view, start, end) or _tail(view, start, end)
    return view.name(start, end, "organization", 5.0, strong=not comma)


def _civil_name(view: View, head: int, at: int, end: int) -> int:
    """End of a name that is a phrase: « le comité Libre parcours », « l'ONG Robin des flots », « Carouge à l'ombre »; 0 for none.

    Such names begin with one capital, and go on to the verb, a comma or a day.
    """
    if (
        view.words[head].key not in _CIVIL
        or end != at + 1 + (view.words[at].text in _TITLES)
        or (view.first_name(at) and not view.common(at))
    ):
        return 0
    last = end
    while last - at < LONGEST_NAME and view.follows(last):
        word = view.words[last]
        if word.text in _STANDING:
            last += 1
            break
        if word.upper or word.key in _WEEKDAYS or word.key in _ENDS_NAME or word.text.isdigit():
            break
        if word.key in view.vocabulary.agent_verbs or (
            _finite(view, last) and view.words[last - 1].key not in _SMALL | ARTICLES | {"un", "une"}
        ):
            break
        last += 1
    while last > end and view.words[last - 1].text in _SMALL | {"dans"}:
        last -= 1
    # Only where the sentence then goes on with its verb or a comma; else the words may be anything.
    stop = (
        last >= len(view.words) or not view.words[last].joined or view.words[last].key in view.vocabulary.agent_verbs or _finite(view, last)
    )
    return last if last > end and stop else 0


def _is_foreign(view: View, at: int) -> bool:
    text = view.words[at].text
    return len(text) <= 3 and text.isalpha() and text.islower() and not view.function(at) and not view.common(at) and text not in _SMALL


def _is_trade(view: View, at: int, start: int, end: int) -> bool:
    """« l'horloger Numa Lambelet » is a person, « l'horloger Swatch » a company."""
    if view.words[at].key not in view.vocabulary.roles or start != at + 1 or end - start < 2:
        return False
    return not any(
        word.text in view.vocabulary.company_words or word.text == "&" or view.classes.is_noun(word.text.lower())
        for word in view.words[start:end]
    )


def _name_start(view: View, at: int) -> int:
    """Position of the capitalised word after adjectives and « de + noun »; 0 where something else stands between."""
    while at < len(view.words) and not view.words[at].upper:
        of = view.words[at].key in ("de", "d'") and view.follows(at + 1) and view.noun(at + 1)
        if not view.words[at].joined or not (of or view.adjective(at)):
            return 0
        at += 2 if of else 1
    return at if at < len(view.words) else 0


def _may_be_body(view: View, at: int, comma: bool) -> bool:
    word = view.words[at]
    if word.key in view.vocabulary.civilities or word.key in view.vocabulary.days:
        return False
    # « le spécialiste Marc Dupont » is a person, « la fondation Abbé Pierre » a foundation.
    if comma and at > 1 and view.words[at - 2].key in ("sa", "son", "leur") and view.words[at - 1].key not in view.vocabulary.roles:
        return True  # « Sa coopérative, Tantely Mainty, exige… »
    return not view.person(at) or (not comma and view.words[at - 1].key in view.vocabulary.named_after_people)


def _quoted(view: View, at: int) -> Name | None:
    for end in range(at + 1, min(at + LONGEST_NAME, len(view.words) + 1)):
        if _CLOSING.match(view.text, view.words[end - 1].end):
            return view.name(at, end, "organization", 5.0, strong=True)
        if end < len(view.words) and re.search(r"[.!?;:]", view.words[end].gap):
            break
    return None


def _between_commas(view: View, head: int, end: int) -> int:
    """« …, du collectif Agareb respire, prévient… »: between the commas nothing but the name can follow; 0 where it is not so."""
    of = next((k for k in (head - 1, head - 2) if k >= 0 and view.words[k].key in OF), None)
    if of is None or view.words[of].gap.strip() != ",":
        return 0
    for last in range(end, min(end + 4, len(view.words))):
        if view.words[last].gap.strip():
            return last if view.words[last].gap.strip() == "," else 0
        if view.function(last):
            return 0
    return 0


def _phrase(view: View, at: int, end: int) -> int:
    """« Vivre et soigner à Valbrune », « Bien vivre aux Tilleuls »: a phrase goes on to the next finite verb; 0 if the name is none."""
    lower = view.words[at].text.lower()
    begins = (
        view.infinitive(at) or lower in view.classes.adverbs or lower in _SLOGANS or (lower in _ARTICLES and not view.words[at].initial)
    )
    if end > at + 1 or not begins:
        return 0
    last = end
    while last - at < LONGEST_NAME and view.follows(last):
        if view.words[last].text not in _SMALL and not view.words[last].elided and (view.function(last) or _finite(view, last)):
            break
        last = run_end(view, last) if view.upper(last) else last + 1
    while last > end and view.function(last - 1):
        last -= 1
    return last


def _finite(view: View, at: int) -> bool:
    text = view.words[at].text
    if view.words[at].key in view.vocabulary.agent_verbs:
        return True
    return view.classes.is_verb(text) and not view.infinitive(at) and not view.classes.is_noun(text)


def _tail(view: View, at: int, end: int) -> int:
    """Extend a name by what belongs to it in lower case: « Sioule vivante », « Eau pour tous », « Meute et Montagne »."""
    if _pair(view, at, end):
        return run_end(view, end + 1)
    if view.follows(end) and view.words[end].key in OF and _common_complement(view, end):
        return run_end(view, view.after_of(end))
    while end - at < LONGEST_NAME and view.follows(end):
        longer = _with_purpose(view, end, titled=view.words[at].text in _TITLES)
        if longer:
            end = longer
        elif view.adjective(end) and (not view.classes.is_verb(view.words[end].text) or _clause_goes_on(view, end + 1)):
            end += 1
        else:
            break
    return end


def _clause_goes_on(view: View, at: int) -> bool:
    """« l'association Guichet vivant a récolté »: behind the adjective the sentence has its verb, or a comma."""
    return at >= len(view.words) or not view.words[at].joined or view.words[at].key in _VERBS


def _pair(view: View, at: int, end: int) -> bool:
    """« l'association Meute et Montagne » is one name, « les groupes Renault et Peugeot » are two."""
    if end != at + 1 or not view.follows(end) or view.words[end].key != "et" or not view.upper(end + 1):
        return False
    nouns = all(view.classes.is_noun(view.words[k].text.lower()) for k in (at, end + 1))
    return nouns and not view.words[at - 1].text.endswith("s")


def _common_complement(view: View, of: int) -> bool:
    """« Normandie Logistique du Littoral »: a capitalised noun after « de », and no town."""
    after = view.after_of(of)
    return bool(after) and view.upper(after) and view.common(after) and not view.gazetteer.find(view.words[after].text)


def _with_purpose(view: View, at: int, *, titled: bool) -> int:
    """End of « pour tous », « sans frontières », and in a title with an article « au vert »; 0 for none."""
    text = view.words[at].text
    if text in _STANDING:
        return at + 1
    if text == "en" and view.follows(at + 1) and view.words[at + 1].text in _IN:
        return at + 2
    if text == "en" and view.follows(at + 2) and view.words[at + 1].elided and view.words[at + 2].text in _IN:
        return at + 3
    if text not in _BY_PURPOSE and not (titled and text in ("à", "au", "aux")):
        return 0
    after = at + 1
    if view.follows(after) and view.words[after].key in ARTICLES | {"un", "une", "notre", "nos"}:
        after += 1
    if not view.follows(after) or view.infinitive(after) or view.words[after].text.isdigit():
        return 0
    return run_end(view, after) if view.words[after].upper else after + 1
