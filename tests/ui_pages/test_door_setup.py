"""The first manager of a branch, and a tablet that joins it, in a real browser."""

from __future__ import annotations

from typing import TYPE_CHECKING

import httpx
import pytest

from kiosk.branch.access.access import DEVICE_COOKIE
from tests.ui_pages.staffed import MANAGER, PIN, Staffed
from tests.ui_pages.test_door_sign_in import at, go, tap_digits, type_in

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.ui_pages.conftest import Branch, Tablet

CODE = "48219930"


def test_an_open_demonstration_asks_nobody_to_sign_in(tablet: Tablet) -> None:
    go(tablet, "/sign-in?why=sign_in_needed")
    tablet.sees("h1", "演示不用登录")

    tablet.tap(".way.strong")

    tablet.connected()
    assert tablet.page.locator(".me").count() == 0


@pytest.mark.row("F3")
def test_the_first_manager_is_made_step_by_step_with_a_finger(branch: Branch, tablet: Tablet) -> None:
    go(tablet, "/setup")
    tablet.sees(".notice", "都要先登录")

    tablet.tap("[type=submit]")
    tap_digits(tablet, "10")
    tablet.tap("[type=submit]")
    tablet.sees(".refusal", "3 到 10 位")
    tap_digits(tablet, "01")
    tablet.tap("[type=submit]")
    tablet.tap('[data-take="manager-1"]')
    tablet.tap("[type=submit]")
    for _ in range(2):
        tap_digits(tablet, PIN)
        tablet.tap("[type=submit]")
    tablet.sees(".lead", "工号 1001")
    tablet.sees(".device", "manager-1")

    assert branch.service.access.register.managers == [MANAGER]
    assert tablet.page.locator(".way.strong").get_attribute("href") == "/office"


@pytest.mark.row("F3")
def test_a_keyboard_alone_sets_up_a_branch_and_goes_back_a_step(tablet: Tablet) -> None:
    go(tablet, "/setup")
    tablet.page.keyboard.press("Tab")
    tablet.page.locator("[type=submit]").focus()
    tablet.page.keyboard.press("Enter")
    type_in(tablet, "999")
    tablet.sees("label:has(#device)")
    tablet.page.locator("[data-back]").focus()
    tablet.page.keyboard.press("Enter")
    tablet.page.locator("#badge").fill("")

    type_in(tablet, MANAGER, "")
    type_in(tablet, PIN, PIN)

    at(tablet, "/setup/next")
    tablet.sees(".lead", "office-1")


@pytest.mark.row("F3")
def test_a_name_no_device_may_have_is_told_before_the_pin(tablet: Tablet) -> None:
    go(tablet, "/setup")
    tablet.tap("[type=submit]")
    type_in(tablet, MANAGER)

    tablet.page.locator("#device").fill("办公室")
    tablet.tap("[type=submit]")

    tablet.sees(".refusal", "英文字母、数字、短横")


@pytest.mark.row("F3")
def test_a_branch_that_is_set_up_says_so_and_leads_to_the_sign_in_page(
    branch: Branch, tablet: Tablet
) -> None:
    go(tablet, "/setup")
    with httpx.Client(base_url=branch.url, timeout=60) as faster:
        faster.post("/v1/door/setup", json={"badge": "2002", "pin": PIN, "device": "office-1"})

    tablet.tap("[type=submit]")
    type_in(tablet, MANAGER, "")
    type_in(tablet, PIN, PIN)
    tablet.sees(".refusal", "已经有负责人")
    go(tablet, "/setup")
    tablet.sees("h1", "已经设置好了")
    tablet.tap(".way")

    at(tablet, "/pair")  # this browser is none of the branch's devices


@pytest.mark.row("F3")
def test_the_computer_of_a_branch_that_is_set_up_is_paired_by_its_manager(
    branch: Branch, tablet: Tablet
) -> None:
    Staffed(branch)  # at office-1
    go(tablet, "/setup")
    tablet.sees(".notice", "本机尚未配对")

    tablet.tap("[type=submit]")
    tablet.tap("[type=submit]")
    type_in(tablet, MANAGER, "502719")
    tablet.sees(".refusal", "工号或密码不对")
    type_in(tablet, PIN)

    at(tablet, "/reception")
    assert branch.service.access.register.devices["office-2"].state == "paired"


@pytest.mark.row("F3")
def test_a_code_from_a_qr_is_filled_in_and_leaves_the_address(branch: Branch, tablet: Tablet) -> None:
    Staffed(branch)
    sent: list[str] = []
    tablet.page.on("request", lambda request: sent.append(request.url))

    go(tablet, f"/pair#{CODE}")
    tablet.page.wait_for_function("document.getElementById('code').value")

    assert tablet.page.locator("#code").input_value() == CODE
    assert tablet.page.evaluate("location.href") == f"{branch.url}/pair"
    assert not any(CODE in url.split("#")[0] for url in sent)


@pytest.mark.row("F3")
def test_a_tablet_is_paired_with_a_code_and_says_who_it_is(branch: Branch, tablet: Tablet) -> None:
    staffed = Staffed(branch)
    token = staffed.pair("tablet-1")

    def paired(body: str) -> dict[str, str]:
        assert body == f'{{"code":"{CODE}"}}'
        return {"kind": "paired", "device": "tablet-1", "role": "staff", "counter": "", "home": "/sign-in"}

    tablet.page.route(
        "**/v1/door/pair",
        lambda route: route.fulfill(
            json=paired(route.request.post_data or ""),
            headers={"set-cookie": f"{DEVICE_COOKIE}={token}; HttpOnly; Path=/; SameSite=Lax"},
        ),
    )
    tablet.page.goto(f"{tablet.url}/reception")
    at(tablet, "/pair")
    tap_digits(tablet, CODE)
    tablet.tap("[type=submit]")
    tablet.sees("h1", "这台设备现在是 tablet-1")
    tablet.tap(".way.strong")
    type_in(tablet, MANAGER, PIN)

    at(tablet, "/reception")


@pytest.mark.row("F3")
def test_a_wrong_code_is_refused_by_the_service_and_can_be_typed_again(
    branch: Branch, tablet: Tablet
) -> None:
    Staffed(branch)
    go(tablet, "/pair")

    type_in(tablet, "123")
    tablet.sees(".refusal", "8 位数字")
    tablet.page.locator("#code").fill("")
    type_in(tablet, CODE)
    tablet.sees(".refusal", "不对")
    enabled = tablet.page.locator("[type=submit]").is_enabled()
    tablet.tap('.keypad [data-key="7"]')

    assert enabled
    assert tablet.page.locator("#code").input_value() == "7"


def test_how_to_compare_the_certificate_stands_on_the_page(
    branch: Branch, tablets: Callable[..., Tablet]
) -> None:
    Staffed(branch)
    tablet = tablets()
    go(tablet, "/pair?lang=en")

    tablet.tap("summary")

    tablet.sees(".more", "group by group")
    assert tablet.page.locator('.more a[href="/ca.crt"]').count() == 1
