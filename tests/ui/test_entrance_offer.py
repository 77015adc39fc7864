"""The offer of self-service: for what a machine can do, never for somebody who needs care, and never pressed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tests.ui.fake_branch import FakeBranch, shipped_setting

if TYPE_CHECKING:
    from tests.ui.conftest import StandBefore

pytestmark = pytest.mark.row("A6")


def test_the_machines_are_offered_where_they_can_do_it_and_only_there(stand_before: StandBefore) -> None:
    hands = stand_before("entrance")

    hands.press("tile-personal", "tile-withdrawal")
    assert hands.sees("machines")
    hands.press("back", "tile-remittance")

    assert not hands.sees("machines")


def test_nobody_who_declared_a_care_need_is_sent_to_a_machine(stand_before: StandBefore) -> None:
    hands = stand_before("entrance")
    hands.press("tile-personal", "tile-withdrawal")

    hands.press("care-elderly")
    assert not hands.sees("machines")
    hands.press("care-elderly")

    assert hands.sees("machines")


@pytest.mark.row("A5")
def test_the_offer_shows_the_way_and_declining_it_loses_nothing(stand_before: StandBefore) -> None:
    hands = stand_before("entrance")
    hands.press("tile-personal", "tile-withdrawal", "option-current", "machines")

    assert hands.step == "offer"
    assert hands.text("zone") == "沿着线走，就到自助服务区"
    assert "取款" in hands.text("lead")
    hands.press("stillTake")

    assert (hands.step, hands.entrance.state.asked) == ("question", 1)
    assert hands.entrance.state.answers == {"kind": "current"}


@pytest.mark.parametrize("before", ["materials", "confirm"])
def test_the_offer_stands_on_every_screen_before_the_number_and_returns_there(
    stand_before: StandBefore, before: str
) -> None:
    hands = stand_before("entrance")
    hands.press("tile-personal", "tile-withdrawal", "option-current", "option-up_to_50k", "option-self")
    if before == "confirm":
        hands.press("next")

    hands.press("machines", "back")

    assert hands.step == before


def test_whoever_goes_to_a_machine_leaves_the_screen_as_the_next_one_expects_it(
    stand_before: StandBefore, branch: FakeBranch
) -> None:
    hands = stand_before("entrance")
    hands.press("language", "tile-personal", "tile-withdrawal", "machines")

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
        hands.press("tile-personal", "tile-withdrawal")

        assert (hands.sees("machines"), hands.sees("takeNow")) == (False, True)
    finally:
        plain.go_away()
