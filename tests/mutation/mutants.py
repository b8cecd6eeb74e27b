"""Small wrong versions of a module: each constant of it perturbed, each comparison turned."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass

#: What a comparison becomes: its edge moved, or its sense turned.
TURNED = {
    ast.Lt: ("<", "<="), ast.LtE: ("<=", "<"), ast.Gt: (">", ">="), ast.GtE: (">=", ">"),
    ast.Eq: ("==", "!="), ast.NotEq: ("!=", "=="), ast.In: ("in", "not in"), ast.NotIn: ("not in", "in"),
    ast.Is: ("is", "is not"), ast.IsNot: ("is not", "is"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Mutant:
    """One change of a module.

    Attributes
    ----------
    key
        Where it is, without line numbers, and what it becomes: it outlives changes of the code around it.
    line
        Where it stands now.
    used
        Lines that a test must run to notice it; empty when its own line is that.
    start, end, text
        Characters that are replaced, and by what.
    name
        Name of the constant; empty for a comparison.
    """

    key: str
    line: int
    used: tuple[int, ...]
    start: int
    end: int
    text: str
    name: str = ""

    def apply(self, source: str) -> str:
        """Return the module with this change."""
        return source[: self.start] + self.text + source[self.end :]


def mutants(source: str) -> list[Mutant]:
    """List every mutant of a module, in the order of its text; equal keys are numbered."""
    tree = ast.parse(source)
    starts = [0]
    for line in source.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    text = _Text(source, starts)
    found = sorted([*_constants(tree, text), *_comparisons(tree, text)], key=lambda one: one.start)
    seen: dict[str, int] = {}
    numbered = []
    for one in found:
        seen[one.key] = seen.get(one.key, 0) + 1
        again = f" #{seen[one.key]}" if seen[one.key] > 1 else ""
        numbered.append(Mutant(one.key + again, one.line, one.used, one.start, one.end, one.text, one.name))
    return numbered


@dataclass(frozen=True, slots=True)
class _Text:
    source: str
    starts: list[int]

    def place(self, line: int, column: int) -> int:
        """Return the character at a line and a column in bytes."""
        start = self.starts[line - 1]
        whole = self.source[start : self.starts[line]]
        return start + len(whole.encode()[:column].decode())

    def span(self, node: ast.expr) -> tuple[int, int]:
        last = node.end_lineno or node.lineno
        return self.place(node.lineno, node.col_offset), self.place(last, node.end_col_offset or 0)


def _constants(tree: ast.Module, text: _Text) -> Iterator[Mutant]:
    for node in tree.body:
        if not isinstance(node, ast.Assign | ast.AnnAssign) or node.value is None:
            continue
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        names = [ast.unparse(target) for target in targets]
        bound = {one.id for target in targets for one in ast.walk(target) if isinstance(one, ast.Name)}
        used = tuple(sorted({n.lineno for n in ast.walk(tree) if _reads(n, bound)}))
        for number in ast.walk(node.value):
            if isinstance(number, ast.Constant) and type(number.value) in (int, float):
                start, end = text.span(number)
                was, value = text.source[start:end], number.value
                more = repr(value + 1) if type(value) is int else repr(value * 1.5 if value else 1.0)
                key = f"{', '.join(names)}: {was} -> {more}"
                yield Mutant(key, number.lineno, used, start, end, more, ",".join(sorted(bound)))


def _reads(node: ast.AST, names: set[str]) -> bool:
    return isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and node.id in names


def _comparisons(tree: ast.Module, text: _Text) -> Iterator[Mutant]:
    for scope, node in _scoped(tree, ""):
        if not isinstance(node, ast.Compare):
            continue
        left = node.left
        for operator, right in zip(node.ops, node.comparators, strict=True):
            was, becomes = TURNED[type(operator)]
            low, high = text.span(left)[1], text.span(right)[0]
            found = re.search(re.escape(was).replace(r"\ ", r"\s+"), text.source[low:high])
            if found:
                words = " ".join(ast.unparse(node).split())
                key = f"{scope}: {words[:90]} ({was} -> {becomes})"
                yield Mutant(
                    key, left.end_lineno or left.lineno, (), low + found.start(), low + found.end(), becomes
                )
            left = right


def _scoped(node: ast.AST, scope: str) -> Iterator[tuple[str, ast.AST]]:
    for child in ast.iter_child_nodes(node):
        inner = scope
        if isinstance(child, ast.FunctionDef | ast.ClassDef):
            inner = f"{scope}.{child.name}".lstrip(".")
        yield inner or "module", child
        yield from _scoped(child, inner)
