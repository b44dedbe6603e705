"""Which language an article is written in; the rules of this process read one (``READ``)."""

from functools import cache

from py3langid.langid import MODEL_FILE, LanguageIdentifier

from streams.nlp.language_folder import FOLDER, pattern

READ = FOLDER.name
# Enough to tell a language; more costs time. In code points.
SAMPLE = 3_000
# Shorter texts say too little: the source's word, or else the language that is read, is believed.
SHORTEST = 40
_FREQUENT = pattern("frequent")


@cache
def _identifier() -> LanguageIdentifier:
    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


def detect_language(title: str, body: str, stated: str | None) -> str:
    """Detect the language as an ISO 639-1 code; ``stated`` is what the source says, and decides where the text is short or unclear."""
    claimed = (stated or "").strip().lower().replace("_", "-").split("-")[0] or None
    sample = _sample(title, body)
    if len(sample) < SHORTEST:
        return claimed or READ
    language, probability = _identifier().classify(sample)
    if language == READ or _looks_like_it(sample) or (claimed == READ and probability < 0.9):
        return READ
    return str(language) if probability > 0.8 or not claimed else claimed


def _sample(title: str, body: str) -> str:
    text = f"{title}\n{body[: 4 * SAMPLE]}"
    return " ".join(text.split())[:SAMPLE]


def _looks_like_it(sample: str) -> bool:
    """Names in other languages can mislead the identifier; a third of the small words of the language that is read cannot."""
    words = len(sample.split())
    return words > 0 and len(_FREQUENT.findall(sample)) / words > 0.3
