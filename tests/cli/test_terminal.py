"""What every command owes to terminals and pipes, tried as processes."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from tests.cases.small_runs import Wish, make_run, save_run

_ASCII = {
    "LC_ALL": "C",
    "PYTHONUTF8": "0",
    "PYTHONCOERCECLOCALE": "0",
    "PYTHONIOENCODING": "ascii",
    "TERM": "dumb",
}


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    return save_run(make_run(Wish(hostile=True)), tmp_path_factory.mktemp("run") / "r")


def _collusion(*words, **environment):
    line = [sys.executable, "-m", "collusion", *map(str, words)]
    return subprocess.run(line, capture_output=True, env=os.environ | environment, check=False, timeout=60)


@pytest.mark.parametrize("words", [("show",), ("explain", "1", "--all")], ids=" ".join)
def test_terminal__ascii_is_enough(run, words):
    command, *rest = words
    done = _collusion(command, run, *rest, **_ASCII)

    assert 0 == done.returncode, done.stderr
    assert done.stdout.isascii()
    assert b"Error" not in done.stderr


def test_terminal__json_is_the_same_text_in_ascii(run):
    ascii_only, utf8 = (
        _collusion("explain", run, "1", "--json", **how) for how in (_ASCII, {"PYTHONUTF8": "1"})
    )

    assert ascii_only.stdout.isascii()
    assert json.loads(ascii_only.stdout) == json.loads(utf8.stdout)


@pytest.mark.parametrize("words", [("show",), ("show", "--json"), ("explain", "1", "--all")], ids=" ".join)
def test_terminal__a_reader_who_leaves_is_no_error(run, words):
    command, *rest = words
    reader, writer = os.pipe()
    os.close(reader)
    line = [sys.executable, "-m", "collusion", command, str(run), *rest]
    done = subprocess.run(line, stdout=writer, stderr=subprocess.PIPE, check=False, timeout=60)
    os.close(writer)

    assert 0 == done.returncode
    assert b"rror" not in done.stderr
    assert b"Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("typed", "found"), [("collusion de", "desk"), ("collusion desk --pr", "--proxy-auth")]
)
def test_completion__knows_commands_and_their_options(typed, found):
    words = {"COMP_WORDS": typed, "COMP_CWORD": str(typed.count(" "))}
    done = _collusion(_COLLUSION_COMPLETE="complete_bash", **words)

    assert found in done.stdout.decode().split()
