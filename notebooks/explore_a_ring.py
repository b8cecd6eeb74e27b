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
# # Explore a ring
#
# You have a run folder, and an hour. This notebook opens the run, shows which ring to open first, and looks
# at that ring from every side: who, with what, when, how sure, and what speaks against it.
#
# A ring is a suspicion with a number. You decide, not the number.

# %%
from pathlib import Path

import polars as pl

from collusion.cases.case import build_case
from collusion.cases.narrative import narrate
from collusion.cases.run_folder import open_run, select_ring
from collusion.reports.charts.gallery import all_charts
from collusion.reports.notebook import ring_page, ring_table

# %% [markdown]
# ## Open a run
#
# Set `RUN` to your own run folder. When there is none, the sample with thirty accounts of one operator is
# run: its accounts never share an IP address, so behaviour, stars and life cycle must give them away.

# %%
HERE = Path.cwd() if (Path.cwd() / "sample_graphs").is_dir() else Path.cwd().parent
RUN = HERE / "runs" / "notebook"
SOURCE = HERE / "sample_graphs" / "thirty-accounts"

if not (RUN / "manifest.json").is_file():
    from collusion.config import load_config
    from collusion.pipeline import detect

    detect(SOURCE, RUN, config=load_config(SOURCE, None), force=True)

run = open_run(RUN)
{name: run.manifest[name] for name in ("run_id", "source", "counts")}

# %% [markdown]
# ## Which ring first?
#
# Best first. *False* is the share of rings at this rank or above that are expected to be false. The little
# picture is the ring's block: one row an account, one column a product.

# %%
ring_table(run)

# %% [markdown]
# ## One ring in words
#
# Take the first. Put a rank or a ring id here to take another.

# %%
RING = "1"
case = build_case(run, select_ring(run, RING))
story = narrate(case)
print(story.verdict)
print("\nWhat speaks against:", *story.against, sep="\n  - ")
print("\nWhat to check next:", *story.next_steps, sep="\n  - ")

# %% [markdown]
# ## How sure, and why
#
# Evidence comes in families. Each is capped, so that no single one decides.

# %%
charts = all_charts(case)
charts["waterfall"]

# %%
evidence = run.evidence.filter(pl.col("ring_id") == case.ring_id)
with pl.Config(fmt_str_lengths=160, tbl_rows=-1):
    print(evidence.select("family", "bits", "observed", "expected", "direction", "sentence"))

# %% [markdown]
# ## Who
#
# Members with their role and membership. A fringe member with a low membership is to be judged by itself.

# %%
members = run.members.filter(pl.col("ring_id") == case.ring_id).sort(
    "membership", "reviewer_id", descending=[True, False]
)
members.select("reviewer_id", "role", "membership", "n_ring_reviews", "n_reviews", "bits")

# %%
charts["picture"]

# %% [markdown]
# ## With what
#
# Accounts × products. A ring is the filled block on the left. Taste makes scattered dots, never a block.

# %%
charts["heatmap"]

# %% [markdown]
# ## Who profits
#
# Hollow: the product's mean stars without the ring; filled: with it. A target that barely moves may be a
# bestseller that the ring reviews to hide in the crowd.

# %%
charts["stars"]

# %% [markdown]
# ## When

# %%
charts["timeline"]

# %% [markdown]
# ## The whole page
#
# The same page that `collusion report` writes.

# %%
ring_page(run, RING)

# %% [markdown]
# ## A question of your own
#
# Everything is a polars frame. Which members also share an identifier, and how rare is it?

# %%
shared = run.ring_identifiers.filter(pl.col("ring_id") == case.ring_id)
shared.group_by("kind", "token").agg("reviewer_id", pl.col("n_accounts").first()).sort("n_accounts", "token")
