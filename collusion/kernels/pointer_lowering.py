"""How compiled code receives a `pointer_record`: as the address of its unpacked fields."""

from __future__ import annotations

import hashlib
from typing import Any

from llvmlite import ir  # type: ignore[import-untyped]
from numba import types
from numba.core import cgutils
from numba.core.imputils import impl_ret_borrowed
from numba.core.typing.templates import AttributeTemplate
from numba.core.typing.typeof import typeof
from numba.extending import (
    NativeValue,
    infer_getattr,
    lower_getattr_generic,
    models,
    register_model,
    typeof_impl,
    unbox,
)

#: Words of a native array before its shape: owner, parent, number and size of items, data.
_ARRAY_WORDS = 5


class PointerRecordType(types.Type):
    """The type of one NamedTuple class with fields of these types."""

    def __init__(self, record: type, fields: tuple[Any, ...]) -> None:
        self.record = record
        self.fields = fields
        # The name is part of every symbol: its length costs time too.
        digest = hashlib.sha256(" ".join(map(str, fields)).encode()).hexdigest()
        super().__init__(name=f"{record.__name__}_{digest[:8]}")

    @property
    def key(self) -> tuple[type, tuple[Any, ...]]:
        """What makes two of these types the same."""
        return self.record, self.fields


def register(record: type) -> None:
    """Let compiled code receive instances of a NamedTuple class as one pointer."""

    def type_of(value: Any, context: Any) -> PointerRecordType:  # noqa: ARG001 - numba passes it
        """Return the type of an instance by those of its fields."""
        return PointerRecordType(record, tuple(map(typeof, value)))

    typeof_impl.register(record)(type_of)


register_model(PointerRecordType)(models.OpaqueModel)


@infer_getattr
class _RecordAttributes(AttributeTemplate):
    """Types the fields."""

    key = PointerRecordType

    def generic_resolve(self, record_type: PointerRecordType, attribute: str) -> Any:
        """Return the type of a field; None when there is none of this name."""
        names = record_type.record._fields  # type: ignore[attr-defined]
        return record_type.fields[names.index(attribute)] if attribute in names else None


def _layout(context: Any, record_type: PointerRecordType) -> Any:
    """Return the structure behind the pointer: a slot for each field if it is an array, then all others.

    Slots are of one size so that a loop fills them: unrolled, it would be more code than most kernels.
    """
    arrays = [field for field in record_type.fields if isinstance(field, types.Array)]
    n_words = max((_ARRAY_WORDS + 2 * array.ndim for array in arrays), default=0)
    slots = ir.ArrayType(ir.ArrayType(cgutils.intp_t, n_words), len(record_type.fields) if arrays else 0)
    return ir.LiteralStructType([slots, *(context.get_value_type(field) for field in _others(record_type))])


def _others(record_type: PointerRecordType) -> list[Any]:
    """Return the types of the fields that are no arrays, in order."""
    return [field for field in record_type.fields if not isinstance(field, types.Array)]


@lower_getattr_generic(PointerRecordType)  # type: ignore[untyped-decorator]
def _load_field(
    context: Any, builder: Any, record_type: PointerRecordType, value: Any, attribute: str
) -> Any:
    """Load a field; an array without its owner, so that nobody counts references to it."""
    index = record_type.record._fields.index(attribute)  # type: ignore[attr-defined]
    field = record_type.fields[index]
    record = builder.bitcast(value, _layout(context, record_type).as_pointer())
    if not isinstance(field, types.Array):
        before = len(_others(PointerRecordType(record_type.record, record_type.fields[:index])))
        value = builder.load(cgutils.gep_inbounds(builder, record, 0, 1 + before))
        return impl_ret_borrowed(context, builder, field, value)
    slot = cgutils.gep_inbounds(builder, record, 0, 0, index)
    array_pointer = builder.bitcast(slot, context.get_value_type(field).as_pointer())
    array = context.make_array(field)(context, builder, value=builder.load(array_pointer))
    array.meminfo = cgutils.get_null_value(array.meminfo.type)
    array.parent = cgutils.get_null_value(array.parent.type)
    return array._getvalue()  # noqa: SLF001


@unbox(PointerRecordType)  # type: ignore[untyped-decorator]
def _unbox_fields(record_type: PointerRecordType, record: Any, c: Any) -> Any:
    """Unpack the fields onto the stack of the caller; release the arrays after the call."""
    layout = _layout(c.context, record_type)
    place = cgutils.alloca_once(c.builder, layout, zfill=True)
    count = ir.Constant(cgutils.intp_t, layout.elements[0].count)

    def slot_at(index: Any) -> Any:
        """Return where the slot of a field begins."""
        return c.builder.bitcast(cgutils.gep_inbounds(c.builder, place, 0, 0, index), cgutils.voidptr_t)

    with cgutils.for_range(c.builder, count) as loop:
        get = c.pyapi._get_function(  # noqa: SLF001 - numba's own takes a number known beforehand
            ir.FunctionType(c.pyapi.pyobj, [c.pyapi.pyobj, c.pyapi.py_ssize_t]), name="PyTuple_GetItem"
        )
        # What is no array leaves its slot empty.
        c.pyapi.nrt_adapt_ndarray_from_python(c.builder.call(get, [record, loop.index]), slot_at(loop.index))
    is_error, others = cgutils.false_bit, []
    for index, field in enumerate(record_type.fields):
        if not isinstance(field, types.Array):
            native = c.unbox(field, c.pyapi.tuple_getitem(record, index))
            others.append((field, native))
            c.builder.store(native.value, cgutils.gep_inbounds(c.builder, place, 0, len(others)))
            is_error = c.builder.or_(is_error, native.is_error)

    def release() -> None:
        """Give back what was unpacked; empty slots own nothing."""
        void = ir.FunctionType(ir.VoidType(), [cgutils.voidptr_t])
        decref = cgutils.get_or_insert_function(c.builder.module, void, "NRT_decref")
        with cgutils.for_range(c.builder, count) as loop:
            owner = c.builder.bitcast(slot_at(loop.index), cgutils.voidptr_t.as_pointer())
            c.builder.call(decref, [c.builder.load(owner)])
        for field, native in others:
            if native.cleanup is not None:
                native.cleanup()
            c.context.nrt.decref(c.builder, field, native.value)

    return NativeValue(c.builder.bitcast(place, cgutils.voidptr_t), is_error=is_error, cleanup=release)
