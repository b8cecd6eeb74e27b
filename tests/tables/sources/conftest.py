"""What tests of sources share: a PostgreSQL server, and a source in the contract's shape."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.tables.sources.servers import PostgreSQLServer, postgresql_server


@pytest.fixture(scope="session")
def postgresql() -> Iterator[PostgreSQLServer]:
    """Return a PostgreSQL server that runs as long as the tests of this process."""
    with postgresql_server() as server:
        yield server
