"""How a day ends, is taken back, and hands its parked tickets to the next."""

from __future__ import annotations

import pytest

from kiosk.domain import facts as f
from kiosk.domain.visit import LegStatus
from tests.simulation.story import Story, picture, reception, serve
from tests.simulation.waiting_room import MINUTE_MS


@pytest.fixture
def story() -> Story:
    return reception()


def test_closing_the_day_closes_all_but_the_carried(story: Story) -> None:
    waiting, called, served, passed, parked = [story.issue() for _ in range(5)]
    planned = story.add(served)
    story.call(called, "1")
    serve(story, served, "2")
    story.open_counter("3")
    story.call(passed, "3")
    story.pass_by(passed)
    story.park(parked)

    story.close_day(carried=[parked])

    assert story.leg(parked).status is LegStatus.PARKED
    others = (waiting, called, served, passed, planned)
    assert {story.leg(leg).status for leg in others} == {LegStatus.CLOSED}
    assert set(story.day.active) == {parked}
    assert (story.day.open, story.day.counters, len(story.day.lines)) == (False, {}, 0)


def test_closing_the_day_leaves_the_ended_as_they_are(story: Story) -> None:
    leg = story.issue()
    story.abandon(leg)
    before = story.leg(leg)

    story.close_day()

    assert story.leg(leg) == before


def test_a_leg_at_a_counter_when_the_day_closes_has_its_period_ended(story: Story) -> None:
    leg = story.issue()
    serve(story, leg)
    story.after(2)

    story.close_day()

    assert story.leg(leg).periods[-1].ended_ms == story.now_ms


def test_a_day_taken_back_is_open_and_its_closed_tickets_stay_closed(story: Story) -> None:
    leg = story.issue()
    story.close_day()

    story.tell(f.DayReopened(story.day.date))

    assert story.day.open
    assert story.leg(leg).status is LegStatus.CLOSED
    story.open_counter()
    assert story.leg(story.issue()).status is LegStatus.WAITING
    assert story.day.last_number == {"A": 2}


def test_a_carried_ticket_goes_on_the_next_day_with_number_and_credit(story: Story) -> None:
    first = story.issue("vip")
    story.after(8)
    story.park(first)
    leg, visit = story.leg(first), story.visit_of(first)
    story.close_day(carried=[first])
    story.after(15 * 60)

    story.open_day("2026-11-24")
    story.carry(leg, visit)

    assert story.visit_of(first).date == "2026-11-23"
    assert story.visit_of(first).ticket == visit.ticket
    assert (story.leg(first).status, story.leg(first).care) == (LegStatus.PARKED, "vip")
    story.come_back(first)
    story.after(1)
    assert story.leg(first).waited_ms(story.now_ms) == 9 * MINUTE_MS


def test_a_carried_visit_may_bring_two_legs(story: Story) -> None:
    first = story.issue()
    second = story.add(first)
    story.park(first)
    story.park(second)
    legs, visit = [story.leg(first), story.leg(second)], story.visit_of(first)
    story.close_day(carried=[first, second])

    story.open_day("2026-11-24")
    for leg in legs:
        story.carry(leg, visit)

    assert story.visit_of(first).legs == (first, second)


@pytest.mark.row("D3")
def test_a_carried_visit_is_still_rated(story: Story) -> None:
    first = story.issue()
    story.tell(f.VisitRated(story.leg(first).visit, 4))
    story.park(first)
    leg, visit = story.leg(first), story.visit_of(first)
    story.close_day(carried=[first])

    story.open_day("2026-11-24")
    story.carry(leg, visit)

    assert story.visit_of(first).rated


def test_a_new_day_starts_empty_with_numbers_from_one(story: Story) -> None:
    story.issue()
    story.close_day()

    story.open_day("2026-11-24")

    fresh = Story()
    fresh.now_ms = story.now_ms
    fresh.open_day("2026-11-24")
    assert picture(story.day) == picture(fresh.day)
    assert story.day.ticket_of(story.issue()) == "A001"
