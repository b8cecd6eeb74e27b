"""Usual identifiers of any account: home and mobile IPs, cards, addresses, devices, coupons.

A pure function of the account's number, so that planted accounts get theirs from the same law.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from collusion.arrays import BoolArray, Int8Array, Int64Array
from collusion.simulate.draws import key_of, uniforms, whole
from collusion.simulate.rows import (
    USUAL_ADDRESS,
    USUAL_CARD,
    USUAL_DEVICE,
    USUAL_IP,
    USUAL_NAT,
    USUAL_REST,
    IdentifierLinks,
    identifier_links,
    joined,
)

# accounts per public value: carrier NAT, VPN exit, parcel locker, dormitory, coupon, employer's gift card
_PER_NAT, _PER_EXIT, _PER_LOCKER, _PER_DORM, _PER_COUPON, _PER_BONUS = 4000, 2500, 2500, 4000, 1500, 1500


@dataclass(frozen=True, slots=True)
class ValueSpace:
    """How the value numbers of each kind are laid out.

    Attributes
    ----------
    seed
        The market's seed.
    n_accounts
        Accounts, planted ones included: private values are numbered by account and household.
    n_public
        Public values at the head of each kind's numbers.
    """

    seed: int
    n_accounts: int
    n_public: int

    @property
    def first_private(self) -> int:
        """Number of the first private value of each kind."""
        return self.n_public

    @property
    def first_planted(self) -> int:
        """Number of the first value that groups bring."""
        return self.n_public + 8 * self.n_accounts


def value_space(seed: int, n_accounts: int) -> ValueSpace:
    """Return the layout for a market of `n_accounts` accounts."""
    return ValueSpace(seed, n_accounts, 64 + n_accounts // 200)


def usual_identifiers(
    space: ValueSpace, account: Int64Array, household: Int64Array, usual: Int8Array
) -> IdentifierLinks:
    """Return what each account holds of its own.

    Parameters
    ----------
    space
        Layout of the value numbers.
    account
        (n,) accounts.
    household
        (n,) where they live; numbers below ``space.n_accounts``, one a home.
    usual
        (n,) bit mask of what to give, see `rows`.

    Returns
    -------
    IdentifierLinks
        About eight an account, some twice when two draws agree.
    """
    parts = [
        *_network(space, account, household, usual),
        *_payment(space, account, household, usual),
        *_goods(space, account, household, usual),
    ]
    return joined(parts[0], *parts[1:])


def _chance(space: ValueSpace, name: str, index: Int64Array, share: float) -> BoolArray:
    return np.asarray(uniforms(key_of(space.seed, "holds", name), index) < share)


def _public(space: ValueSpace, name: str, account: Int64Array, per_value: int, first: int) -> Int64Array:
    """Return a public value; `first` keeps the pools of one kind apart."""
    n = max(space.n_accounts // per_value, 3)
    return first + whole(key_of(space.seed, "public", name), account, n)


def _private(space: ValueSpace, index: Int64Array, slot: int) -> Int64Array:
    return space.first_private + slot * space.n_accounts + index


def _network(
    space: ValueSpace, account: Int64Array, household: Int64Array, usual: Int8Array
) -> list[IdentifierLinks]:
    own, nat = (usual & USUAL_IP) > 0, (usual & USUAL_NAT) > 0
    second = own & _chance(space, "second ip", account, 0.3)
    mobile = nat & _chance(space, "mobile", account, 0.5)
    exits = nat & _chance(space, "vpn", account, 0.05)
    device = (usual & USUAL_DEVICE) > 0
    shared = device & _chance(space, "tablet", household, 0.35)
    phone = device & _chance(space, "own phone", account, 0.5)
    first_exit = max(space.n_accounts // _PER_NAT, 3)
    return [
        identifier_links("ip", account[own], _private(space, household[own], 0)),
        identifier_links("ip", account[second], _private(space, account[second], 1)),
        identifier_links("ip", account[mobile], _public(space, "nat", account[mobile], _PER_NAT, 0)),
        identifier_links("ip", account[exits], _public(space, "exit", account[exits], _PER_EXIT, first_exit)),
        identifier_links("device", account[device], _private(space, account[device], 0)),
        identifier_links("device", account[phone], _private(space, account[phone], 1)),
        identifier_links("device", account[shared], _private(space, household[shared], 2)),
    ]


def _payment(
    space: ValueSpace, account: Int64Array, household: Int64Array, usual: Int8Array
) -> list[IdentifierLinks]:
    card, rest = (usual & USUAL_CARD) > 0, (usual & USUAL_REST) > 0
    own = card & _chance(space, "own card", account, 0.75)
    second = card & _chance(space, "second card", account, 0.15)
    family = card & _chance(space, "family card", household, 0.4)
    gift = rest & _chance(space, "gift card", account, 0.05)
    present = rest & _chance(space, "family gift card", household, 0.03)
    bonus = rest & _chance(space, "bonus card", account, 0.01)
    found = []
    for slot, share in enumerate((0.14, 0.05, 0.02)):
        coupon = rest & _chance(space, f"coupon {slot}", account, share)
        value = _public(space, f"coupon {slot}", account[coupon], _PER_COUPON, 0)
        found.append(identifier_links("promo_code", account[coupon], value))
    return [
        identifier_links("card", account[own], _private(space, account[own], 0)),
        identifier_links("card", account[second], _private(space, account[second], 1)),
        identifier_links("card", account[family], _private(space, household[family], 2)),
        identifier_links("gift_card", account[gift], _private(space, account[gift], 0)),
        identifier_links("gift_card", account[present], _private(space, household[present], 1)),
        identifier_links(
            "gift_card", account[bonus], _public(space, "bonus card", account[bonus], _PER_BONUS, 0)
        ),
        *found,
    ]


def _goods(
    space: ValueSpace, account: Int64Array, household: Int64Array, usual: Int8Array
) -> list[IdentifierLinks]:
    home, rest = (usual & USUAL_ADDRESS) > 0, (usual & USUAL_REST) > 0
    second = home & _chance(space, "second address", account, 0.1)
    locker = home & _chance(space, "locker", account, 0.03)
    dorm = home & _chance(space, "dorm", account, 0.01)
    phone = rest & _chance(space, "phone", account, 0.15)
    mail = rest & _chance(space, "mail", account, 0.1)
    landline = rest & _chance(space, "landline", household, 0.04)
    first_dorm = max(space.n_accounts // _PER_LOCKER, 3)
    return [
        identifier_links("address", account[home], _private(space, household[home], 0)),
        identifier_links("address", account[second], _private(space, account[second], 1)),
        identifier_links(
            "address", account[locker], _public(space, "locker", account[locker], _PER_LOCKER, 0)
        ),
        identifier_links(
            "address", account[dorm], _public(space, "dorm", account[dorm], _PER_DORM, first_dorm)
        ),
        identifier_links("phone", account[phone], _private(space, account[phone], 0)),
        identifier_links("phone", account[landline], _private(space, household[landline], 1)),
        identifier_links("email", account[mail], _private(space, account[mail], 0)),
    ]
