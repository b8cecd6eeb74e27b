"""Say why nothing in a source was recognised as reviews, and what to do."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from collusion.errors import Fault
from collusion.foreign import excerpt
from collusion.tables.formats.content import HEAD_BYTES, content_of, read_head
from collusion.tables.layouts.head import Head, first_bytes
from collusion.tables.layouts.roles import lacking
from collusion.tables.part_files import lake_fault

_SHOWN = 10
_NEEDED = "a table with a column for the account and one for the product"


def why_none(
    source: Path, names: Sequence[str], entries: Sequence[Sequence[Path]], heads: Sequence[Head]
) -> list[Fault]:
    """Return the causes that are known, or else what is there.

    Parameters
    ----------
    source
        Its path, or how a database is called.
    names
        What it holds.
    entries
        The files of each of these; none of a database.
    heads
        The first rows of those that are tables.

    Returns
    -------
    list of Fault
        One or more: of files in formats that are not read, with what makes each readable; of tables that lack
        the account or the product.
    """
    faults = [fault for files in entries for path in files[:1] if (fault := _of_file(path)) is not None]
    folders = dict.fromkeys(folder for files in entries for path in files for folder in _up(path, source))
    faults += [fault for folder in folders if (fault := lake_fault(folder, "reviews")) is not None]
    faults += [fault for head in heads if (fault := _of_lists(head)) is not None]
    found = None if faults else _of_columns(heads)
    if faults or found is not None:
        return faults if found is None else [found]
    shown = ", ".join(excerpt(name) for name in names[:_SHOWN]) or "nothing"
    return [
        Fault(
            "reviews",
            "",
            f"nothing in {excerpt(source.name or str(source))} that looks like reviews; it holds {shown}",
            _NEEDED,
            "Name them yourself: [tables.reviews] file = … and [tables.reviews.columns] reviewer_id = …, "
            "product_id = … in collusion.toml.",
        )
    ]


def _of_file(path: Path) -> Fault | None:
    content = content_of(read_head(path))
    if not content.remedy and content.kind != "text":
        unpacked = first_bytes(path, content.kind)
        content = content if unpacked is None else content_of(unpacked[:HEAD_BYTES])
    if not content.remedy:
        return None
    return Fault("reviews", "", f"{content.words}: {excerpt(path.name)}", _NEEDED, content.remedy)


def _up(path: Path, source: Path) -> list[Path]:
    """Return the folders that hold a file, up to the source."""
    return [folder for folder in path.parents if folder == source or source in folder.parents]


def _of_lists(head: Head) -> Fault | None:
    if not head.lists:
        return None
    return Fault(
        "reviews",
        "",
        f"rows of {excerpt(head.name)} that hold lists of records: {', '.join(map(excerpt, head.lists))}",
        "one review a row",
        "Write each record as an object of its own, one a line, with the ids of the row around it.",
    )


def _of_columns(heads: Sequence[Head]) -> Fault | None:
    found = lacking(heads)
    if found is None or len(found.columns) == len(("account", "product")):
        return None
    account = found.columns.get("reviewer_id")
    if account is None:
        return Fault(
            "reviews.reviewer_id",
            "",
            f"no column that names an account in {excerpt(found.name)}",
            _NEEDED,
            "Export it with who wrote each review: without accounts no ring can be told. Where a column does "
            "name the account, say so: [tables.reviews] file = … and [tables.reviews.columns] "
            "reviewer_id = …, product_id = … in collusion.toml.",
        )
    return Fault(
        "reviews.product_id",
        "",
        f"accounts in {excerpt(found.name)} ({excerpt(account)}), and no column that names the product",
        _NEEDED,
        "Name it: [tables.reviews] file = … and [tables.reviews.columns] product_id = … in collusion.toml; "
        "where all rows are of one, [tables.reviews.constants] product_id = …",
    )
