"""Collusion finds fake-review rings and says how sure it is, why, and what speaks against.

Tables become a graph; the graph gives evidence links between reviewers; detection finds
candidate rings; scoring says how sure and in what order; the best become cases, which
reports show and exports hand on, after a human decision.
"""

__version__ = "0.1.0"
