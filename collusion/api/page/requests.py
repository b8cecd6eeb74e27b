"""Read what the page sends: JSON of a known shape, and nothing else."""

from __future__ import annotations

from typing import TypeVar

import msgspec

from collusion.errors import UsageError
from collusion.foreign import printable

T = TypeVar("T", bound=msgspec.Struct)


def decoded(body: bytes, kind: type[T]) -> T:
    """Return the record of type `kind` that a JSON text holds.

    Raises
    ------
    UsageError
        When it holds none.
    """
    try:
        return msgspec.json.decode(body, type=kind)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise UsageError(
            f"The body of the request: found what is no {kind.__name__} ({printable(str(error))}). "
            f"Allowed: a JSON object with {', '.join(kind.__struct_fields__)}."
        ) from error
