"""Blocks from seeds, one seed after another."""

from __future__ import annotations

from collections.abc import Iterator

from collusion.arrays import BoolArray
from collusion.detection.candidates import Seeds
from collusion.kernels import blocks


def blocks_of_seeds(
    seeds: Seeds, covered: BoolArray, world: blocks.World, rules: blocks.Rules
) -> Iterator[blocks.Growth]:
    """Yield what each seed leads to; a seed that lost members to a block is tried again.

    Blocks become known after 8 seeds, after 16 more, after 32 more and so on.
    """
    scratch, at = blocks.make_scratch(world), 0
    end, size, led_to = 8, 8, []
    rules = rules._replace(first_strictness=seeds.strictness * rules.first_strictness)
    while at < len(seeds):
        if at >= end:
            size = min(2 * size, 4096)
            end += size
            scratch = scratch._replace(known=blocks.known_blocks(led_to))
        ends = seeds.indptr[: at + 2]
        at_block, growth = blocks.next_growth(
            at, ends, seeds.members, covered, world, rules, seeds.sparse, False, scratch
        )
        if at_block > at:
            at += 1
            continue
        led_to.append(growth)
        members = seeds.members[seeds.indptr[at] : seeds.indptr[at + 1]]
        before = covered[members].sum()
        yield growth
        at += int(covered[members].sum() == before)
