"""``collusion detect``: what it prints where, what it leaves on disk, and what it refuses."""

from __future__ import annotations

import json
import os
import pty
import re
import shutil
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest

from collusion.cases.run_folder import open_run
from collusion.cases.schema import TABLES
from collusion.cli import detect
from collusion.provenance import Stage
from tests.conftest import ROOT, Cli

STAGES = ["read", "graph", "evidence", "detection", "decoys", "scoring", "cases"]
FEW = "reviewer_id,product_id,rating\na,p,5\nb,p,4\nc,q,1\n"


@pytest.fixture
def few(tmp_path: Path) -> Path:
    """A source of three reviews, too few for any ring."""
    path = tmp_path / "few.csv"
    path.write_text(FEW, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def sample_run(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, subprocess.CompletedProcess[str]]:
    """The sample of thirty accounts, searched once by a process of its own."""
    run = tmp_path_factory.mktemp("detect") / "run"
    words = ["detect", "sample_graphs/thirty-accounts", "--out", str(run)]
    done = subprocess.run(
        [sys.executable, "-m", "collusion", *words],
        cwd=ROOT,
        env=os.environ | {"COLUMNS": "200", "NO_COLOR": "1"},
        capture_output=True,
        text=True,
        check=True,
    )
    return run, done


def test_detect__prints_the_table_the_summary_and_what_to_do_next(sample_run) -> None:
    run, done = sample_run
    best = open_run(run).rings.row(0, named=True)

    assert re.search(rf"^ +1 +● +{best['ring_id']} ", done.stdout, re.MULTILINE)
    assert f"First, {best['ring_id']}: {best['summary']} Run folder: {run} " in " ".join(done.stdout.split())
    assert f"\nNext:       collusion explain {run} 1\n" in done.stdout
    assert done.stdout.endswith(f"            collusion report {run} --out {run}-report\n")


def test_detect__tells_each_stage_with_its_cost_and_counts_on_stderr(sample_run) -> None:
    _, done = sample_run
    told = re.findall(r"^(\w+) +\d+\.\d s +[\d,]+ MiB  \d.*$", done.stderr, re.MULTILINE)

    assert STAGES == told
    assert "5,915 reviews" in done.stderr
    assert "1 ring, 1 flagged" in done.stderr


def test_stage_line__says_what_a_stage_counted() -> None:
    stage = Stage("decoys again", 1.23, 456.0, {"accounts_left_out": 46, "rings": 1, "flagged": 1})

    assert detect._stage_line(stage).endswith("1.2 s     456 MiB  46 accounts left out, 1 ring, 1 flagged")


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [("NUMBA_CACHE_DIR", "empty", "False"), ("NUMBA_DISABLE_JIT", "1", "True")],
)
def test_is_compiled__looks_where_compiled_kernels_are_kept(
    tmp_path: Path, name: str, value: str, expected: str
) -> None:
    """A first run says that it compiles; a run of plain Python, which never will, does not."""
    setting = {name: str(tmp_path / value) if value == "empty" else value}
    script = "from collusion.cli import detect\nprint(detect._is_compiled())"
    done = subprocess.run(
        [sys.executable, "-c", script],
        env=os.environ | setting,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )

    assert done.stdout == f"{expected}\n"


def test_is_compiled__after_a_run(sample_run) -> None:
    assert detect._is_compiled()


def test_detect__leaves_a_run_folder_that_verifies_and_nothing_beside_it(sample_run, cli: Cli) -> None:
    run, _ = sample_run

    assert {"manifest.json", *(f"{name}.parquet" for name in TABLES)} == {p.name for p in run.iterdir()}
    assert [run] == list(run.parent.iterdir())
    assert cli("verify", run).code == 0


def test_detect__finds_the_members_of_the_sample(sample_run, samples: Path) -> None:
    planted = pl.read_parquet(samples / "thirty-accounts" / "truth" / "members.parquet")["reviewer_id"]
    found = open_run(sample_run[0]).members["reviewer_id"]

    assert set(planted) == set(found)


def test_detect__prints_json_alone(cli: Cli, few: Path, tmp_path: Path) -> None:
    done = cli("detect", few, "--out", tmp_path / "run", "--json", "--quiet", "--seed", 7, "--fdr", 0.01)
    told = json.loads(done.out)

    assert (done.code, done.err) == (0, "")
    assert (str(tmp_path / "run"), 7, 0.01) == (told["run"], told["seed"], told["false_discovery_level"])
    assert (0, 0, None) == (told["n_rings"], told["n_flagged"], told["best"])
    assert STAGES == [stage["name"] for stage in told["stages"]]
    assert told["counts"]["reviews"] == 3


def test_detect__command_line_comes_before_the_configuration(cli: Cli, few: Path, tmp_path: Path) -> None:
    config = tmp_path / "own.toml"
    config.write_text("seed = 3\n[scoring]\nfdr = 0.2\n", encoding="utf-8")
    for run, words in (("a", ()), ("b", ("--seed", 4)), ("c", ("--fdr", 0.3))):
        assert cli("detect", few, "--config", config, "--out", tmp_path / run, *words).code == 0
    manifests = [open_run(tmp_path / run).manifest for run in "abc"]

    assert [3, 4, 3] == [manifest["seed"] for manifest in manifests]
    assert [0.2, 0.2, 0.3] == [manifest["config"]["scoring"]["fdr"] for manifest in manifests]
    assert len({manifest["run_id"] for manifest in manifests}) == 3


def test_detect__of_no_rings_says_so_and_what_that_does_not_mean(cli: Cli, few: Path, tmp_path: Path) -> None:
    done = cli("detect", few, "--out", tmp_path / "my run")
    said = " ".join(done.out.split())

    assert done.code == 0
    assert said.startswith("No group stands out: ")
    assert "That does not show that every review is honest." in said
    assert "Groups of fewer than 5 accounts are not looked for" in said
    assert "groups of fewer than 2 products are not looked for" in said
    assert f"Next: collusion validate {few}" in said
    assert "explain" not in said


def test_detect__of_rings_none_of_which_is_flagged_calls_them_leads(
    cli: Cli, samples: Path, tmp_path: Path
) -> None:
    """Whoever accepts less than the q-value of the only ring gets a lead."""
    source = samples / "slow-camouflage"
    cli("detect", source, "--out", tmp_path / "flagged")
    [q_value] = open_run(tmp_path / "flagged").rings["q_value"].to_list()
    done = cli("detect", source, "--out", tmp_path / "run", "--fdr", q_value / 2)

    assert done.code == 0
    assert [True] == open_run(tmp_path / "flagged").rings["flagged"].to_list()
    assert [False] == open_run(tmp_path / "run").rings["flagged"].to_list()
    assert "These are leads, not findings." in " ".join(done.out.split())


def test_detect__of_an_office_finds_no_rings(cli: Cli, samples: Path, tmp_path: Path) -> None:
    """Their stars are those of any buyer, so that what they have in common is no target."""
    done = cli("detect", samples / "office", "--out", tmp_path / "run")

    assert done.code == 0
    assert done.out.startswith("No group stands out: ")


def test_detect__of_honest_people_who_look_alike_flags_nobody(
    cli: Cli, samples: Path, tmp_path: Path
) -> None:
    """Who shares addresses may be looked at, but is no ring by odds of more than a hundred to one."""
    done = cli("detect", samples / "honest", "--out", tmp_path / "run")
    rings = open_run(tmp_path / "run").rings

    assert done.code == 0
    assert not rings["flagged"].any()
    assert all(score < -7 for score in rings["score"])


def test_detect__is_quiet_when_asked(cli: Cli, few: Path, tmp_path: Path) -> None:
    assert cli("detect", few, "--out", tmp_path / "run", "--quiet").err == ""


def test_detect__writes_to_runs_and_the_name_of_the_source_by_default(
    cli: Cli, few: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(few.parent)
    compressed = few.with_name("market.csv.gz")
    shutil.copyfile(few, few.with_name("market.csv"))
    subprocess.run(["gzip", few.with_name("market.csv")], check=True)

    assert cli("detect", "few.csv").code == 0
    assert cli("detect", compressed).code == 0
    assert ["few", "market"] == sorted(path.name for path in Path("runs").iterdir())


def test_detect__keeps_a_run_that_is_there_unless_forced(cli: Cli, few: Path, tmp_path: Path) -> None:
    run = tmp_path / "run"
    assert cli("detect", few, "--out", run).code == 0
    before = (run / "manifest.json").read_bytes()
    kept = cli("detect", few, "--out", run, "--seed", 1)

    assert (2, "") == (kept.code, kept.out)
    assert "`--force` to replace it" in kept.err
    assert before == (run / "manifest.json").read_bytes()
    assert cli("detect", few, "--out", run, "--seed", 1, "--force").code == 0
    assert open_run(run).manifest["seed"] == 1


def test_detect__never_replaces_what_is_no_run_folder(cli: Cli, few: Path, tmp_path: Path) -> None:
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / "dear.txt").write_text("kept")
    done = cli("detect", few, "--out", tmp_path / "letters", "--force")

    assert done.code == 2
    assert (tmp_path / "letters" / "dear.txt").read_text() == "kept"


@pytest.mark.parametrize(
    "text",
    ["", "\0\0", "reviewer_id\na\n", "reviewer_id,product_id,rating\na,p,9\n,p,3\n"],
    ids=["empty", "zeros", "lacks a column", "bad rows"],
)
def test_detect__bad_input_is_told_whole_and_leaves_nothing(cli: Cli, tmp_path: Path, text: str) -> None:
    source = tmp_path / "reviews.csv"
    source.write_text(text, encoding="utf-8")
    done = cli("detect", source, "--out", tmp_path / "run")

    assert (3, "") == (done.code, done.out)
    assert re.search(r"^error: \d+ faults? in the input:$", done.err, re.MULTILINE)
    assert "Traceback" not in done.err
    assert [source] == list(tmp_path.iterdir())


def test_detect__no_such_source(cli: Cli, tmp_path: Path) -> None:
    done = cli("detect", tmp_path / "nowhere", "--out", tmp_path / "run")

    assert done.code == 3
    assert "no such file or folder" in done.err


@pytest.mark.parametrize("words", [("--fdr", "2"), ("--fdr", "much"), ("--seed", "-1"), ("--sed", "1")])
def test_detect__bad_options_are_usage_errors(cli: Cli, few: Path, words: tuple[str, ...]) -> None:
    done = cli("detect", few, *words)

    assert (2, "") == (done.code, done.out)


def test_detect__bad_configuration_names_every_fault(cli: Cli, few: Path, tmp_path: Path) -> None:
    config = tmp_path / "own.toml"
    config.write_text("sed = 3\n[scoring]\nfdr = 7\n", encoding="utf-8")
    done = cli("detect", few, "--config", config, "--out", tmp_path / "run")

    assert done.code == 3
    assert "2 faults" in done.err


def test_detect__quarantines_bad_rows_and_says_how_many(cli: Cli, tmp_path: Path) -> None:
    source = tmp_path / "reviews.csv"
    source.write_text(FEW + "d,q,9\n", encoding="utf-8")
    done = cli("detect", source, "--out", tmp_path / "run", "--quarantine", tmp_path / "bad")

    assert done.code == 0
    assert "\nnote: reviews: bad rows quarantined in reviews.parquet (1)\n" in done.err
    assert open_run(tmp_path / "run").manifest["counts"]["reviews"] == 3
    assert list((tmp_path / "bad").iterdir())


def test_detect__shows_the_running_stage_on_a_terminal(few: Path, tmp_path: Path) -> None:
    """The spinner appears on a terminal only, and is gone when the run ends."""
    master, slave = pty.openpty()
    words = ["detect", str(few), "--out", str(tmp_path / "run")]
    with subprocess.Popen(
        [sys.executable, "-m", "collusion", *words],
        cwd=ROOT,
        env=os.environ | {"TERM": "xterm", "COLUMNS": "120"},
        stdout=subprocess.PIPE,
        stderr=slave,
    ) as process:
        os.close(slave)
        shown = _drain(master)
        assert process.wait() == 0

    assert "searching for candidates" in shown
    assert shown.endswith("\x1b[2K\r\n"), "the line of the spinner is erased"


def _drain(master: int) -> str:
    parts = []
    while True:
        try:
            part = os.read(master, 65536)
        except OSError:  # how Linux says that the other side is closed
            break
        if not part:
            break
        parts.append(part)
    os.close(master)
    return b"".join(parts).decode("utf-8", errors="replace")
