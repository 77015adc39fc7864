"""The tables say the same as the day in memory, and can be made again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from kiosk.domain import facts as f
from kiosk.records.compare import Difference, compare
from kiosk.records.database.connect import tables_in_memory
from kiosk.records.legs import NumberGap
from kiosk.records.project import project, rebuild
from kiosk.records.schema import KEYS
from tests.sample_day import SampleDay, two_days

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kiosk.records.connection import Connection


@pytest.fixture
def conn() -> Iterator[Connection]:
    conn = tables_in_memory()
    yield conn
    conn.close()


def written(conn: Connection, sample: SampleDay) -> SampleDay:
    for recorded in sample.recorded:
        project(conn, "b1", recorded)
    return sample


def rows(conn: Connection, query: str, *values: object) -> dict[Any, tuple[Any, ...]]:
    return {row[0]: row[1:] for row in conn.execute(query, values)}


@pytest.mark.parametrize("seed", range(12))
def test_the_legs_in_the_table_stand_where_the_day_says(conn: Connection, seed: int) -> None:
    day = written(conn, two_days(seed)).day

    stored = rows(
        conn, "SELECT id, visit, service, zone, minutes, status, joined_ms, credit_ms, counter FROM leg"
    )

    assert {leg: stored[leg] for leg in day.legs} == {
        leg.id: (
            leg.visit, leg.service, leg.zone, leg.minutes, leg.status, leg.joined_ms, leg.credit_ms, leg.counter
        )
        for leg in day.legs.values()
    }  # fmt: skip


@pytest.mark.parametrize("seed", range(12))
def test_the_periods_in_the_table_are_those_of_the_day(conn: Connection, seed: int) -> None:
    day = written(conn, two_days(seed)).day

    stored = rows(
        conn, "SELECT id, leg, counter, called_ms, reason, announced, started_ms, ended_ms FROM period"
    )

    for leg in day.legs.values():
        for period in leg.periods:
            assert stored[period.id] == (
                leg.id, period.counter, period.called_ms, period.reason, period.announced, period.started_ms,
                period.ended_ms,
            )  # fmt: skip


@pytest.mark.parametrize("seed", range(4))
def test_numbers_counters_slips_and_calls_for_help_are_those_of_the_day(conn: Connection, seed: int) -> None:
    day = written(conn, two_days(seed)).day

    numbers = rows(conn, "SELECT series, last FROM number WHERE date = '2026-11-22'")
    serving = rows(conn, "SELECT counter, badge FROM counter_session WHERE closed_ms IS NULL")
    slips = rows(conn, "SELECT id, visit, status FROM slip")
    guides = rows(conn, "SELECT id, visit, service, status FROM guide")
    unanswered = rows(conn, "SELECT id, place FROM help WHERE answered_ms IS NULL")
    rated = rows(conn, "SELECT visit FROM rating")

    assert {series: last for series, (last,) in numbers.items()} == day.last_number
    assert serving == {counter.id: (counter.badge,) for counter in day.counters.values()}
    for visit in day.visits.values():
        for slip, status in visit.slips.items():
            assert slips[slip] == (visit.id, status)
        assert (visit.id in rated) >= visit.rated
    for guide in day.guides.values():
        assert guides[guide.id] == (guide.visit, guide.service, guide.status)
    assert day.helps.keys() <= unanswered.keys()


def test_a_day_is_open_closed_and_open_again(conn: Connection) -> None:
    sample = SampleDay()
    sample.open()
    sample.close()
    written(conn, sample)
    closed = conn.execute("SELECT closed_ms, closed_why, finished, unfinished FROM day").fetchone()
    sample.tell(f.DayReopened(sample.date))

    project(conn, "b1", sample.recorded[-1])

    assert closed == (sample.recorded[-2].at_ms, "by_hand", 1, 0)
    assert conn.execute("SELECT closed_ms, closed_why, finished FROM day").fetchone() == (None, None, None)


@pytest.mark.parametrize("number", [0, 1, 3, 4])
def test_a_number_that_does_not_follow_the_last_is_refused(conn: Connection, number: int) -> None:
    sample = SampleDay()
    sample.open()
    for n in (1, 2):
        sample.tell(f.TicketIssued(f"v{n}", f"l{n}", "A", n, "cash", "A", "ordinary", 8, "kiosk"))
    written(conn, sample)
    sample.tell(f.TicketIssued("v9", "l9", "A", number, "cash", "A", "ordinary", 8, "kiosk"))

    if number == 3:
        project(conn, "b1", sample.recorded[-1])
    else:
        with pytest.raises(NumberGap):
            project(conn, "b1", sample.recorded[-1])

    assert conn.execute("SELECT last FROM number").fetchall() == [(3 if number == 3 else 2,)]


def test_numbers_begin_again_on_the_next_date(conn: Connection) -> None:
    written(conn, two_days())

    first = conn.execute(
        "SELECT date, min(number), count(*), max(number) FROM visit GROUP BY date"
    ).fetchall()

    assert [(date, low) for date, low, _, _ in first] == [("2026-11-21", 1), ("2026-11-22", 1)]


def test_two_branches_in_the_same_tables_do_not_meet(conn: Connection) -> None:
    sample = two_days()
    for branch in ("b1", "b2"):
        for recorded in sample.recorded:
            project(conn, branch, recorded)

    legs = conn.execute("SELECT branch, count(*) FROM leg GROUP BY branch").fetchall()

    assert legs == [("b1", legs[0][1]), ("b2", legs[0][1])]


def test_a_fact_of_unknown_kind_writes_nothing(conn: Connection) -> None:
    empty = tables_in_memory()
    project(
        conn, "b1", f.Recorded("00" * 8, 1, "id", "2026-11-21", 1, "a", "d", f.Unknown("robot_greeted", 1))
    )

    assert list(compare(conn, empty)) == []
    empty.close()


def test_tables_made_again_equal_the_first_ones(conn: Connection) -> None:
    sample = written(conn, two_days(5))
    again = tables_in_memory()
    for _ in range(2):
        rebuild(again, "b1", sample.recorded)

    assert list(compare(conn, again)) == []
    assert all(conn.execute(f"SELECT count(*) FROM {table}").fetchall()[0][0] for table in KEYS)  # noqa: S608
    again.close()


def test_comparing_finds_rows_that_are_missing_extra_or_different(conn: Connection) -> None:
    sample = written(conn, two_days(5))
    again = tables_in_memory()
    rebuild(again, "b1", sample.recorded)
    (slip,) = conn.execute("SELECT id FROM slip").fetchall()[3]
    (visit,) = conn.execute("SELECT id FROM visit").fetchall()[3]
    conn.execute("DELETE FROM slip WHERE id = ?", (slip,))
    conn.execute("UPDATE visit SET care = 'vip' WHERE id = ?", (visit,))
    conn.execute("INSERT INTO help VALUES ('b1', 'zz', 'hall', 1, NULL)")

    assert set(compare(conn, again)) == {
        Difference("slip", ("b1", slip), "missing"),
        Difference("visit", ("b1", visit), "other values"),
        Difference("help", ("b1", "zz"), "extra"),
    }
    again.close()
