"""PostgreSQL as a source, against a server that is started for these tests."""

from __future__ import annotations

import sys
from pathlib import Path

import polars as pl
import pytest

from collusion import pipeline
from collusion.config import config_from_toml
from collusion.errors import CollusionError, InputError, UsageError
from collusion.tables.declarations import mapping_from_toml
from collusion.tables.read import read_located
from collusion.tables.sources import postgresql as source_module
from collusion.tables.sources.opening import open_source
from collusion.tables.sources.postgresql import PostgreSQL
from collusion.tables.sources.relation import Relation, Selection
from tests.tables.sources import markets
from tests.tables.sources.servers import OWNER, PASSWORD, READER, READER_PASSWORD

TYPES = """
CREATE TABLE types.reviews AS SELECT
  '10.0.0.1'::inet AS host, '10.1.0.0/16'::cidr AS net, 7.00::numeric AS exact,
  9007199254740993::bigint AS big,
  '0f0f0f0f-0000-0000-0000-000000000001'::uuid AS uuid, 'ab'::char(5) AS padded, '{"a": 1}'::jsonb AS json,
  true AS yes, '2015-10-16 07:08:09.5+02'::timestamptz AS zoned, '2015-10-16 07:08:09'::timestamp AS plain,
  '2015-10-16'::date AS day, 0.1::float8 AS float, 'x'::bytea AS bytes, NULL::text AS empty
"""


@pytest.fixture(scope="module")
def server(postgresql):
    """Return a server with a market, and a role that may read it and nothing else."""
    markets.into_postgresql(postgresql.url(OWNER, PASSWORD), "market")
    postgresql.run(
        "CREATE SCHEMA types",
        TYPES,
        "CREATE TABLE types.secret AS SELECT 1 AS a",
        "CREATE TABLE types.alone AS SELECT 'a'::text AS reviewer_id UNION ALL SELECT NULL",
        f"GRANT USAGE ON SCHEMA market, types TO {READER}",
        f"GRANT SELECT ON ALL TABLES IN SCHEMA market TO {READER}",
        f"GRANT SELECT ON types.reviews, types.alone TO {READER}",
        f"ALTER ROLE {READER} SET search_path = market",
    )
    return postgresql


@pytest.fixture
def database(server):
    opened = PostgreSQL(server.url(), "postgresql://here/postgres")
    yield opened
    opened.close()


def copied(database: PostgreSQL, relation: Relation, folder: Path) -> pl.DataFrame:
    folder.mkdir()
    database.copy(Selection(relation, database.columns(relation)), folder)
    return pl.concat(pl.read_parquet(part, glob=False) for part in sorted(folder.iterdir()))


def words_of(error: BaseException) -> str:
    """Return all that an error, and what a traceback shows beside it, could print."""
    words = ""
    while error is not None:
        words += repr(error) + str(error)
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return words


def test_postgresql__what_it_holds(database):
    tables = database.tables()

    assert ("accounts", "identifiers", "orders", "products", "reviews") == tables[:5]
    assert {"types.reviews", "types.secret"} <= set(tables[5:])
    assert "timestamptz" == database.columns(Relation("reviews", ("reviews",)))["posted_at"]
    assert len(markets.frames()["reviews"]) == database.count(Relation("reviews", ("market", "reviews")))


def test_postgresql__every_type_as_the_server_writes_it(database, tmp_path):
    (row,) = copied(database, Relation("reviews", ("types", "reviews")), tmp_path / "copy").to_dicts()

    assert row == {
        "host": "10.0.0.1",
        "net": "10.1.0.0/16",
        "exact": "7.00",
        "big": "9007199254740993",
        "uuid": "0f0f0f0f-0000-0000-0000-000000000001",
        "padded": "ab",
        "json": '{"a": 1}',
        "yes": "t",
        "zoned": "2015-10-16 05:08:09.5+00",
        "plain": "2015-10-16 07:08:09",
        "day": "2015-10-16",
        "float": "0.1",
        "bytes": "\\x78",
        "empty": None,
    }


def test_postgresql__a_row_of_one_empty_cell_is_a_row(database, tmp_path):
    frame = copied(database, Relation("accounts", ("types", "alone")), tmp_path / "copy")

    assert {"a", None} == set(frame["reviewer_id"])


def test_postgresql__many_parts_and_none(database, tmp_path, monkeypatch):
    monkeypatch.setattr(source_module, "PART_BYTES", 10_000)
    whole = copied(database, Relation("reviews", ("reviews",)), tmp_path / "parts")
    empty = copied(
        database, Relation("reviews", query="SELECT * FROM reviews WHERE false"), tmp_path / "empty"
    )

    assert len(markets.frames()["reviews"]) == len(whole)
    assert 1 < len(list((tmp_path / "parts").iterdir()))
    assert whole.schema == empty.schema
    assert 0 == len(empty)


def test_postgresql__all_answers_are_of_one_moment(server, tmp_path):
    relation = Relation("reviews", ("types", "moment"))
    server.run("CREATE TABLE types.moment (a text)", f"GRANT SELECT ON types.moment TO {READER}")
    database = PostgreSQL(server.url(), "here")
    before = database.count(relation)
    server.run("INSERT INTO types.moment VALUES ('late')")

    assert 0 == before == database.count(relation) == len(copied(database, relation, tmp_path / "copy"))
    database.close()


@pytest.mark.parametrize(
    "query",
    [
        "DELETE FROM market.reviews RETURNING *",
        "SELECT 1 AS a) AS q; DROP TABLE market.reviews; SELECT (1",
        "SELECT pg_advisory_lock(1) FROM market.nowhere",
    ],
)
def test_postgresql__a_query_can_do_nothing_but_read(server, query):
    database = PostgreSQL(server.url(OWNER, PASSWORD), "here")
    with pytest.raises(InputError, match="SQLSTATE"):
        database.columns(Relation("reviews", query=query))

    assert len(markets.frames()["reviews"]) == database.count(Relation("reviews", ("market", "reviews")))
    database.close()


def test_postgresql__an_owner_writes_nothing_either(server, tmp_path):
    server.run("CREATE SEQUENCE types.counter")
    database = PostgreSQL(server.url(OWNER, PASSWORD), "here")
    with pytest.raises(InputError, match="read-only"):
        copied(database, Relation("reviews", query="SELECT nextval('types.counter') AS a"), tmp_path / "copy")
    database.close()


def test_postgresql__an_error_quotes_no_cell(database, tmp_path):
    relation = Relation("reviews", query="SELECT value::int AS value FROM market.identifiers")
    with pytest.raises(InputError, match="SQLSTATE 22") as refused:
        copied(database, relation, tmp_path / "copy")
    values = markets.frames()["identifiers"]["value"]

    assert not [value for value in values if value in words_of(refused.value)]


def test_postgresql__every_fault_of_every_table_at_once(server):
    toml = {
        "tables": {
            "reviews": {"relation": "types.nowhere"},
            "products": {"relation": "types.secret"},
            "accounts": {"relation": "types.reviews"},
        }
    }
    mapping = mapping_from_toml(toml, faults=[])
    with open_source(server.url(), mapping) as source, pytest.raises(InputError) as refused:
        source.locate()
    nowhere, secret, accounts, *rest = (str(fault) for fault in refused.value.faults)

    assert "42P01" in nowhere
    assert "permission denied" in secret
    assert "GRANT SELECT" in secret
    assert "no column reviewer_id, only host, net" in accounts
    assert not rest


def test_postgresql__a_filter_on_rows_is_told(server):
    server.run(
        "CREATE TABLE types.filtered AS SELECT * FROM market.reviews",
        f"GRANT SELECT ON types.filtered TO {READER}",
        "ALTER TABLE types.filtered ENABLE ROW LEVEL SECURITY",
        "CREATE POLICY few ON types.filtered USING (rating = 5)",
    )
    toml = {"tables": {"reviews": {"relation": "types.filtered"}}}
    with open_source(server.url(), mapping_from_toml(toml, faults=[])) as source:
        (note,) = [note for note in source.passed_over() if note.table == "reviews"]

    assert "row-level security" in note.message


@pytest.mark.parametrize(
    "user, password, database, remedy",
    [
        (READER, "Wrong-secret-3", "postgres", "PGPASSWORD"),
        ("nobody", READER_PASSWORD, "postgres", "PGPASSWORD"),
        (READER, READER_PASSWORD, "nowhere", "database"),
    ],
)
def test_postgresql__no_connection_and_no_password_in_any_word(server, user, password, database, remedy):
    with pytest.raises(InputError, match=remedy) as refused:
        PostgreSQL(server.url(user, password, database), "here")

    assert "ecret" not in words_of(refused.value)


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://ann:secret@127.0.0.1:1/x",
        "postgresql://ann:se%ZZcret@127.0.0.1/x",
        "postgresql://127.0.0.1:1/x?passwort=secret",
    ],
)
def test_postgresql__neither_an_absent_server_nor_a_wrong_url_repeats_a_password(url):
    with pytest.raises(CollusionError) as refused:
        PostgreSQL(url, "here")

    assert "cret" not in words_of(refused.value)


def test_postgresql__the_password_may_come_from_the_environment_or_a_file(server, tmp_path, monkeypatch):
    bare = f"postgresql://{READER}@127.0.0.1:{server.port}/postgres"
    monkeypatch.setenv("PGPASSWORD", READER_PASSWORD)
    PostgreSQL(bare, "here").close()
    monkeypatch.delenv("PGPASSWORD")
    passwords = tmp_path / "pgpass"
    passwords.write_text(f"127.0.0.1:*:*:{READER}:{READER_PASSWORD}\n")
    passwords.chmod(0o600)
    monkeypatch.setenv("PGPASSFILE", str(passwords))
    PostgreSQL(bare, "here").close()
    services = tmp_path / "services"
    services.write_text(f"[reviews]\nhost=127.0.0.1\nport={server.port}\nuser={READER}\ndbname=postgres\n")
    monkeypatch.setenv("PGSERVICEFILE", str(services))
    PostgreSQL("postgresql://?service=reviews", "here").close()


def test_read__the_same_tables_as_from_files(server, tmp_path):
    with open_source(server.url(), mapping_from_toml({}, faults=[])) as source:
        tables = read_located(source.locate()).frames()
    with open_source(markets.as_folder(tmp_path / "files"), mapping_from_toml({}, faults=[])) as source:
        expected = read_located(source.locate()).frames()

    assert list(expected) == list(tables)
    for name, frame in expected.items():
        assert frame.equals(tables[name], null_equal=True), name


def test_detect__the_same_bytes_as_from_files_and_no_password_anywhere(server, tmp_path, cli):
    config = config_from_toml({"scoring": {"n_decoys": 1}})
    first = pipeline.detect(markets.as_folder(tmp_path / "files"), tmp_path / "a", config=config)
    second = pipeline.detect(server.url(), tmp_path / "b", config=config)
    results = sorted(path.name for path in first.path.glob("*.parquet"))

    assert {"rings.parquet", "scores.parquet"} <= set(results)
    for name in results:
        assert (first.path / name).read_bytes() == (second.path / name).read_bytes(), name
    assert f"postgresql://127.0.0.1:{server.port}/postgres" == second.manifest["source"]
    assert {"accounts", "identifiers", "orders", "products", "reviews"} == set(second.manifest["inputs"])
    for path in second.path.iterdir():
        assert READER_PASSWORD.encode() not in path.read_bytes()
    assert [] == sorted(path.name for path in tmp_path.iterdir() if "part" in path.name)


def test_detect__the_same_rows_in_another_order_are_the_same_run(server, tmp_path):
    shuffled = {"tables": {"reviews": {"query": "SELECT * FROM market.reviews ORDER BY md5(review_id)"}}}
    turned = {"tables": {"reviews": {"query": "SELECT * FROM market.reviews ORDER BY md5(review_id) DESC"}}}
    digests = []
    for toml in (shuffled, turned):
        with open_source(server.url(), mapping_from_toml(toml, faults=[])) as source:
            digests.append(source.locate().digests())

    assert digests[0] == digests[1]


def test_validate__from_the_command_line(server, cli):
    done = cli("validate", server.url(), "--json")

    assert 0 == done.code
    assert f'"reviews": {len(markets.frames()["reviews"])}' in done.out
    assert READER_PASSWORD not in done.out + done.err


def test_detect__a_usage_error_repeats_no_password(server, cli):
    done = cli("detect", "somewhere", server.url(), "--out", "x")

    assert 2 == done.code
    assert READER_PASSWORD not in done.out + done.err
    assert "***@" in done.err


def test_connect__without_the_driver(monkeypatch):
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(UsageError, match=r"pip install 'collusion\[postgres\]'"):
        PostgreSQL("postgresql://x/y", "here")


def test_init__passes_over_what_the_role_may_not_see(server, cli, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    done = cli("init", server.url())
    checked = cli("config", "check", server.url(), "--config", "collusion.toml")

    assert 0 == done.code
    assert 'relation = "reviews"' in (tmp_path / "collusion.toml").read_text()
    assert "types.secret" not in done.out
    assert READER_PASSWORD not in done.out + done.err
    assert "postgresql://***@" in done.err
    assert 0 == checked.code
    assert "reviews: reviewer_id, product_id, rating" in checked.out


def test_copy__text_that_is_no_utf8_is_named_not_replaced(server, tmp_path):
    server.run("CREATE DATABASE bytes ENCODING 'SQL_ASCII' TEMPLATE template0 LC_COLLATE 'C' LC_CTYPE 'C'")
    url = server.url(OWNER, PASSWORD, "bytes")
    database = PostgreSQL(url, "here")
    relation = Relation("reviews", query="SELECT convert_from('\\xff'::bytea, 'SQL_ASCII') AS text")
    with pytest.raises(InputError, match="not UTF-8"):
        copied(database, relation, tmp_path / "copy")
    database.close()


def test_copy__a_server_that_goes_away(server, tmp_path):
    server.run(f"GRANT pg_signal_backend TO {READER}")
    database = PostgreSQL(server.url(), "here")
    server.run("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'collusion'")
    with pytest.raises(InputError, match=r"Run again|57P01"):
        database.tables()
    database.close()


def test_connect__a_partition_and_a_view_are_relations(server):
    server.run(
        "CREATE TABLE types.whole (reviewer_id text, product_id text, day date) PARTITION BY RANGE (day)",
        "CREATE TABLE types.part PARTITION OF types.whole FOR VALUES FROM ('2015-01-01') TO ('2016-01-01')",
        "INSERT INTO types.whole VALUES ('a', 'b', '2015-10-16')",
        'CREATE VIEW types."Seen.Reviews" AS SELECT * FROM types.whole',
        f'GRANT SELECT ON types.whole, types."Seen.Reviews" TO {READER}',
    )
    toml = {"tables": {"reviews": {"relation": 'types."Seen.Reviews"'}}}
    with open_source(server.url(), mapping_from_toml(toml, faults=[])) as source:
        assert {"reviewer_id": "a", "product_id": "b"} == source.scan("reviews").collect().row(0, named=True)
        assert 1 == source.count("reviews")
