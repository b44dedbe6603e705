"""Messages to bytes and back: JSON of the pydantic models, in UTF-8."""

from typing import TypeVar

import orjson
from pydantic import BaseModel, ValidationError

from contracts.errors import InvalidMessage

Message = TypeVar("Message", bound=BaseModel)


def encode(message: BaseModel) -> bytes:
    """Encode a message as the bytes of a Kafka value.

    Raises:
        InvalidMessage: the text holds a lone surrogate, which UTF-8 cannot carry.
    """
    try:
        return orjson.dumps(message.model_dump(mode="json"))
    except (TypeError, ValueError) as error:
        raise InvalidMessage(f"the {type(message).__name__} cannot be written as UTF-8 JSON: {error}") from error


def decode(model: type[Message], value: bytes | None) -> Message:
    """Decode the bytes of a Kafka value; unknown fields of a newer minor version are dropped.

    Raises:
        InvalidMessage: not JSON, not the model, or an unknown schema version; the sentence names the first bad field.
    """
    if value is None:
        raise InvalidMessage(f"an empty message (a tombstone) is no {model.__name__}")
    try:
        return model.model_validate_json(value)
    except ValidationError as error:
        raise InvalidMessage(f"not a valid {model.__name__}: {explain(error)}") from error


def explain(error: ValidationError) -> str:
    """Say the first fault of a validation in one line: the field, what is wrong, and how many more there are."""
    faults = error.errors(include_url=False, include_input=False)
    field = ".".join(str(part) for part in faults[0]["loc"])
    more = f" (and {len(faults) - 1} more)" if len(faults) > 1 else ""
    return (f"{field}: " if field else "") + " ".join(faults[0]["msg"].split()) + more
