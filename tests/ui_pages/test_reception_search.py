"""Finding a service on the reception page by the customer's own words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.ui_pages.conftest import LANDSCAPE, PORTRAIT
from tests.ui_pages.test_reception_looks import CUT_OFF, SMALL_TARGETS, faults

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Request

    from tests.ui_pages.conftest import Branch, Tablet

ISSUE = '[data-sheet="/reception/issue"]'


def typed(tablet: Tablet, words: str) -> Tablet:
    """Open the sheet and type what a customer said."""
    tablet.show().open(ISSUE)
    tablet.page.locator("#said").press_sequentially(words)
    return tablet


@pytest.mark.row("A2")
def test_what_is_typed_finds_services_and_enter_takes_the_first(branch: Branch, tablet: Tablet) -> None:
    branch.open("1")
    typed(tablet, "jq")
    tablet.sees("#said-told", "按回车选“汇款”")

    tablet.page.keyboard.press("Enter")

    tablet.sees("#sheet-title", "汇款")
    tablet.sees("[data-ask=issue_ticket]")


@pytest.mark.row("A2")
def test_enter_takes_what_fits_the_last_letter_typed_however_quick_the_hand(tablet: Tablet) -> None:
    tablet.show().open(ISSUE)

    tablet.page.locator("#said").fill("我的银行卡丢了")
    tablet.page.keyboard.press("Enter")

    tablet.sees("#sheet-title", "金融IC卡")


def test_a_person_who_just_begins_to_type_writes_into_the_field(tablet: Tablet) -> None:
    tablet.show().open(ISSUE)

    tablet.page.keyboard.type("hk")

    tablet.sees("#found .first", "汇款")


def test_the_list_is_back_once_the_words_are_cleared(tablet: Tablet) -> None:
    typed(tablet, "card")
    tablet.sees("#found .first", "信用卡")

    tablet.tap("button[type=reset]")

    tablet.sees("#found h3", "对公")
    assert tablet.page.locator("#said").input_value() == ""


def test_words_that_find_nothing_leave_every_service_in_reach_and_enter_does_nothing(tablet: Tablet) -> None:
    typed(tablet, "zzzz")
    tablet.sees("#said-told", "没找到")

    tablet.page.keyboard.press("Enter")
    tablet.settled()

    tablet.sees("#sheet-title", "客户要办什么？")
    tablet.sees("#found .tile", "投诉")


def test_what_was_said_stands_in_no_address_and_is_gone_with_the_sheet(tablet: Tablet) -> None:
    asked: list[str] = []

    def note(request: Request) -> None:
        asked.append(request.url)

    tablet.page.on("request", note)
    typed(tablet, "secret")
    tablet.sees("#said-told", "没找到")

    tablet.tap("[data-close]")

    assert not [url for url in asked if "secret" in url]
    assert "secret" not in tablet.page.content()
    assert tablet.page.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]


@pytest.mark.parametrize("size", [LANDSCAPE, PORTRAIT], ids=["landscape", "portrait"])
def test_what_is_found_fits_can_be_hit_and_passes_axe(
    tablets: Callable[..., Tablet], size: tuple[int, int]
) -> None:
    tablet = tablets(size, font=True)
    typed(tablet, "card")
    tablet.sees("#found .first")
    tablet.page.wait_for_timeout(300)

    found = faults(tablet) + tablet.page.evaluate(SMALL_TARGETS) + tablet.page.evaluate(CUT_OFF)

    assert found == []
    assert not tablet.page.evaluate("document.documentElement.scrollWidth > innerWidth")
