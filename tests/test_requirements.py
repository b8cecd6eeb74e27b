"""What pyproject.toml asks for is in the lock, has a lower bound that CI installs, and is documented."""

from __future__ import annotations

import re
import tomllib

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.conftest import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
EXTRAS = PROJECT["optional-dependencies"]
ALL = {"": PROJECT["dependencies"], **EXTRAS}


def _locked(name: str) -> dict[str, tuple[str, frozenset[str]]]:
    """Return version and extras of each package in a lock."""
    text = (ROOT / "requirements" / name).read_text()
    lines = re.findall(r"^([\w.-]+)(?:\[([^]]*)\])?==(\S+)", text, re.MULTILINE)
    return {
        canonicalize_name(package): (version, frozenset(filter(None, extras.split(","))))
        for package, extras, version in lines
    }


@pytest.mark.parametrize("extra", ALL)
def test_lock__has_what_is_asked_for(extra: str) -> None:
    """Run `make lock` where this fails."""
    locked, missing = _locked("dev.txt" if extra else "lock.txt"), []
    for asked in map(Requirement, ALL[extra]):
        version, extras = locked.get(canonicalize_name(asked.name), ("0", frozenset()))
        if not asked.specifier.contains(version) or not asked.extras <= extras:
            missing.append(str(asked))

    assert [] == missing


@pytest.mark.parametrize("name", ["lock.txt", "dev.txt", "bench.txt"])
def test_lock__names_no_place_and_a_hash_for_everything(name: str) -> None:
    text = (ROOT / "requirements" / name).read_text()
    entries = re.split(r"\n(?=\w)", text)[1:]

    assert len(entries) > 5
    assert [] == [entry.splitlines()[0] for entry in entries if "--hash=sha256:" not in entry]
    assert not re.search(r"https?://|file://|index-url|find-links| @ ", text)


@pytest.mark.parametrize("extra", ALL)
def test_bounds__are_what_the_smoke_test_installs(extra: str) -> None:
    """A lower bound without which nobody knows what is too old, and at most an upper one."""
    assert [] == [
        asked for asked in ALL[extra] if not re.fullmatch(r"[\w.-]+(\[[\w,]+\])?>=[\w.]+(,<[\w.]+)?", asked)
    ]


def test_extras__are_documented() -> None:
    text = (ROOT / "docs" / "how-to" / "install.md").read_text()

    assert [] == [extra for extra in EXTRAS if extra not in ("dev", "docs") and f"`{extra}`" not in text]
