"""A slip at the exit that cannot be rated yet, or never: its holder is told what to do about it, and in order."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, get_args

import pytest

from kiosk.domain import requests as r
from kiosk.domain.answers import Refusal
from kiosk.domain.flow import events as e
from tests.matrix import in_languages
from tests.ui.conftest import LANDSCAPE, PORTRAIT
from tests.ui.test_exit_scan import CURRENT, scan
from tests.ui.test_looks import faults_in_every_size

if TYPE_CHECKING:
    from tests.ui.conftest import StandBefore
    from tests.ui.fake_branch import FakeBranch

pytestmark = pytest.mark.row("D3")

FOUND = e.Found("v1", "A001", "1234", ("withdrawal",), finished=False, rated=False)


@pytest.mark.parametrize(
    ("requests", "headline", "advice"),
    [
        ((r.PassTicket,), "您的号码已过号，请到咨询台", "请带上小票"),
        ((r.PassTicket, r.AbandonTicket), "这个号码没有办理记录", "有意见请告诉工作人员"),
        ((r.StartService,), "还没办完，请办完再来", "正在柜台办理"),
        ((), "正在叫您的号码", "请现在去叫号的柜台"),
        ((r.StartService, r.ParkTicket), "您的业务还没办完，请到咨询台", "还保留着"),
    ],
)
def test_a_slip_that_nobody_will_call_by_itself_is_not_told_to_wait(
    stand_before: StandBefore,
    branch: FakeBranch,
    requests: tuple[type[r.PassTicket | r.AbandonTicket | r.StartService | r.ParkTicket], ...],
    headline: str,
    advice: str,
) -> None:
    branch.ask(r.IssueTicket("withdrawal", CURRENT))
    leg = next(iter(branch.day.legs))
    branch.ask(r.CallTicket("1", leg, branch.day.legs[leg].version))
    for request in requests:
        branch.ask(request(leg, branch.day.legs[leg].version))
    hands = stand_before("exit")

    scan(hands, branch.slip_of("A001"))
    hands.at("refused")

    assert hands.text("headline") == headline
    assert advice in hands.text("advice")
    assert not any("等叫到您的号码" in words for words in hands.words())


@in_languages({"upright": PORTRAIT, "lying": LANDSCAPE})
def test_every_such_slip_and_the_line_about_another_slip_are_in_order(
    stand_before: StandBefore, size: tuple[int, int], language: e.Language
) -> None:
    hands = stand_before("exit", size=size)
    hands.exit.speak(language)
    feed = hands.exit._session.feed  # noqa: SLF001 - quicker than making the branch say it
    found = []
    for state in get_args(e.Standing):
        hands.exit.scan("K1.demo")
        feed(replace(FOUND, state=state))
        found += faults_in_every_size(hands, state)
        hands.exit.startOver()
    hands.exit.scan("K1.demo")
    feed(e.Heard(Refusal("unknown_visit")))
    found += faults_in_every_size(hands, "unknown_visit")
    hands.exit.scan("K1.demo")
    feed(replace(FOUND, finished=True))
    feed(e.Score(2))
    for place in ("reasons", "question", "score"):
        hands.exit.scan("K1.other")
        assert hands.exit.property("another")
        found += faults_in_every_size(hands, place)
        feed(e.Next())
        if place == "question":
            hands.exit.back()
            hands.exit.back()

    assert found == []
