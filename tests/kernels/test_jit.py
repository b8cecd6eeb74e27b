"""The compiled kernels on disk are those of the sources that are there."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from collusion.kernels.jit import kernel, load_compiler, sources_digest
from tests.conftest import ROOT

CALLEE = "from collusion.kernels.jit import kernel\n\n@kernel\ndef inner(x):\n    return x + {}\n"
CALLER = (
    "from collusion.kernels.jit import kernel\nfrom collusion.kernels.inner import inner\n\n"
    "@kernel\ndef outer(x):\n    return 10 * inner(x)\n"
)


def test_kernel__a_caller_is_compiled_again_when_its_callee_in_another_file_changes(tmp_path: Path) -> None:
    """numba alone would go on to call what was compiled before."""
    package = tmp_path / "collusion" / "kernels"
    package.mkdir(parents=True)
    for folder in (package, package.parent):
        (folder / "__init__.py").write_text("")
    (package / "jit.py").write_text((ROOT / "collusion" / "kernels" / "jit.py").read_text())
    (package / "outer.py").write_text(CALLER)
    environment = os.environ | {"PYTHONPATH": str(tmp_path), "NUMBA_CACHE_DIR": str(tmp_path / "cache")}
    environment |= {"NUMBA_DISABLE_JIT": "0"}
    script = (
        "from collusion.kernels.outer import outer; print(outer(1), sum(outer.stats.cache_hits.values()))"
    )
    told = []
    for number in (1, 1, 2):
        (package / "inner.py").write_text(CALLEE.format(number))
        words = [sys.executable, "-c", script]
        done = subprocess.run(
            words, env=environment, cwd=tmp_path, capture_output=True, text=True, check=True
        )
        told.append(done.stdout.split())

    assert [["20", "0"], ["20", "1"], ["30", "0"]] == told


def test_sources_digest__follows_imports(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("from collusion.kernels.b import f\n")
    (tmp_path / "b.py").write_text("import collusion.kernels.a\n")
    (tmp_path / "c.py").write_text("")
    digests = [sources_digest(name, tmp_path) for name in ("a", "b", "c", "none")]
    sources_digest.cache_clear()
    (tmp_path / "b.py").write_text("import collusion.kernels.a\nx = 1\n")
    changed = [sources_digest(name, tmp_path) for name in ("a", "b", "c", "none")]

    assert len(set(digests)) == 4
    assert [True, True, False, False] == [old != new for old, new in zip(digests, changed, strict=True)]


def test_kernel__computes() -> None:
    @kernel
    def double(x):
        return 2 * x

    assert double(3) == 6


def test_load_compiler__loads_what_the_first_kernel_would():
    load_compiler()

    assert "numba.np.arraymath" in sys.modules
