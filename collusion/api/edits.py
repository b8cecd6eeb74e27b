"""Edits of a ring, and of a ring that was edited already: what to leave out, add or change."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from collusion.cases.what_if import Edit
from collusion.cases.wording import FAMILY_QUESTIONS
from collusion.errors import UsageError

if TYPE_CHECKING:
    from collusion.api.ring import Ring
    from collusion.api.run import Run
    from collusion.api.what_if import WhatIf

Names = str | int | Iterable[str | int]


class Editable:
    """A ring of a run, as it is or edited; every further edit is assessed anew and adds to those before."""

    _run: Run
    _id: str
    _edit: Edit = Edit()

    def without(
        self,
        *,
        family: Names = (),
        accounts: Names = (),
        products: Names = (),
        reviews: Names = (),
        values: Iterable[tuple[str | int, str]] = (),
    ) -> WhatIf:
        """Ask how the ring would stand without some of what it rests on.

        Parameters
        ----------
        family
            Families of evidence that are not looked at.
        accounts, products
            Members and targets to leave out: one id, or several.
        reviews
            Ids of reviews by members that are looked at as if strangers had written them.
        values
            Pairs of a member and the token of an identifier value, as if the member did not hold it.

        Returns
        -------
        WhatIf
            The group without them, judged by the functions that judged the ring, and ranked among the same
            other groups. The first call reads the source of the run.

        Raises
        ------
        UsageError
            When something is not in the ring, or the source is not known or not there.
        IntegrityError
            When the source has other rows than the run read.
        """
        return self._changed(
            families=self._edit.families | _names(family),
            accounts=self._edit.accounts | _names(accounts),
            products=self._edit.products | _names(products),
            reviews=self._edit.reviews | _names(reviews),
            values=self._edit.values | {(str(account), token) for account, token in values},
        )

    def merge(self, other: Ring | str | int) -> WhatIf:
        """Ask how the ring and another one of the run would stand as one group; raises as `without`."""
        name = other if isinstance(other, str | int) else other.id
        ring_id = self._run[name].id
        if ring_id in (self._id, *self._edit.merged):
            raise UsageError(f"{ring_id}: found it in the group already. Name another ring of the run.")
        return self._changed(merged=(*self._edit.merged, ring_id))

    def at(self, *, fdr: float | None = None, min_families: int | None = None) -> WhatIf:
        """Ask whether the ring would be flagged at another level.

        Parameters
        ----------
        fdr
            Expected share of false rings among the flagged ones.
        min_families
            Families of evidence that must be out of the ordinary.

        Returns
        -------
        WhatIf
            Raises as `without`.
        """
        if fdr is not None and not 0.0 < fdr <= 1.0:
            raise UsageError(f"fdr: found {fdr}. Allowed: above 0 and up to 1, such as 0.05.")
        if min_families is not None and not 1 <= min_families <= len(FAMILY_QUESTIONS):
            raise UsageError(
                f"min_families: found {min_families}. Allowed: 1 to {len(FAMILY_QUESTIONS)}, such as 2."
            )
        given = {"fdr": fdr, "min_families": min_families}
        return self._changed(**{name: value for name, value in given.items() if value is not None})

    def _changed(self, **changes: Any) -> WhatIf:
        from collusion.api.what_if import WhatIf

        return WhatIf(self._run, self._id, dataclasses.replace(self._edit, **changes))


def _names(given: Names) -> frozenset[str]:
    """Return ids as texts: one of them, or several."""
    if isinstance(given, str | int):
        return frozenset({str(given)})
    return frozenset(str(name) for name in given)
