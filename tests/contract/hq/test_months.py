"""The inbox of PostgreSQL in months: each fact in the month it came, none ever without a place."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from kiosk.hq.store.months import have_months
from kiosk.hq.store.schema import INBOX_COLUMNS

if TYPE_CHECKING:
    from kiosk.hq.store.postgres import PostgresServer
    from kiosk.hq.store.postgres_store import PostgresStore


def ms(year: int, month: int, day: int = 1) -> int:
    return int(datetime(year, month, day, tzinfo=UTC).timestamp()) * 1000


@pytest.fixture
def server(postgres_store: PostgresStore) -> PostgresServer:
    server = postgres_store.servers[0]
    with server.write() as conn:
        conn.execute("DELETE FROM inbox")
    return server


def arrive(server: PostgresServer, seq: int, received_ms: int) -> None:
    row = ("b1", b"e", seq, b"", "k", 1, 0, b"", b"", b"", "kept", received_ms)
    with server.write() as conn:
        server.copy(conn, "inbox", INBOX_COLUMNS, [row])


def places(server: PostgresServer) -> list[str]:
    with server.read() as conn:
        rows = conn.execute("SELECT tableoid::regclass::text FROM inbox ORDER BY seq").fetchall()
    return [name for (name,) in rows]


def test_months_are_there_for_a_year_ahead_and_each_takes_its_own(server: PostgresServer) -> None:
    with server.write() as conn:
        have_months(conn, ms(2001, 11, 30))

    for seq, when in enumerate((ms(2001, 11), ms(2001, 12) - 1, ms(2001, 12), ms(2002, 11))):
        arrive(server, seq, when)

    assert places(server) == ["inbox_2001_11", "inbox_2001_11", "inbox_2001_12", "inbox_2002_11"]


def test_what_comes_in_no_month_is_kept_and_its_month_is_not_made_any_more(server: PostgresServer) -> None:
    arrive(server, 1, ms(2011, 5, 20))

    with server.write() as conn:
        have_months(conn, ms(2011, 5, 21))
    arrive(server, 2, ms(2011, 5, 22))
    arrive(server, 3, ms(2011, 6, 1))

    assert places(server) == ["inbox_other", "inbox_other", "inbox_2011_06"]
