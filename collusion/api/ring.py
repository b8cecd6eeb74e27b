"""One ring of a run: what it did, why it is one, what else it may be, and its charts."""

from __future__ import annotations

from functools import cached_property
from html import escape
from typing import TYPE_CHECKING, Any

import polars as pl

from collusion.api import ring_frames
from collusion.api.edits import Editable, Names
from collusion.api.plots import Plots
from collusion.cases.case import Case, build_case
from collusion.cases.wording import counted
from collusion.foreign import printable
from collusion.words.catalogue import words_of

if TYPE_CHECKING:
    from pathlib import Path

    import networkx as nx

    from collusion.api.page.widget import PageWidget
    from collusion.api.run import Run
    from collusion.cases.answer import Answer
    from collusion.cases.counterfactual import Counterfactual
    from collusion.decisions.decision import Entry


class Ring(Editable):
    """One ring, or group below the flag, of a run; ``run["R-F4"]`` or ``run[1]`` makes it.

    Parameters
    ----------
    run
        The run.
    ring_id
        The ring's whole id.
    """

    def __init__(self, run: Run, ring_id: str) -> None:
        self._run = run
        self._id = ring_id

    @property
    def id(self) -> str:
        """The ring's id."""
        return self._id

    @property
    def is_flagged(self) -> bool:
        """Whether the run flags it; where not, nobody in it is accused of anything."""
        return self.case.flagged

    @property
    def summary(self) -> str:
        """What it is, and how sure that is or what is missing for a flag, in one or two sentences."""
        return self.case.summary

    @property
    def members(self) -> pl.DataFrame:
        """Its accounts (columns of ``members.parquet``)."""
        return self._own(self._run.members)

    @property
    def clients(self) -> pl.DataFrame:
        """The products that it reviewed together (columns of ``clients.parquet``)."""
        return self._own(self._run.clients)

    @property
    def facts(self) -> pl.DataFrame:
        """The reasons for and against, the weightiest first.

        One row a reason: its ``family`` of evidence, the ``question`` that the family asks, the ``direction``
        against chance alone, the ``odds_change`` (``×4``, ``÷2``) against innocent groups, which may point
        the other way, what was ``observed`` and ``expected``, the ``sentence``, and what is behind it:
        ``review_ids``, and ``tokens`` of identifier values.
        """
        return ring_frames.facts(self.case)

    @property
    def hypotheses(self) -> pl.DataFrame:
        """Everything that the group may be, innocent or not, the likeliest first.

        One row a hypothesis: whether it ``is_ring``, its odds before looking (``odds_before``, against the
        best of the other side) and now (``odds``, against all others), the families of evidence that speak
        most for it and most against it, in words what it is ``ruled_out_by``, where it is likelier false than
        true, and the ``log_odds`` in bits.
        """
        return ring_frames.hypotheses(self.case)

    @property
    def plot(self) -> Plots:
        """Its charts: ``ring.plot.timeline()`` and others."""
        return Plots(self.case)

    @cached_property
    def case(self) -> Case:
        """Everything that is shown about it, as records."""
        return build_case(self._run.records, self._id)

    def reviews(self, *, text: bool = False) -> pl.DataFrame:
        """List all reviews by its accounts, by time; ``in_ring`` marks those of its targets.

        Parameters
        ----------
        text
            Add ``title`` and ``text`` from the source of the run, which must still be there. They are as
            their authors wrote them: escape them wherever they are shown.

        Returns
        -------
        polars.DataFrame
            Columns of ``ring_reviews.parquet``, and those two.

        Raises
        ------
        UsageError
            When texts are asked for and the source is not known or not there; the message says what to do.
        IntegrityError
            When the source has other rows than the run read.
        """
        rows = self.case.reviews
        if not text:
            return rows
        from collusion.api.review_texts import review_texts

        words = review_texts(self._run.records, self._run.source, rows["review_id"])
        return rows.join(words, on="review_id", how="left", maintain_order="left")

    def graph(self) -> nx.Graph[Any]:
        """Return its accounts, products, sellers and shared identifier values as a networkx graph.

        Returns
        -------
        networkx.Graph
            Nodes are pairs such as ``("account", "A1")`` with ``kind`` and ``name``; edges have ``kind``:
            ``reviewed``, ``sold by`` or ``holds``. Identifier values are tokens. Accounts that are known to
            be honest are left out.
        """
        from collusion.exports.graph_files import entity_graph

        return entity_graph(self._run.records, [self._id])

    def to_igraph(self) -> Any:
        """Return what `graph` returns as an ``igraph.Graph`` with the same attributes."""
        from collusion.graph.convert import igraph_of_networkx

        return igraph_of_networkx(self.graph())

    def decide(
        self,
        verdict: str,
        *,
        by: str,
        note: str,
        accounts: Names = (),
        expires: str | None = None,
        workspace: str | Path | None = None,
    ) -> Entry:
        """Record what a named person decided about it, in the ledger of the run's workspace.

        Parameters
        ----------
        verdict
            ``confirmed``, ``dismissed``, ``on watch``, ``unsure``, or ``appeal won`` (of `accounts`).
        by, note
            Who decides, and why.
        accounts
            Only these of its accounts; none: all.
        expires
            Until when it holds: ``2026-05-01`` or ``30d``.
        workspace
            The workspace that has the run; None: the one in whose folder the run is.

        Returns
        -------
        Entry
            The entry, for good: ``entry.words``, ``entry.seq``. The same decision sent twice is one entry.

        Raises
        ------
        UsageError
            When no workspace has the run, or a later run has the ring too: look at that first.
        InputError
            When name or reason are missing.
        """
        from collusion.api import decisions

        words = decisions.said(verdict, by, note, accounts)
        return decisions.decide(self._run, self._id, words, expires=expires, workspace=workspace)

    def view(self, *, by: str = "", workspace: str | Path | None = None) -> PageWidget:
        """Show the ring on a page in the notebook; `by` and `workspace` as of `Run.view`."""
        from collusion.api.page.viewing import view

        return view(self._run, start=f"#/ring/{self._id}", by=by, workspace=workspace)

    def compare(self, other: Ring | str | int) -> pl.DataFrame:
        """Count what this ring and another have in common.

        Parameters
        ----------
        other
            A ring of this run by id or rank, or a ring of any run. Tokens agree between runs only where both
            were made with the same key.

        Returns
        -------
        polars.DataFrame
            Rows accounts, products, sellers and tokens: how many this ring has, the other, and both; the
            share of both in all (``shared_of_all``; null where neither has any), and what is ``shared``.
        """
        second = other if isinstance(other, Ring) else self._run[other]
        return ring_frames.comparison(self.case, second.case)

    def why(self, account: str | int) -> Answer:
        """Say what ties a member to the ring.

        Parameters
        ----------
        account
            A member's id.

        Returns
        -------
        Answer
            In words, and one row a tie, those that fewest outsiders have first: a ``review`` of a target, or
            an ``identifier`` value (as a token) that other members hold, too; how many other members
            (``n_members``) and other accounts (``n_others``) have it, and the ``families`` of evidence that
            rest on it.

        Raises
        ------
        UsageError
            When it is no member.
        """
        from collusion.cases.ties import why

        return why(self.case, self._run.account(account).id)

    def why_not(self, account: str | int) -> Answer:
        """Say what an account has in common with the ring, and what is missing for it to be a member.

        Parameters
        ----------
        account
            The id of an account of the run that is no member.

        Returns
        -------
        Answer
            In words, and one row for each of its reviews of targets (``in time`` or ``out of time``), for
            each ``missing`` one, the fewest that would have drawn it in, and for each ``shared value``. The
            first call reads the source of the run.

        Raises
        ------
        UsageError
            When it is a member, or the source is not known or not there.
        IntegrityError
            When the source has other rows than the run read.
        """
        from collusion.cases.outsiders import why_not

        known = self._run.account(account).id
        return why_not(self._run.records, self._run.market, self._id, known)

    def how(self) -> Answer:
        """Say in which order the accounts came in.

        Returns
        -------
        Answer
            In words, and one row an account by its first review of a target: that review, and on how many
            products (``n_products_met``) and identifier values (``n_tokens_met``) it met those before it.
        """
        from collusion.cases.ties import how

        return how(self.case)

    def counterfactual(self, account: str | int) -> Counterfactual:
        """Find the smallest change, of five rows at most, that would have cleared a member.

        Parameters
        ----------
        account
            A member's id.

        Returns
        -------
        Counterfactual
            Its ``words``, its rows (``review_ids`` or ``tokens``), and its ``outcome``: whether the account
            would be no member, or the group not flagged; None where nothing so small clears it. Each is
            tried by a what-if. The first call reads the source of the run.

        Raises
        ------
        UsageError
            When it is no member, or the source is not known or not there.
        IntegrityError
            When the source has other rows than the run read.
        """
        from collusion.cases.counterfactual import counterfactual
        from collusion.cases.ties import member_of

        member = member_of(self.case, self._run.account(account).id)
        return counterfactual(self._run.records, self._run.market, self._id, member.reviewer_id)

    def counterfactuals(self) -> pl.DataFrame:
        """List what would have cleared each member, as of `counterfactual`, those of fewest rows first.

        Returns
        -------
        polars.DataFrame
            ``reviewer_id``, ``outcome``, ``n_rows``, ``review_ids``, ``tokens`` and ``words``; those whom
            nothing so small clears last. Some seconds for a hundred accounts.
        """
        from collusion.cases.counterfactual import counterfactuals
        from collusion.cases.held_ring import hold_ring

        held = hold_ring(self._run.records, self._run.market, self._id)
        members = [member.reviewer_id for member in self.case.members]
        return ring_frames.counterfactuals(list(counterfactuals(held, members)))

    def _own(self, frame: pl.DataFrame) -> pl.DataFrame:
        return frame.filter(pl.col("ring_id") == self._id)

    def __repr__(self) -> str:
        case = self.case
        flagged = "flagged" if case.flagged else "not flagged"
        size = f"{counted(case.n_reviewers, 'account')}, {counted(case.n_products, 'product')}"
        return f"<{case.noun} {printable(self._id)}, rank {case.rank}, {flagged}: {size}>"

    def _repr_html_(self) -> str:
        language = self._run.records.language
        words = words_of(language)
        noun, rank = words.label(self.case.noun), words.label("rank")
        head = f"{noun[:1].upper()}{noun[1:]} {printable(self._id)}, {rank} {self.case.rank}"
        reasons = self.facts.select("odds_change", "direction", "sentence").iter_rows()
        items = [
            f"<li>{escape(printable(f'{change or words.label(direction)}: {sentence}'))}</li>"
            for change, direction, sentence in reasons
        ]
        summary = escape(printable(self.summary))
        return (
            f'<div lang="{language}"><p><b>{escape(head)}</b>. {summary}</p><ul>{"".join(items)}</ul></div>'
        )
