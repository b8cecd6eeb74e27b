"""Decide who is who and what is what: spellings, names that many share, twins, families of listings."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import polars as pl

from collusion.arrays import BoolArray, Int32Array, Int64Array, frozen
from collusion.tables.codes import Codes, Pairs
from collusion.tables.duplicates import Listings, Words, find_listing_copies, same_moment
from collusion.tables.joins import quoted
from collusion.tables.mapping import SameIds
from collusion.tables.merging import Merge, Merged, merge_codes
from collusion.tables.notes import Note
from collusion.tables.reviews import Index, Ordered
from collusion.tables.shared_names import NO_IDS, is_null_word, is_shared_name
from collusion.tables.spelling import RULE_WORDS, RULES, are_spelled_apart, needed_rules, normal_form
from collusion.tables.stored import StoredTable
from collusion.tables.twins import Twins, find_twins

#: An id has the reviews of many people when it wrote so many, so large a share of all, and so large a share
#: of these on products that it had reviewed already: a person reviews a product once.
_MANY, _SHARE_OF_ALL, _SHARE_REPEATED = 100, 0.02, 0.3
#: An id such as 0 is that of guests when it has so many reviews, and so many times those of any account.
_FEWEST_OF_GUESTS, _TIMES_OF_GUESTS = 10, 3
#: So large a share of all reviews is a warning.
_WORTH_A_WARNING = 0.01
_N_EXAMPLES = 3
#: Rules about what programs do to ids; they come first.
_OF_PROGRAMS = ("unicode", "number")
#: Ids that are no longer what they were: as spreadsheets show long numbers, and as programs print lists.
_SPOILT = (
    (
        r"^\d(?:[.,]\d{1,5})?[eE]\+?\d{2}$",
        (
            "ids in scientific notation, e.g. {}: a spreadsheet may have cut digits off, so that different "
            "ids became one. Export them as text"
        ),
    ),
    (
        r"^\d{1,3}(?:,\d{3})+$",
        "ids written with marks of thousands, e.g. {}: other tables have them without. Export them as text",
    ),
    (r"^(?:\[.*\]|\{.*\})$", "ids written as lists or objects, e.g. {}: export one id a cell"),
)


@dataclass(frozen=True, slots=True)
class Identities:
    """The tables in numbers, one for each account and listing family.

    Attributes
    ----------
    codes
        The tables.
    reviewer, product
        New number of each id's reviewer and product, −1 for none, shapes (n_ids,).
    notes
        What was counted.
    """

    codes: Codes
    reviewer: Int32Array
    product: Int32Array
    notes: tuple[Note, ...]


def resolve_identities(codes: Codes, ordered: Ordered, products: Index, *, params: SameIds) -> Identities:
    """Let one number stand for each account and each listing family.

    Parameters
    ----------
    codes
        The tables in numbers, one for each id.
    ordered
        The reviews.
    products
        Finds ids of products.
    params
        Which ids are one.

    Returns
    -------
    Identities
        The same codes where no id stands for another. Reviews under names that many people share belong to
        no account: they are counted by product and left out.
    """
    stored = ordered.stored
    steps = _Steps(codes, ordered)
    shared = _shared_accounts(codes, stored.height)
    nowhere = is_null_word(codes.products).to_numpy()
    account = _by_form(codes.reviewers, params.same_account)
    listing = _by_parent(codes, _by_form(codes.products, params.same_listing), params)
    steps.note_spellings(shared, params)
    steps.note_shared(shared, nowhere)
    steps.note_families(listing, nowhere)
    steps.merge(Merge(np.where(shared, np.int32(-1), account), np.where(nowhere, np.int32(-1), listing)))
    if "reviews" in params.same_account:
        steps.merge_twins()
    if "reviews" in params.same_listing:
        steps.merge_copies()
    unattributed = _unattributed(codes.pairs, stored, shared, products, steps)
    return Identities(
        replace(steps.codes, unattributed=unattributed, aliases=_aliases(codes, steps)),
        steps.reviewer,
        steps.product,
        tuple(steps.notes),
    )


class _Steps:
    """The tables in numbers while one merge follows another."""

    def __init__(self, codes: Codes, ordered: Ordered) -> None:
        stored = ordered.stored
        self.codes = codes
        self.notes: list[Note] = []
        self.reviewer = np.arange(len(codes.reviewers), dtype=np.int32)
        self.product = np.arange(len(codes.products), dtype=np.int32)
        self._stored = stored
        self._columns = [name for name in ("posted_at", "text") if name in stored.columns]
        self._words = Words(self._fetch, ordered.said)
        self._moments: tuple[Pairs, Int64Array] | None = None

    def _fetch(self, rows: Int64Array) -> pl.DataFrame:
        """Return times and texts of some reviews."""
        return self._stored.take(rows, self._columns)

    @property
    def has_text(self) -> bool:
        """Whether any review has a text."""
        return "text" in self._columns and self._stored.null_counts["text"] < self._stored.height

    def merge(self, merge: Merge) -> int:
        """Merge, and return how many pairs were lost by it."""
        if not merge.changes:
            return 0
        before = len(self.codes.pairs.product)
        merged: Merged = merge_codes(self.codes, merge)
        self.codes = merged.codes
        self.reviewer = np.append(merged.reviewer, np.int32(-1))[self.reviewer]
        self.product = np.append(merged.product, np.int32(-1))[self.product]
        return before - len(self.codes.pairs.product)

    def merge_twins(self) -> None:
        """Count accounts as one whose reviews are equal in all but the account."""
        pairs = self.codes.pairs
        # Copies are looked for next: one pass fetches what both ask for.
        self._moments = pairs, same_moment(pairs, self._words)
        twins = find_twins(pairs, self.codes.reviewers, self._words, also=pairs.row[self._moments[1]])
        self._note_twins(twins)
        self.merge(Merge(twins.person, np.arange(len(self.codes.products), dtype=np.int32)))

    def merge_copies(self) -> None:
        """Count reviews once that are shown on several listings."""
        n_products = len(self.codes.products)
        seen, moments = self._moments or (None, None)
        # Where twins were merged, these are other pairs.
        known = moments if seen is self.codes.pairs else None
        found = find_listing_copies(
            self.codes.pairs, n_products, self._words, has_text=self.has_text, moments=known
        )
        family = found.family
        if (family != np.arange(n_products)).any():
            sizes = np.bincount(family, minlength=n_products)
            n_families, n_listings = int((sizes > 1).sum()), int(sizes[sizes > 1].sum())
            text = (
                "listings that show the same reviews (account, time, stars and text), counted as "
                f"{n_families:,} listing{'s' * (n_families != 1)}, e.g. {self._family_example(found)}. "
                'Should they be different products, declare [tables.reviews] same_listing = ["parent_id"]'
            )
            self.notes.append(Note("reviews", "product_id", n_listings, text, is_warning=True))
        everyone = np.arange(len(self.codes.reviewers), dtype=np.int32)
        n_lost = self.merge(Merge(everyone, _most_reviewed(family, self.codes.pairs), found.is_copy))
        if n_lost:
            text = "copies of a review on another listing (same account, time, stars and text), counted once"
            self.notes.append(Note("reviews", "product_id", n_lost, text))

    def note_spellings(self, shared: BoolArray, params: SameIds) -> None:
        """Say which ids look like spellings of one, and which look like numbers gone wrong."""
        for ids, column, key, declared in (
            (
                self.codes.reviewers.filter(pl.Series(~shared)),
                "reviewer_id",
                "same_account",
                params.same_account,
            ),
            (self.codes.products, "product_id", "same_listing", params.same_listing),
        ):
            self.notes.extend(_spelling_notes(ids, column, key, declared))

    def note_shared(self, shared: BoolArray, nowhere: BoolArray) -> None:
        """Say how many reviews belong to no account or to no listing."""
        rows = _rows_of_reviewers(self.codes.pairs, self._stored.height)
        n_shared = int(rows[shared].sum())
        if n_shared:
            names = self.codes.reviewers.filter(pl.Series(shared))
            most = names.gather(pl.Series(np.argsort(-rows[shared], kind="stable")[:_N_EXAMPLES]))
            text = (
                f"reviews under names that many people share, such as {_listed(most)}: they belong to no "
                "account and are left out of rings, scores and exports"
            )
            is_warning = n_shared >= _WORTH_A_WARNING * self._stored.height
            self.notes.append(Note("reviews", "reviewer_id", n_shared, text, is_warning))
        n_nowhere = int(np.count_nonzero(nowhere[self.codes.pairs.product]))
        if n_nowhere:
            names = self.codes.products.filter(pl.Series(nowhere))
            text = f"accounts' reviews of no product, such as {_listed(names.head(_N_EXAMPLES))}, left out"
            self.notes.append(Note("reviews", "product_id", n_nowhere, text))

    def note_families(self, listing: Int32Array, nowhere: BoolArray) -> None:
        """Say how many listings count as one by what is declared."""
        sizes = np.bincount(listing[~nowhere], minlength=len(listing))
        if (sizes > 1).any():
            n_families = int((sizes > 1).sum())
            text = (
                f"listings of {n_families:,} families, by parent_id or spelling; each counts as one listing"
            )
            self.notes.append(Note("reviews", "product_id", int(sizes[sizes > 1].sum()), text))

    def _note_twins(self, twins: Twins) -> None:
        n_twins = sum(map(len, twins.groups))
        if n_twins:
            text = (
                "accounts whose reviews equal another's in all but the account, counted as "
                f"{len(twins.groups):,}, e.g. {self._names(twins.groups[0])}. Join them in the source; "
                "should they be different people, declare [tables.reviews] same_account = []"
            )
            self.notes.append(Note("reviews", "reviewer_id", n_twins, text, is_warning=True))
        n_apart = sum(map(len, twins.apart))
        if n_apart:
            text = (
                "accounts in groups of five or more whose reviews are equal in all but the "
                f"account, kept apart, e.g. {self._names(twins.apart[0])}"
            )
            self.notes.append(Note("reviews", "reviewer_id", n_apart, text, is_warning=True))

    def _names(self, accounts: tuple[int, ...]) -> str:
        return _listed(self.codes.reviewers.gather(list(accounts[:_N_EXAMPLES])))

    def _family_example(self, found: Listings) -> str:
        sizes = np.bincount(found.family, minlength=len(found.family))
        members = np.flatnonzero(found.family == int(np.argmax(sizes > 1)))
        return _listed(self.codes.products.gather(members[:_N_EXAMPLES].tolist()))


def _listed(names: pl.Series) -> str:
    *others, last = [quoted(name) for name in names.to_list()]
    return f"{', '.join(others)} and {last}" if others else last


def _by_form(ids: pl.Series, words: tuple[str, ...]) -> Int32Array:
    """Return for each id the first one with the same normal form by the rules among `words`."""
    rules = tuple(word for word in words if word in RULES)
    places = pl.int_range(len(ids), dtype=pl.Int32, eager=True).alias("place")
    if not rules:
        return places.to_numpy()
    forms = pl.DataFrame({"form": normal_form(ids, rules)}).with_columns(places)
    return forms.select(pl.col("place").first().over("form")).to_series().to_numpy()


def _by_parent(codes: Codes, listing: Int32Array, params: SameIds) -> Int32Array:
    """Return for each product the listing that stands for its family, the most reviewed one."""
    facts = codes.product_facts
    if "parent_id" in params.same_listing and facts is not None and "parent_id" in facts.columns:
        parent = facts["parent_id"].set(is_null_word(facts["parent_id"]), None)
        # The parent may be a listing itself, which need not name itself.
        family = pl.DataFrame({"family": parent.fill_null(codes.products), "place": listing})
        first = family.select(pl.col("place").min().over("family")).to_series().to_numpy()
        listing = first[listing]
    return _most_reviewed(listing, codes.pairs)


def _most_reviewed(family: Int32Array, pairs: Pairs) -> Int32Array:
    """Let the listing with most reviews stand for each family, the first of equal ones."""
    own = np.arange(len(family), dtype=np.int32)
    if (family == own).all():
        return own
    degree = np.bincount(pairs.product, minlength=len(family))
    order = np.lexsort((own, -degree, family))
    first = np.ones(len(order), dtype=np.bool_)
    first[1:] = family[order[1:]] != family[order[:-1]]
    best = np.empty(len(family), dtype=np.int32)
    best[family[order[first]]] = order[first]
    return best[family]


def _rows_of_reviewers(pairs: Pairs, height: int) -> Int64Array:
    """Return how many reviews each account has, repeated ones included, shape (n_reviewers,)."""
    firsts = pairs.row[pairs.indptr[:-1]].astype(np.int64)
    return np.diff(firsts, append=height)


def _shared_accounts(codes: Codes, height: int) -> BoolArray:
    """Say which ids stand for many people or nobody, by name or by how much and what they reviewed."""
    rows, n_products = _rows_of_reviewers(codes.pairs, height), np.diff(codes.pairs.indptr)
    is_crowd = (rows >= max(_MANY, _SHARE_OF_ALL * height)) & (rows - n_products >= _SHARE_REPEATED * rows)
    # Shops write 0 for a guest; elsewhere the first of many accounts is called so.
    is_zero = codes.reviewers.is_in(list(NO_IDS)).to_numpy()
    most = int(rows[~is_zero].max(initial=0))
    is_guest = is_zero & (rows >= _FEWEST_OF_GUESTS) & (rows > _TIMES_OF_GUESTS * most)
    return np.asarray(is_crowd | is_guest | is_shared_name(codes.reviewers).to_numpy())


def _unattributed(
    pairs: Pairs, stored: StoredTable, shared: BoolArray, products: Index, steps: _Steps
) -> Int32Array | None:
    """Count the reviews of each product that belong to no account, by stars."""
    if not shared.any():
        return None
    firsts = np.append(pairs.row[pairs.indptr[:-1]].astype(np.int64), stored.height)
    which = np.flatnonzero(shared)
    rows = np.concatenate([np.arange(firsts[r], firsts[r + 1]) for r in which])
    frame = stored.take(rows, [name for name in ("product_id", "rating") if name in stored.columns])
    product = steps.product[products.find(frame["product_id"])]
    stars = frame["rating"].fill_null(0).to_numpy().astype(np.int64)
    n = len(steps.codes.products)
    known = product >= 0
    counts = np.bincount(product[known].astype(np.int64) * 6 + stars[known], minlength=n * 6)
    return frozen(counts.reshape(n, 6).astype(np.int32))


def _aliases(codes: Codes, steps: _Steps) -> pl.DataFrame:
    """Return the ids that others stand for."""
    frames = [
        _aliases_of("reviewer", codes.reviewers, steps.reviewer, steps.codes.reviewers),
        _aliases_of("product", codes.products, steps.product, steps.codes.products),
    ]
    return pl.concat(frames)


def _aliases_of(entity: str, ids: pl.Series, place: Int32Array, known: pl.Series) -> pl.DataFrame:
    places = pl.Series(place, dtype=pl.Int64)
    frame = pl.DataFrame({"id": ids, "stands_for": known.gather(places.set(places < 0, None))})
    frame = frame.filter(pl.col("id").ne_missing(pl.col("stands_for")))
    return frame.select(pl.lit(entity).alias("entity_type"), "id", "stands_for")


def _spelling_notes(ids: pl.Series, column: str, key: str, declared: tuple[str, ...]) -> tuple[Note, ...]:
    """Say which ids differ in spelling only, and which were written as a number or a formula."""
    from collusion.kernels.repeats import repeated_places  # keeps numba out of light commands

    if are_spelled_apart(ids):
        return ()
    rules = tuple(rule for rule in RULES if rule not in declared)
    plain = normal_form(ids, [rule for rule in rules if rule in _OF_PROGRAMS])
    form = normal_form(plain, [rule for rule in rules if rule not in _OF_PROGRAMS])
    frame = pl.DataFrame({"id": ids, "form": form})
    notes = []
    odd = frame.filter(pl.col("id") != plain)
    alike = frame[repeated_places([form.hash(seed=0).to_numpy()])]
    alike = alike.filter(pl.col("form").is_duplicated()).sort("form", "id")
    if len(alike):
        first = alike.filter(pl.col("form") == alike["form"][0])["id"].head(_N_EXAMPLES)
        needed = needed_rules(alike["id"], rules)
        what = " or ".join(RULE_WORDS[rule] for rule in needed)
        words = ", ".join(f'"{word}"' for word in (*declared, *needed))
        text = (
            f"ids that differ from another in {what} only, e.g. {_listed(first)}. Should they be one, "
            f"declare [tables.reviews] {key} = [{words}]"
        )
        notes.append(Note("reviews", column, len(alike), text, is_warning=True))
    for pattern, words in _SPOILT:
        spoilt = ids.filter(ids.str.contains(pattern))
        if len(spoilt):
            notes.append(
                Note("reviews", column, len(spoilt), words.format(quoted(spoilt[0])), is_warning=True)
            )
    if len(odd):
        text = f"ids written as a number, a formula or with characters not seen, e.g. {quoted(odd['id'][0])}"
        notes.append(Note("reviews", column, len(odd), text))
    return tuple(notes)
