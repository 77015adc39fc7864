"""Midnight and the change of the business date while people are inside: nobody is lost, and every screen knows it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import pytest

from kiosk.app import serve
from kiosk.domain import facts as f
from kiosk.domain import requests as r
from kiosk.domain.answers import Refusal
from kiosk.domain.branch_plan import Hours
from kiosk.domain.visit import LegStatus
from kiosk.wire.projection import ROLES, Role, seen_by
from kiosk.wire.snapshot import Snapshot, decode
from tests.reception import HOUR_MS, MINUTE_MS, NINE_MS, Reception, leg_in, shipped_setting
from tests.served import NoSpool, Served, served
from tests.views import as_seen_by, on_screen, taken_over

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from kiosk.domain.setting import Setting

EIGHT_IN_THE_EVENING_MS: Final = NINE_MS + 11 * HOUR_MS
MIDNIGHT_MS: Final = NINE_MS + 15 * HOUR_MS
CHANGE_MS: Final = NINE_MS + 19 * HOUR_MS
"""04:00 of the next day: the business date changes."""
STANDING: Final = {
    LegStatus.WAITING: LegStatus.CLOSED,
    LegStatus.CALLED: LegStatus.CLOSED,
    LegStatus.SERVING: LegStatus.CLOSED,
    LegStatus.PASSED: LegStatus.CLOSED,
    LegStatus.PARKED: LegStatus.PARKED,
    LegStatus.FINISHED: LegStatus.FINISHED,
}
"""What a leg is when the date changes over it, and what it is from then on."""


def night_branch() -> Setting:
    """Return the branch open from eight in the evening to two in the morning."""
    ours = shipped_setting()
    return replace(ours, plan=replace(ours.plan, hours=(Hours(20 * 60, 26 * 60),) * 7))


# The rules


@pytest.fixture
def night() -> Reception:
    room = Reception(night_branch(), EIGHT_IN_THE_EVENING_MS)
    room.open("1", "2")
    return room


@pytest.mark.row("C1")
def test_a_branch_open_past_midnight_serves_on_under_one_date_and_its_numbers_go_on(night: Reception) -> None:
    before = night.issue(role="entrance")
    night.now_ms = MIDNIGHT_MS - 1
    last = night.issue(role="entrance")
    night.now_ms = MIDNIGHT_MS
    first = night.issue(role="entrance")
    night.wait(60)
    after = night.issue(role="entrance")

    assert [one.ticket for one in (before, last, first, after)] == ["A001", "A002", "A003", "A004"]
    assert {one.date for one in (before, last, first, after)} == {"2026-11-02"}
    assert sum(isinstance(one.fact, f.DayOpened) for one in night.recorded) == 1
    assert night.leg(before.leg).waited_ms(night.now_ms) == 5 * HOUR_MS


@pytest.mark.row("C1")
def test_whoever_waits_over_midnight_is_called_before_whoever_came_after_it(night: Reception) -> None:
    night.now_ms = MIDNIGHT_MS - MINUTE_MS
    before = night.issue()
    night.now_ms = MIDNIGHT_MS + MINUTE_MS
    night.issue()

    assert night.call("1").ticket == before.ticket


def test_the_entrance_of_a_night_branch_stops_before_its_closing_and_not_at_midnight(
    night: Reception,
) -> None:
    cutoff_ms = MIDNIGHT_MS + 105 * MINUTE_MS
    night.now_ms = cutoff_ms - 1
    night.issue(role="entrance")

    night.now_ms = cutoff_ms

    refused = night.ask(r.IssueTicket("deposit"), "entrance")
    assert refused == Refusal("after_cutoff", {"cutoff_ms": str(cutoff_ms)})


@pytest.mark.parametrize(("status", "then"), STANDING.items())
def test_nobody_is_lost_when_the_date_changes_over_them(
    night: Reception, status: LegStatus, then: LegStatus
) -> None:
    leg = leg_in(night, status)
    at_closing, cut = taken_over(night.day), len(night.recorded)
    night.now_ms = CHANGE_MS

    night.keep_day()

    closing, *rest = (one for one in night.recorded[cut:] if not isinstance(one.fact, f.SlipStatusChanged))
    at_closing.apply(closing)
    assert at_closing.legs[leg].status is then
    assert isinstance(closing.fact, f.DayClosed)
    assert closing.fact.finished == (then is LegStatus.FINISHED)
    assert closing.fact.unfinished == (then is LegStatus.CLOSED)
    assert closing.fact.carried == ((leg,) if then is LegStatus.PARKED else ())
    assert [type(one.fact) for one in rest] == [f.DayOpened, *(f.TicketCarried for _ in closing.fact.carried)]
    assert list(night.day.active) == list(closing.fact.carried)
    assert (night.day.date, night.day.counters) == ("2026-11-03", {})


@pytest.mark.parametrize("role", ROLES)
def test_a_screen_that_stays_on_over_the_change_shows_the_day_that_a_new_one_shows(
    night: Reception, role: Role
) -> None:
    _people_inside(night)
    stayed, cut = taken_over(night.day, role), len(night.recorded)
    night.now_ms = CHANGE_MS
    night.keep_day()
    night.now_ms += 16 * HOUR_MS
    night.issue()

    for one in as_seen_by(role, night.recorded[cut:]):
        stayed.apply(one)

    assert on_screen(stayed, role) == on_screen(taken_over(night.day, role), role)


def _people_inside(room: Reception) -> None:
    """Let somebody wait, somebody be called, somebody be served and somebody be parked."""
    serving, called, _, parked = (room.issue() for _ in range(4))
    room.pick(serving.leg, "1")
    room.step(r.StartService, serving.leg)
    room.pick(called.leg, "2")
    room.step(r.ParkTicket, parked.leg)


# The service


@pytest.fixture
def late(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Served]:
    """Give a whole service in a branch that is open past midnight, at eight in the evening of its second day."""
    monkeypatch.setattr(serve, "Spool", NoSpool)
    with served(tmp_path, simulated_from="2026-11-01") as branch:
        night = replace(branch.service.setting, plan=night_branch().plan)
        branch.run(branch.service.use(night))
        _go_to(branch, EIGHT_IN_THE_EVENING_MS)
        branch.did("open_counter", counter="1")
        branch.did("open_counter", counter="2")
        yield branch


def _go_to(branch: Served, ms: int) -> None:
    assert branch.run(branch.send("/v1/simulated/time", {"now_ms": ms})).status_code == 200


def test_a_service_serves_on_over_midnight(late: Served) -> None:
    before = late.did("issue_ticket", "entrance", service="deposit")
    _go_to(late, MIDNIGHT_MS + MINUTE_MS)
    after = late.did("issue_ticket", "entrance", service="deposit")

    called = late.did("call_next", counter="1")
    late.did("start_service", leg=called["leg"], leg_version=2)
    late.did("finish_service", leg=called["leg"], leg_version=3)

    assert called["ticket"] == before["ticket"] == "A001"
    assert (after["ticket"], after["date"]) == ("A002", "2026-11-02")
    assert late.get("/v1/health").json()["date"] == "2026-11-02"


@pytest.mark.row("D3")
def test_a_rating_after_the_change_is_answered_politely_and_changes_nothing(late: Served) -> None:
    ticket = late.did("issue_ticket", "entrance", service="deposit")
    called = late.did("call_next", counter="1")
    late.did("start_service", leg=called["leg"], leg_version=2)
    late.did("finish_service", leg=called["leg"], leg_version=3)
    _go_to(late, CHANGE_MS)
    seq = late.get("/v1/health").json()["seq"]

    scanned = late.get("/v1/exit/scan", code=ticket["qr"])
    rated = late.ask("rate_visit", "exit", visit=ticket["visit"], check=ticket["check"], score=5)

    assert (scanned.status_code, scanned.json()["code"]) == (404, "other_day")
    assert scanned.json()["details"] == {"date": "2026-11-02"}
    assert (rated.status_code, rated.json()["code"]) == (409, "unknown_visit")
    assert late.get("/v1/health").json()["seq"] == seq


@pytest.mark.row("D3")
def test_whoever_is_carried_over_can_still_rate_with_yesterdays_slip(late: Served) -> None:
    ticket = late.did("issue_ticket", "entrance", service="deposit")
    late.did("park_ticket", leg=ticket["leg"], leg_version=1)
    _go_to(late, CHANGE_MS + 16 * HOUR_MS)
    late.did("open_counter", counter="1")
    late.did("call_ticket", counter="1", leg=ticket["leg"], leg_version=1)
    late.did("start_service", leg=ticket["leg"], leg_version=2)
    late.did("finish_service", leg=ticket["leg"], leg_version=3)

    scanned = late.get("/v1/exit/scan", code=ticket["qr"]).json()
    late.did("rate_visit", "exit", visit=ticket["visit"], check=ticket["check"], score=5)

    assert (scanned["ticket"], scanned["finished"]) == (ticket["ticket"], True)


@pytest.mark.parametrize("role", ROLES)
def test_a_screen_that_follows_a_service_over_the_change_arrives_at_its_day(late: Served, role: Role) -> None:
    for _ in range(3):
        late.did("issue_ticket", service="deposit")
    late.did("call_next", counter="1")
    parked = late.did("issue_ticket", service="deposit")
    late.did("park_ticket", leg=parked["leg"], leg_version=1)
    stayed = _snapshot(late, role)

    _go_to(late, CHANGE_MS)
    late.did("issue_ticket", service="deposit")

    for one in late.run(late.service.facts_after(stayed.seq, 1_000)):
        seen = seen_by(role, one)
        if seen is not None:
            stayed.day.apply(seen)
    assert on_screen(stayed.day, role) == on_screen(_snapshot(late, role).day, role)


def _snapshot(branch: Served, role: Role) -> Snapshot:
    return decode(branch.get("/v1/snapshot", role=role).content)
