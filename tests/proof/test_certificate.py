from __future__ import annotations

from collusion.proof.certificate import certificate

CONTENT = {
    "version": "0.1.0",
    "run_id": "run-1",
    "ring_id": "R-1",
    "environment": {"python": "3.11.7", "machine": "x86_64", "numpy": "2.4.6"},
    "decision": {"seq": 3, "hash": "ab" * 32, "by": "M. Berg"},
    "ledger": {"entries": 7, "head": "cd" * 32},
    "error_rate": None,
}


def test_certificate__says_of_people_only_what_the_ledger_holds():
    """Whether a person read anything, or compared anything, is theirs to say."""
    text = certificate(CONTENT, {"run/rings.parquet": "ef" * 32})

    assert "It was confirmed in the name of M. Berg: entry\n   3 of 7 of an append-only ledger." in text
    assert "read it" not in text
    assert "I compared them with the digests of the originals on\n   ____" in text
    assert "error in this very market: not measured" in text
    assert f"{'ef' * 32}  run/rings.parquet" in text


def test_certificate__fits_on_a_page():
    assert 110 >= max(map(len, certificate(CONTENT, {}).splitlines()))
