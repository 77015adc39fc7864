"""The offer of self-service: for what a machine can do, never for somebody who needs care, and never pressed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tests.ui.fake_branch import FakeBranch, shipped_setting

if TYPE_CHECKING:
    from tests.ui.conftest import StandBefore

pytestmark = pytest.mark.row("A6")


SMALL = ("tile-personal", "tile-withdrawal", "option-current", "option-up_to_50k", "option-self")
"""Taps to what to bring for a withdrawal that a machine can do."""


def test_the_machines_are_offered_once_every_answer_is_one_they_can_do(stand_before: StandBefore) -> None:
    hands = stand_before("entrance")
    hands.press(*SMALL[:2])
    offered = [hands.sees("machines")]

    for answer in SMALL[2:]:
        hands.press(answer)
        offered.append(hands.sees("machines"))

    assert (hands.step, offered) == ("materials", [False, False, False, True])
    assert hands.text("machineNote") == "用自己的银行卡，一天最多取2万元"


@pytest.mark.parametrize(
    "answers",
    [
        ("option-early", "option-up_to_50k", "option-self"),
        ("option-current", "option-from_200k", "option-self"),
        ("option-current", "option-up_to_50k", "option-agent"),
    ],
    ids=["before maturity", "much", "for somebody else"],
)
def test_no_machine_is_offered_beside_a_list_that_it_cannot_take(
    stand_before: StandBefore, answers: tuple[str, ...]
) -> None:
    hands = stand_before("entrance")

    hands.press(*SMALL[:2], *answers)
    assert (hands.step, hands.sees("machines")) == ("materials", False)
    hands.press("next")

    assert (hands.step, hands.sees("machines")) == ("confirm", False)


def test_the_offer_goes_with_another_answer_and_comes_back_with_the_first(stand_before: StandBefore) -> None:
    hands = stand_before("entrance")
    hands.press(*SMALL)

    hands.press("back", "option-agent")
    assert not hands.sees("machines")
    hands.press("back", "option-self")

    assert hands.sees("machines")


def test_nobody_who_declared_a_care_need_is_sent_to_a_machine(stand_before: StandBefore) -> None:
    hands = stand_before("entrance")
    hands.press(*SMALL)
    assert hands.sees("machines")

    hands.press("care-elderly")
    assert not hands.sees("machines")
    hands.press("care-elderly")

    assert hands.sees("machines")


@pytest.mark.row("A5")
def test_the_offer_shows_the_way_and_declining_it_loses_nothing(stand_before: StandBefore) -> None:
    hands = stand_before("entrance")
    hands.press(*SMALL, "material-bank_card", "machines")

    assert (hands.step, hands.text("title")) == ("offer", "自助机也能办取款")
    assert hands.text("zone") == "沿着线走，就到自助服务区"
    assert hands.text("lead") == "用自己的银行卡，一天最多取2万元"
    hands.press("decline")

    assert (hands.step, hands.entrance.state.ready) == ("materials", frozenset({"bank_card"}))
    assert hands.entrance.state.answers == {"kind": "current", "amount": "up_to_50k", "who": "self"}


@pytest.mark.parametrize("language", ["zh", "en"])
def test_nothing_is_promised_of_a_queue_that_nobody_checked(stand_before: StandBefore, language: str) -> None:
    hands = stand_before("entrance")
    hands.press(*(["language"] if language == "en" else []), *SMALL)

    beside = hands.words()
    hands.press("machines")
    said = "".join([*beside, *hands.words()])

    assert {"zh": "自助机", "en": "A machine can do this too"}[language] in said
    assert not [word for word in ("排队", "随到随办", "queue", "any time") if word in said]


@pytest.mark.parametrize("before", ["question", "materials", "confirm"])
def test_the_offer_stands_on_every_screen_before_the_number_and_returns_there(
    stand_before: StandBefore, before: str
) -> None:
    hands = stand_before("entrance")
    hands.press(*SMALL, {"question": "back", "materials": "material-bank_card", "confirm": "next"}[before])

    hands.press("machines", "back")

    assert hands.step == before


def test_whoever_goes_to_a_machine_leaves_the_screen_as_the_next_one_expects_it(
    stand_before: StandBefore, branch: FakeBranch
) -> None:
    hands = stand_before("entrance")
    hands.press("language", *SMALL, "machines")

    hands.press("goToMachines")

    assert (hands.step, hands.text("title")) == ("category", "请问您要办什么？")
    assert branch.asked == []


def test_a_branch_without_a_place_for_machines_offers_none(stand_before: StandBefore) -> None:
    setting = shipped_setting()
    zones = tuple(zone for zone in setting.plan.zones if zone.code != "self_service")
    plain = FakeBranch(replace(setting, plan=replace(setting.plan, zones=zones)))
    plain.open_counters("1")
    try:
        hands = stand_before("entrance", branch=plain)
        hands.press(*SMALL)

        assert (hands.sees("machines"), hands.sees("takeNow")) == (False, True)
    finally:
        plain.go_away()
