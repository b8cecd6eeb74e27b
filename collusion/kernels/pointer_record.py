"""Records of arrays that compiled kernels receive as one pointer instead of field by field.

Numba takes a NamedTuple apart at every call: a record of eighteen arrays is 126 arguments of every kernel
that receives it, through typing, lowering and LLVM. A pointer record is a NamedTuple still, for its callers
and under ``NUMBA_DISABLE_JIT``, but compiled code sees the address of its unpacked fields. Where numba is not
as `pointer_lowering` expects, it stays a NamedTuple for compiled code, too.
"""

from __future__ import annotations

from typing import TypeVar

from collusion.kernels.numba_features import has_known_parts

_Record = TypeVar("_Record", bound=type)


def pointer_record(record: _Record) -> _Record:
    """Pass instances of a NamedTuple class to kernels as one pointer.

    Kernels read the fields as ever and may write into arrays, but neither make nor replace an instance. They
    must not return an array of one, nor a view of it: nothing counts references to what a pointer record
    holds, which lives as long as the call.

    Parameters
    ----------
    record
        A NamedTuple class of arrays, numbers and tuples of these.

    Returns
    -------
    type
        The same class.
    """
    if has_known_parts():
        from collusion.kernels import pointer_lowering

        pointer_lowering.register(record)
    return record
