"""Parameter records: a TOML section becomes a frozen dataclass, its faults gathered, and back again."""

from __future__ import annotations

import dataclasses
import difflib
import math
import tomllib
import types
import typing
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

from collusion.errors import Fault, InputError
from collusion.foreign import excerpt

_Record = TypeVar("_Record")


def option(default: Any, meaning: str, *, minimum: float | None = None, maximum: float | None = None) -> Any:
    """Declare one field of a parameter record.

    Parameters
    ----------
    default
        Its default; must be immutable.
    meaning
        One sentence, printed as a comment by `collusion config show`.
    minimum, maximum
        The range allowed, both ends included; for tuples, of every element.

    Returns
    -------
    Any
        A `dataclasses.field` (typed as Any, as that one is, so that it fits every annotation).
    """
    metadata = {"help": meaning, "minimum": minimum, "maximum": maximum}
    return dataclasses.field(default=default, metadata=metadata)


def read_toml(path: Path) -> dict[str, Any]:
    """Read a TOML file.

    Parameters
    ----------
    path
        The file.

    Returns
    -------
    dict
        Its content as plain Python values.

    Raises
    ------
    InputError
        When it cannot be opened, is no UTF-8 or no TOML.
    """
    try:
        # Editors on Windows put a byte order mark before UTF-8.
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        found, remedy = (
            f"a file that cannot be opened ({error.strerror})",
            "Check the path and its permissions.",
        )
    except UnicodeDecodeError as error:
        found, remedy = f"a byte that is not UTF-8 at position {error.start}", "Save the file as UTF-8."
    except tomllib.TOMLDecodeError as error:
        found, remedy = f"no valid TOML: {error}", "Correct the syntax there."
    except RecursionError:
        found, remedy = "tables or arrays nested too deep", "Flatten them."
    except ValueError as error:
        found, remedy = f"a value that cannot be read: {error}", "Shorten or correct it."
    raise InputError([Fault(path.name, "", found, "a TOML file in UTF-8", remedy)])


def nearest(word: str, words: Iterable[str]) -> str:
    """Return " Did you mean 'x'?" for the nearest of `words`, or nothing when none is near `word`."""
    close = difflib.get_close_matches(word, sorted(words), n=1)
    return f" Did you mean {close[0]!r}?" if close else ""


def unknown_keys(document: Mapping[str, Any], allowed: Iterable[str], *, where: str) -> list[Fault]:
    """Return a fault for each key of `document` that is not in `allowed`.

    Parameters
    ----------
    document
        A TOML table.
    allowed
        The keys that mean something there.
    where
        Name of the section for the message.

    Returns
    -------
    list of Fault
        In the order of the file.
    """
    names = sorted(allowed)
    return [
        Fault(
            where,
            excerpt(key),
            "a key that means nothing here",
            ", ".join(names) or "no key at all",
            "Correct its name or remove it." + nearest(key, names),
        )
        for key in document
        if key not in names
    ]


def load_settings(
    kind: type[_Record], document: object, *, where: str, faults: list[Fault], base: _Record | None = None
) -> _Record:
    """Load a TOML table into the parameter record `kind`.

    Parameters
    ----------
    kind
        A frozen dataclass; fields int, float, bool, str, tuples of these, or such a dataclass again.
    document
        The TOML table.
    where
        Name of the section for messages.
    faults
        Every fault found is appended here: unknown key, wrong type, out of range. The caller raises once.
    base
        Record that gives the values of absent keys; `kind()` when None.

    Returns
    -------
    record
        The values of `document` where they are sound, of `base` elsewhere.
    """
    record = kind() if base is None else base
    if not isinstance(document, Mapping):
        faults.append(Fault(where, "", _what(document), "a table of keys", f"Write it as [{where}]."))
        return record
    hints = typing.get_type_hints(kind)
    fields = {field.name: field for field in dataclasses.fields(kind)}  # type: ignore[arg-type]
    faults.extend(unknown_keys(document, fields, where=where))
    changes: dict[str, Any] = {}
    for name, field in fields.items():
        if name not in document:
            continue
        hint, value = hints[name], document[name]
        if dataclasses.is_dataclass(hint):
            changes[name] = load_settings(
                typing.cast("type[Any]", hint),
                value,
                where=f"{where}.{name}",
                faults=faults,
                base=getattr(record, name),
            )
            continue
        fault = _fault_of(value, hint, field.metadata)
        if fault is None:
            changes[name] = _coerced(value, hint)
        else:
            faults.append(Fault(where, name, *fault))
    return dataclasses.replace(record, **changes)  # type: ignore[type-var]


def _fault_of(value: object, hint: Any, metadata: Mapping[str, Any]) -> tuple[str, str, str] | None:
    """Return (found, allowed, remedy) when `value` does not fit, None when it does."""
    if not _fits(value, hint):
        return _what(value), _type_words(hint), "Change the value to that type."
    low, high = metadata.get("minimum"), metadata.get("maximum")
    for number in value if isinstance(value, list) else [value]:
        if isinstance(number, bool) or not isinstance(number, int | float):
            continue
        finite = math.isfinite(number)
        if not finite or (low is not None and number < low) or (high is not None and number > high):
            return excerpt(number), _range_words(low, high), "Change the value to one in that range."
    return None


def _fits(value: object, hint: Any) -> bool:
    if typing.get_origin(hint) is tuple:
        return isinstance(value, list) and all(_fits(item, typing.get_args(hint)[0]) for item in value)
    if hint is float:
        return isinstance(value, int | float) and not isinstance(value, bool) and _is_double(value)
    if hint is int:
        return isinstance(value, int) and not isinstance(value, bool)
    return isinstance(value, hint)


def _is_double(value: float) -> bool:
    try:
        float(value)
    except OverflowError:
        return False
    return True


def _coerced(value: Any, hint: Any) -> Any:
    if typing.get_origin(hint) is tuple:
        return tuple(_coerced(item, typing.get_args(hint)[0]) for item in value)
    return float(value) if hint is float else value


def _what(value: object) -> str:
    """Describe a TOML value by its type and itself."""
    words = {bool: "bool", int: "integer", float: "number", str: "string", list: "array", dict: "table"}
    word = words.get(type(value), "date or time")
    return word if isinstance(value, list | dict) else f"{word} {excerpt(repr(value))}"


def _type_words(hint: Any) -> str:
    if typing.get_origin(hint) is tuple:
        return f"an array, each element {_type_words(typing.get_args(hint)[0])}"
    return {int: "an integer", float: "a number", bool: "true or false", str: "a string"}[hint]


def _range_words(low: float | None, high: float | None) -> str:
    if low is not None and high is not None:
        return f"a number from {_plain(low)} to {_plain(high)}"
    if low is not None:
        return f"a number of at least {_plain(low)}"
    return f"a number of at most {_plain(high)}" if high is not None else "a finite number"


def _plain(number: float) -> str:
    return str(number) if isinstance(number, int) else f"{number:g}"


def settings_as_toml(record: Any, section: str) -> str:
    """Write a parameter record as a TOML section, each key under its help and range as comments.

    Parameters
    ----------
    record
        A dataclass as `load_settings` makes it.
    section
        Name of the section, e.g. ``"evidence"``.

    Returns
    -------
    str
        TOML that `load_settings` reads back into an equal record.
    """
    lines = [f"[{section}]"]
    nested: list[str] = []
    for field in dataclasses.fields(record):
        value = getattr(record, field.name)
        if dataclasses.is_dataclass(value):
            nested.append(settings_as_toml(value, f"{section}.{field.name}"))
            continue
        low, high = field.metadata.get("minimum"), field.metadata.get("maximum")
        comment = str(field.metadata.get("help", "")).rstrip(".")
        if low is not None or high is not None:
            comment = f"{comment} ({_range_words(low, high)})".lstrip()
        if comment:
            lines.append(f"# {comment}")
        lines.append(f"{field.name} = {toml_value(value)}")
    return "\n".join([*lines, "", *nested]).rstrip("\n") + "\n"


def toml_value(value: object) -> str:
    """Return `value` (bool, number, string, sequence or mapping) as a TOML value on one line.

    Raises
    ------
    TypeError
        When TOML has no such value.
    """
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        return repr(value) if math.isfinite(value) else f"{value}"
    if isinstance(value, str):
        return _toml_string(value)
    if isinstance(value, Mapping):
        pairs = ", ".join(f"{_toml_string(str(key))} = {toml_value(item)}" for key, item in value.items())
        return f"{{{pairs}}}" if not pairs else f"{{ {pairs} }}"
    if isinstance(value, Sequence):
        return "[" + ", ".join(toml_value(item) for item in value) + "]"
    raise TypeError(f"TOML has no value for {type(value).__name__}")


_ESCAPES = types.MappingProxyType({'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"})


def _toml_string(text: str) -> str:
    """Quote `text`; everything unprintable goes as an escape, so that a file stays on its lines."""
    return (
        '"' + "".join(_ESCAPES.get(c) or (c if c.isprintable() else f"\\U{ord(c):08X}") for c in text) + '"'
    )
