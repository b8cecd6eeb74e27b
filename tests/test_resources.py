"""Memory in words and bytes."""

from __future__ import annotations

import contextlib
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collusion import resources
from collusion.config import config_from_toml
from collusion.errors import InputError, UsageError
from collusion.resources import Resources, parse_size
from tests.conftest import ROOT


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


def _group(folder: Path, limit: str, used: int, cache: int, *, version: int) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    names, key = ("memory.max", "memory.current"), "inactive_file"
    if version == 1:
        names, key = ("memory.limit_in_bytes", "memory.usage_in_bytes"), "total_inactive_file"
    for name, text in (*zip(names, (limit, str(used))), ("memory.stat", f"anon 1\n{key} {cache}\nfile 2\n")):
        (folder / name).write_text(text + "\n")


@pytest.mark.parametrize(
    "version, own, folder",
    [
        (2, "0::/", ""),
        (2, "0::/user.slice/run.scope", "user.slice/run.scope"),
        (2, "0::/user.slice/run.scope", "user.slice"),
        (1, "5:memory:/docker/abc\n4:cpu,cpuacct:/", "memory/docker/abc"),
        (1, "5:memory:/docker/abc", "memory"),
        (1, "3:cpu,memory:/x", "memory/x"),
    ],
)
def test_available__obeys_the_control_groups_that_the_process_is_in(
    tmp_path: Path, version: int, own: str, folder: str
) -> None:
    root, listed = tmp_path / "cgroup", tmp_path / "own"
    listed.write_text(own + "\n")
    _group(root / folder, "1000", 700, 50, version=version)
    assert resources._cgroup_free(root, listed) == 350

    _group(root / "elsewhere", "10", 9, 0, version=version)
    assert resources._cgroup_free(root, listed) == 350

    _group(root / folder, "max", 700, 50, version=version)
    assert resources._cgroup_free(root, listed) is None
    assert resources._cgroup_free(tmp_path / "none", tmp_path / "nothing") is None


@pytest.mark.parametrize("kind", ["RLIMIT_AS", "RLIMIT_DATA"])
def test_available__obeys_the_limits_of_the_process(kind: str) -> None:
    script = (
        f"import resource\nresource.setrlimit(resource.{kind}, (4 << 30, resource.RLIM_INFINITY))\n"
        "from collusion.resources import available\nprint(available())"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    )

    assert 1 << 29 < int(done.stdout) < 4 << 30


@pytest.mark.parametrize("text", ["9" * 400 + "GB", "1e400GB", "9" * 13, "0." + "0" * 400 + "1TB", "9" * 400])
def test_parse_size__of_endless_digits_is_no_size(text: str) -> None:
    with pytest.raises(UsageError, match="Allowed: a number of at least 256 MiB"):
        parse_size(text)


def test_available__without_proc(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(resources, "_MEMINFO", tmp_path / "none")
    monkeypatch.setattr(resources, "_cgroup_free", lambda: None)

    assert resources.available() > 2**28
