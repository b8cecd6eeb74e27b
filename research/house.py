"""``python -m research.house REVISION [REVISION ...]``: the shape of the package at revisions of it.

Reads them from git, changes nothing, and prints a Markdown table of one column a revision.
"""

from __future__ import annotations

import argparse
import ast
import io
import re
import statistics
import subprocess
import sys
import tarfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

_PACKAGE, _GLOSSARY = "collusion", "docs/glossary.md"
_ENTRY = re.compile(r"^- \*\*", re.MULTILINE)
_LONGEST_MODULE, _SHORT_MODULE = 400, 60


@dataclass(frozen=True, slots=True)
class House:
    """The sources of one revision.

    Attributes
    ----------
    modules
        Text of each module of the package, by its path; empty ``__init__`` files are left out.
    glossary
        Text of the glossary.
    """

    modules: Mapping[str, str]
    glossary: str

    def lengths(self) -> list[int]:
        """Return the number of lines of each module."""
        return [text.count("\n") for text in self.modules.values()]

    def siblings(self) -> Counter[str]:
        """Count the modules that lie directly in each folder."""
        return Counter(str(PurePosixPath(path).parent) for path in self.modules)

    def public(self) -> int:
        """Count the functions and classes of all modules whose names do not begin with an underscore."""
        kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
        bodies = (ast.parse(text).body for text in self.modules.values())
        return sum(isinstance(one, kinds) and not one.name.startswith("_") for body in bodies for one in body)

    def face(self) -> int:
        """Count the names that ``import collusion`` offers."""
        for node in ast.walk(ast.parse(self.modules.get(f"{_PACKAGE}/__init__.py", ""))):
            if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) in (
                "__all__",
                "_HOMES",
                "_NAMES",
            ):
                listed = (
                    node.value.keys if isinstance(node.value, ast.Dict) else getattr(node.value, "elts", [])
                )
                return len(listed)
        return 1  # the version

    def arrows(self, part: Callable[[str], str]) -> set[tuple[str, str]]:
        """Return which parts of the package import which others; `part` maps a module's path to its part."""
        found = set()
        for path, text in self.modules.items():
            for name in _imported(text):
                target = name.replace(".", "/")
                known = f"{target}.py" in self.modules or f"{target}/__init__.py" in self.modules
                other = part(f"{target}.py" if f"{target}.py" in self.modules else f"{target}/")
                if known and part(path) != other:
                    found.add((part(path), other))
        return found


def read_house(revision: str) -> House:
    """Read a revision from git.

    Parameters
    ----------
    revision
        Anything that git takes for a commit.

    Returns
    -------
    House
        The package and its glossary.
    """
    command = ["git", "archive", revision, _PACKAGE, _GLOSSARY]
    packed = subprocess.run(command, capture_output=True, check=True).stdout  # noqa: S603 - no shell
    texts = {}
    with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
        for member in archive:
            stream = archive.extractfile(member) if member.name.endswith((".py", ".md")) else None
            if stream is not None:
                texts[member.name] = stream.read().decode()
    modules = {path: text for path, text in texts.items() if path.endswith(".py") and text.strip()}
    return House(modules, texts[_GLOSSARY])


def measure(house: House) -> dict[str, str]:
    """Measure what the table has, by the words of its rows.

    Parameters
    ----------
    house
        A revision.

    Returns
    -------
    dict
        Numbers, as text.
    """
    lengths, siblings = house.lengths(), house.siblings()
    fullest, most = max(siblings.items(), key=lambda one: (one[1], one[0]))
    detection = house.arrows(lambda path: path if path.startswith(f"{_PACKAGE}/detection/") else "")
    return {
        "modules": f"{len(lengths):,}",
        "lines": f"{sum(lengths):,}",
        "median module, lines": f"{statistics.median(lengths):.0f}",
        "longest module, lines": f"{max(lengths):,}",
        f"modules over {_LONGEST_MODULE} lines": str(sum(n > _LONGEST_MODULE for n in lengths)),
        f"modules under {_SHORT_MODULE} lines": str(sum(n < _SHORT_MODULE for n in lengths)),
        "modules of a folder, median": f"{statistics.median(siblings.values()):g}",
        "modules of the fullest folder": f"{most} ({fullest.removeprefix(_PACKAGE + '/')})",
        "`pipeline.py`, lines": str(house.modules[f"{_PACKAGE}/pipeline.py"].count("\n")),
        "entries of the glossary": str(len(_ENTRY.findall(house.glossary))),
        "names of `import collusion`": str(house.face()),
        "public functions and classes": f"{house.public():,}",
        "arrows between rooms": str(len(house.arrows(lambda path: path.split("/")[1].removesuffix(".py")))),
        "arrows within `detection`": str(len({one for one in detection if "" not in one})),
    }


def table(revisions: Mapping[str, House]) -> Iterator[str]:
    """Yield the lines of a Markdown table, a column for each of `revisions` by its name."""
    columns = {name: measure(house) for name, house in revisions.items()}
    yield f"| | {' | '.join(columns)} |"
    yield f"| --- |{' ---: |' * len(columns)}"
    for row in next(iter(columns.values())):
        yield f"| {row} | {' | '.join(column[row] for column in columns.values())} |"


def _imported(text: str) -> Iterator[str]:
    """Yield every module, or name of one, of the package that a module imports anywhere."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name.startswith(_PACKAGE))
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith(_PACKAGE):
            yield node.module or ""
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="python -m research.house", description=__doc__.split("\n")[0])
    parser.add_argument("revisions", nargs="+", metavar="REVISION")
    houses = {name: read_house(name) for name in parser.parse_args().revisions}
    sys.stdout.writelines(f"{line}\n" for line in table(houses))


if __name__ == "__main__":
    main()
