from __future__ import annotations

from collusion.cases.provenance import false_discovery_level, provenance_of, unavailable_evidence
from collusion.words.catalogue import packed, said, words_of
from tests.cases.small_runs import MANIFEST


def test_unavailable_evidence__names_reasons_in_the_order_of_the_families():
    expected = {"text": "the reviews table has no text column", "fulfilment": "the tables do not say"}

    assert expected == unavailable_evidence(MANIFEST)
    assert {} == unavailable_evidence({})


def test_provenance_of__an_empty_manifest_says_unknown():
    origin = provenance_of({})

    assert (origin.run_id, origin.fdr, origin.abnormal_bits) == ("unknown", None, 10.0)


def test_false_discovery_level__is_that_of_the_configuration():
    assert false_discovery_level(MANIFEST) == 0.05


def test_provenance_of__a_manifest_that_says_nothing_of_it_asks_for_two_families():
    assert provenance_of({}).min_families == 2
    assert provenance_of({"config": {"scoring": {"min_families": 3}}}).min_families == 3


def test_provenance_of__limits_are_told_in_the_language_of_the_run():
    """Those of an earlier version, which kept nothing else, in English."""
    lowers = said("labels.lowers")
    early = {"limits": ["In English."]}
    kept = early | {"limits_told": packed([lowers])}

    assert ("In English.",) == provenance_of(kept).limits == provenance_of(early, "de").limits
    assert (words_of("de").tell(lowers),) == provenance_of(kept, "de").limits
