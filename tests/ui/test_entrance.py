"""The entrance screen from outside: real QML, real touches, a branch with the real rules."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kiosk.domain import facts as f
from kiosk.domain import requests as r
from kiosk.domain.care import Care
from tests.ui.fake_branch import slip_png

if TYPE_CHECKING:
    from tests.ui.conftest import Clock, StandBefore
    from tests.ui.fake_branch import FakeBranch

WITHDRAW = ("current", "up_to_50k", "self")


@pytest.mark.row("A1")
@pytest.mark.parametrize(
    ("hours_later", "greeting"), [(0, "早上好"), (2, "中午好"), (4, "下午好"), (9, "晚上好")], ids=str
)
def test_the_idle_screen_greets_by_the_time_of_day_and_already_asks(
    stand_before: StandBefore, branch: FakeBranch, hours_later: int, greeting: str
) -> None:
    branch.now_ms += hours_later * 3_600_000

    hands = stand_before("entrance")

    assert hands.text("greeting") == f"{greeting}，欢迎光临"
    assert hands.text("title") == "请问您要办什么？"
    assert {
        f"tile-{code}" for code in ("personal", "corporate", "special", "enquiry", "complaint")
    } <= hands.names()


@pytest.mark.row("A5")
@pytest.mark.row("B1")
@pytest.mark.row("B2")
@pytest.mark.row("C2")
def test_a_customer_takes_a_number_and_is_told_how_long_and_where(
    stand_before: StandBefore, branch: FakeBranch
) -> None:
    hands = stand_before("entrance")

    hands.press("tile-personal", "tile-withdrawal", "option-current", "option-up_to_50k", "option-self")
    assert hands.sees("material-bank_card")
    hands.press("material-bank_card", "next")
    hands.wait(lambda: hands.number("waitKnown"))
    hands.press("take")
    hands.at("result")

    issued = next(each.fact for each in branch.journal if isinstance(each.fact, f.TicketIssued))
    assert hands.text("ticket") == "A001"
    assert issued.answers == {"kind": "current", "amount": "up_to_50k", "who": "self"}
    assert issued.ready == ("bank_card",)
    assert hands.text("zone") == "请到个人业务区等候，留意叫号"
    assert hands.find("ahead").property("value") == "没有人"
    assert hands.find("range").property("value") == "0–1\u00a0分钟"


@pytest.mark.row("C2")
def test_whoever_comes_before_the_counters_is_told_that_calls_begin_with_them(
    stand_before: StandBefore, branch: FakeBranch
) -> None:
    for counter in "1234":
        branch.ask(r.CloseCounter(counter))
    hands = stand_before("entrance")

    hands.take("withdrawal", *WITHDRAW)
    hands.at("result")

    told = hands.find("range")
    assert (told.property("label"), told.property("value")) == ("柜台还没开", "开了就叫号")


@pytest.mark.row("C2")
def test_the_wait_is_said_to_be_unknown_when_it_was_and_a_counter_has_opened_since(
    stand_before: StandBefore, branch: FakeBranch
) -> None:
    for counter in "1234":
        branch.ask(r.CloseCounter(counter))
    hands = stand_before("entrance")

    hands.take("withdrawal", *WITHDRAW)
    hands.at("result")
    branch.open_counters("1")
    hands.wait(lambda: not hands.number("unserved"))
    hands.settle()

    told = hands.find("range")
    assert (told.property("label"), told.property("value")) == ("大约要等", "暂时无法估计")


@pytest.mark.row("A3")
def test_a_care_need_is_declared_with_one_touch_and_counts(
    stand_before: StandBefore, branch: FakeBranch
) -> None:
    hands = stand_before("entrance")

    hands.press("care-elderly")
    hands.take("withdrawal", *WITHDRAW)
    hands.at("result")

    issued = next(each.fact for each in branch.journal if isinstance(each.fact, f.TicketIssued))
    assert issued.care == Care.ELDERLY


@pytest.mark.row("A4")
def test_a_person_can_be_called_on_every_screen_and_the_customer_hears_who_comes(
    stand_before: StandBefore, branch: FakeBranch
) -> None:
    hands = stand_before("entrance")

    hands.press("callHelp", "callHelp")
    hands.wait(lambda: hands.screen.house.property("help") == "called")
    called = [each.fact for each in branch.journal if isinstance(each.fact, f.HelpCalled)]
    branch.ask(r.AnswerHelp(called[0].help))
    hands.wait(lambda: hands.screen.house.property("help") == "coming")

    assert [help_call.place for help_call in called] == ["entrance-1"]
    assert "正在过来" in hands.find("helpStrip").property("text")
    hands.press("dismiss")
    assert not hands.sees("helpStrip")


@pytest.mark.row("A4")
@pytest.mark.parametrize(
    "touches",
    [
        ("tile-search",),
        ("tile-personal", "tile-withdrawal"),
        ("tile-personal", "tile-transfer", "option-own", "option-self", "machines"),
        ("tile-enquiry", "takeNow"),
    ],
    ids=["search", "question", "offer", "result"],
)
def test_a_person_can_be_called_wherever_a_customer_stands_and_nothing_is_lost(
    stand_before: StandBefore, branch: FakeBranch, touches: tuple[str, ...]
) -> None:
    hands = stand_before("entrance")
    hands.press(*touches)
    hands.wait(lambda: hands.step != "issuing")
    state = hands.entrance.state

    hands.press("callHelp")
    hands.wait(lambda: hands.screen.house.property("help") == "called")

    assert any(isinstance(each.fact, f.HelpCalled) for each in branch.journal)
    assert hands.entrance.state == state


def test_back_returns_through_every_screen_with_everything_kept(stand_before: StandBefore) -> None:
    hands = stand_before("entrance")
    hands.press("tile-personal", "tile-withdrawal", "option-current", "option-up_to_50k", "option-self")
    hands.press("material-bank_card", "next")
    steps = [hands.step]

    while hands.find("back").isEnabled():
        hands.press("back")
        steps.append(hands.step)

    assert steps == ["confirm", "materials", "question", "question", "question", "service", "category"]
    assert hands.find("tile-personal").property("chosen")
    hands.press("tile-personal", "tile-withdrawal", "option-current", "option-up_to_50k", "option-self")
    assert hands.find("material-bank_card").property("checked")


def test_start_over_forgets_and_the_end_forgets_the_language_too(stand_before: StandBefore) -> None:
    hands = stand_before("entrance")
    hands.press("language", "care-pregnant", "tile-personal")

    hands.press("startOver")
    assert (hands.step, hands.entrance.property("needs"), hands.text("title")) == (
        "category",
        "",
        "What can we do for you?",
    )
    hands.take("withdrawal", *WITHDRAW)
    hands.at("result")
    hands.press("done")

    assert (hands.step, hands.text("title")) == ("category", "请问您要办什么？")


def test_the_language_changes_everything_on_the_spot(stand_before: StandBefore) -> None:
    hands = stand_before("entrance")
    hands.press("tile-personal", "tile-withdrawal")

    hands.press("language")
    assert (hands.text("title"), hands.find("option-current").property("label")) == (
        "What are you withdrawing from?",
        "Card or demand account",
    )
    assert hands.screen.house.property("name") == "Demonstration Branch"
    hands.press("language")

    assert hands.text("title") == "取哪一种存款？"


def test_more_than_six_services_turn_a_page(stand_before: StandBefore) -> None:
    hands = stand_before("entrance")
    hands.press("tile-personal")
    first = {name for name in hands.names() if name.startswith("tile-")}

    hands.press("more")
    second = {name for name in hands.names() if name.startswith("tile-")}
    hands.press("more")

    assert (len(first), second) == (6, {"tile-wealth"})
    assert {name for name in hands.names() if name.startswith("tile-")} == first


def test_the_slip_is_shown_when_it_is_printed_and_the_session_ends_soon_after(
    stand_before: StandBefore, branch: FakeBranch, clock: Clock
) -> None:
    hands = stand_before("entrance")
    hands.take("withdrawal", *WITHDRAW)
    hands.at("result")
    assert hands.text("paper") == "正在打印小票。没有小票，号码也一样有效。"

    branch.print_slip(slip_png())
    hands.wait(lambda: hands.number("slip") > 0)
    assert hands.text("paper") == "小票已存成图片。请记下号码和校验码。"
    clock.seconds += 14
    hands.pause(0.6)
    assert hands.step == "result"
    clock.seconds += 2
    hands.at("category")

    assert hands.number("slip") == 0
    assert hands.screen.pictures.slip.isNull()


def test_paper_that_is_quicker_than_the_answer_is_not_forgotten(
    stand_before: StandBefore, branch: FakeBranch
) -> None:
    hands = stand_before("entrance")
    branch.lost_answers = 1
    hands.take("withdrawal", *WITHDRAW)
    hands.wait(lambda: branch.lost_answers == 0)
    branch.print_slip(slip_png())

    hands.at("result")

    hands.wait(lambda: hands.text("paper") == "小票已存成图片。请记下号码和校验码。")


@pytest.mark.parametrize(("status", "words"), [("failed", "没有打印出来"), ("unknown", "没能确认")])
def test_a_slip_that_failed_is_told_and_the_number_to_note_stands_there(
    stand_before: StandBefore, branch: FakeBranch, status: f.PrintStatus, words: str
) -> None:
    hands = stand_before("entrance")
    hands.take("withdrawal", *WITHDRAW)
    hands.at("result")

    branch.print_slip(b"", status)
    hands.wait(lambda: words in hands.text("paper"))

    assert "A001" in hands.text("paper")
    assert hands.number("check") in hands.text("paper")


def test_a_service_taken_away_meanwhile_is_told_without_blame(
    stand_before: StandBefore, branch: FakeBranch
) -> None:
    hands = stand_before("entrance")
    hands.press("tile-personal", "tile-withdrawal", *(f"option-{code}" for code in WITHDRAW))
    branch.setting = branch.without_service("withdrawal")
    hands.press("next", "take")
    hands.at("refused")

    assert hands.text("headline") == "这次没有取到号"
    assert "重新选一项" in hands.text("advice")
    hands.press("home")
    assert hands.step == "category"
