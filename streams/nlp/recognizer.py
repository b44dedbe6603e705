"""The recognizer of names: the model's own, or that which this project has trained further (``recognizer/`` in the language folder)."""

import json

import spacy
from spacy.language import Language

from streams.nlp.language_folder import FOLDER

WEIGHTS = FOLDER / "recognizer"
# The recognizer has its own encoder; claims are found by rules over words, so nothing else of the model runs.
NOT_NEEDED = ["tok2vec", "morphologizer", "parser", "attribute_ruler", "lemmatizer", "senter"]


def load_recognizer(model_name: str) -> tuple[Language, str]:
    """Load a spaCy model with its recognizer alone; say which it is: « fr_core_news_md-3.8.0+360 » was trained further on 360 articles.

    Weights that belong to another model, or another version of it, are left alone.

    Raises:
        OSError: the model is not installed.
    """
    nlp = spacy.load(model_name, exclude=NOT_NEEDED)
    name = identity_of(nlp)
    card = json.loads((WEIGHTS / "card.json").read_text(encoding="utf-8")) if WEIGHTS.is_dir() else {}
    if card.get("base") != name:
        return nlp, name
    nlp.get_pipe("ner").from_disk(WEIGHTS, exclude=["vocab"])  # type: ignore[attr-defined]
    return nlp, f"{name}+{card['articles']}"


def identity_of(nlp: Language) -> str:
    """The name and version of a model: « fr_core_news_md-3.8.0 »."""
    return f"{nlp.meta['lang']}_{nlp.meta['name']}-{nlp.meta['version']}"
