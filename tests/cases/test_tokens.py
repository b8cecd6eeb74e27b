from __future__ import annotations

import pytest

from collusion.cases.tokens import token_key
from collusion.graph.build import build_graph
from collusion.tables.read import read_tables
from tests.conftest import ROOT


def test_token_key__depends_on_the_identifiers_or_on_the_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("COLLUSION_TOKEN_KEY", raising=False)
    cards, office = (
        build_graph(read_tables(ROOT / "sample_graphs" / name)) for name in ("gift-cards", "office")
    )

    assert token_key(cards) == token_key(cards)
    assert token_key(cards) != token_key(office)

    monkeypatch.setenv("COLLUSION_TOKEN_KEY", "secret")

    assert token_key(cards) == token_key(office)
    assert len(token_key(cards)) == 32
