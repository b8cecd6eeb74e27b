"""Loading TOML sections into parameter records and writing them back."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collusion.errors import InputError
from collusion.settings import load_settings, nearest, option, read_toml, settings_as_toml, toml_value


@dataclass(frozen=True, slots=True)
class Inner:
    depth: int = option(3, "How deep.", minimum=1)
    names: tuple[str, ...] = option((), "Names.")


@dataclass(frozen=True, slots=True)
class Outer:
    share: float = option(0.5, "A share.", minimum=0.0, maximum=1.0)
    ladder: tuple[int, ...] = option((1, 2), "Rungs.", minimum=1, maximum=9)
    weights: tuple[float, ...] = option((1.0,), "Weights.", maximum=2.0)
    on: bool = option(True, "Switch.")
    word: str = option("x", "A word.")
    bare: float = 1.0
    inner: Inner = field(default_factory=Inner)


def load(text, **options):
    faults = []
    return load_settings(Outer, tomllib.loads(text), where="outer", faults=faults, **options), list(
        map(str, faults)
    )


def test_load_settings__defaults():
    assert load("") == (Outer(), [])


def test_load_settings__values():
    text = 'share = 1\nladder = [3]\nweights = [1, 2.0]\non = false\nword = "y"\nbare = -7\n'
    text += 'inner = {depth = 4, names = ["a"]}'

    record, faults = load(text)

    assert faults == []
    assert record == Outer(1.0, (3,), (1.0, 2.0), False, "y", -7.0, Inner(4, ("a",)))
    assert isinstance(record.share, float)
    assert isinstance(record.weights[0], float)


def test_load_settings__absent_keys_come_from_the_base():
    base = Outer(share=0.1, inner=Inner(names=("z",)))

    record, _ = load("inner = {depth = 9}", base=base)

    assert record == Outer(share=0.1, inner=Inner(9, ("z",)))


@pytest.mark.parametrize(
    "text, fault",
    [
        (
            "shore = 1",
            "outer.shore: found a key that means nothing here. Allowed: bare, inner, ladder, on, share, ",
        ),
        ("shore = 1", "Correct its name or remove it. Did you mean 'share'?"),
        ("zzzzz = 1", "Correct its name or remove it."),
        ('"a\\nb" = 1', "outer.a\\nb: found a key"),
        (
            "share = 1.5",
            "outer.share: found 1.5. Allowed: a number from 0 to 1. Change the value to one in that range.",
        ),
        ("share = nan", "outer.share: found nan. Allowed: a number from 0 to 1."),
        ("bare = inf", "outer.bare: found inf. Allowed: a finite number."),
        ("bare = 1" + "0" * 400, "outer.bare: found integer 1"),
        ("share = true", "outer.share: found bool True. Allowed: a number. Change the value to that type."),
        ("share = '1'", "outer.share: found string '1'. Allowed: a number."),
        ("on = 1", "outer.on: found integer 1. Allowed: true or false."),
        ("word = 2015-10-16", "Allowed: a string."),
        ("word = {a = 1}", "outer.word: found table. Allowed: a string."),
        ("ladder = 3", "outer.ladder: found integer 3. Allowed: an array, each element an integer."),
        ("ladder = [1.5]", "outer.ladder: found array. Allowed: an array, each element an integer."),
        ("ladder = [1, 10]", "outer.ladder: found 10. Allowed: a number from 1 to 9."),
        ("weights = [3]", "outer.weights: found 3. Allowed: a number of at most 2."),
        ("inner = 1", "outer.inner: found integer 1. Allowed: a table of keys. Write it as [outer.inner]."),
        ("inner = {depth = 0}", "outer.inner.depth: found 0. Allowed: a number of at least 1."),
    ],
)
def test_load_settings__faults(text, fault):
    record, faults = load(text)

    assert len(faults) == 1
    assert fault in faults[0]
    assert record == Outer()


def test_load_settings__gathers_all_faults():
    _, faults = load("share = 2\non = 0\nfoo = 1\ninner = {depth = 0, bar = 1}")

    assert len(faults) == 5


FLOATS = st.floats(0, 1)
TEXTS = st.text(st.characters(codec="utf-8"))


@given(
    st.builds(
        Outer,
        share=FLOATS,
        ladder=st.lists(st.integers(1, 9)).map(tuple),
        weights=st.lists(st.floats(-1e300, 2)).map(tuple),
        on=st.booleans(),
        word=TEXTS,
        bare=st.floats(allow_nan=False, allow_infinity=False),
        inner=st.builds(Inner, depth=st.integers(1, 2**62), names=st.lists(TEXTS).map(tuple)),
    )
)
def test_settings_as_toml__round_trip(record):
    faults = []
    document = tomllib.loads(settings_as_toml(record, "outer"))

    assert load_settings(Outer, document["outer"], where="outer", faults=faults) == record
    assert faults == []


def test_settings_as_toml__comments():
    assert settings_as_toml(Outer(), "outer") == (
        "[outer]\n"
        "# A share (a number from 0 to 1)\nshare = 0.5\n"
        "# Rungs (a number from 1 to 9)\nladder = [1, 2]\n"
        "# Weights (a number of at most 2)\nweights = [1.0]\n"
        "# Switch\non = true\n"
        '# A word\nword = "x"\n'
        "bare = 1.0\n"
        "\n[outer.inner]\n"
        "# How deep (a number of at least 1)\ndepth = 3\n"
        "# Names\nnames = []\n"
    )


def test_toml_value__mappings_and_infinities():
    assert toml_value({"a b": 1, "c": [True]}) == '{ "a b" = 1, "c" = [true] }'
    assert toml_value({}) == "{}"
    assert toml_value(float("inf")) == "inf"
    with pytest.raises(TypeError, match="TOML has no value for NoneType"):
        toml_value(None)


@pytest.mark.parametrize(
    "content, text",
    [
        (b"a = ", "c.toml: found no valid TOML: Invalid value"),
        (
            b"a = '\xff'",
            "c.toml: found a byte that is not UTF-8 at position 5. Allowed: a TOML file in UTF-8.",
        ),
        (b"a = " + b"[" * 100_000, "c.toml: found tables or arrays nested too deep"),
        (b"a = " + b"9" * 10_000, "c.toml: found a value that cannot be read"),
    ],
)
def test_read_toml__faults(tmp_path, content, text):
    (tmp_path / "c.toml").write_bytes(content)

    with pytest.raises(InputError) as raised:
        read_toml(tmp_path / "c.toml")
    assert text in str(raised.value)


def test_read_toml__no_file(tmp_path):
    with pytest.raises(
        InputError, match=r"c.toml: found a file that cannot be opened \(No such file or directory\)"
    ):
        read_toml(tmp_path / "c.toml")


def test_nearest__only_what_is_near():
    assert nearest("sead", ["seed", "tables"]) == " Did you mean 'seed'?"
    assert nearest("sead", ["tables"]) == ""
