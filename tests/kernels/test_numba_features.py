"""Where numba is not as expected, kernels are compiled the plain way, with the same results."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import numba
import pytest
from numba.core import codegen

from collusion.kernels.numba_features import TRIED, has_known_parts
from tests.conftest import ROOT

SCRIPT = """
import sys
from typing import NamedTuple
import numpy as np
from collusion.kernels.jit import inner_kernel, is_compiled, kernel
from collusion.kernels.numba_features import has_known_parts
from collusion.kernels.pointer_record import pointer_record

@pointer_record
class Load(NamedTuple):
    numbers: np.ndarray
    factor: float

@inner_kernel
def scaled(load, i):
    return load.numbers[i] * load.factor

@kernel
def total(load):
    total = 0.0
    for i in range(len(load.numbers)):
        total += scaled(load, i)
    return total

before = is_compiled(total)
print(has_known_parts(), before, total(Load(np.arange(4), 0.5)), is_compiled(total))
"""


@pytest.fixture
def probe(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv("COLLUSION_PLAIN_NUMBA", raising=False)
    return has_known_parts.__wrapped__


def test_has_known_parts__here(probe) -> None:
    assert probe()


def test_has_known_parts__not_when_the_user_says_so(probe, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLLUSION_PLAIN_NUMBA", "1")

    assert not probe()


@pytest.mark.parametrize("version", [(0, 60, 0), (*TRIED[1], 0), (1, 0, 0)])
def test_has_known_parts__only_in_versions_that_were_tried(
    probe, monkeypatch: pytest.MonkeyPatch, version: tuple[int, int, int]
) -> None:
    monkeypatch.setattr(numba, "version_info", version)

    assert not probe()


def test_has_known_parts__not_when_one_is_missing(probe, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(codegen.CPUCodeLibrary, "_finalize_dynamic_globals")

    assert not probe()


def test_tried__is_what_the_package_asks_for() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    (asked,) = (name for name in project["dependencies"] if name.startswith("numba"))
    low, high = (tuple(map(int, found.split(".")[:2])) for found in re.findall(r"[\d.]+", asked))

    assert re.fullmatch(r"numba>=[\d.]+,<[\d.]+", asked)
    assert TRIED == (low, high)


def test_kernel__plainly_compiled_computes_the_same_and_is_kept(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(SCRIPT)
    told = []
    for plain in ("", "1", "1"):
        environment = os.environ | {"PYTHONPATH": str(ROOT), "NUMBA_CACHE_DIR": str(tmp_path / "cache")}
        environment |= {"NUMBA_DISABLE_JIT": "0", "COLLUSION_PLAIN_NUMBA": plain}
        done = subprocess.run(
            [sys.executable, str(script)], env=environment, capture_output=True, text=True, check=True
        )
        told.append(done.stdout.strip())

    assert ["True False 3.0 True", "False False 3.0 True", "False True 3.0 True"] == told
