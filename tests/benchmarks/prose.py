"""The words of the page on performance; all its numbers come from results."""

from __future__ import annotations

from tests.benchmarks import communities, cores, densest, floors, projections

INTRODUCTION = """\
Where the time goes, what bounds it, and how others do on the same graphs. Every number comes from results
that a command wrote; none is typed by hand. Ratios are of one run on one machine each. What was measured
when, and on what:
"""

ABOUT = {
    floors.FLOOR: """\
What the memory of this machine allows: no search that looks at every edge is faster.
""",
    floors.BUILD: """\
Shuffled edges become rows sorted by column. One pass over the whole by the highest bits, then each part in
the cache; the other tools sort or gather over the whole.
""",
    densest.LOG: """\
FRAUDAR's objective. Its own code keeps a priority tree over all nodes and never prunes. Ours tries a high
threshold first, proves it right by the density of the core that it leaves, and runs the same greedy on the
survivors only.
""",
    densest.PLAIN: """\
Edges of equal weight. D-Cube and M-Zoom divide by the mean of both sides' sizes, so half their density is of
the same kind; it need not be that of the same block. Their seconds are by their own account, without reading.
""",
    cores.CORES: """\
The others number the cores of all nodes. Ours needs one core, one that is sure to hold the densest block, and
stops there.
""",
    projections.PAIRS: """\
Only products below the cap of the size count. The others count common products. Ours judges each pair against
its null in passing; in the second row it keeps improbable pairs only, as the pipeline does.
""",
    communities.COMMUNITIES: """\
On the links of the projection. Ours is igraph's Leiden with the Potts model; *rings* says how many of those
planted come out.
""",
}

METHOD = """\
Markets of the pipeline are simulated (`--preset benchmark`), with identifiers and orders; times and
peaks are what each run's manifest tells. The graphs of the other tables are seeded power laws of E reviews,
E/5 reviewers and E/50 products, with twenty planted rings of 30 accounts on 20 targets.

Every measurement is a process of its own, so that its peak is its own. Seconds are the least wall time of up
to four runs. What a tool builds before, its own structure of the graph, is the column *load*. Ours are called
at least twice, the first time for the compiler. *Ratio* is to the first row of ours at the same size. A tool
that needs more than {limit:.0f} s in all, loading included, is killed and not asked for larger graphs.
An answer that is "the same" is ours to a thousandth.

```text
make bench
    the default sizes, with the tools that PyPI has
python -m tests.benchmarks --out DIR --large --jars JARS
    also ten million reviews; JARS holds DCube-2.0.jar and MZoom-2.0.jar of their authors
python -m tests.benchmarks --out DIR --without tools pipeline --run RUN
    the stages of a run folder that is there already, of any size
python -m tests.benchmarks.write_up docs/experiments/performance --out docs/explanation/performance.md
    this page and its plot, from all results in the folder
```
"""

NEXT = """\
- The stage with the greatest share above: a kernel at the speed of memory is not worth another hour.
- On the largest sources kernels wait for look-ups that miss every cache. The wedges ask ahead for what they
  need, and gain much; the peel by surplus does not: it should delete more in each of its rounds.
- Leiden is given its graph nearly as slowly as it searches it: fewer links, or another way in.
- Passes over all edges (the peel's row sums, the build's scatter) wait for memory on one core. Two cores
  could share them, with the same sums.
- The build packs edges into 64-bit keys before it scatters them. Scattering straight from the two columns
  would save a pass.
"""
