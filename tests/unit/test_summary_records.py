"""One business date out of the tables: all of it, nothing of other dates, at the price of a day."""

from __future__ import annotations

import pytest

from kiosk.domain import requests as r
from kiosk.records import keeping, summary
from kiosk.records.keeping import Keeping, closed_days
from kiosk.records.summary import day_times, id_from
from tests.dated_reception import CODE, DATE, DatedReception, full_day
from tests.reception import HOUR_MS, MINUTE_MS, NINE_MS


def test_a_day_is_found_whole() -> None:
    records = full_day().records()

    assert (len(records.came), len(records.wanted), len(records.stays)) == (8, 8, 5)
    assert {each.counter for each in records.sessions} == {"1", "3"}
    assert records.seen_to == 1
    assert (len(records.carried.into), len(records.carried.on)) == (0, 1)
    assert [each.answered_ms is not None for each in records.helps] == [True]
    assert records.times.promises["ordinary"] == 20


def test_a_day_holds_nothing_of_the_days_beside_it() -> None:
    room = full_day()
    alone = room.records()

    room.wait(ms=24 * HOUR_MS)
    room.open("2")
    room.served("withdrawal")
    room.did(r.CallHelp("exit"), "exit")
    later = room.records()

    assert later.stays == alone.stays
    assert (later.sessions, later.helps, later.seen_to) == (alone.sessions, alone.helps, alone.seen_to)
    assert sum(later.slips.values()) == sum(alone.slips.values())
    assert len(room.records("2026-11-03").stays) == 1


def test_a_date_that_never_was_is_told() -> None:
    with full_day().tables() as conn:
        assert day_times(conn, CODE, "2026-10-31") is None


def test_ids_are_found_by_the_moment_they_were_made() -> None:
    room = DatedReception()
    before = room.new_id()
    room.wait(ms=1)
    after = room.new_id()

    assert before < id_from(room.now_ms) < after


def _is_its_own(step: str) -> bool:
    """Tell whether a step goes through what the statement made or was given, and no table."""
    return "(subquery" in step or step == "SCAN paper"


@pytest.mark.parametrize("query", [*summary.QUERIES, *keeping.QUERIES])
def test_no_statement_goes_through_the_past(query: str) -> None:
    room = full_day()
    span = {"branch": CODE, "date": DATE, "first": id_from(NINE_MS), "last": id_from(NINE_MS + 1), "days": 8}
    span |= {"leg": "one", "ends": NINE_MS + 1, "settled": NINE_MS}

    with room.tables() as conn:
        plan = [str(row[3]) for row in conn.execute(f"EXPLAIN QUERY PLAN {query}", span)]

    assert [step for step in plan if step.startswith("SCAN") and not _is_its_own(step)] == []
    # A table searched by its branch alone is read from its beginning. Days are counted, and open legs are few.
    from_the_beginning = [step for step in plan if step.endswith("(branch=?)")]
    assert [step for step in from_the_beginning if "leg_open" not in step and " day " not in step] == []


def test_closed_days_come_with_the_last_that_was_kept_of_them() -> None:
    room = full_day()
    closed_ms = room.now_ms
    room.wait(1)
    room.ask(r.ReportKeeping(DATE, "failed", "written", "disk_full"), "system")
    room.wait(30)
    room.ask(r.ReportKeeping(DATE, "verified", "written"), "system")

    with room.tables() as conn:
        (day,) = closed_days(conn, CODE, 8)

    assert (day.date, day.closed_ms, day.why) == (DATE, closed_ms, "by_hand")
    assert day.kept == Keeping(closed_ms + 31 * MINUTE_MS, "verified", "written", "")
    assert day.backed_up
    assert day.summed_up


def test_an_open_day_is_not_among_the_closed() -> None:
    with DatedReception().tables() as conn:
        assert closed_days(conn, CODE, 8) == ()
