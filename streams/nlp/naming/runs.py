"""Runs of capitalised words: « Jean-Noël Lemaire », « Ruote Bellandi », « France 3 Occitanie »."""

from streams.nlp.naming.context import vote_by_context
from streams.nlp.naming.form import vote_by_form
from streams.nlp.naming.name import Name
from streams.nlp.naming.view import COMPLEMENT, View
from streams.nlp.small_words import AND

# Countries where surnames are named after towns: « d'Ávila », « de la Torre ».
_IBERIAN = frozenset({"ES", "PT", "IT", "MX", "AR", "CL", "CO", "PE", "BR", "PH"})
# Small words between two parts of a name: « van den », « de la ».
MOST_SMALL_WORDS = 2


def read_run(view: View, at: int) -> Name | None:
    """Read the run of capitals that begins here, with the votes of its form and of what stands around it."""
    if not _may_begin(view, at):
        return None
    end = run_end(view, at)
    if view.words[at].text in view.marks.capital_articles and end == at + 1:
        return None
    at = _trim(view, at, end)
    start = person_start(view, at, end)
    # « le député N-VA Joris Peetermans »: two names; of « la Liégeoise Florence V. » only the second is one.
    names_place = view.places(at, start) and view.words[at].key not in view.vocabulary.demonyms  # « le Suisse Fadri Caduff »
    if start > at and (view.words[at].acronym or view.body(at) == start - at or names_place):
        end = start
    else:
        at = start
    name = view.name(at, end)
    vote_by_form(view, name)
    vote_by_context(view, name)
    return name


def run_end(view: View, at: int) -> int:
    """End of the run of capitalised words that begins here, with the small words that may stand inside."""
    if at not in view.run_ends:
        view.run_ends[at] = _run_end(view, at)
    return view.run_ends[at]


def _run_end(view: View, first: int) -> int:
    body = view.body(first)
    end = first + max(view.gazetteer.match(view.words, first), body, 1)
    if (
        body
        and end == first + body
        and end < len(view.words)
        and (
            view.first_name(end)
            or _unknown_person(view, first, end)
            or (body > 1 and not view.common(end) and not view.gazetteer.find(view.words[end].text))
        )
    ):
        return end
    while view.follows(end):
        longer = _longer(view, first, end)
        if not longer:
            break
        end = longer
    return end


def _unknown_person(view: View, first: int, at: int) -> bool:
    """« le biologiste de l'EPFL Thanh-Tùng Rochat »: two unknown capitals right behind an acronym."""
    if not view.words[first].acronym or at != first + 1 or not (view.upper(at) and view.upper(at + 1)):
        return False
    return not any(view.common(k) or view.gazetteer.find(view.words[k].text) or view.words[k].acronym for k in (at, at + 1))


def _longer(view: View, first: int, end: int) -> int:
    """The end with the next part, if it belongs to the run; else 0."""
    word = view.words[end]
    if view.words[end - 1].text.endswith(".") and view.function(end):
        return 0  # « en courrier A. La Poste… »: a sentence ends
    if word.upper and not word.elided and word.key not in view.vocabulary.civilities:
        return 0 if word.key in view.vocabulary.days else end + max(view.gazetteer.match(view.words, end), 1)
    if word.text in view.marks.inside_names and view.upper(end + 1):
        return end + 2
    if word.text in view.marks.english_links and view.upper(end + 1) and not view.first_name(first):
        return end + 2
    if word.key in AND and view.follows(end + 1) and view.words[end + 1].text in view.marks.family:
        return end + 2
    # « France 3 Occitanie »; but « Lyon 3 » is a score.
    if word.text.isdigit() and len(word.text) < 3 and end == first + 1 and view.words[first].key in view.vocabulary.numbered:
        return end + 1
    return _over_small_words(view, first, end)


def _over_small_words(view: View, first: int, at: int) -> int:
    """Position after the small words from ``at`` on and the capitalised word they lead to; 0 where the name ends before them."""
    after = at
    while after - at < MOST_SMALL_WORDS and view.follows(after) and view.words[after].key in view.vocabulary.particles:
        if view.upper(after):
            break
        after += 1
    if after == at or not view.upper(after):
        return 0
    small = [word.key for word in view.words[at:after]]
    if all(key in view.vocabulary.foreign_particles for key in small):
        return after + 1
    if small[0] not in COMPLEMENT:
        return 0
    if at == first + 1:
        return after + 1 if _takes_of(view, first) else 0
    return after + 1 if _goes_on(view, first, at, after) else 0


def _goes_on(view: View, first: int, at: int, after: int) -> bool:
    """« Duarte Lobo d'Ávila », « Inmaculada Ruiz de la Torre »; « Coton Sport de Garoua », but not « Paul Morel de Lyon »."""
    places = view.gazetteer.find(view.words[after].text)
    if view.words[at - 1].text in view.vocabulary.club_words or view.words[at - 1].text in view.marks.club_tails:
        return bool(places)
    if not view.first_name(first) or view.institution(after) or view.words[after].acronym:
        return False
    return all(place.country in _IBERIAN for place in places) and not view.common(after)


def _takes_of(view: View, head: int) -> bool:
    """Whether « de X » belongs to the name after this word: « Charles de Gaulle », « Laiterie des Trois-Puys »."""
    word = view.words[head]
    if view.first_name(head):
        # « Dominique de Villepin », and Dominique is a country too; but « le Noël des enfants ».
        return not view.thing(head)
    if word.key in view.marks.compass or word.initial or word.acronym or view.inhabitant(head) or view.gazetteer.find(word.text):
        return False
    return view.classes.is_noun(word.text.lower())


def _may_begin(view: View, at: int) -> bool:
    word, vocabulary = view.words[at], view.vocabulary
    if not word.upper or word.elided or word.key in vocabulary.days or word.gap.endswith(("@", "#")):
        return False
    if word.key in vocabulary.civilities or word.key.rstrip(".") in vocabulary.civilities:
        return False
    if not view.function(at) or word.acronym:
        return True
    return word.text in view.marks.capital_articles and not word.initial


def _trim(view: View, at: int, end: int) -> int:
    """Drop a first word that has its capital only from the start of a sentence."""
    word, vocabulary = view.words[at], view.vocabulary
    if not word.initial or end == at + 1 or word.acronym:
        return at
    if view.first_name(at) or view.gazetteer.find(word.text) or not view.common(at):
        return at
    if vocabulary.place_kinds.match(view.words, at) == 1 and end == at + 2:
        return at + 1  # « Fleuve Corentyne : … »
    if view.thing(at) == 1 or word.key in vocabulary.roles or view.inhabitant(at):
        return at + 1
    named = view.first_name(at + 1) or view.words[at + 1].acronym
    return at if view.classes.is_noun(word.text.lower()) and not named else at + 1


def person_start(view: View, at: int, end: int) -> int:
    """Where a person's name begins in a run: after « Liégeoise », « N-VA », « Moselle » or the field of a minister."""
    for start in range(at + 1, end - 1):
        if not view.first_name(start) or view.words[start].acronym or view.words[start - 1].text in view.marks.saints:
            continue
        if any(view.first_name(before) for before in range(at, start)) or view.words[start - 1].key in view.vocabulary.particles:
            return at
        titled = at > 1 and view.words[at - 1].key in COMPLEMENT and start == at + 1  # « le député du Kesrouan Ziad Abou Rjeily »
        other = titled or view.words[at].acronym or view.common(at) or view.words[at].key in view.vocabulary.roles or view.inhabitant(at)
        if other or view.body(at) == start - at or view.places(at, start):
            return start
    return at + 1 if end > at + 1 and view.inhabitant(at) else at
