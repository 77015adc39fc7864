"""Care needs and reception records as the reception page shows them: who says so, and never what was kept (F1, A3)."""

from __future__ import annotations

from dataclasses import replace

import pytest
from fastapi import FastAPI

from kiosk.domain import facts as f
from kiosk.domain import requests as r
from kiosk.pages.reception import reception_view, router
from kiosk.pages.reception.care import CareForm, care_said, care_view
from kiosk.pages.reception.records import keep_view
from tests.asgi_browser import Browser
from tests.reception_house import House

ADDRESS, PHONE, WORDS = "王女士", "13800001234", "想给老家寄钱"


def declared(house: House, *needs: str) -> str:
    """Let a customer declare a need at the entrance; return the leg."""
    return house.issue(role="entrance", care_needs=needs).leg


def browser(house: House) -> Browser:
    app = FastAPI()
    app.include_router(router(house))
    return Browser(app)


def kept(house: House) -> tuple[str, str]:
    """Keep contact data and words; return the leg and the record of the contact data."""
    issued = house.issue()
    consent = house.setting.privacy.version if house.setting.privacy else ""
    answer = house.did(r.KeepRecord(issued.visit, ADDRESS, PHONE, words=WORDS, consent=consent))
    return issued.leg, getattr(answer, "about", "")


@pytest.mark.row("A3")
def test_a_declared_need_stands_out_until_staff_mark_it() -> None:
    house = House()
    leg = declared(house, "pregnant")

    def stands_out() -> list[bool]:
        board = reception_view(house.day, house.now_ms, house.catalogue, house.plan, "zh")
        return [line.declared for line in board.waiting]

    before = stands_out()
    house.did(r.MarkCare(house.leg(leg).visit, ("pregnant",)))

    assert (before, stands_out()) == ([True], [False])


@pytest.mark.row("A3")
def test_who_says_so_is_told_apart() -> None:
    house = House()
    ordinary, said = declared(house), declared(house, "elderly")
    by_staff = house.ticket("deposit", "elderly")

    def says(leg: str) -> str:
        return care_said(house.visit(house.leg(leg).visit))

    assert (says(ordinary), says(said), says(by_staff.id)) == ("", "declared", "verified")


@pytest.mark.row("A3")
def test_the_form_begins_empty_and_asks_for_nothing_until_something_is_ticked() -> None:
    house = House()
    leg = declared(house, "disabled")

    view = care_view(house.day, leg, CareForm())

    assert view is not None
    assert not any(need.chosen for need in view.needs)
    assert view.body is None


@pytest.mark.row("A3")
@pytest.mark.parametrize(
    ("form", "needs", "vip"),
    [
        (CareForm(needs=("elderly",)), ["elderly"], False),
        (CareForm(needs=("pregnant", "elderly", "forged"), vip=True), ["elderly", "pregnant"], True),
        (CareForm(none=True), [], False),
        (CareForm(vip=True), [], True),
        (CareForm(needs=("elderly",), none=True, none_before=True), ["elderly"], False),
        (CareForm(needs=("elderly",), none=True), [], False),
    ],
)
def test_the_form_asks_for_what_was_ticked_last(form: CareForm, needs: list[str], *, vip: bool) -> None:
    house = House()
    leg = declared(house, "elderly")

    view = care_view(house.day, leg, form)

    assert view is not None
    assert view.body == {"visit": house.leg(leg).visit, "care_needs": needs, "vip": vip}


@pytest.mark.row("F1")
def test_a_branch_that_promises_nothing_offers_no_contact_data() -> None:
    house = House()
    house.setting = replace(house.setting, privacy=None)
    leg = house.ticket().id

    view = keep_view(house.day, leg, house.setting.privacy)
    html = browser(house).get(f"/reception/keep?leg={leg}").text

    assert view is not None
    assert view.version == ""
    assert 'name="phone"' not in html
    assert 'name="words"' in html


@pytest.mark.row("F1")
def test_the_notice_is_first_shown_in_the_language_of_the_customer() -> None:
    house = House()
    leg = house.issue(language="en").leg

    html = browser(house).get(f"/reception/keep?leg={leg}").text

    assert 'name="language" value="en" checked' in html
    assert 'data-reads="zh" lang="zh-CN" hidden' in html


@pytest.mark.row("F1")
def test_no_sheet_holds_a_word_of_what_was_kept() -> None:
    house = House()
    leg, record = kept(house)
    client = browser(house)

    ticket = client.get(f"/reception/ticket?leg={leg}").text
    one = client.get(f"/reception/record?record={record}").text

    assert f'data-sheet="/reception/record?record={record}"' in ticket
    assert ticket.count('class="kept-one"') == 2
    assert one.count("data-read=") == 5
    assert not [word for word in (ADDRESS, PHONE, WORDS, "1234") if word in ticket + one]


@pytest.mark.row("F1")
def test_a_record_that_is_gone_is_neither_listed_nor_opened() -> None:
    house = House()
    leg, record = kept(house)
    house.happen([f.RecordForgotten(record, "mistake")])
    client = browser(house)

    assert client.get(f"/reception/ticket?leg={leg}").text.count('class="kept-one"') == 1
    assert client.get(f"/reception/record?record={record}").status_code == 404
    assert client.get("/reception/record?record=<script>").status_code == 404


def test_sheets_of_a_ticket_that_is_not_there_say_so() -> None:
    client = browser(House())

    assert client.get("/reception/care?leg=gone").status_code == 404
    assert client.get("/reception/keep?leg=gone").status_code == 404
    assert client.post("/reception/care", data={"leg": "gone", "need": "elderly"}).status_code == 404
