"""Freed memory goes back to the system, where the C library can be told so."""

from __future__ import annotations

import ctypes
import subprocess
import sys
from pathlib import Path

import pytest

from collusion import memory, pipeline
from collusion.config import load_config
from tests.conftest import ROOT, Cli

SAMPLE = ROOT / "sample_graphs" / "gift-cards"
#: Once a mapped block of 24 MiB was freed, glibc holds smaller ones that are freed beneath others in use.
_PROGRAM = """
import sys
from pathlib import Path
from collusion import memory

def resident():
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096 >> 20

if "map" in sys.argv:
    assert memory.map_large_blocks()
bytearray(24 << 20)
blocks = [bytearray(8 << 20) for _ in range(16)]
full = resident()
del blocks[:-1]
held = resident()
if "give back" in sys.argv:
    assert memory.give_back()
print(full - held, held - resident())
"""


def _freed(*words: str) -> tuple[int, int]:
    """Return the MiB that left memory when blocks were freed, and when they were given back."""
    done = subprocess.run(
        [sys.executable, "-c", _PROGRAM, *words], cwd=ROOT, capture_output=True, text=True, check=True
    )
    at_once, later = map(int, done.stdout.split())
    return at_once, later


def test_map_large_blocks__are_given_back_when_they_are_freed() -> None:
    assert _freed()[0] < 30
    assert _freed("map")[0] > 100


def test_give_back__what_was_freed_and_is_held() -> None:
    assert _freed("give back")[1] > 80


def test_memory__nothing_happens_where_the_c_library_cannot(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ctypes, "CDLL", lambda _: object())

    assert not memory.map_large_blocks()
    assert not memory.give_back()


def test_detect__the_command_maps_large_blocks_before_it_reads_a_call_of_the_library_never(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, cli: Cli
) -> None:
    """A notebook's allocator is its own."""
    mapped: list[str] = []
    monkeypatch.setattr(memory, "map_large_blocks", lambda: mapped.append("mapped"))
    pipeline.detect(SAMPLE, tmp_path / "run", config=load_config(SAMPLE))
    assert [] == mapped

    assert 3 == cli("detect", tmp_path / "nowhere", "--out", tmp_path / "other").code
    assert ["mapped"] == mapped
