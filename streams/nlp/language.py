"""Which language an article is written in."""

import re
from functools import cache

from py3langid.langid import MODEL_FILE, LanguageIdentifier

SUPPORTED = frozenset({"fr"})
# Enough to tell a language; more costs time. In code points.
SAMPLE = 3_000
# Shorter texts say too little: the source's word, or French, is believed.
SHORTEST = 40
# Small words that are frequent in French and rare elsewhere.
_FRENCH = re.compile(
    r"\b(?:le|la|les|des|du|une|est|dans|pour|qui|que|sur|avec|par|au|aux|plus|ont|ses|cette|ne|pas|selon|sont|été|et|à|leur|nous|il|elle)\b|\b[dlnscjmt]['’]\w",
    re.IGNORECASE,
)


@cache
def _identifier() -> LanguageIdentifier:
    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


def detect_language(title: str, body: str, stated: str | None) -> str:
    """Detect the language as an ISO 639-1 code; ``stated`` is what the source says, and decides where the text is short or unclear."""
    claimed = (stated or "").strip().lower().replace("_", "-").split("-")[0] or None
    sample = _sample(title, body)
    if len(sample) < SHORTEST:
        return claimed or "fr"
    language, probability = _identifier().classify(sample)
    if language in SUPPORTED:
        return str(language)
    if _looks_french(sample) or (claimed in SUPPORTED and probability < 0.9):
        return "fr"
    return str(language) if probability > 0.8 or not claimed else claimed


def _sample(title: str, body: str) -> str:
    text = f"{title}\n{body[: 4 * SAMPLE]}"
    return " ".join(text.split())[:SAMPLE]


def _looks_french(sample: str) -> bool:
    """Names in other languages can mislead the identifier; a third of French small words cannot."""
    words = len(sample.split())
    return words > 0 and len(_FRENCH.findall(sample)) / words > 0.3
