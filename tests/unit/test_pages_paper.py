"""Paper as staff see it: the truth of each copy with its reason, and what the printer needs of them."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

import pytest
from fastapi import FastAPI

from kiosk.domain import facts as f
from kiosk.domain import requests as r
from kiosk.pages.reception import router
from kiosk.pages.reception.paper import Copy, copies_of, printer_needs
from tests.asgi_browser import Browser
from tests.reception_house import House

if TYPE_CHECKING:
    from kiosk.domain.answers import Issued
    from kiosk.domain.facts import PrintStatus


@pytest.fixture
def house() -> House:
    return House()


def ends(house: House, slip: str, status: PrintStatus, reason: str = "") -> None:
    """Let the spool print a slip, with that end."""
    house.did(r.ReportPrint(slip, "sending"), "system")
    house.did(r.ReportPrint(slip, status, reason), "system")


def copies(house: House, ticket: Issued) -> tuple[Copy, ...]:
    return copies_of(house.day, house.visit(ticket.visit))


def test_each_copy_says_what_became_of_it_and_why(house: House) -> None:
    ticket = house.issue()
    house.did(r.Reprint(ticket.visit))
    house.did(r.PrintGuide(ticket.visit))
    house.did(r.PrintGuide(service="deposit"))  # for somebody else
    first, second, guide, _ = house.day.slips_to_print
    ends(house, first, "failed", "paper_out")
    ends(house, second, "printed")

    assert copies(house, ticket) == (
        Copy(first, "slip", "failed", "paper_out", again=False),
        Copy(second, "slip", "printed", "", again=False),
        Copy(guide, "guide", "queued", "", again=False),
    )


def test_a_picture_in_a_folder_is_not_called_printed(house: House) -> None:
    ticket = house.issue()
    ends(house, ticket.slip, "printed", "saved")

    assert [copy.state for copy in copies(house, ticket)] == ["saved"]


@pytest.mark.parametrize("status", ["failed", "unknown"])
def test_another_copy_is_offered_where_the_newest_may_be_in_nobody_s_hands(
    house: House, status: PrintStatus
) -> None:
    ticket = house.issue()
    assert [copy.again for copy in copies(house, ticket)] == [False]

    ends(house, ticket.slip, status)
    assert [copy.again for copy in copies(house, ticket)] == [True]

    house.did(r.Reprint(ticket.visit))
    assert [copy.again for copy in copies(house, ticket)] == [False, False]


def test_a_printer_asks_for_staff_while_it_needs_them(house: House) -> None:
    told = []
    for condition in ("ready", "near_end", "paper_out", "unsure", "offline", "ready"):
        house.happen([f.PrinterChanged("paper", condition)])
        told.append(printer_needs(house.day))

    assert told == [(), ("near_end",), ("paper_out",), (), ("offline",), ()]


def test_a_folder_that_takes_no_pictures_is_no_printer(house: House) -> None:
    house.happen([f.PrinterChanged("folder", "offline")])

    assert printer_needs(house.day) == ("folder",)


def page(house: House, path: str) -> str:
    """Return what a page says, without its tags."""
    app = FastAPI()
    app.include_router(router(house))
    html = Browser(app).get(path).text
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]*>", " ", html)))


def test_the_sheet_of_a_ticket_says_why_there_is_no_paper_and_offers_more(house: House) -> None:
    ticket = house.issue()
    ends(house, ticket.slip, "failed", "paper_out")

    told = page(house, f"/reception/ticket?leg={ticket.leg}")

    assert "小票 没打出来：缺纸 号码仍然有效，请客户抄下号码。" in told
    assert "补打小票" in told
    assert "打印办事指南" in told


def test_a_number_just_given_whose_slip_failed_can_be_printed_again_where_it_stands(house: House) -> None:
    ticket = house.issue()
    ends(house, ticket.slip, "failed", "offline")

    assert "小票 没打出来：打印机连不上 补打" in page(house, f"/reception/issued?leg={ticket.leg}")


def test_a_reason_without_words_is_left_out(house: House) -> None:
    ticket = house.issue()
    ends(house, ticket.slip, "failed", "reason_of_tomorrow")

    assert "小票 没打出来 号码" in page(house, f"/reception/ticket?leg={ticket.leg}")


def test_the_board_asks_for_paper_and_stops_asking_by_itself(house: House) -> None:
    house.happen([f.PrinterChanged("paper", "near_end")])
    asking = page(house, "/reception/board")
    house.happen([f.PrinterChanged("paper", "ready")])

    assert "入口打印机快没纸了，请换纸。" in asking
    assert "打印机" not in page(house, "/reception/board")
