"""What the extraction got wrong, one line a miss, for the sets that may be looked at."""

from collections.abc import Iterator

from evaluation.gold import Annotation
from evaluation.results import SetResult
from evaluation.scoring import ENTITY_TYPES, Prediction, is_speaker, pair_claims, pair_entities


def misses(result: SetResult) -> Iterator[str]:
    """Name each miss of a set, article by article."""
    for pair, prediction in zip(result.pairs, result.predictions, strict=True):
        lines = [*claim_misses(pair.gold, prediction), *entity_misses(pair.gold, prediction)]
        if lines:
            yield f"{pair.gold.id} ({pair.gold.kind_of_article})"
            yield from (f"  {line}" for line in lines)


def claim_misses(gold: Annotation, predicted: Prediction) -> Iterator[str]:
    """Name the claims that were missed, are none, or have the wrong speaker."""
    pairs = pair_claims(gold.claims, predicted.claims)
    found, used = {i for i, _ in pairs}, {j for _, j in pairs}
    for i, claim in enumerate(gold.claims):
        if i not in found:
            yield f"claim missed   {claim.kind:8} {claim.speaker} [{claim.cue}]: {claim.text}"
    for j, other in enumerate(predicted.claims):
        if j not in used:
            yield f"claim is none  {other.kind:8} {other.speaker}: {other.text}"
    for i, j in sorted(pairs):
        if not is_speaker(gold.claims[i], predicted.claims[j].speaker):
            yield f"speaker wrong  {predicted.claims[j].speaker}, not {gold.claims[i].speaker}: {gold.claims[i].text}"


def entity_misses(gold: Annotation, predicted: Prediction) -> Iterator[str]:
    """Name the entities that were missed or are none."""
    for kind in ENTITY_TYPES:
        missed, wrong = pair_entities(gold.entities, predicted.entities, kind)
        yield from (f"entity missed  {kind:12} {entity.name}" for entity in missed)
        yield from (f"entity is none {kind:12} {name}" for name in wrong)
