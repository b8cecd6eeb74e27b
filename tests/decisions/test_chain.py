from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collusion.decisions import chain
from collusion.errors import IntegrityError
from collusion.signing import Signer
from collusion.store.database import open_database
from collusion.store.schema import create_tables


def _signer() -> Signer:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    return Signer(Ed25519PrivateKey.from_private_bytes(b"k" * 32))


@pytest.fixture
def database(tmp_path):
    found = open_database(str(tmp_path / "x.db"))
    create_tables(found)
    yield found
    found.close()


def test_append__numbers_and_ties_rows(database):
    first = chain.append(database, "decisions", [{"n": 1}])
    more = chain.append(database, "decisions", [{"n": 2}, {"n": 3}])

    links = chain.read(database, "decisions")
    assert [*first, *more] == links
    assert [1, 2, 3] == [link.seq for link in links]
    assert [{"n": 1}, {"n": 2}, {"n": 3}] == [link.content() for link in links]
    assert chain.head(links) == links[-1].hash
    assert chain.START == chain.head([])


def test_append__knows_no_other_chain(database):
    with pytest.raises(ValueError, match="no chain"):
        chain.append(database, "meta; DROP TABLE x", [{}])


LINKS = 5
TAMPERED = st.sampled_from(["body", "hash", "signature", "gone", "swapped", "doubled", "unsigned_body"])


@given(TAMPERED, st.integers(0, LINKS - 2))
def test_check__names_the_first_row_at_fault(tmp_path_factory, how, place):
    folder = tmp_path_factory.mktemp("chain")
    database = open_database(str(folder / "x.db"))
    create_tables(database)
    links = chain.append(database, "decisions", [{"n": n} for n in range(LINKS)], _signer())
    database.close()
    links = _tampered(links, how, place)

    with pytest.raises(IntegrityError, match=f"ledger, row {place + 1 + (how == 'doubled')}:"):
        chain.check(links, "ledger")


def _tampered(links: list[chain.Link], how: str, place: int) -> list[chain.Link]:
    chosen, other = links[place], links[place + 1]
    changed = {
        "body": [replace(chosen, body='{"n":9}')],
        "unsigned_body": [replace(chosen, body='{"n":9}', body_digest="0" * 64)],
        "hash": [replace(chosen, hash="f" * 64)],
        "signature": [replace(chosen, signature=other.signature)],
        "gone": [],
        "doubled": [chosen, chosen],
        "swapped": [other, chosen],
    }[how]
    return [*links[:place], *changed, *links[place + (2 if how == "swapped" else 1) :]]


def test_check__takes_rows_of_which_only_the_digest_is_told(database):
    links = chain.append(database, "decisions", [{"n": 1}, {"n": 2}])

    chain.check([replace(links[0], body=""), links[1]], "ledger")
