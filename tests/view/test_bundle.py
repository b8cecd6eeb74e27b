"""The built page in the repository is of its sources, and of nothing that a page may not do."""

from __future__ import annotations

import hashlib
import os
import re

import pytest

from collusion.view import bundle
from tests.conftest import ROOT

VIEW = ROOT / "view"


def test_page__is_built_from_the_sources_as_they_are():
    """`make view` builds it anew where this fails."""
    files = ["package-lock.json", "tsconfig.json", "vite.config.js"]
    files += [
        os.path.relpath(path, VIEW) for path in (VIEW / "src").rglob("*.*") if path.suffix in {".ts", ".css"}
    ]
    digest = hashlib.sha256()
    for name in sorted(files):
        digest.update(f"{name}\0".encode() + (VIEW / name).read_bytes() + b"\0")

    assert (
        digest.hexdigest()
        == (ROOT / "collusion" / "view" / "sources.txt").read_text(encoding="utf-8").strip()
    )


@pytest.mark.parametrize(
    "never",
    [r"\beval\(", r"new Function\(", r"(?:await|return|[=(,]) ?import\(", r"^import ", "</script", "<!--"],
)
def test_script__does_not_do(never: str):
    assert not re.search(never, bundle.script(), re.MULTILINE)


def test_styles__are_for_the_page_alone():
    rules = re.sub(r"@media[^{]*\{|@page\{[^}]*\}", "", bundle.styles())
    selectors = re.findall(r"(?:^|\})([^{}@]+)\{", rules)

    assert selectors
    assert [] == [one for one in selectors if ".collusion" not in one and "#collusion" not in one]
    assert "url(" not in bundle.styles()


def test_licences__name_every_library():
    for name in ("sigma", "graphology", "graphology-layout-forceatlas2", "events"):
        assert re.search(rf"^{name} \d+\.\d+\.\d+ \(MIT\)$", bundle.licences(), re.MULTILINE)
