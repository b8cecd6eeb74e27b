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
# # Your own data
#
# Exports are messy: odd names, German dates, stars as words, the same person under two spellings. This
# notebook brings in a file as one gets it, says what the evidence can and cannot show, and what to add
# first.

# %%
from pathlib import Path

import polars as pl

import collusion as co

HERE = Path.cwd() if (Path.cwd() / "sample_graphs").is_dir() else Path.cwd().parent
Path("runs").mkdir(exist_ok=True)

# %% [markdown]
# ## An export as one gets it
#
# Semicolons, a name for every column that is not ours, days first, ratings as "5 von 5".

# %%
reviews = pl.read_csv(HERE / "sample_graphs" / "thirty-accounts" / "reviews.csv", try_parse_dates=True)
lines = ["Kunde;Artikel;Sterne;Datum"]
for who, what, stars, when in reviews.select("reviewer_id", "product_id", "rating", "posted_at").iter_rows():
    lines.append(f"{who};{what};{stars} von 5;{when:%d.%m.%Y %H:%M}")
export = Path("runs/export.csv")
export.write_text("\n".join(lines), encoding="utf-8")
print(*lines[:4], sep="\n")

# %% [markdown]
# ## What Collusion makes of it
#
# Where names can be recognised they are, and what was guessed is told. Where not, the error says which
# column is missing and what to write. Let us be explicit:

# %%
Path("runs/collusion.toml").write_text(
    """
[tables.reviews.columns]
reviewer_id = "Kunde"
product_id = "Artikel"
rating = "Sterne"
posted_at = "Datum"
""",
    encoding="utf-8",
)
run = co.detect(export, out="runs/own", config="runs/collusion.toml", force=True, quiet=True)
print(run)
print(*run.manifest["notes"], sep="\n")

# %% [markdown]
# ## What the evidence can show
#
# Four columns are little. What is not there is not held against anybody, and for nobody: it drops out.

# %%
for family, there in run.manifest["evidence_available"].items():
    print(f"{family:<11} {'can be looked at' if there is True else there}")

# %% [markdown]
# With four columns, this is how the ring stands:

# %%
print(run[1].summary if len(run) else "no group at all")

# %% [markdown]
# ## What to ask for next
#
# The same market with all its tables: when accounts were created, what they paid with, what was shipped.

# %%
whole = co.detect(HERE / "sample_graphs" / "thirty-accounts", out="runs/own-whole", force=True, quiet=True)
print(whole[1].summary)

# %% [markdown]
# Which of them made the difference? Take away, from the full run, what each table brings:

# %%
BRINGS = {
    "accounts (created_at)": "lifecycle",
    "identifiers": "identity",
    "orders": "fulfilment",
    "products": "benefit",
}
for table, family in BRINGS.items():
    print(f"without {table:<22} {whole[1].without(family=family).odds}")

# %% [markdown]
# ## Bad rows
#
# Bad rows stop a run, all told in one error: what, where, how many, what is allowed. With a quarantine they
# are put aside instead, with their reasons, and the run goes on.

# %%
broken = Path("runs/broken.csv")
broken.write_text(
    "\n".join([*lines[:3000], "A1;P1;7 von 5;31.02.2021 10:00", ";P2;4 von 5;01.03.2021 10:00"]),
    encoding="utf-8",
)
try:
    co.detect(broken, out="runs/broken", config="runs/collusion.toml", force=True, quiet=True)
except co.InputError as error:
    print(error)

# %%
saved = co.detect(
    broken,
    out="runs/broken",
    config="runs/collusion.toml",
    quarantine="runs/bad-rows",
    force=True,
    quiet=True,
)
print(saved)
print(sorted(path.name for path in Path("runs/bad-rows").iterdir()))
