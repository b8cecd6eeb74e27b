"""Records on disk and back: dataclasses of arrays, frames, text and numbers, without running what is read.

A record becomes a folder: ``record.json`` with its shape and its scalars, one ``.npy`` file for each large
array (mapped into memory when it is read), one for all small arrays of a type, one Parquet file for each
frame. What comes back is read by the type that the caller names, never by one that the folder names.

Large arrays of fields marked `arrays.COLD` need no memory once they are saved: they are mapped from their
files.
"""

from __future__ import annotations

import dataclasses
import functools
import json
import math
import mmap
import operator
import types
import typing
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeAlias, TypeVar

import numpy as np
import polars as pl

from collusion.arrays import COLD, frozen
from collusion.provenance import flush_to_disk

_T = TypeVar("_T")
_Array: TypeAlias = np.ndarray[Any, Any]

_RECORD = "record.json"
#: Arrays of fewer bytes share a file: a thousand candidates are a handful of files.
_SMALL = 1 << 16
#: JSON has no such numbers.
_ODD_FLOATS = types.MappingProxyType({"nan": math.nan, "inf": math.inf, "-inf": -math.inf})


def save(value: _T, kind: Any, folder: Path) -> _T:
    """Write a record into a new folder, and wait until it is on the disk.

    Parameters
    ----------
    value
        The record.
    kind
        Its type: a dataclass, a named tuple, or a list, tuple, dict or union with None of such; arrays,
        polars frames and series, text, bytes, paths, numbers.
    folder
        Folder to make; it may be renamed or removed while what is returned is in use.

    Returns
    -------
    record
        Equal to `value`, of the same objects but for its large cold arrays, which are mapped from their
        files, and the records that lead to them. Without such arrays it is `value` itself.

    Raises
    ------
    TypeError
        When a part is of another type.
    OSError
        When the folder cannot be written.
    """
    folder.mkdir()
    writer = _Writer(folder)
    shape = writer.pack(value, kind)
    pools = writer.close()
    text = json.dumps({"shape": shape, "pools": pools}, ensure_ascii=True, allow_nan=False)
    (folder / _RECORD).write_text(text, encoding="ascii")
    for path in [*sorted(folder.iterdir()), folder]:
        flush_to_disk(path)
    return typing.cast("_T", _ColdArrays(writer.mapped).replaced(value, kind))


def release_pages(value: Any, kind: Any) -> None:
    """Let pages of cold arrays that are mapped leave memory; whoever reads them again finds them.

    Parameters
    ----------
    value
        A record.
    kind
        Its type, as given to `save`.
    """

    def leave(array: _Array) -> _Array:
        """Let the pages of an array leave where it is mapped, and return it."""
        mapping = _mapping_of(array)
        if mapping is not None and hasattr(mmap, "MADV_DONTNEED"):
            mapping.madvise(mmap.MADV_DONTNEED)
        return array

    _ColdArrays(leave).replaced(value, kind)


def load(kind: type[_T], folder: Path) -> _T:
    """Read a record that `save` wrote.

    Parameters
    ----------
    kind
        Its type, as given to `save`.
    folder
        The folder.

    Returns
    -------
    record
        Equal to the one saved; its arrays are read-only, large ones mapped from their files.

    Raises
    ------
    ValueError, KeyError, TypeError, OSError
        When the folder holds no such record; `polars.exceptions.PolarsError` for its frames.
    """
    document = json.loads((folder / _RECORD).read_text(encoding="ascii"))
    value = _Reader(folder, document["pools"]).unpack(document["shape"], kind)
    return typing.cast("_T", value)


@functools.cache
def fields_of(kind: Any) -> Mapping[str, Any] | None:
    """Return the fields of a dataclass or named tuple with their types, None for another type.

    Parameters
    ----------
    kind
        Any type.

    Returns
    -------
    Mapping or None
        Field to resolved type, in order. Each type is looked at once: a record holds thousands of one type.
    """
    if dataclasses.is_dataclass(kind):
        names = [field.name for field in dataclasses.fields(kind)]
    elif isinstance(kind, type) and issubclass(kind, tuple) and hasattr(kind, "_fields"):
        names = list(kind._fields)
    else:
        return None
    hints = typing.get_type_hints(kind, localns={"pl": pl, "np": np})
    return types.MappingProxyType({name: hints[name] for name in names})


@functools.cache
def _resolved(kind: Any) -> Any:
    """Return X for X | None, and the type that an alias stands for; any other type as it is."""
    origin, arguments = typing.get_origin(kind) or kind, typing.get_args(kind)
    if hasattr(origin, "__value__"):
        # an alias of PEP 695, as NDArray is in numpy >= 2.5 on Python >= 3.12
        return _resolved(origin.__value__[arguments] if arguments else origin.__value__)
    if origin is Mapping:
        return types.GenericAlias(dict, arguments)
    if origin not in (typing.Union, types.UnionType):
        return kind
    others = [arm for arm in arguments if arm is not types.NoneType]
    if len(others) != 1:
        raise TypeError(f"{kind}: a record may leave a value out, but not choose between types")
    return _resolved(others[0])


def _arms(kind: Any, length: int) -> list[Any]:
    """Return the type of each of `length` elements of a list or tuple type."""
    arguments = typing.get_args(kind)
    if typing.get_origin(kind) is list or arguments[1:] == (...,):
        return [arguments[0]] * length
    if len(arguments) != length:
        raise TypeError(f"{kind}: found {length} elements")
    return list(arguments)


def _cold_fields(kind: Any) -> set[str]:
    """Return the names of the fields of a dataclass that are marked as cold; none of another type."""
    own = dataclasses.fields(kind) if dataclasses.is_dataclass(kind) else ()
    return {field.name for field in own if field.metadata.items() >= COLD.items()}


@functools.cache
def _may_be_cold(kind: Any) -> bool:
    """Return whether a value of the type `kind` may have a cold array anywhere within."""
    kind = _resolved(kind)
    fields = fields_of(kind)
    if fields is not None:
        return bool(_cold_fields(kind)) or any(map(_may_be_cold, fields.values()))
    is_nested = typing.get_origin(kind) in (list, tuple, dict)
    return is_nested and any(_may_be_cold(arm) for arm in typing.get_args(kind) if arm is not ...)


def _mapping_of(array: _Array) -> mmap.mmap | None:
    """Return the mapping of the file that an array lies in, None when it is in memory."""
    base: Any = array
    while isinstance(base, np.ndarray):
        base = base.base
    return base if isinstance(base, mmap.mmap) else None


def _mapped(path: Path) -> _Array:
    return frozen(np.asarray(np.load(path, mmap_mode="r", allow_pickle=False)))


class _ColdArrays:
    """Replaces the cold arrays of a record by what `put` returns for each."""

    def __init__(self, put: Callable[[_Array], _Array]) -> None:
        self._put = put
        self._seen: dict[int, tuple[Any, Any]] = {}

    def replaced(self, value: Any, kind: Any) -> Any:
        """Return a value of the type `kind`, itself where nothing in it is replaced."""
        if value is None or not _may_be_cold(kind):
            return value
        kind = _resolved(kind)
        fields = fields_of(kind)
        if id(value) not in self._seen:
            # What is one stays one. The value is kept, so that no other takes its identity.
            new = self._items(value, kind) if fields is None else self._fields(value, kind, fields)
            self._seen[id(value)] = (value, new)
        return self._seen[id(value)][1]

    def _fields(self, value: Any, kind: Any, fields: Mapping[str, Any]) -> Any:
        """Return a dataclass or named tuple with what is replaced in its fields."""
        cold = _cold_fields(kind)
        parts = {name: getattr(value, name) for name in fields}
        new = {
            name: self._put(part)
            if name in cold and isinstance(part, np.ndarray)
            else self.replaced(part, fields[name])
            for name, part in parts.items()
        }
        return value if all(map(operator.is_, new.values(), parts.values())) else kind(**new)

    def _items(self, value: Any, kind: Any) -> Any:
        """Return a list, tuple or dict with what is replaced in its elements or values."""
        is_dict = isinstance(value, dict)
        parts = list(value.values() if is_dict else value)
        arms = [typing.get_args(kind)[1]] * len(parts) if is_dict else _arms(kind, len(parts))
        new = [self.replaced(part, arm) for part, arm in zip(parts, arms, strict=True)]
        if all(map(operator.is_, new, parts)):
            return value
        return dict(zip(value, new, strict=True)) if is_dict else type(value)(new)


class _Writer:
    """Turns values into JSON, and puts arrays and frames into files on the way."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._n_files = 0
        self._pools: dict[str, list[_Array]] = {}
        self._filled: dict[str, int] = {}
        self._seen: dict[int, tuple[Any, Any]] = {}
        self._mapped: dict[str, _Array] = {}

    def pack(self, value: Any, kind: Any) -> Any:
        """Return what JSON can hold of a value of the type `kind`: names of files for arrays and frames."""
        if value is None:
            return None
        kind = _resolved(kind)
        fields = fields_of(kind)
        if fields is not None:
            return [self.pack(getattr(value, name), hint) for name, hint in fields.items()]
        origin = typing.get_origin(kind) or kind
        if origin in (list, tuple):
            arms = _arms(kind, len(value))
            return [self.pack(item, arm) for item, arm in zip(value, arms, strict=True)]
        if origin is dict:
            of_key, of_value = typing.get_args(kind)
            return [[self.pack(key, of_key), self.pack(item, of_value)] for key, item in value.items()]
        if origin in (np.ndarray, pl.DataFrame, pl.Series):
            return self._file(value)
        return _scalar(value, kind)

    def _file(self, value: Any) -> Any:
        """Write an array or a frame, once however often it is met."""
        if id(value) not in self._seen:
            # the value is kept, so that no other takes its identity
            self._seen[id(value)] = (value, self._write(value))
        return self._seen[id(value)][1]

    def _write(self, value: Any) -> Any:
        if isinstance(value, np.ndarray) and value.nbytes < _SMALL:
            return self._pool(value)
        name = f"{self._n_files:04d}"
        self._n_files += 1
        if isinstance(value, np.ndarray):
            np.save(self._folder / f"{name}.npy", value, allow_pickle=False)
        else:
            frame = value.to_frame() if isinstance(value, pl.Series) else value
            frame.write_parquet(self._folder / f"{name}.parquet", compression="lz4", statistics=False)
        return name

    def _pool(self, array: _Array) -> list[Any]:
        key = array.dtype.str
        start = self._filled.get(key, 0)
        self._pools.setdefault(key, []).append(np.ascontiguousarray(array).ravel())
        self._filled[key] = start + array.size
        return [key, start, list(array.shape)]

    def mapped(self, array: _Array) -> _Array:
        """Return an array that was written, mapped from its file; itself when small or mapped before."""
        node = self._seen[id(array)][1]
        if isinstance(node, list) or _mapping_of(array) is not None:
            return array
        if node not in self._mapped:
            self._mapped[node] = _mapped(self._folder / f"{node}.npy")
        return self._mapped[node]

    def close(self) -> dict[str, str]:
        """Write the small arrays; return the file of each of their types."""
        names = {key: f"small-{i}" for i, key in enumerate(sorted(self._pools))}
        for key, name in names.items():
            np.save(self._folder / f"{name}.npy", np.concatenate(self._pools[key]), allow_pickle=False)
        return names


class _Reader:
    """Turns JSON back into values of the types asked for."""

    def __init__(self, folder: Path, pools: dict[str, str]) -> None:
        self._folder = folder
        self._pools = {
            key: frozen(np.load(folder / f"{_plain(name)}.npy", allow_pickle=False))
            for key, name in pools.items()
        }

    def unpack(self, node: Any, kind: Any) -> Any:
        """Return the value of the type `kind` that was packed into `node`."""
        if node is None:
            return None
        kind = _resolved(kind)
        fields = fields_of(kind)
        if fields is not None:
            values = [self.unpack(part, hint) for part, hint in zip(node, fields.values(), strict=True)]
            return kind(**dict(zip(fields, values, strict=True)))
        origin = typing.get_origin(kind) or kind
        if origin in (list, tuple):
            return origin(
                self.unpack(part, arm) for part, arm in zip(node, _arms(kind, len(node)), strict=True)
            )
        if origin is dict:
            of_key, of_value = typing.get_args(kind)
            return {self.unpack(key, of_key): self.unpack(part, of_value) for key, part in node}
        if origin is np.ndarray:
            return self._array(node)
        if origin in (pl.DataFrame, pl.Series):
            frame = pl.read_parquet(self._folder / f"{_plain(node)}.parquet", glob=False)
            return frame if origin is pl.DataFrame else frame.to_series()
        return _from_scalar(node, kind)

    def _array(self, node: Any) -> _Array:
        if isinstance(node, list):
            key, start, shape = node
            return self._pools[key][start : start + math.prod(shape)].reshape(shape)
        return _mapped(self._folder / f"{_plain(node)}.npy")


def _plain(name: str) -> str:
    """Return the name of a file; one that leads out of the folder is none."""
    if not name.replace("-", "").isalnum():
        raise ValueError(f"{name!r} is no name of a file of a record")
    return name


def _scalar(value: Any, kind: Any) -> Any:
    if isinstance(value, np.generic):
        value = value.item()
    if kind is float:
        return float(value) if math.isfinite(value) else str(float(value))
    if kind is bytes:
        return value.hex()
    if kind is Path:
        return str(value)
    if kind in (bool, int, str) and isinstance(value, kind):
        return kind(value)
    raise TypeError(f"{type(value).__name__} where {kind} was declared: a record cannot hold that")


def _from_scalar(node: Any, kind: Any) -> Any:
    if kind is float:
        return _ODD_FLOATS[node] if isinstance(node, str) else float(node)
    if kind is bytes:
        return bytes.fromhex(node)
    if kind is Path:
        return Path(node)
    if kind in (bool, int, str) and type(node) is kind:
        return node
    raise ValueError(f"found {type(node).__name__} where {kind} was expected")
