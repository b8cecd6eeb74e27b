"""Plant every group of a spec, one after another, and number what they bring for good."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from collusion.arrays import Int64Array, frozen
from collusion.errors import UsageError
from collusion.simulate.context import MarketContext, group_buyers
from collusion.simulate.draws import generator
from collusion.simulate.identity import ValueSpace, value_space
from collusion.simulate.innocent_styles import INNOCENT_STYLES
from collusion.simulate.ring_styles import RING_STYLES
from collusion.simulate.rows import (
    KINDS,
    Group,
    IdentifierLinks,
    NewAccounts,
    NewProducts,
    Planting,
    Rows,
    Takeovers,
    joined,
    no_accounts,
    no_links,
    no_products,
    no_rows,
    no_takeovers,
)
from collusion.simulate.spec import MarketSpec
from collusion.simulate.world import World


@dataclass(frozen=True, slots=True)
class Planted:
    """All groups of a market, numbered for good.

    Attributes
    ----------
    groups
        The truth.
    names
        An id for each group.
    rows, links
        What was planted, on top of the honest world.
    accounts, products
        New ones: number ``len(world.accounts) + i`` and ``len(world.products) + i``.
    takeovers
        Accounts that changed hands.
    space
        Layout of the identifier values.
    seller_links
        Identifiers of sellers; `account` is a seller.
    parent
        (new products,) number of the planting whose products are variants of one listing, or -1.
    """

    groups: tuple[Group, ...]
    names: tuple[str, ...]
    rows: Rows
    links: IdentifierLinks
    accounts: NewAccounts
    products: NewProducts
    takeovers: Takeovers
    space: ValueSpace
    seller_links: IdentifierLinks
    parent: Int64Array


def context_of(world: World) -> MarketContext:
    """Return the context that a world offers, with nobody in a group yet."""
    category = np.zeros(world.n_sellers, dtype=np.int8)
    category[world.products.seller] = world.products.category
    return MarketContext(
        calendar=world.calendar,
        products=world.products,
        accounts=world.accounts,
        seller_category=frozen(category),
        buyers=group_buyers(world.accounts),
        in_use=np.zeros(len(world.accounts), dtype=np.bool_),
    )


def plant_groups(spec: MarketSpec, world: World) -> Planted:
    """Plant `spec.groups` into `world`.

    Parameters
    ----------
    spec
        What to plant, and how well it hides.
    world
        Where.

    Returns
    -------
    Planted
        Everything numbered; an account is in one planting at most.

    Raises
    ------
    UsageError
        If a style has no such name.
    """
    context = context_of(world)
    plantings: list[Planting] = []
    names: list[str] = []
    for planned in spec.groups:
        for i in range(planned.count):
            planting = _plant(spec, planned.style, i, context)
            plantings.append(planting)
            for j, group in enumerate(planting.groups):
                suffix = "" if len(planting.groups) == 1 else "ab"[j]
                names.append(f"{planned.style}-{i + 1:02d}{suffix}")
                existing = group.members[group.members >= 0]
                context.in_use[existing] = True
    return numbered(plantings, tuple(names), world)


def _plant(spec: MarketSpec, style: str, number: int, context: MarketContext) -> Planting:
    rng = generator(spec.seed, "group", style, number)
    if style in RING_STYLES:
        return RING_STYLES[style](spec.hardness, context, rng)
    if style in INNOCENT_STYLES:
        return INNOCENT_STYLES[style](context, rng)
    known = ", ".join([*RING_STYLES, *INNOCENT_STYLES])
    raise UsageError(f"found the style {style!r}; known styles: {known}. Correct the name and run again")


def numbered(
    plantings: list[Planting], names: tuple[str, ...], world: World, *, ip_block: int = 1
) -> Planted:
    """Give everything that plantings bring its number for good.

    Parameters
    ----------
    plantings
        What was planted; new entities are numbered -1, -2, … in each.
    names
        Ids of their groups.
    world
        The honest world, whose numbers come first.
    ip_block
        Addresses of a planting begin at a multiple of this beyond the first, so that networks keep apart.

    Returns
    -------
    Planted
        The plantings, one after another.
    """
    account, product, script = len(world.accounts), len(world.products), 0
    n_new = sum(len(planting.accounts) for planting in plantings)
    space = value_space(world.seed, account + n_new)
    values = np.full(len(KINDS), space.first_planted, dtype=np.int64)
    groups: list[Group] = []
    rows, held, takeovers = [no_rows()], [no_links()], [no_takeovers()]
    accounts, products = [no_accounts()], [no_products()]
    of_sellers, parents = [no_links()], [np.empty(0, dtype=np.int64)]
    for i, planting in enumerate(plantings):
        for group in planting.groups:
            members, targets = _final(group.members, account), _final(group.targets, product)
            groups.append(replace(group, members=np.unique(members), targets=np.unique(targets)))
        mine = planting.rows
        scripted = np.where(mine.script >= 0, mine.script + script, mine.script).astype(np.int32)
        who, what = _final(mine.account, account), _final(mine.product, product)
        rows.append(replace(mine, account=who, product=what, script=scripted))
        if planting.seller_links is not None:
            of_sellers.append(_numbered_links(planting.seller_links, 0, values.copy()))
        held.append(_numbered_links(planting.links, account, values))
        ip = KINDS.index("ip")
        values[ip] = space.first_planted - (-(values[ip] - space.first_planted) // ip_block) * ip_block
        parents.append(np.full(len(planting.products), i if planting.same_parent else -1, dtype=np.int64))
        takeovers.append(planting.takeovers)
        accounts.append(planting.accounts)
        products.append(planting.products)
        account += len(planting.accounts)
        product += len(planting.products)
        script = int(max(script, scripted.max(initial=script - 1) + 1))
    return Planted(
        groups=tuple(groups),
        names=names,
        rows=joined(rows[0], *rows[1:]),
        links=joined(held[0], *held[1:]),
        accounts=joined(accounts[0], *accounts[1:]),
        products=joined(products[0], *products[1:]),
        takeovers=joined(takeovers[0], *takeovers[1:]),
        space=space,
        seller_links=joined(of_sellers[0], *of_sellers[1:]),
        parent=np.concatenate(parents),
    )


def _final(number: Int64Array, first: int) -> Int64Array:
    """Turn -1, -2, … into `first`, `first` + 1, …"""
    return np.where(number < 0, first - 1 - number, number)


def _numbered_links(held: IdentifierLinks, first_account: int, next_value: Int64Array) -> IdentifierLinks:
    """Number new values from `next_value` of their kind on, which is moved along in place."""
    value = held.value.copy()
    for kind in range(len(KINDS)):
        mine = (held.kind == kind) & (held.value < 0)
        if mine.any():
            value[mine] = next_value[kind] - 1 - held.value[mine]
            next_value[kind] = value[mine].max() + 1
    return replace(held, account=_final(held.account, first_account), value=value)
