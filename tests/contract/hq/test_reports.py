"""What the reports of headquarters say of branches, days, weeks, visits and troubles."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from kiosk.branch.database.store import Store as BranchStore
from kiosk.domain import facts as f
from kiosk.domain.visit import ticket_label
from kiosk.hq.ingest import ingest
from kiosk.hq.projector import Projector
from kiosk.hq.reports import FEWEST_WAITS, Between, Machines, Reports, Waits
from kiosk.hq.rollup import rolled_up
from kiosk.records.database.ids import Ids
from kiosk.records.project import project
from kiosk.wire.chain import NOTHING_BEFORE
from kiosk.wire.sync.upload import chained, enclosed
from tests.dated_reception import CODE, DATE, full_day
from tests.headquarters import BRANCH, HERE, enrolled, send, stored_facts
from tests.sample_day import SampleDay, two_days, write_down

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from kiosk.hq.headquarters import Headquarters
    from kiosk.hq.store.port import Server
    from kiosk.wire.sync.upload import StoredFact

pytestmark = pytest.mark.row("H5")
FIRST, SECOND = "2026-11-21", "2026-11-22"


@pytest.fixture
def reports(headquarters: Headquarters, server: Server) -> Reports:
    """Reports of a headquarters that knows one branch."""
    del server
    return Reports(headquarters.store)


def take(server: Server, recorded: Sequence[f.Recorded], branch: str = BRANCH) -> None:
    with server.write() as conn:
        for one in recorded:
            project(conn, branch, one, guarded=False)
        rolled_up(conn, branch, list(recorded))


def journal(folder: Path, sample: SampleDay) -> tuple[bytes, list[StoredFact]]:
    with BranchStore.open(folder) as store:
        write_down(store, sample.recorded)
        return stored_facts(store.conn)


def test_a_branch_is_shown_with_what_is_held_applied_and_set_aside(
    headquarters: Headquarters, server: Server, reports: Reports, tmp_path: Path
) -> None:
    epoch, facts = journal(tmp_path / "branch", two_days())
    facts = [fact._replace(body=b"{}") if fact.seq == 20 else fact for fact in facts]
    enrolled(headquarters, "b0")
    send(server, epoch, NOTHING_BEFORE, facts)

    held = reports.branches()
    behind = reports.backlog()
    Projector(server, rolled_up).catch_up()
    applied = reports.branches()[1]

    assert [one.branch for one in held] == ["b0", BRANCH]
    assert (held[0].durable, held[0].facts_at, held[0].heard_ms, held[0].reconciled) == (0, None, None, None)
    assert (held[1].durable, held[1].pending, held[1].facts_at) == (len(facts), len(facts), facts[-1].at_ms)
    assert [(one.branches, one.facts, one.durable) for one in behind] == [(1, len(facts), len(facts))]
    assert (applied.pending, applied.quarantined, applied.epochs, applied.forked) == (0, 1, 1, False)
    assert reports.backlog()[0].facts == 0
    assert [reports.branch(one) for one in ("b0", BRANCH, "nix")] == [*reports.branches(), None]


def test_what_was_purged_before_it_came_is_counted_as_missing_and_as_nothing_else(
    server: Server, reports: Reports, tmp_path: Path
) -> None:
    epoch, facts = journal(tmp_path / "branch", two_days())
    hashes = [NOTHING_BEFORE, *chained(epoch, NOTHING_BEFORE, facts)]
    for first, last in ((11, 20), (26, 30)):
        upload = enclosed(epoch, hashes[first - 1], facts[first - 1 : last], 0, purged=True)
        ingest(server, BRANCH, upload, HERE)

    (state,) = reports.branches()

    assert (state.durable, state.applied, state.missing) == (15, 0, 15)


def test_two_disks_that_were_one_show_as_a_fork(server: Server, reports: Reports, tmp_path: Path) -> None:
    sample = two_days()
    epoch, facts = journal(tmp_path / "branch", sample)
    send(server, epoch, NOTHING_BEFORE, facts)
    with server.write() as conn:
        rows = conn.execute("SELECT hash FROM inbox WHERE seq = 50").fetchone()
    assert rows is not None
    common = bytes(rows[0]).hex()
    with BranchStore.open(tmp_path / "clone") as store:
        start = f.EpochStarted(
            BRANCH, "restored", demonstration=True, previous_epoch=epoch.hex(), last_seq=50, last_hash=common
        )
        write_down(
            store,
            [
                replace(sample.recorded[0], fact=start),
                *(one for one in sample.recorded[60:] if isinstance(one.fact, f.HelpCalled)),
            ],
        )
        _, again = stored_facts(store.conn)
    moved = [fact._replace(seq=fact.seq + 50) for fact in again]

    send(server, b"other!!!", bytes.fromhex(common), moved)

    (branch,) = reports.branches()
    assert branch == reports.branch(BRANCH)
    assert (branch.epochs, branch.forked, branch.forked_ms) == (2, True, branch.heard_ms)
    assert branch.durable == len(facts) + len(moved)


def test_the_queue_of_a_branch_is_told_as_of_its_newest_fact(server: Server, reports: Reports) -> None:
    sample = SampleDay(3)
    sample.open()
    for _ in range(4):
        sample.issue()
    leg = next(iter(sample.day.active))
    sample.tell(f.TicketCalled(leg, sample.new(), "1", "score", 4_200))
    take(server, sample.recorded)

    live = reports.live()

    (branch,) = live.branches
    assert (branch.waiting, branch.called, branch.serving, branch.counters) == (3, 1, 0, 2)
    assert (live.waiting, live.counters) == (3, 2)
    assert (branch.date, branch.is_open, branch.issued, branch.at_ms) == (
        FIRST,
        True,
        4,
        sample.recorded[-1].at_ms,
    )
    waiting = [leg for leg in sample.day.active.values() if leg.status.value == "waiting"]
    assert branch.longest_ms == max(sample.recorded[-1].at_ms - leg.joined_ms for leg in waiting)


def test_days_weeks_and_all_branches_add_up(
    headquarters: Headquarters, server: Server, reports: Reports
) -> None:
    take(server, two_days(1).recorded)
    other = headquarters.store.server_of(CODE)
    enrolled(headquarters, CODE)
    take(other, full_day().recorded, CODE)

    days = reports.daily("2026-11-01", "2026-11-30")
    weeks = reports.compare([FIRST, "2026-11-16", DATE]).weeks
    (total,) = [week.total for week in weeks if week.first == "2026-11-16"]
    mine = [day for day in days if day.branch == BRANCH]

    assert [(day.date, day.branch) for day in days] == [(DATE, CODE), (FIRST, BRANCH), (SECOND, BRANCH)]
    assert [week.first for week in weeks] == ["2026-11-02", "2026-11-16"]
    assert (total.days, total.open_days, total.date, total.branch) == (2, 1, "2026-11-16", "")
    for name in (
        "issued",
        "finished",
        "passed",
        "abandoned",
        "helps",
        "counter_ms",
        "service_ms",
        "no_shows",
    ):
        assert getattr(total, name) == sum(getattr(day, name) for day in mine)
    assert total.all_waits == mine[0].all_waits + mine[1].all_waits
    assert total.ratings.count == sum(day.ratings.count for day in mine)
    (waited,) = reports.compare([FIRST], part="waits").weeks
    (of_days,) = reports.compare([FIRST], part="days").weeks
    assert (waited.total.all_waits, list(waited.branches)) == (total.all_waits, [BRANCH])
    assert waited.total.issued == 0
    assert (of_days.total.issued, of_days.total.ratings.scores) == (total.issued, total.ratings.scores)
    assert of_days.total.waits == {}
    assert reports.daily("2026-11-01", "2026-11-30", [CODE]) == days[:1]
    assert [day.issued for day in reports.totals(FIRST, FIRST, None)] == [mine[0].issued]
    assert sum(hour.came for hour in reports.hours(BRANCH, FIRST)) == mine[0].issued
    assert reports.daily("2025-01-01", "2025-12-31") == []


def test_a_visit_is_told_with_why_it_was_called_and_who_before_it(server: Server, reports: Reports) -> None:
    room = full_day()
    take(server, room.recorded)
    issued = {one.fact.visit: one for one in room.recorded if isinstance(one.fact, f.TicketIssued)}
    rated = next(
        one.fact for one in room.recorded if isinstance(one.fact, f.VisitRated) and one.fact.score == 1
    )
    ticket = issued[rated.visit].fact
    assert isinstance(ticket, f.TicketIssued)

    story = reports.visit(BRANCH, ticket_label(ticket.series, ticket.number).lower(), DATE)

    assert story is not None
    assert story == reports.visit(BRANCH, rated.visit) == reports.visit(BRANCH, story.ticket)
    assert [step.kind for step in story.steps if step.kind != "slip"] == [
        "issued", "called", "started", "finished", "rated", "rating_answered",
    ]  # fmt: skip
    why = next(step.why for step in story.steps if step.why)
    called = next(
        one.fact
        for one in room.recorded
        if isinstance(one.fact, f.TicketCalled) and one.fact.leg == ticket.leg
    )
    assert (why.points, why.reason, why.weight * why.waited_ms) == (called.score, called.reason, called.score)
    assert why.runner_up == room.day.ticket_of(called.runner_up) != ""
    first = next(step for step in story.steps if step.kind == "called")
    assert [(one.ticket, one.called_ms < first.at_ms, one.came_later) for one in story.before] == [
        (room.day.visits[served.visit].ticket, True, False)
        for served in room.day.legs.values()
        if served.periods and served.periods[0].called_ms < first.at_ms and served.visit != rated.visit
    ]
    assert story.before
    assert story.waited_ms == first.at_ms - story.issued_ms
    assert reports.visit(BRANCH, "A999", DATE) is None
    assert reports.visit(BRANCH, "'; DROP TABLE visit", DATE) is None


def test_paper_whose_id_was_made_before_its_number_was_written_down_belongs_to_the_story(
    server: Server, reports: Reports
) -> None:
    sample = SampleDay(1)
    sample.open()
    sample.issue()
    issued = next(one for one in sample.recorded if isinstance(one.fact, f.TicketIssued))
    queued = next(one for one in sample.recorded if isinstance(one.fact, f.SlipQueued))
    assert isinstance(issued.fact, f.TicketIssued)
    early = Ids(random.Random(9).randbytes)
    papers = (
        f.SlipQueued(early.new(issued.at_ms - 40), issued.fact.visit),
        f.GuideQueued(early.new(issued.at_ms - 40), "cash", {}, ("id_card",), "zh", issued.fact.visit),
    )
    before = [one for one in sample.recorded if not isinstance(one.fact, (f.SlipQueued, f.SlipStatusChanged))]
    take(server, [*before, *(replace(queued, id=sample.new(), fact=paper) for paper in papers)])

    story = reports.visit(BRANCH, issued.fact.visit)

    assert story is not None
    assert {step.kind for step in story.steps} >= {"slip", "guide"}


def test_two_visits_of_one_number_point_at_each_other(server: Server, reports: Reports) -> None:
    one, other = SampleDay(1), SampleDay(1)
    one.open()
    other.open()
    shared = len(one.recorded)
    one.issue()
    other.now_ms += 500
    other.issue()
    take(server, [*one.recorded, *other.recorded[shared:]])

    story = reports.visit(BRANCH, f"{one.recorded[shared].fact.series}1", FIRST)  # type: ignore[union-attr]

    assert story is not None
    assert story.others == (other.recorded[shared].fact.visit,)  # type: ignore[union-attr]
    assert reports.daily(FIRST, FIRST)[0].doubles == 2


def test_troubles_tell_printers_paper_and_what_checks_found(server: Server, reports: Reports) -> None:
    sample = two_days(2)
    take(server, sample.recorded)
    started_ms = sample.now_ms
    sample.tell(f.PrinterChanged("main", "paper_out"))
    out_ms = sample.now_ms
    sample.tell(f.HelpCalled(sample.new(), "entrance"))
    take(server, sample.recorded[-2:])

    (trouble,) = reports.trouble(FIRST, SECOND)

    assert trouble.findings == {"printer": {"near_end": 2}}
    assert [(one.printer, one.condition, one.since_ms) for one in trouble.printers] == [
        ("main", "paper_out", out_ms)
    ]
    assert trouble.paper.trouble_ms == sample.now_ms - out_ms < sample.now_ms - started_ms
    assert trouble.paper.failed > 0
    assert reports.trouble(FIRST, SECOND, [BRANCH]) == [trouble]
    assert reports.machines() == [Machines(BRANCH, trouble.printers, {"printer": "near_end"})]


def test_the_mark_changes_with_facts_and_with_nothing_else(server: Server, reports: Reports) -> None:
    before = reports.mark()
    assert reports.mark() == before

    take(server, SampleDay(1).recorded)

    assert reports.mark() != before


def test_nine_tenths_are_told_as_the_bin_they_lie_in_or_not_at_all() -> None:
    few = Waits(count=FEWEST_WAITS - 1, bins=(FEWEST_WAITS - 1, *(0,) * 15))
    many = Waits(count=100, bins=(50, 30, 0, 9, 0, 1, *(0,) * 9, 10))

    assert few.within(90) is None
    assert many.within(50) == Between(0, 1)
    assert many.within(51) == Between(1, 2)
    assert many.within(90) == Between(7, 10)
    assert many.within(91) == Between(120, None)
