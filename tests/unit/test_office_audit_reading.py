"""Finding what happened on a day: by the primary key and within the day, however long the journal is."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest

from kiosk.branch import audit
from kiosk.branch.audit import Wanted
from kiosk.branch.database.journal import Journal
from kiosk.branch.database.store import Store
from kiosk.domain import facts as f
from tests.sample_day import two_days

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from kiosk.records.connection import Connection

FIRST, SECOND = "2026-11-21", "2026-11-22"


@contextmanager
def two_days_kept(folder: Path) -> Iterator[tuple[Connection, list[f.Recorded]]]:
    """Give a journal of two days, as it is read, and what was told in them."""
    told = two_days().recorded
    with Store.open(folder) as store:
        journal = Journal(store.conn)
        with store.write():
            journal.begin_epoch()
            for one in told:
                journal.append(
                    [one.fact], ids=[one.id], date=one.date, at_ms=one.at_ms, actor=one.actor, device=one.device
                )  # fmt: skip
        yield store.conn, told


def seqs(facts: tuple[f.Recorded, ...]) -> list[int]:
    return [one.seq for one in facts]


@pytest.mark.row("F3")
def test_a_day_is_all_of_its_facts_and_none_of_another(tmp_path: Path) -> None:
    with two_days_kept(tmp_path) as (conn, told):
        days = audit.dates(conn)
        found = {date: list(audit.day_range(conn, date)) for date in days}

    assert {SECOND, FIRST} <= set(days)
    for date, seqs_there in found.items():
        assert seqs_there == [seq for seq, one in enumerate(told, 1) if one.date == date]


def test_of_a_date_that_never_was_there_is_nothing(tmp_path: Path) -> None:
    with two_days_kept(tmp_path) as (conn, _):
        ranges = [audit.day_range(conn, date) for date in ("2020-01-01", "2031-01-01", "x' OR 1=1")]

    assert [len(one) for one in ranges] == [0, 0, 0]


@pytest.mark.row("F3")
def test_pages_follow_one_another_newest_first_without_gap_or_repeat(tmp_path: Path) -> None:
    with two_days_kept(tmp_path) as (conn, told):
        before, shown = 0, list[int]()
        while True:
            page = audit.page(conn, Wanted(SECOND), 7, before)
            shown += seqs(page.facts)
            before = page.older
            if not before:
                break

    of_day = [seq for seq, one in enumerate(told, 1) if one.date == SECOND]
    assert shown == of_day[::-1]
    assert page.total == len(of_day)


@pytest.mark.row("F3")
def test_by_person_by_kind_and_what_people_did(tmp_path: Path) -> None:
    with two_days_kept(tmp_path) as (conn, told):
        by_1001 = audit.page(conn, Wanted(FIRST, actor="staff:1001"), 500).facts
        devices = audit.page(conn, Wanted(FIRST, kinds=frozenset({"device_paired"})), 500).facts
        people = audit.page(conn, Wanted(FIRST, kinds=frozenset({"device_paired"}), people=True), 500).facts

    of_day = [one for one in told if one.date == FIRST]
    assert by_1001
    assert len(by_1001) == sum(one.actor == "staff:1001" for one in of_day)
    assert [one.fact for one in devices] == [f.DevicePaired("counter-1")]
    assert len(people) == 1 + sum(one.actor.startswith("staff") for one in of_day)


def test_facts_are_named_by_the_ticket_they_are_about(tmp_path: Path) -> None:
    with two_days_kept(tmp_path) as (conn, told):
        facts = audit.page(conn, Wanted(FIRST), 500).facts
        tickets = audit.tickets_of(conn, facts)

    issued = next(one.fact for one in told if isinstance(one.fact, f.TicketIssued))
    kept = next(one.fact for one in told if isinstance(one.fact, f.RecordKept))
    label = f"{issued.series}{issued.number:03d}"
    assert tickets[issued.visit] == tickets[issued.leg] == label
    assert tickets[kept.record] == tickets[kept.visit]


@pytest.mark.row("F3")
def test_a_day_is_found_without_going_through_the_journal(tmp_path: Path) -> None:
    with two_days_kept(tmp_path) as (conn, told):
        said: list[str] = []
        traced: Any = conn  # our Connection names only what the product needs
        traced.set_trace_callback(said.append)
        facts = audit.page(conn, Wanted(FIRST, actor="staff:1001"), 100).facts
        audit.tickets_of(conn, facts)
        traced.set_trace_callback(None)
        plans = {
            step[3]
            for sql in said
            for step in conn.execute(f"EXPLAIN QUERY PLAN {sql}")
            if "json_each" not in step[3] and "LIST SUBQUERY" not in step[3]
        }

    # Two halvings; a million facts are twenty steps each.
    assert sum("LIMIT 1" in sql for sql in said) <= 2 * (len(told).bit_length() + 1)
    assert plans
    assert all(plan.startswith("SEARCH") for plan in plans - {"SCAN head"}), plans
