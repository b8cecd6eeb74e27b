from __future__ import annotations

import json
from collections import Counter
from types import SimpleNamespace

import polars as pl
import pytest

from collusion.errors import UsageError
from collusion.evaluation.markets import Market
from collusion.evaluation.truth import Truth, read_truth
from collusion.evidence.families import MEASURES
from collusion.scoring.hypotheses import model_from
from collusion.simulate.lifelike.styles import STYLES
from collusion.simulate.ring_styles import HELD_OUT
from research import train, training
from tests.conftest import ROOT
from tests.evaluation.by_hand import group

SCHEMA = {"ring_id": pl.String, "kind": pl.String, "style": pl.String, "is_ring": pl.Boolean}


def _labelled(rows):
    """Labelled candidates of (kind, is_ring, bins by measure); bins that are not named are unknown."""
    return pl.DataFrame(
        [
            {"ring_id": f"R-{i}", "kind": kind, "style": "x", "is_ring": is_ring, **bins}
            for i, (kind, is_ring, bins) in enumerate(rows)
        ],
        schema={**SCHEMA, **dict.fromkeys(MEASURES, pl.UInt8)},
    )


ROWS = [
    *[("accounts of one hand", True, {"stars_shift": 5, "dedication": 3})] * 6,
    *[("hired crowd", True, {"stars_shift": 4})] * 3,
    *[("fans", False, {"stars_shift": 0, "dedication": 3})] * 9,
    *[("taste", False, {"stars_shift": 1})] * 50,
]


def test_label__takes_the_planted_ring_for_what_it_is(small_run, small_market):
    labelled = training.label(small_run, read_truth(small_market)).bins
    ring = labelled.filter("is_ring")
    bins = small_run.effects.drop_nulls("bin").filter(ring_id=ring["ring_id"][0])

    assert [("accounts with shared instruments", "gift_cards")] == ring.select("kind", "style").rows()
    assert {m: b for m, b in ring.select(*MEASURES).row(0, named=True).items() if b is not None} == dict(
        bins.select("measure", "bin").iter_rows()
    )


def _run_of(rings):
    """Of a run only what labels are made from: candidates as the letters of their members."""
    names = [f"R-{i}" for i in range(len(rings))]
    effects = pl.DataFrame({"ring_id": names[:1], "measure": ["dedication"], "value": [0.1], "bin": [2]})
    members = [{"ring_id": n, "reviewer_id": c} for n, ring in zip(names, rings, strict=True) for c in ring]
    return names, SimpleNamespace(
        effects=effects.with_columns(pl.col("bin").cast(pl.UInt8)),
        members=pl.DataFrame(members),
        rings=pl.DataFrame({"ring_id": names, "bits_behaviour": [100.0] * len(names)}),
    )


def test_label__leaves_out_what_is_neither_ring_nor_innocent(monkeypatch):
    """Of half a ring or more it is a ring; with next to nobody of one it is innocent, all else is neither."""
    truth = Truth(
        (
            group("r", "abcdefgh"),
            group("strange", "ijkl", style="no style of this name"),
            group("club", "stuvw", kind="innocent", style="book_club"),
        )
    )
    rings = ["abcdef", "abcxyz", "stuvw", "mnopq", "ijkl"]
    names, run = _run_of(rings)
    found = pl.DataFrame(
        {
            "ring_id": names,
            "jaccard": [0.75, 3 / 11, 0.0, 0.0, 1.0],
            "style": ["farm", "farm", None, None, "no style of this name"],
            "innocent": [None, None, "club", None, None],
        }
    )
    monkeypatch.setattr(training, "predictions_of_run", lambda run: run)
    monkeypatch.setattr(training, "assess", lambda run, truth: SimpleNamespace(rings=found))
    labelled = training.label(run, truth).bins

    assert [
        ("R-0", "accounts with shared instruments", "farm", True),
        ("R-2", "circle of friends", "book_club", False),
        ("R-3", "taste", "", False),
    ] == labelled.select(*SCHEMA).rows()
    assert [2, None, None] == labelled["dedication"].to_list()
    assert set(labelled.columns) == {*SCHEMA, *MEASURES}


@pytest.mark.parametrize(
    ("style", "is_ring", "by_identifiers", "kind"),
    [
        ("boost_one", True, True, "owner, staff and family"),
        ("card_batches", True, True, "shared instruments without a common habit"),
        ("card_batches", True, False, "accounts with shared instruments"),
        ("no style of this name", True, True, ""),
        ("", False, True, "families"),
        ("clan", False, True, "course or clan"),
        ("", False, False, "taste"),
    ],
)
def test_kind__of_candidates_by_identifiers_and_by_habits(style, is_ring, by_identifiers, kind):
    assert kind == training._kind(style, is_ring=is_ring, by_identifiers=by_identifiers)


def test_kinds__name_every_style_of_rings_to_train_on():
    """An innocent style without a kind is taste; a ring without one would not be learned at all."""
    ring, innocent = (
        {style for styles in kinds.values() for style in styles.split()}
        for kinds in (training.RING_KINDS, training.INNOCENT_KINDS)
    )
    planted = {True: set(), False: set()}
    for style in STYLES.values():
        if not style.held_out and (style.count > 0 or style.kind == "innocent"):
            planted[style.kind == "ring"].add(style.name)

    assert planted[True] <= ring
    assert innocent <= planted[False]
    assert not innocent & ring
    assert not ring & set(HELD_OUT)


def test_fit__counts_the_laws_of_each_kind():
    """Twin: count by hand, smooth by the pooled law of the side, raise to the floor, norm."""
    found = training.fit(_labelled(ROWS))
    sizes = Counter(name for name, _, _ in ROWS)

    for kind in sizes:
        one = found[kind]
        for measure, law in one["laws"].items():
            n_bins = len(MEASURES[measure].edges) + 1
            side = [
                (bins[measure], min(40 / sizes[name], 1))
                for name, ring, bins in ROWS
                if ring == one["ring"] and measure in bins
            ]
            own = Counter(bins[measure] for name, _, bins in ROWS if name == kind and measure in bins)
            pooled = [sum(weight for place, weight in side if place == b) + 0.5 for b in range(n_bins)]
            even = 0.2 if one["ring"] else 0.1
            base = [(1 - even) * share / sum(pooled) + even / n_bins for share in pooled]
            raw = [(own[b] + 5 * base[b]) / (own.total() + 5) for b in range(n_bins)]
            raised = [max(value, 0.005) for value in raw]
            assert [value / sum(raised) for value in raised] == pytest.approx(law, abs=1e-4)


def test_fit__weighs_kinds_by_the_root_of_no_more_than_forty_candidates():
    found = training.fit(_labelled(ROWS))
    rings, innocent = 6**0.5 + 3**0.5, 9**0.5 + 40**0.5
    expected = {
        "accounts of one hand": 0.36 * 6**0.5 / rings,
        "hired crowd": 0.36 * 3**0.5 / rings,
        "fans": 0.54 * 3 / innocent,
        "taste": 0.54 * 40**0.5 / innocent,
        "a ring of another kind": 0.04,
        "an innocent group of another kind": 0.06,
    }

    assert expected == pytest.approx({kind: one["weight"] for kind, one in found.items()}, abs=1e-4)
    assert {kind: one["candidates"] for kind, one in found.items() if one["candidates"]} == dict(
        Counter(kind for kind, _, _ in ROWS)
    )


def test_fit__mixes_what_nobody_thought_of_from_the_known_kinds():
    """A tenth spread evenly, and the known laws by their weight."""
    found = training.fit(_labelled(ROWS))
    known = [found[name] for name in ("accounts of one hand", "hired crowd")]
    total = sum(one["weight"] for one in known)

    for measure, law in found["a ring of another kind"]["laws"].items():
        mixed = [
            0.1 / len(law) + 0.9 * sum(one["weight"] * one["laws"][measure][b] for one in known) / total
            for b in range(len(law))
        ]
        assert mixed == pytest.approx(law, abs=1e-4)


def test_fit__composes_kinds_of_the_laws_of_others():
    """Who attacks need not have been made for it: the stars are an attack's, all else a hired crowd's."""
    rows = [
        *[("hired for listings of several sellers", True, {"stars_shift": 1, "dedication": 5})] * 8,
        *[("attack", True, {"stars_shift": 7, "dedication": 2})] * 8,
        *[("taste", False, {"stars_shift": 0})] * 8,
    ]
    found = training.fit(_labelled(rows))
    made, like, but = (
        found[name] for name in ("hired attack", "hired for listings of several sellers", "attack")
    )

    assert but["laws"]["stars_shift"] == made["laws"]["stars_shift"]
    assert like["laws"] | {"stars_shift": but["laws"]["stars_shift"]} == made["laws"]
    assert like["weight"] / 2 == pytest.approx(made["weight"], abs=1e-4)
    assert "hired attack" not in training.fit(_labelled(rows[:8]))


def test_fit__a_side_without_candidates_has_no_kind_that_nobody_thought_of():
    assert {"fans", "taste", "an innocent group of another kind"} == set(training.fit(_labelled(ROWS[9:])))


def test_manifest_of__is_a_model_that_tells_the_kinds_apart():
    manifest = training.manifest_of(training.fit(_labelled(ROWS)), {"seeds": [101, 101]})
    model = model_from(manifest)
    shifted, plain = ({h.name: h.laws["stars_shift"][b] for h in model.hypotheses} for b in (5, 0))

    assert {"seeds": [101, 101]} == manifest["trained"]
    assert "accounts of one hand" == max(shifted, key=shifted.get)
    assert "fans" == max(plain, key=plain.get)


def test_learn_market__labels_its_candidates_and_keeps_them(tmp_path):
    market = Market("sample-gift-cards", 4000, 101)
    learned = train.learn_market(market, tmp_path)
    (tmp_path / "runs" / market.name / "rings.parquet").unlink()

    assert ["gift_cards"] == learned.filter("is_ring")["style"].to_list()
    assert learned.equals(train.learn_market(market, tmp_path))


def test_learn_background__learns_from_the_honest_and_from_what_is_planted(tmp_path):
    """The market has no ring of its own: what is one was planted."""
    learned = train.learn_background(ROOT / "sample_graphs" / "honest", 101, tmp_path, ["crew_45"])

    assert ["crew_45"] == learned.filter("is_ring")["style"].to_list()
    assert learned.equals(
        train.learn_background(ROOT / "sample_graphs" / "honest", 101, tmp_path, ["crew_45"])
    )


def test_main__writes_a_model_that_the_scorer_reads(tmp_path, capsys):
    """Labelled candidates in the work folder are used as they are; the same command gives the same bytes."""
    for seed in (101, 102):
        _labelled(ROWS).write_parquet(tmp_path / f"ordinary-5000-{seed}.parquet")
    for seed in (101, 102):
        _labelled(ROWS[:1]).write_parquet(tmp_path / f"books-{seed}.parquet")
    command = ["--presets", "ordinary", "--seeds", "2", "--reviews", "5000", "--work", str(tmp_path)]
    for name in ("a.json", "b.json"):
        train.main([*command, "--backgrounds", "real/books", "--out", str(tmp_path / name)])
    manifest = json.loads((tmp_path / "a.json").read_text())

    assert (tmp_path / "a.json").read_bytes() == (tmp_path / "b.json").read_bytes()
    assert {"presets": ["ordinary"], "seeds": [101, 102], "reviews": 5000, "backgrounds": ["books"]} == (
        manifest["trained"]
    )
    assert 14 == manifest["hypotheses"]["accounts of one hand"]["candidates"]
    assert {one.name for one in model_from(manifest).hypotheses} == (
        {kind for kind, _, _ in ROWS} | set(training.UNKNOWN.values())
    )
    assert "ordinary-5000-102: 68 candidates" in capsys.readouterr().err


@pytest.mark.parametrize(
    "presets, seeds, what",
    [(["ordinary"], [20], "seed 20"), (["held-out"], [101], "smear, swap_club, tiered")],
)
def test_markets_of__refuses_what_is_kept_for_evaluation(presets, seeds, what):
    with pytest.raises(UsageError, match=what):
        train.markets_of(presets, seeds, 5000)


def test_markets_of__are_in_order():
    assert [Market("hard", 5000, 101), Market("hard", 5000, 102)] == train.markets_of(
        ["hard"], [101, 102], 5000
    )
