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
# # How sure are we?
#
# "1,000 to 1" is a claim about claims: of many rings told with such odds, one in about a thousand should be
# false. How would one know? Three checks that you can make yourself: what the search finds where nobody
# colludes, what the numbers say of a market without rings, and whether rings that you plant into your own
# data come out.

# %%
import json
import subprocess
import sys
from pathlib import Path

import matplotlib.pyplot as plt
import polars as pl

import collusion as co

HERE = Path.cwd() if (Path.cwd() / "sample_graphs").is_dir() else Path.cwd().parent
SOURCE = HERE / "sample_graphs" / "gift-cards"

# %%
run = co.detect(SOURCE, out="runs/how-sure", force=True, quiet=True)
run.rings.select("rank", "ring_id", "score", "q_value", "flagged")

# %% [markdown]
# ## Decoys
#
# A search that tries a million groups finds some that look odd. So the run also searched a *null market*:
# the same accounts, products, days and stars, with who reviewed what shuffled within days and categories.
# Nobody colludes there. Whatever is found there is found by chance, and how many of these decoys score as
# high as a ring bounds how many of the rings are chance.

# %%
ranking = run.manifest["ranking"]
decoys = [score for score, _ in ranking["decoys"]]
print(f"{ranking['n_candidates']} groups looked at, {ranking['n_worlds']} null market searched")
print(f"{len(decoys)} decoys; the best has log-odds of {max(decoys):.1f}" if decoys else "not a single decoy")

# %% [markdown]
# `q_value` is the largest of three estimates of the share of false rings at a rank or above: by these
# decoys, by the odds themselves, and by tests that hold whatever the model says (e-values). It errs to the
# careful side on purpose.
#
# ## A market without rings
#
# The plainest check: run on people of whom you know that they are honest. Every flag would be false.

# %%
honest = co.detect(HERE / "sample_graphs" / "honest", out="runs/how-sure-honest", force=True, quiet=True)
print(honest)
assert honest.rings["flagged"].sum() == 0

# %% [markdown]
# Nothing is flagged. One market is no proof: `docs/explanation/evaluation.md` has the shares of false flags
# over hundreds of simulated markets, and `docs/explanation/real-data.md` those on real reviews.
#
# ## How sure does the level have to be?
#
# The level of a flag is yours. What would change if you asked for more?

# %%
ring = run[1]
for fdr in (0.2, 0.05, 0.01, 0.001, 1e-5):
    print(f"at most {fdr:>7.3%} false: {'flagged' if ring.at(fdr=fdr).is_flagged else 'not flagged'}")

# %% [markdown]
# ## Plant rings into your own tables
#
# Odds are only as good as the model, and the model has never seen your market. So plant rings into *your*
# tables, sizes and habits of your choice, and count which come out. What is planted borrows your products,
# days and stars.

# %%
MARKET = HERE / "sample_graphs" / "slow-camouflage"
command = [sys.executable, "-m", "collusion", "evaluate", "inject", str(MARKET), "--json", "--quiet"]
options = ["--sizes", "10,30", "--targets", "12", "--coverage", "0.3", "--camouflage", "1", "--spread", "14"]
done = subprocess.run([*command, *options, "--trials", "1"], capture_output=True, text=True, check=True)
planted = pl.DataFrame(json.loads(done.stdout), infer_schema_length=None)
planted

# %%
fig, axes = plt.subplots(figsize=(5, 3))
axes.bar([str(n) for n in planted["size"]], planted["n_flagged"] / planted["n_planted"], color="#35608f")
axes.set_ylim(0, 1)
axes.set_xlabel("accounts of a planted ring")
axes.set_ylabel("share that is flagged")
fig.tight_layout()

# %% [markdown]
# What does not come out when planted will not come out when real. Say so when you report that nothing was
# found: *rings of fewer than so many accounts would have been missed.*
