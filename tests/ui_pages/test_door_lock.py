"""The lock of a staff page: when it falls, what it hides, what it keeps for its person, and that help is never locked."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from kiosk.domain import requests as r
from tests.ui_pages.staffed import MANAGER, PIN, Staffed
from tests.ui_pages.test_door_sign_in import at, type_in

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Route

    from tests.ui_pages.conftest import Branch, Tablet

LOCK = "#lock[open]"
LOCK_NOW = '[data-door="lock"]'


@pytest.fixture
def staffed(branch: Branch) -> Staffed:
    """A branch with somebody waiting, and its manager."""
    branch.open("1")
    branch.issue()
    return Staffed(branch)


@pytest.fixture
def tablet(staffed: Staffed, tablet: Tablet) -> Tablet:
    """A paired tablet on whose clock time passes as the test wants, with the manager signed in at reception."""
    staffed.hand(tablet)
    tablet.page.clock.install()
    return signed_in(tablet)


def signed_in(tablet: Tablet) -> Tablet:
    tablet.page.goto(f"{tablet.url}/sign-in?next=/reception")
    type_in(tablet, MANAGER, PIN)
    at(tablet, "/reception")
    tablet.sees(".row", "A001")
    return tablet


def pass_by(tablet: Tablet, seconds: int) -> None:
    tablet.page.clock.run_for(1000 * seconds)


def unlock(tablet: Tablet) -> None:
    tablet.sees(LOCK)
    type_in(tablet, PIN)
    tablet.page.locator("#lock").wait_for(state="hidden")


@pytest.mark.row("F3")
def test_a_page_nobody_touches_locks_after_two_minutes_and_shows_nothing(tablet: Tablet) -> None:
    pass_by(tablet, 115)
    open_until_then = tablet.page.locator(LOCK).count() == 0
    pass_by(tablet, 6)
    tablet.sees(LOCK, f"工号 {MANAGER}")

    read = tablet.page.locator("body").aria_snapshot()

    assert open_until_then
    assert tablet.page.locator("#board").inner_html() == ""
    assert "A001" not in read
    assert "取号" not in read
    assert "A001" not in tablet.page.content()
    unlock(tablet)
    tablet.sees(".row", "A001")


@pytest.mark.row("F3")
def test_a_touch_keeps_the_page_open_and_is_told_at_most_every_twenty_seconds(tablet: Tablet) -> None:
    told: list[str] = []
    tablet.page.on(
        "request", lambda request: told.append(request.url) if request.url.endswith("/touch") else None
    )

    for _ in range(8):
        tablet.page.keyboard.press("Shift")
        pass_by(tablet, 19)

    assert tablet.page.locator(LOCK).count() == 0
    assert 1 <= len(told) <= 8


@pytest.mark.row("F3")
def test_the_service_locks_a_page_that_does_not_know_yet(staffed: Staffed, tablet: Tablet) -> None:
    staffed.pass_by(121)
    staffed.branch.issue()

    tablet.sees(LOCK)
    assert "A002" not in tablet.page.content()


@pytest.mark.row("F3")
def test_a_page_that_another_client_locked_is_told_by_the_end_of_its_stream(tablet: Tablet) -> None:
    assert tablet.page.request.post(f"{tablet.url}/v1/door/lock", data={}).ok

    tablet.sees(LOCK)
    assert tablet.page.locator("#board").inner_html() == ""


def test_escape_closes_the_menu_of_the_person_and_the_focus_returns(tablet: Tablet) -> None:
    tablet.tap(".me summary")
    tablet.page.locator('[data-door="sign-out"]').focus()

    tablet.page.keyboard.press("Escape")

    tablet.page.locator(".me[open]").wait_for(state="hidden")
    assert tablet.page.evaluate("document.activeElement.matches('.me summary')")


@pytest.mark.row("F3")
def test_neither_escape_nor_reloading_leads_past_the_lock(tablet: Tablet) -> None:
    tablet.tap(LOCK_NOW)
    tablet.sees(LOCK)

    for _ in range(3):
        tablet.page.keyboard.press("Escape")
    still = tablet.page.locator(LOCK).count()
    tablet.page.reload()
    at(tablet, "/sign-in")
    tablet.sees(".badge-line", f"工号 {MANAGER}")
    type_in(tablet, PIN)

    at(tablet, "/reception")
    assert still == 1


@pytest.mark.row("F3")
def test_a_half_filled_form_is_there_again_for_the_same_person(branch: Branch, tablet: Tablet) -> None:
    tablet.open(".foot .issue")
    tablet.open('[data-sheet$="service=deposit"]')
    tablet.tap("label:has(#n-elderly)")
    tablet.page.locator("#n-elderly:checked").wait_for()
    tablet.page.locator('.do-side [data-ask="issue_ticket"]:enabled').wait_for()

    pass_by(tablet, 121)
    tablet.sees(LOCK)
    hidden = tablet.page.locator("#n-elderly").count() == 0
    unlock(tablet)
    tablet.page.locator("#n-elderly:checked").wait_for(state="attached")
    tablet.tap('.do-side [data-ask="issue_ticket"]:enabled')
    tablet.sees(".hero", "A002")

    assert hidden
    assert branch.look(lambda day: len(day.visits)) == 2


@pytest.mark.row("F3")
def test_what_one_person_left_unfinished_is_gone_for_another(staffed: Staffed, tablet: Tablet) -> None:
    staffed.hire("2001", "reception")
    signed_in(tablet)
    tablet.open(".foot .issue")
    tablet.open('[data-sheet$="service=deposit"]')
    tablet.page.evaluate("document.querySelector('[data-door=lock]').click()")
    tablet.sees(LOCK)

    tablet.tap('[data-door="other"]')
    tablet.sees(".why", "换一位同事登录")
    type_in(tablet, "2001", PIN)
    at(tablet, "/reception")

    tablet.sees(".me summary", "工号 2001")
    assert tablet.page.locator("#sheet[open]").count() == 0


@pytest.mark.row("F3")
def test_a_wrong_pin_is_refused_in_the_words_of_the_door_and_the_page_stays_locked(tablet: Tablet) -> None:
    tablet.tap(LOCK_NOW)
    tablet.sees(LOCK)

    type_in(tablet, "000111")

    tablet.sees(".lock .refusal", "密码不对")
    tablet.sees(".lock .why", "本机：tablet-1")
    assert "工号" not in tablet.page.locator(".lock .refusal").inner_text()
    assert tablet.page.locator("#board").inner_html() == ""


@pytest.mark.row("A4")
def test_help_is_one_touch_away_on_a_locked_page_and_its_answer_is_seen(
    branch: Branch, tablet: Tablet
) -> None:
    tablet.tap(LOCK_NOW)
    tablet.sees(LOCK)

    tablet.tap('[data-door="help"]')

    tablet.sees(".lock .toast.done", "同事马上过来")
    assert "tablet-1" in branch.look(lambda day: list(day.helps.values()))


@pytest.mark.row("F3")
def test_a_command_that_met_the_lock_says_so_and_can_be_tapped_again(
    staffed: Staffed, branch: Branch, tablet: Tablet
) -> None:
    def on_the_way(route: Route) -> None:
        staffed.pass_by(121)
        route.continue_()

    tablet.page.route("**/v1/requests/call_next", on_the_way, times=1)

    tablet.tap(f'{tablet.card("1")} [data-ask="call_next"]')
    unlock(tablet)
    tablet.sees(".toast.refused", "请再点一次")
    waiting = branch.look(lambda day: len(day.lines))
    tablet.tap(f'{tablet.card("1")} [data-ask="call_next"]:enabled')
    tablet.sees(f"{tablet.card('1')}.called")

    assert waiting == 1


@pytest.mark.row("F3")
def test_pages_of_one_browser_lock_and_open_together(tablet: Tablet) -> None:
    other = tablet.page.context.new_page()
    other.goto(f"{tablet.url}/manager")
    other.locator(".me summary").wait_for()

    tablet.tap(LOCK_NOW)
    other.locator(LOCK).wait_for()
    unlock(tablet)

    other.locator("#lock").wait_for(state="hidden")


@pytest.mark.row("F3")
def test_a_session_that_ended_elsewhere_leads_to_the_sign_in_page(
    staffed: Staffed, tablet: Tablet, tablets: Callable[..., Tablet]
) -> None:
    elsewhere = staffed.hand(tablets(), "tablet-2")

    signed_in(elsewhere)
    staffed.branch.issue()

    at(tablet, "/sign-in")
    tablet.sees(".why", "您的登录已结束")


@pytest.mark.row("F3")
def test_a_tablet_that_was_revoked_is_led_to_pairing(staffed: Staffed, tablet: Tablet) -> None:
    answer = staffed.branch.ask_by(r.RevokeDevice("tablet-1"), r.By("office", "office-1", MANAGER))
    staffed.branch.issue()

    assert answer.kind == "done"
    tablet.page.wait_for_url(re.compile("/pair"))
