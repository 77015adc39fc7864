"""The routes of the counter page, over a reception without a store."""

from __future__ import annotations

import json
import re
from html import unescape
from typing import TYPE_CHECKING

import pytest
from fastapi import FastAPI, Request

from kiosk.branch.access.access import Who
from kiosk.domain import requests as r
from kiosk.domain.check_code import check_code
from kiosk.pages.counter import router
from tests.asgi_browser import Browser
from tests.reception import SECRET
from tests.reception_house import House

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from fastapi import Response

SHEETS = ("transfer", "add", "why", "care", "words")


def browser(house: House, who: Who | None = None) -> Browser:
    """Return a browser; with `who`, one that the doors of a branch let in as that."""
    app = FastAPI()
    app.include_router(router(house))

    @app.middleware("http")
    async def doors(request: Request, call_next: Callable[[Request], Awaitable[Response]]) -> Response:
        request.state.who = who
        return await call_next(request)

    return Browser(app)


def teller(counter: str, badge: str = "1024") -> Who:
    return Who(f"counter-{counter}", "counter", counter, badge, frozenset({"counter"}))


def text_of(html: str) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]*>", " ", html)))


def ready(house: House) -> str:
    """Let counter 1 serve somebody; return the leg."""
    house.open("1")
    house.ticket()
    return house.stepped(r.StartService, house.called()).id


def test_where_everybody_is_let_in_a_counter_is_chosen_first() -> None:
    client = browser(House())

    page = client.get("/counter").text

    assert "您在哪个柜台？" in text_of(page)
    assert 'href="/counter?counter=3"' in page
    assert 'data-counter=""' in page


@pytest.mark.row("A1")
def test_the_page_says_at_which_counter_it_stands_with_every_command() -> None:
    page = browser(House()).get("/counter?counter=3").text

    assert '<html lang="zh-CN" data-hand="right" data-role="counter" data-counter="3">' in page
    assert 'data-board="/counter/board?counter=3"' in page


@pytest.mark.row("A1")
def test_a_paired_computer_shows_its_own_counter_and_badge_whatever_the_address_says() -> None:
    client = browser(House(), teller("2"))

    page = client.get("/counter?counter=3").text

    assert 'data-counter="2"' in page
    assert "工号 1024" in text_of(page)


def test_a_counter_nobody_knows_leads_to_the_choice() -> None:
    client = browser(House())

    assert "您在哪个柜台？" in text_of(client.get("/counter?counter=<b>").text)
    assert "您在哪个柜台？" in text_of(client.get("/counter/board?counter=99").text)


def test_a_computer_whose_counter_is_gone_is_told_so_and_chooses_no_other() -> None:
    page = browser(House(), teller("99")).get("/counter").text

    assert "重新配对" in text_of(page)
    assert "/counter?counter=" not in page


def test_the_page_is_there_in_english_and_remembers_it() -> None:
    client = browser(House())
    client.get("/counter?counter=1&lang=en")

    assert "Start serving" in text_of(client.get("/counter?counter=1").text)


def test_no_page_holds_a_script_or_a_style_of_its_own() -> None:
    house = House()
    leg = ready(house)
    client = browser(house)
    pages = ["?counter=1", "/board?counter=1", "", *(f"/{sheet}?leg={leg}" for sheet in SHEETS)]

    for page in pages:
        answer = client.get(f"/counter{page}")

        assert answer.status_code == 200, page
        assert not re.search(r"\sstyle=|\son\w+=|<style|javascript:", answer.text), page
        assert not re.search(r"<script(?! type=\"(module|application/json)\")", answer.text), page


def test_sheets_lead_to_nothing_a_teller_may_not_open() -> None:
    house = House()
    leg = ready(house)
    client = browser(house)

    for page in ["/board?counter=1", *(f"/{sheet}?leg={leg}" for sheet in SHEETS)]:
        assert "/reception" not in client.get(f"/counter{page}").text, page


@pytest.mark.parametrize("sheet", SHEETS)
def test_a_ticket_that_is_gone_is_said_to_be(sheet: str) -> None:
    answer = browser(House()).get(f"/counter/{sheet}?leg=none")

    assert answer.status_code == 404
    assert "找不到这个号" in text_of(answer.text)


@pytest.mark.row("A3")
def test_nothing_is_ticked_from_what_the_customer_declared_and_the_need_is_in_no_page() -> None:
    house = House()
    house.open("1")
    house.issue(role="entrance", care_needs=("pregnant",))
    leg = house.called().id
    client = browser(house)

    sheet = client.get(f"/counter/care?leg={leg}").text
    page = client.get("/counter?counter=1").text

    assert "checked" not in sheet
    assert "优先关爱" in text_of(page)
    assert "pregnant" not in page
    assert "孕妇" not in text_of(page)


@pytest.mark.row("A3")
def test_what_is_ticked_makes_the_request() -> None:
    house = House()
    leg = ready(house)
    client = browser(house)

    sheet = client.post("/counter/care", data={"leg": leg, "need": ["elderly", "pirate"], "vip": "1"}).text
    asked = re.search(r'data-ask="mark_care" data-body=\'([^\']*)\'', sheet)

    assert asked is not None
    assert json.loads(unescape(asked[1])) == {
        "visit": house.leg(leg).visit,
        "care_needs": ["elderly"],
        "vip": True,
    }
    assert sheet.count("checked") == 2


def test_a_form_too_long_is_not_read() -> None:
    assert browser(House()).post("/counter/care", data={"leg": "x" * 5000}).status_code == 404


@pytest.mark.row("D3")
@pytest.mark.parametrize("score", [1, 5])
def test_nothing_of_what_customers_think_reaches_the_page(score: int) -> None:
    house = House()
    ready(house)
    for _ in range(3):
        rated = house.issue()
        house.open("2") if "2" not in house.day.counters else None
        house.serve(rated.leg, "2")
    client = browser(house)
    pages = [
        "?counter=1", "?counter=2", "/board?counter=2", *(f"/{sheet}?leg={rated.leg}" for sheet in SHEETS),
    ]  # fmt: skip

    before = [client.get(f"/counter{page}").text for page in pages]
    for visit in [visit for visit in house.day.visits if house.day.services_done(visit)]:
        house.did(r.RateVisit(visit, check_code(SECRET, visit), score), "exit")
    after = [client.get(f"/counter{page}").text for page in pages]

    assert len(house.day.ratings) == 3
    assert before == after


def test_the_fragment_stays_small_however_many_wait() -> None:
    house = House()
    house.open("1")
    for _ in range(8):
        house.ticket()
    few = len(browser(house).get("/counter/board?counter=1").content)
    for _ in range(192):
        house.ticket()

    assert len(browser(house).get("/counter/board?counter=1").content) < few + 100


def test_the_stream_tells_that_something_changed_and_never_what() -> None:
    told = browser(House()).get("/counter/events").text

    assert told == "retry: 1000\nevent: view\ndata: 0\n\nevent: view\ndata: 7\n\nevent: beat\ndata: 0\n\n"
