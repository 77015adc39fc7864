"""The business day: opened and closed by the first request after the change time, or closed by hand."""

from __future__ import annotations

from typing import Final

import pytest

from kiosk.domain import facts as f
from kiosk.domain import requests as r
from kiosk.domain.answers import Done, Refusal
from kiosk.domain.day import Day
from kiosk.domain.roles import allowed_requests
from kiosk.domain.rules import decide
from kiosk.domain.rules.days import roll
from kiosk.domain.setting import Moment
from kiosk.domain.visit import LegStatus
from tests.reception import HOUR_MS, MINUTE_MS, NINE_MS, SAMPLES, Reception, contents, shipped_setting

DAY_MS: Final = 24 * HOUR_MS
CHANGE_MS: Final = NINE_MS - 5 * HOUR_MS
"""04:00 of the same day."""
GOES_ON_WHILE_CLOSED: Final = {
    "reopen_day",
    "rate_visit",
    "reprint",
    "report_print",
    "report_printer",
    "print_guide",
    "call_help",
    "answer_help",
    "answer_rating",
    "report_check",
    "report_keeping",
    "add_staff",
    "change_roles",
    "remove_staff",
    "set_pin",
    "lock_staff",
    "sign_in",
    "sign_out",
    "invite_device",
    "pair_device",
    "revoke_device",
    "read_paper",
    "do_maintenance",
    "keep_record",
    "read_record",
    "report_search",
    "forget_record",
    "report_purge",
    "report_care",
}


@pytest.fixture
def room() -> Reception:
    return Reception()


def opened(room: Reception) -> f.DayOpened:
    return next(one.fact for one in reversed(room.recorded) if isinstance(one.fact, f.DayOpened))


# Opening


def test_the_day_opens_with_hours_and_rules_of_the_plan(room: Reception) -> None:
    plan = room.setting.plan

    assert opened(room) == f.DayOpened(
        date="2026-11-02",
        opens_ms=NINE_MS,
        closes_ms=NINE_MS + 8 * HOUR_MS,
        cutoff_ms=NINE_MS + 8 * HOUR_MS - 15 * MINUTE_MS,
        catalogue=room.setting.catalogue.version,
        weights=dict(plan.dispatch.weights),
        promises=dict(plan.dispatch.promises),
        guard=plan.dispatch.guard,
        express=plan.dispatch.express,
    )


@pytest.mark.parametrize(("at_ms", "date"), [(CHANGE_MS - 1, "2026-11-01"), (CHANGE_MS, "2026-11-02")])
def test_the_night_belongs_to_the_day_before_until_the_change_time(at_ms: int, date: str) -> None:
    assert Reception(at_ms=at_ms).day.date == date


@pytest.mark.parametrize("later_ms", [0, 12 * HOUR_MS, CHANGE_MS + DAY_MS - 1 - NINE_MS])
def test_the_same_day_opens_once(room: Reception, later_ms: int) -> None:
    assert roll(room.day, room.setting, NINE_MS + later_ms) == ()


@pytest.mark.parametrize("back_ms", [6 * HOUR_MS, DAY_MS, 400 * DAY_MS])
def test_the_business_date_never_goes_back(room: Reception, back_ms: int) -> None:
    assert roll(room.day, room.setting, NINE_MS - back_ms) == ()


def test_before_the_first_day_nothing_is_decided() -> None:
    moment = Moment(NINE_MS, r.By("reception", "tablet-1"), str)

    answer = decide(Day(), r.IssueTicket("deposit"), shipped_setting(), moment)

    assert answer == Refusal("day_closed", {"date": ""})


# A day nobody closed


def test_the_first_request_after_the_change_time_closes_a_stale_day_and_opens_the_next_together(
    room: Reception,
) -> None:
    finished = room.served()
    waiting = room.issue()
    room.wait(ms=DAY_MS)

    facts = roll(room.day, room.setting, room.now_ms)

    assert f.DayClosed("2026-11-02", "stale", finished=1, unfinished=1) in facts
    assert [type(fact) for fact in facts if not isinstance(fact, f.SlipStatusChanged)] == [
        f.DayClosed,
        f.DayOpened,
    ]
    room.keep_day()
    assert room.day.date == "2026-11-03"
    assert not {finished.visit, waiting.visit} & set(room.day.visits)


def test_days_on_which_nobody_came_are_left_out(room: Reception) -> None:
    room.wait(ms=9 * DAY_MS)

    room.keep_day()

    assert [one.fact.date for one in room.recorded if isinstance(one.fact, f.DayOpened)] == [
        "2026-11-02",
        "2026-11-11",
    ]


def test_a_new_day_counts_from_one_again(room: Reception) -> None:
    assert [room.issue().ticket, room.issue().ticket] == ["A001", "A002"]
    room.wait(ms=DAY_MS)

    assert room.issue().ticket == "A001"


def test_counters_open_anew_every_day(room: Reception) -> None:
    room.open("1")
    room.wait(ms=DAY_MS)

    assert room.ask(r.CallNext("1")) == Refusal("counter_closed", {"counter": "1"})


# Closing by hand


def test_a_day_closed_by_hand_counts_what_was_done_and_what_was_not(room: Reception) -> None:
    room.served()
    waiting, given_up, parked = room.issue(), room.issue(), room.issue()
    room.step(r.AbandonTicket, given_up.leg)
    room.step(r.ParkTicket, parked.leg)

    assert room.did(r.CloseDay()) == Done("2026-11-02")

    assert room.told == (f.DayClosed("2026-11-02", "by_hand", 1, 1, (parked.leg,)),)
    assert room.leg(waiting.leg).status is LegStatus.CLOSED
    assert room.leg(parked.leg).status is LegStatus.PARKED
    assert not room.day.open


@pytest.mark.parametrize("request_", SAMPLES, ids=lambda request: request.kind)
def test_a_closed_day_lets_through_only_what_cannot_wait(room: Reception, request_: r.Request) -> None:
    role = next(role for role in ("reception", *allowed_requests) if type(request_) in allowed_requests[role])
    room.did(r.CloseDay())

    answer = room.ask(request_, role)

    closed = answer == Refusal("day_closed", {"date": "2026-11-02"})
    assert closed == (request_.kind not in GOES_ON_WHILE_CLOSED)


def test_a_closing_can_be_taken_back_and_numbers_go_on(room: Reception) -> None:
    ticket = room.issue()
    room.did(r.CloseDay())

    assert room.did(r.ReopenDay()) == Done("2026-11-02")

    assert room.told == (f.DayReopened("2026-11-02"),)
    assert room.leg(ticket.leg).status is LegStatus.CLOSED
    assert room.issue().ticket == "A002"
    room.open("1")


def test_an_open_day_cannot_be_taken_back(room: Reception) -> None:
    assert room.ask(r.ReopenDay()) == Refusal("day_open", {"date": "2026-11-02"})


def test_a_day_closed_by_hand_is_over_the_next_morning(room: Reception) -> None:
    room.did(r.CloseDay())
    room.wait(ms=DAY_MS)

    assert [type(fact) for fact in roll(room.day, room.setting, room.now_ms)] == [f.DayOpened]
    assert room.ask(r.ReopenDay()) == Refusal("day_open", {"date": "2026-11-03"})


def test_a_day_closed_twice_counts_each_leg_once(room: Reception) -> None:
    room.issue()
    room.did(r.CloseDay())
    room.did(r.ReopenDay())
    room.issue()

    room.did(r.CloseDay())

    assert room.told == (f.DayClosed("2026-11-02", "by_hand", 0, 1),)


# The clock


def test_a_jump_of_the_clock_moves_nothing(room: Reception) -> None:
    room.issue()
    before = contents(room.day)

    room.happen([f.ClockJumped(-300_000, "running", "doubtful")])

    assert contents(room.day) == before | {"time_quality": "doubtful"}


def test_slips_not_printed_when_their_day_ends_are_given_up_and_never_said_to_be_printed(
    room: Reception,
) -> None:
    queued, sending, printed = room.issue(), room.issue(), room.issue()
    room.happen([f.SlipStatusChanged(sending.slip, sending.visit, "sending")])
    room.happen([f.SlipStatusChanged(printed.slip, printed.visit, "printed")])
    room.wait(ms=DAY_MS)

    facts = roll(room.day, room.setting, room.now_ms)

    assert [fact for fact in facts if isinstance(fact, f.SlipStatusChanged)] == [
        f.SlipStatusChanged(queued.slip, queued.visit, "failed", "day_over"),
        f.SlipStatusChanged(sending.slip, sending.visit, "unknown", "day_over"),
    ]


def test_a_new_day_begins_with_what_the_time_was_worth(room: Reception) -> None:
    room.happen([f.ClockJumped(-DAY_MS, "running", "doubtful")])
    room.wait(ms=DAY_MS)

    opened = next(fact for fact in roll(room.day, room.setting, room.now_ms) if isinstance(fact, f.DayOpened))

    assert opened.time_quality == "doubtful"
