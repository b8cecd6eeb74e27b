"""Only folders that no other user can change are trusted with what is loaded as code."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

import pytest

from collusion import private_folders
from collusion.private_folders import give_matplotlib_a_folder, is_private, make_private, private_folder


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder for temporary files, with a user who has no home."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    folder.chmod(0o1777)
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    monkeypatch.setenv("HOME", "/nonexistent")
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    return folder


def _as_another_user(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is there belongs to someone else from now on."""
    monkeypatch.setattr(os, "geteuid", lambda: 54_321)
    monkeypatch.setattr(private_folders, "__file__", sys.executable)


def test_private_folder__in_the_cache_of_the_user(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = place / "home"
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    at_home = private_folder("kernels")
    monkeypatch.setenv("XDG_CACHE_HOME", str(place / "stated"))
    stated = private_folder("kernels")

    assert [home / ".cache/collusion/kernels", place / "stated/collusion/kernels"] == [at_home, stated]
    assert at_home is not None
    assert [0o40700, 0o40700] == [at_home.stat().st_mode, at_home.parent.stat().st_mode]


def test_private_folder__without_a_home_among_temporary_files(place: Path) -> None:
    folder = private_folder("kernels")

    assert place / f"collusion-{os.geteuid()}" / "kernels" == folder
    assert folder.stat().st_mode == 0o40700
    assert folder.parent.stat().st_mode == 0o40700
    assert not Path("/nonexistent").exists()
    assert folder == private_folder("kernels")


@pytest.mark.parametrize("mode", [0o777, 0o770, 0o702])
def test_private_folder__made_before_by_whoever_is_refused(place: Path, mode: int) -> None:
    own = place / f"collusion-{os.geteuid()}"
    own.mkdir()
    own.chmod(mode)

    assert private_folder("kernels") is None
    assert [] == list(own.iterdir())


def test_private_folder__a_link_or_a_file_is_refused(place: Path) -> None:
    own, elsewhere = place / f"collusion-{os.geteuid()}", place / "elsewhere"
    elsewhere.mkdir(mode=0o700)
    own.symlink_to(elsewhere)
    link = private_folder("kernels")
    own.unlink()
    own.write_text("")

    assert [None, None] == [link, private_folder("kernels")]
    assert [] == list(elsewhere.iterdir())


def test_private_folder__of_another_user_is_refused(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert private_folder("kernels") is not None
    (place / f"collusion-{os.geteuid()}").rename(place / "collusion-54321")
    _as_another_user(monkeypatch)

    assert private_folder("kernels") is None


@pytest.mark.parametrize(
    ("above", "mode", "private"),
    [
        (0o755, 0o700, True),
        (0o755, 0o755, True),
        (0o1777, 0o755, True),
        (0o1777, 0o777, False),
        (0o755, 0o775, False),
        (0o755, 0o1777, False),
        (0o777, 0o700, False),
        (0o775, 0o700, False),
    ],
)
def test_is_private__nobody_else_can_change_it_or_replace_it(
    tmp_path: Path, above: int, mode: int, private: bool
) -> None:
    folder = tmp_path / "above" / "folder"
    folder.mkdir(parents=True)
    folder.chmod(mode)
    folder.parent.chmod(above)
    link = tmp_path / "link"
    link.symlink_to(folder)

    assert [private, private] == [is_private(folder), is_private(link)]


def test_is_private__what_is_no_folder_is_not(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    assert [False, False] == [is_private(tmp_path / "file"), is_private(tmp_path / "missing")]


def test_make_private__where_it_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    assert not make_private(tmp_path / "file" / "folder")


def test_give_matplotlib_a_folder__only_where_it_would_find_none(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "modules", {name: sys.modules[name] for name in ("os", "sys")})
    monkeypatch.setenv("MPLCONFIGDIR", "/stated")
    give_matplotlib_a_folder()
    stated = os.environ["MPLCONFIGDIR"]
    monkeypatch.delenv("MPLCONFIGDIR")
    give_matplotlib_a_folder()
    found = os.environ.pop("MPLCONFIGDIR")
    monkeypatch.setenv("HOME", str(place))
    give_matplotlib_a_folder()

    assert ["/stated", str(place / f"collusion-{os.geteuid()}" / "matplotlib")] == [stated, found]
    assert "MPLCONFIGDIR" not in os.environ
