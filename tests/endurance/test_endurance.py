"""Small versions of what is measured at length: the same commands, fewer times."""

from __future__ import annotations

from collusion.exports.dsa_rules import statement_faults
from collusion.store.database import open_database
from collusion.store.schema import create_tables
from collusion.workspace.workspace import DATABASE
from tests.endurance import lineages
from tests.endurance.days import Market, live
from tests.endurance.dsa_statements import made
from tests.endurance.kills import kill_writers
from tests.endurance.matching import matched_again, operators
from tests.endurance.updates import differing
from tests.tables.sources.servers import OWNER, PASSWORD, postgresql_server


def test_kills__nothing_acknowledged_is_lost_and_nothing_doubled(tmp_path):
    sent, found = kill_writers(str(tmp_path / "x.db"), tmp_path, kills=6)

    assert 0 < sent <= found


def test_kills__on_a_real_postgresql(tmp_path):
    with postgresql_server() as server:
        store = server.url(OWNER, PASSWORD)
        sent, found = kill_writers(store, tmp_path, kills=4)
        database = open_database(store)
        create_tables(database)
        for statement in ("UPDATE collusion_decisions SET body = ''", "TRUNCATE collusion_actions"):
            refused = _refusal(database, statement)
            assert "append-only" in refused
        database.close()

    assert 0 < sent <= found


def _refusal(database, statement):
    import psycopg

    try:
        database.run(statement)
    except psycopg.Error as error:
        return str(error)
    return ""


def test_updates__parts_together_are_the_whole(tmp_path):
    assert [] == differing(1, tmp_path)


def test_statements__none_is_refused():
    found = made(300, seed=5)

    assert 300 == len(found)
    assert [] == [fault for one in found for fault in statement_faults(one)]


def test_days__ids_are_kept_and_decisions_stand(tmp_path):
    tally = live(tmp_path, days=3, n_reviews=5_000)

    assert tally.ring_days > 0
    assert tally.kept == tally.ring_days
    assert (0, 0) == (tally.false_links, tally.accused_again)
    assert tally.quiet_days + tally.loud_days > 0
    database = open_database(str(tmp_path / "w" / DATABASE))
    again = matched_again(database, operators(tmp_path / "market"))
    assert (tally.ring_days, tally.beside, []) == (again.n_days, again.n_beside, again.lost)
    assert tally.strictly == again.n_days - again.n_strictly_lost
    database.close()


def test_lineages__ids_are_kept_and_no_ring_is_linked_to_a_stranger(tmp_path):
    count = lineages.live(Market(tmp_path / "market", 6_000, 1), days=10, seed=1)

    assert count["kept"] == count["ring_days"] > 0
    assert (0, 0) == (count["false"], count["rule_wrong"])
