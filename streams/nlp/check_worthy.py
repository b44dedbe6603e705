"""How much a claim is worth a fact-checker's time: a score from 0 to 1 that is the sum of a few stated features.

The features are those that ClaimBuster found to tell check-worthy factual sentences from others (Hassan et al., « Toward Automated
Fact-Checking: Detecting Check-worthy Factual Claims by ClaimBuster », KDD 2017): figures, comparisons, named entities, verbs of fact in the
past or present, against wishes, promises and opinions. The weights are ours: they only order the claims of a list, and a desk can
read in them why one stands above another.
"""

from collections.abc import Collection, Sequence
from typing import NamedTuple

from contracts.messages import Modality
from streams.nlp.language_folder import read_toml

_WORDS = {name: frozenset(words.split()) for name, words in read_toml("check_worthy.toml").items()}
# A figure says most; a claim about the future, a wish or an opinion cannot be looked up.
BASE, FIGURE, COMPARISON, NAMED, DATED, LONG = 0.2, 0.3, 0.15, 0.15, 0.1, 0.1
FACTUAL = {"asserted": 0.1, "negated": 0.1, "conditional": -0.1, "future": -0.2, "question": -0.2}
OPINION, SHORT = -0.15, -0.2
# In words: a shorter claim says too little to be checked, one of at least LONG_WORDS gives something to look up.
SHORT_WORDS, LONG_WORDS = 5, 10


class Features(NamedTuple):
    """What of a claim counts, each a yes or no except its modality."""

    figure: bool
    comparison: bool
    named: bool
    dated: bool
    opinion: bool
    long: bool
    short: bool
    modality: Modality


def features_of(words: Sequence[str], modality: Modality, *, names: Collection[str], dates: Collection[object]) -> Features:
    """Read the features of a claim from its lower-case words, the entities that it names and its dates."""
    forms = set(words)
    spoken = sum(word[0].isalnum() for word in words)
    return Features(
        figure=any(word[0].isdigit() for word in words) or bool(forms & _WORDS["quantities"]),
        comparison=bool(forms & _WORDS["comparisons"]),
        named=bool(names),
        dated=bool(dates),
        opinion=bool(forms & _WORDS["opinions"]),
        long=spoken >= LONG_WORDS,
        short=spoken < SHORT_WORDS,
        modality=modality,
    )


def check_worthiness(features: Features) -> float:
    """Add up the weights of the features, within 0 and 1."""
    score = BASE + FACTUAL[features.modality]
    score += FIGURE * features.figure + COMPARISON * features.comparison + NAMED * features.named + DATED * features.dated
    score += LONG * features.long + OPINION * features.opinion + SHORT * features.short
    return round(min(1.0, max(0.0, score)), 2)
