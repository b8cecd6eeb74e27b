"""The Python interface: runs, rings, accounts, and the questions that one asks of them.

`collusion.detect` and `collusion.open_run` return a `Run`. Here ``run`` is that of the sample
``sample_graphs/gift-cards``, opened with its source.

A ring is named by its rank, its id, or the beginning of that; all tables are polars frames.

>>> ring = run[1]
>>> run[ring.id[:5]].id == ring.id
True
>>> ring.members.height, ring.case.flagged
(38, True)
>>> ring.facts.select("family", "direction", "odds_change", "sentence").height
7

Why an account is in it, why another is not, how it grew, and what it may be, the likeliest first:

>>> account = ring.members["reviewer_id"][0]
>>> ring.why(account).words.startswith(f"{account} belongs to the ring")
True
>>> outside = run.scores.filter(~pl.col("reviewer_id").is_in(ring.members["reviewer_id"].implode()))
>>> len(ring.why_not(outside["reviewer_id"][0]).words) > 0
True
>>> ring.how().rows.height >= ring.members.height
True
>>> bool(ring.hypotheses["is_ring"][0])
True

What if: each is judged anew in the market of the source.

>>> ring.without(family="lifecycle").score < ring.case.score
True
>>> ring.without(accounts=ring.members["reviewer_id"].to_list()[:19]).members.height
19
>>> ring.counterfactual(account).account == account
True

How two accounts hang together, and with whom one does:

>>> other = ring.members["reviewer_id"][1]
>>> run.path(account, other)["next_account"][-1] == other
True
>>> run.account(account).neighbours().height >= 37
True
"""
