# ---
# jupyter:
#   jupytext:
#     formats: ipynb,py:percent
#     text_representation:
#       extension: .py
#       format_name: percent
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # A day with 200 rings
#
# On a platform of millions every run lists rings by the hundred, and there are two of you. This notebook
# goes through a list as one goes through an inbox: what to open first, what to judge together, what to
# leave alone. The market here is small, so that it runs in seconds; the steps are those of a large one.

# %%
import subprocess
import sys
from pathlib import Path

import matplotlib.pyplot as plt
import polars as pl

import collusion as co

MARKET = Path("runs/a-day-market")
if not MARKET.is_dir():
    command = [sys.executable, "-m", "collusion", "simulate", "--preset", "lifelike-many", "--quiet"]
    subprocess.run(
        [*command, "--reviews", "20000", "--seed", "3", str(MARKET)], check=True, capture_output=True
    )
run = co.detect(MARKET, out="runs/a-day", force=True, quiet=True)
print(run)

# %% [markdown]
# ## What to open first: harm
#
# Rank orders by how sure a ring is. What hurts is another thing: how many reviews moved how many products,
# and whether it goes on. Stars gained times reviews, for flagged rings:

# %%
harm = (
    run.clients.filter(pl.col("flagged") & (pl.col("service") >= 0.5))
    .with_columns(gain=(pl.col("rating_with") - pl.col("rating_without")).abs() * pl.col("n_reviews"))
    .group_by("ring_id")
    .agg(
        harm=pl.col("gain").sum().round(0),
        products=pl.len(),
        sellers=pl.col("seller_id").n_unique(),
        last=pl.col("last_at").max().dt.date(),
    )
)
inbox = (
    run.rings.filter("flagged")
    .join(harm, on="ring_id", how="left")
    .sort("harm", descending=True, nulls_last=True)
)
inbox.select("ring_id", "rank", "n_reviewers", "products", "sellers", "harm", "last", "operator").head(10)

# %% [markdown]
# ## A few rings do most of it
#
# How much of all harm have you dealt with after so many rings?

# %%
shares = inbox["harm"].fill_null(0).cum_sum() / inbox["harm"].sum()
fig, axes = plt.subplots(figsize=(6, 3))
axes.plot(range(1, len(shares) + 1), shares, color="#35608f", marker="o", markersize=3)
axes.set_ylim(0, 1.03)
axes.set_xlabel("rings judged, the most harmful first")
axes.set_ylabel("share of all harm")
fig.tight_layout()
half = int((shares < 0.5).sum()) + 1
print(f"{half} of {len(shares)} flagged rings make half of the harm")

# %% [markdown]
# ## What to judge together
#
# Rings of one `operator` share members or instruments: one decision, not five. Where all stand alone, each
# does.

# %%
operators = (
    run.rings.filter("flagged").group_by("operator").agg("ring_id", accounts=pl.col("n_reviewers").sum())
)
operators.with_columns(rings=pl.col("ring_id").list.len()).sort(
    "rings", "operator", descending=[True, False]
).head(5)

# %% [markdown]
# Are two of them one ring in two pieces? First what they share: values that hundreds hold, such as a
# carrier's address, are no tie. Then how they would stand as one. Beware: that asks whether all of them
# together are a ring, not whether they are *one*. Two rings that have nothing to do with each other still
# look like a ring together.

# %%
one, other = run[inbox["ring_id"][0]], run[inbox["ring_id"][1]]
print(one.compare(other).select("what", "n_this", "n_other", "n_shared"))
print(one.merge(other).summary)

# %% [markdown]
# ## Where to look twice
#
# Flags that hang on one family of evidence. Each is taken away in turn; what falls is read by a second pair
# of eyes.

# %%
fragile = []
for ring in run:
    if ring.is_flagged:
        without = [family for family in ring.case.abnormal if not ring.without(family=family).is_flagged]
        fragile.append({"ring_id": ring.id, "rank": ring.case.rank, "falls without": without})
fragile = pl.DataFrame(fragile)
fragile.with_columns(n=pl.col("falls without").list.len()).sort("n", "rank").head(12)

# %%
solid = fragile.filter(pl.col("falls without").list.len() == 0).height
print(f"{solid} of {fragile.height} flagged rings stand without any one of their families")

# %% [markdown]
# ## What to leave alone
#
# Below the flag a group is no ring. Most have an innocent explanation that fits as well or better:

# %%
groups = run.rings.filter(~pl.col("flagged"))
groups.group_by("best_innocent_explanation").len().sort(
    "len", "best_innocent_explanation", descending=[True, False]
)

# %% [markdown]
# ## How did we do?
#
# The market is simulated, so this once we know. Of the flagged rings, how many are planted; of the planted,
# how many are flagged? What is missed here is missed in life: the rings of this market hide as well as they
# can.

# %%
truth = pl.read_parquet(MARKET / "truth" / "members.parquet", glob=False)
planted = dict(truth.group_by("group_id").agg("reviewer_id").iter_rows())
hits = {}
for ring in run:
    if ring.is_flagged:
        mine = set(ring.members["reviewer_id"])
        group, share = max(
            ((g, len(mine & set(a)) / len(mine)) for g, a in planted.items()), key=lambda x: x[1]
        )
        hits[ring.id] = (group, share)
right = {ring_id: group for ring_id, (group, share) in hits.items() if share >= 0.5}
print(f"{len(right)} of {len(hits)} flagged rings are planted")
print(f"{len(set(right.values()))} of {len(planted)} planted rings are flagged")
