"""The scanner at the exit from outside: bursts of keys, as a keyboard wedge types them, while fingers type as ever."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtTest import QTest

from kiosk.domain import facts as f
from kiosk.domain import requests as r
from kiosk.domain.check_code import qr_text
from tests.ui.fake_branch import SECRET, FakeBranch, shipped_setting

if TYPE_CHECKING:
    from tests.ui.conftest import Clock, StandBefore
    from tests.ui.hands import Hands

CURRENT = {"kind": "current", "amount": "up_to_50k", "who": "self"}
EAN = "6901234567892"
PAYMENT = "https://pay.example/qr?to=shop-1&sum=9.90"
FINGER_S = 0.09
ENTER = Qt.Key.Key_Return


@pytest.fixture
def slip(branch: FakeBranch) -> str:
    """Give what the slip of a customer who was served to the end says in its QR code."""
    branch.ask(r.IssueTicket("withdrawal", CURRENT))
    branch.serve("A001")
    return branch.slip_of("A001")


def type_quickly(hands: Hands, text: str, *ending: Qt.Key) -> None:
    """Type as a scanner does: one key straight after the other, capitals with Shift."""
    for sign in text:
        shift = Qt.KeyboardModifier.ShiftModifier if sign.isupper() else Qt.KeyboardModifier.NoModifier
        QTest.sendKeyEvent(QTest.KeyAction.Click, hands.window, Qt.Key(ord(sign.upper())), sign, shift)
    for key in ending:
        QTest.keyClick(hands.window, key)


def scan(hands: Hands, text: str) -> None:
    type_quickly(hands, text, ENTER)


def ratings(branch: FakeBranch) -> list[f.VisitRated]:
    return [each.fact for each in branch.journal if isinstance(each.fact, f.VisitRated)]


@pytest.mark.row("D3")
def test_a_scanned_slip_leads_to_the_opinion_and_is_rated(
    stand_before: StandBefore, branch: FakeBranch, slip: str
) -> None:
    hands = stand_before("exit")

    scan(hands, slip)
    hands.at("score")
    hands.press("score-5", "reason-clear", "next", "skip", "skip", "skip")
    hands.at("thanks")

    assert branch.scanned == [slip]
    assert [(each.score, each.reasons) for each in ratings(branch)] == [(5, ("clear",))]


@pytest.mark.row("D3")
@pytest.mark.parametrize("typed", [str.upper, str.lower, str.swapcase])
@pytest.mark.parametrize("ending", [(ENTER,), (Qt.Key.Key_Enter,), (Qt.Key.Key_Tab,), ()])
def test_a_scanner_may_swap_capitals_and_end_as_it_likes(
    stand_before: StandBefore, slip: str, typed: object, ending: tuple[Qt.Key, ...]
) -> None:
    hands = stand_before("exit")

    type_quickly(hands, typed(slip) if callable(typed) else slip, *ending)

    hands.at("score")


@pytest.mark.row("D3")
@pytest.mark.parametrize("rubbish", [EAN, PAYMENT, "WIFI:S:BANK;P:123456;;", "A0011234A0011234"])
def test_a_code_that_is_no_slip_gets_one_polite_answer(
    stand_before: StandBefore, branch: FakeBranch, slip: str, rubbish: str
) -> None:
    hands = stand_before("exit")

    scan(hands, rubbish)
    hands.at("refused")

    assert hands.text("headline") == "这个码不是我们的小票"
    assert "请扫今天的小票" in hands.text("advice")
    assert hands.sees("callHelp")
    assert branch.scanned == [rubbish]
    scan(hands, slip)
    hands.at("score")


@pytest.mark.row("D3")
def test_slips_of_another_day_and_branch_are_told_so(
    stand_before: StandBefore, branch: FakeBranch, slip: str
) -> None:
    visit = next(iter(branch.day.visits))
    hands = stand_before("exit")
    told = []
    for text in (
        qr_text(SECRET, branch.setting.plan.code, "2026-11-19", "0193f6a2-7b1c-7cde-8f00-0123456789ab"),
        qr_text(SECRET, branch.setting.plan.code, branch.day.date, "0193f6a2-7b1c-7cde-8f00-0123456789ab"),
        qr_text(SECRET, "riyue-01", branch.day.date, visit),
        qr_text(b"another", branch.setting.plan.code, branch.day.date, visit),
    ):
        scan(hands, text)
        hands.at("refused")
        told.append(hands.text("headline"))
        hands.press("home")

    assert told == [
        "这张小票是11月19日的",
        "系统里没有找到这张小票",
        "这张小票是别的网点的",
        "这个码不是我们的小票",
    ]
    assert slip not in branch.scanned


def test_a_slip_still_under_way_is_told_what_to_do(stand_before: StandBefore, branch: FakeBranch) -> None:
    branch.ask(r.IssueTicket("withdrawal", CURRENT))
    hands = stand_before("exit")

    scan(hands, branch.slip_of("A001"))
    hands.at("refused")

    assert hands.text("headline") == "还没办完，请办完再来"
    assert "等叫到您的号码" in hands.text("advice")


@pytest.mark.row("D3")
@pytest.mark.parametrize("rubbish", [EAN, PAYMENT])
def test_a_scan_leaks_no_sign_and_presses_no_button(
    stand_before: StandBefore, branch: FakeBranch, slip: str, rubbish: str
) -> None:
    hands = stand_before("exit")
    scan(hands, slip)
    hands.at("score")

    scan(hands, rubbish)  # digits would choose faces, / would call a person, * would go back
    hands.pause(0.2)
    assert (hands.step, hands.exit.state.score) == ("score", 0)
    hands.press("score-4")
    for step, touch in (("reasons", "next"), ("question", "skip")):
        scan(hands, rubbish)
        hands.pause(0.2)
        assert (hands.step, hands.exit.state.asked) == (step, 0)
        hands.press(touch)

    assert (hands.exit.state.reasons, dict(hands.exit.state.answers)) == (frozenset(), {})
    assert hands.screen.house.property("help") == "none"
    assert branch.scanned == [slip]


def test_a_scan_on_a_half_keyed_number_leaves_nothing_of_it(stand_before: StandBefore, slip: str) -> None:
    hands = stand_before("exit")
    hands.press("key-B", "key-7")
    hands.find("next").forceActiveFocus()

    scan(hands, slip)
    hands.at("score")

    assert hands.exit.property("ticket") == "A001"
    assert not hands.theme.property("keyboard")


@pytest.mark.row("D3")
def test_an_enter_that_comes_late_presses_nothing(stand_before: StandBefore, slip: str, clock: Clock) -> None:
    hands = stand_before("exit")
    type_quickly(hands, slip)
    hands.at("score")
    hands.find("score-5").forceActiveFocus()
    clock.seconds += 0.2

    hands.key(ENTER)

    assert hands.step == "score"
    hands.key(ENTER)
    assert hands.step == "reasons"


@pytest.mark.row("D3")
def test_a_finger_on_the_screen_neither_breaks_a_scan_nor_presses_what_comes(
    stand_before: StandBefore, slip: str
) -> None:
    hands = stand_before("exit")
    point = hands.point("key-A")
    none = Qt.KeyboardModifier.NoModifier

    type_quickly(hands, slip[:30])
    QTest.mousePress(hands.window, Qt.MouseButton.LeftButton, none, point)
    type_quickly(hands, slip[30:], ENTER)
    hands.at("score")
    QTest.mouseRelease(hands.window, Qt.MouseButton.LeftButton, none, point)
    hands.settle()

    assert (hands.step, hands.exit.state.score) == ("score", 0)


@pytest.mark.row("D3")
def test_at_the_thanks_the_next_customer_scans_and_begins_anew(
    stand_before: StandBefore, branch: FakeBranch, slip: str
) -> None:
    branch.ask(r.IssueTicket("withdrawal", CURRENT))
    branch.serve("A002")
    hands = stand_before("exit")
    hands.exit.speak("en")
    scan(hands, slip)
    hands.at("score")
    hands.press("score-2", "next", "skip", "skip", "skip")
    hands.at("thanks")

    scan(hands, branch.slip_of("A002"))
    hands.at("score")

    state = hands.exit.state
    assert (state.ticket, state.score, state.language) == ("A002", 0, "zh")


def test_a_slip_scanned_twice_in_a_row_is_looked_for_once(
    stand_before: StandBefore, branch: FakeBranch, slip: str
) -> None:
    hands = stand_before("exit")

    scan(hands, slip)
    scan(hands, slip)
    hands.at("score")

    assert branch.scanned == [slip]


def test_fingers_on_a_numeric_keypad_type_as_ever(stand_before: StandBefore, branch: FakeBranch) -> None:
    branch.ask(r.IssueTicket("withdrawal", CURRENT))
    ticket, check = branch.serve("A001")
    hands = stand_before("exit")
    hands.press(*(f"key-{sign}" for sign in ticket), "next")

    for sign in check:
        hands.key(sign)
        hands.pause(FINGER_S)

    assert hands.exit.property("check") == check


def test_a_key_held_down_is_not_taken_for_a_scanner(stand_before: StandBefore, branch: FakeBranch) -> None:
    hands = stand_before("exit")
    hands.press("key-A")

    for repeats in [False, *[True] * 20]:
        held = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_1, Qt.KeyboardModifier.NoModifier, "1", repeats)
        QGuiApplication.sendEvent(hands.window, held)
    hands.pause(0.2)

    assert (hands.step, hands.exit.property("ticket"), branch.scanned) == ("number", "A1111", [])


def test_a_scan_that_hears_nothing_says_so_and_can_be_left(
    stand_before: StandBefore, branch: FakeBranch, slip: str
) -> None:
    hands = stand_before("exit")
    branch.go_away()

    scan(hands, slip)
    hands.wait(lambda: hands.exit.property("late"))
    hands.settle()
    hands.press("action")

    assert hands.step == "number"


def test_a_longer_branch_name_is_read_as_well(stand_before: StandBefore) -> None:
    setting = shipped_setting()
    branch = FakeBranch(replace(setting, plan=replace(setting.plan, code="bank-of-the-lake_branch-0042")))
    try:
        branch.open_counters("1", "2", "3", "4")
        branch.ask(r.IssueTicket("withdrawal", CURRENT))
        branch.serve("A001")
        hands = stand_before("exit", branch=branch)

        scan(hands, branch.slip_of("A001").upper())

        hands.at("score")
    finally:
        branch.go_away()
