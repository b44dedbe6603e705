"""What the recognizer of names is asked, and what its spans count beside the votes of the rules.

It is by far the slowest part, so it reads only the paragraphs in which its word can change what a name is taken for.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from spacy.tokens import Doc

from contracts.messages import EntityType
from streams.nlp.grouping import CERTAIN, ENOUGH, Mention
from streams.nlp.model_labels import LABELS
from streams.nlp.naming.marked import ModelSpan
from streams.nlp.naming.name import Name
from streams.nlp.word_classes import WordClasses

# What the model's word counts, where its span is the name's and where they only overlap.
SAME_SPAN, OVERLAP = 2.0, 0.7


def undecided(mentions: Sequence[Mention], classes: WordClasses) -> set[int]:
    """Give the numbers of the paragraphs with a name whose type the model can still change."""
    forms: dict[str, list[Name]] = defaultdict(list)
    for mention in mentions:
        if not mention.name.nothing:
            forms[mention.name.key].append(mention.name)
    open_forms = {key for key, names in forms.items() if not _decided(names, classes)}
    return {mention.paragraph for mention in mentions if not mention.name.nothing and mention.name.key in open_forms}


def _decided(names: Sequence[Name], classes: WordClasses) -> bool:
    """Whether the model cannot change what the names of one form are taken for: a type that leads by too much, or for nothing."""
    total: dict[EntityType, float] = defaultdict(float)
    for name in names:
        for kind, weight in name.votes.items():
            total[kind] += weight
    first, second, *_ = sorted([*total.values(), 0.0, 0.0], reverse=True)
    most = SAME_SPAN * len(names)
    doubted = all(name.doubt for name in names)
    if first >= (CERTAIN if doubted else ENOUGH) and first - second > most:
        return True
    word = doubted and names[0].size == 1 and classes.is_common(names[0].text.lower())
    return word and not any(name.strong or name.located for name in names) and first + most < CERTAIN


def spans_of(doc: Doc) -> list[ModelSpan]:
    """Give the people, organizations and places that the model has marked, in order."""
    return [ModelSpan(ent.start_char, ent.end_char, LABELS[ent.label_]) for ent in doc.ents if ent.label_ in LABELS]


def add_votes(names: Sequence[Name], spans: Iterable[ModelSpan]) -> None:
    """Add the votes of the model's spans to the names of the same paragraph that they overlap; both are in the order of the text."""
    at = 0
    for span in spans:
        while at < len(names) and names[at].end <= span.start:
            at += 1
        for name in names[at:]:
            if name.start >= span.end:
                break
            same = abs(name.start - span.start) <= 3 and name.end == span.end
            name.model[span.kind] = name.model.get(span.kind, 0.0) + (SAME_SPAN if same else OVERLAP)
