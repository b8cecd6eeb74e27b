"""The picture of a ring: its accounts in a circle around the products they served."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from collusion.cases.case import Case
from collusion.cases.records import SharedIdentifier
from collusion.cases.wording import elide
from collusion.reports.charts.canvas import Canvas, Chart, ChartSpec, Letters
from collusion.reports.charts.heatmap import cut_note
from collusion.words.catalogue import ENGLISH, Words

SPEC = ChartSpec(
    name="picture",
    title="Who and what",
    reading=(
        "Dots on the circle are accounts (hollow: less sure), squares inside are the products, grouped by "
        "seller (grey: perhaps not part of it); diamonds outside are identifier values that the accounts "
        "next to them share."
    ),
)
MOST_ACCOUNTS = 90
MOST_TARGETS = 40
MOST_IDENTIFIERS = 24
MOST_SELLERS = 8
#: Height of a line of names, as a share of the disk's radius.
_LINE = 0.09
#: Radius of the disk, and what is left away of the square above and below, on the canvas.
_RADIUS, _CUT = 115.0, 12.0

Place = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Picture:
    """Rows of the picture: nodes with their places on a disk of radius 1, and the lines between them.

    Attributes
    ----------
    accounts, fringe
        Place of each account shown, and the ids that belong to the fringe.
    targets, bystanders
        Place of each product shown, and the ids that are perhaps bystanders.
    sellers
        Place of the name of each seller who is likely served.
    identifiers
        Place of each identifier token shown.
    reviews, ties
        (account, product) and (account, token) of each line.
    n_accounts, n_targets, n_identifiers
        How many there are in all.
    """

    accounts: dict[str, Place]
    fringe: frozenset[str]
    targets: dict[str, Place]
    bystanders: frozenset[str]
    sellers: dict[str, Place]
    identifiers: dict[str, Place]
    reviews: tuple[tuple[str, str], ...]
    ties: tuple[tuple[str, str], ...]
    n_accounts: int
    n_targets: int
    n_identifiers: int

    def note(self, words: Words = ENGLISH) -> str:
        """Say what was cut, in `words`, or nothing."""
        return cut_note(
            words,
            accounts=(len(self.accounts), self.n_accounts),
            products=(len(self.targets), self.n_targets),
            identifiers=(len(self.identifiers), self.n_identifiers),
        )


def picture_rows(case: Case) -> Picture:
    """Lay out a case: accounts that share an identifier side by side, products of one seller together.

    Parameters
    ----------
    case
        One ring.

    Returns
    -------
    Picture
        The same places for the same case, always: nothing is drawn at random.
    """
    busiest = sorted(case.members, key=lambda member: (-member.n_ring_reviews, member.reviewer_id))[
        :MOST_ACCOUNTS
    ]
    members = {member.reviewer_id for member in busiest}
    identifiers = _shown_identifiers(case, members)
    order = _seating(sorted(members), identifiers)
    accounts = {name: _on_circle(place / len(order), 1.0) for place, name in enumerate(order)}
    targets, sellers = _inside(case)
    values = _outside(identifiers, accounts)
    pairs = case.reviews.filter("in_ring").select("reviewer_id", "product_id").unique().sort(pl.all())
    return Picture(
        accounts=accounts,
        fringe=frozenset(member.reviewer_id for member in case.members if member.role == "fringe") & members,
        targets=targets,
        bystanders=frozenset(client.product_id for client in case.clients if client.is_bystander),
        sellers=sellers,
        identifiers=values,
        reviews=tuple(
            (one, other) for one, other in pairs.iter_rows() if one in accounts and other in targets
        ),
        ties=tuple(
            (holder, one.token) for one in identifiers for holder in one.holders if holder in accounts
        ),
        n_accounts=len(case.members),
        n_targets=len(case.clients),
        n_identifiers=len(case.identifiers),
    )


def picture(rows: Picture, words: Words = ENGLISH) -> Chart:
    """Draw the picture.

    Parameters
    ----------
    rows
        What `picture_rows` returned.
    words
        The language.

    Returns
    -------
    Chart
    """
    told = words.say(
        "chart.picture",
        accounts=len(rows.accounts),
        products=len(rows.targets),
        reviews=len(rows.reviews),
        values=len(rows.identifiers),
    )
    canvas = Canvas(SPEC, SPEC.width - 2 * _CUT, words)
    _draw(canvas, rows)
    return canvas.chart(f"{told} {rows.note(words)}".strip())


def _shown_identifiers(case: Case, members: set[str]) -> list[SharedIdentifier]:
    # A value held by half the platform ties nobody together: rare ones first.
    ordered = sorted(case.identifiers, key=_rarity)
    return [one for one in ordered if len(members.intersection(one.holders)) > 1][:MOST_IDENTIFIERS]


def _rarity(one: SharedIdentifier) -> tuple[float, int, str]:
    return -one.n_members / max(one.n_accounts, 1), -one.n_members, one.token


def _seating(names: Sequence[str], identifiers: Sequence[SharedIdentifier]) -> list[str]:
    seated: dict[str, None] = {}
    known = set(names)
    for shared in identifiers:
        seated.update(dict.fromkeys(holder for holder in shared.holders if holder in known))
    seated.update(dict.fromkeys(names))
    return list(seated)


def _on_circle(turn: float, radius: float) -> Place:
    angle = 2 * math.pi * (0.25 - turn)
    return radius * math.cos(angle), radius * math.sin(angle)


def _inside(case: Case) -> tuple[dict[str, Place], dict[str, Place]]:
    clients = case.clients[:MOST_TARGETS]
    size = Counter(client.seller_id or "" for client in clients)
    ordered = sorted(clients, key=lambda c: (-size[c.seller_id or ""], c.seller_id or "", c.product_id))
    turns: dict[str, list[float]] = {}
    targets = {}
    radius = 0.0 if len(ordered) == 1 else 0.42
    for place, client in enumerate(ordered):
        turn = place / len(ordered)
        targets[client.product_id] = _on_circle(turn, radius)
        if client.seller_id is not None and not client.is_bystander:
            turns.setdefault(client.seller_id, []).append(turn)
    if len(turns) > MOST_SELLERS:
        return targets, {}
    return targets, _apart(
        {seller: _on_circle(sum(all_) / len(all_), 0.22) for seller, all_ in turns.items()}
    )


def _apart(names: dict[str, Place]) -> dict[str, Place]:
    """Give names lines of their own, in order of height, near the middle: none covers another."""
    lines, lowest = {}, math.inf
    for name, (x, y) in sorted(names.items(), key=lambda item: (-item[1][1], item[0])):
        lowest = min(y, lowest - _LINE)
        lines[name] = (max(min(x, 0.1), -0.1), lowest)
    # What was pushed down is centred again.
    shift = sum(names[name][1] - y for name, (_, y) in lines.items()) / max(len(lines), 1)
    return {name: (x, y + shift) for name, (x, y) in lines.items()}


def _outside(identifiers: Sequence[SharedIdentifier], accounts: dict[str, Place]) -> dict[str, Place]:
    wanted = {}
    for shared in identifiers:
        places = [accounts[holder] for holder in shared.holders if holder in accounts]
        x, y = (sum(place[axis] for place in places) for axis in (0, 1))
        wanted[shared.token] = (0.25 - math.atan2(y, x) / (2 * math.pi)) % 1
    # Spread what would overlap: at least a step apart, in the order of the wished turns.
    step, last, spread = 1 / max(MOST_IDENTIFIERS, len(wanted)), -1.0, {}
    for token, turn in sorted(wanted.items(), key=lambda item: (item[1], item[0])):
        last = max(turn, last + step)
        spread[token] = _on_circle(last, 1.4)
    return spread


def _draw(canvas: Canvas, rows: Picture) -> None:
    faint = max(0.10, min(0.45, 40 / max(len(rows.reviews), 1)))
    for pairs, ends, colour, opacity, width in (
        (rows.reviews, rows.targets, "ring", faint, 0.7),
        (rows.ties, rows.identifiers, "tie", 0.8, 1.1),
    ):
        lines = [(_at(rows.accounts[account]), _at(ends[end])) for account, end in pairs]
        canvas.lines(lines, colour, width=width, opacity=opacity)
    size = 7.0 if len(rows.accounts) <= 50 else 4.5
    for is_fringe in (False, True):
        dots = [_at(place) for name, place in rows.accounts.items() if (name in rows.fringe) == is_fringe]
        canvas.dots(dots, "ink", size=size, hollow=is_fringe)
    size = 7.0 if len(rows.targets) <= 24 else 4.5
    for colour, is_bystander in (("ring", False), ("other", True)):
        middles = [_at(at) for name, at in rows.targets.items() if (name in rows.bystanders) == is_bystander]
        canvas.boxes([(x - size / 2, y - size / 2, size, size) for x, y in middles], colour)
    canvas.diamonds([_at(place) for place in rows.identifiers.values()], "tie", size=9)
    _name(canvas, rows)


def _at(place: Place) -> Place:
    """Return where a place on the disk is on the canvas."""
    middle = SPEC.width / 2
    return middle + _RADIUS * place[0], middle - _CUT - _RADIUS * place[1]


def _name(canvas: Canvas, rows: Picture) -> None:
    if len(rows.accounts) <= 50:
        for name, (x, y) in rows.accounts.items():
            _radial(canvas, elide(name, 12), (x * 1.05, y * 1.05), 5.5, "muted")
    for token, (x, y) in rows.identifiers.items():
        _radial(canvas, elide(token, 20), (x * 1.04, y * 1.04), 7.0, "tie")
    for seller, place in rows.sellers.items():
        canvas.text(_at(place), elide(seller, 14), Letters(7.5, anchor="middle", style="bold"))


def _radial(canvas: Canvas, text: str, place: Place, size: float, colour: str) -> None:
    """Write from the middle outwards, on either side so that it can be read."""
    degrees = math.degrees(math.atan2(place[1], place[0]))
    left = abs(degrees) > 90
    turn = -(degrees + (180 if left else 0))
    canvas.text(_at(place), text, Letters(size, colour, "end" if left else "start"), turn=turn)
