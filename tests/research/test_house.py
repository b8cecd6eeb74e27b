from __future__ import annotations

import subprocess
import sys

from research.house import House, measure, table
from tests.conftest import ROOT

SOURCES = {
    "collusion/__init__.py": '__all__ = ["detect", "open_run"]\n',
    "collusion/pipeline.py": "from collusion.detection import search\n\n\ndef detect(): ...\n",
    "collusion/detection/search.py": "from collusion.detection.split import halves\n\n\nclass Search: ...\n",
    "collusion/detection/split.py": "import collusion.kernels.peel\n\n\ndef halves(): ...\ndef _own(): ...\n",
    "collusion/kernels/peel.py": "import numpy\n" * 401,
}
HOUSE = House(SOURCES, "# Glossary\n\n- **Bit**: …\n- **Nat**: …\n")


def test_measure__counts_what_its_rows_say() -> None:
    found = measure(HOUSE)

    assert {
        "modules": "5",
        "lines": "415",
        "median module, lines": "4",
        "longest module, lines": "401",
        "modules over 400 lines": "1",
        "modules under 60 lines": "4",
        "modules of a folder, median": "2",
        "modules of the fullest folder": "2 (detection)",
        "`pipeline.py`, lines": "4",
        "entries of the glossary": "2",
        "names of `import collusion`": "2",
        "public functions and classes": "3",
        "arrows between rooms": "2",
        "arrows within `detection`": "1",
    } == found


def test_table__has_a_column_for_each_revision() -> None:
    head, rule, *rows = table({"before": HOUSE, "after": HOUSE})

    assert "| | before | after |" == head
    assert "| --- | ---: | ---: |" == rule
    assert "| modules | 5 | 5 |" == rows[0]


def test_main__reads_revisions_from_git(tmp_path) -> None:
    def git(*words: str) -> None:
        who = ["-c", "user.name=a", "-c", "user.email=a@example.org"]
        subprocess.run(["git", *who, *words], cwd=tmp_path, check=True, capture_output=True)

    for path, text in {**SOURCES, "docs/glossary.md": HOUSE.glossary}.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text)
    git("init")
    git("add", ".")
    git("commit", "-m", "Begin")
    command = [sys.executable, "-m", "research.house", "HEAD"]
    done = subprocess.run(
        command, cwd=tmp_path, env={"PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=True
    )

    assert list(table({"HEAD": HOUSE})) == done.stdout.splitlines()
