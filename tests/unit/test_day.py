"""Every step of a ticket through the day, and what facts never heard of do: nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kiosk.domain import facts as f
from kiosk.domain.day import Day
from kiosk.domain.visit import ENDED, LegStatus
from tests.simulation.story import Story, picture, reception, replayed, serve

if TYPE_CHECKING:
    from collections.abc import Callable

    Step = Callable[[Story, str], None]


@pytest.fixture
def story() -> Story:
    return reception()


def close_the_day(story: Story, _: str) -> None:
    story.close_day()


def _planned(story: Story) -> str:
    return story.add(story.issue())


def _reached(*steps: Step) -> Callable[[Story], str]:
    def bring(story: Story) -> str:
        leg = story.issue()
        for step in steps:
            step(story, leg)
        return leg

    return bring


BRING: dict[LegStatus, Callable[[Story], str]] = {
    LegStatus.PLANNED: _planned,
    LegStatus.WAITING: _reached(),
    LegStatus.CALLED: _reached(Story.call),
    LegStatus.SERVING: _reached(serve),
    LegStatus.PASSED: _reached(Story.call, Story.pass_by),
    LegStatus.PARKED: _reached(Story.park),
}
STEPS: list[tuple[LegStatus, Step, LegStatus]] = [
    (LegStatus.PLANNED, Story.join, LegStatus.WAITING),
    (LegStatus.PLANNED, Story.abandon, LegStatus.ABANDONED),
    (LegStatus.WAITING, Story.call, LegStatus.CALLED),
    (LegStatus.WAITING, Story.park, LegStatus.PARKED),
    (LegStatus.WAITING, Story.transfer, LegStatus.WAITING),
    (LegStatus.WAITING, Story.abandon, LegStatus.ABANDONED),
    (LegStatus.CALLED, Story.announce_again, LegStatus.CALLED),
    (LegStatus.CALLED, Story.start, LegStatus.SERVING),
    (LegStatus.CALLED, Story.pass_by, LegStatus.PASSED),
    (LegStatus.CALLED, Story.park, LegStatus.PARKED),
    (LegStatus.CALLED, Story.transfer, LegStatus.WAITING),
    (LegStatus.CALLED, Story.abandon, LegStatus.ABANDONED),
    (LegStatus.SERVING, Story.finish, LegStatus.FINISHED),
    (LegStatus.SERVING, Story.park, LegStatus.PARKED),
    (LegStatus.SERVING, Story.transfer, LegStatus.WAITING),
    (LegStatus.SERVING, Story.abandon, LegStatus.ABANDONED),
    (LegStatus.PASSED, Story.come_back, LegStatus.WAITING),
    (LegStatus.PASSED, Story.call, LegStatus.CALLED),
    (LegStatus.PASSED, Story.void, LegStatus.VOIDED),
    (LegStatus.PASSED, Story.abandon, LegStatus.ABANDONED),
    (LegStatus.PARKED, Story.come_back, LegStatus.WAITING),
    (LegStatus.PARKED, Story.call, LegStatus.CALLED),
    (LegStatus.PARKED, Story.abandon, LegStatus.ABANDONED),
    *((status, close_the_day, LegStatus.CLOSED) for status in BRING),
]


@pytest.mark.parametrize(
    ("before", "step", "after"), STEPS, ids=[f"{a} {step.__name__} {b}" for a, step, b in STEPS]
)
def test_every_step_leads_where_it_should_and_is_one_version(
    story: Story, before: LegStatus, step: Step, after: LegStatus
) -> None:
    leg = BRING[before](story)
    version = story.leg(leg).version
    assert story.leg(leg).status is before

    step(story, leg)

    assert (story.leg(leg).status, story.leg(leg).version) == (after, version + 1)
    assert (leg in story.day.active) == (after not in ENDED)
    assert len(story.day.lines) == sum(one.status is LegStatus.WAITING for one in story.day.legs.values())


def test_every_status_before_the_end_can_be_left() -> None:
    assert set(BRING) == set(LegStatus) - ENDED == {before for before, _, _ in STEPS}


# What a screen was never told of

STRANGERS: list[f.Fact] = [
    f.LegAdded("v", "l2", "cash", "hall", 5),
    f.LegJoined("l", 0),
    f.TicketCalled("l", "p", "1", "score", 1),
    f.TicketAnnouncedAgain("l", "1", 2),
    f.TicketPassed("l", "1"),
    f.TicketReturned("l", "passed"),
    f.TicketVoided("l"),
    f.TicketAbandoned("l"),
    f.TicketParked("l"),
    f.TicketTransferred("l", "cash", "hall", 5, "1"),
    f.ServiceStarted("l", "p", "1"),
    f.ServiceFinished("l", "p", "1"),
    f.VisitRated("v", 5),
    f.SlipQueued("s", "v"),
    f.SlipStatusChanged("s", "v", "printed"),
    f.HelpAnswered("h"),
    f.CounterClosed("9"),
    f.Unknown("vault_opened", 3),
]


@pytest.mark.parametrize("fact", STRANGERS, ids=lambda fact: type(fact).__name__)
def test_a_fact_about_something_never_heard_of_changes_nothing(story: Story, fact: f.Fact) -> None:
    story.issue()
    before = picture(story.day)

    story.tell(fact)

    assert picture(story.day) == before


def test_only_the_time_of_the_last_fact_moves_on_with_every_fact(story: Story) -> None:
    story.after(3)
    story.tell(f.Unknown("vault_opened", 3))

    assert story.day.last_ms == story.now_ms
    story.now_ms -= 1000
    story.tell(f.Unknown("vault_opened", 3))
    assert story.day.last_ms == story.now_ms + 1000


def test_before_the_first_fact_nothing_is_known() -> None:
    day = Day()

    assert (day.branch, day.demonstration, day.date, day.open, day.last_ms) == ("", False, "", False, 0)
    assert (day.visits, day.legs, day.counters, len(day.lines)) == ({}, {}, {}, 0)


def test_the_same_facts_make_the_same_day(story: Story) -> None:
    for bring in BRING.values():
        bring(story)
        story.after(1)

    assert picture(replayed(story.told)) == picture(story.day)
    assert picture(Day()) != picture(story.day)
