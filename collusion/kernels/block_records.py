"""What block growth reads, keeps at hand and returns: NamedTuples of arrays, as compiled code wants them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from collusion.arrays import BoolArray, Float32Array, Float64Array, Int8Array, Int32Array, Int64Array
from collusion.kernels.pointer_record import pointer_record
from collusion.kernels.tenure import Spell, Tenures


@pointer_record
class World(NamedTuple):
    """The review graph as block growth sees it.

    Edges in row order (by reviewer): ``indptr`` (n_reviewers + 1,), ``product``, ``position`` (place of the
    edge in column order), ``stars``. Edges in column order (by product, then time): ``t_indptr``
    (n_products + 1,), ``t_reviewer``, ``t_minute``, ``t_stars``. Stars: ``praise`` and ``blame``
    (n_products, 6), the log-likelihood ratio of each number of stars under a promoting and an attacking ring
    against the product's honest buyers; 0 at 0 stars, which are unknown. Null:
    ``n_products`` that have reviews, ``stratum`` of each product, ``stratum_reviews`` (n_strata,). Clients:
    ``seller`` of each product, −1 when unknown, and ``seller_products`` (n_sellers,). Accounts: minute in
    which each was ``created``, the least integer when unknown, all ``known`` ones, ascending,
    ``class_sizes``, how many accounts each class of activity has, the ``home`` of each, a marketplace, and
    ``home_shares``, the share of all accounts at home in each, ``class_homes``, that of the accounts of each
    class, shape (n_classes, n_homes), ``minute`` of each edge in row order, and all
    accounts' ``tenures``.
    """

    indptr: Int64Array
    product: Int32Array
    position: Int32Array
    stars: Int8Array
    t_indptr: Int64Array
    t_reviewer: Int32Array
    t_minute: Int32Array
    t_stars: Int8Array
    praise: Float32Array
    blame: Float32Array
    n_products: int
    stratum: Int32Array
    stratum_reviews: Float64Array
    class_sizes: Float64Array
    home: Int8Array
    home_shares: Float64Array
    class_homes: Float64Array
    seller: Int32Array
    seller_products: Int64Array
    created: Int32Array
    known: Int32Array
    minute: Int32Array
    tenures: Tenures


@pointer_record
class Rules(NamedTuple):
    """The numbers of block growth; `collusion.detection.params` says where they come from.

    Attributes
    ----------
    prior_activity
        Reviews a stratum that every account is granted before any is seen.
    prior_arrivals
        Honest reviews that every product and window is granted before any is seen.
    span_minutes
        Length of the whole period.
    margin_minutes
        Most by which a window is widened in search of members.
    reviewer_cap
        Reviews beyond which an account is too busy to become a member.
    product_cap
        Reviews beyond which a product is no target.
    max_rounds
        Most rounds from one seed.
    star_weight
        Share of the evidence of stars that counts.
    star_slack
        Nats a review by which the stars of a cell may point away from a ring.
    first_strictness
        Share of the costs of choosing that is asked in the first round; it rises to 1.
    min_first_cells
        Fewest cells that a lenient round must choose.
    min_members, min_products
        Least size of a block.
    """

    prior_activity: float
    prior_arrivals: float
    span_minutes: float
    margin_minutes: float
    reviewer_cap: int
    product_cap: int
    max_rounds: int
    star_weight: float
    star_slack: float
    first_strictness: float
    min_first_cells: int
    min_members: int
    min_products: int


class KnownBlocks(NamedTuple):
    """Blocks to which seeds led.

    Attributes
    ----------
    member, block
        Each member of each block, ascending, and the number of the block, shape (n_members,).
    size, evidence
        Members of each block, and its evidence in nats, shape (n_blocks,).
    share
        Share of the members of the larger of two blocks from which a seed that arrives at one ends there.
    """

    member: Int32Array
    block: Int32Array
    size: Int32Array
    evidence: Float64Array
    share: float


@pointer_record
class Scratch(NamedTuple):
    """Work arrays, all zero (``cell_of``: −1) between calls, so that a call costs what it touches.

    By reviewer ``ratio``, ``hits`` and ``reviewers`` (those touched); by product ``counts``, ``cell_of`` and
    ``products`` (those touched); by seller ``clients``; by stratum ``activity`` of the members and one
    account's ``own``. The caller's are ``barred``, reviewers that may not become members, and the ``known``
    blocks, at which a seed ends.
    """

    ratio: Float64Array
    hits: Int32Array
    reviewers: Int32Array
    counts: Int32Array
    cell_of: Int32Array
    products: Int32Array
    clients: Int32Array
    activity: Float64Array
    own: Float64Array
    barred: BoolArray
    known: KnownBlocks


class Meetings(NamedTuple):
    """Products that two or more of some accounts reviewed, and where.

    Attributes
    ----------
    product
        The products, shape (n_products,).
    offset
        Where the reviews of each begin among the places, shape (n_products + 1,).
    places
        The accounts' reviews, positions in the column order of the graph, ascending within each product.
    activity
        What to expect of the accounts in the stratum of each product, shape (n_products,).
    """

    product: Int32Array
    offset: Int64Array
    places: Int64Array
    activity: Float64Array


class Cells(NamedTuple):
    """Chosen cells, shape (n_cells,) each.

    Attributes
    ----------
    product
        The product.
    low, high
        First and last position of the window in column order.
    n
        Members' reviews in it.
    expected
        Reviews that the null expects of them.
    gain
        Surplus in nats, net of choosing the cell.
    """

    product: Int32Array
    low: Int64Array
    high: Int64Array
    n: Int32Array
    expected: Float64Array
    gain: Float64Array


class Burst(NamedTuple):
    """Accounts created together.

    Attributes
    ----------
    first, last
        Minutes between which they were created.
    inside, outside
        Nats by which it speaks for an account to be created between them, and not to be.
    nats
        Surplus over the creations of all accounts, net of choosing the burst; 0 when there is none.
    """

    first: int
    last: int
    inside: float
    outside: float
    nats: float


class Lives(NamedTuple):
    """What the lives of a block's members have in common.

    Attributes
    ----------
    members
        The members, ascending.
    burst, spell
        When they were created together, and when they began and ended together beside the block.
    nats
        What that says for a ring: the larger of both, since who is created for a job begins with it.
    """

    members: Int32Array
    burst: Burst
    spell: Spell
    nats: float


class Growth(NamedTuple):
    """A grown block: members ascending, each member's log-likelihood ratio, its cells, its evidence in nats.

    ``surplus`` is that of who, what and when; ``stars`` the share of the evidence of stars that counts;
    ``life`` what the accounts' creations or tenures add.
    """

    members: Int32Array
    ratio: Float64Array
    cells: Cells
    surplus: float
    stars: float
    life: float


def known_blocks(growths: Sequence[Growth], share: float = 1.0) -> KnownBlocks:
    """Arrange `growths` to be found by a `share` of their members: O(n log n) for n members of all."""
    size = np.array([len(one.members) for one in growths], dtype=np.int32)
    member = np.concatenate([np.zeros(0, np.int32), *(one.members for one in growths)])
    order = np.argsort(member, kind="stable")
    block = np.repeat(np.arange(len(size), dtype=np.int32), size)
    evidence = np.array([one.surplus + one.stars + one.life for one in growths], dtype=np.float64)
    return KnownBlocks(member[order], block[order], size, evidence, share)


def make_scratch(world: World) -> Scratch:
    """Allocate the work arrays for a `world`."""
    n_reviewers, n_products = len(world.indptr) - 1, len(world.t_indptr) - 1
    n_strata = len(world.stratum_reviews)
    return Scratch(
        ratio=np.zeros(n_reviewers),
        hits=np.zeros(n_reviewers, np.int32),
        reviewers=np.zeros(n_reviewers, np.int32),
        counts=np.zeros(n_products, np.int32),
        cell_of=np.full(n_products, -1, np.int32),
        products=np.zeros(n_products, np.int32),
        clients=np.zeros(len(world.seller_products), np.int32),
        activity=np.zeros(n_strata),
        own=np.zeros(n_strata),
        barred=np.zeros(n_reviewers, np.bool_),
        known=known_blocks(()),
    )
