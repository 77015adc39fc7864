"""Signing in at a paired device, in a real browser: with a finger or a keyboard, and with nothing told to a guesser."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.ui_pages.staffed import MANAGER, PIN, Staffed

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.ui_pages.conftest import Branch, Tablet

OTHER_PIN = "739150"


@pytest.fixture
def staffed(branch: Branch) -> Staffed:
    """The branch with its first manager."""
    return Staffed(branch)


@pytest.fixture
def tablet(staffed: Staffed, tablet: Tablet) -> Tablet:
    """A paired tablet."""
    return staffed.hand(tablet)


def go(tablet: Tablet, path: str) -> None:
    tablet.page.goto(tablet.url + path)


def tap_digits(tablet: Tablet, digits: str) -> None:
    for digit in digits:
        tablet.tap(f'.keypad [data-key="{digit}"]')


def type_in(tablet: Tablet, *entries: str) -> None:
    """Type each entry on the keyboard, Enter after each, once the form is ready for it."""
    tablet.page.locator(".pad :focus").wait_for()
    for entry in entries:
        tablet.page.keyboard.type(entry)
        tablet.page.keyboard.press("Enter")


def at(tablet: Tablet, page: str) -> None:
    tablet.page.wait_for_url(re.compile(rf"{re.escape(tablet.url + page)}(\?.*)?$"))


@pytest.mark.row("F3")
def test_a_finger_signs_in_on_the_keypad_alone(tablet: Tablet) -> None:
    go(tablet, "/reception")
    tablet.sees(".why", "请输入工号和密码")

    tap_digits(tablet, MANAGER + "0")
    tablet.tap('.keypad [data-key="erase"]')
    tablet.tap("[type=submit]")
    tap_digits(tablet, PIN)
    tablet.tap("[type=submit]")

    at(tablet, "/reception")
    tablet.sees(".me summary", f"工号 {MANAGER}")


@pytest.mark.row("F3")
def test_a_keyboard_signs_in_alone_wherever_the_focus_is(tablet: Tablet) -> None:
    go(tablet, "/sign-in?next=/manager")
    tablet.page.locator(".keypad button").first.focus()

    type_in(tablet, MANAGER, PIN)

    at(tablet, "/manager")


@pytest.mark.row("F3")
def test_full_width_digits_of_an_input_method_are_digits(tablet: Tablet) -> None:
    go(tablet, "/sign-in")

    tablet.page.keyboard.insert_text("１００１号")

    assert tablet.page.locator("#badge").input_value() == "1001"


@pytest.mark.row("F3")
def test_a_wrong_badge_and_a_wrong_pin_are_refused_in_the_same_words(tablet: Tablet) -> None:
    told = []
    for badge, pin in (("9999", PIN), (MANAGER, "000111")):
        go(tablet, "/sign-in")
        type_in(tablet, badge, pin)
        tablet.sees(".refusal", "工号或密码不对")
        told.append(tablet.page.locator("main").inner_text())

    assert told[0] == told[1]
    assert tablet.page.locator("#pin").input_value() == ""


@pytest.mark.row("F3")
def test_too_many_tries_are_told_with_a_wait_that_counts_down_and_ends(tablet: Tablet) -> None:
    tablet.page.clock.install()
    go(tablet, "/sign-in")
    tablet.page.route(
        "**/v1/door/sign-in",
        lambda route: route.fulfill(
            status=429,
            json={"kind": "refused", "code": "too_many_tries", "details": {"wait_s": 30}},
        ),
    )

    type_in(tablet, MANAGER, "000111")
    # Beside the time that passes by hand goes real time: on a busy machine a second of the count may not be seen.
    tablet.page.locator(".refusal").filter(has_text=re.compile(r"请等 (30|2\d) 秒再试")).wait_for()
    tablet.page.clock.run_for(10_000)
    tablet.page.locator(".refusal b").filter(has_text=re.compile(r"^(20|1\d)$")).wait_for()
    held = tablet.page.locator("[type=submit]").is_disabled()
    tablet.page.clock.run_for(21_000)
    tablet.sees(".refusal", "现在可以再试了")

    assert held
    assert tablet.page.locator("[type=submit]").is_enabled()


@pytest.mark.row("F3")
def test_another_colleague_need_not_wait_for_somebodys_tries(tablet: Tablet) -> None:
    go(tablet, "/sign-in")
    tablet.page.route(
        "**/v1/door/sign-in",
        lambda route: route.fulfill(
            status=429, json={"kind": "refused", "code": "too_many_tries", "details": {"wait_s": 600}}
        ),
    )
    type_in(tablet, "2001", "000111")
    tablet.sees(".refusal", "10 分钟再试，或请网点负责人")
    tablet.page.unroute("**/v1/door/sign-in")

    tablet.page.locator("#badge").fill(MANAGER)
    tablet.page.locator("#badge").focus()
    type_in(tablet, "", PIN)

    at(tablet, "/reception")


def test_a_service_that_is_away_is_said_and_the_pin_may_be_given_again(tablet: Tablet) -> None:
    go(tablet, "/sign-in")
    tablet.page.route("**/v1/door/sign-in", lambda route: route.abort())

    type_in(tablet, MANAGER, PIN)
    tablet.sees(".refusal", "没连上服务")
    tablet.page.unroute("**/v1/door/sign-in")
    tablet.tap("[type=submit]")

    at(tablet, "/reception")
    tablet.complaints.clear()  # the request this test broke


@pytest.mark.row("F3")
@pytest.mark.parametrize(
    "wish", ["//bank.example/", "https://bank.example/reception", "/\\bank.example", "javascript:alert(1)"]
)
def test_a_link_cannot_lead_anybody_away_after_signing_in(tablet: Tablet, wish: str) -> None:
    tablet.page.goto(f"{tablet.url}/sign-in?next={wish}&why=<img src=x onerror=alert(1)>")

    type_in(tablet, MANAGER, PIN)

    at(tablet, "/reception")


@pytest.mark.row("F3")
def test_somebody_led_to_a_page_of_another_role_comes_to_their_own(staffed: Staffed, tablet: Tablet) -> None:
    staffed.hire("2001", "reception")
    go(tablet, "/sign-in?next=/manager")

    type_in(tablet, "2001", PIN)
    at(tablet, "/reception")
    go(tablet, "/manager")
    tablet.sees(".why", "您的岗位打不开那一页")
    tablet.tap(".way")

    at(tablet, "/reception")


@pytest.mark.row("F3")
def test_a_temporary_pin_leads_to_a_pin_of_ones_own_given_twice(staffed: Staffed, tablet: Tablet) -> None:
    temporary = staffed.add("2001", "reception")
    go(tablet, "/sign-in")

    type_in(tablet, "2001", temporary)
    tablet.sees(".why", "请先换成自己的")
    tablet.sees(".good", "不用工号")
    type_in(tablet, "123")
    type_in(tablet, "123")
    tablet.sees(".refusal", "太容易猜")
    type_in(tablet, "123456", "123456")
    tablet.sees(".refusal", "太容易猜")
    type_in(tablet, OTHER_PIN, PIN)
    tablet.sees(".refusal", "两次输入的不一样")
    type_in(tablet, OTHER_PIN, OTHER_PIN)

    at(tablet, "/reception")


@pytest.mark.row("F3")
def test_a_pin_is_changed_from_the_frame_with_the_old_one_first(tablet: Tablet) -> None:
    go(tablet, "/sign-in")
    type_in(tablet, MANAGER, PIN)
    tablet.connected()

    tablet.tap(".me summary")
    tablet.tap('.menu a[href^="/sign-in/pin"]')
    tablet.sees(".why", "先输入现在的密码")
    type_in(tablet, "000111")
    type_in(tablet, OTHER_PIN, OTHER_PIN)
    tablet.sees(".refusal", "不对")
    tablet.sees("label:has(#old)", "现在的密码")
    type_in(tablet, PIN)
    type_in(tablet, OTHER_PIN, OTHER_PIN)
    at(tablet, "/reception")
    tablet.connected()
    tablet.tap(".me summary")
    tablet.tap('[data-door="sign-out"]')
    tablet.sees(".why", "已退出")
    type_in(tablet, MANAGER, OTHER_PIN)

    at(tablet, "/reception")


@pytest.mark.row("F3")
def test_after_signing_out_no_page_opens_again(tablet: Tablet) -> None:
    go(tablet, "/sign-in")
    type_in(tablet, MANAGER, PIN)
    tablet.connected()

    tablet.tap(".me summary")
    tablet.tap('[data-door="sign-out"]')
    tablet.sees(".why", "已退出")
    go(tablet, "/reception")

    tablet.sees(".why", "请输入工号和密码")
    assert tablet.page.locator("#board").count() == 0


@pytest.mark.row("F3")
def test_a_pin_is_hidden_from_what_reads_or_copies_the_page(tablet: Tablet) -> None:
    go(tablet, "/sign-in")
    type_in(tablet, MANAGER)
    tablet.page.keyboard.type(PIN)

    tablet.page.keyboard.press("Control+A")
    tablet.page.keyboard.press("Control+X")

    read = tablet.page.context.new_cdp_session(tablet.page).send("Accessibility.getFullAXTree")
    assert MANAGER in str(read)
    assert PIN not in str(read)
    assert tablet.page.locator("#pin").input_value() == PIN  # nothing can be cut out


@pytest.mark.row("F3")
def test_no_field_keeps_or_offers_what_was_typed_before(tablet: Tablet) -> None:
    go(tablet, "/sign-in")
    type_in(tablet, MANAGER, "000111")
    tablet.sees(".refusal", "不对")

    tablet.page.reload()
    fields = tablet.page.locator(".pad input").evaluate_all(
        "all => all.map(one => [one.value, one.autocomplete, one.type, one.name])"
    )

    assert fields == [["", "off", "text", "badge"], ["", "one-time-code", "password", ""]]


@pytest.mark.row("A4")
def test_help_is_called_with_one_touch_while_nobody_is_signed_in(branch: Branch, tablet: Tablet) -> None:
    go(tablet, "/sign-in")

    tablet.tap("[data-help]")
    tablet.sees(".toast.done", "同事马上过来")

    assert list(branch.look(lambda day: tuple(day.helps.values()))) == ["tablet-1"]


@pytest.mark.row("F3")
@pytest.mark.usefixtures("staffed")
def test_a_device_that_was_never_paired_is_told_so_and_where_to_get_a_code(
    tablets: Callable[..., Tablet],
) -> None:
    stranger = tablets()

    stranger.page.goto(f"{stranger.url}/reception")

    at(stranger, "/pair")
    stranger.sees(".why", "8 位配对码")
