"""Everything that is measured on a graph: who, what it must import, and how it answers.

Each method has three steps: `load` builds the tool's own structure and is reported apart, `run` is timed,
`answer` says what came out in numbers that tools have in common.
"""

from __future__ import annotations

import importlib
import importlib.metadata
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

OURS = "Collusion"
JARS = "COLLUSION_BENCH_JARS"  # environment: folder with the authors' DCube-2.0.jar and MZoom-2.0.jar


class Method(NamedTuple):
    """One tool at one task; `needs` names the distribution and its module, or java and the jar."""

    section: str
    who: str
    needs: tuple[str, str] | None
    load: Callable[[Any], Any]
    run: Callable[[Any], Any]
    answer: Callable[[Any, Any], dict[str, float]]

    @property
    def is_ours(self):
        return self.who.startswith(OURS)


def methods():
    """Return all methods by (section, who), in the order of the tables."""
    from tests.benchmarks import communities, cores, densest, floors, projections

    rooms = (floors, densest, cores, projections, communities)
    return {(method.section, method.who): method for room in rooms for method in room.METHODS}


def version_of(method):
    """Return the version of the tool; None where it is not installed."""
    if method.needs is None:
        return ""
    package, module = method.needs
    if package == "java":
        jar = Path(os.environ.get(JARS, ".")) / module
        return (
            module.removesuffix(".jar").partition("-")[2] if shutil.which("java") and jar.is_file() else None
        )
    try:
        importlib.import_module(module)
        return importlib.metadata.version(package)
    except ImportError:
        return None
