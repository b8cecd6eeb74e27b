"""The page's types are those of the documents, its words those of the catalogues: `make view`."""

from __future__ import annotations

import runpy

from tests.conftest import ROOT


def test_typescript__has_the_records_as_they_are():
    writer = runpy.run_path(str(ROOT / "view" / "documents.py"))

    assert writer["interfaces"]() == (ROOT / "view" / "src" / "documents.ts").read_text(encoding="utf-8")


def test_typescript__has_the_words_of_every_language_as_they_are():
    writer = runpy.run_path(str(ROOT / "view" / "messages.py"))

    assert writer["catalogues"]() == (ROOT / "view" / "src" / "catalogues.ts").read_text(encoding="utf-8")
