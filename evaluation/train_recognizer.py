"""``python -m evaluation.train_recognizer``: go on training the model's recognizer of names, on the gold articles of the set ``open``.

Writes ``streams/nlp/languages/fr/recognizer/`` again, weights and ``card.json``; its ``README.md`` says what they are for. Each epoch reads
every paragraph as it is and twice with its names exchanged for others of the same sort, so that the surroundings are learned and not the
names. ``held`` is never read.
"""

import json
import random
import re
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import spacy
from spacy.language import Language
from spacy.tokens import Span
from spacy.training import Example
from spacy.util import filter_spans, minibatch
from thinc.api import fix_random_seed

from contracts.messages import EntityType
from evaluation.gold import GoldArticle, load_set
from runtime.settings import settings
from streams.nlp.document import split_paragraphs
from streams.nlp.language_folder import read_lines, read_toml
from streams.nlp.model_labels import LABELS
from streams.nlp.phrases import pairs
from streams.nlp.recognizer import WEIGHTS, identity_of

EPOCHS, COPIES, BATCH, DROPOUT, RATE, SEED = 8, 2, 16, 0.3, 0.001, 0
# The labels of a French model; those of others mean the same.
_LABEL = {kind: label for label, kind in reversed(LABELS.items())}
_VOWEL = re.compile(r"[AEIOUYHÀÂÉÈÊÎÔŒ]")
LONGEST_ACRONYM = 6

Marked = tuple[str, list[tuple[int, int, EntityType]]]
"""A paragraph and the names in it: start, end, type."""


@dataclass(frozen=True)
class Card:
    """What the weights are: the model that they belong to, how they were made and from how much."""

    base: str
    articles: int
    paragraphs: int
    epochs: int = EPOCHS
    copies: int = COPIES
    seed: int = SEED


class Names:
    """Names to exchange others for: those of the data folder, and the surnames of the articles themselves."""

    def __init__(self, articles: Sequence[GoldArticle]) -> None:
        people = [entity.name.split() for pair in articles for entity in pair.gold.entities if entity.type == "person"]
        self.surnames = sorted({parts[-1] for parts in people if len(parts) > 1})
        self.first_names = [line.split("\t")[0] for line in read_lines("first_names.tsv")]
        self.towns = [line.split("\t")[0] for line in read_lines("cities.tsv")]
        self.known_towns = frozenset(self.towns)
        bodies = [name for block in read_toml("organizations.toml")["known"].values() for name, _ in pairs(block)]
        self.acronyms = [name for name in bodies if _is_acronym(name)]
        self.bodies = [name for name in bodies if " " not in name and name[0].isupper() and not _VOWEL.match(name)]

    def another(self, draw: random.Random, name: str, kind: EntityType, elided: bool) -> str:
        """A name of the same sort that the words before it allow (« d'Arras », « de Lyon »); the same where there is none."""
        for _ in range(20):
            other = self._draw(draw, name, kind, elided)
            if bool(_VOWEL.match(other)) == bool(_VOWEL.match(name)):
                return other
        return name

    def _draw(self, draw: random.Random, name: str, kind: EntityType, elided: bool) -> str:
        if kind == "person":
            surname = draw.choice(self.surnames)
            return f"{draw.choice(self.first_names)} {surname}" if " " in name else surname
        if kind == "place":
            return draw.choice(self.towns) if name in self.known_towns else name
        if _is_acronym(name):
            return draw.choice(self.acronyms)
        return name if " " in name or elided else draw.choice(self.bodies)


def _is_acronym(name: str) -> bool:
    return name.isupper() and len(name) <= LONGEST_ACRONYM


def main() -> None:
    """Train, and write the weights."""
    model, articles = settings().models[0], load_set("open")
    fix_random_seed(SEED)
    draw, names = random.Random(SEED), Names(articles)  # noqa: S311
    nlp = spacy.load(model)
    paragraphs = [marked for pair in articles for marked in marked_paragraphs(pair)]
    with nlp.select_pipes(enable="ner"):
        optimizer = nlp.resume_training()
        optimizer.learn_rate = RATE
        for epoch in range(EPOCHS):
            started, losses = time.perf_counter(), dict[str, float]()
            copies = [exchanged(marked, names, draw) for _ in range(COPIES) for marked in paragraphs]
            examples = [example(nlp, marked) for marked in (*paragraphs, *copies)]
            draw.shuffle(examples)
            for batch in minibatch(examples, size=BATCH):  # type: ignore[no-untyped-call]
                nlp.update(batch, sgd=optimizer, drop=DROPOUT, losses=losses)
            print(f"epoch {epoch + 1}: loss {losses['ner']:.0f}, {time.perf_counter() - started:.0f} s", file=sys.stderr, flush=True)
    card = Card(identity_of(nlp), len(articles), len(paragraphs))
    with nlp.use_params(optimizer.averages):
        write(nlp, card, WEIGHTS)


def marked_paragraphs(pair: GoldArticle) -> Iterator[Marked]:
    """Give the paragraphs of an article with every place where an entity's name or alias stands; of overlapping ones the longest."""
    kinds = {form: entity.type for entity in reversed(pair.gold.entities) for form in (entity.name, *entity.aliases)}
    longest_first = sorted(kinds, key=len, reverse=True)
    form = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)")
    for paragraph in split_paragraphs(pair.article):
        found = form.finditer(paragraph.text) if kinds else ()
        yield paragraph.text, [(match.start(), match.end(), kinds[match[0]]) for match in found]


def exchanged(marked: Marked, names: Names, draw: random.Random) -> Marked:
    """The same paragraph with other names."""
    text, spans = marked
    parts, others, end, length = list[str](), list[tuple[int, int, EntityType]](), 0, 0
    for start, stop, kind in spans:
        before = text[end:start]
        name = names.another(draw, text[start:stop], kind, text[:start].endswith(("'", "’")))
        length += len(before)
        others.append((length, length + len(name), kind))
        parts += before, name
        length, end = length + len(name), stop
    return "".join((*parts, text[end:])), others


def example(nlp: Language, marked: Marked) -> Example:
    """What the model is shown, and what it should mark."""
    text, names = marked
    doc = nlp.make_doc(text)
    spans = (doc.char_span(start, end, _LABEL[kind], alignment_mode="expand") for start, end, kind in names)
    reference = doc.copy()
    kept = filter_spans([span for span in spans if span is not None])
    reference.set_ents([Span(reference, span.start, span.end, span.label_) for span in kept], default="outside")
    return Example(doc, reference)


def write(nlp: Language, card: Card, folder: Path) -> None:
    """Write the weights and their card."""
    nlp.get_pipe("ner").to_disk(folder, exclude=["vocab"])  # type: ignore[attr-defined]
    (folder / "card.json").write_text(json.dumps(asdict(card), indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
