"""The scores of the annotation guide, as pure functions: what was predicted for an article against what is marked in it.

Claims are paired one to one by the overlap of their words (Jaccard of word multisets, at least ``LEAST_OVERLAP``), best pairs first.
A paired claim is attributed where its speaker is the marked one or one of its aliases. Entities are paired by type and name or alias.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass, field
from typing import get_args

from contracts.messages import ClaimKind, EntityType
from evaluation.gold import Annotation, GoldClaim, GoldEntity

LEAST_OVERLAP = 0.5
ENTITY_TYPES: tuple[EntityType, ...] = get_args(EntityType)
CLAIM_KINDS: tuple[ClaimKind, ...] = get_args(ClaimKind)
# Leading articles and titles of civility, which do not tell speakers apart.
LEADING = re.compile(r"^(?:le |la |les |l |un |une |des |du |de la |de l |de |d |m |mme |mlle |dr |me )+")


@dataclass(frozen=True)
class PredictedClaim:
    """A claim as a system found it."""

    text: str
    speaker: str | None
    kind: ClaimKind


@dataclass(frozen=True)
class Prediction:
    """What a system found in one article: entities as (type, canonical name), and claims."""

    entities: tuple[tuple[EntityType, str], ...] = ()
    claims: tuple[PredictedClaim, ...] = ()


@dataclass(frozen=True)
class Tally:
    """How many were right, predicted and expected; the ratios are 0 where there is nothing to divide by."""

    right: int = 0
    predicted: int = 0
    expected: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(self.right + other.right, self.predicted + other.predicted, self.expected + other.expected)

    @property
    def precision(self) -> float:
        """Share of the predicted that is right."""
        return self.right / self.predicted if self.predicted else 0.0

    @property
    def recall(self) -> float:
        """Share of the expected that was predicted right."""
        return self.right / self.expected if self.expected else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        total = self.predicted + self.expected
        return 2 * self.right / total if total else 0.0


@dataclass(frozen=True)
class KindTally:
    """The claims of one kind. Of the marked: all, found, attributed; of the predicted: all, and paired with a marked one."""

    expected: int = 0
    found: int = 0
    attributed: int = 0
    predicted: int = 0
    paired: int = 0

    def __add__(self, other: "KindTally") -> "KindTally":
        return KindTally(*(mine + theirs for mine, theirs in zip(astuple(self), astuple(other), strict=True)))


@dataclass(frozen=True)
class Score:
    """The tallies of one article, or of several added up."""

    claim: Tally = Tally()
    attributed: Tally = Tally()
    entities: dict[EntityType, Tally] = field(default_factory=lambda: dict.fromkeys(ENTITY_TYPES, Tally()))
    kinds: dict[ClaimKind, KindTally] = field(default_factory=lambda: dict.fromkeys(CLAIM_KINDS, KindTally()))

    def __add__(self, other: "Score") -> "Score":
        return Score(
            self.claim + other.claim,
            self.attributed + other.attributed,
            {name: self.entities[name] + other.entities[name] for name in ENTITY_TYPES},
            {name: self.kinds[name] + other.kinds[name] for name in CLAIM_KINDS},
        )

    @property
    def entity(self) -> Tally:
        """The entities of all types together."""
        return sum(self.entities.values(), Tally())

    @property
    def speaker_accuracy(self) -> float:
        """Share of the found claims that have the right speaker."""
        return self.attributed.right / self.claim.right if self.claim.right else 0.0


def score(gold: Annotation, predicted: Prediction) -> Score:
    """Score one article."""
    pairs = pair_claims(gold.claims, predicted.claims)
    attributed = sum(is_speaker(gold.claims[i], predicted.claims[j].speaker) for i, j in pairs)
    counts = len(predicted.claims), len(gold.claims)
    return Score(
        Tally(len(pairs), *counts),
        Tally(attributed, *counts),
        {name: _entity_tally(gold.entities, predicted.entities, name) for name in ENTITY_TYPES},
        {name: _kind_tally(gold.claims, predicted.claims, pairs, name) for name in CLAIM_KINDS},
    )


def pair_claims(gold: Sequence[GoldClaim], predicted: Sequence[PredictedClaim]) -> list[tuple[int, int]]:
    """Pair marked and predicted claims one to one, the best overlap first; gives their positions."""
    marked, found = [word_counts(claim.text) for claim in gold], [word_counts(claim.text) for claim in predicted]
    overlaps = [(overlap(a, b), i, j) for i, a in enumerate(marked) for j, b in enumerate(found)]
    pairs: list[tuple[int, int]] = []
    taken_gold, taken_predicted = set[int](), set[int]()
    for value, i, j in sorted(overlaps, reverse=True):
        if value >= LEAST_OVERLAP and i not in taken_gold and j not in taken_predicted:
            taken_gold.add(i)
            taken_predicted.add(j)
            pairs.append((i, j))
    return pairs


def is_speaker(claim: GoldClaim, speaker: str | None) -> bool:
    """Tell whether a name is that of a claim's speaker, or one that a fair reader would accept."""
    return normal(speaker) in {normal(claim.speaker), *map(normal, claim.speaker_aliases)}


def pair_entities(
    gold: Iterable[GoldEntity], predicted: Iterable[tuple[EntityType, str]], kind: EntityType
) -> tuple[list[GoldEntity], list[str]]:
    """Pair the entities of one type; gives what is left on either side: the missed entities and the names that are none."""
    missed, wrong = [entity for entity in gold if entity.type == kind], list[str]()
    for name in (name for type_, name in predicted if type_ == kind):
        match = next((entity for entity in missed if normal(name) in map(normal, (entity.name, *entity.aliases))), None)
        if match is None:
            wrong.append(name)
        else:
            missed.remove(match)
    return missed, wrong


def normal(text: str | None) -> str:
    """Reduce a name to what tells names apart: no case, accents, punctuation, leading article or civility."""
    plain = re.sub(r"[^a-z0-9]+", " ", _unaccented((text or "").casefold().replace("œ", "oe"))).strip()
    return LEADING.sub("", plain + " ").strip() or plain


def word_counts(text: str) -> Counter[str]:
    """Count the words of a text, without case and accents."""
    return Counter(re.findall(r"[a-z0-9]+", _unaccented(text.casefold())))


def overlap(one: Counter[str], other: Counter[str]) -> float:
    """Jaccard overlap of two multisets of words, 0 to 1."""
    union = (one | other).total()
    return (one & other).total() / union if union else 0.0


def _unaccented(text: str) -> str:
    return "".join(character for character in unicodedata.normalize("NFKD", text) if not unicodedata.combining(character))


def _entity_tally(gold: Sequence[GoldEntity], predicted: Sequence[tuple[EntityType, str]], kind: EntityType) -> Tally:
    missed, wrong = pair_entities(gold, predicted, kind)
    expected = sum(entity.type == kind for entity in gold)
    right = expected - len(missed)
    return Tally(right, right + len(wrong), expected)


def _kind_tally(
    gold: Sequence[GoldClaim], predicted: Sequence[PredictedClaim], pairs: Sequence[tuple[int, int]], kind: ClaimKind
) -> KindTally:
    found = [(i, j) for i, j in pairs if gold[i].kind == kind]
    return KindTally(
        expected=sum(claim.kind == kind for claim in gold),
        found=len(found),
        attributed=sum(is_speaker(gold[i], predicted[j].speaker) for i, j in found),
        predicted=sum(claim.kind == kind for claim in predicted),
        paired=sum(predicted[j].kind == kind for _, j in pairs),
    )
