"""Rules of the house that no linter knows, each read from the syntax tree of the sources."""

from __future__ import annotations

import ast
import itertools
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT

PACKAGE = ROOT / "collusion"
SOURCES = sorted(PACKAGE.rglob("*.py"))
CHECKS = [path for path in sorted((ROOT / "tests").rglob("*.py")) if path != Path(__file__)]

MAX_MODULE_LINES = 400
MAX_BODY_LINES = 40
MAX_KERNEL_BODY_LINES = 80
MAX_PARAMETERS = 6
# One sentence may say all about a function of so few parameters, or a record of so few fields.
MAX_PLAIN = 2
DRAWERS = {"util", "utils", "misc", "core", "helper", "helpers", "common", "tools"}
# In two halves, so that a search for them finds nothing here.
UNFINISHED = re.compile(
    "|".join(rf"\b{a}{b}\b" for a, b in (("TO", "DO"), ("FIX", "ME"), ("X", "XX"), ("HA", "CK")))
)
EVASIONS = re.compile(
    r"mark\.(skip|xfail)|pytest\.(skip|xfail|importorskip)|unittest|\bMagicMock\b|time\.sleep"
)
#: No kernels but how kernels are compiled.
COMPILATION = {
    "compile_cache",
    "jit",
    "kernel_cache",
    "linked_compile",
    "numba_features",
    "pointer_lowering",
    "pointer_record",
}
FOR_KERNELS = ("collusion.kernels", "collusion.arrays", "collusion.minutes")
KERNEL_IMPORTS = {
    "__future__",
    "collections",
    "concurrent",
    "math",
    "typing",
    "numpy",
    "numba",
    "llvmlite",
    "collusion",
}
IGRAPH_MODULES = {"graph/convert.py", "detection/communities.py"}

Function = ast.FunctionDef | ast.AsyncFunctionDef


_WORD = re.compile(r"\w+")
_READER = re.compile(r"pl\.(?:scan|read)_(\w+)")


def _name(path: Path) -> str:
    return path.relative_to(PACKAGE if path.is_relative_to(PACKAGE) else ROOT).as_posix()


def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def _room(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0]


def _functions(path: Path) -> Iterator[Function]:
    return (node for node in ast.walk(_tree(path)) if isinstance(node, Function))


def _parameters(function: Function) -> list[str]:
    arguments = function.args
    plain = [a.arg for a in (*arguments.posonlyargs, *arguments.args)]
    starred = [f"*{arguments.vararg.arg}"] if arguments.vararg else []
    named = [a.arg for a in arguments.kwonlyargs]
    double = [f"**{arguments.kwarg.arg}"] if arguments.kwarg else []
    return [name for name in (*plain, *starred, *named, *double) if name not in ("self", "cls")]


def _imports(path: Path) -> Iterator[tuple[int, str]]:
    for node in ast.walk(_tree(path)):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.lineno, node.module or ""


def _documented(docstring: str, section: str) -> list[str]:
    """Names that a numpydoc section lists, `section` being ``Parameters`` or ``Attributes``."""
    lines = docstring.expandtabs().splitlines()
    margin = min((len(line) - len(line.lstrip()) for line in lines[1:] if line.strip()), default=0)
    lines = [line[margin:] for line in lines[1:]]
    names: list[str] = []
    inside = False
    for line, after in itertools.pairwise([*lines, ""]):
        if after and set(after) == {"-"}:
            inside = line == section
        elif inside and line and not line.startswith((" ", "-")):
            names += [name.strip() for name in line.split(" :")[0].split(",")]
    return names


def _public(path: Path) -> Iterator[tuple[str, ast.ClassDef | Function]]:
    for node in _tree(path).body:
        if isinstance(node, ast.ClassDef | Function) and not node.name.startswith("_"):
            yield node.name, node
            if isinstance(node, ast.ClassDef):
                for inner in node.body:
                    if isinstance(inner, Function) and not inner.name.startswith("_"):
                        yield f"{node.name}.{inner.name}", inner


def _fields(node: ast.ClassDef) -> list[ast.AnnAssign]:
    """Public fields of a record; none for a class that is no record."""
    marks = [ast.unparse(d) for d in node.decorator_list] + [ast.unparse(b) for b in node.bases]
    if not any(mark.split("(")[0].split(".")[-1] in ("dataclass", "NamedTuple") for mark in marks):
        return []
    return [
        line
        for line in node.body
        if isinstance(line, ast.AnnAssign) and isinstance(line.target, ast.Name) and line.target.id[0] != "_"
    ]


def _is_explained(field: ast.AnnAssign, lines: list[str]) -> bool:
    """Whether a field has a comment on its line or above it, or is made by a call that carries its help."""
    here, above = lines[field.lineno - 1], lines[field.lineno - 2].strip()
    words = ast.walk(field.value) if isinstance(field.value, ast.Call) else ()
    has_help = any(isinstance(word, ast.Constant) and " " in str(word.value) for word in words)
    return "#" in here or above.startswith("#") or has_help


def _record_faults(name: str, node: ast.ClassDef, docstring: str, lines: list[str]) -> Iterator[str]:
    """A record lists all its fields under Attributes, or explains each in its prose or where it stands."""
    fields = _fields(node)
    names = [ast.unparse(field.target) for field in fields]
    listed = _documented(docstring, "Attributes")
    if listed and listed != names:
        yield f"{name} documents {listed}, but its fields are {names}"
    if not listed and len(names) > MAX_PLAIN:
        bare = {ast.unparse(field.target) for field in fields if not _is_explained(field, lines)}
        bare -= set(_WORD.findall(docstring))
        if bare:
            yield f"{name} does not say what {sorted(bare)} are"


def _documentation_faults(path: Path) -> Iterator[str]:
    lines = path.read_text(encoding="utf-8").splitlines()
    if path.name != "__init__.py" and not ast.get_docstring(_tree(path)):
        yield "the module has no docstring"
    for name, node in _public(path):
        docstring = ast.get_docstring(node, clean=False) or ""
        if not docstring:
            yield f"{name} has no docstring"
        elif isinstance(node, ast.ClassDef):
            yield from _record_faults(name, node, docstring, lines)
        elif _room(path) != "cli" or path.name in ("app.py", "terminal.py"):
            wanted, found = _parameters(node), _documented(docstring, "Parameters")
            is_told = len(wanted) <= MAX_PLAIN or set(wanted) <= set(_WORD.findall(docstring))
            if found != wanted and (found or not is_told):
                yield f"{name} documents {found}, but its parameters are {wanted}"


def _lines_with(pattern: re.Pattern[str], path: Path) -> list[str]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return [f"line {i}: {line.strip()}" for i, line in enumerate(lines, 1) if pattern.search(line)]


def _body_lines(function: Function) -> int:
    body = function.body[1:] if ast.get_docstring(function) else function.body
    return 0 if not body else (function.end_lineno or 0) - body[0].lineno + 1


@pytest.mark.parametrize("path", SOURCES, ids=_name)
def test_module__is_short_and_named_for_its_job(path: Path) -> None:
    n_lines = len(path.read_text(encoding="utf-8").splitlines())

    assert n_lines <= MAX_MODULE_LINES
    assert path.stem not in DRAWERS
    assert path.parent.name not in DRAWERS


@pytest.mark.parametrize("path", SOURCES, ids=_name)
def test_functions__are_short_and_take_few_parameters(path: Path) -> None:
    room = _room(path)
    longest = MAX_KERNEL_BODY_LINES if room == "kernels" else MAX_BODY_LINES
    long = [f"{f.name}: {_body_lines(f)} lines" for f in _functions(path) if _body_lines(f) > longest]
    many = [f"{f.name}: {len(_parameters(f))} parameters" for f in _functions(path)]
    many = [
        text for text in many if int(text.split()[-2]) > MAX_PARAMETERS and room not in ("cli", "kernels")
    ]

    assert [] == long
    assert [] == many


@pytest.mark.parametrize("path", SOURCES, ids=_name)
def test_public_names__are_documented_as_they_are_declared(path: Path) -> None:
    assert [] == list(_documentation_faults(path))


@pytest.mark.parametrize("path", SOURCES, ids=_name)
def test_imports__stay_in_their_rooms(path: Path) -> None:
    faults = []
    for line, module in _imports(path):
        top = module.split(".")[0]
        if top == "numba" and _room(path) != "kernels":
            faults.append(f"line {line}: numba outside the kernels")
        if top == "igraph" and _name(path) not in IGRAPH_MODULES:
            faults.append(f"line {line}: igraph outside conversion and communities")
        if top in ("pickle", "shelve", "marshal"):
            faults.append(f"line {line}: {module} runs what it reads")
        is_kernel = _room(path) == "kernels" and path.stem not in COMPILATION
        if is_kernel and (
            top not in KERNEL_IMPORTS or (top == "collusion" and not module.startswith(FOR_KERNELS))
        ):
            faults.append(f"line {line}: {module} in a kernel")

    assert [] == faults


@pytest.mark.parametrize("path", SOURCES, ids=_name)
def test_calls__only_the_command_line_prints_and_nothing_evaluates_text(path: Path) -> None:
    calls = [node for node in ast.walk(_tree(path)) if isinstance(node, ast.Call)]
    called = [(call.lineno, call.func.id) for call in calls if isinstance(call.func, ast.Name)]
    forbidden = {"eval", "exec"} | (set() if _room(path) == "cli" else {"print"})

    assert [] == [f"line {line}: {name}()" for line, name in called if name in forbidden]


@pytest.mark.parametrize("path", SOURCES, ids=_name)
def test_calls__no_reader_takes_a_path_for_a_pattern(path: Path) -> None:
    """Polars expands ``[``, ``*`` and ``?`` in a path unless it is told not to, and reads another file."""
    calls = [node for node in ast.walk(_tree(path)) if isinstance(node, ast.Call)]
    readers = [(call, match[1]) for call in calls if (match := _READER.fullmatch(ast.unparse(call.func)))]
    patterns = [
        f"line {call.lineno}: {kind}"
        for call, kind in readers
        if (
            kind in ("parquet", "csv", "ipc")
            and "glob=False" not in [ast.unparse(keyword) for keyword in call.keywords]
        )
        or (kind == "ndjson" and "literal" not in [ast.unparse(argument) for argument in call.args])
    ]

    assert [] == patterns


@pytest.mark.parametrize("path", [*SOURCES, *CHECKS], ids=_name)
def test_text__nothing_is_left_unfinished(path: Path) -> None:
    assert [] == _lines_with(UNFINISHED, path)


@pytest.mark.parametrize("path", CHECKS, ids=_name)
def test_checks__every_one_runs(path: Path) -> None:
    assert [] == _lines_with(EVASIONS, path)


@pytest.mark.parametrize("room", sorted(path.parent.name for path in PACKAGE.glob("*/__init__.py")))
def test_rooms__have_tests_where_they_have_modules(room: str) -> None:
    modules = [path for path in (PACKAGE / room).rglob("*.py") if path.name != "__init__.py"]

    assert not modules or list((ROOT / "tests" / room).rglob("test_*.py"))


def test_documented__reads_names_of_a_numpydoc_section() -> None:
    """The rule itself can fail: what it reads is what is written."""
    docstring = """Sum.

    Parameters
    ----------
    a, b
        Numbers, shape (n,).
    *more
        Others:

        indented.

    Returns
    -------
    float
        The sum.
    """

    assert ["a", "b", "*more"] == _documented(docstring, "Parameters")
    assert [] == _documented(docstring, "Attributes")
