"""The configuration of a run: resolved, written, read back, every fault at once."""

from __future__ import annotations

import tempfile
from dataclasses import fields
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collusion.config import SECTIONS, RunConfig, config_as_toml, config_from_toml, load_config
from collusion.errors import InputError
from collusion.settings import read_toml

TOML = b"""seed = 7
[tables.reviews]
format = "csv"
[tables.reviews.columns]
reviewer_id = "u"
[tables.reviews.dates]
posted_at = ["%Y-%m-%d"]
[tables.reviews.rating]
minimum = 0
maximum = 10
[kinds.wallet]
public_share = 0.2
[evidence]
[detection]
[scoring]
"""


def test_load_config__defaults_without_a_file(tmp_path):
    assert load_config(tmp_path, None) == RunConfig()
    assert load_config(tmp_path / "reviews.csv") == RunConfig()


def test_load_config__the_source_has_one(tmp_path):
    (tmp_path / "collusion.toml").write_bytes(TOML)

    config = load_config(tmp_path)

    assert config.seed == 7
    assert config.mapping.table("reviews").columns == {"reviewer_id": "u"}
    assert config.mapping.kinds["wallet"].public_share == 0.2


def test_load_config__another_file_wins(tmp_path):
    (tmp_path / "collusion.toml").write_bytes(TOML)
    (tmp_path / "other.toml").write_text("seed = 8")

    assert load_config(tmp_path, tmp_path / "other.toml") == RunConfig(seed=8)


def test_load_config__raise_on_a_named_file_that_is_missing(tmp_path):
    with pytest.raises(InputError, match=r"other.toml: found a file that cannot be opened"):
        load_config(tmp_path, tmp_path / "other.toml")


def test_load_config__raise_with_all_faults(tmp_path):
    text = "seed = -1\nsed = 1\nevidence = 3\n[detection]\nnonsense = 1\n[scoring]\nnonsense = 1\n"
    text += "[tables.revews]\n[kinds.X]\n"
    (tmp_path / "collusion.toml").write_text(text)

    with pytest.raises(InputError) as raised:
        load_config(tmp_path)

    places = {f"{fault.where}.{fault.column}" for fault in raised.value.faults}
    assert places == {
        "collusion.toml.sed",
        "collusion.toml.seed",
        "evidence.",
        "detection.nonsense",
        "scoring.nonsense",
        "tables.revews",
        "kinds.X",
    }
    assert "collusion.toml.seed: found -1. Allowed: a number from 0 to 4294967295." in str(raised.value)
    assert "Did you mean 'seed'?" in str(raised.value)


@pytest.mark.parametrize("content", [b"", TOML])
def test_config_as_toml__round_trip(tmp_path, content):
    path = tmp_path / "collusion.toml"
    path.write_bytes(content)
    config = load_config(tmp_path)

    path.write_text(config_as_toml(config), encoding="utf-8")

    assert load_config(tmp_path) == config


def test_config_as_toml__says_what_every_key_means():
    lines = config_as_toml(RunConfig()).splitlines()

    keys = [place for place, line in enumerate(lines) if " = " in line and not line.startswith("#")]
    assert len(keys) > 24
    assert all(lines[place - 1].startswith("# ") for place in keys)


@pytest.mark.parametrize("section", ["evidence", "detection", "scoring"])
def test_run_config__every_default_is_in_its_range(section):
    """The defaults, written out, load without a fault; each key has a meaning."""
    document = {section: read_back(section)}

    assert config_from_toml(document) == RunConfig()
    assert all(field.metadata.get("help") for field in fields(getattr(RunConfig(), section)))


def read_back(section):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "all.toml"
        path.write_text(config_as_toml(RunConfig()), encoding="utf-8")
        return read_toml(path)[section]


def test_sections__are_what_is_loaded():
    assert set(SECTIONS) == {"tables", "kinds", "evidence", "detection", "scoring", "run"}


def outcome(source):
    try:
        return load_config(source)
    except InputError as error:
        return error.faults


@given(st.data())
@settings(max_examples=150, deadline=None)
def test_load_config__damaged_files_give_a_config_or_faults(data):
    content = bytearray(data.draw(st.sampled_from([TOML, b""])) or b" ")
    for _ in range(data.draw(st.integers(1, 5))):
        at = data.draw(st.integers(0, len(content) - 1))
        new = data.draw(
            st.binary(max_size=4) | st.sampled_from([b"[", b"=1\n", b"\n[", b"9" * 30, b"'", b"%", b"{}"])
        )
        content[at : at + data.draw(st.integers(0, 4))] = new
        content = content or bytearray(b" ")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "collusion.toml"
        path.write_bytes(bytes(content))
        assert outcome(Path(folder))
