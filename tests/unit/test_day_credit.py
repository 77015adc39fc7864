"""What a ticket has waited: kept through everything, earned only in line (queueing.md)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kiosk.domain import facts as f
from kiosk.domain.visit import LegStatus
from tests.simulation.story import Story, reception, serve
from tests.simulation.waiting_room import MINUTE_MS

if TYPE_CHECKING:
    from collections.abc import Callable

    Step = Callable[[Story, str], None]


@pytest.fixture
def story() -> Story:
    return reception()


@pytest.mark.row("C1")
@pytest.mark.parametrize("aside", [(Story.call, Story.pass_by), (Story.park,), (serve, Story.park)])
def test_a_ticket_set_aside_keeps_its_waiting_credit_and_earns_none_meanwhile(
    story: Story, aside: tuple[Step, ...]
) -> None:
    leg = story.issue()
    story.after(7)
    for step in aside:
        step(story, leg)

    story.after(30)
    assert story.leg(leg).waited_ms(story.now_ms) == 7 * MINUTE_MS
    story.come_back(leg)
    story.after(2)

    assert story.leg(leg).waited_ms(story.now_ms) == 9 * MINUTE_MS
    assert story.leg(leg).anchor_ms == story.now_ms - 9 * MINUTE_MS


@pytest.mark.row("C1")
def test_time_called_and_time_served_earn_no_waiting(story: Story) -> None:
    leg = story.issue()
    story.after(4)
    story.call(leg)
    story.after(1)
    assert story.leg(leg).waited_ms(story.now_ms) == 4 * MINUTE_MS
    story.start(leg)
    story.after(10)

    assert story.leg(leg).waited_ms(story.now_ms) == 4 * MINUTE_MS
    story.finish(leg)
    story.after(10)
    assert story.leg(leg).waited_ms(story.now_ms) == 4 * MINUTE_MS


@pytest.mark.row("C1")
@pytest.mark.parametrize("steps", [(), (Story.call,), (serve,)], ids=["waiting", "called", "served"])
def test_a_transferred_ticket_keeps_its_waiting_credit(story: Story, steps: tuple[Step, ...]) -> None:
    leg = story.issue()
    story.after(6)
    for step in steps:
        step(story, leg)

    story.tell(f.TicketTransferred(leg, "loan", "upstairs", 20, "2"))
    story.after(3)

    moved = story.leg(leg)
    assert moved.waited_ms(story.now_ms) == 9 * MINUTE_MS
    assert (moved.service, moved.zone, moved.minutes, moved.counter) == ("loan", "upstairs", 20, "2")


@pytest.mark.row("C1")
def test_a_passed_ticket_that_comes_back_is_called_before_later_ones(story: Story) -> None:
    early = story.issue()
    story.after(5)
    late = story.issue()
    story.call(early)
    story.pass_by(early)
    story.after(2)
    story.come_back(early)
    story.after(1)

    choice = story.call_next()

    assert choice is not None
    assert (choice.leg, choice.score) == (early, 100 * 6 * MINUTE_MS)
    assert (choice.runner_up, choice.runner_up_score) == (late, 100 * 3 * MINUTE_MS)


@pytest.mark.row("D2")
def test_a_later_leg_starts_with_all_that_the_visit_has_waited(story: Story) -> None:
    first = story.issue()
    story.after(5)
    serve(story, first)
    story.after(10)
    second = story.add(first, "loan")
    assert story.leg(second).status is LegStatus.PLANNED
    story.finish(first)
    story.join(second)
    story.after(3)
    story.call(second, "2")
    story.after(8)
    third = story.add(first, "card")
    story.finish(second)

    story.join(third)

    assert story.leg(second).waited_ms(story.now_ms) == 8 * MINUTE_MS
    assert story.leg(third).anchor_ms == story.now_ms - 8 * MINUTE_MS
    assert story.visit_of(first).legs == (first, second, third)


@pytest.mark.row("D2")
def test_a_planned_leg_is_in_no_line_and_earns_nothing(story: Story) -> None:
    first = story.issue()
    serve(story, first)
    planned = story.add(first)

    story.after(9)

    assert len(story.day.lines) == 0
    assert story.leg(planned).waited_ms(story.now_ms) == 0
    assert story.call_next() is None


@pytest.mark.row("D2")
def test_a_later_leg_is_of_the_class_of_its_visit(story: Story) -> None:
    first = story.issue("elderly")

    assert story.leg(story.add(first)).care == "elderly"
