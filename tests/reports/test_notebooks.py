"""The notebooks run, and the .ipynb is the .py."""

from __future__ import annotations

import os
import shutil
import sys
import warnings
from pathlib import Path

import pytest

from collusion.cases.run_folder import Run
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


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.stem)
def test_notebook__runs_and_shows_what_it_promises(script, demo_run: Run, tmp_path, monkeypatch):
    """In a copy of the tree that holds the sample and a finished run, with this interpreter as its kernel."""
    (tmp_path / "sample_graphs").mkdir()
    shutil.copytree(demo_run.path, tmp_path / "runs" / "notebook")
    kernel = tmp_path / "kernels" / "python3" / "kernel.json"
    kernel.parent.mkdir(parents=True)
    command = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
    words = ", ".join(f'"{word}"' for word in command)
    kernel.write_text(f'{{"argv": [{words}], "display_name": "Python 3", "language": "python"}}')
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path))
    monkeypatch.setenv("PYTHONPATH", str(ROOT))

    notebook = notebook_of(script)
    NotebookClient(notebook, timeout=300, resources={"metadata": {"path": tmp_path}}).execute()

    shown = [output.get("data", {}) for cell in notebook.cells for output in cell.get("outputs", [])]
    assert sum("image/svg+xml" in data for data in shown) == 5
    assert sum("collusion-rings" in data.get("text/html", "") for data in shown) == 1
    assert sum(data.get("text/html", "").startswith("<iframe sandbox") for data in shown) == 1
