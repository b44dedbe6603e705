"""Offices whose field is no organization: « le ministre délégué chargé de la Transition écologique »."""

from streams.nlp.naming.enumerated import enumeration_end
from streams.nlp.naming.view import View
from streams.nlp.small_words import THE, TO, TO_THE

_TO = TO | TO_THE


def office_end(view: View, at: int) -> int:
    """End of an office with its field; 0 where none begins here."""
    head = view.vocabulary.portfolios.match(view.words, at)
    if not head:
        return 0
    # « conseiller d'Etat Dominique Overney »: the capital belongs to the office.
    at, end = at + head, (at + head if any(word.upper for word in view.words[at : at + head]) else 0)
    while view.follows(at):
        if view.upper(at):
            # « Protection civile », « Affaires étrangères »: the field may have several words.
            if not end or not _is_field(view, at):
                break
            at = end = at + 1
        elif view.adjective(at):
            at += 1
            end = at if end else 0
        elif view.words[at].key in view.marks.office_links:
            at += 1
        else:
            field = _field(view, at)
            if not field:
                break
            at = end = field
    return max(end, enumeration_end(view, end)) if end else 0


def _field(view: View, at: int) -> int:
    """End of « de la Santé », « aux Sports », « à l'Intérieur »; 0 for none."""
    after = view.after_of(at) or (at + 1 if view.words[at].text in _TO else 0)
    if after and view.follows(after) and view.words[after].key in THE:
        after += 1
    return after + 1 if after and view.upper(after) and _is_field(view, after) else 0


def _is_field(view: View, at: int) -> bool:
    return view.common(at) and not view.words[at].acronym and not view.person(at)
