"""The warmup compiles what runs use, and nothing is lost when it does not happen."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from collusion import pipeline, warmup
from collusion.config import load_config
from collusion.kernels import blocks
from tests.conftest import ROOT

SAMPLE = ROOT / "sample_graphs" / "gift-cards"


def _specialisations() -> dict[str, int]:
    return {name: len(getattr(value, "signatures", ())) for name, value in vars(blocks).items()}


def test_warm_up__finds_its_ring() -> None:
    candidates = warmup.warm_up()

    assert [12] == [len(candidate.group.members) for candidate in candidates]
    assert [8] == [len(candidate.group.products) for candidate in candidates]


def test_warm_up__compiles_the_very_kernels_of_a_run(tmp_path: Path) -> None:
    pipeline.detect(SAMPLE, tmp_path / "run", config=load_config(SAMPLE))
    before = _specialisations()
    warmup.warm_up()

    assert before == _specialisations()


def test_detect__leaves_out_what_libraries_look_for_and_leaves_it_to_others() -> None:
    script = (
        "import gc, importlib, sys\nfrom collusion.cli import detect\n"
        "before = set(sys.modules)\ndetect.import_pipeline()\n"
        "print(*[name in set(sys.modules) - before for name in detect._UNUSED], gc.isenabled())\n"
        "print(*[importlib.import_module(name).__name__ for name in detect._UNUSED])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    )

    assert done.stdout.splitlines() == ["False False False True", "matplotlib scipy.linalg coverage"]


def test_warmup__ends_with_the_process_that_started_it() -> None:
    """However that ends: the pipe to it is closed then."""
    script = (
        "import threading\nfrom collusion import warmup\n"
        "threading.Thread(target=warmup._end_with_parent).start()\n"
        "print('begun', flush=True)\nthreading.Event().wait()"
    )
    words = [sys.executable, "-c", script]
    with subprocess.Popen(words, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        assert b"begun\n" == process.stdout.readline()
        assert process.poll() is None
        process.stdin.close()

        assert 0 == process.wait(timeout=60)
