"""What the labels of a spaCy model's names mean."""

from contracts.messages import EntityType

# Models trained on Wikipedia have the first three, those trained on OntoNotes (English, Chinese…) ORG and the others.
LABELS: dict[str, EntityType] = {
    "PER": "person",
    "ORG": "organization",
    "LOC": "place",
    "PERSON": "person",
    "GPE": "place",
    "FAC": "place",
}
