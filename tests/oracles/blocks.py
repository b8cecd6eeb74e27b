"""Block growth by its definition, over a plain list of reviews; nothing here knows of arrays or positions.

A review is (reviewer, product, minute, praise, blame). A cell is (product, first, last): the reviews of a
product from place `first` to place `last` in order of time, ties by reviewer.
"""

from __future__ import annotations

import math

NO_MINUTE = -(2**31)


def surplus(n, expected):
    return n * math.log(n / expected) - (n - expected) if n > expected else 0.0


class Market:
    def __init__(self, n_reviewers, reviews, strata, stratum_reviews):
        self.n_reviewers, self.strata, self.stratum_reviews = n_reviewers, strata, stratum_reviews
        self.by_reviewer = {r: [] for r in range(n_reviewers)}
        self.by_product = {p: [] for p in range(len(strata))}
        for review in sorted(reviews, key=lambda review: (review[1], review[2], review[0])):
            self.by_product[review[1]].append(review)
        for review in sorted(reviews):
            self.by_reviewer[review[0]].append(review)

    def within(self, cell):
        product, first, last = cell
        return self.by_product[product][first : last + 1]

    def own(self, members, cell):
        return [review for review in self.within(cell) if review[0] in members]


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
    """Return (gain, cell, n, expected) of the whole product or of its best window between two of them."""
    everyone = market.by_product[product]
    places = [i for i, review in enumerate(everyone) if review[0] in members]
    rate = activity / market.stratum_reviews[market.strata[product]]
    expected = rate * (len(everyone) - len(places) + rules.prior_arrivals)
    whole = (product, places[0], places[-1])
    best = (surplus(len(places), expected) - strictness * math.log(2), whole, len(places), expected)
    for i, first in enumerate(places):
        if everyone[first][2] == NO_MINUTE:
            continue
        for j in range(i + 1, len(places)):
            cell = (product, first, places[j])
            expected, cost = expected_and_cost(market, members, cell, activity, rules)
            gain = surplus(j - i + 1, expected) - strictness * cost
            if gain > best[0]:
                best = (gain, cell, j - i + 1, expected)
    return best


def _is_inside(market, review, cells):
    return any(review[1] == cell[0] and review in market.within(cell) for cell in cells)


def choose_cells(market, members, rules, former, strictness):
    """Return {product: (cell, n, expected, gain)}."""
    members = set(members)
    outside = [
        review for r in members for review in market.by_reviewer[r] if not _is_inside(market, review, former)
    ]
    cost = math.log(max(len(market.strata), 2))
    chosen = {}
    for product, everyone in market.by_product.items():
        if sum(review[0] in members for review in everyone) < 2 or len(everyone) > rules.product_cap:
            continue
        stratum = market.strata[product]
        activity = rules.prior_activity * len(members)
        activity += sum(market.strata[review[1]] == stratum for review in outside)
        gain, cell, n, expected = best_window(market, members, product, activity, rules, strictness)
        if gain > strictness * cost:
            chosen[product] = (cell, n, expected, gain - cost)
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
    cells = [cell for cell, _, _, _ in chosen.values()]
    reviews = [review for cell in cells for review in market.own(set(members), cell)]
    return sum(review[3] for review in reviews), sum(review[4] for review in reviews)


def star_gain(market, members, chosen):
    """Return the better of the two, net of the choice between them; nothing where neither pays for it."""
    return max(max(stars_of(market, members, chosen)) - math.log(2), 0)


def choose_members(market, members, rules, chosen, strictness, barred=()):
    """Return {reviewer: log-likelihood ratio net of the choice}; `chosen` is what `choose_cells` returns."""
    size = len(members)
    praise, blame = stars_of(market, members, chosen)
    attack = blame > praise
    wide = {product: widened(market, cell, rules) for product, (cell, _, _, _) in chosen.items()}
    found = {}
    for r, own in market.by_reviewer.items():
        if len(own) > rules.reviewer_cap or r in barred:
            continue
        hits = {review[1]: review for review in own if _is_inside(market, review, wide.values())}
        ratio = -strictness * math.log((market.n_reviewers + 1) / max(size, 2))
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


def surplus_of(market, members, chosen):
    return sum(gain for _, _, _, gain in chosen.values()) - math.log(
        math.comb(market.n_reviewers, len(members))
    )


def _is_better(value, stars, best_value, best_stars):
    """By surplus as soon as there is any, until then with what stars add."""
    if value > 0 or best_value > 0:
        return value > best_value
    return value + stars > best_value + best_stars


def is_sizeable(grown, rules):
    """Whether a block is there, has evidence, and enough members and targets."""
    if grown is None:
        return False
    value, stars, members, chosen = grown
    return value + stars > 0 and len(members) >= rules.min_members and len(chosen) >= rules.min_products


def next_growth(market, seeds, start, covered, rules, lenient):
    """Return (number of the seed, block) of the first seed that leads to a sizeable one, or None."""
    for number in range(start, len(seeds)):
        free = [member for member in seeds[number] if member not in covered]
        if len(free) < 3:
            continue
        for some in (rules, lenient):
            grown = grow(market, free, some)
            if is_sizeable(grown, rules):
                return number, grown
    return None


def grow(market, seed, rules, barred=()):
    """Return (surplus, stars, members, cells) of the block of most evidence on the way, or None."""
    members, best = set(seed), None
    chosen = choose_cells(market, members, rules, [], rules.first_strictness)
    for turn in range(rules.max_rounds):
        strictness = min(1.0, rules.first_strictness + 0.2 * turn)
        if len(chosen) < (2 if strictness == 1.0 else rules.min_first_cells):
            break
        found = choose_members(market, members, rules, chosen, strictness, barred)
        if len(found) < 3:
            break
        settled = set(found) == members and strictness == 1.0
        members = set(found)
        chosen = choose_cells(market, members, rules, [cell for cell, *_ in chosen.values()], strictness)
        value = surplus_of(market, members, chosen)
        stars = rules.star_weight * star_gain(market, members, chosen)
        if strictness == 1.0 and (best is None or _is_better(value, stars, *best[:2])):
            best = (value, stars, members, chosen)
        if settled:
            break
    return best
