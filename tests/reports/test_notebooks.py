"""The notebooks run, and the .ipynb is the .py."""

from __future__ import annotations

import os
import shutil
import sys
import warnings
from pathlib import Path

import pytest

from tests.conftest import ROOT

with warnings.catch_warnings():
    # The notebook libraries deprecate parts of one another.
    warnings.simplefilter("ignore")
    import jupytext
    import nbformat
    from nbclient import NotebookClient

SCRIPTS = sorted((ROOT / "notebooks").glob("*.py"))


def notebook_of(script: Path) -> nbformat.NotebookNode:
    notebook = jupytext.read(script)
    for number, cell in enumerate(notebook.cells):
        cell["id"] = f"cell-{number:02d}"
    for name in ("jupytext", "language_info"):
        notebook.metadata.pop(name, None)
    return notebook


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.stem)
def test_notebook__is_its_script(script):
    """COLLUSION_REGENERATE=1 writes the .ipynb anew from the .py."""
    text = nbformat.writes(notebook_of(script)) + "\n"
    path = script.with_suffix(".ipynb")
    if os.environ.get("COLLUSION_REGENERATE"):
        path.write_text(text, encoding="utf-8")

    assert path.read_text(encoding="utf-8") == text


#: What each notebook must show: charts as SVG, plots, and words that its outputs have.
PROMISES = {
    "a_day_with_200_rings": (0, 1, "flagged rings are planted"),
    "a_first_ring": (3, 0, "I would close these"),
    "community_or_density": (0, 2, "densest core"),
    "evidence_one_family_at_a_time": (0, 1, "odds with it alone"),
    "from_suspect_to_case": (1, 0, "belongs to the ring with"),
    "how_sure_are_we": (0, 1, "null market searched"),
    "your_own_data": (0, 0, "3 faults in the input"),
}


def test_notebooks__each_promises_something():
    assert sorted(PROMISES) == [script.stem for script in SCRIPTS]


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.stem)
def test_notebook__runs_and_shows_what_it_promises(script, tmp_path, monkeypatch):
    """In a copy of the tree that holds the samples, with this interpreter as its kernel."""
    shutil.copytree(ROOT / "sample_graphs", tmp_path / "sample_graphs")
    kernel = tmp_path / "kernels" / "python3" / "kernel.json"
    kernel.parent.mkdir(parents=True)
    command = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
    words = ", ".join(f'"{word}"' for word in command)
    kernel.write_text(f'{{"argv": [{words}], "display_name": "Python 3", "language": "python"}}')
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path))
    monkeypatch.setenv("PYTHONPATH", str(ROOT))

    notebook = notebook_of(script)
    NotebookClient(notebook, timeout=300, resources={"metadata": {"path": tmp_path}}).execute()

    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    shown = [output.get("data", {}) for output in outputs]
    said = "".join(
        output.get("text", "") + output.get("data", {}).get("text/plain", "") for output in outputs
    )
    n_charts, n_plots, promised = PROMISES[script.stem]
    assert sum("image/svg+xml" in data for data in shown) == n_charts
    assert sum("image/png" in data for data in shown) == n_plots
    assert promised in said
