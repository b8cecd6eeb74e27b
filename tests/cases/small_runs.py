"""Small hand-built runs for awkward cases, as records and as folders."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import polars as pl

from collusion.cases import schema
from collusion.cases.headline import headline
from collusion.cases.records import Explanation
from collusion.cases.run_folder import Run
from collusion.cases.seal import sealed
from collusion.evidence.families import FAMILIES
from collusion.provenance import folder_digests

START = datetime(2015, 3, 2, 9, tzinfo=UTC)
HOSTILE = (
    "<script>alert(1)</script>",
    '=HYPERLINK("http://evil.example","x")',
    "[a](javascript:alert(1))|x`y",
    "\x1b[2Jgone\u202e",
    "$\\frac{a}$",
)


@dataclass(frozen=True, slots=True)
class Wish:
    """What a hand-built run should be like."""

    n_accounts: int = 5
    n_products: int = 4
    times: bool = True
    ratings: bool = True
    identifiers: bool = True
    sellers: bool = True
    hostile: bool = False
    kind: str = "one hand"
    n_rings: int = 2
    n_bystanders: int = 0
    one_operator: bool = False
    all_flagged: bool = False


MANIFEST: dict[str, Any] = {
    "run_id": "run-0123456789ab",
    "version": "0.1.0",
    "source": "hand-built",
    "inputs": {"reviews.parquet": "9f" * 32},
    "outputs": {},
    "config": {"scoring": {"fdr": 0.05}},
    "abnormal_bits": 10.0,
    "prior_bits": -13.0,
    "limits": ["2 accounts with more than 1,000 reviews are in no group (evidence.reviewer_cap)."],
    "seed": 0,
    "created_at": "2015-10-17T09:30:00+00:00",
    "stages": [],
    "totals": {"seconds": 1.0, "peak_mb": 100},
    "counts": {"reviews": 100},
    "notes": ["reviews: 2 ratings are absent"],
    "evidence_available": {
        "behaviour": True,
        "stars": True,
        "identity": True,
        "text": "the reviews table has no text column",
        "fulfilment": False,
        "benefit": True,
        "lifecycle": True,
    },
}


def make_run(wish: Wish = Wish()) -> Run:
    """Build a run: its first ring is as wished and flagged, a second is three fans, not flagged."""
    rows: dict[str, list[dict[str, Any]]] = {name: [] for name in schema.TABLES}
    if wish.n_rings > 0:
        _add_ring(rows, wish, rank=1, flagged=True)
    for rank in range(2, wish.n_rings + 1):
        fans = Wish(n_accounts=3, n_products=3, identifiers=False, kind="unclear")
        if wish.one_operator:
            fans = replace(fans, one_operator=True)
        _add_ring(rows, fans, rank=rank, flagged=wish.all_flagged)
    frames = {
        name: pl.DataFrame(rows[name], schema=schema.TABLES[name].schema) for name in rows if name != "scores"
    }
    return Run(path=Path("hand-built"), manifest=MANIFEST, **frames)


def save_run(run: Run, path: Path) -> Path:
    """Write `run` as a run folder."""
    path.mkdir(parents=True)
    for name in schema.TABLES:
        if name != "scores":
            getattr(run, name).write_parquet(path / f"{name}.parquet")
    scores = run.members.select("reviewer_id", pl.col("bits").alias("score"))
    scores.write_parquet(path / "scores.parquet")
    return sign_run(path, run.manifest)


def sign_run(path: Path, manifest: dict[str, Any]) -> Path:
    """Write the manifest of a run folder, with the digests of the files that are there."""
    outputs = folder_digests(path, but=frozenset({"manifest.json"}))
    (path / "manifest.json").write_text(json.dumps(sealed(manifest | {"outputs": outputs})))
    return path


def _add_ring(rows: dict[str, list[dict[str, Any]]], wish: Wish, *, rank: int, flagged: bool) -> None:
    ring_id = f"R-{rank:08d}"
    # Rings of one operator share their accounts.
    accounts = [f"A{1 if wish.one_operator else rank}{i:02d}" for i in range(wish.n_accounts)]
    products = [f"P{rank}{i:02d}" for i in range(wish.n_products)]
    seller = f"S{rank}"
    if wish.hostile:
        accounts[: len(HOSTILE)] = HOSTILE[: wish.n_accounts]
        products[0], seller = HOSTILE[0], "@SUM(A1)"
    reviews = _reviews(ring_id, accounts, products, wish, flagged=flagged)
    rows["ring_reviews"] += reviews
    inside = [review for review in reviews if review["in_ring"]]
    rows["rings"].append(_ring(ring_id, rank, wish, inside, flagged=flagged))
    members = [_member(ring_id, account, reviews, place) for place, account in enumerate(accounts)]
    if not flagged:
        members = [member | {"role": "member"} for member in members]
    rows["members"] += [member | {"flagged": flagged} for member in members]
    for product in products:
        mine = [review for review in inside if review["product_id"] == product]
        is_bystander = product in products[len(products) - wish.n_bystanders :]
        whose = None if not wish.sellers else "BEST" if is_bystander else seller
        service = 0.04 if is_bystander else 0.97
        client = _client(ring_id, product, whose, mine, wish)
        rows["clients"].append(client | {"service": service, "flagged": flagged})
    rows["evidence"] += _evidence(ring_id, inside, flagged=flagged)
    rows["hypotheses"] += _hypotheses(ring_id, flagged=flagged)
    if wish.identifiers:
        for token, holders in (("gift_card:00aa11bb", accounts[:3]), ("ip:22cc33dd", accounts[1:3])):
            rows["ring_identifiers"] += [
                {
                    "ring_id": ring_id,
                    "kind": token.split(":")[0],
                    "token": token,
                    "reviewer_id": holder,
                    "n_members": len(holders),
                    "n_accounts": 3 if token.startswith("gift") else 400,
                }
                for holder in holders
            ]


def _reviews(
    ring_id: str, accounts: list[str], products: list[str], wish: Wish, *, flagged: bool
) -> list[dict[str, Any]]:
    reviews = []
    for i, account in enumerate(accounts):
        for j, product in enumerate([*products, "ELSEWHERE"]):
            if (i + j) % 4 == 3 and product != "ELSEWHERE":
                continue
            when = START + timedelta(days=3 * j, hours=7 * i)
            stars = 1 if wish.kind == "attack" else (5, 4, 5, 5)[(i + j) % 4]
            reviews.append(
                {
                    "ring_id": ring_id,
                    "review_id": f"{ring_id}-{i:02d}-{j:02d}",
                    "reviewer_id": account,
                    "product_id": product,
                    "posted_at": when if wish.times else None,
                    "rating": (stars if product != "ELSEWHERE" else 3) if wish.ratings else None,
                    "verified": None if not flagged else j % 2 == 0,
                    "in_ring": product != "ELSEWHERE",
                }
            )
    return reviews


def _ring(
    ring_id: str, rank: int, wish: Wish, inside: list[dict[str, Any]], *, flagged: bool
) -> dict[str, Any]:
    times = [review["posted_at"] for review in inside] if wish.times else [None]
    bits = {"behaviour": 120.0, "stars": 40.0 if flagged else -2.5, "benefit": 4.0, "lifecycle": 1.0}
    bits["identity"] = 30.0 if wish.identifiers else None
    row = {
        "ring_id": ring_id,
        "rank": rank,
        "n_reviewers": wish.n_accounts,
        "n_products": wish.n_products,
        "n_reviews": len(inside),
        "n_sellers": int(wish.sellers) + (wish.sellers and wish.n_bystanders > 0),
        "n_clients": wish.n_products - wish.n_bystanders,
        "first_at": min(times) if wish.times else None,
        "last_at": max(times) if wish.times else None,
        "most_from": min(times) if wish.times else None,
        "most_until": max(times) if wish.times else None,
        "n_most": len(inside) if wish.times else None,
        "score": 9.5 if flagged else -10.5,
        "q_value": 0.0004 if flagged else 0.31,
        "flagged": flagged,
        "kind": wish.kind if flagged else "unclear",
        **{f"bits_{family}": bits.get(family) for family in FAMILIES},
        "best_innocent_explanation": "a household" if flagged else "fans of one author or brand",
        "innocent_verdict": "It fails: too many accounts." if flagged else "It holds: nothing is beyond it.",
        "operator": "O-00000001" if wish.one_operator else f"O-{rank:08d}",
    }
    abnormal = [family for family in FAMILIES if (bits.get(family) or 0.0) >= 10.0]
    row |= {"abnormal": abnormal, "corroborated": len(abnormal) > 1, "unexplained": []}
    first = _hypotheses(row["ring_id"], flagged=flagged)[0]
    likeliest = Explanation(first["hypothesis"], first["is_ring"], first["prior"], first["log_odds"], {})
    return row | {"summary": headline(row, n_client_sellers=int(wish.sellers), likeliest=likeliest)}


def _hypotheses(ring_id: str, *, flagged: bool) -> list[dict[str, Any]]:
    by_family = {f"by_{family}": None for family in FAMILIES}
    odds = 9.5 if flagged else -10.5
    return [
        {"ring_id": ring_id, "hypothesis": name, "is_ring": is_ring, "prior": -1.0, "log_odds": sign * odds}
        | by_family
        | {"by_behaviour": sign * 4.0}
        for name, is_ring, sign in (("accounts of one hand", True, 1.0), ("taste", False, -1.0))
    ]


def _member(ring_id: str, account: str, reviews: list[dict[str, Any]], place: int) -> dict[str, Any]:
    mine = [review for review in reviews if review["reviewer_id"] == account]
    inside = [review for review in mine if review["in_ring"]]
    times = [review["posted_at"] for review in inside]
    return {
        "ring_id": ring_id,
        "reviewer_id": account,
        "membership": 0.4 if place == 0 else 0.9 + place / 1000,
        "role": "fringe" if place == 0 else "core",
        "created_at": START - timedelta(days=30 - place),
        "first_at": min(times) if times[0] else None,
        "last_at": max(times) if times[0] else None,
        "n_ring_reviews": len(inside),
        "n_reviews": len(mine),
        "bits": 12.5 + place,
    }


def _client(
    ring_id: str, product: str, seller: str | None, mine: list[dict[str, Any]], wish: Wish
) -> dict[str, Any]:
    times = [review["posted_at"] for review in mine]
    return {
        "ring_id": ring_id,
        "product_id": product,
        "seller_id": seller,
        "n_ring_reviews": len(mine),
        "n_reviews": len(mine) + 6,
        "n_rated": len(mine) + 4 if wish.ratings else 0,
        "rating_with": (2.1 if wish.kind == "attack" else 4.1) if wish.ratings else None,
        "rating_without": 3.25 if wish.ratings else None,
        "first_at": min(times) if wish.times else None,
        "last_at": max(times) if wish.times else None,
    }


def _evidence(ring_id: str, inside: list[dict[str, Any]], *, flagged: bool) -> list[dict[str, Any]]:
    ids = [review["review_id"] for review in inside]
    found = [
        ("behaviour", 120.0, 2.0, 15.0, 0.25, "for", "They review the same products.", ids, []),
        ("lifecycle", 1.0, 0.5, 0.1, 0.1, "against", "The accounts are of every age.", [], []),
        (
            "innocent explanation",
            None,
            None,
            None,
            None,
            "for",
            "Closest innocent explanation: a household.",
            [],
            [],
        ),
    ]
    if flagged:
        found.insert(
            1, ("stars", 40.0, 14.0, 4.75, 3.25, "for", "They rate 1.5 stars above others.", ids[:3], [])
        )
        found.insert(2, ("identity", 30.0, 6.0, 3.0, 0.1, "for", "A gift card.", [], ["gift_card:00aa11bb"]))
    return [dict(zip(schema.EVIDENCE.schema, (ring_id, *row, None), strict=True)) for row in found]
