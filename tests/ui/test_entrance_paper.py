"""What the entrance says of paper: true words before the number, of its slip, and of the guidance."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kiosk.domain import facts as f
from kiosk.domain.answers import Refusal
from tests.ui.conftest import LANDSCAPE, PORTRAIT
from tests.ui.fake_branch import slip_png

if TYPE_CHECKING:
    from tests.ui.conftest import Clock, StandBefore
    from tests.ui.fake_branch import FakeBranch
    from tests.ui.hands import Hands

WITHDRAW = ("current", "up_to_50k", "self")


def status_of_guide(hands: Hands) -> str:
    return str(hands.guide("status"))


def at_materials(hands: Hands) -> None:
    hands.press("tile-personal", "tile-withdrawal", *(f"option-{code}" for code in WITHDRAW))
    hands.at("materials")


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        ("paper_out", "没有纸"),
        ("jam", "卡纸"),
        ("cover_open", "盖子"),
        ("offline", "用不了"),
        ("storage_error", "没有打印出来"),
        ("", "没有打印出来"),
    ],
)
def test_why_no_slip_came_out_is_said_in_a_customers_words(
    stand_before: StandBefore, branch: FakeBranch, reason: str, words: str
) -> None:
    hands = stand_before("entrance")
    hands.take("withdrawal", *WITHDRAW)
    hands.at("result")

    branch.print_slip(b"", "failed", reason)
    hands.wait(lambda: words in hands.text("paper"))

    assert "A001" in hands.text("paper")
    assert reason not in hands.text("paper") or not reason


def test_only_what_came_out_on_paper_is_to_be_taken(stand_before: StandBefore, branch: FakeBranch) -> None:
    branch.printer = "paper"
    hands = stand_before("entrance")
    hands.take("withdrawal", *WITHDRAW)
    hands.at("result")
    assert "拿好" not in hands.text("paper")

    branch.print_slip(slip_png())
    hands.wait(lambda: hands.number("printed") == "printed")
    hands.settle()

    assert hands.text("paper") == "小票打印好了，请拿好。"


@pytest.mark.parametrize("condition", ["paper_out", "jam", "cover_open", "offline", "fault"])
def test_a_printer_that_cannot_print_is_told_before_the_number_is_taken(
    stand_before: StandBefore, branch: FakeBranch, condition: f.PrinterCondition
) -> None:
    hands = stand_before("entrance")
    at_materials(hands)
    hands.press("next")
    assert not hands.sees("trouble")

    branch.say(f.PrinterChanged("folder", condition))
    hands.wait(lambda: hands.number("trouble") == condition)
    hands.settle()
    assert "请记下号码" in hands.text("trouble")
    branch.say(f.PrinterChanged("folder", "near_end"))
    hands.wait(lambda: hands.number("trouble") == "")
    hands.settle()

    assert not hands.sees("trouble")


def test_a_printer_that_stood_here_earlier_today_hides_no_trouble_and_makes_none(
    stand_before: StandBefore, branch: FakeBranch
) -> None:
    branch.printer = "paper"
    hands = stand_before("entrance")

    branch.say(f.PrinterChanged("folder", "unsure"))
    branch.say(f.PrinterChanged("paper", "paper_out"))
    hands.wait(lambda: hands.number("trouble") == "paper_out")
    branch.say(f.PrinterChanged("folder", "offline"))
    branch.say(f.PrinterChanged("paper", "ready"))

    hands.wait(lambda: hands.number("trouble") == "")


@pytest.mark.row("B1")
def test_somebody_who_only_wants_to_know_gets_the_list_and_no_number(
    stand_before: StandBefore, branch: FakeBranch
) -> None:
    branch.printer = "paper"
    hands = stand_before("entrance")
    at_materials(hands)

    hands.press("material-bank_card", "guide")
    hands.wait(lambda: status_of_guide(hands) == "queued")
    assert not hands.find("guide").isEnabled()
    branch.print_slip(slip_png())
    hands.wait(lambda: status_of_guide(hands) == "printed")
    hands.settle()

    queued = next(each.fact for each in branch.journal if isinstance(each.fact, f.GuideQueued))
    assert (queued.service, queued.ready, queued.visit) == ("withdrawal", ("bank_card",), "")
    assert hands.find("guide").property("label") == "打印好了，请拿好"
    assert not any(isinstance(each.fact, f.TicketIssued) for each in branch.journal)


@pytest.mark.row("B1")
def test_the_guidance_of_a_number_is_that_of_its_visit(stand_before: StandBefore, branch: FakeBranch) -> None:
    hands = stand_before("entrance")
    hands.take("withdrawal", *WITHDRAW)
    hands.at("result")

    hands.press("guide", "guide")
    hands.wait(lambda: status_of_guide(hands) == "queued")

    queued = [each.fact for each in branch.journal if isinstance(each.fact, f.GuideQueued)]
    issued = next(each.fact for each in branch.journal if isinstance(each.fact, f.TicketIssued))
    assert [fact.visit for fact in queued] == [issued.visit]


@pytest.mark.parametrize(
    ("status", "words"), [("failed", "没打出来"), ("unknown", "没拿到"), ("printed", "已存成图片")]
)
def test_what_became_of_the_guidance_is_said_and_what_failed_can_be_tried_again(
    stand_before: StandBefore, branch: FakeBranch, status: f.PrintStatus, words: str
) -> None:
    hands = stand_before("entrance")
    at_materials(hands)
    hands.press("guide")
    hands.wait(lambda: status_of_guide(hands) == "queued")

    branch.print_slip(slip_png(), status, "jam")
    hands.wait(lambda: status_of_guide(hands) == status)
    hands.settle()

    assert words in hands.find("guide").property("label")
    assert hands.find("guide").isEnabled() == (status != "printed")


def test_a_printer_with_too_much_to_do_takes_no_guidance_and_the_customer_is_told(
    stand_before: StandBefore, branch: FakeBranch
) -> None:
    hands = stand_before("entrance")
    at_materials(hands)
    branch.refuse_with = Refusal("printer_busy")

    hands.press("guide")
    hands.wait(lambda: status_of_guide(hands) == "refused")
    hands.settle()
    assert "工作人员" in hands.find("guide").property("label")
    branch.refuse_with = None
    hands.press("guide")

    hands.wait(lambda: status_of_guide(hands) == "queued")


def test_guidance_that_is_late_is_still_asked_for_and_comes_once(
    stand_before: StandBefore, branch: FakeBranch
) -> None:
    hands = stand_before("entrance")
    at_materials(hands)
    branch.go_away()

    hands.press("guide")
    hands.wait(lambda: hands.guide("late"))
    hands.settle()
    assert hands.find("guide").property("label") == "还没有回应，正在继续"
    branch.come_back()
    hands.wait(lambda: status_of_guide(hands) == "queued")

    assert sum(isinstance(each.fact, f.GuideQueued) for each in branch.journal) == 1


def test_guidance_is_not_printed_for_somebody_who_has_left(
    stand_before: StandBefore, branch: FakeBranch
) -> None:
    hands = stand_before("entrance")
    at_materials(hands)
    branch.go_away()
    hands.press("guide")
    hands.wait(lambda: hands.guide("late"))

    hands.press("startOver")
    branch.come_back()
    hands.wait(lambda: hands.screen.link.condition == "connected")
    hands.pause(0.2)

    assert (status_of_guide(hands), branch.asked) == ("none", [])


def test_paper_that_is_quicker_than_the_answer_about_the_guidance_is_not_forgotten(
    stand_before: StandBefore, branch: FakeBranch
) -> None:
    hands = stand_before("entrance")
    at_materials(hands)
    branch.lost_answers = 1

    hands.press("guide")
    hands.wait(lambda: branch.lost_answers == 0)
    branch.print_slip(slip_png(), "failed", "paper_out")

    hands.wait(lambda: status_of_guide(hands) == "failed")


def test_a_guidance_under_way_keeps_the_number_on_the_screen(
    stand_before: StandBefore, branch: FakeBranch, clock: Clock
) -> None:
    hands = stand_before("entrance")
    hands.take("withdrawal", *WITHDRAW)
    hands.at("result")
    branch.print_slip(slip_png())
    hands.wait(lambda: hands.number("printed") == "printed")
    hands.press("guide")
    hands.wait(lambda: status_of_guide(hands) == "queued")

    clock.seconds += 16
    hands.pause(0.6)

    assert hands.step == "result"


@pytest.mark.row("B1")
def test_a_printed_guidance_slides_out_where_the_slip_did(
    stand_before: StandBefore, branch: FakeBranch
) -> None:
    hands = stand_before("entrance")
    hands.take("withdrawal", *WITHDRAW)
    hands.at("result")
    branch.print_slip(slip_png())
    hands.wait(lambda: hands.number("slip") == 1)

    hands.press("guide")
    hands.wait(lambda: status_of_guide(hands) == "queued")
    branch.print_slip(slip_png())
    hands.wait(lambda: hands.number("slip") == 2)
    hands.press("done")

    assert hands.number("slip") == 0
    assert hands.screen.pictures.slip.isNull()


@pytest.mark.parametrize("size", [PORTRAIT, LANDSCAPE], ids=["upright", "lying"])
@pytest.mark.parametrize("presses", [(), ("larger", "larger", "lower")], ids=["usual", "largest and low"])
def test_the_slip_is_shown_whole_or_leaves_its_room_to_the_map(
    stand_before: StandBefore, branch: FakeBranch, size: tuple[int, int], presses: tuple[str, ...]
) -> None:
    hands = stand_before("entrance", size=size)
    hands.press(*presses)
    hands.take("withdrawal", *WITHDRAW)
    hands.at("result")

    branch.print_slip(slip_png())
    hands.wait(lambda: hands.number("slip") == 1)
    hands.settle()

    assert hands.sees("printout") or presses
    assert not hands.sees("printout") or hands.find("printout").property("whole")
