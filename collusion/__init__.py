"""Collusion finds fake-review rings and says how sure it is, why, and what speaks against.

Tables become a graph; the graph gives evidence links between reviewers; detection finds
candidate rings; scoring says how sure and in what order; the best become cases, which
reports show and exports hand on, after a human decision.

``import collusion as co`` gives the names of ``__all__``, each loaded when it is first used.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collusion.api.account import Account
    from collusion.api.plots import Plots
    from collusion.api.ring import Ring
    from collusion.api.run import Run, detect, open_run
    from collusion.api.what_if import WhatIf
    from collusion.cases.answer import Answer
    from collusion.cases.counterfactual import Counterfactual
    from collusion.errors import CollusionError, InputError, IntegrityError, OutputError, UsageError

__version__ = "0.1.0"

__all__ = [
    "Account",
    "Answer",
    "CollusionError",
    "Counterfactual",
    "InputError",
    "IntegrityError",
    "OutputError",
    "Plots",
    "Ring",
    "Run",
    "UsageError",
    "WhatIf",
    "__version__",
    "detect",
    "open_run",
]

_MODULES = {
    "Account": "api.account",
    "Answer": "cases.answer",
    "Counterfactual": "cases.counterfactual",
    "Plots": "api.plots",
    "Ring": "api.ring",
    "WhatIf": "api.what_if",
}
_MODULES |= dict.fromkeys(("Run", "detect", "open_run"), "api.run")


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module 'collusion' has no attribute {name!r}")
    module = importlib.import_module(f"collusion.{_MODULES.get(name, 'errors')}")
    return getattr(module, name)


def __dir__() -> list[str]:
    return __all__
