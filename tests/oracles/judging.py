"""Slow twins of the metrics of the evaluation: definitions, in plain Python."""

from __future__ import annotations

import itertools
import math


def jaccard(a: set[str], b: set[str]) -> float:
    return len(a & b) / len(a | b) if a | b else 0.0


def best_matching(similarity: list[list[float]], threshold: float) -> tuple[int, float]:
    """Most pairs, and the largest sum with that many, over every one-to-one assignment."""
    n_rows, n_columns = len(similarity), len(similarity[0]) if similarity else 0
    best = (0, 0.0)
    for size in range(1, min(n_rows, n_columns) + 1):
        for rows in itertools.combinations(range(n_rows), size):
            for columns in itertools.permutations(range(n_columns), size):
                values = [similarity[i][j] for i, j in zip(rows, columns)]
                if min(values) >= threshold:
                    best = max(best, (size, sum(values)))
    return best


def bcubed(found: list[set[str]], true: list[set[str]]) -> dict[str, tuple[float | None, float | None]]:
    """Extended B-cubed of Amigó et al. 2009, account by account and pair by pair."""
    accounts = sorted(set().union(*found, *true))
    answer = {}
    for e in accounts:
        precisions, recalls = [], []
        for other in accounts:
            clusters = sum(e in group and other in group for group in found)
            categories = sum(e in group and other in group for group in true)
            if clusters:
                precisions.append(min(clusters, categories) / clusters)
            if categories:
                recalls.append(min(clusters, categories) / categories)
        answer[e] = (
            sum(precisions) / len(precisions) if precisions else None,
            sum(recalls) / len(recalls) if recalls else None,
        )
    return answer


def average_precision(score: list[float], positive: list[bool]) -> float:
    """Σ over distinct scores, falling, of (recall gained) × (precision so far)."""
    total, before = 0.0, 0.0
    for threshold in sorted(set(score), reverse=True):
        taken = [p for s, p in zip(score, positive) if s >= threshold]
        recall, precision = sum(taken) / sum(positive), sum(taken) / len(taken)
        total += (recall - before) * precision
        before = recall
    return total


def area_under_curve(score: list[float], positive: list[bool]) -> float:
    """How often a positive beats a negative, a tie being half a win."""
    wins = [
        1.0 if a > b else 0.5 if a == b else 0.0
        for a, p in zip(score, positive)
        if p
        for b, q in zip(score, positive)
        if not q
    ]
    return sum(wins) / len(wins)


def dcube_block(tuples: list[tuple[int, ...]], measure: str) -> tuple[set[int], float]:
    """One block of D-Cube (Shin et al. WSDM'17, algorithm 2; θ = 1, the largest mode first), by sets."""
    modes = range(len(tuples[0]))
    values = [sorted({t[m] for t in tuples}) for m in modes]
    whole = [len(v) for v in values]

    def density(mass: float, sizes: list[int]) -> float:
        if mass == 0:
            return -math.inf
        if measure == "arithmetic":
            return mass / (sum(sizes) / len(sizes))
        if measure == "geometric":
            return mass / math.prod(sizes) ** (1 / len(sizes))
        share = math.prod(a / b for a, b in zip(sizes, whole))
        total = len(tuples)
        return mass * (math.log(mass / total) - 1) + total * share - mass * math.log(share)

    alive = set(range(len(tuples)))
    left = [set(v) for v in values]
    best, inside = density(len(alive), whole), set(alive)
    while alive:
        mode = max(modes, key=lambda m: (len(left[m]), -m))
        mass = {v: sum(tuples[i][mode] == v for i in alive) for v in left[mode]}
        limit = len(alive) / len(left[mode])
        for value in sorted((v for v in mass if mass[v] <= limit), key=lambda v: (mass[v], v)):
            left[mode].discard(value)
            alive = {i for i in alive if tuples[i][mode] != value}
            now = density(len(alive), [len(v) for v in left])
            if now > best * (1 + 1e-12) + 1e-12:
                best, inside = now, set(alive)
    return inside, best
