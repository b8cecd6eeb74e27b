from __future__ import annotations

import math

import numpy as np
import pytest

from collusion.evidence.stars import _HABITS, lifted_bits, prepare_stars, star_weights, surprising, tilt_of
from collusion.graph.build import build_graph
from tests.markets import clean_market, group_of, ring_market
from tests.tables_of import day, tables_of

MIXED = (5, 5, 4, 4, 4, 3, 3, 2, 2, 1)


def _graph(extra=()):
    """Forty products of ten honest reviews each, and what `extra` says: (reviewer, product, stars)."""
    rows = [
        {"reviewer_id": f"h{p:02d}{i}", "product_id": f"p{p:02d}", "rating": stars}
        for p in range(40)
        for i, stars in enumerate(MIXED)
    ]
    rows += [
        {"reviewer_id": f"r{u:02d}", "product_id": f"p{p:02d}", "rating": stars} for u, p, stars in extra
    ]
    return build_graph(tables_of(rows))


def _bits(stars, n_members=8, n_targets=5):
    extra = [(u, p, stars(u, p)) for u in range(n_members) for p in range(n_targets)]
    graph = _graph(extra)
    members = np.flatnonzero(graph.reviewers.ids.str.starts_with("r"))
    return prepare_stars(graph, max_tilt=0.35).assess(group_of(graph, members, np.arange(n_targets)))


@pytest.mark.parametrize("stars", [5, 1])
def test_assess__all_praise_and_all_blame_are_evidence(stars):
    found = _bits(lambda u, p: stars)

    assert found.bits > 20
    assert (stars, 3.3) == (found.observed, pytest.approx(found.expected, abs=0.3))


def test_assess__stars_like_everybodys_are_none():
    assert _bits(lambda u, p: MIXED[(3 * u + p) % 10]).bits <= 0


def test_assess__camouflage_does_not_wash_praise_away():
    """Praise of half of the targets, the other half rated like by anybody."""
    assert _bits(lambda u, p: 5 if p % 2 else MIXED[(3 * u + p) % 10], n_targets=10).bits > 10


def test_assess__more_reviews_are_more_evidence():
    bits = [_bits(lambda u, p: 5, n_members=n).bits for n in (3, 6, 12)]

    assert bits == sorted(bits)


def test_assess__of_reviews_without_stars_is_nothing():
    graph = _graph([(u, p, None) for u in range(5) for p in range(3)])
    members = np.flatnonzero(graph.reviewers.ids.str.starts_with("r"))

    assert prepare_stars(graph, max_tilt=0.35).assess(group_of(graph, members, np.arange(3))) is None


def test_prepare_stars__counts_stars_by_product():
    graph = clean_market().graph
    found = prepare_stars(graph, max_tilt=0.35)
    for stars in range(1, 6):
        of = graph.reviews.indices[graph.stars == stars]
        assert (
            np.bincount(of, minlength=len(graph.products)).tolist() == found.histogram[:, stars - 1].tolist()
        )
    assert (found.prior > 0).all()


def test_lifted_bits__a_wider_honest_tilt_explains_more():
    own, prior = np.array([[0, 0, 1, 3, 9]] * 5), np.array([[4.0, 3.0, 6.0, 12.0, 15.0]] * 5)
    bits = [lifted_bits(own, prior, tilt) for tilt in (0.0, 0.2, 0.5, 1.0)]

    assert bits == sorted(bits, reverse=True)


@pytest.mark.parametrize("sign", [1, -1])
def test_lifted_bits__what_the_authors_give_elsewhere_explains_more(sign):
    own, prior = (
        np.array([[0, 0, 1, 3, 9]] * 5)[:, ::sign],
        np.array([[4.0, 3.0, 6.0, 12.0, 15.0]] * 5)[:, ::sign],
    )
    bits = [lifted_bits(own, prior, 0.1, sign * lenient) for lenient in (-0.3, 0.0, 0.3, 0.9)]

    assert bits[0] == pytest.approx(bits[1], abs=0.2)
    assert bits[1] > bits[2] > bits[3]


def test_star_weights__compare_with_the_products_other_buyers():
    """By hand: the review itself is left out of its product's histogram."""
    graph = ring_market().graph
    evidence = prepare_stars(graph, max_tilt=0.35)
    tables = star_weights(evidence)
    for edge in range(0, graph.reviews.n_edges, 4001):
        p, stars = int(graph.reviews.indices[edge]), int(graph.stars[edge])
        praise, blame = (table[p, stars] for table in tables)
        if stars == 0:
            assert (0, 0) == (praise, blame)
            continue
        others = [int(s) for s in graph.stars[graph.reviews.indices == p]]
        others.remove(stars)
        known = [s for s in others if s > 0]
        alike = (known.count(stars) + evidence.prior[stars - 1]) / (len(known) + evidence.prior.sum())
        assert praise - blame == pytest.approx(
            math.log((0.01, 0.01, 0.03, 0.15, 0.80)[stars - 1] / (0.85, 0.09, 0.03, 0.02, 0.01)[stars - 1]),
            rel=1e-4,
        )
        assert math.log((0.01, 0.01, 0.03, 0.15, 0.80)[stars - 1] / alike) == pytest.approx(praise, rel=1e-4)


@pytest.mark.parametrize("loved", [5, 1])
def test_star_weights__what_buyers_give_anyway_points_nowhere(loved):
    """Nine in ten buyers give five stars (or one): a ring that gives them, too, is not told by its stars."""
    usual = [loved] * 36 + [2, 3, 4, 6 - loved]
    rows = [(f"h{i}", f"p{p:02d}", stars) for p in range(30) for i, stars in enumerate(usual)]
    praise, blame = star_weights(prepare_stars(_rated(rows), max_tilt=0.35))
    same, other = (praise, blame) if loved == 5 else (blame, praise)

    assert [0.0] * 30 == pytest.approx(same[:, loved].tolist(), abs=1e-6)
    assert (same[:, 6 - loved] < -0.5).all()
    assert (other[:, loved] < -2.0).all()


def test_surprising__from_the_least_weight_itself():
    graph = _graph()
    praise, _ = star_weights(prepare_stars(graph, max_tilt=0.35))
    five = graph.stars == 5

    assert surprising(praise, graph, float(praise[0, 5])).tolist() == five.tolist()


def test_surprising__looks_each_review_up_by_product_and_stars():
    graph = ring_market().graph
    praise, _ = star_weights(prepare_stars(graph, max_tilt=0.35))
    found = surprising(praise, graph, 0.5)

    edges = zip(graph.reviews.indices.tolist(), graph.stars.tolist(), strict=True)
    assert [praise[p, stars] >= 0.5 for p, stars in edges] == found.tolist()
    assert found.any()
    assert not found.all()


def _rated(rows):
    """Build the graph of (reviewer, product, stars) or (reviewer, product, stars, day)."""
    names = ("reviewer_id", "product_id", "rating", "posted_at")
    return build_graph(tables_of([dict(zip(names, (*row, None)[:4])) for row in rows]))


def _shift(graph, targets):
    """Judge the accounts called r… by their reviews of some targets."""
    members = np.flatnonzero(graph.reviewers.ids.str.starts_with("r"))
    products = np.flatnonzero(graph.products.ids.is_in(list(targets)))
    return prepare_stars(graph, max_tilt=0.35).assess(group_of(graph, members, products))


@pytest.mark.parametrize(
    ("n_others", "n_elsewhere", "is_known"),
    [(0, 0, False), (1, 0, False), (2, 0, True), (1, 1, True), (0, 1, False), (0, 2, True)],
)
def test_assess__no_effect_where_nobody_can_be_compared(n_others, n_elsewhere, is_known):
    """Reviews of the targets have two others on average, of the product or by their author elsewhere."""
    rows = [(f"h{i}", f"p{p:02d}", stars) for p in range(40) for i, stars in enumerate(MIXED)]
    rows += [(f"r{u}", f"q{q}", 5) for u in range(8) for q in range(5)]
    rows += [(f"o{i}", f"q{q}", 3) for i in range(n_others) for q in range(5)]
    rows += [(f"r{u}", f"p{p:02d}", 3) for u in range(8) for p in range(n_elsewhere)]

    assert is_known == ("stars_shift" in _shift(_rated(rows), [f"q{q}" for q in range(5)]).effects)


def test_assess__who_gives_the_same_everywhere_shows_no_shift():
    """Generous people are generous wherever they review; those who praise the targets only are not."""
    honest = [(f"h{p:02d}{i}", f"p{p:02d}", stars) for p in range(85) for i, stars in enumerate(MIXED)]
    praise = [(f"r{u}", f"p{p:02d}", 5) for u in range(8) for p in range(5)]
    targets = [f"p{p:02d}" for p in range(5)]
    generous, hired = (
        _shift(_rated([*honest, *praise, *elsewhere]), targets)
        for elsewhere in (
            [(f"r{u}", f"p{5 + 10 * u + k:02d}", 5) for u in range(8) for k in range(10)],
            [(f"r{u}", f"p{5 + 10 * u + k:02d}", MIXED[k]) for u in range(8) for k in range(10)],
        )
    )

    assert generous.effects["stars_shift"] < 0.25
    assert hired.effects["stars_shift"] > 0.8
    assert generous.bits < hired.bits / 2


def test_prepare_stars__the_variance_is_of_one_products_stars():
    """Products that differ among each other, and agree in themselves, have none."""
    apart = [(f"u{i}{p}", f"p{p}", 1 + 2 * p) for p in range(3) for i in range(6)]
    mixed = [(f"v{i}{p}", f"q{p}", stars) for p in range(3) for i, stars in enumerate(MIXED)]

    assert 0.0 == prepare_stars(_rated(apart), max_tilt=0.35).variance
    assert prepare_stars(_rated(mixed), max_tilt=0.35).variance == pytest.approx(np.var(MIXED, ddof=1))
    pooled = 3 * 9 * np.var(MIXED, ddof=1) / (3 * 9 + 3 * 5)
    assert prepare_stars(_rated([*apart, *mixed]), max_tilt=0.35).variance == pytest.approx(pooled)


def test_assess__critics_agree_where_everybody_does():
    """Who gives a star less than others elsewhere gives what all give where nobody finds a fault."""
    rows = [(f"h{p:02d}{i}", f"p{p:02d}", stars) for p in range(5, 85) for i, stars in enumerate(MIXED)]
    rows += [(f"l{p}{i}", f"p{p:02d}", 5 if i else 4) for p in range(5) for i in range(20)]
    rows += [(f"r{u}", f"p{p:02d}", 4 if (u + p) % 8 == 0 else 5) for u in range(8) for p in range(5)]
    rows += [(f"r{u}", f"p{5 + 10 * u + k:02d}", MIXED[k] - (k == 4)) for u in range(8) for k in range(10)]

    assert _shift(_rated(rows), [f"p{p:02d}" for p in range(5)]).effects["stars_shift"] < 0.45


@pytest.mark.parametrize(
    ("n_members", "n_then", "only_then"), [(8, 7, False), (8, 8, True), (20, 9, False), (20, 10, True)]
)
@pytest.mark.parametrize("is_timed", [True, False])
def test_assess__others_are_those_of_the_same_days_where_they_are_enough(
    n_members, n_then, only_then, is_timed
):
    """Everybody is pleased in a sale: eight others then, and half as many as the group, are the measure."""
    rows = [(f"h{p}{i}", f"p{p}", stars, day(10 * i)) for p in range(5) for i, stars in enumerate(MIXED)]
    rows += [(f"o{p}{i}", f"p{p}", 5, day(200.5)) for p in range(5) for i in range(n_then)]
    rows += [
        (f"r{u:02d}", f"p{p}", 5, day(200 + p / 100 + u / (n_members - 1)))
        for u in range(n_members)
        for p in range(5)
    ]
    if not is_timed:
        rows[-1] = (*rows[-1][:3], None)
    found = _shift(_rated(rows), [f"p{p}" for p in range(5)])
    everybody = (sum(MIXED) + 5 * n_then) / (len(MIXED) + n_then)

    assert (5.0 if only_then and is_timed else everybody) == pytest.approx(found.expected)
    assert (only_then and is_timed) == (found.effects["stars_shift"] < 0.4)


def test_lifted_bits__pays_for_the_choice_of_twenty_pairs_of_habit_and_share():
    """The prior is the habit itself: nothing is left but what the choice costs, and 0.05 bits a review."""
    prior = 1e9 * np.array([[0.004, 0.004, 0.012, 0.08, 0.90]])
    own = np.array([[0, 0, 0, 0, 20]])
    lifted_or_not = math.log2(0.3 * 2 ** (-0.05 * 20) + 0.7)

    assert lifted_or_not - math.log2(20) == pytest.approx(lifted_bits(own, prior, 0.0), abs=1e-3)


def test_assess__what_nobody_else_reviewed_may_be_loved_by_everybody():
    """Where products differ so much, five stars by all of the group may be the product's own."""
    rows = [(f"h{p:02d}{i}", f"p{p:02d}", 5 if p < 6 else 1) for p in range(40) for i in range(10)]
    rows += [(f"r{u}", f"q{q}", 5) for u in range(20) for q in range(8)]

    assert _shift(_rated(rows), [f"q{q}" for q in range(8)]).bits < 1


def test_lifted_bits__each_habit_is_a_distribution():
    """One that sums to more than 1 would find evidence in any review."""
    assert [1.0] * 5 == pytest.approx(_HABITS.sum(axis=1).tolist(), abs=1e-12)


@pytest.mark.parametrize(("n_lifted", "share"), [(15, 0.3), (30, 0.6), (45, 0.9), (49, 0.98)])
def test_lifted_bits__by_the_share_of_targets_that_is_lifted(n_lifted, share):
    """Of fifty products some got twenty times five stars, the others each number as often."""
    own = np.array([[0, 0, 0, 0, 20]] * n_lifted + [[4] * 5] * (50 - n_lifted))
    prior = np.full((50, 5), 2e8)
    lifted = 20 * math.log(0.9 / 0.2) - 20 * 0.05 * math.log(2)
    nats = n_lifted * (math.log(share) + lifted) + (50 - n_lifted) * math.log(1 - share) - math.log(20)

    assert nats / math.log(2) == pytest.approx(lifted_bits(own, prior, 0.0), rel=1e-4)


@pytest.mark.parametrize("strength", [2.0, 4.0, 8.0, 16.0, 32.0, 64.0])
def test_prepare_stars__learns_how_alike_products_are(strength):
    """Three hundred products whose habits are drawn around that of all, as from so many reviews."""
    rng = np.random.default_rng(5)
    habits = rng.dirichlet(strength * np.array([0.1, 0.1, 0.2, 0.3, 0.3]), size=300)
    rows = [
        (f"h{p}-{i}", f"p{p:03d}", int(stars))
        for p, habit in enumerate(habits)
        for i, stars in enumerate(rng.choice(5, size=40, p=habit) + 1)
    ]

    assert strength == pytest.approx(prepare_stars(_rated(rows), max_tilt=0.35).prior.sum())


@pytest.mark.parametrize("stars", [5, 1])
def test_assess__a_shift_is_the_share_of_the_stars_left_to_gain(stars):
    """Forty reviews of five products of which others' ten average 3.3, by accounts that wrote nothing else.

    It is shrunk by one and a half stars, and by those left by three reviews.
    """
    graph = _graph([(u, p, stars) for u in range(8) for p in range(5)])
    members = np.flatnonzero(graph.reviewers.ids.str.starts_with("r"))
    evidence = prepare_stars(graph, max_tilt=0.35)
    found = evidence.assess(group_of(graph, members, np.arange(5)))
    overall = (400 * 3.3 + 40 * stars) / 440
    alike = (50 * 3.3 + 3 * overall) / 53
    left = abs(stars - (10 * 3.3 + 3 * alike) / 13)

    assert 40 * left / (43 * left + 1.5) == pytest.approx(found.effects["stars_shift"])


@pytest.mark.parametrize(("usual", "least", "most"), [(MIXED, 0.85, 1.0), ([5] * 8 + [4, 1], 0.75, 0.95)])
def test_assess__what_little_is_left_to_gain_counts_as_far_as_it_goes(usual, least, most):
    """Where others give 4.5 stars, forty times five gain as large a share as where they give 3.3."""
    rows = [(f"h{i}", f"p{p:02d}", stars) for p in range(40) for i, stars in enumerate(usual)]
    rows += [(f"r{u}", f"p{p:02d}", 5) for u in range(8) for p in range(5)]

    assert least < _shift(_rated(rows), [f"p{p:02d}" for p in range(5)]).effects["stars_shift"] < most


def test_assess__where_all_others_gave_five_stars_nothing_is_gained():
    rows = [(f"h{i}", f"p{p:02d}", 5 if p < 5 else stars) for p in range(40) for i, stars in enumerate(MIXED)]
    rows += [(f"r{u}", f"p{p:02d}", 5) for u in range(8) for p in range(5)]

    assert _shift(_rated(rows), [f"p{p:02d}" for p in range(5)]).effects["stars_shift"] < 0.5


def test_assess__reviews_without_stars_are_left_out():
    rated = [(u, p, 5) for u in range(8) for p in range(5)]
    silent = [(u, p, None) for u in range(8) for p in range(5, 8)]
    others = [(20 + i, p, None) for i in range(9) for p in range(8)]
    graph = _graph([*rated, *silent, *others])
    evidence = prepare_stars(graph, max_tilt=0.35)
    members = np.flatnonzero(graph.reviewers.ids.is_in([f"r{u:02d}" for u in range(8)]))
    found = evidence.assess(group_of(graph, members, np.arange(8)))

    assert (40, 5.0, 3.3) == (len(found.edges), found.observed, pytest.approx(found.expected))
    assert 400 + 40 == evidence.histogram.sum()


def test_assess__expects_nothing_of_what_nobody_else_rated():
    rows = [(f"h{i}", "p", stars) for i, stars in enumerate(MIXED)]
    rows += [(f"r{u}", product, 5) for u in range(8) for product in ("p", "unknown")]

    assert sum(MIXED) / 10 == pytest.approx(_shift(_rated(rows), ["p", "unknown"]).expected)


def test_assess__who_gave_no_stars_in_the_same_days_is_no_measure():
    rows = [(f"r{u}", f"p{p}", 5, day(200 + u / 10)) for u in range(8) for p in range(3)]
    rows += [(f"o{i}", f"p{p}", 3, day(200.3)) for i in range(9) for p in range(3)]
    rows += [(f"s{i}", f"p{p}", None, day(200.3)) for i in range(9) for p in range(3)]

    assert 3.0 == _shift(_rated(rows), ["p0", "p1", "p2"]).expected


@pytest.mark.parametrize(("spread", "expected"), [(1.0, 0.03), (0.5, 0.12), (0.1, 0.3), (0.0, 0.3)])
def test_tilt_of__is_bounded_where_nearly_all_reviews_have_the_same_stars(spread, expected):
    """A variance of a tenth is the least: else no difference at all would excuse any ring."""
    assert expected == pytest.approx(tilt_of(np.array([0.01, 0.05]), spread))
