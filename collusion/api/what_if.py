"""A ring as it would stand without some of its evidence, accounts or products, or together with another."""

from __future__ import annotations

from functools import cached_property
from html import escape
from typing import TYPE_CHECKING, Any

import polars as pl

from collusion.api.edits import Editable
from collusion.cases.compose import Ring as NamedRing
from collusion.cases.compose import compose_members
from collusion.cases.family_words import Told
from collusion.cases.reasons import by_weight, reason_row
from collusion.cases.what_if import Edit, Outcome, assess_edit, check_edit
from collusion.cases.wording import FAMILY_QUESTIONS, factor, odds
from collusion.foreign import printable
from collusion.words.catalogue import DEFAULT, Said, said, words_of

if TYPE_CHECKING:
    from collusion.api.ring import Ring
    from collusion.api.run import Run

_FACTS = pl.Schema(
    {
        "family": pl.String(),
        "question": pl.String(),
        "direction": pl.String(),
        "odds_change": pl.String(),
        "observed": pl.Float64(),
        "expected": pl.Float64(),
        "sentence": pl.String(),
    }
)
_HYPOTHESES = pl.Schema(
    {"hypothesis": pl.String(), "is_ring": pl.Boolean(), "odds": pl.String(), "log_odds": pl.Float64()}
)


class WhatIf(Editable):
    """An edited ring, assessed anew; `Ring.without`, `Ring.merge` and `Ring.at` make it, and so do its own.

    Edits add up: ``ring.without(family="stars").without(accounts="A1").at(fdr=0.01)``.

    Parameters
    ----------
    run
        The run.
    ring_id
        The ring that is edited.
    edit
        What is changed.
    """

    def __init__(self, run: Run, ring_id: str, edit: Edit) -> None:
        self._run = run
        self._id = ring_id
        self._edit = edit
        check_edit(run.records, ring_id, edit)

    @property
    def odds(self) -> str:
        """The odds of a ring: ``400,000 to 1``."""
        return odds(self.score)

    @property
    def score(self) -> float:
        """The same as log-odds in bits."""
        return self.outcome.score

    @property
    def q_value(self) -> float:
        """Expected share of false rings at its rank or above."""
        return self.outcome.q_value

    @property
    def rank(self) -> int:
        """Its place among the run's other groups."""
        return self.outcome.rank

    @property
    def is_flagged(self) -> bool:
        """Whether it would be flagged."""
        return self.outcome.is_flagged

    @property
    def abnormal(self) -> tuple[str, ...]:
        """The families of evidence that are out of the ordinary."""
        return self.outcome.abnormal

    @property
    def before(self) -> Ring:
        """The ring as the run found it."""
        return self._run[self._id]

    @property
    def summary(self) -> str:
        """What is changed and what comes of it, in a sentence or two."""
        was = self.before.case
        key = "flagged" if self.is_flagged else "not_flagged"
        if was.flagged != self.is_flagged:
            key = "no_longer_flagged" if was.flagged else "now_flagged"
        return words_of(self._run.records.language).say(
            "whatif.summary",
            ring=self._id,
            change=self._change(),
            score=self.score,
            before=was.score,
            flag=said(f"whatif.{key}"),
            share=self.q_value,
        )

    @property
    def facts(self) -> pl.DataFrame:
        """The reasons for and against, the weightiest first, as of `Ring.facts` but for the rows behind."""
        ring, market = self._named, self._run.market
        told = Told(ring.group, ring.edges, market.rows)
        findings = [finding for finding in ring.assessment.findings.values() if finding is not None]
        rows = []
        for finding in by_weight(ring, findings):
            row = reason_row(ring, finding, told)
            change = factor(ring.contributions.get(finding.family, 0.0))
            rows.append(row | {"question": FAMILY_QUESTIONS.get(finding.family), "odds_change": change})
        return pl.DataFrame(rows, schema=_FACTS, orient="row") if rows else pl.DataFrame(schema=_FACTS)

    @property
    def hypotheses(self) -> pl.DataFrame:
        """Everything that the group may be, the likeliest first: ``hypothesis``, ``is_ring``, ``odds``."""
        rows = [(one.name, one.is_ring, odds(one.log_odds), one.log_odds) for one in self._named.standings]
        return pl.DataFrame(rows, schema=_HYPOTHESES, orient="row")

    @property
    def members(self) -> pl.DataFrame:
        """Its accounts (columns of ``members.parquet``).

        ``membership`` and ``bits`` are null for an account that the others' reviews would not draw in.
        """
        market = self._run.market
        rows = compose_members([self._named], market.graph, market.rows.created)
        own = pl.lit(self._id).alias("ring_id")
        is_out = pl.col("bits").is_nan()
        return rows.with_columns(own, pl.when(~is_out).then(pl.col("membership", "bits")))

    @property
    def products(self) -> list[str]:
        """The products in which its accounts still meet."""
        group = self.outcome.assessment.candidate.group
        return self._run.market.graph.products.names(group.products).to_list()

    @cached_property
    def outcome(self) -> Outcome:
        """How it stands, as a record."""
        return assess_edit(self._run.records, self._run.market, self._id, self._edit)

    def as_record(self) -> dict[str, Any]:
        """Return how the ring stands before and after as plain values, ready for JSON."""
        was, named = self.before.case, self._named
        return {
            "ring_id": self._id,
            "edit": {
                "families": sorted(self._edit.families),
                "accounts": sorted(self._edit.accounts),
                "products": sorted(self._edit.products),
                "reviews": sorted(self._edit.reviews),
                "values": sorted(self._edit.values),
                "merged": list(self._edit.merged),
                "fdr": self._edit.fdr,
                "min_families": self._edit.min_families,
            },
            "before": _standing(was.score, was.q_value, was.rank, is_flagged=was.flagged)
            | {"abnormal": list(was.abnormal), "n_accounts": was.n_reviewers, "n_products": was.n_products},
            "after": _standing(self.score, self.q_value, self.rank, is_flagged=self.is_flagged)
            | {
                "abnormal": list(self.abnormal),
                "n_accounts": len(named.group.members),
                "n_products": len(named.group.products),
            },
            "facts": self.facts.to_dicts(),
            "hypotheses": self.hypotheses.to_dicts(),
            "summary": self.summary,
        }

    @cached_property
    def _named(self) -> NamedRing:
        return self.outcome.named(self._run.market)

    def _change(self) -> list[Said]:
        """Say what is changed."""
        edit, without = self._edit, []
        if edit.families:
            without.append(said("whatif.families", families=sorted(edit.families)))
        nouns = {"account": edit.accounts, "product": edit.products, "review": edit.reviews}
        for noun, some in nouns.items():
            if len(some) == 1:
                without.append(said(f"whatif.{noun}", name=next(iter(some))))
            elif some:
                without.append(said(f"whatif.{noun}s", n=len(some)))
        if edit.values:
            without.append(said("whatif.values", n=len(edit.values)))
        change = [said("whatif.without", things=without)] if without else []
        change += [said("whatif.together", rings=list(edit.merged))] if edit.merged else []
        change += [said("whatif.fdr", level=edit.fdr)] if edit.fdr is not None else []
        if edit.min_families is not None:
            change.append(said("whatif.min_families", n=edit.min_families))
        return change or [said("whatif.as_it_is")]

    def __repr__(self) -> str:
        flag = said("whatif.flagged" if self.is_flagged else "whatif.not_flagged")
        told = {"ring": self._id, "change": self._change(), "score": self.score, "flag": flag}
        return f"<what if {words_of(DEFAULT).say('whatif.short', **told)}>"

    def _repr_html_(self) -> str:
        return f"<p>{escape(printable(self.summary))}</p>"


def _standing(score: float, q_value: float, rank: int, *, is_flagged: bool) -> dict[str, Any]:
    return {
        "score": round(score, 6),
        "odds": odds(score),
        "q_value": q_value,
        "rank": rank,
        "flagged": is_flagged,
    }
