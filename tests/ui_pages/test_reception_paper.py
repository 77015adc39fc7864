"""Paper on the page: the board asks for a new roll in time, and a ticket's sheet says what became of each copy."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kiosk.domain import requests as r
from tests.ui_pages.test_reception_looks import CUT_OFF, SMALL_TARGETS

if TYPE_CHECKING:
    from kiosk.domain.facts import PrintStatus
    from tests.ui_pages.conftest import Branch, Tablet


def ends(branch: Branch, slip: str, status: PrintStatus, reason: str = "") -> None:
    """Let a slip be printed, with that end."""
    branch.ask(r.ReportPrint(slip, "sending"), "system")
    branch.ask(r.ReportPrint(slip, status, reason), "system")


def test_staff_are_asked_for_paper_before_it_is_out_and_no_longer_once_it_is_there(
    branch: Branch, tablet: Tablet
) -> None:
    tablet.show()

    branch.ask(r.ReportPrinter("paper", "near_end"), "system")
    tablet.sees(".notice", "快没纸了，请换纸")
    branch.ask(r.ReportPrinter("paper", "paper_out"), "system")
    tablet.sees(".notice", "缺纸，请换纸。客户的号码仍然有效")
    branch.ask(r.ReportPrinter("paper", "ready"), "system")

    tablet.no_longer_sees('.notice:has-text("纸")')


@pytest.mark.row("B1")
def test_a_slip_that_failed_says_why_and_paper_can_be_had_again(branch: Branch, tablet: Tablet) -> None:
    ends(branch, branch.issue().slip, "failed", "jam")
    tablet.show()
    tablet.open(".row button")
    tablet.sees(".facts", "没打出来：卡纸")
    assert tablet.page.evaluate(SMALL_TARGETS) == []
    assert tablet.page.evaluate(CUT_OFF) == []

    tablet.tap('.actions [data-ask="reprint"]')
    tablet.sees(".toast.done", "A001 正在补打")
    tablet.open(".row button")
    tablet.tap('.actions [data-ask="print_guide"]')
    tablet.sees(".toast.done", "A001 的办事指南正在打印")
    tablet.open(".row button")

    assert tablet.page.locator(".facts dd", has_text="等待打印").count() == 2
