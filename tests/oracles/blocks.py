"""Block growth by its definition, over a plain list of reviews; nothing here knows of arrays or positions.

A review is (reviewer, product, minute, praise, blame). A cell is (product, first, last): the reviews of a
product from place `first` to place `last` in order of time, ties by reviewer. Chosen cells are a dictionary
from products to (cell, members' reviews, expected reviews, gain).
"""

from __future__ import annotations

import math
from collections import Counter
from typing import NamedTuple

from tests.oracles import tenure

NO_MINUTE = -(2**31)
DAY = 1440
#: Bins of time by which tenures are counted.
N_BINS = 60


def surplus(n, expected):
    return n * math.log(n / expected) - (n - expected) if n > expected else 0.0


class Market:
    """Reviews by reviewer and by product; sellers and creations are None where unknown.

    `bystanders` are the minutes of the reviews of each account that only counts among all tenures; `homes`
    are the number of each account's home and the share of each home among all accounts, one home by default;
    `class_homes` gives their shares among the accounts of a class, the same in all by default.
    """

    def __init__(
        self,
        n_reviewers,
        reviews,
        strata,
        stratum_reviews,
        sellers=None,
        created=None,
        bystanders=(),
        homes=None,
        class_homes=None,
    ):
        self.n_reviewers, self.strata, self.stratum_reviews = n_reviewers, strata, stratum_reviews
        self.sellers = [None] * len(strata) if sellers is None else sellers
        self.created = [None] * n_reviewers if created is None else created
        self.home, self.home_shares = ([0] * n_reviewers, [1.0]) if homes is None else homes
        self.by_reviewer = {r: [] for r in range(n_reviewers)}
        self.by_product = {p: [] for p in range(len(strata))}
        for review in sorted(reviews, key=lambda review: (review[1], review[2], review[0])):
            self.by_product[review[1]].append(review)
        for review in sorted(reviews):
            self.by_reviewer[review[0]].append(review)
        n_classes = 1 + max((self.activity(r) for r in self.by_reviewer), default=0)
        own = [[review[2] for review in self.by_reviewer[r]] for r in range(n_reviewers)]
        by_class = class_homes or (lambda _: self.home_shares)
        self.class_homes = [by_class(k) for k in range(n_classes)]
        self.population = tenure.Population([*own, *bystanders], n_classes, N_BINS)

    def activity(self, reviewer):
        """The class of accounts with one review or none, two or three, four to seven …"""
        return max(len(self.by_reviewer[reviewer]), 1).bit_length() - 1

    def within(self, cell):
        product, first, last = cell
        return self.by_product[product][first : last + 1]

    def own(self, members, cell):
        return [review for review in self.within(cell) if review[0] in members]


class Block(NamedTuple):
    """A grown block: its evidence by kind, its members and chosen cells."""

    surplus: float
    stars: float
    life: float
    members: set
    chosen: dict

    @property
    def evidence(self):
        return self.surplus + self.stars + self.life


NOTHING = Block(-math.inf, 0.0, 0.0, set(), {})


def expected_and_cost(market, members, cell, activity, rules):
    """Return the members' reviews that honest people would write in a window, and the cost of choosing it."""
    product = cell[0]
    everyone = market.by_product[product]
    others = len(everyone) - sum(review[0] in members for review in everyone)
    rate = activity / market.stratum_reviews[market.strata[product]]
    inside = market.within(cell)
    strangers = len(inside) - len(market.own(members, cell))
    minutes = inside[-1][2] - inside[0][2]
    arrivals = max(strangers, others * minutes / rules.span_minutes)
    windows = len(everyone) * (len(everyone) + 1) / 2
    return rate * (arrivals + rules.prior_arrivals), math.log(2) + math.log(windows)


def best_window(market, members, product, activity, rules, strictness):
    """Return (gain, cell, n, expected, cost) of the whole product or of its best window between two of them.

    The gain is net of `strictness` times the cost of choosing the window.
    """
    everyone = market.by_product[product]
    places = [i for i, review in enumerate(everyone) if review[0] in members]
    rate = activity / market.stratum_reviews[market.strata[product]]
    expected = rate * (len(everyone) - len(places) + rules.prior_arrivals)
    whole = (product, places[0], places[-1])
    gain = surplus(len(places), expected) - strictness * math.log(2)
    best = (gain, whole, len(places), expected, math.log(2))
    for i, first in enumerate(places):
        if everyone[first][2] == NO_MINUTE:
            continue
        for j in range(i + 1, len(places)):
            cell = (product, first, places[j])
            expected, cost = expected_and_cost(market, members, cell, activity, rules)
            gain = surplus(j - i + 1, expected) - strictness * cost
            if gain > best[0]:
                best = (gain, cell, j - i + 1, expected, cost)
    return best


def _is_inside(market, review, cells):
    return any(review[1] == cell[0] and review in market.within(cell) for cell in cells)


def _cells_of(chosen):
    return [cell for cell, *_ in chosen.values()]


def product_cost(market, product, former):
    """Return -ln of the chance to pick a product: half the time any, half the time a client's like others.

    `former` are the products of the cells so far; which client it is goes by their number.
    """
    n_products = max(len(market.strata), 2)
    others = [other for other in former if other != product]
    if not others or not any(seller is not None for seller in market.sellers):
        return math.log(n_products)
    seller = market.sellers[product]
    of_client = 0.0
    if seller is not None:
        share = sum(market.sellers[other] == seller for other in others) / len(others)
        of_client = share / market.sellers.count(seller)
    return -math.log((1 / n_products + of_client) / 2)


def client_saving(market, products):
    """Return what it saves to pick these by their clients, each client's first product paid for in full."""
    total = 0.0
    for product in products:
        saving = math.log(max(len(market.strata), 2)) - product_cost(market, product, products)
        seller = market.sellers[product]
        k = 1 if seller is None else sum(market.sellers[other] == seller for other in products)
        total += min(saving, 0) if k == 1 else saving * (k - 1) / k
    return max(total, 0)


def choose_cells(market, members, rules, former, strictness):
    """Return the chosen cells, given the `former` ones: by promotion or demotion, whichever gains more."""
    tried = [_cells_by(market, members, rules, former, strictness, stars_at=stars_at) for stars_at in (3, 4)]
    beyond = [sum(value for value, _ in found.values()) for found in tried]
    best = tried[1] if beyond[1] > beyond[0] else tried[0]
    return {product: cell for product, (_, cell) in best.items()}


def _cells_by(market, members, rules, former, strictness, *, stars_at):
    """Return by how much each chosen cell exceeds its cost, and the cell, where stars count in one sense."""
    members = set(members)
    cells = _cells_of(former)
    outside = [
        review for r in members for review in market.by_reviewer[r] if not _is_inside(market, review, cells)
    ]
    met = [
        product
        for product, everyone in market.by_product.items()
        if sum(review[0] in members for review in everyone) >= 2 and len(everyone) <= rules.product_cap
    ]
    chosen = {}
    for product in met if len(met) >= 2 else []:
        stratum = market.strata[product]
        activity = rules.prior_activity * len(members)
        activity += sum(market.strata[review[1]] == stratum for review in outside)
        gain, cell, n, expected, cost = best_window(market, members, product, activity, rules, strictness)
        stars = sum(review[stars_at] for review in market.own(members, cell))
        beyond = gain + rules.star_weight * stars - strictness * product_cost(market, product, list(former))
        if stars >= -rules.star_slack * n and beyond > 0:
            gain = surplus(n, expected) - cost - math.log(max(len(market.strata), 2))
            chosen[product] = (beyond, (cell, n, expected, gain))
    return chosen


def widened(market, cell, rules):
    product, first, last = cell
    everyone = market.by_product[product]
    if everyone[first][2] == NO_MINUTE:
        return (product, 0, len(everyone) - 1)
    margin = min(rules.margin_minutes, 0.25 * (everyone[last][2] - everyone[first][2]) + 1440.0)
    near = [
        i
        for i, review in enumerate(everyone)
        if everyone[first][2] - margin <= review[2] <= everyone[last][2] + margin
    ]
    return (product, min([*near, first]), max([*near, last]))


def stars_of(market, members, chosen):
    """Return the members' evidence of praise and of blame within the cells."""
    reviews = [review for cell in _cells_of(chosen) for review in market.own(set(members), cell)]
    return sum(review[3] for review in reviews), sum(review[4] for review in reviews)


def star_gain(market, members, chosen):
    """Return the better of the two, net of the choice between them; nothing where neither pays for it."""
    return max(max(stars_of(market, members, chosen)) - math.log(2), 0)


def creation_burst(market, members):
    """Return (nats, first, last, nats for who is inside, nats for who is outside), or None without one.

    The honest are taken to have been created up to three times as densely there as the others were. First and
    last are as far outside of the creations as these are from one another on average.
    """
    dates = sorted(market.created[r] for r in members if market.created[r] is not None)
    everyone = [date for date in market.created if date is not None]
    best = None
    for days in (4, 12, 40):
        for first in sorted(set(dates)):
            inside = [date for date in dates if first <= date <= first + days * DAY]
            if len(inside) < 3:
                continue
            others = sum(first <= date <= inside[-1] for date in everyone) - len(inside)
            share = min(3 * max(others, 0.5) / len(everyone), 1.0)
            nats = surplus(len(inside), len(dates) * share) - math.log(3 * len(dates))
            if nats > (best[0] if best else 0):
                ring = min((len(inside) + 0.5) / (len(dates) + 1), 0.95)
                likelier = math.log(1 - ring + ring / share)
                apart = (inside[-1] - first) // (len(inside) - 1)
                ends = first - apart, inside[-1] + apart
                best = (nats, *ends, min(likelier, 5.0), max(math.log(1 - ring), -2.0))
    return best


def creation_ratio(market, reviewer, burst):
    date = market.created[reviewer]
    if burst is None or date is None:
        return 0.0
    return burst[3] if burst[1] <= date <= burst[2] else burst[4]


def tenure_of(market, reviewer, cells):
    """Return the tenure of one's reviews outside the cells and that of all; None without the former."""
    own = market.by_reviewer[reviewer]
    times = [(review[2], not _is_inside(market, review, cells)) for review in own if review[2] != NO_MINUTE]
    return market.population.tenures_of(times)


def tenure_spell(market, members, cells):
    group = [tenure_of(market, r, cells) for r in sorted(members)]
    return tenure.best_spell([both for both in group if both is not None], market.population)


def tenure_ratio(market, reviewer, spell, cells):
    both = tenure_of(market, reviewer, cells)
    if spell is None or both is None:
        return 0.0
    return spell.inside if spell.holds(both[0]) else spell.outside


def life_ratio(market, reviewer, burst, spell, cells):
    """Return what an account's creation or its tenure says for the ring, the larger."""
    of_tenure = tenure_ratio(market, reviewer, spell, cells)
    if burst is None or market.created[reviewer] is None:
        return of_tenure
    of_creation = creation_ratio(market, reviewer, burst)
    return of_creation if spell is None else max(of_creation, of_tenure)


def life_gain(market, members, chosen):
    """Return the nats by which creations, or else tenures, exceed those of all accounts."""
    found = creation_burst(market, members), tenure_spell(market, members, _cells_of(chosen))
    return max(found[0][0] if found[0] else 0.0, found[1].nats if found[1] else 0.0)


def likelier_at_home(market, reviewer, members):
    """Return ln of how much likelier a reviewer's home is after those of `members` than in its class.

    As drawn from an urn that holds all accounts' homes as one ball, and another ball for each member's home.
    """
    home = market.home[reviewer]
    among = market.home_shares[home] + sum(market.home[r] == home for r in members)
    return math.log(among / (1 + len(members)) / market.class_homes[market.activity(reviewer)][home])


def home_saving(market, members):
    """Return what it saves to tell the homes of members one after another, given those before; at least 0."""
    members = sorted(members)
    return max(sum(likelier_at_home(market, r, members[:i]) for i, r in enumerate(members)), 0)


def choose_members(market, members, rules, chosen, strictness, barred=()):
    """Return {reviewer: log-likelihood ratio net of the choice}; `chosen` is what `choose_cells` returns."""
    size = len(members)
    praise, blame = stars_of(market, members, chosen)
    attack = blame > praise
    burst, spell = creation_burst(market, members), tenure_spell(market, members, _cells_of(chosen))
    everyone = Counter(map(market.activity, market.by_reviewer))
    own_activities = Counter(map(market.activity, members))
    wide = {product: widened(market, cell, rules) for product, (cell, _, _, _) in chosen.items()}
    saves_by_home = home_saving(market, members) > 0
    found = {}
    for r, own in market.by_reviewer.items():
        if len(own) > rules.reviewer_cap or r in barred:
            continue
        hits = {review[1]: review for review in own if _is_inside(market, review, wide.values())}
        alike = market.activity(r)
        ratio = life_ratio(market, r, burst, spell, list(wide.values()))
        choice = max(math.log(everyone[alike] / (own_activities[alike] + 1)), 0)
        if saves_by_home:
            choice = max(choice - likelier_at_home(market, r, members), 0)
        ratio -= strictness * choice
        for product, (cell, n, _, _) in chosen.items():
            coverage = min((n + 0.5) / (size + 1), 0.98)
            if product not in hits:
                ratio += math.log(1 - coverage)
                continue
            stratum = market.strata[product]
            elsewhere = sum(market.strata[other[1]] == stratum for other in own if other not in hits.values())
            strangers = max(cell[2] - cell[1] + 1 - n, 0) + rules.prior_arrivals
            share = strangers / market.stratum_reviews[stratum]
            ratio += math.log(coverage / share) - math.log(rules.prior_activity + elsewhere)
            ratio += rules.star_weight * hits[product][4 if attack else 3]
        if len(hits) >= 2 and ratio > 0:
            found[r] = ratio
    return found


def members_cost(market, members):
    """Say how many members there are of each class of activity, then who they are; at least 0.

    Homes tell sooner who they are.
    """
    everyone = Counter(map(market.activity, market.by_reviewer))
    chosen = Counter(map(market.activity, members))
    ways = math.comb(len(members) + len(everyone) - 1, len(everyone) - 1)
    for activity, n in everyone.items():
        ways *= math.comb(n, chosen[activity])
    return max(math.log(ways) - home_saving(market, members), 0)


def surplus_of(market, members, chosen):
    gains = sum(gain for _, _, _, gain in chosen.values())
    return gains + client_saving(market, list(chosen)) - members_cost(market, members)


def rival_of(members, known, share):
    """Return the most evidence of the known blocks that share so much of the larger one, 0 without any."""
    shares = {block: len(members & block.members) / max(len(members), len(block.members)) for block in known}
    if 1.0 in shares.values():
        return math.inf
    return max((block.evidence for block, shared in shares.items() if shared >= share), default=0.0)


def grow(market, seed, rules, first_strictness, loyalty=0.0, barred=(), known=(), share=1.0):
    """Return the block of most evidence on the way, and of a known one that ends it; 0 where none does."""
    members, best, rival = set(seed), NOTHING, 0.0
    chosen = choose_cells(market, members, rules, {}, first_strictness)
    if len(chosen) < 2:
        return best, rival
    chosen = choose_cells(market, members, rules, chosen, first_strictness)
    for turn in range(rules.max_rounds):
        strictness = min(1.0, first_strictness + 0.2 * turn)
        if len(chosen) < (2 if strictness == 1.0 else rules.min_first_cells):
            break
        found = choose_members(market, members, rules, chosen, strictness, barred)
        if len(found) < 3 or len(set(seed) & set(found)) < loyalty * len(seed):
            break
        settled = set(found) == members and strictness == 1.0
        members = set(found)
        rival = rival_of(members, known, share)
        if rival == math.inf:
            return best, rival
        chosen = choose_cells(market, members, rules, chosen, strictness)
        grown = Block(
            surplus_of(market, members, chosen),
            rules.star_weight * star_gain(market, members, chosen),
            life_gain(market, members, chosen),
            members,
            chosen,
        )
        best = max(best, grown, key=lambda block: block.evidence)
        if rival > 0.0 and rival >= best.evidence:
            return best, rival
        if settled:
            break
    return best, 0.0


def is_sizeable(block, rules):
    """Whether a block has evidence, and enough members and targets."""
    large = len(block.members) >= rules.min_members and len(block.chosen) >= rules.min_products
    return large and block.evidence > 0


def living_alike(market, seed):
    """Return who was created in the burst, or who is in the spell where that is more evidence."""
    burst, spell = creation_burst(market, seed), tenure_spell(market, seed, [])
    if spell is not None and (burst is None or spell.nats > burst[0]):
        return [r for r in seed if tenure_ratio(market, r, spell, []) > 0]
    return [
        r
        for r in seed
        if burst and market.created[r] is not None and burst[1] <= market.created[r] <= burst[2]
    ]


def grown_again(market, block, rules, known, share):
    """Grow a block from its own members, three times at most, while it gains and seven in ten stay.

    None where that leads to a known one of as much evidence.
    """
    for _ in range(3):
        origin, first = sorted(block.members), rules.first_strictness
        again, rival = grow(market, origin, rules, first, loyalty=0.7, known=known, share=share)
        if rival:
            return block if block.evidence > rival else None
        if not is_sizeable(again, rules) or again.evidence <= block.evidence:
            break
        block = again
    return block


def seed_growth(market, free, rules, sparse, known, share):
    """Return what the accounts of a seed lead to; None for nothing or a known block."""
    n_cells = len(choose_cells(market, free, rules, {}, rules.first_strictness))
    strictly = None
    for way in (1, 2, 3) if sparse else (1, 2):
        if way == 3 and not (strictly.members or n_cells >= rules.min_first_cells):
            return None
        origin = living_alike(market, free) if way == 1 else free
        first = rules.first_strictness if way == 3 else 1.0
        block, rival = grow(market, origin, rules, first, known=known, share=share)
        if rival:
            return None
        if is_sizeable(block, rules):
            return grown_again(market, block, rules, known, share)
        strictly = block
    return None


def next_growth(market, seeds, start, covered, rules, sparse, known=(), share=1.0):
    """Return (number of the seed, block) of the first seed that leads to a sizeable one, or None."""
    for number in range(start, len(seeds)):
        free = [member for member in seeds[number] if member not in covered]
        block = seed_growth(market, free, rules, sparse, known, share) if len(free) >= 3 else None
        if block is not None:
            return number, block
    return None
