"""The prefetch hint: ask the processor for an element some iterations before the loop needs it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from llvmlite import ir  # type: ignore[import-untyped]
from numba import types
from numba.core import cgutils
from numba.extending import intrinsic, overload
from numpy.typing import NDArray


def prefetch(array: NDArray[Any], index: int | np.unsignedinteger[Any]) -> None:
    """Hint that ``array[index]`` is needed soon; without the compiler it does nothing.

    Parameters
    ----------
    array
        One-dimensional contiguous array.
    index
        Position, which may lie beyond the end: a hint never faults.
    """


@intrinsic  # type: ignore[untyped-decorator]
def _prefetch(_typing_context: Any, array: Any, index: Any) -> Any:
    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        """Write the instruction for the element that the arguments point at."""
        data = context.make_array(signature.args[0])(context, builder, arguments[0]).data
        byte_pointer = builder.bitcast(builder.gep(data, [arguments[1]]), cgutils.voidptr_t)
        int32 = ir.IntType(32)
        hint = cgutils.get_or_insert_function(
            builder.module,
            ir.FunctionType(ir.VoidType(), [cgutils.voidptr_t, int32, int32, int32]),
            "llvm.prefetch.p0",
        )
        builder.call(hint, [byte_pointer, int32(0), int32(3), int32(1)])
        return context.get_dummy_value()

    return types.void(array, index), generate


@overload(prefetch)  # type: ignore[untyped-decorator]
def _compile_prefetch(array: Any, index: Any) -> Callable[[Any, Any], None]:  # noqa: ARG001 - numba types them
    def hint(array: Any, index: Any) -> None:
        """Stand in for `prefetch` in compiled code."""
        _prefetch(array, index)

    return hint
