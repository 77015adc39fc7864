"""What the entrance says of paper after it was away: the snapshot it comes back to tells what no fact told."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kiosk.domain import requests as r
from kiosk.domain.answers import Issued
from kiosk.domain.flow import events as e
from kiosk.domain.flow.arriving import Arriving, Step
from kiosk.screens.entrance.paper import PaperTrail
from kiosk.screens.link import Link
from tests.ui.fake_branch import slip_png

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kiosk.domain.facts import PrintStatus
    from tests.ui.conftest import StandBefore
    from tests.ui.fake_branch import FakeBranch
    from tests.ui.hands import Hands

ENDS: list[PrintStatus] = ["printed", "failed", "unknown"]


def status_of_guide(hands: Hands) -> str:
    return str(hands.guide("status"))


def lose_the_place(hands: Hands, branch: FakeBranch) -> None:
    """Cut the screen off, and have it come back to a branch that can only give a snapshot."""
    branch.go_away()
    hands.wait(lambda: hands.screen.link.condition == "away")
    branch.epoch = "00000000000000e2"


@pytest.mark.parametrize("status", ENDS)
def test_guidance_that_ended_while_the_screen_was_away_is_not_said_to_be_printing(
    stand_before: StandBefore, branch: FakeBranch, status: PrintStatus
) -> None:
    hands = stand_before("entrance")
    hands.press("tile-personal", "tile-withdrawal", "option-current", "option-up_to_50k", "option-self")
    hands.press("guide")
    hands.wait(lambda: status_of_guide(hands) == "queued")

    lose_the_place(hands, branch)
    branch.print_slip(slip_png(), status)
    branch.come_back()

    hands.wait(lambda: status_of_guide(hands) == status)


@pytest.fixture
def link(branch: FakeBranch, stand_before: StandBefore) -> Iterator[Link]:
    """Give a link that hears only what a test says."""
    del stand_before  # its application
    link = Link(branch.url, "entrance", "entrance-1")
    yield link
    link.stop()


def trail_of(link: Link, flow: Arriving) -> tuple[PaperTrail, list[e.Event]]:
    """Return a trail that follows a customer from the first screen to `flow`, and what it feeds."""
    fed: list[e.Event] = []
    trail = PaperTrail(link, fed.append, link)
    trail.follow(Arriving(), flow)
    return trail, fed


def at_number(branch: FakeBranch) -> Arriving:
    issued = branch.ask(r.IssueTicket("withdrawal"))
    assert isinstance(issued, Issued)
    return Arriving(step=Step.RESULT, issued=issued)


@pytest.mark.parametrize("status", ENDS)
def test_a_slip_of_which_a_new_day_knows_the_end_is_told_with_its_reason(
    link: Link, branch: FakeBranch, status: PrintStatus
) -> None:
    flow = at_number(branch)
    assert flow.issued is not None
    trail, fed = trail_of(link, flow)

    branch.print_slip(b"", status, "jam")
    link.day = branch.day
    link.changed.emit()

    assert fed == [e.Paper(flow.issued.slip, status, "jam")]
    assert trail.reason(flow.issued.slip) == "jam"


def test_a_day_that_knows_no_slip_or_nothing_new_tells_nothing(link: Link, branch: FakeBranch) -> None:
    _, fed = trail_of(link, at_number(branch))

    link.changed.emit()
    link.day = branch.day
    link.changed.emit()

    assert fed == []


def test_a_slip_that_ended_before_its_number_was_heard_of_is_told_at_once(
    link: Link, branch: FakeBranch
) -> None:
    flow = at_number(branch)
    branch.print_slip(slip_png())
    link.day = branch.day

    _, fed = trail_of(link, flow)

    assert fed == [e.Paper(flow.issued.slip if flow.issued else "", "printed")]
