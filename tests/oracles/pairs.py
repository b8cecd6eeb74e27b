"""The pair projection by looking at every pair of accounts, product by product."""

from __future__ import annotations

import math

from tests.oracles.poisson import surprise

NO_MINUTE = -(2**31)


def _close(a, b, window):
    return NO_MINUTE not in (a, b) and abs(a - b) <= window


def pairs(edges, stratum, params, rate_floor):
    """Return {(u, v): (n_shared, n_close, score)} of all pairs that reach the threshold.

    `edges` maps (reviewer, product) to a minute.
    """
    reviews, audience = {}, {}
    for (u, p), minute in sorted(edges.items()):
        reviews.setdefault(u, {})[p] = minute
        audience.setdefault(p, {})[u] = minute
    n_in_stratum = [sum(stratum[p] == s for _, p in edges) for s in range(max(stratum, default=0) + 1)]

    def around(u, p):
        return sum(_close(reviews[u][p], other, params.window) for other in audience[p].values())

    def is_open(u, p):
        if len(reviews[u]) > params.reviewer_cap:
            return False
        return len(audience[p]) <= params.product_cap or 2 <= around(u, p) <= params.window_cap

    def rates(u):
        active, chance, close = ([0.0] * len(n_in_stratum) for _ in range(3))
        for p in reviews[u]:
            s = stratum[p]
            active[s] += 1
            if is_open(u, p):
                n_close = max(around(u, p) - 1, 0)
                n_all = len(audience[p]) - 1 if len(audience[p]) <= params.product_cap else n_close
                chance[s] += n_all / n_in_stratum[s]
                close[s] += n_close / n_in_stratum[s]
        return active, chance, close

    found = {}
    for u in sorted(reviews):
        for v in sorted(reviews):
            if u >= v:
                continue
            together = [p for p in reviews[u] if p in reviews[v] and is_open(u, p) and is_open(v, p)]
            close = [p for p in together if _close(reviews[u][p], reviews[v][p], params.window)]
            met = [p for p in together if len(audience[p]) <= params.product_cap or p in close]
            if len(met) < 2:
                continue
            (k_u, s_u, c_u), (k_v, s_v, c_v) = rates(u), rates(v)
            strata = range(len(n_in_stratum))
            rate = rate_floor + sum(max(k_v[s] * s_u[s], k_u[s] * s_v[s]) for s in strata)
            close_rate = rate_floor + sum(max(k_v[s] * c_u[s], k_u[s] * c_v[s]) for s in strata)
            score = max(surprise(len(met), rate), surprise(len(close), close_rate)) - math.log(2)
            if score >= params.threshold:
                found[u, v] = (len(met), len(close), score)
    return found
