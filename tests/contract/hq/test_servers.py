"""What a store promises of one server: all or nothing, one at a time for a branch, and one clear word when it is away."""

from __future__ import annotations

import os
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from typing import TYPE_CHECKING

import psycopg
import pytest

from kiosk.branch.database.store import Store as BranchStore
from kiosk.hq.ingest import Taken, ingest
from kiosk.hq.store.connections import Connections
from kiosk.hq.store.port import StoreBusy, StoreConflict, persistent
from kiosk.wire.chain import NOTHING_BEFORE
from kiosk.wire.sync.upload import enclosed
from tests.headquarters import BRANCH, HERE, stored_facts
from tests.sample_day import two_days, write_down

if TYPE_CHECKING:
    from pathlib import Path

    from kiosk.hq.store.port import Server
    from kiosk.hq.store.postgres_store import PostgresStore
    from kiosk.lab.postgres import Postgres
    from kiosk.wire.sync.upload import Upload


@pytest.fixture
def upload(tmp_path: Path) -> Upload:
    with BranchStore.open(tmp_path / "branch") as store:
        write_down(store, two_days().recorded)
        epoch, facts = stored_facts(store.conn)
    return enclosed(epoch, NOTHING_BEFORE, facts, 0)


def count(server: Server, table: str) -> int:
    with server.read() as conn:
        return int((conn.execute(f"SELECT count(*) FROM {table}").fetchone() or (0,))[0])  # noqa: S608 - ours


@pytest.mark.row("F2")
def test_the_same_upload_from_eight_threads_is_taken_exactly_once(server: Server, upload: Upload) -> None:
    start = threading.Barrier(8)

    def send() -> Taken:
        start.wait()
        outcome = ingest(server, BRANCH, upload, HERE)
        assert isinstance(outcome, Taken)
        return outcome

    with ThreadPoolExecutor(8) as threads:
        outcomes = [future.result() for future in [threads.submit(send) for _ in range(8)]]

    assert sorted(outcome.new for outcome in outcomes) == [0] * 7 + [len(upload.facts)]
    assert len({outcome.acked for outcome in outcomes}) == 1
    assert count(server, "inbox") == len(upload.facts)


def test_a_block_that_fails_leaves_nothing(server: Server) -> None:
    def work() -> None:
        with server.write() as conn:
            conn.execute("DELETE FROM site")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        work()

    assert count(server, "site") == 1


def test_what_a_savepoint_takes_back_is_gone_and_the_rest_stays(server: Server) -> None:
    with server.write() as conn:
        conn.execute("UPDATE site SET heard_ms = 1")
        conn.execute("SAVEPOINT one")
        conn.execute("DELETE FROM site")
        conn.execute("ROLLBACK TO SAVEPOINT one")
        conn.execute("RELEASE SAVEPOINT one")

    with server.read() as conn:
        assert conn.execute("SELECT heard_ms FROM site").fetchall() == [(1,)]


def test_what_is_given_to_read_cannot_write(server: Server) -> None:
    with pytest.raises(Exception, match=r"read-?only"), server.read() as conn:
        conn.execute("DELETE FROM site")


@pytest.mark.parametrize(
    ("column", "value"), [("name", "\ud800"), ("heard_ms", 1 << 70), ("heard_ms", -(1 << 63) - 1)]
)
def test_a_value_that_no_column_holds_is_about_data(server: Server, column: str, value: object) -> None:
    with pytest.raises(Exception) as refused, server.write() as conn:  # noqa: PT011 - each store has its own
        conn.execute(f"UPDATE site SET {column} = :value", {"value": value})  # noqa: S608 - ours

    assert server.is_about_data(refused.value) or isinstance(refused.value, ValueError)


@pytest.mark.parametrize("value", ["\0", "long" * 10_000])
def test_postgresql_tells_its_own_limits_from_trouble_that_passes(
    postgres_store: PostgresStore, value: str
) -> None:
    server = postgres_store.servers[0]

    with pytest.raises(psycopg.Error) as refused, server.write() as conn:
        conn.execute(
            "INSERT INTO device VALUES ('b1', :value, '', '', '', 0)",
            {"value": value + os.urandom(4_000).hex()},
        )

    assert server.is_about_data(refused.value)


def test_bytes_come_back_as_bytes_and_texts_sort_by_their_bytes(server: Server) -> None:
    with server.read() as conn:
        assert [type(key) for (key,) in conn.execute("SELECT key FROM site").fetchall()] == [bytes]
    with server.write() as conn:
        for name in ("b", "a", "B", "é", "A"):
            conn.execute("INSERT INTO day_keeping VALUES (:n, :n, '', '', '', '', 0)", {"n": name})

    with server.read() as conn:
        rows = conn.execute("SELECT branch FROM day_keeping ORDER BY branch").fetchall()
    assert [name for (name,) in rows] == ["A", "B", "a", "b", "é"]


def test_a_transaction_in_the_way_of_another_is_tried_again_and_in_the_end_said_to_be_busy() -> None:
    tries = []

    def work() -> str:
        tries.append(1)
        if len(tries) < 3:
            raise StoreConflict
        return "done"

    assert persistent(work) == "done"
    with pytest.raises(StoreBusy):
        persistent(lambda: (_ for _ in ()).throw(StoreConflict()))


def test_two_transactions_that_wait_for_one_another_are_told_to_try_again(
    postgres_store: PostgresStore,
) -> None:
    server, both = postgres_store.servers[0], threading.Barrier(2)
    with server.write() as conn:
        conn.execute("DELETE FROM day_keeping")
        for name in ("a", "b"):
            conn.execute("INSERT INTO day_keeping VALUES (:n, :n, '', '', '', '', 0)", {"n": name})

    def cross(first: str, second: str) -> bool:
        met: list[int] = []

        def work() -> None:
            with server.write() as conn:
                for name in (first, second):
                    conn.execute("UPDATE day_keeping SET kept_ms = kept_ms + 1 WHERE id = :n", {"n": name})
                    if not met:
                        met.append(1)
                        both.wait()

        persistent(work)
        return True

    with ThreadPoolExecutor(2) as threads:
        crossing = [threads.submit(cross, "a", "b"), threads.submit(cross, "b", "a")]
        assert [future.result() for future in crossing] == [True, True]
    with server.read() as conn:
        assert conn.execute("SELECT kept_ms FROM day_keeping").fetchall() == [(2,), (2,)]


def test_connections_that_the_server_ended_meanwhile_are_missed_by_nobody(
    postgres: Postgres, postgres_store: PostgresStore
) -> None:
    server = postgres_store.servers[0]
    with server.read() as conn:
        conn.execute("SELECT 1")
    with psycopg.connect(postgres.url, autocommit=True) as other:
        other.execute(
            "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity"
            " WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"
        )

    with server.read() as conn, server.write() as writing:
        assert conn.execute("SELECT 1").fetchall() == writing.execute("SELECT 1").fetchall() == [(1,)]


def test_who_waits_too_long_for_a_connection_is_told_to_come_again(
    postgres: Postgres, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kiosk.hq.store.connections._WAIT_S", 0.01)
    connections = Connections(postgres.url, {})

    with closing(connections), ExitStack() as taken:
        for _ in range(8):
            taken.enter_context(connections.one())
        with pytest.raises(StoreBusy):
            taken.enter_context(connections.one())
