"""Where the name of a body ends that goes on in lower case: « Sioule vivante », « Vivre et soigner à Valbrune », « Robin des flots »."""

from streams.nlp.naming.runs import run_end
from streams.nlp.naming.view import COMPLEMENT, View
from streams.nlp.small_words import AND, IN, INSIDE, NOT, THE, TO, TO_THE, A

LONGEST_NAME = 9
_TO = TO | TO_THE


def phrase_end(view: View, head: int, at: int, end: int) -> int:
    """End of a name that is a phrase: « le comité Libre parcours », « l'ONG Robin des flots », « Carouge à l'ombre »; 0 for none.

    Such names begin with one capital, and go on to the verb, a comma or a day.
    """
    one_capital = end == at + 1 + (view.words[at].text in view.marks.title_articles)
    if view.words[head].key not in view.marks.phrase_heads or not one_capital or (view.first_name(at) and not view.common(at)):
        return 0
    last = _before_the_verb(view, at, _behind_negation(view, at) or end)
    while last > end and (view.words[last - 1].text in view.marks.phrase_links or view.words[last - 1].text in INSIDE):
        last -= 1
    # Only where the sentence then goes on with its verb or a comma; else the words may be anything.
    stop = last >= len(view.words) or not view.words[last].joined or _finite(view, last)
    return last if last > end and stop else 0


def _before_the_verb(view: View, at: int, last: int) -> int:
    """Position of the verb, comma, day, number or capital that ends the phrase, or behind the adverb that does: « Pierre debout »."""
    while last - at < LONGEST_NAME and view.follows(last):
        word = view.words[last]
        if word.text in view.marks.phrase_ends:
            return last + 1
        if word.upper or word.key in view.marks.ends_phrase or word.text.isdigit() or word.key in view.vocabulary.agent_verbs:
            break
        if _finite(view, last) and not _leads_to_noun(view, last - 1):
            break
        last += 1
    return last


def _leads_to_noun(view: View, at: int) -> bool:
    key = view.words[at].key
    return key in view.marks.phrase_links or key in THE or key in A


def slogan_end(view: View, at: int, end: int) -> int:
    """« Vivre et soigner à Valbrune », « Bien vivre aux Tilleuls »: a phrase goes on to the next finite verb; 0 if the name is none."""
    lower = view.words[at].text.lower()
    begins = (
        view.infinitive(at)
        or lower in view.classes.adverbs
        or lower in view.marks.slogans
        or (lower in view.marks.phrase_articles and not view.words[at].initial)
        or lower in NOT
    )
    if (end > at + 1 and lower not in NOT) or not begins:
        return 0
    last = _behind_negation(view, at) or end
    while last - at < LONGEST_NAME and view.follows(last):
        if (
            view.words[last].text not in view.marks.phrase_links
            and not view.words[last].elided
            and (view.function(last) or _finite(view, last))
        ):
            break
        last = run_end(view, last) if view.upper(last) else last + 1
    while last > end and view.function(last - 1):
        last -= 1
    return last


def _behind_negation(view: View, at: int) -> int:
    """Position behind « Ne coupons pas », which begins the name of a collective; 0 for none."""
    if view.words[at].key not in NOT or not view.follows(at + 1):
        return 0
    return at + 2 + (view.follows(at + 2) and view.words[at + 2].text in view.marks.negations)


def _finite(view: View, at: int) -> bool:
    text = view.words[at].text
    if view.words[at].key in view.vocabulary.agent_verbs:
        return True
    return view.classes.is_verb(text) and not view.infinitive(at) and not view.classes.is_noun(text)


def tail_end(view: View, at: int, end: int) -> int:
    """Extend a name by what belongs to it in lower case: « Sioule vivante », « Eau pour tous », « Meute et Montagne »."""
    if _pair(view, at, end):
        return run_end(view, end + 1)
    if view.follows(end) and view.words[end].key in COMPLEMENT and _common_complement(view, end):
        return run_end(view, view.after_of(end))
    while end - at < LONGEST_NAME and view.follows(end):
        longer = _with_purpose(view, end, titled=view.words[at].text in view.marks.title_articles)
        if longer:
            end = longer
        elif view.adjective(end) and (not view.classes.is_verb(view.words[end].text) or _clause_goes_on(view, end + 1)):
            end += 1
        else:
            break
    return end


def _clause_goes_on(view: View, at: int) -> bool:
    """« l'association Guichet vivant a récolté »: behind the adjective the sentence has its verb, or a comma."""
    return at >= len(view.words) or not view.words[at].joined or view.words[at].key in view.marks.clause_verbs


def _pair(view: View, at: int, end: int) -> bool:
    """« l'association Meute et Montagne » is one name, « les groupes Renault et Peugeot » are two."""
    if end != at + 1 or not view.follows(end) or view.words[end].key not in AND or not view.upper(end + 1):
        return False
    nouns = all(view.classes.is_noun(view.words[k].text.lower()) for k in (at, end + 1))
    return nouns and not view.words[at - 1].text.endswith(view.marks.plural_heads)


def _common_complement(view: View, of: int) -> bool:
    """« Normandie Logistique du Littoral »: a capitalised noun after « de », and no town."""
    after = view.after_of(of)
    return bool(after) and view.upper(after) and view.common(after) and not view.gazetteer.find(view.words[after].text)


def _with_purpose(view: View, at: int, *, titled: bool) -> int:
    """End of « pour tous », « sans frontières », and in a title with an article « au vert »; 0 for none."""
    text = view.words[at].text
    if text in view.marks.phrase_ends:
        return at + 1
    noun = at + 1 + (view.follows(at + 1) and view.words[at + 1].elided)
    if text in IN and view.follows(noun) and view.words[noun].text in view.marks.behind_en:
        return noun + 1
    if text not in view.marks.purposes and not (titled and text in _TO):
        return 0
    after = at + 1
    if view.follows(after) and (view.words[after].key in THE or view.words[after].key in view.marks.purpose_articles):
        after += 1
    if not view.follows(after) or view.infinitive(after) or view.words[after].text.isdigit():
        return 0
    return run_end(view, after) if view.words[after].upper else after + 1
