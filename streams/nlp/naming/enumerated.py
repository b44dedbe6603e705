"""Enumerations inside a name: « Direction de la concurrence, de la consommation et de la répression des fraudes »."""

from streams.nlp.naming.runs import run_end
from streams.nlp.naming.view import COMPLEMENT, View
from streams.nlp.small_words import AND, THE


def enumeration_end(view: View, at: int, *, articles: bool = False) -> int:
    """End of the enumeration that goes on behind the comma before ``at`` and closes with « et »; 0 for none.

    Each of its parts repeats « de »; ``articles``: or the article alone, « pour l'agriculture, la pêche et l'alimentation ».
    """
    if at >= len(view.words) or not (view.words[at].gap.strip() == "," or (articles and view.words[at].key in AND)):
        return 0
    while at < len(view.words):
        closes = view.words[at].key in AND and view.follows(at + 1)
        end = _part_end(view, at + closes, articles=articles)
        if not end or closes:
            return end
        if end < len(view.words) and view.words[end].gap.strip() != "," and view.words[end].key not in AND:
            return 0
        at = end
    return 0


def named_list_end(view: View, at: int) -> int:
    """End of names behind the comma before ``at``: « Rance et Rougier » of « Monts, Rance et Rougier »; 0 where « et » closes none."""
    while at < len(view.words) and view.words[at].gap.strip() == "," and view.words[at].upper:
        at = run_end(view, at)
        if view.follows(at) and view.words[at].key in AND and view.upper(at + 1):
            return run_end(view, at + 1)
    return 0


def _part_end(view: View, at: int, *, articles: bool) -> int:
    """End of « de la répression des fraudes », « de l'Alimentation »; 0 for none."""
    noun = view.after_of(at) if view.words[at].key in COMPLEMENT else 0
    if not noun and articles and view.words[at].key in THE and view.follows(at + 1):
        noun = at + 1
    if not noun or not (view.noun(noun) or (view.upper(noun) and view.common(noun) and not view.institution(noun))):
        return 0
    end = noun + 1
    while view.follows(end):
        after = view.after_of(end) if view.words[end].key in COMPLEMENT else 0
        if after and view.noun(after):
            end = after + 1
        elif view.adjective(end):
            end += 1
        else:
            break
    return end
