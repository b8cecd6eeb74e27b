"""A grammar of all sentences with numbers: what each number means, and how it is counted from the rows.

A template is a sentence with holes. ``{n}`` takes a number as it is written, and the function under it says
what should stand in each hole. A sentence with a digit that no template fits is a fault: somebody said a
number that nobody counts.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from statistics import median
from typing import Any

import polars as pl

from tests.recount import say
from tests.recount.rows import Market, Ring

NUMBER = r"(?:under |over )?\d(?:[\d.,]*\d)?(?: %)?"
HOLES = {
    "odds": rf"(?:even|(?:over |under )?{NUMBER} to {NUMBER})",
    "day": r"\d{1,2} \w{3} \d{4}",
    "span": r"[\d,]+ (?:day|week|month)s?",
    "word": r"\S+",
    "words": r".+?",
    "verb": r"(?:is|are|was|were)",
}
Counted = Mapping[str, object]


@dataclass(frozen=True)
class Template:
    pattern: re.Pattern[str]
    count: Callable[[Any, Mapping[str, str]], Counted]


TEMPLATES: list[Template] = []
#: What is held back is not told below this.
UNTOLD_BITS = 0.05


def template(*texts: str) -> Callable[[Callable[[Any, Mapping[str, str]], Counted]], None]:
    """Register a sentence: ``{name}`` is a number, ``{name:kind}`` a hole of `HOLES`; ``[…]`` may "
    "be absent."""

    def register(count: Callable[[Any, Mapping[str, str]], Counted]) -> None:
        TEMPLATES.extend(Template(re.compile(_pattern(text)), count) for text in texts)

    return register


def _pattern(text: str) -> str:
    pattern = re.escape(text).replace(r"\[", "(?:").replace(r"\]", ")?").replace(r"\ ", " ")
    return re.sub(r"\\\{(\w+)(?::(\w+))?\\\}", _hole, pattern).replace(r"\(s\)", "s?")


def _hole(found: re.Match[str]) -> str:
    return f"(?P<{found[1]}>{HOLES[found[2]] if found[2] else NUMBER})"


def faults(sentence: str, ring: Ring | Market) -> Iterator[str]:
    """Yield what is wrong with the numbers of a sentence."""
    said = unnamed(sentence, ring)
    if not re.search(r"\d", said):
        return
    fitting = [(one, match) for one in TEMPLATES if (match := one.pattern.fullmatch(sentence))]
    if not fitting:
        yield f"{ring.ring_id}: no template explains {sentence!r}"
    for one, match in fitting[:1]:
        groups = {name: value for name, value in match.groupdict().items() if value is not None}
        try:
            counted = one.count(ring, groups)
        except (AssertionError, ArithmeticError, LookupError, TypeError, ValueError) as error:
            yield f"{ring.ring_id}: {sentence!r} cannot be: {error!r}"
            continue
        holes = {name for name in groups if re.search(r"\d|even", groups[name])}
        if holes - set(counted):
            yield f"{ring.ring_id}: nobody counts {sorted(holes - set(counted))} of {sentence!r}"
        for name in sorted(holes & {"names", "tokens", "seller", "token", "a", "b"}):
            unknown = re.sub(r" and [\d,]+ more$", "", unnamed(groups[name], ring))
            if re.search(r"\w*\d\w*", unknown):
                yield f"{ring.ring_id}: nobody is called {unknown!r} in {sentence!r}"
        for name in sorted(holes & set(counted)):
            if groups[name] != str(counted[name]):
                yield f"{ring.ring_id}: says {groups[name]}, counted {counted[name]} ({name}) in {sentence!r}"


def unnamed(sentence: str, ring: Ring | Market) -> str:
    """Take out the ids, which may hold digits."""
    for name in sorted(ring.names & set(re.findall(r"[\w:-]+", sentence)), key=len, reverse=True):
        sentence = sentence.replace(name, "")
    return sentence


def _when(ring: Ring) -> Counted:
    first, last, n = ring.period
    times = ring.own["posted_at"].drop_nulls()
    return {
        "n_most": say.count(n),
        "most": say.within(first, last),
        "whole": say.within(times.min(), times.max()),
    }


@template(
    "{accounts} accounts wrote {reviews} reviews of [the same ]{products} product(s)[, {likely} of them "
    "likely {how:word}][ ({sellers} seller(s))][ of {sellers_all} seller(s)][ within {whole:span}]"
    "[, {n_most} of the reviews within {most:span}].",
)
def _headline(ring: Ring, _: Mapping[str, str]) -> Counted:
    sellers = say.count(ring.sellers(ring.served["product_id"]).n_unique())
    return _when(ring) | {
        "accounts": say.count(ring.members.height),
        "reviews": say.count(ring.own.height),
        "products": say.count(ring.clients.height),
        "likely": say.count(ring.served.height),
        "sellers": sellers,
        "sellers_all": sellers,
    }


@template(
    "The odds of a ring are {odds:odds}[, likeliest: {name:words} ({own:odds})]; of rings "
    "ranked this high or higher, {false} {verb:verb} expected to be false."
)
def _odds(ring: Ring, _: Mapping[str, str]) -> Counted:
    likeliest = ring.run.of("hypotheses", ring.ring_id).sort("log_odds", descending=True).row(0, named=True)
    return {
        "odds": say.odds(ring.row["score"]),
        "false": say.percent(ring.row["q_value"]),
        "name": likeliest["hypothesis"] if likeliest["is_ring"] else "no ring",
        "own": say.odds(likeliest["log_odds"]),
    }


@template(
    "{accounts} accounts wrote {reviews} reviews of [the same ]{products} product(s); {within} of these "
    "reviews fall within windows of time in which the accounts meet, where their activity elsewhere and the "
    "products' "
    "own arrivals lead one to expect {expected}.",
    "{accounts} accounts wrote {reviews} reviews of [the same ]{products} product(s); their activity "
    "elsewhere and "
    "the products' popularity lead one to expect {expected}.",
)
def _behaviour(ring: Ring, _: Mapping[str, str]) -> Counted:
    row = ring.evidence("behaviour")
    behind = ring.own.filter(pl.col("review_id").is_in(row["review_ids"]))
    return {
        "accounts": say.count(ring.members.height),
        "reviews": say.count(ring.own.height),
        "products": say.count(ring.clients.height),
        "within": say.count(behind.height),
        "expected": say.expected(row["expected"]),
    }


@template(
    "Their {own} rated review(s) of these products average {own_stars} stars; {others} rated "
    "review(s) of the "
    "same products by others average {others_stars}[; their own {elsewhere} rated review(s) of "
    "other products "
    "average {elsewhere_stars}].",
    "Their {own} rated review(s) of these products average {own_stars} stars; nobody else rated "
    "these products"
    "[; their own {elsewhere} rated review(s) of other products average {elsewhere_stars}].",
)
def _stars(ring: Ring, _: Mapping[str, str]) -> Counted:
    counted = {}
    for name, reviews in (("own", ring.own), ("others", ring.others), ("elsewhere", ring.elsewhere)):
        ratings = reviews["rating"].drop_nulls()
        counted |= {name: say.count(len(ratings))}
        counted |= {f"{name}_stars": f"{ratings.mean():.2f}"} if len(ratings) else {}
    return counted


@template(
    "Of the {accounts} accounts, {shared:words} with another of them[; among strangers {expected} would].",
    "Of the {accounts} accounts, {shared:words} with another of them: {sum} in all, an account counted once "
    "a kind, where among strangers {expected} would.",
)
def _identity(ring: Ring, said: Mapping[str, str]) -> Counted:
    kinds = {words: kind for kind, words in say.KINDS.items()}
    counted = re.sub(
        r"[\d,]+ share ([\w -]+?)(?=,| and \d|$)",
        lambda m: (
            f"{ring.n_sharing(kinds.get(m[1], m[1].removesuffix('s').replace(' ', '_'))):,} share {m[1]}"
        ),
        said["shared"],
    )
    return {
        "accounts": say.count(ring.members.height),
        "shared": counted,
        "sum": say.count(sum(int(n.replace(",", "")) for n in re.findall(r"([\d,]+) share", counted))),
        "expected": say.expected(ring.evidence("identity")["expected"]),
    }


@template(
    "At least {tied} of them hold a card, an address or the like that the seller of one of these products "
    "holds, too."
)
def _with_seller(ring: Ring, _: Mapping[str, str]) -> Counted:
    assert ring.source.products is not None
    assert ring.source.identifiers is not None
    assert ring.source.seller_identifiers is not None
    sold = ring.source.products.join(ring.source.seller_identifiers, on="seller_id")
    values = ring.source.identifiers.group_by("kind", "value").agg(n=pl.col("reviewer_id").n_unique())
    tied = (
        ring.own.join(sold.select("product_id", "kind", "value"), on="product_id")
        .join(ring.held(), on=["reviewer_id", "kind", "value"])
        .join(values.filter(pl.col("n") <= 60), on=["kind", "value"])
        .filter(pl.col("kind").is_in(["card", "gift_card", "device", "address", "email", "phone"]))
    )
    return {"tied": say.count(tied["reviewer_id"].n_unique())}


@template("The tables hold identifiers of {known} of these accounts only.")
def _known(ring: Ring, _: Mapping[str, str]) -> Counted:
    return {"known": say.count(ring.held()["reviewer_id"].n_unique())}


@template("None of the {accounts} accounts shares an identifier value with another of them.")
def _none_shares(ring: Ring, _: Mapping[str, str]) -> Counted:
    assert ring.shared_values.height == 0
    return {"accounts": say.count(ring.members.height)}


@template(
    "At least {alike} of their {texts} texts on these products nearly repeat another member's; among "
    "strangers' texts {expected} would.",
    "Of their {texts} text(s) on these products none was found that nearly repeats another member's.",
    "Left out as common phrases are {common} that more than {few} other reviews equal word for word.",
)
def _text(ring: Ring, said: Mapping[str, str]) -> Counted:
    row = ring.evidence("text")
    alike = sum(map(ring.repeats, row["review_ids"])) if "alike" in said else 0
    return {
        "alike": say.count(alike),
        "texts": say.count(len(ring.texts)),
        "few": "3",
        "expected": say.expected(row["expected"]),
        "common": say.count(ring.n_common_texts()),
    }


@template(
    "{copied} of the {there} text(s) that anybody wrote of these products in the same time nearly repeat "
    "a text by another account; of as many on other products {expected} would.",
)
def _copied(ring: Ring, _: Mapping[str, str]) -> Counted:
    row = ring.evidence("text")
    return {
        "copied": say.count(sum(map(ring.source.repeats, row["review_ids"]))),
        "there": say.count(ring.source.n_texts_beside(row["review_ids"])),
        "expected": say.expected(row["expected"]),
    }


@template(
    "[{light} of {parcels} parcel(s) weighed less than half of their item (of all others {light_others})][; ]"
    "[{refunded} of {orders} order(s) were refunded (of all others {refunded_others})].",
)
def _fulfilment(ring: Ring, _: Mapping[str, str]) -> Counted:
    counted = {}
    for name, every, column in (("light", "parcels", "light"), ("refunded", "orders", "refunded")):
        known = ring.source.odd_orders.filter(pl.col(column).is_not_null())
        own = known.filter(ring.is_member, ring.is_target)
        n_others = known.height - own.height
        odd_others = int(known[column].sum()) - int(own[column].sum())
        counted |= {name: say.count(int(own[column].sum())), every: say.count(own.height)}
        counted |= {f"{name}_others": say.percent(odd_others / n_others)} if n_others else {}
    return counted


@template(
    "The {products} product(s) with a known seller belong to {sellers} seller(s); as many products drawn at "
    "random would have {expected}.",
)
def _benefit(ring: Ring, _: Mapping[str, str]) -> Counted:
    sellers = ring.sellers(ring.clients["product_id"])
    listings = ring.source.products["seller_id"].drop_nulls()
    reviewed = ring.source.products.filter(
        pl.col("product_id").is_in(ring.source.reviews["product_id"].implode())
    )
    share = reviewed["seller_id"].drop_nulls().value_counts()["count"]
    drawn = (1 - (1 - share / share.sum()) ** len(sellers)).sum()
    assert len(listings)
    return {
        "products": say.count(len(sellers)),
        "sellers": say.count(sellers.n_unique()),
        "expected": f"{drawn:.0f}",
    }


@template(
    "All {every} accounts were created within {days} day(s) (from {first:day} to {last:day}), as "
    "were {others} "
    "of all other accounts.",
    "{some} of the {every} accounts were created within {days} day(s) (from {first:day} to "
    "{last:day}), as were "
    "{others} of all other accounts.",
    "All {every} accounts were created within {days} day(s) (on {first:day}), as were {others} of all other "
    "accounts.",
    "{some} of the {every} accounts were created within {days} day(s) (on {first:day}), as were "
    "{others} of all "
    "other accounts.",
)
def _created(ring: Ring, said: Mapping[str, str]) -> Counted:
    first, last = (date(said.get(name, said["first"])) for name in ("first", "last"))
    inside = ring.source.created.filter(pl.col("created_at").dt.date().is_between(first.date(), last.date()))
    own = inside.filter(ring.is_member)["created_at"]
    known = ring.source.created.filter(ring.is_member).height
    n_others = ring.source.created.height - known
    if "some" not in said:
        assert len(own) == ring.members.height
    return {
        "every": say.count(ring.members.height),
        "some": say.count(len(own)),
        "days": say.count(say.days(first, last)),
        "first": say.day(own.min()),
        "last": say.day(own.max()),
        "others": say.percent((inside.height - len(own)) / n_others if n_others else 0.0),
    }


def date(text: str) -> dt.datetime:
    return dt.datetime.strptime(text, "%d %b %Y").replace(tzinfo=dt.UTC)


@template(
    "In what they wrote beside the targets, {some} of {every} accounts {words:words}, where "
    "{expected} would be "
    "expected of accounts as active.",
)
def _tenure(ring: Ring, said: Mapping[str, str]) -> Counted:
    row = ring.evidence("lifecycle")
    dates = re.findall(r"\d{4}-\d\d-\d\d", said["words"])
    assert dates == sorted(dates)
    return {
        "some": f"{row['observed']:,.0f}",
        "every": say.count(ring.members.height),
        "words": said["words"],
        "expected": say.expected(row["expected"]),
    }


@template(
    "At the first review of these products, the median age of {n} account(s) was {days} day(s); of "
    "{n_others} "
    "other reviewer(s) of them, {days_others}.",
)
def _ages(ring: Ring, _: Mapping[str, str]) -> Counted:
    own, others = ring.first_ages(ring.own), ring.first_ages(ring.others)
    return {
        "n": say.count(len(own)),
        "days": say.count(round(median(own))),
        "n_others": say.count(len(others)),
        "days_others": say.count(round(median(others))),
    }


@template(
    "All evidence together, the odds of a ring are {odds:odds}; before looking they were {before:odds}.",
    "It fails ({against:odds}): that does not explain {words:words}.",
    "Expected share of false ones among the rings ranked {rank} or better: {false}.",
    "{families} famil{x:word} {verb:verb} out of the ordinary: {words:words}.",
)
def _how_sure(ring: Ring, said: Mapping[str, str]) -> Counted:
    added = ring.run.of("evidence", ring.ring_id)["contribution"].drop_nulls().sum()
    before = said.get("before", "")
    # Where nothing is held back, the odds before looking are what the families leave of the score.
    told = say.odds(ring.row["score"] - added)
    return {
        "odds": say.odds(ring.row["score"]),
        "against": say.odds(ring.closest_innocent()),
        "rank": say.count(ring.row["rank"]),
        "false": say.percent(ring.row["q_value"]),
        "before": told if before == told else say.odds(ring.run.manifest["prior_bits"]),
        "families": say.count(len(re.split(r", | and ", said.get("words", "")))),
    }


def _times_beyond(ring: Ring) -> int:
    """Return how often that enough is beyond honest groups counts, as the page on methods says."""
    abnormal = set(ring.row["abnormal"])
    effects = ring.run.of("effects", ring.ring_id).drop_nulls("value")
    known = dict(effects.select("measure", "value").iter_rows())
    if len(abnormal) < 2:
        return 1
    shift, gains = known.get("stars_shift"), known.get("stars_shift", 0.0) >= 0.45
    is_told = ("stars" in abnormal and known.get("breadth", 0) >= 6) or ("text" in abnormal and gains)
    is_copied = ring.members.height >= 8 and known.get("text_copies", 0.0) >= 0.5 and (shift is None or gains)
    is_one_place = "identity" in abnormal <= {"behaviour", "identity", "lifecycle"}
    return len(abnormal) - 1 - is_one_place + is_told + ("text" in abnormal and is_copied)


def _added(ring: Ring) -> dict[str, float]:
    """Return what each family, labels and that enough is beyond honest groups add to the odds, in bits."""
    evidence = ring.run.of("evidence", ring.ring_id).drop_nulls("contribution")
    added = dict(evidence.select("family", "contribution").iter_rows())
    most = 2.0 * _times_beyond(ring)
    rest = min(ring.row["score"] - ring.run.manifest["prior_bits"] - sum(added.values()), most)
    if ring.row["corroborated"] and ring.row["bits_stars"] is not None and rest > 0.05:
        added["beyond honest groups"] = rest
    return added


@template(
    "The parts: before looking {before:odds}; by family {factors:words}; multiplied, {sum:odds}.",
    "The odds are held below even, at {odds:odds}: what is out of the ordinary does not suffice for a flag.",
    "The odds are held to {odds:odds}: the accounts meet no more often than their activity explains.",
    "The odds are held to {odds:odds}: bits against chance, added over the families and less what choosing "
    "these accounts among all costs, carry no more.",
    "The odds are held to {odds:odds}.",
)
def _parts(ring: Ring, said: Mapping[str, str]) -> Counted:
    added, prior = _added(ring), ring.run.manifest["prior_bits"]
    order = sorted(added, key=lambda family: (-added[family], family))
    return {
        "before": say.odds(prior),
        "factors": say.listed([f"{family} {say.factor(added[family])}" for family in order], len(order)),
        "sum": say.odds(prior + sum(added.values())),
        "odds": say.odds(ring.row["score"]),
    }


@template(
    "Beyond honest groups: so much is out of the ordinary ({families} famil{x:word}) as a flag takes, which "
    "counts {beyond:words} on top."
)
def _beyond(ring: Ring, _: Mapping[str, str]) -> Counted:
    return {
        "families": say.count(len(ring.row["abnormal"])),
        "beyond": say.factor(_added(ring)["beyond honest groups"]),
    }


@template(
    "Identity, life cycle and wording say who the accounts are and whose words they use, not for whom they "
    "did it: where stars are known, they flag no ring unless its stars are 45 % of the way from others' to "
    "five or to one (30 % where a tenth of the accounts hold what their seller holds), or labels call "
    "accounts fake."
)
def _who_they_are(ring: Ring, _: Mapping[str, str]) -> Counted:
    assert set(ring.row["abnormal"]) <= {"identity", "lifecycle", "text"}
    return {}


@template(
    "People of one place meet there: where stars are known, identity, alone or with behaviour, flags no ring "
    "of fewer than 4 products unless its stars are 58 % of the way from others' to five or to one, a tenth "
    "of the accounts hold what their seller holds, or labels call accounts fake."
)
def _of_one_place(ring: Ring, _: Mapping[str, str]) -> Counted:
    assert "identity" in ring.row["abnormal"]
    assert not ring.row["corroborated"]
    assert ring.row["n_products"] < 4
    return {}


@template(
    "One family alone does not flag a ring, unless labels that call accounts fake stand beside it, its "
    "effects are beyond those of every honest group that the limits were set on, or it is behaviour on 5 "
    "products or more, not written in one sitting, with stars 45 % of the way from others' to five or to one "
    "and odds of 6 to 1 by its parts (58 % and 16 to 1 where the rhythm is not known, 256 to 1 without "
    "stars).",
)
def _alone(ring: Ring, _: Mapping[str, str]) -> Counted:
    assert len(ring.row["abnormal"]) == 1
    assert not ring.row["flagged"]
    return {}


@template(
    "One family, {family:word}, flags it alone: it is on {many} products or more, not written in one "
    "sitting, with stars {near} % of the way or more from others' to five or to one, and by its parts the "
    "odds are {odds} to 1 or more.",
    "One family, {family:word}, flags it alone: it is on {many} products or more, with stars {shift} % of "
    "the way or more from others' to five or to one, and by its parts the odds are {odds} to 1 or more.",
    "One family, {family:word}, flags it alone: it is on {many} products or more, and without stars the odds "
    "by its parts are {odds} to 1 or more.",
)
def _flags_alone(ring: Ring, said: Mapping[str, str]) -> Counted:
    evidence = ring.run.of("evidence", ring.ring_id).filter(pl.col("family") != "labels")
    least = 2.585 if "near" in said else 4.0 if "shift" in said else 8.0
    assert ring.row["flagged"]
    assert ring.clients.height >= 5
    assert ring.run.manifest["prior_bits"] + evidence["contribution"].drop_nulls().sum() >= least
    assert (least < 8.0) == (ring.source.reviews["rating"].drop_nulls().len() > 0)
    (family,) = ring.row["abnormal"]
    return {"family": family, "many": "5", "near": "45", "shift": "58", "odds": say.count(round(2**least))}


@template(
    "{n} core account(s) with {mean} reviews of the {products} product(s) on average.",
    "{n} account(s) with {mean} reviews of the {products} product(s) on average.",
    "{n} account(s) on the fringe, whose membership is {low}[ to {high}].",
    "{share} of all that these accounts ever wrote is of the {products} product(s).",
    "The accounts were created from {first:day} to {last:day}, within {span:span}.",
    "{dated} account(s) {verb:verb} created from {first:day} to {last:day}, within {span:span}.",
)
def _who(ring: Ring, said: Mapping[str, str]) -> Counted:
    roles = ring.members["role"].unique().to_list()
    role = "fringe" if "low" in said else "core" if "core" in roles else "member"
    mine = ring.members.filter(role=role)
    wrote = ring.own.filter(pl.col("reviewer_id").is_in(mine["reviewer_id"].implode())).height
    created = ring.source.created.filter(ring.is_member)["created_at"]
    written = ring.own.height + ring.elsewhere.height
    return {
        "n": say.count(mine.height),
        "mean": f"{wrote / max(mine.height, 1):.1f}",
        "products": say.count(ring.clients.height),
        "share": say.percent(ring.own.height / written),
        **(
            {"low": say.percent(mine["membership"].min()), "high": say.percent(mine["membership"].max())}
            if mine.height
            else {}
        ),
        **(
            {
                "first": say.day(created.min()),
                "last": say.day(created.max()),
                "span": say.within(created.min(), created.max()),
            }
            if len(created)
            else {}
        ),
        "dated": say.count(len(created)),
    }


@template(
    "The {noun:word} wrote {share} of all reviews of the {products} product(s)[ that it likely {deed:word}].",
)
def _what(ring: Ring, _: Mapping[str, str]) -> Counted:
    told = ring.served if ring.row["flagged"] and ring.served.height else ring.clients
    of_them = pl.col("product_id").is_in(told["product_id"].implode())
    own = ring.own.filter(of_them).height
    return {
        "products": say.count(told.height),
        "share": say.percent(own / (own + ring.others.filter(of_them).height)),
    }


@template(
    "Seller {seller:word}: {n} ring review(s) of {products} product(s)[; {with_ring} stars with the ring, "
    "{without} without it].",
)
def _seller(ring: Ring, said: Mapping[str, str]) -> Counted:
    return _of_seller(ring, said["seller"])


def _of_seller(ring: Ring, seller: str) -> Counted:
    products = ring.served.filter(seller_id=seller)["product_id"]
    of_it = pl.col("product_id").is_in(products.implode())
    own, others = ring.own.filter(of_it), ring.others.filter(of_it)
    counted = {"seller": seller, "n": say.count(own.height), "products": say.count(len(products))}
    rows = ring.clients.filter(of_it)
    for name, reviews in (("with_ring", pl.concat([own, others])), ("without", others)):
        if reviews["rating"].count():
            counted |= {name: f"{reviews['rating'].mean():.1f}"}
    assert others.height == int((rows["n_reviews"] - rows["n_ring_reviews"]).sum())
    return counted


@template(
    "Look at what seller {seller:word} bought or sent: of those who may profit, the ring reviewed none more "
    "({n} ring review(s) of {products} product(s)).",
    "Ask who gains when seller {seller:word} falls: none is hit more ({n} ring review(s) of "
    "{products} product(s)).",
)
def _first_seller(ring: Ring, said: Mapping[str, str]) -> Counted:
    served = ring.served.filter(pl.col("seller_id").is_not_null())
    counts = ring.own.join(served, on="product_id").group_by("seller_id").len()
    first = counts.filter(pl.col("len") == pl.col("len").max())["seller_id"]
    return _of_seller(ring, said["seller"] if said["seller"] in first else first[0])


@template(
    "Labels call {fake} of the {accounts} account(s) fake and {honest} honest[. That lowers the odds].",
    "They call {n} other account(s) fake that reviewed {what:words}.",
)
def _of_labels(ring: Ring, said: Mapping[str, str]) -> Counted:
    labels = ring.run.tables["labels"].filter(entity_type="reviewer")
    fake, honest = (
        set(labels.filter(label=label)["entity_id"].cast(pl.String).to_list()) for label in ("fake", "honest")
    )
    members = set(ring.members["reviewer_id"].to_list())
    targets = ring.clients["product_id"]
    reviews = ring.source.reviews.filter(pl.col("product_id").is_in(targets.implode()))
    met = reviews.unique(["reviewer_id", "product_id"]).group_by("reviewer_id").len()
    least = min(len(targets), max(2, math.ceil(0.2 * len(targets))))
    beside = met.filter(pl.col("len") >= least)["reviewer_id"]
    return {
        "fake": say.count(len(fake & members)),
        "honest": say.count(len(honest & members)),
        "accounts": say.count(len(members)),
        "n": say.count(len((fake & set(beside.to_list())) - members)),
        "what": "the product" if len(targets) == 1 else f"{least} or more of the products",
    }


@template(
    "That {n} account(s) {verb:verb} fake was decided in this workspace: the odds hold that decision, and do "
    "not confirm it.",
)
def _decided(ring: Ring, _: Mapping[str, str]) -> Counted:
    labels = ring.run.tables["labels"].filter(entity_type="reviewer", label="fake")
    decided = labels.filter(pl.col("source").str.starts_with("decision "))["entity_id"].cast(pl.String)
    return {"n": say.count(int(ring.members["reviewer_id"].is_in(decided.implode()).sum()))}


@template("{n} more seller(s) {verb:verb} {how:word}, none more than these.")
def _more_sellers(ring: Ring, _: Mapping[str, str]) -> Counted:
    return {"n": say.count(ring.sellers(ring.served["product_id"]).n_unique() - 3)}


@template(
    "{n} product(s) ({names:words})[ and {sellers} seller(s)] {verb:verb} perhaps [a ]bystander(s): "
    "{rest:words}.",
    "{n} product(s) ({names:words}) {verb:verb} nobody's client: a label calls {known:words} honest.",
)
def _bystanders(ring: Ring, said: Mapping[str, str]) -> Counted:
    honest = ring.run.tables["labels"].filter(label="honest")
    product, seller = (honest.filter(entity_type=one)["entity_id"].implode() for one in ("product", "seller"))
    is_known = pl.col("product_id").is_in(product) | pl.col("seller_id").is_in(seller).fill_null(value=False)
    hiding = ring.clients.filter(pl.col("service") < 0.5, is_known if "known" in said else ~is_known)
    served = set(ring.sellers(ring.served["product_id"]))
    sellers = set(ring.sellers(hiding["product_id"])) - served
    n_named = len(re.split(r", | and ", re.sub(r" and \d+ more$", "", said["names"])))
    if more := re.search(r" and ([\d,]+) more$", said["names"]):
        assert more[1] == say.count(hiding.height - n_named)
    return {"n": say.count(hiding.height), "sellers": say.count(len(sellers)), "names": said["names"]}


@template(
    "From {first:day} to {last:day}: within {whole:span}.",
    "{n_most} review(s) of these products lie between {from_:day} and {until:day}: within {most:span}.",
)
def _times(ring: Ring, _: Mapping[str, str]) -> Counted:
    times, (first, last, _) = ring.own["posted_at"].drop_nulls(), ring.period
    return _when(ring) | {
        "first": say.day(times.min()),
        "last": say.day(times.max()),
        "from_": say.day(first),
        "until": say.day(last),
    }


@template("The busiest {days} days, from {start:day}, hold {n} review(s) of these products: {share} of all.")
def _busiest(ring: Ring, _: Mapping[str, str]) -> Counted:
    times = sorted(ring.own["posted_at"].drop_nulls().to_list())
    length = dt.timedelta(days=14)
    counts = [bisect_left(times, start + length) - bisect_left(times, start) for start in times]
    best = counts.index(max(counts))
    return {
        "days": "14",
        "start": say.day(times[best]),
        "n": say.count(counts[best]),
        "share": say.percent(counts[best] / len(times)),
    }


@template("The middle half of a product's such reviews spans {days} days (median over them).")
def _middle(ring: Ring, _: Mapping[str, str]) -> Counted:
    spans = []
    for _, part in ring.own.filter(pl.col("posted_at").is_not_null()).group_by("product_id"):
        seconds = part["posted_at"].dt.epoch("s")
        if len(seconds) >= 3:
            spans.append((seconds.quantile(0.75) - seconds.quantile(0.25)) / 86_400)
    middle = round(median(spans), 1)
    whole = middle == round(middle) or middle >= 100
    return {"days": f"{middle:,.0f}" if whole else f"{middle:.1f}" if middle >= 1 else f"{middle:.2g}"}


@template(
    "{holders} of {accounts} account(s) share {values} identifier value(s) with another member "
    "({kinds:words}).",
    "{token:word}: held by {n} member(s) and nobody else.",
    "{token:word}: held by {n} member(s) and {outside} account(s) outside the {noun:word}.",
)
def _identifiers(ring: Ring, said: Mapping[str, str]) -> Counted:
    shared = ring.shared_values
    counted = {
        "holders": say.count(shared["reviewer_id"].n_unique()),
        "accounts": say.count(ring.members.height),
        "values": say.count(shared.select("kind", "value").n_unique()),
        "kinds": say.listed([say.kind(name) for name in sorted(shared["kind"].unique())])
        if shared.height
        else "",
    }
    if "token" in said:
        n, n_all = holders_of(ring, said["token"])
        counted |= {"token": said["token"], "n": say.count(n), "outside": say.count(n_all - n)}
    return counted


def holders_of(ring: Ring, token: str) -> tuple[int, int]:
    """Members and accounts that hold the value of a token: found by who the run says holds it."""
    rows = ring.run.of("ring_identifiers", ring.ring_id).filter(token=token)
    kind, who = rows["kind"][0], set(rows["reviewer_id"])
    everybody = ring.source.identifiers.filter(kind=kind)
    values = ring.held(kind).group_by("value").agg("reviewer_id")
    same = [value for value, names in values.iter_rows() if set(names) == who]
    counts = {everybody.filter(value=value).height for value in same}
    assert rows["n_accounts"][0] in counts, (token, counts)
    return len(who), rows["n_accounts"][0]


@template(
    "Ask who is behind {tokens:words}: held by {low}[ to {high}] member(s)[ each] and nobody else.",
    "Ask who is behind {tokens:words}: held by {low}[ to {high}] member(s)[ each] and by {few}[ to {many}] "
    "other account(s)[, {hardly:words}].",
)
def _tight(ring: Ring, said: Mapping[str, str]) -> Counted:
    rows = ring.run.of("ring_identifiers", ring.ring_id)
    tight = [holders_of(ring, token) for token in rows["token"].unique().to_list()]
    sizes = [n for n, n_all in tight if n_all <= 2 * n]
    if more := re.search(r" and ([\d,]+) more$", said["tokens"]):
        assert more[1] == say.count(len(sizes) - 3)
    others = [n_all - n for n, n_all in tight if n_all <= 2 * n]
    is_hardly = all(10 * (n_all - n) <= n_all for n, n_all in tight if n_all <= 2 * n)
    assert ("hardly" in said) == (is_hardly and max(others) > 0)
    return {
        "tokens": said["tokens"],
        "low": say.count(min(sizes)),
        "high": say.count(max(sizes)),
        "few": say.count(min(others)),
        "many": say.count(max(others)),
        "hardly": "almost nobody else",
    }


@template("Judge {n} account(s) one by one, membership under 50 %: {names:words}.")
def _doubtful(ring: Ring, said: Mapping[str, str]) -> Counted:
    return {"n": say.count(ring.members.filter(pl.col("membership") < 0.5).height), "names": said["names"]}


@template("{a:word} and {b:word} share {what:words}[: probably one operator].")
def _siblings(ring: Ring, said: Mapping[str, str]) -> Counted:
    first, second = (set(ring.run.of("members", name)["reviewer_id"]) for name in (said["a"], said["b"]))
    n = len(first & second)
    counted = re.sub(r"[\d,]+ accounts?", f"{n:,} account{'' if n == 1 else 's'}", said["what"])
    return {"a": said["a"], "b": said["b"], "what": counted}


@template(
    "Probably of the same operator, through these, {verb:verb} {names:words}.",
    "Open {names:words} as well: probably the same operator.",
)
def _operator(_: Ring, said: Mapping[str, str]) -> Counted:
    return {"names": said["names"]}


@template(
    "Read the reviews of {names:words} first: they tie the ring together most.",
    "Read the reviews of some accounts, such as {names:words}: none ties the ring together more than "
    "another.",
)
def _first(_: Ring, said: Mapping[str, str]) -> Counted:
    return {"names": said["names"]}


@template(
    "Wrote {n} review(s) of the ring's {products} product(s), of {every} in all[, from {first:day} to "
    "{last:day}]"
    "[, on {only:day}][, {mean} stars on average].",
    "Created {created:day}.",
    "Shares {values} identifier value(s) ({kinds:words}) with other accounts of the ring.",
    "Membership {membership}: to be judged by itself.",
)
def _account(ring: Ring, said: Mapping[str, str]) -> Counted:
    who = ring.entity["entity_id"]
    own, created = ring.own.filter(reviewer_id=who), ring.source.created.filter(reviewer_id=who)["created_at"]
    times, ratings = own["posted_at"].drop_nulls(), own["rating"].drop_nulls()
    shared = ring.shared_values.filter(reviewer_id=who) if "values" in said else own
    return {
        "n": say.count(own.height),
        "products": say.count(ring.clients.height),
        "every": say.count(ring.source.reviews.filter(reviewer_id=who).height),
        "first": say.day(times.min()),
        "last": say.day(times.max()),
        "only": say.day(times.max()),
        **({"mean": f"{ratings.mean():.1f}"} if len(ratings) else {}),
        "values": say.count(shared.height),
        **(
            {"kinds": say.listed([say.kind(name) for name in sorted(shared["kind"].unique())])}
            if "values" in said
            else {}
        ),
        "membership": say.percent(ring.entity["membership"]),
        **({"created": say.day(created[0])} if len(created) else {}),
    }


@template(
    "{n} of its {every} review(s) by the ring[, less {honest:words} honest][, from {first:day} to {last:day}]"
    "[, on {only:day}][: {with_ring} stars with them, {without} without].",
    "{products} product(s) of it likely served: {n} of {every} review(s) by the ring[, less {honest:words} "
    "honest].",
)
def _target(ring: Ring, said: Mapping[str, str]) -> Counted:
    name = ring.entity["entity_id"]
    products = ring.served.filter(seller_id=name)["product_id"] if "products" in said else pl.Series([name])
    of_it = pl.col("product_id").is_in(products.implode())
    own, others = ring.own.filter(of_it), ring.others.filter(of_it)
    cleared = own.filter(ring.is_cleared)
    own, others = own.filter(~ring.is_cleared), pl.concat([others, cleared])
    times = own["posted_at"].drop_nulls()
    both = pl.concat([own, others])["rating"].drop_nulls()
    return {
        "n": say.count(own.height),
        "every": say.count(own.height + others.height),
        "honest": "what labels call" if cleared.height else "",
        "products": say.count(len(products)),
        "first": say.day(times.min()),
        "last": say.day(times.max()),
        "only": say.day(times.max()),
        **({"with_ring": f"{both.mean():.1f}"} if len(both) else {}),
        **({"without": f"{others['rating'].mean():.1f}"} if others["rating"].count() else {}),
    }


@template(
    "Odds of a ring: {before:odds} before looking; {factors:words}; held back: "
    "{held:word}; together {odds:odds}.",
    "Odds of a ring: {before:odds} before looking; {factors:words}; together {odds:odds}.",
)
def _waterfall(ring: Ring, said: Mapping[str, str]) -> Counted:
    added = _added(ring)
    order = sorted(added, key=lambda family: (-added[family], family))
    prior = ring.run.manifest["prior_bits"]
    held = ring.row["score"] - prior - sum(added.values())
    assert "held" in said or abs(held) <= UNTOLD_BITS
    return {
        "before": say.odds(prior),
        "odds": say.odds(ring.row["score"]),
        "held": say.factor(held),
        "factors": ", ".join(f"{family} {say.factor(added[family])}" for family in order),
    }
