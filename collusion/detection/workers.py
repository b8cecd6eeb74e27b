"""Grow blocks from seeds by several threads, with the result of one that takes seed after seed."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from queue import SimpleQueue
from types import TracebackType
from typing import Self, TypeVar

import numpy as np
from threadpoolctl import threadpool_limits

from collusion.arrays import BoolArray, Int32Array
from collusion.detection.candidates import Seeds
from collusion.kernels import blocks

#: Seeds that a thread looks through at a time: few where blocks are near, twice as many after each time
#: without one.
_FEWEST_AHEAD, _MOST_AHEAD = 16, 1024
#: Seeds that are grown before those after them know what blocks these led to: few at first, then twice as
#: many each time. Seeds of dense data lead to the same block by the hundred.
_FIRST_BATCH, _LARGEST_BATCH = 8, 4096
#: Blocks that are about an earlier one from which there are many: in all, and for each that is not.
_FEWEST_VARIANTS, _MANY_VARIANTS = 16, 3
#: Looks a thread that may wait for an earlier one to end.
_MOST_WAITING = 4

_T = TypeVar("_T")


class Workers:
    """Threads that have a scratch each; a context, left when all is done.

    Linear algebra inside is of one thread: its own threads would wait for a core by spinning, and sums in
    other orders would give other bytes.

    Parameters
    ----------
    world
        The review graph in which they work.
    n_threads
        How many.
    """

    def __init__(self, world: blocks.World, n_threads: int) -> None:
        #: How many threads there are.
        self.n_threads = n_threads
        self._scratches = [blocks.make_scratch(world) for _ in range(n_threads)]
        self._free: SimpleQueue[blocks.Scratch] = SimpleQueue()
        for scratch in self._scratches:
            self._free.put(scratch)
        self._pool = ThreadPoolExecutor(n_threads)
        self._limits = threadpool_limits(limits=1, user_api="blas")

    def __enter__(self) -> Self:
        """Return the workers."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Wait for what runs and drop what has not begun."""
        self._pool.shutdown(cancel_futures=True)
        self._limits.restore_original_limits()

    def bar(self, reviewers: BoolArray) -> None:
        """Let `reviewers`, shape (n_reviewers,), become members of no block; nothing may be running."""
        for scratch in self._scratches:
            scratch.barred[:] = reviewers

    def submit(self, work: Callable[[blocks.Scratch], _T]) -> Future[_T]:
        """Call `work` with a scratch as soon as a thread is free."""

        def run() -> _T:
            scratch = self._free.get()
            try:
                return work(scratch)
            finally:
                self._free.put(scratch)

        return self._pool.submit(run)


class ArrivedBlocks:
    """Blocks to which seeds led, batch after batch, and how many of these are about an earlier one.

    In dense data seeds lead by the hundred to variants of a few blocks, with other members at the edge, and
    to grow them all costs more than all else. Where there are many, a seed that arrives at about a known
    block ends there unless it has more evidence; elsewhere it ends only at the very same one.
    """

    def __init__(self) -> None:
        self._growths: list[blocks.Growth] = []
        self._n_variants, self._are_many = 0, False
        self.known = blocks.known_blocks(())

    def add(self, growths: list[blocks.Growth]) -> None:
        """Take the blocks of a batch: O(n log n) for n members of all."""
        before = self.known._replace(share=blocks.ABOUT_THE_SAME)
        self._n_variants += sum(blocks.rival_of(one.members, before) > 0.0 for one in growths)
        self._growths += growths
        n_others = len(self._growths) - self._n_variants
        self._are_many |= self._n_variants >= max(_FEWEST_VARIANTS, _MANY_VARIANTS * n_others)
        share = blocks.ABOUT_THE_SAME if self._are_many else 1.0
        self.known = blocks.known_blocks(self._growths, share)


@dataclass(frozen=True, slots=True)
class _Look:
    """A thread's look through the seeds from `begin` to `end` for the first that leads to a block.

    ``covered`` lists accounts that blocks cover which were found earlier among the seeds, but after it began.
    """

    begin: int
    end: int
    found: Future[tuple[int, blocks.Growth]]
    covered: list[Int32Array] = field(default_factory=list)


class SeedGrowth:
    """Grows blocks from seeds, in order: many threads look ahead, each through some of the seeds.

    What a thread saw holds unless a block found earlier covers accounts of the seeds that it looked at; then
    it looks again. A seed that arrives at a block to which seeds of an earlier batch led is done.

    Parameters
    ----------
    seeds
        The seeds.
    covered
        Accounts that seed nothing more, shape (n_reviewers,); who takes a block may cover its members.
    arrived
        Blocks to which earlier seeds led; those of `seeds` are added.
    world, rules
        See `collusion.kernels.blocks`.
    """

    def __init__(
        self,
        seeds: Seeds,
        covered: BoolArray,
        arrived: ArrivedBlocks,
        world: blocks.World,
        rules: blocks.Rules,
    ) -> None:
        self._seeds, self._covered, self._world = seeds, covered, world
        self._rules = rules._replace(first_strictness=seeds.strictness * rules.first_strictness)
        self._ahead = _FEWEST_AHEAD
        self._looks: deque[_Look] = deque()
        self._arrived, self._end = arrived, 0

    def grow(self, workers: Workers, advance: Callable[[int], None]) -> Iterator[blocks.Growth]:
        """Yield the sizeable blocks that seeds lead to, in the order of the seeds.

        A seed that lost members to a block may lead to another with the rest.

        Parameters
        ----------
        workers
            Who looks.
        advance
            Called with the number of seeds done, for progress.

        Yields
        ------
        Growth
            A block.
        """
        start, size = 0, _FIRST_BATCH
        while start < len(self._seeds):
            self._end = min(start + size, len(self._seeds))
            growths: list[blocks.Growth] = []
            for growth in self._grow_batch(start, self._arrived.known, workers, advance):
                growths.append(growth)
                yield growth
            self._arrived.add(growths)
            start, size = self._end, min(2 * size, _LARGEST_BATCH)

    def _grow_batch(
        self, start: int, known: blocks.KnownBlocks, workers: Workers, advance: Callable[[int], None]
    ) -> Iterator[blocks.Growth]:
        """Yield the sizeable blocks not `known` that seeds from `start` to the end of the batch lead to."""
        while start < self._end:
            self._look_ahead(start, known, workers)
            first = self._looks.popleft()
            at, growth = first.found.result()
            if not self._holds(first, at):
                self._looks.appendleft(self._look(first.begin, first.end, known, workers))
                continue
            if len(growth.members):
                members = self._members(at, at + 1)
                n_covered = int(self._covered[members].sum())
                yield growth
                at += int(self._covered[members].sum()) == n_covered
                newly = growth.members[self._covered[growth.members]]
                for look in self._looks:
                    look.covered.append(newly)
            self._ahead = _FEWEST_AHEAD if len(growth.members) else min(2 * self._ahead, _MOST_AHEAD)
            advance(at - start)
            start = at

    def _look_ahead(self, start: int, known: blocks.KnownBlocks, workers: Workers) -> None:
        """Let threads that are free look through the seeds from `start` on that nobody looks at, in order."""
        while True:
            n_running = sum(not look.found.done() for look in self._looks)
            is_enough = (
                n_running >= workers.n_threads or len(self._looks) >= _MOST_WAITING * workers.n_threads
            )
            ends = (start, *(look.end for look in self._looks))
            begins = (*(look.begin for look in self._looks), self._end)
            gaps = [place for place, (end, begin) in enumerate(zip(ends, begins, strict=True)) if end < begin]
            # The first look is what is waited for, whatever else there is.
            if not gaps or (is_enough and gaps[0] > 0):
                return
            place = gaps[0]
            # Smaller steps towards the end, so that no thread is left alone with many seeds.
            fair_share = (self._end - ends[place]) // (2 * workers.n_threads)
            ahead = min(self._ahead, max(fair_share, _FEWEST_AHEAD))
            end = min(ends[place] + ahead, begins[place])
            self._looks.insert(place, self._look(ends[place], end, known, workers))

    def _look(self, begin: int, end: int, known: blocks.KnownBlocks, workers: Workers) -> _Look:
        def look(scratch: blocks.Scratch) -> tuple[int, blocks.Growth]:
            seeds = self._seeds
            at, growth = blocks.next_growth(
                begin,
                seeds.indptr[: end + 1],
                seeds.members,
                self._covered,
                self._world,
                self._rules,
                seeds.sparse,
                False,
                scratch._replace(known=known),
            )
            return at, growth

        return _Look(begin, end, workers.submit(look))

    def _holds(self, look: _Look, at: int) -> bool:
        """Return whether no account of the seeds that a look saw, up to `at`, has been covered since."""
        seen = self._members(look.begin, min(at + 1, look.end))
        return not any(np.isin(members, seen).any() for members in look.covered)

    def _members(self, begin: int, end: int) -> Int32Array:
        return self._seeds.members[self._seeds.indptr[begin] : self._seeds.indptr[end]]
