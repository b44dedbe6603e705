"""The people, organizations and places of an article: one entity each, with all its mentions."""

from collections import defaultdict
from collections.abc import Sequence

from contracts.messages import Entity, EntityType, Span
from streams.nlp.document import Paragraph

TYPES: dict[str, EntityType] = {"PER": "person", "ORG": "organization", "LOC": "place"}


def find_entities(paragraphs: Sequence[Paragraph]) -> list[Entity]:
    """Find the entities of one article, in the order of their first mention."""
    mentions: dict[tuple[EntityType, str], list[Span]] = defaultdict(list)
    for paragraph in paragraphs:
        for ent in paragraph.doc.ents:
            if ent.label_ in TYPES and ent.text.strip():
                mentions[TYPES[ent.label_], ent.text.strip()[:512]].append(paragraph.span(ent.start_char, ent.end_char))
    return [Entity(type=kind, name=name, mentions=tuple(spans)) for (kind, name), spans in mentions.items()]
