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
# # Evidence, one family at a time
#
# Evidence comes in families: who meets whom and when, stars, shared identifiers, wording, parcels, who
# profits, and the life of the accounts. Each answers one question and can be wrong in its own way. This
# notebook takes one ring apart.

# %%
from pathlib import Path

import matplotlib.pyplot as plt
import polars as pl

import collusion as co

HERE = Path.cwd() if (Path.cwd() / "sample_graphs").is_dir() else Path.cwd().parent
FAMILIES = ["behaviour", "stars", "identity", "text", "fulfilment", "benefit", "lifecycle"]

# %%
run = co.detect(HERE / "sample_graphs" / "gift-cards", out="runs/families", force=True, quiet=True)
ring = run[1]
print(ring.summary)

# %% [markdown]
# ## What each family says
#
# `observed` against `expected`: expected of honest accounts as active as these, on the same products, in
# the same days.

# %%
with pl.Config(fmt_str_lengths=400, tbl_rows=-1, tbl_width_chars=150, tbl_hide_dataframe_shape=True):
    print(ring.facts.select("family", "question", "odds_change"))
    print(ring.facts.select("family", "sentence"))

# %% [markdown]
# ## Without one, and with one alone
#
# A reason that carries everything is a reason to be careful. The left column takes one family away; the
# right leaves only one, as if the tables held nothing else. No family alone is enough for a flag: each has
# honest groups that look like it.

# %%
rows = []
for family in FAMILIES:
    less = ring.without(family=family)
    alone = ring.without(family=[other for other in FAMILIES if other != family])
    rows.append(
        {
            "family": family,
            "odds without it": less.odds,
            "flagged without": less.is_flagged,
            "odds with it alone": alone.odds,
            "flagged alone": alone.is_flagged,
        }
    )
table = pl.DataFrame(rows)
table

# %%
fig, axes = plt.subplots(figsize=(8, 3.2))
scores = [ring.without(family=family).score for family in FAMILIES]
axes.barh(FAMILIES, [ring.case.score - score for score in scores], color="#35608f")
axes.axvline(0, color="black", linewidth=0.8)
axes.set_xlabel("doublings of the odds that the ring owes to the family")
axes.invert_yaxis()
fig.tight_layout()

# %% [markdown]
# ## Identity: what is shared, and by whom else
#
# A shared gift card says much when only these accounts hold it, and nothing when hundreds do. `n_accounts`
# counts all who hold the value; the value itself is a token here, never the card's number.

# %%
shared = run.records.ring_identifiers.unique(["kind", "token"]).sort("n_members", descending=True)
shared.select("kind", "token", "n_members", "n_accounts").head(8)

# %% [markdown]
# ## Behaviour: is it the accounts, or the products?
#
# Two bestsellers meet in thousands of baskets. What counts is how often these accounts meet beyond what
# their activity and the products' own arrivals explain. `n_met` against `n_expected`, product by product:

# %%
ring.clients.select("product_id", "n_met", "n_expected", "n_reviews").sort(
    "n_expected", descending=True
).head(8)

# %% [markdown]
# ## An office: identifiers shared, and nothing else
#
# The next market has an office in it: people behind one address who order on one account. They share, so
# identity alone would accuse them. They buy what they like, when they like, and rate it as everybody does;
# so nobody is flagged.

# %%
office = co.detect(HERE / "sample_graphs" / "office", out="runs/office", force=True, quiet=True)
print(office)
assert office.rings["flagged"].sum() == 0
