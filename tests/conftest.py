"""What tests of every room share: the command line as a function, and the samples."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import settings

from collusion.cli import app

# A key that is set makes the same tokens everywhere; without one each folder of runs has a random key.
os.environ.setdefault("COLLUSION_TOKEN_KEY", "of the tests")

ROOT = Path(__file__).resolve().parent.parent

# The same examples on every run, and no deadline: compiled kernels are slow once.
settings.register_profile("house", derandomize=True, deadline=None)
settings.load_profile("house")


@dataclass(frozen=True, slots=True)
class Done:
    """What a command line left: its exit code and what it printed."""

    code: int
    out: str
    err: str


Cli = Callable[..., Done]


@pytest.fixture
def cli(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Cli:
    """Run ``collusion ARGUMENTS`` in this process, through the same door as the console script."""
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "200")

    def call(*arguments: object) -> Done:
        capsys.readouterr()
        with pytest.raises(SystemExit) as leave:
            app.main([str(argument) for argument in arguments])
        out, err = capsys.readouterr()
        assert isinstance(leave.value.code, int)
        return Done(leave.value.code, out, err)

    return call


@pytest.fixture(scope="session")
def samples() -> Path:
    """Return the folder of the sample sources."""
    return ROOT / "sample_graphs"
