"""The tables of headquarters: those of the branch, made by the same code, whatever order and however often killed."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, cast

import pytest

from kiosk.branch.database.store import Store
from kiosk.hq import rebuilding
from kiosk.hq.projecting import Projecting
from kiosk.hq.projector import Projector
from kiosk.hq.reconsidering import Reconsidering
from kiosk.hq.rollup import rolled_up
from kiosk.hq.store.port import StoreBusy
from kiosk.records.schema import KEYS
from kiosk.wire.chain import NOTHING_BEFORE
from tests.headquarters import BRANCH, send, stored_facts
from tests.sample_day import two_days, write_down

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from kiosk.domain.facts import Recorded
    from kiosk.hq.store.port import Server
    from kiosk.hq.store.port import Store as HqStore
    from kiosk.records.connection import Connection, Cursor, Parameters, Row
    from kiosk.wire.sync.upload import StoredFact

TABLES = sorted(set(KEYS) - {"number"})


@pytest.fixture
def branch(tmp_path: Path) -> Iterator[Connection]:
    with Store.open(tmp_path / "branch") as store:
        write_down(store, two_days().recorded)
        yield store.conn


def contents(conn: Connection) -> dict[str, list[Row]]:
    return {
        table: conn.execute(f"SELECT * FROM {table} ORDER BY {', '.join(KEYS[table])}").fetchall()  # noqa: S608
        for table in TABLES
    }


def projector_of(server: Server) -> Projector:
    return Projector(server, lambda *_: None)


@pytest.mark.row("H5")
def test_the_tables_of_headquarters_equal_those_of_the_branch(server: Server, branch: Connection) -> None:
    epoch, facts = stored_facts(branch)
    send(server, epoch, NOTHING_BEFORE, facts)

    projector_of(server).catch_up()

    with server.read() as conn:
        assert contents(conn) == contents(branch)


def test_a_rebuild_from_the_inbox_makes_the_same_tables(server: Server, branch: Connection) -> None:
    epoch, facts = stored_facts(branch)
    send(server, epoch, NOTHING_BEFORE, facts)
    projector = projector_of(server)
    projector.catch_up()

    projector.rebuild(BRANCH)
    projector.catch_up()

    with server.read() as conn:
        assert contents(conn) == contents(branch)


@pytest.mark.parametrize(
    "body", [b"\xff\xfe", b"NaN", b'{"day":"\\ud800"}', b"[" * 100_000, b"{}", b'{"day":1}']
)
def test_poison_is_set_aside_and_the_rest_goes_on(server: Server, branch: Connection, body: bytes) -> None:
    epoch, facts = stored_facts(branch)
    poisoned = [fact._replace(body=body) if fact.seq == 20 else fact for fact in facts]
    send(server, epoch, NOTHING_BEFORE, poisoned)

    projector_of(server).catch_up()

    with server.read() as conn:
        aside = conn.execute("SELECT seq FROM inbox WHERE status = 'quarantined'").fetchall()
        applied = conn.execute("SELECT applied, seq FROM reached").fetchall()
    assert aside == [(20,)]
    assert applied == [(facts[-1].seq, facts[-1].seq)]


def left_by_an_earlier_program(server: Server, branches: tuple[str, ...]) -> None:
    with server.write() as conn:
        conn.execute("DELETE FROM judged")
        for branch in branches:
            conn.execute("INSERT INTO rollup_left (branch, date) VALUES (:branch, '')", {"branch": branch})


def test_a_branch_that_cannot_be_rebuilt_holds_up_no_other(server: Server) -> None:
    left_by_an_earlier_program(server, ("b1", "b2", "b3"))
    asked, busy = [], {"b1"}

    def rebuild(branch: str) -> None:
        asked.append(branch)
        if branch in busy:
            raise StoreBusy
        if branch == "b2":
            raise ZeroDivisionError

    now_s = [0.0]
    reconsidering = Reconsidering(server, rebuild, lambda: now_s[0])
    for now_s[0] in (0.0, 29.0, 30.0, 89.0):
        reconsidering.step()
    busy.clear()
    for now_s[0] in (90.0, 91.0):
        reconsidering.step()

    # The bug is tried once, the one that was busy until it is not, ever less often, and then all is over for this program.
    assert asked == ["b1", "b2", "b3", "b1", "b1"]
    Reconsidering(server, rebuild).step()
    assert asked[5:] == []


def test_facts_are_projected_while_an_old_branch_cannot_be_rebuilt(
    store: HqStore, server: Server, branch: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise StoreBusy

    monkeypatch.setattr(Projector, "rebuild", fail)
    left_by_an_earlier_program(server, ("old",))
    send(server, *first_upload(branch))
    told = threading.Event()

    projecting = Projecting(store, lambda *_: told.set())
    try:
        assert told.wait(60)
    finally:
        projecting.stop()


def first_upload(branch: Connection) -> tuple[bytes, bytes, list[StoredFact]]:
    epoch, facts = stored_facts(branch)
    return epoch, NOTHING_BEFORE, facts


class Listening:
    """A connection that keeps what it was asked to delete, and how many rows that were."""

    def __init__(self, conn: Connection) -> None:
        self.conn, self.deleted = conn, [0]

    def execute(self, sql: str, parameters: Parameters = (), /) -> Cursor:
        done = self.conn.execute(sql, parameters)
        if sql.startswith("DELETE"):
            self.deleted.append(done.rowcount)
        return done


def test_a_rebuild_deletes_no_more_than_a_portion_at_a_time(
    server: Server, branch: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rebuilding, "_PORTION", 7)
    send(server, *first_upload(branch))
    projector_of(server).catch_up()

    with server.write() as conn:
        listening = Listening(conn)
        rebuilding.empty(cast("Connection", listening), BRANCH)

    assert max(listening.deleted) == 7
    with server.read() as conn:
        assert not any(contents(conn).values())


@pytest.mark.row("H5")
def test_tables_go_on_when_their_roll_ups_cannot_and_a_rebuild_mends_those(
    server: Server, branch: Connection
) -> None:
    def fail(conn: Connection, code: str, recorded: list[Recorded]) -> None:
        rolled_up(conn, code, recorded)
        conn.execute("INSERT INTO judged (program) VALUES (NULL)")

    send(server, *first_upload(branch))
    Projector(server, fail).catch_up()

    with server.read() as conn:
        assert contents(conn) == contents(branch)
        assert conn.execute("SELECT count(*) FROM rollup_day").fetchone() == (0,)
        assert conn.execute("SELECT DISTINCT branch FROM rollup_left").fetchall() == [(BRANCH,)]

    mended = Projector(server, rolled_up)
    Reconsidering(server, mended.rebuild).step()
    mended.catch_up()

    with server.read() as conn:
        assert conn.execute("SELECT count(*) FROM rollup_day").fetchone() != (0,)
        assert conn.execute("SELECT branch FROM rollup_left").fetchall() == []
