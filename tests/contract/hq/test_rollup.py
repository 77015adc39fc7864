"""Roll-ups equal a full scan, whatever happened, in whatever portions, after a rebuild and after late facts."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import TYPE_CHECKING, cast

import pytest

from kiosk.branch.database.store import Store
from kiosk.domain import facts as f
from kiosk.domain.visit import LegStatus
from kiosk.hq.projector import Projector
from kiosk.hq.rollup import roll_up_all, rolled_up
from kiosk.hq.store.migrating import migrate
from kiosk.hq.store.schema import for_postgres
from kiosk.hq.store.schema_rollups import FOLLOWING
from kiosk.hq.store.sqlite import SqliteServer
from kiosk.records.project import project
from kiosk.records.reckoning import figures_of
from kiosk.records.satisfaction import count
from kiosk.wire.chain import NOTHING_BEFORE
from tests.dated_reception import CODE, DATE, full_day
from tests.headquarters import BRANCH, send, stored_facts
from tests.sample_day import SampleDay, two_days, write_down

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from kiosk.hq.store.port import Server
    from kiosk.records.connection import Connection, Row

pytestmark = pytest.mark.row("H5")


def contents(conn: Connection) -> dict[str, list[Row]]:
    return {table: sorted(conn.execute(f"SELECT * FROM {table}").fetchall()) for table in FOLLOWING}  # noqa: S608


def take(server: Server, recorded: Sequence[f.Recorded], chance: random.Random, branch: str = BRANCH) -> None:
    """Project facts in portions as they may come, roll-ups with them."""
    rest = list(recorded)
    while rest:
        many = chance.choice((1, 7, 100, 1_000))
        portion, rest = rest[:many], rest[many:]
        with server.write() as conn:
            for one in portion:
                project(conn, branch, one, guarded=False)
            rolled_up(conn, branch, portion)


def scanned(server: Server, branch: str = BRANCH) -> dict[str, list[Row]]:
    """Return what the roll-ups would be if every date were reckoned anew now; nothing of it stays."""
    with server.write() as conn:
        for table in ("rollup_day", "rollup_wait", "rollup_reason", "rollup_finding", "rollup_hour"):
            conn.execute(f"DELETE FROM {table}")  # noqa: S608
        roll_up_all(conn, branch)
        return contents(conn)


def stand(server: Server) -> dict[str, list[Row]]:
    with server.read() as conn:
        return contents(conn)


def three_days(seed: int) -> SampleDay:
    """Go on after two days: what was parked is carried once more, and customers of past days speak up late."""
    sample = two_days(seed, steps=40)
    issued = {one.fact.visit: one.fact for one in sample.recorded if isinstance(one.fact, f.TicketIssued)}
    finished = [leg for leg in sample.day.legs.values() if leg.status is LegStatus.FINISHED]
    unrated = sorted({leg.visit for leg in finished if not sample.day.visits[leg.visit].rated})
    slips = [one.fact for one in sample.recorded if isinstance(one.fact, f.SlipQueued)]
    parked = {leg.id: leg for leg in sample.day.active.values() if leg.status is LegStatus.PARKED}
    sample.close()
    sample.now_ms += 12 * 3_600_000
    sample.open("2026-11-23")
    sample.carry_over({key: leg for key, leg in parked.items() if leg.visit in issued}, issued)
    for visit in unrated[:2]:
        sample.tell(f.VisitRated(visit, 1, {"speed": 2}, ("rude",)))
        sample.tell(f.RatingAnswered(visit))
    sample.tell(f.SlipStatusChanged(slips[0].slip, slips[0].visit, "unknown", "restart"))
    sample.tell(f.PrinterChanged("main", "paper_out"))
    sample.go_on(30)
    return sample


@pytest.mark.parametrize("seed", range(6))
def test_roll_ups_equal_a_full_scan_whatever_the_portions(server: Server, seed: int) -> None:
    chance = random.Random(seed)
    recorded = three_days(seed).recorded

    # Any place may be the last fact that is there.
    take(server, recorded[: chance.randrange(20, len(recorded))], chance)
    assert stand(server) == scanned(server)


def each_fact_leaves_them_equal(server: Server, recorded: Sequence[f.Recorded]) -> None:
    for at, one in enumerate(recorded):
        take(server, [one], random.Random(at))
        before = stand(server)
        assert before == scanned(server), f"after fact {at}: {one.fact}"


def served(sample: SampleDay, leg: str) -> None:
    period = sample.new()
    sample.tell(f.TicketCalled(leg, period, "1", "score", 4_200))
    sample.tell(f.ServiceStarted(leg, period, "1"))
    sample.tell(f.ServiceFinished(leg, period, "1"))


def test_a_visit_that_lives_for_three_days_changes_each_of_them(server: Server) -> None:
    sample = SampleDay(1)
    sample.open()
    issued = {}
    for _ in range(3):
        sample.issue()
        ticket = next(one.fact for one in reversed(sample.recorded) if isinstance(one.fact, f.TicketIssued))
        issued[ticket.visit] = ticket
        served(sample, ticket.leg)
        added = sample.new()
        sample.tell(f.LegAdded(ticket.visit, added, "cash", "A", 8))
        sample.tell(f.LegJoined(added, 60_000))
        sample.tell(f.TicketParked(added))
    rated, given_up, closed = issued
    leg_of = {leg.visit: leg.id for leg in sample.day.active.values()}
    again = sample.new()
    sample.tell(f.LegAdded(rated, again, "loan", "A", 8))
    sample.tell(f.LegJoined(again, 60_000))
    sample.tell(f.TicketParked(again))
    first = len(sample.recorded)
    for date in ("2026-11-22", "2026-11-23"):
        parked = {leg.id: leg for leg in sample.day.active.values()}
        sample.close()
        sample.now_ms += 12 * 3_600_000
        sample.open(date)
        sample.carry_over(parked, issued)
        if again in sample.day.active and leg_of[rated] in sample.day.active:
            sample.tell(f.TicketReturned(leg_of[rated], "parked"))
            served(sample, leg_of[rated])
    sample.tell(f.VisitRated(rated, 2, {"speed": 2}, ("rude",)))
    sample.tell(f.TicketAbandoned(leg_of[given_up]))
    assert leg_of[closed] in sample.day.active
    sample.close(carry=False)

    take(server, sample.recorded[:first], random.Random(1))
    each_fact_leaves_them_equal(server, sample.recorded[first:])


def test_a_day_that_was_lost_with_its_disk_is_ended_by_the_next(server: Server) -> None:
    lost, found = SampleDay(2), SampleDay(3)
    lost.open()
    lost.go_on(20)
    lost.tell(f.PrinterChanged("main", "offline"))
    found.now_ms = lost.now_ms + 12 * 3_600_000
    found.open("2026-11-22")
    found.go_on(3)
    found.close(carry=False)
    late = lost.recorded[-1]

    take(server, lost.recorded[:-1], random.Random(1))
    each_fact_leaves_them_equal(server, [*found.recorded[1:], late])

    with server.read() as conn:
        (trouble_ms,) = conn.execute(
            "SELECT trouble_ms FROM rollup_day WHERE date = '2026-11-22'"
        ).fetchone() or (0,)
    assert trouble_ms > 0


def test_a_second_disk_that_opened_the_next_day_earlier_changes_the_day_before(server: Server) -> None:
    lost, found = SampleDay(2), SampleDay(3)
    lost.open()
    lost.go_on(20)
    found.now_ms = lost.now_ms - 600_000
    found.open("2026-11-22")

    take(server, lost.recorded, random.Random(1))
    each_fact_leaves_them_equal(server, found.recorded[1:4])


def test_a_day_counts_what_the_tables_hold(server: Server) -> None:
    recorded = three_days(3).recorded
    take(server, recorded, random.Random(3))

    with server.read() as conn:
        rows = conn.execute(
            "SELECT date, issued, printed + failed + unknown + waiting FROM rollup_day"
        ).fetchall()
        issued: dict[str, int] = dict(
            conn.execute("SELECT date, count(*) FROM visit GROUP BY date").fetchall()
        )
        (papers,) = conn.execute(
            "SELECT (SELECT count(*) FROM slip) + (SELECT count(*) FROM guide)"
        ).fetchone() or (0,)
        (ratings,) = conn.execute("SELECT count(*) FROM rating").fetchone() or (0,)
        scores = [f"score_{score}" for score in range(1, 6)]
        (rated,) = conn.execute(f"SELECT sum({' + '.join(scores)}) FROM rollup_day").fetchone() or (0,)  # noqa: S608
        (projected,) = conn.execute("SELECT projected FROM rollup_live").fetchone() or (0,)

    assert {date: many for date, many, _ in rows} == issued
    assert sum(paper for *_, paper in rows) == papers
    assert rated == ratings
    assert projected == len(recorded)


def test_a_rebuild_makes_the_same_roll_ups(server: Server, tmp_path: Path) -> None:
    with Store.open(tmp_path / "branch") as store:
        write_down(store, three_days(2).recorded)
        epoch, facts = stored_facts(store.conn)
    send(server, epoch, NOTHING_BEFORE, facts)
    projector = Projector(server, rolled_up)
    projector.catch_up()
    before = stand(server)

    projector.rebuild(BRANCH)
    assert not any(stand(server).values())
    projector.catch_up()

    assert stand(server) == before == scanned(server)


def test_a_fact_that_is_set_aside_leaves_roll_ups_equal(server: Server, tmp_path: Path) -> None:
    with Store.open(tmp_path / "branch") as store:
        write_down(store, two_days(4).recorded)
        epoch, facts = stored_facts(store.conn)
    poisoned = [fact._replace(body=b"NaN") if fact.kind == "ticket_called" else fact for fact in facts]
    send(server, epoch, NOTHING_BEFORE, poisoned)

    Projector(server, rolled_up).catch_up()

    assert stand(server) == scanned(server)
    with server.read() as conn:
        live = conn.execute("SELECT projected FROM rollup_live").fetchone()
        aside = conn.execute("SELECT count(*) FROM inbox WHERE status = 'quarantined'").fetchone()
    assert live is not None
    assert aside is not None
    assert aside[0] > 0
    assert live[0] + aside[0] == len(facts)


@pytest.mark.parametrize("seed", range(4))
def test_two_disks_that_were_one_are_both_counted(server: Server, seed: int) -> None:
    common = SampleDay(seed)
    common.open()
    common.go_on(20)
    ours, theirs = SampleDay(seed), SampleDay(seed)
    for one in (ours, theirs):
        one.open()
        one.go_on(20)
    ours.chance.seed("ours")
    theirs.chance.seed("theirs")
    for one in (ours, theirs):
        one.go_on(40)
    theirs.close()
    theirs.open("2026-11-22")
    theirs.go_on(20)
    shared = len(common.recorded)
    chance = random.Random(seed)

    take(server, ours.recorded, chance)
    take(server, theirs.recorded[shared:], chance)

    assert stand(server) == scanned(server)
    issued = {
        one.fact.visit
        for one in (*ours.recorded, *theirs.recorded)
        if one.date == "2026-11-21" and isinstance(one.fact, f.TicketIssued)
    }
    with server.read() as conn:
        row = conn.execute("SELECT issued, doubles FROM rollup_day WHERE date = '2026-11-21'").fetchone()
    assert row is not None
    assert row[0] == len(issued)
    assert row[1] > 0


def test_headquarters_counts_a_day_as_the_branch_sums_it_up(server: Server) -> None:
    room = full_day()
    take(server, room.recorded, random.Random(1), CODE)
    records = room.records()
    with room.tables() as conn:
        opinions = count(conn, CODE, DATE, DATE, "Asia/Shanghai")
    figures = figures_of(records, opinions.thought, "Asia/Shanghai", room.now_ms)

    with server.read() as conn:
        day = conn.execute(
            "SELECT issued, from_staff, finished, passed, abandoned, voided, closed, carried, suspect, visits, low_seen_to,"
            " helps, helps_answered, is_open FROM rollup_day"
        ).fetchone()
        waits = conn.execute(
            "SELECT care, called, longest_ms, kept FROM rollup_wait ORDER BY care"
        ).fetchall()
        scores = conn.execute("SELECT score_1, score_2, score_3, score_4, score_5 FROM rollup_day").fetchone()
        hours = conn.execute("SELECT came, called FROM rollup_hour ORDER BY from_ms").fetchall()

    ends = figures.ends
    assert day == (
        figures.visits, figures.from_staff, ends.finished, ends.unanswered_calls, ends.abandoned, ends.voided, ends.closed,
        ends.carried, figures.suspect, figures.satisfaction.finished, figures.seen_to, figures.helps.called,
        figures.helps.answered, 0,
    )  # fmt: skip
    assert waits == sorted(
        (wait.care, wait.called, round(wait.longest * 60_000), wait.within) for wait in figures.waits
    )
    assert scores == tuple(opinions.scores[score] for score in range(1, 6))
    assert hours == [(hour.came, hour.called) for hour in figures.hours if hour.came or hour.called]


def test_a_day_with_a_clock_gone_mad_is_left_out_and_holds_up_nothing(server: Server) -> None:
    sample = SampleDay(1)
    sample.open()
    sample.go_on(30)
    mad = f.Recorded(
        "00" * 8,
        10_000,
        sample.new(),
        sample.date,
        1 << 61,
        "customer",
        "entrance-1",
        f.HelpCalled(sample.new(), "x"),
    )
    sample.now_ms += 60_000

    take(server, [*sample.recorded, mad], random.Random(1))
    sample.open("2026-11-22")
    later = sample.recorded[-40:]
    take(server, [one for one in later if one.date == "2026-11-22"], random.Random(1))

    assert [date for date, *_ in stand(server)["rollup_day"]][-1] == "2026-11-22"


@pytest.mark.parametrize("wild", ["9999-12-31", "2026-02-31", "tomorrow"])
def test_a_day_that_no_calendar_has_keeps_no_week_from_its_figures(server: Server, wild: str) -> None:
    sample = two_days(1)
    opened = next(one for one in sample.recorded if isinstance(one.fact, f.DayOpened))
    never_closed = replace(cast("f.DayOpened", opened.fact), date=wild)
    odd = replace(opened, seq=10_000, id=sample.new(), date=wild, fact=never_closed)

    take(server, [odd, *sample.recorded], random.Random(1))

    found = stand(server)
    assert found["rollup_week"]
    assert found == scanned(server)


def test_a_headquarters_from_before_the_weeks_has_them_after_the_update(server: Server) -> None:
    take(server, two_days(1).recorded, random.Random(1))
    before = stand(server)

    with server.write() as conn:
        for table in ("rollup_week", "rollup_week_wait", "rollup_week_reason"):
            conn.execute(f"DROP TABLE {table}")
        conn.execute("DELETE FROM migration WHERE name = 'hq.m010_weeks'")
        migrate(conn, str if isinstance(server, SqliteServer) else for_postgres)

    assert before["rollup_week"]
    assert stand(server) == before
