"""A fast stand-in for the language model, which also misbehaves on demand: ``TELEX_SPACY_MODELS=tests.faults.stand_in:StandIn``.

It reads what ``tests.faults.articles`` writes: two capitalised words are a person, « … » is what the last one named says. Everything
around it is the real worker: its processes, its batches, its acknowledgements.
"""

import os
import re
import signal
import time
from collections.abc import Iterator, Sequence

from contracts.messages import Claim, Entity, RawArticle, Span, Speaker
from streams.nlp.pipeline import Findings

ENDS, RAISES, UNINDEXABLE = "Met fin au processus", "Lève une exception", "Refusé par Elasticsearch"
STANDS_STILL = "Ne finit pas"
# What an article takes, in seconds: so that some are always on their way.
DURATION = 0.004

_PERSON = re.compile(r"[A-Z]\w+ [A-Z]\w+")
_CLAIM = re.compile(r"« (.+?) »")


class StandIn:
    """Has the face of ``streams.nlp.pipeline.Pipeline``."""

    model_name = "stand-in"

    def read_all(self, articles: Sequence[RawArticle]) -> Iterator[Findings]:
        """Read the articles, in order; or end the process, raise or stand still, where a title says so."""
        for article in articles:
            if article.title.startswith(ENDS):
                os.kill(os.getpid(), signal.SIGKILL)
            if article.title.startswith(RAISES):
                raise ValueError(f"the stand-in cannot read {article.title!r}")
            time.sleep(3600 if article.title.startswith(STANDS_STILL) else DURATION)
            yield read(article)


def read(article: RawArticle) -> Findings:
    """Find people and claims in the body of an article."""
    people = [_span(found) for found in _PERSON.finditer(article.body)]
    entities = [Entity(type="person", name=name, mentions=[p for p in people if p.text == name]) for name in {p.text: None for p in people}]
    claims = []
    for number, found in enumerate(_CLAIM.finditer(article.body)):
        mention = max((person for person in people if person.end <= found.start()), key=lambda person: person.end)
        speaker = Speaker(name=mention.text, entity_type="person", mention=mention, resolved_by="name")
        claims.append(Claim(**_span(found, 1).model_dump(), claim_id=f"{article.article_id}-{number}", kind="direct", speaker=speaker))
    if article.title.startswith(UNINDEXABLE):
        # The contract allows it; the integer field of the index does not.
        claims.append(Claim(field="body", start=2**40, end=2**40, text="", claim_id="nowhere", kind="direct", speaker=Speaker()))
    return Findings("fr", entities=tuple(entities), claims=tuple(claims))


def _span(found: re.Match[str], group: int = 0) -> Span:
    return Span(field="body", start=found.start(group), end=found.end(group), text=found[group])
