"""The tables of headquarters: those of the branch, made by the same code, whatever order and however often killed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kiosk.branch.database.store import Store
from kiosk.hq.projector import Projector
from kiosk.records.schema import KEYS
from kiosk.wire.chain import NOTHING_BEFORE
from tests.headquarters import BRANCH, send, stored_facts
from tests.sample_day import two_days, write_down

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from kiosk.hq.store.port import Server
    from kiosk.records.connection import Connection, Row

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
