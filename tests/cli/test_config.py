"""``collusion config show`` and ``check``: exit code and output."""

from __future__ import annotations

import pytest

from collusion.cli.app import main
from collusion.config import RunConfig, load_config
from tests.tables.sources import REVIEWS, csv


def run(capsys, *words):
    with pytest.raises(SystemExit) as left:
        main(["config", *(str(word) for word in words)])
    out, err = capsys.readouterr()
    return left.value.code, out, err


def test_show__prints_a_configuration_that_loads(capsys, tmp_path):
    source = csv(tmp_path / "source", reviews=REVIEWS)
    (source / "collusion.toml").write_text("seed = 4\n")

    code, out, err = run(capsys, "show", source)

    (tmp_path / "shown.toml").write_text(out)
    assert (code, err) == (0, "")
    assert load_config(source, tmp_path / "shown.toml") == RunConfig(seed=4)
    assert "# Seed of every random choice (a number from 0 to 4294967295)\nseed = 4\n" in out


def test_show__another_file(capsys, tmp_path):
    (tmp_path / "other.toml").write_text("seed = 5\n")

    code, out, _ = run(capsys, "show", tmp_path, "--config", tmp_path / "other.toml")

    assert code == 0
    assert "seed = 5" in out


def test_show__faults(capsys, tmp_path):
    (tmp_path / "collusion.toml").write_text("sed = 4\nseed = 'x'\n")

    code, out, err = run(capsys, "show", tmp_path)

    assert (code, out) == (3, "")
    assert "error: 2 faults in the input:" in err
    assert "Did you mean 'seed'?" in err


def test_check__lists_the_files(capsys, tmp_path):
    csv(tmp_path, accounts="reviewer_id\na\n")
    csv(tmp_path / "reviews", a=REVIEWS, b=REVIEWS)

    assert run(capsys, "check", tmp_path) == (0, "reviews: csv, 2 files\naccounts: csv, 1 file\n", "")


def test_check__raise_on_a_file_that_is_missing(capsys, tmp_path):
    (tmp_path / "collusion.toml").write_text('[tables.reviews]\nfile = "gone.csv"\n')

    code, out, err = run(capsys, "check", tmp_path)

    assert (code, out) == (3, "")
    assert "reviews: found no file gone.csv" in err
