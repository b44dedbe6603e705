"""Dead letters: complete enough to replay and to blame, and acknowledged by the broker before their message counts as done."""

import base64
import re
import traceback
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version

from contracts.messages import DeadLetter, Stage

# What the reason of a letter ends with that does not carry the whole original.
CUT = " (the original is cut)"


@dataclass(frozen=True)
class Fault:
    """Why a message cannot succeed: the type of the error, its sentence, and its traceback where there is one."""

    error_type: str
    reason: str
    detail: str | None = None

    @classmethod
    def of(cls, error: BaseException) -> "Fault":
        """Describe an exception."""
        trace = "".join(traceback.format_exception(error)) if error.__traceback__ else None
        return cls(type(error).__name__, " ".join(str(error).split()) or type(error).__name__, trace)


def make_dead_letter(
    error: BaseException | Fault,
    *,
    stage: Stage,
    most_bytes: int,
    key: bytes | None = None,
    value: bytes | None = None,
    headers: Mapping[str, bytes | None] | None = None,
    position: tuple[str, int, int] | None = None,
    origin: str | None = None,
    source: str | None = None,
    article_id: str | None = None,
) -> DeadLetter:
    """Describe a message (or an input that never became one) that cannot succeed.

    Args:
        error: why, as an exception or already described.
        stage: where it failed.
        most_bytes: a larger original is cut to this, so that the letter fits its topic (``max_message_bytes`` of the settings).
        key: the original key.
        value: the original bytes.
        headers: the original headers; ``source`` and ``attempts`` are taken from them.
        position: topic, partition and offset of the original message.
        origin: the file, line or address it came from.
        source: the source it belongs to, where no header says it.
        article_id: the article it would be, where the key does not say it.
    """
    topic, partition, offset = position or (None, None, None)
    texts = {name: (data or b"").decode("utf-8", "backslashreplace") for name, data in (headers or {}).items()}
    source = source or texts.get("source")
    article_id = article_id or (key.decode("utf-8", "backslashreplace") if key else None)
    cut = value is not None and len(value) > most_bytes
    fault = error if isinstance(error, Fault) else Fault.of(error)
    return DeadLetter(
        key=_base64(key),
        value=_base64(value[:most_bytes] if value is not None else None),
        headers=texts,
        topic=topic,
        partition=partition,
        offset=offset,
        origin=origin and _printable(origin),
        source=source and _printable(source),
        article_id=article_id and _printable(article_id),
        stage=stage,
        error_type=fault.error_type,
        reason=_printable(fault.reason)[:2000] + (CUT if cut else ""),
        detail=fault.detail and _printable(fault.detail)[-8000:],
        attempts=_number(texts.get("attempts", "0")) + 1,
        failed_at=datetime.now(UTC),
        software_version=version("telex"),
    )


def original_bytes(letter: DeadLetter) -> tuple[bytes | None, bytes | None]:
    """Give back the key and the value of the message that died, as they were."""
    return _bytes(letter.key), _bytes(letter.value)


def _number(text: str) -> int:
    # Anybody may write headers.
    return int(text) if re.fullmatch(r"[0-9]{1,6}", text) else 0


def _base64(data: bytes | None) -> str | None:
    return None if data is None else base64.b64encode(data).decode("ascii")


def _bytes(text: str | None) -> bytes | None:
    return None if text is None else base64.b64decode(text)


def _printable(text: str) -> str:
    # A file name or a text may hold lone surrogates, which no JSON can carry.
    return text.encode("utf-8", "backslashreplace").decode("utf-8")
