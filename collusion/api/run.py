"""Find rings from Python, and open what a run found: its rings, accounts and paths between them."""

from __future__ import annotations

import difflib
import sys
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl

from collusion.api.account import Account
from collusion.api.evidence_path import evidence_graph, shortest_evidence_path
from collusion.api.ring import Ring
from collusion.cases import run_folder, schema
from collusion.cases.wording import counted, listed
from collusion.errors import UsageError
from collusion.foreign import printable
from collusion.provenance import Recorder, Stage
from collusion.tables.sources.address import parse_address
from collusion.words.catalogue import DEFAULT, words_of

if TYPE_CHECKING:
    import networkx as nx

    from collusion.api.page.widget import PageWidget
    from collusion.cases.market import Market

_EVENTS = pl.Schema(
    {
        "ring_id": pl.String(),
        "event": pl.String(),
        "joined": pl.List(pl.String),
        "left": pl.List(pl.String),
        "words": pl.String(),
    }
)


class Run:
    """A run folder: what one search of a source found.

    ``run[1]`` is the ring of rank 1, ``run["R-F4"]`` the one ring whose id begins so; ``for ring in run``
    goes through all, best first. Every table is read, and checked against the manifest, when it is first
    asked for.

    Parameters
    ----------
    folder
        The run folder.
    source
        Where the tables of the run are; needed for the texts of reviews only.
    language
        The language of what is said of its rings.
    """

    def __init__(
        self, folder: str | Path, *, source: str | Path | None = None, language: str = DEFAULT
    ) -> None:
        self._folder = Path(folder)
        self._language = words_of(language).language
        self._source = source
        self._manifest = run_folder.open_manifest(self._folder)
        self._frames: dict[str, pl.DataFrame] = {}

    @property
    def folder(self) -> Path:
        """The run folder."""
        return self._folder

    @property
    def manifest(self) -> dict[str, Any]:
        """What the run was made of, what it counted, and what it cost."""
        return self._manifest

    @property
    def rings(self) -> pl.DataFrame:
        """The rings, best first (columns of ``rings.parquet``)."""
        return self._table("rings")

    @property
    def members(self) -> pl.DataFrame:
        """The accounts in rings, one row for each account and ring (columns of ``members.parquet``)."""
        return self._table("members")

    @property
    def clients(self) -> pl.DataFrame:
        """The products that rings reviewed together (columns of ``clients.parquet``)."""
        return self._table("clients")

    @property
    def scores(self) -> pl.DataFrame:
        """The score of every account, in a ring or not (columns of ``scores.parquet``)."""
        return self._table("scores")

    @property
    def records(self) -> run_folder.Run:
        """All tables but the scores, as Collusion's own modules take them."""
        names = [name for name in schema.TABLES if name != schema.SCORES.name]
        frames = {name: self._table(name) for name in names}
        language = self._language
        return run_folder.Run(path=self._folder, manifest=self._manifest, language=language, **frames)

    @property
    def source(self) -> str | Path | None:
        """Where the tables of the run are, when known."""
        return self._source

    @cached_property
    def market(self) -> Market:
        """The market of the run, read from its source when it is first asked for and held in memory.

        Every what-if reads it. It takes as long as a run without the search.

        Raises
        ------
        UsageError
            When the source is not known or not there; the message says what to do.
        IntegrityError
            When it has other rows than the run read.
        """
        from collusion.api.market import load_market

        return load_market(self.records, self._source)

    def __len__(self) -> int:
        return self.rings.height

    def __iter__(self) -> Iterator[Ring]:
        return (Ring(self, ring_id) for ring_id in self.rings["ring_id"].to_list())

    def __getitem__(self, ring: str | int) -> Ring:
        return Ring(self, run_folder.ring_named(self.rings, str(ring), where=self._folder))

    def account(self, account: str | int) -> Account:
        """Return an account by its id.

        Parameters
        ----------
        account
            Its id in the source, a number or a text; a spelling or copy leads to the id that stands for it.

        Returns
        -------
        Account

        Raises
        ------
        UsageError
            When the run has no such account; the message names ids like it.
        """
        account = str(account)
        known = self.members["reviewer_id"].unique()
        aliases = self._table("aliases").filter(
            (pl.col("entity_type") == "reviewer") & (pl.col("id") == account)
        )
        for name in (account, *aliases["stands_for"].drop_nulls().to_list()):
            if name in known or name in self.scores["reviewer_id"]:
                return Account(self, name)
        if aliases.height:
            raise UsageError(
                f"Account {account!r}: found a name that many people share, which is no account. "
                "Give an id that one person has."
            )
        near = difflib.get_close_matches(account, known.sort().to_list(), n=3, cutoff=0.6)
        hint = f"Near it: {listed(near)}." if near else "`run.scores` has the id of every account."
        raise UsageError(f"Account {account!r}: found none of that id in {self._folder}. {hint}")

    def path(self, one: str | int, other: str | int) -> pl.DataFrame:
        """Find the shortest chain of shared products and identifier values between two accounts.

        Parameters
        ----------
        one, other
            Two accounts that are in rings of this run.

        Returns
        -------
        polars.DataFrame
            One row a step: ``account``, ``via`` (``product`` or ``identifier``), the ``product_or_token``,
            ``next_account``, how many accounts have it in common (``n_accounts``: of products, those in
            rings; of identifier values, all), and the ``review_ids`` of both. Of equally short chains, the
            one over the rarest.

        Raises
        ------
        UsageError
            When there is no such account, or nothing connects the two.

        Notes
        -----
        Dijkstra over the reviews of targets and the shared identifiers of all rings: O(n log n) in their
        rows. Their graph is built once for a run.
        """
        first, last = self.account(one).id, self.account(other).id
        return shortest_evidence_path(self.records, self._evidence_graph, first, last)

    def view(self, *, by: str = "", workspace: str | Path | None = None) -> PageWidget:
        """Show the inbox, rings and accounts on a page in the notebook.

        Parameters
        ----------
        by
            Who decides: the name that decisions carry.
        workspace
            Where decisions are written; None: the workspace in whose folder the run is. Without any, the
            page is for looking only.

        Returns
        -------
        PageWidget
            A widget; it shows tokens, never raw identifiers.

        Raises
        ------
        UsageError
            When ``collusion[notebook]`` is not installed.
        """
        from collusion.api.page.viewing import view

        return view(self, start="", by=by, workspace=workspace)

    def diff(self, old: Run | str | Path) -> pl.DataFrame:
        """Tell what became of each ring since an older run.

        Parameters
        ----------
        old
            The older run, or its folder.

        Returns
        -------
        polars.DataFrame
            One row an event: ``ring_id``, ``event`` (born, grew, shrank, merged, split, gone or returned),
            the accounts that ``joined`` and ``left``, and the event in ``words``.
        """
        from collusion.workspace.diff import diff
        from collusion.workspace.history import Happening
        from collusion.workspace.inbox import in_words
        from collusion.workspace.snapshot import snapshots

        before = old if isinstance(old, Run) else Run(old)
        rows = [
            {
                "ring_id": event.ring_id,
                "event": event.kind,
                "joined": list(event.joined),
                "left": list(event.left),
                "words": in_words(Happening(0, event)).partition(": ")[2],
            }
            for event in diff(snapshots(before.records), snapshots(self.records))
        ]
        return pl.DataFrame(rows, schema=_EVENTS, orient="row")

    def __repr__(self) -> str:
        flagged = int(self.rings["flagged"].sum())
        return f"<run {str(self._folder)!r}: {counted(len(self), 'group')}, {flagged:,} flagged>"

    def _repr_html_(self) -> str:
        from collusion.reports.notebook import ring_table

        return ring_table(self.records)._repr_html_()

    @cached_property
    def _evidence_graph(self) -> nx.Graph[Any]:
        return evidence_graph(self.records)

    def _table(self, name: str) -> pl.DataFrame:
        if name not in self._frames:
            self._frames[name] = run_folder.read_table(self._folder, self._manifest, schema.TABLES[name])
        return self._frames[name]


def open_run(folder: str | Path, *, source: str | Path | None = None, language: str = DEFAULT) -> Run:
    """Open a run folder.

    Parameters
    ----------
    folder
        What ``collusion detect --out`` or `detect` wrote.
    source
        The tables of the run, a folder or an address; needed for the texts of reviews only, which no run
        folder keeps.
    language
        The language of what is said of its rings, such as ``de``; tables keep their names and English words.

    Returns
    -------
    Run

    Raises
    ------
    UsageError
        When `folder` is no run folder, or there is no catalogue of the `language`.
    IntegrityError
        When its manifest was changed. A table that was changed is told when it is first asked for.
    """
    return Run(folder, source=source, language=language)


def detect(
    source: str | Path,
    out: str | Path | None = None,
    *,
    config: str | Path | None = None,
    quarantine: str | Path | None = None,
    force: bool = False,
    quiet: bool = False,
) -> Run:
    """Find the rings in a source, write a run folder, and open it.

    Parameters
    ----------
    source
        A folder or file of tables, or the address of a database or object store.
    out
        The run folder to write; ``runs/`` and the name of the source when None.
    config
        A ``collusion.toml``; that of the source, if it has one, when None.
    quarantine
        Folder for bad rows; when None, bad rows are an error.
    force
        Replace a run folder that is there.
    quiet
        Tell nothing of the stages on stderr.

    Returns
    -------
    Run

    Raises
    ------
    InputError
        With every fault of the source or the configuration.
    UsageError
        When `out` may not be written, or the source cannot fit in memory.
    """
    from collusion import pipeline
    from collusion.config import load_config

    target = Path("runs") / parse_address(source).stem if out is None else Path(out)
    recorder = Recorder() if quiet else Recorder(progress=_tell_stage, say=_tell)
    pipeline.detect(
        source,
        target,
        config=load_config(source, None if config is None else Path(config)),
        quarantine=None if quarantine is None else Path(quarantine),
        force=force,
        recorder=recorder,
    )
    return Run(target, source=source)


def _tell_stage(name: str, done: Stage | None) -> None:
    if done is not None:
        _tell(f"{name}: {done.seconds:.1f} s")


def _tell(text: str) -> None:
    sys.stderr.write(f"{printable(text)}\n")
