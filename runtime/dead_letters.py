"""Dead letters: complete enough to replay and to blame, and acknowledged by the broker before their message counts as done."""

import base64
import traceback
from datetime import UTC, datetime
from importlib.metadata import version

from contracts.messages import DeadLetter, Stage

# A letter carries the whole original unless it is larger than this; then it carries the beginning and says so.
MOST_BYTES = 8 * 2**20


def make_dead_letter(
    error: BaseException,
    *,
    stage: Stage,
    key: bytes | None = None,
    value: bytes | None = None,
    position: tuple[str, int, int] | None = None,
    origin: str | None = None,
    source: str | None = None,
    article_id: str | None = None,
    attempts: int = 1,
) -> DeadLetter:
    """Describe a message (or an input that never became one) that cannot succeed.

    Args:
        error: why; its text is the reason, its traceback the detail.
        stage: where it failed.
        key: the original key.
        value: the original bytes.
        position: topic, partition and offset of the original message.
        origin: the file, line or address it came from.
        source: the source it belongs to, where known.
        article_id: the article it would be, where known.
        attempts: how often it was tried, replays included.
    """
    topic, partition, offset = position or (None, None, None)
    cut = value is not None and len(value) > MOST_BYTES
    reason = " ".join(str(error).split()) or type(error).__name__
    return DeadLetter(
        key=_base64(key),
        value=_base64(value[:MOST_BYTES] if value is not None else None),
        topic=topic,
        partition=partition,
        offset=offset,
        origin=origin and _printable(origin),
        source=source and _printable(source),
        article_id=article_id and _printable(article_id),
        stage=stage,
        error_type=type(error).__name__,
        reason=_printable(reason)[:2000] + (" (the original is cut)" if cut else ""),
        detail=_printable("".join(traceback.format_exception(error)))[-8000:] if error.__traceback__ else None,
        attempts=attempts,
        failed_at=datetime.now(UTC),
        software_version=version("telex"),
    )


def original_bytes(letter: DeadLetter) -> tuple[bytes | None, bytes | None]:
    """Give back the key and the value of the message that died, as they were."""
    return _bytes(letter.key), _bytes(letter.value)


def _base64(data: bytes | None) -> str | None:
    return None if data is None else base64.b64encode(data).decode("ascii")


def _bytes(text: str | None) -> bytes | None:
    return None if text is None else base64.b64decode(text)


def _printable(text: str) -> str:
    # A file name or a text may hold lone surrogates, which no JSON can carry.
    return text.encode("utf-8", "backslashreplace").decode("utf-8")
