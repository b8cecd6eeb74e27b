"""Write ``src/documents.ts``: the records of `collusion.view.documents` as TypeScript interfaces."""

from __future__ import annotations

import sys
import types
from pathlib import Path
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from msgspec import Struct

from collusion.view import answers, documents, requests

TARGET = Path(__file__).parent / "src" / "documents.ts"
_PLAIN = {str: "string", int: "number", float: "number", bool: "boolean", type(None): "null"}


def interfaces() -> str:
    """Return the source of all interfaces, in the order of their records."""
    records = [
        one
        for module in (documents, answers, requests)
        for one in vars(module).values()
        if _is_record(one) and one.__module__ == module.__name__
    ]
    head = "// Written by view/documents.py: change the records of collusion/view."
    return "\n\n".join([head, *map(_interface, records)]) + "\n"


def _is_record(one: Any) -> bool:
    return isinstance(one, type) and issubclass(one, Struct)


def _interface(record: type[Struct]) -> str:
    first = (record.__doc__ or "").strip().splitlines()[0]
    hints = get_type_hints(record)
    fields = [f"  readonly {name}: {_written(hints[name])};" for name in record.__struct_fields__]
    return "\n".join([f"/** {first} */", f"export interface {record.__name__} {{", *fields, "}"])


def _written(hint: Any) -> str:
    if hint in _PLAIN:
        return _PLAIN[hint]
    origin, given = get_origin(hint), get_args(hint)
    if origin is Literal:
        return " | ".join(f'"{one}"' for one in given)
    if origin in (Union, types.UnionType):
        return " | ".join(map(_written, given))
    if origin is list:
        inner = _written(given[0])
        return f"readonly ({inner})[]" if "|" in inner else f"readonly {inner}[]"
    if origin is dict:
        return f"Readonly<Record<string, {_written(given[1])}>>"
    return str(hint.__name__)


if __name__ == "__main__":
    TARGET.write_text(interfaces(), encoding="utf-8")
    sys.stdout.write(f"{TARGET}\n")
