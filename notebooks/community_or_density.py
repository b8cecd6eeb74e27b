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
# # Community or density, and why neither alone
#
# Two ideas come to mind first. *Communities*: link accounts that review the same products, and cut the
# graph into tightly knit parts. *Density*: look for the part of the graph with most edges for its size.
# Both find something in every market. This notebook looks at what they find, in a market where one crew of
# accounts was planted.

# %%
from pathlib import Path

import igraph as ig
import matplotlib.pyplot as plt
import numpy as np
import polars as pl

import collusion as co

HERE = Path.cwd() if (Path.cwd() / "sample_graphs").is_dir() else Path.cwd().parent
SOURCE = HERE / "sample_graphs" / "slow-camouflage"

reviews = pl.read_parquet(SOURCE / "reviews.parquet", glob=False).unique(["reviewer_id", "product_id"])
crew = set(pl.read_parquet(SOURCE / "truth" / "members.parquet", glob=False)["reviewer_id"])
print(
    f"{reviews.height:,} reviews by {reviews['reviewer_id'].n_unique():,} accounts; the crew has {len(crew)}"
)

# %% [markdown]
# The crew works slowly, and hides: its accounts also review bestsellers, like anybody.
#
# ## Density finds the busy
#
# The densest part of the graph of accounts and products, by peeling off whoever has fewest edges (the
# k-core):

# %%
accounts = {name: i for i, name in enumerate(reviews["reviewer_id"].unique().sort())}
products = {name: len(accounts) + i for i, name in enumerate(reviews["product_id"].unique().sort())}
names = list(accounts)
edges = [(accounts[a], products[p]) for a, p in reviews.select("reviewer_id", "product_id").iter_rows()]
graph = ig.Graph(n=len(accounts) + len(products), edges=edges)
core = np.array(graph.coreness())
inside = [name for name, i in accounts.items() if core[i] == core.max()]
found = len(crew & set(inside))
print(f"densest core: {len(inside)} accounts, {found} of them of the crew")

# %%
degree = dict(reviews.group_by("reviewer_id").len().iter_rows())
fig, axes = plt.subplots(figsize=(8, 3))
bins = np.arange(0, 61, 3)
axes.hist([min(degree[a], 60) for a in names], bins=bins, label="everybody", color="#c8c8c8", log=True)
axes.hist([min(degree[a], 60) for a in inside], bins=bins, label="densest core", color="#35608f")
axes.hist(
    [min(degree[a], 60) for a in crew], bins=bins, label="the crew", histtype="step", color="#b5402c", lw=2
)
axes.set_xlabel("reviews of an account")
axes.set_ylabel("accounts")
axes.legend()
fig.tight_layout()

# %% [markdown]
# That looks good: in this small market the crew is about the densest there is. But the k-core says nothing
# of the kind "this is a crew". It returns the densest part of *any* market. Here is what it finds where
# nobody colludes:

# %%
found_in = []
for market in ("slow-camouflage", "gift-cards", "office", "honest"):
    folder = HERE / "sample_graphs" / market
    table = pl.read_parquet(folder / "reviews.parquet", glob=False).unique(["reviewer_id", "product_id"])
    who = {name: i for i, name in enumerate(table["reviewer_id"].unique().sort())}
    what = {name: len(who) + i for i, name in enumerate(table["product_id"].unique().sort())}
    pairs = [(who[a], what[p]) for a, p in table.select("reviewer_id", "product_id").iter_rows()]
    depth = ig.Graph(n=len(who) + len(what), edges=pairs).coreness()
    densest = {name for name, i in who.items() if depth[i] == max(depth)}
    groups = pl.read_parquet(folder / "truth" / "groups.parquet", glob=False).filter(kind="ring")
    planted = pl.read_parquet(folder / "truth" / "members.parquet", glob=False).join(
        groups, on="group_id", how="semi"
    )
    colluders = len(densest & set(planted["reviewer_id"]))
    found_in.append({"market": market, "accounts in the core": len(densest), "colluders": colluders})
pl.DataFrame(found_in)

# %% [markdown]
# In the last two every one of them is honest: people who write much, about what everybody buys. Density has
# no null: it cannot say how dense honest life gets, so it cannot stop.
#
# ## Communities find taste
#
# Link accounts with two products in common, and cut the graph by modularity (Leiden):

# %%
pairs = (
    reviews.select("reviewer_id", "product_id")
    .join(reviews.select(pl.col("reviewer_id").alias("other"), "product_id"), on="product_id")
    .filter(pl.col("reviewer_id") < pl.col("other"))
    .group_by("reviewer_id", "other")
    .len()
    .filter(pl.col("len") >= 2)
)
linked = ig.Graph.TupleList(pairs.select("reviewer_id", "other").iter_rows(), directed=False)
ig.set_random_number_generator(__import__("random").Random(1))
parts = linked.community_leiden(objective_function="modularity", n_iterations=-1)
members = [{linked.vs[v]["name"] for v in part} for part in parts]
best = max(members, key=lambda part: len(part & crew))
print(f"{len([part for part in members if len(part) > 5])} communities of more than five accounts")
print(f"the one with most of the crew: {len(best)} accounts, {len(best & crew)} of them of the crew")

# %% [markdown]
# Every market falls into communities, since people share tastes. A cut by modularity says that a part is
# knit more tightly than the rest; it does not say that anybody did wrong, nor how sure that is, and it has
# no place for an account that belongs to the crew *and* to the lovers of kitchenware.
#
# ## Surplus, seeds and tests
#
# Collusion uses both, as seeds: dense blocks, communities and bursts say where to look. From each seed a
# block of accounts and product windows is grown, and kept for what its members do *beyond* what their
# activity and the products' arrivals lead one to expect, net of having chosen them among all. Then every
# family of evidence is asked, innocent explanations are weighed, and null markets tell what the same search
# finds where nobody colludes.

# %%
run = co.detect(SOURCE, out="runs/community-or-density", force=True, quiet=True)
ring = run[1]
ours = set(ring.members["reviewer_id"])


rows = []
for what, group in (("densest core", set(inside)), ("best community", best), (f"ring {ring.id}", ours)):
    common = len(group & crew)
    shares = {"precision": common / len(group), "recall": common / len(crew)}
    rows.append({"what": what, "accounts": len(group), "of the crew": common} | shares)
table = pl.DataFrame(rows)
table

# %%
fig, axes = plt.subplots(figsize=(5.5, 3.4))
for what, precision, recall in table.select("what", "precision", "recall").iter_rows():
    axes.scatter(recall, precision, s=70)
    axes.annotate(what, (recall, precision), xytext=(6, 6), textcoords="offset points")
axes.set_xlim(-0.03, 1.25)
axes.set_ylim(-0.03, 1.12)
axes.set_xlabel("share of the crew that is found")
axes.set_ylabel("share of the found that is of the crew")
fig.tight_layout()

# %% [markdown]
# How each member got in, and what it has in common with those before it:

# %%
answer = ring.how()
print(answer.words)
answer.rows.head(8)
