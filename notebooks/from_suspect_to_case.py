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
# # From a suspect to a case
#
# A test purchase, a tip, an angry seller: you have one account. Who else belongs to it, how do you know,
# and what do you write down?

# %%
from difflib import SequenceMatcher
from itertools import combinations
from pathlib import Path

import polars as pl

import collusion as co

HERE = Path.cwd() if (Path.cwd() / "sample_graphs").is_dir() else Path.cwd().parent
run = co.detect(HERE / "sample_graphs" / "gift-cards", out="runs/suspect", force=True, quiet=True)
SUSPECT = run.scores.sort("score", "reviewer_id", descending=[True, False])["reviewer_id"][3]

# %% [markdown]
# ## The account
#
# Its rings, and its own reviews. `in_ring` are those of products that a ring reviewed together.

# %%
account = run.account(SUSPECT)
account

# %%
account.reviews.select("posted_at", "product_id", "rating", "in_ring").head(12)

# %% [markdown]
# ## Its neighbours
#
# Who reviewed the same targets, and who holds the same identifier values? What hundreds hold says little,
# so look at `rarest_token_held_by`.

# %%
account.neighbours().select("reviewer_id", "n_products", "n_tokens", "rarest_token_held_by").head(8)

# %% [markdown]
# ## Why it is counted in
#
# In words, and in rows, those first that fewest outsiders have.

# %%
ring = run[account.memberships["ring_id"][0]]
answer = ring.why(SUSPECT)
print(answer.words)
answer.rows.select("what", "product_id", "token", "n_members", "n_others", "families").head(8)

# %% [markdown]
# And what would have cleared it?

# %%
print(ring.counterfactual(SUSPECT).words)

# %% [markdown]
# ## Who is not counted in
#
# The most suspicious account outside of the ring. How near is it? A wrong accusation costs a customer; so
# ask what is missing, before you round up.

# %%
outside = run.scores.filter(~pl.col("reviewer_id").is_in(run.members["reviewer_id"].implode()))
nearest = outside.sort("score", "reviewer_id", descending=[True, False])["reviewer_id"][0]
answer = ring.why_not(nearest)
print(answer.words)
answer.rows

# %% [markdown]
# ## How two accounts hang together
#
# The shortest chain of shared products and identifier values between two members, over the rarest:

# %%
first, *_, last = ring.members["reviewer_id"]
run.path(first, last)

# %%
ring.plot.network()

# %% [markdown]
# ## What they wrote
#
# Texts stay in the source; they are strangers' words. `facts` name the reviews behind every reason, so
# those behind the wording can be laid side by side. Does it convince you? In this ring, wording is weak,
# and the odds say so.

# %%
behind = ring.facts.filter(family="text")["review_ids"][0]
texts = ring.reviews(text=True).filter(pl.col("review_id").is_in(behind.implode()))
rows = texts.select("reviewer_id", "product_id", "text").sort("text").rows()
alike = [
    (SequenceMatcher(None, one[2].split(), other[2].split()).ratio(), one, other)
    for one, other in combinations(rows, 2)
    if one[0] != other[0]
]
for share, one, other in sorted(alike, reverse=True)[:3]:
    print(f"{share:.0%} alike\n  {one[0]}: {one[2]!r}\n  {other[0]}: {other[2]!r}")

# %% [markdown]
# ## The case
#
# Facts for and against, in the order of their weight, who profits, and what to look up next. That is what
# goes into the note, with the date and your name. In a workspace, `ring.decide("confirmed", by="…",
# note="…")` writes it into the ledger, and `collusion bundle` packs all that it rests on for the other
# side.

# %%
print(ring.summary)
for sentence in ring.facts["sentence"]:
    print(" ·", sentence)
ring.clients.select(
    "product_id", "seller_id", "n_ring_reviews", "n_reviews", "rating_without", "rating_with"
).head(8)
