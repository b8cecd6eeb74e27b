from __future__ import annotations

from collusion.cases.provenance import false_discovery_level, provenance_of, unavailable_evidence
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
