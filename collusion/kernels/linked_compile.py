"""How numba compiles a kernel that only kernels call: to a module that is linked into theirs, no further.

Numba by itself optimises each kernel with all that it calls, turns that into machine code and stores it, and
then does so again for its caller: in a chain of ten calls, ten times. Here the one at the end of the chain,
which is called from Python, is optimised and stored with all the others in it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from numba.core.codegen import JITCodeLibrary
from numba.core.compiler import Compiler, DefaultPassBuilder
from numba.core.compiler_machinery import AnalysisPass, register_pass
from numba.core.typed_passes import NativeLowering


class _NoEnvironments:
    """Stands for the code generator where numba announces the globals of a function that can be called."""

    def set_env(self, env_name: str, env: Any) -> None:
        """Announce nothing: the globals of what is linked into another module are that module's."""


class _LinkedLibrary(JITCodeLibrary):
    """A module that is never run itself."""

    codegen = _NoEnvironments()

    def _optimize_final_module(self) -> None:
        """Leave it to the module into which this one is linked."""

    def _finalize_final_module(self) -> None:
        self._finalize_dynamic_globals()
        self._finalized = True

    def get_pointer_to_function(self, name: str) -> int:  # noqa: ARG002 - numba passes it
        """Return 0: no function of this module has an address."""
        self._ensure_finalized()
        return 0


@register_pass(mutates_CFG=False, analysis_only=True)
class _WithoutEntry(AnalysisPass):
    """Lower a kernel without its entry from Python.

    As an option, this would make numba compile its own functions, such as `numpy.empty`, once for kernels
    with an entry and once for those without.
    """

    _name = "without_entry"

    def __init__(self) -> None:
        """Make the pass; numba asks for this method."""
        super().__init__()

    def run_pass(self, state: Any) -> bool:
        """Set the flag; the module has not been changed."""
        state.flags.no_cpython_wrapper = True
        return False


class LinkedCompiler(Compiler):
    """Compiles a kernel for kernels to call; a ``pipeline_class`` of numba's."""

    def compile_extra(self, func: Callable[..., Any]) -> Any:
        """Compile `func` into a module to be linked."""
        self.state.library = _LinkedLibrary(self.state.targetctx.codegen(), func.__qualname__)
        return super().compile_extra(func)

    def define_pipelines(self) -> list[Any]:
        """Return the passes of numba, and the one that takes the entry away."""
        passes = DefaultPassBuilder.define_nopython_pipeline(self.state)
        lowering = [name for name, _ in passes.passes].index(NativeLowering)
        passes.passes.insert(lowering, (_WithoutEntry, "without an entry from Python"))
        passes.finalize()
        return [passes]
