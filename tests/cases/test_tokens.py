from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from collusion import pipeline
from collusion.cases.tokens import KEY_FILE, KEY_VARIABLE, find_token_key, token_key
from collusion.config import load_config
from collusion.errors import UsageError
from tests.conftest import ROOT

SAMPLE = ROOT / "sample_graphs" / "gift-cards"


@pytest.fixture(autouse=True)
def no_key_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(KEY_VARIABLE)


def test_token_key__is_random_and_kept_for_its_owner(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    assert find_token_key(tmp_path / "a") is None
    key = token_key(tmp_path / "a")

    assert 32 == len(key)
    assert key == token_key(tmp_path / "a") == find_token_key(tmp_path / "a")
    assert key != token_key(tmp_path / "b")
    assert 0o600 == (tmp_path / "a" / KEY_FILE).stat().st_mode & 0o777
    assert [KEY_FILE] == [path.name for path in (tmp_path / "a").iterdir()]


def test_token_key__those_who_ask_at_once_get_the_same(tmp_path: Path) -> None:
    with ThreadPoolExecutor(max_workers=8) as threads:
        keys = {key.result() for key in [threads.submit(token_key, tmp_path) for _ in range(40)]}

    assert 1 == len(keys)


def test_token_key__of_the_environment_is_the_same_everywhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    token_key(tmp_path)
    monkeypatch.setenv(KEY_VARIABLE, "secret")

    assert token_key(tmp_path) == token_key(tmp_path / "nowhere")


@pytest.mark.parametrize("empty", ["", "  "])
def test_token_key__raise_where_it_is_empty(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, empty: str
) -> None:
    """Whoever sets it to nothing means to set it to something."""
    monkeypatch.setenv(KEY_VARIABLE, empty)
    with pytest.raises(UsageError, match=r"COLLUSION_TOKEN_KEY: found it empty.*unset the variable"):
        pipeline.detect(SAMPLE, tmp_path / "run", config=load_config(SAMPLE))

    assert [] == [path.name for path in tmp_path.iterdir()]


@pytest.mark.parametrize("content", [b"", b"00", b"not hexadecimal", b"\xff\xfe"])
def test_token_key__raise_on_a_damaged_file_before_the_work(tmp_path: Path, content: bytes) -> None:
    (tmp_path / KEY_FILE).write_bytes(content)
    with pytest.raises(UsageError, match=r"\.collusion-key: found something other .*backup; or set COLL"):
        pipeline.detect(SAMPLE, tmp_path / "run", config=load_config(SAMPLE))

    assert [KEY_FILE] == [path.name for path in tmp_path.iterdir()]


def test_token_key__raise_on_a_folder_in_its_place(tmp_path: Path) -> None:
    (tmp_path / KEY_FILE).mkdir()
    with pytest.raises(UsageError, match="cannot be read"):
        find_token_key(tmp_path)


def test_detect__tokens_agree_from_run_to_run_and_cannot_be_guessed(tmp_path: Path) -> None:
    """The same in one folder of runs; in another, of the very same source, none is."""
    runs = [
        pipeline.detect(SAMPLE, tmp_path / name, config=load_config(SAMPLE))
        for name in ("a/first", "a/second", "b/first")
    ]
    first, second, elsewhere = (set(run.ring_identifiers["token"]) for run in runs)

    assert first == second
    assert first
    assert not first & elsewhere
    assert 1 == len({run.manifest["run_id"] for run in runs})
