from __future__ import annotations

import json
import os
import re
import subprocess
import sys

import pytest

from tests.cases.small_runs import Wish, make_run, save_run
from tests.conftest import ROOT


@pytest.fixture
def folder(tmp_path):
    return save_run(make_run(Wish(n_accounts=20)), tmp_path / "run")


@pytest.mark.parametrize("ring", ["1", "R-00000001", "r-00000001"])
def test_explain__takes_an_id_or_a_rank(cli, folder, ring):
    done = cli("explain", folder, ring)

    assert (done.code, done.err) == (0, "")
    assert done.out.startswith("R-00000001  rank 1 of 2  flagged  one hand\n20 accounts wrote")


def test_explain__prints_everything_on_demand(cli, folder):
    assert "and 8 more accounts: --all" in cli("explain", folder, 1).out
    assert "A119" in cli("explain", folder, 1, "--all").out


def test_explain__prints_json(cli, folder):
    record = json.loads(cli("explain", folder, 2, "--json").out)

    assert record["ring_id"] == "R-00000002"
    assert record["narrative"]["next_steps"][0].startswith("Not flagged")


def test_explain__names_near_rings_when_there_is_none(cli, folder):
    done = cli("explain", folder, "R-00000009")

    assert done.code == 2
    assert "R-00000001" in done.err


@pytest.mark.parametrize("ring", [1, 2])
def test_explain__in_short_is_the_claim_in_few_words(cli, folder, ring):
    done = cli("explain", folder, ring, "--short")
    head, *lines = done.out.splitlines()

    assert done.code == 0
    assert head.startswith(f"R-0000000{ring}  rank {ring} of 2")
    assert len(" ".join(lines).split()) <= 120
    assert "Closest innocent explanation" in " ".join(lines)


@pytest.mark.parametrize("options", [(), ("--short",), ("--all",)])
def test_explain__tells_bits_to_experts_only(cli, folder, options):
    plain, expert = (cli("explain", folder, 1, *options, *more).out for more in ((), ("--expert",)))

    assert not re.search(r"\bbits?\b", plain)
    assert expert.startswith(plain)
    assert "Evidence in bits" in expert
    assert re.search(r"^stars +\+40 ", expert, re.MULTILINE)
    assert re.search(r"^taste +innocent ", expert, re.MULTILINE)


def test_explain__says_what_the_words_mean(cli, folder):
    english, german = (cli("explain", folder, 1, "--short", "--terms", code).out for code in ("en", "de"))

    assert "Membership: How sure it is that an account belongs" in english
    assert "Zugehörigkeit: Wie sicher es ist" in german
    assert english.startswith(cli("explain", folder, 1, "--short").out)


def test_explain__raise_on_a_language_without_a_catalogue(cli, folder):
    done = cli("explain", folder, 1, "--terms", "../en")

    assert done.code == 2
    assert "Allowed: de, en" in done.err


@pytest.mark.parametrize("width", [40, 60, 80, 200])
def test_explain__expert_view_fits_its_screen(cli, folder, monkeypatch, width):
    monkeypatch.setenv("COLUMNS", str(width))
    done = cli("explain", folder, 1, "--short", "--expert")

    assert max(map(len, done.out.splitlines())) <= width


@pytest.mark.parametrize("width", [40, 60, 80, 200])
def test_explain__cuts_no_id_and_no_line_at_any_width(cli, folder, monkeypatch, width):
    monkeypatch.setenv("COLUMNS", str(width))
    done = cli("explain", folder, 1, "--all")

    assert all(f"A1{i:02d}" in done.out for i in range(20))
    assert max(map(len, done.out.splitlines())) <= width


def test_explain__spells_signs_where_the_terminal_has_none(folder):
    command = [sys.executable, "-m", "collusion", "explain", str(folder), "1"]
    environment = os.environ | {"PYTHONIOENCODING": "ascii", "NO_COLOR": "1"}
    done = subprocess.run(command, env=environment, capture_output=True, check=False, cwd=ROOT)

    assert (done.returncode, done.stderr) == (0, b"")
    assert b"\n  - " in done.stdout
    assert done.stdout.isascii()
