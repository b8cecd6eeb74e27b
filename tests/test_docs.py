"""The documentation runs: every snippet, every link, every generated page."""

from __future__ import annotations

import ast
import contextlib
import importlib.util
import os
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from collusion.cli.app import COMMANDS
from tests.conftest import ROOT

PAGES = [
    ROOT / "README.md",
    ROOT / "CONTRIBUTING.md",
    ROOT / "CHANGELOG.md",
    *sorted((ROOT / "docs").rglob("*.md")),
]
FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\(([^)#]+)(?:#[^)]*)?\)")
# What a fenced block may be: run, parsed, or told to be neither.
KNOWN = {"python", "console", "toml", "text"}


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def _snippets(path: Path, *kinds: str) -> list[tuple[str, str]]:
    return [(kind, code) for kind, code in FENCE.findall(path.read_text(encoding="utf-8")) if kind in kinds]


def _commands(code: str) -> Iterator[str]:
    """Each command of a console snippet, without its prompt; what it prints is not shown there."""
    for line in code.splitlines():
        assert line.startswith("$ collusion "), (
            f"a console snippet runs collusion and shows no output: {line!r}"
        )
        yield line.removeprefix("$ ")


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder as a reader has it after the download: the samples, nothing else."""
    shutil.copytree(ROOT / "sample_graphs", tmp_path / "sample_graphs")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def _run_command(command: str) -> None:
    words = shlex.split(command)[1:]
    environment = os.environ | {"PYTHONPATH": str(ROOT), "NO_COLOR": "1"}
    done = subprocess.run(
        [sys.executable, "-m", "collusion", *words],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, f"{command}\n{done.stderr}"


@pytest.mark.parametrize("path", [p for p in PAGES if _snippets(p, "python", "console")], ids=_name)
def test_snippets__run_from_top_to_bottom(path: Path, desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    names: dict[str, object] = {"__name__": "__main__"}
    for kind, code in _snippets(path, "python", "console"):
        if kind == "console":
            for command in _commands(code):
                _run_command(command)
        else:
            exec(compile(code, _name(path), "exec"), names)


@pytest.mark.parametrize("path", [p for p in PAGES if _snippets(p, "toml")], ids=_name)
def test_snippets__toml_is_a_configuration(path: Path, tmp_path: Path) -> None:
    from collusion.config import load_config

    for i, (_, code) in enumerate(_snippets(path, "toml")):
        assert tomllib.loads(code)
        file = tmp_path / f"{i}.toml"
        file.write_text(code, encoding="utf-8")
        load_config(tmp_path, file)


@pytest.mark.parametrize("path", PAGES, ids=_name)
def test_snippets__say_what_they_are(path: Path) -> None:
    kinds = {kind for kind, _ in FENCE.findall(path.read_text(encoding="utf-8"))}

    assert kinds <= KNOWN


@pytest.mark.parametrize("path", PAGES, ids=_name)
def test_links__lead_somewhere(path: Path) -> None:
    targets = [link for link in LINK.findall(path.read_text(encoding="utf-8")) if "://" not in link]

    assert [] == [link for link in targets if not (path.parent / link).exists()]


@pytest.mark.parametrize("path", [p for p in PAGES if p.is_relative_to(ROOT / "docs")], ids=_name)
def test_pages__can_be_reached_from_the_index(path: Path) -> None:
    seen, wanted = set(), [ROOT / "docs" / "index.md"]
    while wanted:
        page = wanted.pop().resolve()
        if page.suffix == ".md" and page.is_file() and page not in seen:
            seen.add(page)
            links = LINK.findall(page.read_text(encoding="utf-8"))
            wanted += [page.parent / link for link in links if "://" not in link]

    assert path in seen


def test_site__has_every_page_in_its_navigation() -> None:
    """`make lint` builds the site strictly; this says in a second what it would miss."""
    settings = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    listed = re.findall(r"^ +- (?:[^:\n]+: )?(\S+\.md)$", settings.partition("\nnav:\n")[2], re.MULTILINE)
    pages = [path.relative_to(ROOT / "docs").as_posix() for path in (ROOT / "docs").rglob("*.md")]

    assert sorted(pages) == sorted(listed), "list the page under `nav` of mkdocs.yml"


def test_site__asks_nothing_of_other_hosts(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(tmp_path)]
    environment = os.environ | {"NO_MKDOCS_2_WARNING": "1", "DISABLE_MKDOCS_2_WARNING": "true"}
    subprocess.run(command, cwd=ROOT, env=environment, check=True)
    fetched = re.compile(
        r"""<(?:script|img|link|iframe|source)\b[^>]*?(?:src|href)=["']?(?:https?:)?//|url\(["']?(?:https?:)?//"""
    )
    files = [path for kind in ("html", "css") for path in tmp_path.rglob(f"*.{kind}")]

    assert len(files) > 60
    assert [] == [path.name for path in files if fetched.search(path.read_text(encoding="utf-8"))]


def _generator():
    spec = importlib.util.spec_from_file_location("docs_generate", ROOT / "docs" / "generate.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_generated_pages__are_fresh(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "100")
    pages = _generator().pages()

    stale = [
        name for name, text in pages.items() if (ROOT / "docs" / name).read_text(encoding="utf-8") != text
    ]
    assert [] == stale, "run `make docs`"


def test_generator__rewrites_what_is_stale(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys) -> None:
    monkeypatch.setenv("COLUMNS", "100")
    generator = _generator()
    monkeypatch.setattr(generator, "DOCS", tmp_path / "docs")
    generator.main()

    for name, text in generator.pages().items():
        assert text == (tmp_path / "docs" / name).read_text(encoding="utf-8")


def test_reference__names_every_command() -> None:
    page = (ROOT / "docs" / "reference" / "cli.md").read_text(encoding="utf-8")

    assert [] == [name for name in COMMANDS if f"\n## collusion {name}\n" not in page]


def test_glossary__is_sorted_and_has_each_word_once() -> None:
    page = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
    words = re.findall(r"^- \*\*(.+?)\*\*", page, re.MULTILINE)

    assert len(words) > 40
    assert sorted(set(words), key=str.casefold) == words


def test_readme__example_is_as_short_as_it_says() -> None:
    """The first Python that a reader sees is a dozen lines."""
    (_, code), *_ = _snippets(ROOT / "README.md", "python")

    assert len([line for line in code.splitlines() if line]) <= 12
    assert ast.parse(code)


def test_version__is_in_one_place() -> None:
    import collusion

    found = []
    with contextlib.chdir(ROOT):
        for path in ("pyproject.toml", "README.md", *map(str, Path("docs").rglob("*.md"))):
            if f'"{collusion.__version__}"' in Path(path).read_text(encoding="utf-8"):
                found.append(path)

    assert [] == found
