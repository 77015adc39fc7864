"""What the day knows of its counters and of the time a ticket spends at one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kiosk.domain import facts as f
from tests.simulation.story import Story, reception, serve
from tests.simulation.waiting_room import MINUTE_MS, NOW_MS

if TYPE_CHECKING:
    from collections.abc import Callable

    Step = Callable[[Story, str], None]


@pytest.fixture
def story() -> Story:
    return reception()


@pytest.mark.row("C1")
@pytest.mark.parametrize("leave", [Story.pass_by, Story.park, Story.transfer, Story.abandon, Story.finish])
def test_a_counter_is_free_again_when_its_customer_leaves(story: Story, leave: Step) -> None:
    leg = story.issue()
    story.call(leg)
    if leave is Story.finish:
        story.start(leg)
    assert story.day.counters["1"].leg == leg
    story.after(4)

    leave(story, leg)

    counter = story.day.counters["1"]
    assert (counter.leg, counter.idle_since_ms) == ("", story.now_ms)
    assert story.leg(leg).periods[-1].ended_ms == story.now_ms
    assert story.leg(leg).counter == ""


def test_a_period_tells_when_and_why_a_counter_had_the_ticket(story: Story) -> None:
    leg = story.issue()
    story.after(1)
    story.call_next()
    story.after(1)
    story.announce_again(leg)
    story.announce_again(leg)
    story.after(1)
    story.start(leg)
    story.after(5)
    story.finish(leg)

    (period,) = story.leg(leg).periods
    assert (period.counter, period.reason, period.announced) == ("1", "score", 3)
    times = (period.called_ms, period.started_ms, period.ended_ms)
    assert times == tuple(NOW_MS + minutes * MINUTE_MS for minutes in (1, 3, 8))


def test_a_ticket_called_twice_has_two_periods(story: Story) -> None:
    leg = story.issue()
    story.call(leg, "1")
    story.pass_by(leg)
    story.after(3)

    serve(story, leg, "2")
    assert story.day.counters["1"].leg == ""
    assert story.day.counters["2"].leg == leg
    story.after(1)
    story.announce_again(leg)
    story.finish(leg)

    first, second = story.leg(leg).periods
    assert (first.counter, first.started_ms, first.ended_ms) == ("1", None, NOW_MS)
    assert (second.counter, second.announced) == ("2", 2)
    assert (second.started_ms, second.ended_ms) == (NOW_MS + 3 * MINUTE_MS, story.now_ms)


@pytest.mark.row("C1")
def test_a_counter_counts_its_calls_since_the_guard_last_chose() -> None:
    story = Story()
    story.open_day(guard=True)
    story.open_counter()
    waiting = [story.issue() for _ in range(8)]
    story.after(41)
    reasons = []

    for _ in waiting:
        choice = story.call_next()
        assert choice is not None
        reasons.append(choice.reason)
        story.pass_by(choice.leg)

    assert reasons == ["guard", "score", "score"] * 2 + ["guard", "score"]


def test_a_counter_opens_with_its_skills_and_closes(story: Story) -> None:
    story.tell(f.CounterOpened("3", "vip", ("loan", "card"), badge="0815"))
    opened = story.day.counters["3"]
    assert (opened.zone, opened.skills, opened.badge) == ("vip", frozenset({"loan", "card"}), "0815")
    assert (opened.leg, opened.idle_since_ms) == ("", story.now_ms)

    story.tell(f.CounterClosed("3"))

    assert "3" not in story.day.counters
