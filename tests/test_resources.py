"""Memory in words and bytes."""

from __future__ import annotations

import contextlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collusion import resources
from collusion.config import config_from_toml
from collusion.errors import InputError, UsageError
from collusion.resources import Resources, parse_size


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("8GB", 8 * 10**9),
        ("8 gb", 8 * 10**9),
        ("8G", 8 * 10**9),
        (" 1.5GiB ", 3 * 2**29),
        ("900MB", 9 * 10**8),
        ("1TiB", 2**40),
        ("300000000", 3 * 10**8),
        ("268435456B", 2**28),
    ],
)
def test_parse_size__takes_what_people_write(text: str, size: int) -> None:
    assert size == parse_size(text)


@pytest.mark.parametrize(
    "text", ["", "much", "-8GB", "8XB", "8,5GB", "8", "255MiB", "0GB", "8 GB ram", "٨GB"]
)
def test_parse_size__says_what_is_allowed(text: str) -> None:
    with pytest.raises(UsageError, match=r"memory: found .*Allowed: a number .* such as 8GB"):
        parse_size(text)


@given(st.text(max_size=12))
def test_parse_size__any_text_is_a_size_or_an_error(text: str) -> None:
    with contextlib.suppress(UsageError):
        assert parse_size(text) >= 2**28


def test_budget__is_what_was_said_or_most_of_what_is_free() -> None:
    assert Resources(memory="2GB").budget() == 2 * 10**9
    assert 0 < Resources().budget() < resources.available() * 1.2


def test_n_threads__is_what_was_said_or_what_the_machine_has() -> None:
    assert Resources(threads=3).n_threads() == 3
    assert 1 <= Resources().n_threads() <= 8


def test_memory_fault__is_found_with_the_others() -> None:
    assert config_from_toml({"run": {"memory": "8GB"}}).resources.memory == "8GB"
    with pytest.raises(InputError) as raised:
        config_from_toml({"run": {"memory": "8 apples", "checkpoint_seconds": -1}})

    assert {"memory", "checkpoint_seconds"} == {fault.column for fault in raised.value.faults}


def test_available__obeys_a_control_group(tmp_path: Path) -> None:
    files = {"memory.max": "1000\n", "memory.current": "700\n", "memory.stat": "anon 5\ninactive_file 50\n"}
    for name, text in files.items():
        (tmp_path / name).write_text(text)

    assert resources._cgroup_free(tmp_path) == 350

    (tmp_path / "memory.max").write_text("max\n")

    assert resources._cgroup_free(tmp_path) is None
    assert resources._cgroup_free(tmp_path / "none") is None


def test_available__without_proc(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(resources, "_MEMINFO", tmp_path / "none")
    monkeypatch.setattr(resources, "_cgroup_free", lambda: None)

    assert resources.available() > 2**28
