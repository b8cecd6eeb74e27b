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
# # A first ring
#
# Somebody on your platform sells reviews. This notebook finds the ring in a sample market, reads it from
# every side, and ends where your work ends: "I would close these accounts, because …".
#
# A ring is a suspicion with a number. You decide, not the number.

# %%
from pathlib import Path

import polars as pl

import collusion as co

HERE = Path.cwd() if (Path.cwd() / "sample_graphs").is_dir() else Path.cwd().parent
SOURCE = HERE / "sample_graphs" / "thirty-accounts"

# %% [markdown]
# ## Find
#
# The sample is a shop of 7,000 accounts. One operator in it holds dozens of accounts, each with an IP
# address of its own. `detect` reads the tables, searches, and writes a run folder.

# %%
run = co.detect(SOURCE, out="runs/a-first-ring", force=True, quiet=True)
run

# %% [markdown]
# One ring. *False* is the share of rings ranked this high or higher that are expected to be false.
#
# ## What is claimed
#
# Begin with the claim, and with what speaks against it. Only then look at pictures: a picture convinces too
# easily.

# %%
ring = run[1]
print(ring.summary)
print()
print("Closest innocent explanation:", ring.case.innocent_explanation)
print(ring.case.innocent_verdict)

# %% [markdown]
# Each reason counts rows that you can get, and says by how much it multiplies the odds. `÷` speaks for
# innocence. The operator was careful: each account has its own IP address, so identity says next to
# nothing, and the other reasons have to carry the ring without it.

# %%
with pl.Config(fmt_str_lengths=300, tbl_rows=-1, tbl_width_chars=150, tbl_hide_dataframe_shape=True):
    print(ring.facts.select("family", "odds_change", "sentence"))

# %% [markdown]
# ## What it looks like
#
# Accounts are rows, products are columns. Taste scatters dots; a ring fills a block.

# %%
ring.plot.matrix()

# %% [markdown]
# Honest buyers come when they come. Here is when the accounts reviewed each product:

# %%
ring.plot.timeline()

# %% [markdown]
# And how the evidence adds up, from the odds before looking to the odds now:

# %%
ring.plot.waterfall()

# %% [markdown]
# ## Does it stand without its strongest reason?
#
# Take away, one after the other, what it rests on.

# %%
for family in ring.case.abnormal:
    edited = ring.without(family=family)
    print(f"without {family:<10} {edited.odds:>16}   {'flagged' if edited.is_flagged else 'NOT flagged'}")

# %% [markdown]
# ## Whom does it reach?
#
# A flagged ring is no verdict on each of its accounts. For each account: what is the smallest change that
# would have cleared it? Whom one or two reviews would clear belongs to the ring by little. Look at those by
# hand.

# %%
cleared = ring.counterfactuals()
cleared.group_by("outcome", "n_rows").len().sort("n_rows", "outcome")

# %%
sure = cleared.filter(pl.col("outcome").is_null())["reviewer_id"]
near = cleared.filter(pl.col("outcome").is_not_null())
print(f"{len(sure)} accounts that no change of five rows clears, {near.height} that one does")
for words in near["words"].head(3):
    print(" ·", words)

# %% [markdown]
# ## Write down what you decided, and why
#
# The next notebooks show how; this is what the sentence looks like:

# %%
deed = ring.summary.split(" wrote ")[1].split(". ")[0]
print(f"I would close these {len(sure)} accounts, because the ring wrote {deed};")
print(f"the closest innocent explanation is {ring.case.innocent_explanation!r}, and it fails.")
print(f"I leave out {near.height} accounts that five rows or fewer would clear.")

# %% [markdown]
# The market is simulated, so for once the truth is known. On your own data it is not: see *How sure are
# we*.

# %%
truth = pl.read_parquet(SOURCE / "truth" / "members.parquet", glob=False)["reviewer_id"]
right = sure.is_in(truth.implode()).sum()
print(f"planted: {truth.n_unique()}; of the {len(sure)} that we would close, {right} are")
