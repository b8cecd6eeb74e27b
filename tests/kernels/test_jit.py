"""The compiled kernels on disk are those of the sources that are there."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest

from collusion import private_folders
from collusion.kernels.jit import inner_kernel, is_compiled, kernel, load_compiler
from tests.conftest import ROOT
from tests.test_house_rules import COMPILATION

CALLEE = "from collusion.kernels.jit import kernel\n\n@kernel\ndef inner(x):\n    return x + {}\n"
CALLER = (
    "from collusion.kernels.jit import kernel\nfrom collusion.kernels.inner import inner\n\n"
    "@kernel\ndef outer(x):\n    return 10 * inner(x)\n"
)


def _told_in_turn(folder: Path, script: str, callee: str = CALLEE) -> list[list[str]]:
    """Return the words that a script writes about a kernel, its `callee` as it was, the same, and changed."""
    package = folder / "collusion" / "kernels"
    package.mkdir(parents=True)
    for parent in (package, package.parent):
        (parent / "__init__.py").write_text("")
    for name in sorted(COMPILATION):
        (package / f"{name}.py").write_text((ROOT / "collusion" / "kernels" / f"{name}.py").read_text())
    (folder / "collusion" / "private_folders.py").write_text(Path(private_folders.__file__).read_text())
    (package / "outer.py").write_text(CALLER)
    environment = os.environ | {"PYTHONPATH": str(folder), "NUMBA_CACHE_DIR": str(folder / "cache")}
    environment |= {"NUMBA_DISABLE_JIT": "0"}
    told = []
    for number in (1, 1, 2):
        (package / "inner.py").write_text(callee.format(number))
        words = [sys.executable, "-c", script]
        done = subprocess.run(words, env=environment, cwd=folder, capture_output=True, text=True, check=True)
        told.append(done.stdout.split())
    return told


def test_kernel__a_caller_is_compiled_again_when_its_callee_in_another_file_changes(tmp_path: Path) -> None:
    """numba alone would go on to call what was compiled before."""
    script = (
        "from collusion.kernels.outer import outer; print(outer(1), sum(outer.stats.cache_hits.values()))"
    )

    assert [["20", "0"], ["20", "1"], ["30", "0"]] == _told_in_turn(tmp_path, script)


def test_kernel__computes() -> None:
    @kernel
    def double(x):
        return 2 * x

    assert double(3) == 6


def test_inner_kernel__computes_for_kernels_and_for_python() -> None:
    @inner_kernel
    def double(x):
        return 2 * x

    @kernel
    def quadruple(x):
        return double(double(x))

    assert (6, 12) == (double(3), quadruple(3))


def test_inner_kernel__what_it_raises_reaches_the_caller_of_the_kernel_around_it() -> None:
    @inner_kernel
    def refuse(x):
        if x < 0:
            raise ValueError("below 0")
        return x

    @kernel
    def outer(x):
        return refuse(x) + 1

    assert outer(2) == 3
    with pytest.raises(ValueError, match="below 0"):
        outer(-2)


def test_inner_kernel__is_on_disk_within_its_caller_alone(tmp_path: Path) -> None:
    """numba by itself would store it once more, with all that it calls."""
    script = (
        "from collusion.kernels.outer import outer; print(outer(1), sum(outer.stats.cache_hits.values()))"
    )
    told = _told_in_turn(tmp_path, script, CALLEE.replace("kernel\n", "inner_kernel\n"))
    stored = {path.name.partition(".")[0] for path in (tmp_path / "cache").rglob("*.nbi")}

    assert [["20", "0"], ["20", "1"], ["30", "0"]] == told
    assert stored == {"outer"}


def test_kernel__is_compiled_for_types_not_for_numbers_and_flags() -> None:
    @kernel
    def add(x, n, twice):
        return x + 2 * n if twice else x + n

    @kernel
    def outer(x):
        return add(x, 1, True) + add(x, -1, False)

    assert outer(3) == 7
    assert len(getattr(add, "signatures", [0])) == 1


def test_is_compiled__only_with_the_sources_as_they_are(tmp_path: Path) -> None:
    """An older version's kernels on disk do not count: nobody shall take the wait for a hang."""
    script = (
        "from collusion.kernels.outer import outer; from collusion.kernels.jit import is_compiled\n"
        "before = is_compiled(outer); outer(1); print(before, is_compiled(outer))"
    )

    assert [["False", "True"], ["True", "True"], ["False", "True"]] == _told_in_turn(tmp_path, script)


def test_is_compiled__plain_python_never_will_be() -> None:
    assert is_compiled(len)


def test_load_compiler__loads_what_the_first_kernel_would():
    load_compiler()

    assert "numba.np.arraymath" in sys.modules


def _inner_kernels() -> set[tuple[str, str]]:
    """Return module and name of each kernel that has no entry from Python."""
    found = set()
    for path in sorted((ROOT / "collusion" / "kernels").glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef) and "inner_kernel" in map(ast.unparse, node.decorator_list):
                found.add((path.stem, node.name))
    return found


def _asked_of_kernels(tree: ast.Module) -> set[tuple[str, str]]:
    """Return module and name of all that a module takes from kernels."""
    asked, modules = set(), {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module == "collusion.kernels":
            modules |= {one.asname or one.name: one.name for one in node.names}
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("collusion.kernels."):
            asked |= {(str(node.module).rpartition(".")[2], one.name) for one in node.names}
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in modules:
            asked.add((modules[node.value.id], node.attr))
    return asked


def test_inner_kernel__nothing_but_kernels_calls_one() -> None:
    """It would be compiled anew by each process."""
    inner, names = _inner_kernels(), {}
    for path in sorted((ROOT / "collusion").rglob("*.py")):
        if path.parent.name != "kernels":
            names[str(path)] = {
                (module, name)
                for module, name in _asked_of_kernels(ast.parse(path.read_text()))
                if any(name == other for _, other in inner)
            }

    assert len(inner) > 30
    assert {path: asked for path, asked in names.items() if asked} == {}
