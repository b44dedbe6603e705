"""What makes two articles copies of one text, and two claims the same words of the same speaker: the same hash. Pure.

A dispatch of an agency appears in many papers, each with its own title, typography, dateline and credit; so the hash is of the words of the
body alone. What a paper cut, added or wrote anew makes another text: a copy that is missed stands twice in a list, while one taken for a
copy wrongly would hide an article.
"""

import re
import unicodedata
from collections.abc import Mapping
from hashlib import blake2b
from typing import Any

# Shorter texts are told by their title and day too: the body may be a paywall's or « Lire la suite ».
LEAST_WORDS = 60
# Of a claim: anybody says « C’est faux » about more than one thing.
LEAST_CLAIM_WORDS = 6

_AGENCIES = "AFP|AP|APS|ATS|Agence France-Presse|Agence QMI|ANSA|Belga|dpa|EFE|Keystone-ATS|La Presse canadienne|PC|Reuters|TAP|Xinhua"
# « PARIS, 12 mars (AFP) – », « Bruxelles (Belga) : », « (ATS) », « DAKAR – ».
_DATELINE = re.compile(
    r"\W*(?:(?:[A-ZÀ-Ý][\w’'.,/ -]{0,60}?\s*)?\([^()\n]{2,40}\)\s*[-–—:|]|[A-ZÀ-Ý][A-ZÀ-Ý’' -]+(?:,[^\n.–—-]{1,30})?\s[-–—|]\s"
    rf"|(?:[A-ZÀ-Ý][\w’'., -]{{0,40}}?\s*)?\((?:{_AGENCIES})\))"
)
# « (AFP) », « © Belga », « La rédaction avec AFP » on a line of its own, at the end.
_CREDIT = re.compile(rf"(?:\s*[\n(©|–—-]\s*(?:[^\n.!?]{{0,40}}\b)?(?:{_AGENCIES})\b[^\n]{{0,40}})+\s*$")
_CREDIT_CHARACTERS = 200
_LINKS = re.compile(r"^\W*(?:à lire|lire aussi|lire également|à voir|voir aussi|sur le même sujet|read also|read more)\b.*$", re.I | re.M)
_WORD = re.compile(r"[^\W_]+")


def article_text_hash(article: Mapping[str, Any]) -> str:
    """The hash of an article document, from its ``body`` (``title`` and ``published`` too, if that is short); copies have the same one."""
    words = _words(_without_frame(article["body"]))
    if len(words) < LEAST_WORDS:
        words += ["|", *_words(article["title"]), article.get("published", "")[:10]]
    return _hash(words)


def claim_text_hash(claim: Mapping[str, Any]) -> str:
    """The hash of a claim document: the same words (``text``) of the same ``speaker`` have the same one, in whatever article.

    Few words, or those of nobody named, must also stand under the same ``title``.
    """
    speaker, words = claim.get("speaker"), _words(claim["text"])
    if speaker is None or len(words) < LEAST_CLAIM_WORDS:
        words += ["|", *_words(claim["title"])]
    return _hash([speaker or "", "|", *words])


def _without_frame(body: str) -> str:
    """The text without what a paper or an agency puts around it: dateline, credit, links to other articles."""
    text = _LINKS.sub("", body)
    if dateline := _DATELINE.match(text):
        text = text[dateline.end() :]
    return text[:-_CREDIT_CHARACTERS] + _CREDIT.sub("", text[-_CREDIT_CHARACTERS:])


def _words(text: str) -> list[str]:
    """The words without case, accents, soft hyphens and punctuation, which differ from paper to paper."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return _WORD.findall("".join(letter for letter in plain if unicodedata.category(letter) not in ("Mn", "Cf")))


def _hash(words: list[str]) -> str:
    return blake2b(" ".join(words).encode(errors="replace"), digest_size=16).hexdigest()
