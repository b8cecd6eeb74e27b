"""Poppler's programs, which read PDF as readers do; installed where they are absent and that is possible."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

_INSTALL = (
    ["apt-get", "update", "-qq"],
    ["apt-get", "install", "-qq", "--no-install-recommends", "poppler-utils"],
)


def information(pdf: Path) -> dict[str, str]:
    """Return what ``pdfinfo`` says of a file, by name."""
    lines = _run("pdfinfo", str(pdf)).splitlines()
    return {name: value.strip() for name, _, value in (line.partition(":") for line in lines)}


def page_texts(pdf: Path) -> list[str]:
    """Return the text of each page of a file, as ``pdftotext`` lays it out."""
    return _run("pdftotext", "-layout", str(pdf), "-").split("\f")[:-1]


def _run(program: str, *words: str) -> str:
    if shutil.which(program) is None and os.geteuid() == 0 and shutil.which("apt-get"):
        for command in _INSTALL:
            subprocess.run(command, check=True, env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"})
    done = subprocess.run([program, *words], capture_output=True, text=True, check=True)
    assert not done.stderr, done.stderr
    return done.stdout
