"""Digests, run ids, stage records and files written whole."""

from __future__ import annotations

import hashlib
import json
import stat
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from collusion import provenance

_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


def test_file_digest__equals_the_digest_of_the_bytes(tmp_path: Path) -> None:
    data = bytes(range(256)) * 5000
    (tmp_path / "a").write_bytes(data)

    assert hashlib.sha256(data).hexdigest() == provenance.file_digest(tmp_path / "a")


def test_folder_digests__names_every_file_beneath_sorted_but_the_excluded(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    for name in ("z.txt", "b/a.txt", "manifest.json"):
        (tmp_path / name).write_text(name)

    found = provenance.folder_digests(tmp_path, but=frozenset({"manifest.json"}))

    assert ["b/a.txt", "z.txt"] == list(found)
    assert hashlib.sha256(b"b/a.txt").hexdigest() == found["b/a.txt"]


@given(_JSON)
def test_canonical_json__reads_back_as_the_same_value(value: object) -> None:
    assert value == json.loads(provenance.canonical_json(value))


def test_canonical_json__does_not_depend_on_the_order_of_keys() -> None:
    assert provenance.canonical_json({"a": 1, "b": {"c": 2, "d": 3}}) == provenance.canonical_json(
        {"b": {"d": 3, "c": 2}, "a": 1}
    )


def test_canonical_json__writes_dataclasses_and_paths() -> None:
    @dataclass(frozen=True, slots=True)
    class Params:
        folder: Path
        levels: tuple[float, ...]

    text = provenance.canonical_json(Params(Path("a/b"), (0.5, 1.0)))

    assert '{"folder":"a/b","levels":[0.5,1.0]}' == text


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_canonical_json__raise_on_numbers_without_a_json_form(value: float) -> None:
    with pytest.raises(ValueError, match="not JSON compliant"):
        provenance.canonical_json({"x": value})


def test_canonical_json__raise_on_foreign_type() -> None:
    with pytest.raises(TypeError, match="set has no canonical JSON form"):
        provenance.canonical_json({"x": {1, 2}})


def test_run_id__changes_with_input_config_and_version_only() -> None:
    first = provenance.run_id({"a": "1", "b": "2"}, {"seed": 0}, "0.1")

    assert first == provenance.run_id({"b": "2", "a": "1"}, {"seed": 0}, "0.1")
    assert first != provenance.run_id({"a": "1", "b": "3"}, {"seed": 0}, "0.1")
    assert first != provenance.run_id({"a": "1", "b": "2"}, {"seed": 1}, "0.1")
    assert first != provenance.run_id({"a": "1", "b": "2"}, {"seed": 0}, "0.2")
    assert 16 == len(first)


def test_recorder__keeps_order_counts_and_tells_progress() -> None:
    told: list[tuple[str, bool]] = []
    recorder = provenance.Recorder(progress=lambda name, done: told.append((name, done is not None)))
    with recorder.stage("read") as counts:
        counts["reviews"] = 7
    with recorder.stage("graph"):
        pass

    assert [("read", False), ("read", True), ("graph", False), ("graph", True)] == told
    assert ["read", "graph"] == [record["name"] for record in recorder.as_records()]
    assert {"reviews": 7} == recorder.as_records()[0]["counts"]
    assert recorder.totals()["peak_mb"] > 0


def test_recorder__does_not_record_a_stage_that_raised() -> None:
    recorder = provenance.Recorder()
    with pytest.raises(ZeroDivisionError), recorder.stage("read"):
        _ = 1 // 0

    assert [] == recorder.stages
    assert {"seconds": 0, "peak_mb": 0.0} == recorder.totals()


def test_recorder__peak_of_a_stage_sees_memory_that_it_gave_back() -> None:
    """A stage that held 64 MiB for a moment reports it, although nothing is left at its end."""
    recorder = provenance.Recorder()
    with recorder.stage("idle"):
        pass
    with recorder.stage("large"):
        block = np.ones(8 * 2**20)
        del block
    idle, large = recorder.stages

    assert large.peak_mb >= idle.peak_mb + 50


def test_stage__does_not_stand_on_what_was_freed_before() -> None:
    """Blocks too small to be mapped one by one stay with the C library when those above them are in use."""
    blocks = [bytearray(60_000) for _ in range(2000)]
    recorder = provenance.Recorder()
    with recorder.stage("full"):
        pass
    del blocks[:-1]
    with recorder.stage("empty"):
        pass
    full, empty = recorder.stages

    assert empty.peak_mb <= full.peak_mb - 80
    assert len(blocks) == 1


def test_peak_memory_mb__falls_back_to_the_process_total(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(provenance, "_STATUS", tmp_path / "none")
    monkeypatch.setattr(provenance, "_CLEAR_REFS", tmp_path / "no" / "folder")

    assert not provenance.reset_peak_memory()
    assert provenance.peak_memory_mb() > 1


def test_written_whole__leaves_the_old_file_when_writing_fails(tmp_path: Path) -> None:
    target = tmp_path / "deep" / "a.txt"
    provenance.write_text_whole(target, "old\n")
    with pytest.raises(RuntimeError), provenance.written_whole(target) as partial:
        partial.write_text("half of the n")
        raise RuntimeError

    assert "old\n" == target.read_text()
    assert [target] == list(target.parent.iterdir())


def test_written_whole__replaces_and_gives_ordinary_permissions(tmp_path: Path) -> None:
    (tmp_path / "plain").touch()
    provenance.write_text_whole(tmp_path / "a.txt", "old\n")
    provenance.write_text_whole(tmp_path / "a.txt", "new\r\n")

    assert b"new\r\n" == (tmp_path / "a.txt").read_bytes()
    assert stat.S_IMODE((tmp_path / "plain").stat().st_mode) == stat.S_IMODE(
        (tmp_path / "a.txt").stat().st_mode
    )


def test_readable_json__keeps_order_and_ends_in_a_line_break() -> None:
    assert '{\n  "b": 1,\n  "a": 2\n}\n' == provenance.readable_json({"b": 1, "a": 2})
