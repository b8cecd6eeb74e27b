"""The record store: what is saved comes back equal, of the type asked for, read-only, and runs nothing."""

from __future__ import annotations

import datetime as dt
import json
import math
import shutil
import tempfile
import weakref
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from typing_extensions import TypeAliasType

from collusion import record_store
from collusion.arrays import COLD, Float64Array, Int32Array
from collusion.graph.build import EntityGraph, build_graph
from collusion.tables.locate import TableFiles
from collusion.tables.read import read_tables
from collusion.tables.records import ReviewTables
from tests.conftest import ROOT
from tests.mapped import resident

SAMPLE = ROOT / "sample_graphs" / "gift-cards"


class Place(NamedTuple):
    x: Int32Array
    y: float


@dataclass(frozen=True, slots=True)
class Leaf:
    name: str
    values: Float64Array
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Tree:
    leaves: list[Leaf]
    by_name: dict[str, tuple[Int32Array, ...]]
    pair: tuple[int, float]
    is_sound: bool
    secret: bytes
    source: Path
    frame: pl.DataFrame | None
    ids: pl.Series


@dataclass(frozen=True, slots=True)
class Drawer:
    hot: Int32Array
    cold: Int32Array = field(metadata=COLD)
    none: Int32Array | None = field(default=None, metadata=COLD)


class Shelf(NamedTuple):
    drawer: Drawer
    label: str


@dataclass(frozen=True, slots=True)
class Chest:
    by_name: dict[str, Drawer]
    drawers: list[Drawer | None]
    shelf: Shelf
    pair: tuple[Drawer, int]
    ids: pl.Series


def _same(first: Any, second: Any) -> bool:
    """Compare records deeply; NaN equals NaN."""
    fields = record_store.fields_of(type(first))
    if fields is not None:
        same = all(_same(getattr(first, name), getattr(second, name)) for name in fields)
        return type(first) is type(second) and same
    if isinstance(first, np.ndarray):
        same = first.dtype == second.dtype and first.shape == second.shape
        return same and first.tobytes() == second.tobytes()
    if isinstance(first, pl.DataFrame | pl.Series):
        return first.equals(second) and str(first) == str(second)
    if isinstance(first, list | tuple):
        same = len(first) == len(second) and all(map(_same, first, second))
        return type(first) is type(second) and same
    if isinstance(first, dict):
        return list(first) == list(second) and all(_same(first[key], second[key]) for key in first)
    if isinstance(first, float):
        return repr(first) == repr(second)
    return type(first) is type(second) and bool(first == second)


ints = hnp.arrays(np.int32, st.integers(0, 20))
floats = hnp.arrays(np.float64, hnp.array_shapes(min_side=0, max_dims=2))
places = st.builds(Place, ints, st.floats())
texts = st.text(st.characters(codec="utf-8"), max_size=8)
leaves = st.builds(Leaf, texts, floats, st.none() | places)
times = st.integers(0, 2**50).map(lambda us: dt.datetime.fromtimestamp(us / 1e6, tz=dt.UTC))
frames = st.lists(st.tuples(texts, st.none() | times, st.lists(texts, max_size=2)), max_size=5).map(
    lambda rows: pl.DataFrame(
        rows,
        schema={"id": pl.String, "at": pl.Datetime("us", "UTC"), "all": pl.List(pl.String)},
        orient="row",
    )
)
trees = st.builds(
    Tree,
    st.lists(leaves, max_size=4),
    st.dictionaries(texts, st.lists(ints, max_size=3).map(tuple), max_size=3),
    st.tuples(st.integers(), st.floats()),
    st.booleans(),
    st.binary(max_size=5),
    st.just(Path("a/b")),
    st.none() | frames,
    st.lists(texts, max_size=5).map(lambda values: pl.Series("ids", values, dtype=pl.String)),
)


def _round_trip(value: Any, kind: Any) -> Any:
    with tempfile.TemporaryDirectory() as folder:
        record_store.save(value, kind, Path(folder) / "value")
        return record_store.load(kind, Path(folder) / "value")


@settings(deadline=None, max_examples=60)
@given(trees)
def test_load__gives_back_what_was_saved(tree: Tree) -> None:
    assert _same(tree, _round_trip(tree, Tree))


@pytest.mark.parametrize("dtype", [np.int8, np.int64, np.float32, np.bool_, np.uint32])
@pytest.mark.parametrize("size", [0, 3, 100_000])
def test_load__arrays_small_and_large_are_read_only(dtype: type, size: int) -> None:
    value = (np.arange(size) % 2).astype(dtype)
    found = _round_trip([value, value], list[np.ndarray])

    assert _same([value, value], found)
    assert not any(array.flags.writeable for array in found)
    assert all(type(array) is np.ndarray for array in found)


_Scalar = TypeVar("_Scalar", bound=np.generic)
#: What `NDArray` is in numpy >= 2.5 on Python >= 3.12.
ArrayAlias = TypeAliasType("ArrayAlias", np.ndarray[Any, np.dtype[_Scalar]], type_params=(_Scalar,))
FrameAlias = TypeAliasType("FrameAlias", pl.DataFrame | None)


def test_load__types_by_an_alias() -> None:
    """An alias stands for its type, with and without parameters, within others and beside None."""
    numbers, frame = np.arange(20_000, dtype=np.int32), pl.DataFrame({"a": [1]})
    value = ([numbers, None], frame, None)
    kind = tuple[list[ArrayAlias[np.int32] | None], FrameAlias, FrameAlias]

    assert _same(value, _round_trip(value, kind))


def test_load__the_records_of_a_run(tmp_path: Path) -> None:
    """What the pipeline keeps: tables with a time zone, a graph of identifiers, text, nulls."""
    tables = read_tables(SAMPLE)
    graph = build_graph(tables)

    assert _same(tables, _round_trip(tables, ReviewTables))
    assert _same(graph, _round_trip(graph, EntityGraph))


def test_save__shares_what_is_one(tmp_path: Path) -> None:
    """An array met twice is one file."""
    array = np.arange(100_000)
    record_store.save([array] * 5, list[np.ndarray], tmp_path / "value")

    assert ["0000.npy", "record.json"] == sorted(path.name for path in (tmp_path / "value").iterdir())


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        (object(), object),
        ({1, 2}, set[int]),
        ("text", int),
        ((1, 2), tuple[int, int, int]),
        (1, int | str),
        (np.array([object()]), np.ndarray),
    ],
)
def test_save__refuses_what_it_cannot_give_back(tmp_path: Path, value: Any, kind: Any) -> None:
    with pytest.raises((TypeError, ValueError)):
        record_store.save(value, kind, tmp_path / "value")


@pytest.mark.parametrize("name", ["../../etc/passwd", "/etc/passwd", ""])
def test_load__never_leaves_its_folder(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "value"
    record_store.save([np.arange(100_000)], list[np.ndarray], folder)
    (folder / "record.json").write_text(json.dumps({"shape": [name], "pools": {}}))
    with pytest.raises(ValueError, match="no name of a file"):
        record_store.load(list[np.ndarray], folder)


def test_load__of_another_type_fails(tmp_path: Path) -> None:
    record_store.save(Leaf("a", np.zeros(2)), Leaf, tmp_path / "value")
    for kind in (int, Tree, list[int]):
        with pytest.raises((ValueError, KeyError, TypeError)):
            record_store.load(kind, tmp_path / "value")


def test_load__odd_numbers() -> None:
    values = [math.inf, -math.inf, math.nan, -0.0, 5e-324]

    assert [repr(value) for value in values] == [repr(value) for value in _round_trip(values, list[float])]


def _drawer(size: int = 100_000) -> Drawer:
    return Drawer(np.arange(size, dtype=np.int32), np.arange(size, dtype=np.int32) + 1)


def _chest(drawer: Drawer) -> Chest:
    """A drawer in every kind of place."""
    return Chest({"a": drawer}, [None, drawer], Shelf(drawer, "b"), (drawer, 1), pl.Series("ids", ["c"]))


def _drawers(chest: Chest) -> list[Drawer | None]:
    return [*chest.by_name.values(), chest.drawers[1], chest.shelf.drawer, chest.pair[0]]


def _is_mapped(array: np.ndarray[Any, Any]) -> bool:
    return record_store._mapping_of(array) is not None


def test_save__gives_back_the_same_with_cold_arrays_mapped_and_hot_ones_in_memory(tmp_path: Path) -> None:
    chest = _chest(_drawer())
    found = record_store.save(chest, Chest, tmp_path / "value")

    assert _same(chest, found)
    assert found.ids is chest.ids
    for drawer in _drawers(found):
        assert drawer is not None
        assert drawer is found.pair[0]
        assert drawer.hot is chest.pair[0].hot
        assert _is_mapped(drawer.cold)
        assert not drawer.cold.flags.writeable
        assert type(drawer.cold) is np.ndarray


def test_save__lets_cold_arrays_leave_memory_and_needs_no_folder_afterwards(tmp_path: Path) -> None:
    drawer = _drawer()
    expected = drawer.cold.copy()
    gone, stays = weakref.ref(drawer.cold), weakref.ref(drawer.hot)
    drawer = record_store.save(drawer, Drawer, tmp_path / "value")
    (tmp_path / "value").rename(tmp_path / "other")
    shutil.rmtree(tmp_path / "other")

    assert gone() is None
    assert stays() is drawer.hot
    assert expected.tolist() == drawer.cold.tolist()


def test_save__leaves_small_arrays_and_what_is_mapped_where_they_are(tmp_path: Path) -> None:
    small = _chest(_drawer(10))
    once = record_store.save(_chest(_drawer()), Chest, tmp_path / "once")

    assert record_store.save(small, Chest, tmp_path / "small") is small
    assert record_store.save(once, Chest, tmp_path / "twice") is once
    assert _same(once, record_store.load(Chest, tmp_path / "twice"))


def test_save__a_cold_array_met_twice_stays_one(tmp_path: Path) -> None:
    cold = np.arange(100_000, dtype=np.int32)
    kind = tuple[Drawer, ...]
    first, second = record_store.save(
        (Drawer(cold, cold), Drawer(cold[::-1], cold)), kind, tmp_path / "value"
    )

    assert first.cold is second.cold
    assert _is_mapped(first.cold)
    assert first.hot is cold


def test_let_go__what_was_read_leaves_memory_and_can_be_read_again(tmp_path: Path) -> None:
    chest = record_store.save(_chest(_drawer()), Chest, tmp_path / "value")
    expected = int(chest.pair[0].cold.sum())
    read = resident(tmp_path)
    record_store.release_pages(chest, Chest)

    assert (read >= 100, resident(tmp_path)) == (True, 0)
    assert expected == int(chest.pair[0].cold.sum())


def test_let_go__has_no_use_for_arrays_in_memory() -> None:
    drawer = _drawer()
    record_store.release_pages(drawer, Drawer)

    assert _same(drawer, _drawer())


def test_cold_arrays__of_a_run_are_those_that_only_cases_read() -> None:
    """The reviews themselves, which the search reads all the time, are never mapped."""
    tables = read_tables(SAMPLE)
    graph = build_graph(tables)
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setattr(record_store, "_SMALL", 1)
        lighter = record_store.save(tables, ReviewTables, Path(folder) / "tables")
        above = record_store.save(build_graph(lighter), EntityGraph, Path(folder) / "graph")
    pairs, reviews = lighter.codes.pairs, above.reviews

    assert _same((tables, graph), (lighter, above))
    assert above.review_row is pairs.row
    assert all(map(_is_mapped, (pairs.row, pairs.verified, pairs.marketplace)))
    assert not any(map(_is_mapped, (pairs.indptr, pairs.product, pairs.minute, pairs.stars)))
    assert not any(_is_mapped(getattr(reviews, name)) for name in record_store.fields_of(type(reviews)) or ())
    for relation in above.identifiers.values():
        assert _is_mapped(relation.adjacency.indices)
        assert not _is_mapped(relation.adjacency.t_indices)


def test_save__a_mapping_is_kept_as_a_dict(tmp_path: Path) -> None:
    """Files of a table carry what their folders say of every row of theirs."""
    files = TableFiles("reviews", "parquet", (Path("a"),), ("a",), ({"marketplace": "us"},))
    record_store.save(files, TableFiles, tmp_path / "files")

    assert files == record_store.load(TableFiles, tmp_path / "files")
