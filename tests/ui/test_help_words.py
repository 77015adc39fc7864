"""The words about a call for a person: they go with the customer who called, and nobody presses what lay beneath."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kiosk.domain import facts as f

if TYPE_CHECKING:
    from tests.ui.conftest import Clock, StandBefore
    from tests.ui.fake_branch import FakeBranch
    from tests.ui.hands import Hands


def call(hands: Hands) -> None:
    hands.press("callHelp")
    hands.wait(lambda: hands.screen.house.property("help") == "called")
    hands.settle()


def is_open(hands: Hands) -> bool:
    """Say whether the care buttons take a press."""
    return hands.find("careBar").isEnabled()


@pytest.mark.row("A4")
@pytest.mark.parametrize("ending", ["startOver", "done", "silence"])
def test_the_next_customer_finds_the_care_buttons_and_not_the_last_ones_call(
    stand_before: StandBefore, branch: FakeBranch, clock: Clock, ending: str
) -> None:
    hands = stand_before("entrance")
    hands.press("tile-enquiry")
    if ending == "done":
        hands.press("takeNow")
        hands.at("result")
    call(hands)

    if ending == "silence":
        clock.seconds += 61
        hands.wait(lambda: hands.entrance.property("warned"))
        clock.seconds += 30
    else:
        hands.press(ending)
    hands.at("category")

    assert not hands.sees("helpStrip")
    assert hands.sees("care-elderly")
    calls = [each.fact for each in branch.journal if isinstance(each.fact, f.HelpCalled | f.HelpAnswered)]
    assert [type(each) for each in calls] == [f.HelpCalled]


def test_the_exit_too_forgets_a_call_with_whoever_called(stand_before: StandBefore) -> None:
    hands = stand_before("exit")
    hands.press("key-A")
    call(hands)

    hands.press("startOver")

    assert not hands.sees("helpStrip")


def test_the_words_stay_while_the_customer_who_called_goes_on(stand_before: StandBefore) -> None:
    hands = stand_before("entrance")
    call(hands)

    hands.press("tile-personal", "back", "language")

    assert hands.sees("helpStrip")


def test_a_late_tap_at_the_strip_makes_nobody_pregnant(stand_before: StandBefore) -> None:
    hands = stand_before("entrance")
    hands.find("careBar").setProperty("settleMs", 3_600_000)
    call(hands)

    hands.press("dismiss", "care-elderly", "care-disabled", "care-pregnant")

    assert hands.entrance.property("needs") == ""


def test_the_care_buttons_take_presses_again_by_themselves(stand_before: StandBefore) -> None:
    hands = stand_before("entrance")
    hands.find("careBar").setProperty("settleMs", 1)
    call(hands)

    hands.press("dismiss")
    hands.wait(lambda: is_open(hands))
    hands.press("care-pregnant")

    assert hands.entrance.property("needs") == "pregnant"


def test_uncovered_care_buttons_are_deaf_for_six_tenths_of_a_second_and_others_not_at_all(
    stand_before: StandBefore,
) -> None:
    hands = stand_before("entrance")

    assert hands.find("careBar").property("settleMs") == 600
    assert is_open(hands)
