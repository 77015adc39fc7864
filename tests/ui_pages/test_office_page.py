"""The office in a real browser: somebody is added and gets a PIN, a device is invited and let go, the audit list tells."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from kiosk.domain import requests as r
from kiosk.domain.requests import By
from tests.matrix import in_languages
from tests.ui_pages.staffed import MANAGER, OFFICE, PIN, Staffed
from tests.ui_pages.test_reception_looks import CUT_OFF, SMALL_TARGETS, faults

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.ui_pages.conftest import Branch, Tablet

DESKTOP, TABLET, PHONE = (1280, 800), (800, 1280), (390, 844)


def signed_in(staffed: Staffed, tablet: Tablet, badge: str = MANAGER, name: str = "manager-pad") -> Tablet:
    """Let somebody be signed in at a newly paired tablet."""
    staffed.hand(tablet, name)
    answer = tablet.page.request.post(f"{tablet.url}/v1/door/sign-in", data={"badge": badge, "pin": PIN})
    assert answer.ok, answer.text()
    return tablet


def show(tablet: Tablet, path: str = "/office") -> Tablet:
    tablet.page.goto(f"{tablet.url}{path}")
    tablet.connected()
    return tablet


def a_day(staffed: Staffed, branch: Branch) -> None:
    """Let several people do several things, so that every part of the office has something to show."""
    staffed.hire("2001", "teller")
    staffed.hire("2002", "reception", "lobby_manager")
    staffed.hire("2003", "technician")
    staffed.hire("2004", "teller", "reception")
    staffed.pair("entrance-1", "entrance")
    staffed.pair("counter-2", "counter", "2")
    office = By("office", OFFICE, MANAGER)
    branch.ask_by(r.InviteDevice("hall-1", "hall"), office)
    branch.ask_by(r.RevokeDevice("first-of-2003"), office)
    branch.ask_by(r.RemoveStaff("2004"), office)
    branch.ask_by(r.LockStaff("2001", 10), By("door", "counter-2"))
    teller = By("counter", "counter-2", "2001", "2")
    branch.ask_by(r.OpenCounter("2"), teller)
    issued = branch.issue("deposit", care_needs=("elderly",))
    branch.ask_by(r.CallNext("2"), teller)
    reception = By("reception", "tablet-7", "2002")
    branch.ask_by(r.MarkCare(issued.visit, ("disabled",)), reception)
    branch.ask_by(r.KeepRecord(issued.visit, words="想查一笔汇款"), reception)
    for report in (
        r.ReportPurge("2026-10-30", "contact", 12),
        r.ReportPurge("2026-10-31", "words", 3),
        r.ReportCare("2026-10-31", {"elderly": 31, "disabled": 2, "pregnant": 4}),
    ):
        branch.ask_by(report, branch.service.system)


@pytest.mark.row("F3")
def test_somebody_is_added_with_a_pin_that_is_shown_once(branch: Branch, tablet: Tablet) -> None:
    staffed = Staffed(branch)
    show(signed_in(staffed, tablet))

    tablet.open('[data-sheet="/office/add"]')
    tablet.page.fill("[name=badge]", "3007")
    tablet.tap("[data-door] .tick:has([value=reception])")
    tablet.tap("[data-door] [type=submit]")
    tablet.sees("#sheet-title", "临时密码")
    pin = tablet.page.locator(".once").inner_text()
    tablet.settled()
    tablet.tap(".told-once [data-close]")

    tablet.sees('[data-key="3007"] .role', "大堂接待")
    assert re.fullmatch(r"\d{6}", pin)
    assert pin not in tablet.page.content()
    with staffed.at("office-1", staffed.issue_token(OFFICE)) as browser:
        answer = browser.post("/v1/door/sign-in", json={"badge": "3007", "pin": pin})
    assert answer.json()["state"] == "new_pin"


@pytest.mark.row("F3")
def test_nobody_is_added_without_a_role(branch: Branch, tablet: Tablet) -> None:
    show(signed_in(Staffed(branch), tablet))

    tablet.open('[data-sheet="/office/add"]')
    tablet.page.fill("[name=badge]", "3007")
    tablet.tap("[data-door] [type=submit]")
    tablet.sees(".toast.refused", "请至少选一个岗位")

    assert "3007" not in branch.service.access.register.staff


@pytest.mark.row("F3")
def test_roles_change_with_one_form_and_leaving_takes_two_taps(branch: Branch, tablet: Tablet) -> None:
    staffed = Staffed(branch)
    staffed.hire("2002", "reception")
    show(signed_in(staffed, tablet))

    tablet.open('[data-key="2002"] .person')
    tablet.tap("[data-roles] .tick:has([value=lobby_manager])")
    tablet.tap("[data-roles] [type=submit]")
    tablet.sees('[data-key="2002"] .roles', "大堂经理")
    tablet.page.wait_for_timeout(300)
    tablet.open('[data-key="2002"] .person')
    tablet.tap('[data-ask="remove_staff"]')
    tablet.sees('[data-ask="remove_staff"]', "再点一次")
    assert branch.service.access.register.roles_of("2002") == ("lobby_manager", "reception")
    tablet.tap_again('[data-ask="remove_staff"]')

    tablet.sees("details[data-key=left] summary", "已停用")
    assert branch.service.access.register.roles_of("2002") == ()


@pytest.mark.row("F3")
def test_a_locked_badge_is_unlocked_with_a_new_pin(branch: Branch, tablet: Tablet) -> None:
    staffed = Staffed(branch)
    staffed.hire("2002", "reception")
    branch.ask_by(r.LockStaff("2002", 10), By("door", OFFICE))
    show(signed_in(staffed, tablet))

    tablet.sees('[data-key="2002"] .shut', "已锁住")
    tablet.open('[data-key="2002"] .person')
    tablet.tap('[data-door="/v1/office/staff/pin"] [type=submit]')
    tablet.sees(".once")

    assert not branch.service.access.register.staff["2002"].locked


def test_the_only_manager_cannot_leave(branch: Branch, tablet: Tablet) -> None:
    show(signed_in(Staffed(branch), tablet))

    tablet.open(f'[data-key="{MANAGER}"] .person')

    tablet.sees(".sheet .notice", "唯一的网点负责人")
    assert tablet.page.locator('[data-ask="remove_staff"], form[data-roles]').count() == 0


@pytest.mark.row("F3")
def test_a_device_is_invited_with_a_code_that_runs_out_and_let_go_with_two_taps(
    branch: Branch, tablet: Tablet
) -> None:
    show(signed_in(Staffed(branch), tablet))

    tablet.open('[data-sheet="/devices/invite"]')
    tablet.tap(".pick:has([value=counter])")
    tablet.tap("[data-counters] .pick >> nth=1")
    assert tablet.page.input_value(".sheet [name=name]") == "counter-2"
    tablet.tap("[data-door] [type=submit]")
    tablet.sees(".once")
    tablet.sees(".left", "还剩")
    tablet.sees(".qr")
    code = tablet.page.locator(".once").inner_text()
    tablet.settled()
    tablet.tap(".told-once [data-close]")
    tablet.sees('[data-key="counter-2"] .waits', "等待配对")
    tablet.tap('[data-key="counter-2"] [data-ask="revoke_device"]')
    tablet.sees('[data-key="counter-2"] [data-armed]', "再点一次")
    tablet.tap_again('[data-key="counter-2"] [data-ask="revoke_device"]')
    tablet.sees("details[data-key=revoked]")

    assert re.fullmatch(r"\d{4} \d{4}", code)
    assert branch.service.access.register.devices["counter-2"].state == "revoked"


@pytest.mark.row("F3")
def test_a_double_click_lets_no_device_go_and_the_question_is_heard(branch: Branch, tablet: Tablet) -> None:
    staffed = Staffed(branch)
    staffed.pair("entrance-1", "entrance")
    show(signed_in(staffed, tablet))
    revoke = tablet.page.locator('[data-key="entrance-1"] [data-ask="revoke_device"]')
    named = revoke.get_attribute("aria-label") or ""

    revoke.dblclick()
    tablet.sees(".heard", "再点一次")
    asked = revoke.get_attribute("aria-label") or ""
    tablet.page.wait_for_timeout(300)

    assert branch.service.access.register.devices["entrance-1"].state == "paired"
    assert asked.startswith("再点一次")
    assert asked.endswith(named)
    tablet.page.locator(f'[aria-label="{named}"]').wait_for()


@pytest.mark.row("F3")
def test_a_pin_told_once_stays_until_its_own_button_closes_it(branch: Branch, tablet: Tablet) -> None:
    staffed = Staffed(branch)
    staffed.add("2002", "reception")
    show(signed_in(staffed, tablet))
    tablet.open('[data-key="2002"] .person')
    tablet.tap('[data-door="/v1/office/staff/pin"] [type=submit]')
    tablet.sees(".once")
    pin = tablet.page.locator(".once").inner_text()
    tablet.settled()

    for _ in range(3):
        tablet.page.keyboard.press("Escape")
    tablet.page.touchscreen.tap(5, 5)
    still = tablet.page.locator("#sheet[open] .once").inner_text()
    tablet.tap(".told-once [data-close]")
    tablet.page.locator("#sheet").wait_for(state="hidden")

    assert still == pin
    assert pin not in tablet.page.content()


def test_a_screen_is_told_the_command_and_no_qr(branch: Branch, tablet: Tablet) -> None:
    show(signed_in(Staffed(branch), tablet))

    tablet.open('[data-sheet="/devices/invite"]')
    tablet.tap(".pick:has([value=entrance])")
    tablet.tap("[data-door] [type=submit]")

    tablet.sees(".command", "kiosk pair")
    assert tablet.page.locator("[data-qr]").count() == 0


@pytest.mark.row("F3")
def test_the_technician_sees_devices_and_nothing_else(branch: Branch, tablet: Tablet) -> None:
    staffed = Staffed(branch)
    staffed.hire("2003", "technician")
    show(signed_in(staffed, tablet, "2003"), "/devices")

    tablet.sees(".machines .name", "manager-pad")
    assert tablet.page.locator(".staff, .privacy, a[href^='/office']").count() == 0
    assert tablet.page.request.get(f"{tablet.url}/office/audit/list").status == 403


@pytest.mark.row("F3")
def test_the_audit_list_goes_on_by_itself_and_is_chosen_by_kind_and_person(
    branch: Branch, tablet: Tablet
) -> None:
    staffed = Staffed(branch)
    a_day(staffed, branch)
    show(signed_in(staffed, tablet))

    tablet.tap("a.to-audit")
    tablet.connected()
    tablet.sees(".act .said", "查看审计记录")
    branch.ask_by(r.OpenCounter("1"), By("reception", "tablet-7", "2002"))
    tablet.sees(".act .said", "1号综合柜台开柜")
    tablet.page.locator(".groups a").filter(has_text="个人信息").tap()
    tablet.page.wait_for_url(re.compile("group=personal"))
    tablet.connected()
    tablet.sees(".act .said", "保存了客户原话")
    tablet.page.locator("select").nth(1).select_option(label="工号 2001")
    tablet.page.wait_for_url(re.compile("who=staff"))

    tablet.sees(".no-acts", "这里没有记录")
    tablet.page.locator(".groups a").filter(has_text="查看和导出").tap()
    tablet.page.wait_for_url(re.compile("group=paper"))
    tablet.page.locator("select").nth(1).select_option(label="所有人")
    tablet.page.wait_for_url(re.compile(r"group=paper$"))
    tablet.sees(".act")
    assert tablet.page.locator(".act").count() == 1


def test_the_open_demonstration_is_invited_to_be_set_up(tablet: Tablet) -> None:
    show(tablet)

    tablet.sees(".welcome", "谁都可以进来")
    assert tablet.page.locator('[data-sheet="/office/add"]').count() == 0
    assert faults(tablet) == []


@in_languages({"desktop": DESKTOP, "tablet": TABLET, "phone": PHONE})
def test_everything_fits_can_be_hit_and_passes_axe(
    branch: Branch, tablets: Callable[..., Tablet], size: tuple[int, int], language: str
) -> None:
    staffed = Staffed(branch)
    a_day(staffed, branch)
    tablet = signed_in(staffed, tablets(size, font=True))
    found: dict[str, list[str]] = {}

    def judge(name: str) -> None:
        found[name] = faults(tablet)
        found[name] += tablet.page.evaluate(SMALL_TARGETS) + tablet.page.evaluate(CUT_OFF)
        wide = tablet.page.evaluate("document.documentElement.scrollWidth > innerWidth")
        found[name] += ["wider than the screen"] if wide else []

    for path in ("/office/audit", "/devices", "/office"):
        show(tablet, f"{path}?lang={language}")
        judge(path)
    for summary in tablet.page.locator("summary:visible").all():
        summary.tap()
    judge("unfolded")
    for sheet in ("/office/add", "/office/person?badge=2001", "/office/person?badge=2002", "/devices/invite"):
        tablet.page.evaluate("async (url) => (await import('/static/js/sheet.js')).openSheet(url)", sheet)
        tablet.sees("#sheet-title")
        tablet.page.wait_for_timeout(300)
        judge(sheet)
    tablet.tap("[data-door] [type=submit]")
    tablet.sees(".once")
    tablet.page.wait_for_timeout(400)
    judge("code")

    assert {name: faults for name, faults in found.items() if faults} == {}
