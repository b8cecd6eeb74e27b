"""Tables of a lifelike market: serial ids, networks of addresses, copies on variants, and gaps."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import polars as pl

from collusion.arrays import BoolArray, Int64Array
from collusion.minutes import DAY
from collusion.simulate import ids
from collusion.simulate.assemble import Planted
from collusion.simulate.background import first_of_each
from collusion.simulate.draws import generator, key_of, uniforms
from collusion.simulate.frames import VALUE_FORMATS, Facts, Formats, gathered, times
from collusion.simulate.identity import usual_identifiers
from collusion.simulate.lifelike.world import LifelikeWorld
from collusion.simulate.rows import (
    KINDS,
    USUAL_ALL,
    IdentifierLinks,
    identifier_links,
    joined,
    subset,
)

#: Share of the cells of each column that are empty.
GAPS: Mapping[str, Mapping[str, float]] = {
    "reviews": {"rating": 0.01, "posted_at": 0.004, "verified": 0.02, "marketplace": 0.02, "text": 0.1},
    "products": {"seller_id": 0.03, "brand": 0.08, "category": 0.03, "item_weight_g": 0.06},
    "accounts": {"created_at": 0.03},
    "identifiers": {"seen_at": 0.05},
    "orders": {"ordered_at": 0.01, "shipped_weight_g": 0.08, "refunded": 0.02},
}
_UNKNOWN_ACCOUNTS, _UNIDENTIFIED = 0.02, 0.06
# share of the accounts that are somebody's second id
_TWINS = 0.002
_NETWORK_BITS = 21
# first octets of planted networks, apart from those of other addresses
_PLANTED_OCTETS = np.array([*range(142, 169), *range(170, 172), *range(173, 176)], dtype=np.int64)
_SELLER_VALUES = 2**26
_SELLER_NETWORKS = 2**18
_SELLER_KINDS = ("ip", "card", "address", "device", "email")
_SHOPPING_SELLERS = 0.06
_UNLISTED_PARENTS = 0.2


def serial_ids(facts: Facts, n_accounts: int, seed: int) -> pl.Series:
    """Return account ids in order of registration, others having registered in between.

    Parameters
    ----------
    facts
        The market's complete columns.
    n_accounts
        Accounts, those without a review among them.
    seed
        The market's seed.

    Returns
    -------
    pl.Series
        (n_accounts,) ids; null for an account without a review.
    """
    rng = generator(seed, "lifelike ids")
    order = np.lexsort((facts.account, facts.created))
    waits = np.diff(facts.created[order], prepend=facts.created[order[0]])
    number = np.full(n_accounts, -1, dtype=np.int64)
    number[facts.account[order]] = 10_000_000 + np.cumsum(1 + rng.poisson(np.minimum(0.02 * waits, 5000.0)))
    frame = pl.DataFrame({"number": number})
    return frame.select(
        id=pl.when(pl.col("number") >= 0).then(pl.lit("A") + pl.col("number").cast(pl.String).str.zfill(10))
    ).to_series()


def address_formats(planted: Planted) -> Formats:
    """Return how identifier values are written: addresses of one network are alike.

    Parameters
    ----------
    planted
        Whose value numbers are laid out.
    """
    first = planted.space.first_planted
    bits = min(int(np.ceil(np.log2(first + 2))) + 5, 31)

    def addresses(value: Int64Array, seed: int) -> pl.Series:
        """Return the address of each value."""
        usual = ids.permuted(np.minimum(value, first), key_of(seed, "lifelike ip"), bits)
        beyond = np.maximum(value - first, 0)
        network = ids.permuted(beyond >> 8, key_of(seed, "lifelike network"), _NETWORK_BITS)
        is_usual = value < first
        head = np.where(is_usual, ids.OCTETS[usual >> 24], _PLANTED_OCTETS[network >> 16])
        tail = np.where(is_usual, usual & 0xFFFFFF, ((network & 0xFFFF) << 8) | (beyond & 255))
        octets = {"a": head, "b": tail >> 16, "c": (tail >> 8) & 255, "d": tail & 255}
        parts = [pl.col(name).cast(pl.String) for name in octets]
        return pl.DataFrame(octets).select(ip=pl.concat_str(parts, separator=".")).to_series()

    return {**VALUE_FORMATS, "ip": addresses}


def with_twins(facts: Facts, is_member: BoolArray, seed: int) -> tuple[Facts, Int64Array]:
    """Let some people be known under two ids: every review of one is there again under the other.

    Parameters
    ----------
    facts
        The market's complete columns.
    is_member
        (n_accounts,) which accounts belong to a group, and are left alone.
    seed
        The market's seed.

    Returns
    -------
    tuple of Facts and Int64Array
        The rows, and the original row (n,) of each.
    """
    rng = generator(seed, "lifelike twins")
    counts = np.bincount(facts.place, minlength=len(facts.account))
    free = ~is_member[facts.account]
    twofold = np.flatnonzero(free & (counts >= 3) & (counts <= 60))
    once = np.flatnonzero(free & (counts == 1))
    n = min(round(_TWINS * len(counts)), len(twofold), len(once))
    first = rng.choice(twofold, size=n, replace=False)
    second = rng.choice(once, size=n, replace=False)
    twin = np.full(len(counts), -1, dtype=np.int64)
    twin[first] = second
    kept = np.flatnonzero(~np.isin(facts.place, second))
    copied = kept[twin[facts.place[kept]] >= 0]
    original = np.concatenate([kept, copied])
    place = np.concatenate([facts.place[kept], twin[facts.place[copied]]])
    rows = replace(subset(facts.rows, original), account=facts.account[place])
    created, last = facts.created.copy(), facts.last.copy()
    created[second] = facts.created[first] + rng.integers(-30, 30, n)
    last[second] = facts.last[first]
    ordered = facts.ordered[original]
    return replace(facts, rows=rows, place=place, ordered=ordered, created=created, last=last), original


def with_copies(facts: Facts, world: LifelikeWorld) -> tuple[Facts, Int64Array]:
    """Show the reviews of some families on each of their variants.

    Parameters
    ----------
    facts
        The market's complete columns.
    world
        Whose families are mirrored.

    Returns
    -------
    tuple of Facts and Int64Array
        The rows with copies, and the original row (n,) of each: its text is the same.
    """
    families, rows = world.families, facts.rows
    known = rows.product < len(families.of)
    family = np.where(known, families.of[np.where(known, rows.product, 0)], -1).astype(np.int64)
    source = np.flatnonzero((family >= 0) & np.append(world.is_mirrored, False)[family])
    size = families.size(family[source])
    copy = np.repeat(source, size)
    place = np.arange(len(copy)) - np.repeat(np.cumsum(size) - size, size)
    product = families.parts[families.first[family[copy]] + place]
    original = np.concatenate([np.arange(len(rows)), copy])
    every = subset(rows, original)
    every = replace(every, product=np.concatenate([rows.product, product]))
    kept = np.flatnonzero(first_of_each(every.account, every.product))
    kept = kept[np.argsort(uniforms(key_of(world.base.seed, "lifelike copies"), kept), kind="stable")]
    original = original[kept]
    return replace(
        facts, rows=subset(every, kept), ordered=facts.ordered[original], place=facts.place[original]
    ), original


def seller_identifiers(world: LifelikeWorld, planted: Planted) -> pl.DataFrame:
    """Return the identifiers of sellers: their own, those that a ring shares, and those of sellers who shop.

    Parameters
    ----------
    world, planted
        The market.
    """
    base, seed = world.base, world.base.seed
    n, first = base.n_sellers, planted.space.first_planted
    seller = np.arange(n, dtype=np.int64)
    found = [planted.seller_links]
    for kind in _SELLER_KINDS:
        number = (_SELLER_NETWORKS + seller) * 256 if kind == "ip" else _SELLER_VALUES + seller
        found.append(identifier_links(kind, seller, first + number))
    rng = generator(seed, "lifelike sellers")
    shops = np.flatnonzero(rng.random(n) < _SHOPPING_SELLERS)
    account = np.sort(
        rng.choice(len(base.accounts), size=len(shops), replace=len(base.accounts) < len(shops))
    )
    own = usual_identifiers(
        planted.space,
        account,
        base.accounts.household[account].astype(np.int64),
        np.full(len(shops), USUAL_ALL, dtype=np.int8),
    )
    private = own.value >= planted.space.first_private
    own = subset(own, private)
    found.append(replace(own, account=shops[np.searchsorted(account, own.account)]))
    links = joined(found[0], *found[1:])
    last = base.calendar.first_minute + base.calendar.n_days * DAY
    return _link_frame(links, seed, address_formats(planted), last)


def _link_frame(links: IdentifierLinks, seed: int, formats: Formats, last: int) -> pl.DataFrame:
    pieces = []
    for code, kind in enumerate(KINDS):
        mine = np.flatnonzero(links.kind == code)
        value, back = np.unique(links.value[mine], return_inverse=True)
        text = formats[kind](value, seed) if kind in formats else ids.id_strings(value, kind, seed)
        seen = last - (uniforms(key_of(seed, "seller seen", kind), mine) * 900 * DAY).astype(np.int64)
        pieces.append(
            pl.DataFrame(
                {
                    "seller_id": ids.id_strings(links.account[mine], "seller", seed),
                    "kind": pl.Series([kind]).new_from_index(0, len(mine)),
                    "value": gathered(text, back.astype(np.int64)),
                    "seen_at": times(seen),
                }
            )
        )
    frame = pl.concat(pieces).unique(["seller_id", "kind", "value"], keep="first", maintain_order=True)
    return frame.sort("seller_id", "kind", "value")


def parent_frame(world: LifelikeWorld, planted: Planted, product_ids: pl.Series) -> pl.DataFrame:
    """Return (product_id, parent_id) of the variants whose family the platform has on file.

    Parameters
    ----------
    world, planted
        The market.
    product_ids
        Ids of all products.
    """
    seed = world.base.seed
    parent = np.concatenate(
        [world.families.of.astype(np.int64), np.where(planted.parent >= 0, planted.parent + 2**20, -1)]
    )
    is_listed = uniforms(key_of(seed, "lifelike parents"), parent) >= _UNLISTED_PARENTS
    product = np.flatnonzero((parent >= 0) & is_listed)
    return pl.DataFrame(
        {
            "product_id": gathered(product_ids, product),
            "parent_id": ids.id_strings(2**36 + parent[product], "product", seed),
        }
    )


def with_gaps(frame: pl.DataFrame, table: str, seed: int) -> pl.DataFrame:
    """Empty some cells of a table, honest and planted alike.

    Parameters
    ----------
    frame
        Its rows.
    table
        Its name.
    seed
        The market's seed.
    """
    row = np.arange(frame.height)
    columns = {}
    for column, share in GAPS[table].items():
        is_empty = pl.Series(uniforms(key_of(seed, "lifelike gap", table, column), row) < share)
        columns[column] = pl.when(is_empty).then(None).otherwise(pl.col(column))
    return frame.with_columns(**columns)


def known_accounts(facts: Facts, seed: int, what: str) -> pl.Series:
    """Return (a,) whether each account has any row in ``accounts`` or ``identifiers``.

    Parameters
    ----------
    facts
        The market.
    seed
        Its seed.
    what
        Name of the table.
    """
    share = _UNKNOWN_ACCOUNTS if what == "accounts" else _UNIDENTIFIED
    return pl.Series(uniforms(key_of(seed, "lifelike unknown", what), facts.account) >= share)
