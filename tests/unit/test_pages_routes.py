"""The routes of the reception page, over a reception without a store."""

from __future__ import annotations

import re
from html import unescape

import pytest
from fastapi import FastAPI

from kiosk.domain import facts as f
from kiosk.pages.reception import router
from tests.asgi_browser import Browser
from tests.reception_house import House


def browser(house: House) -> Browser:
    app = FastAPI()
    app.include_router(router(house))
    return Browser(app)


def text_of(html: str) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]*>", " ", html)))


def test_the_page_is_chinese_first_and_remembers_english() -> None:
    client = browser(House())

    first = client.get("/reception").text
    chosen = client.get("/reception?lang=en").text
    later = client.get("/reception").text

    assert '<html lang="zh-CN"' in first
    assert '<html lang="en"' in chosen
    assert '<html lang="en"' in later
    assert "取号" in text_of(first)
    assert "New ticket" in text_of(later)


def test_a_language_nobody_speaks_is_ignored_and_not_remembered() -> None:
    client = browser(House())

    answer = client.get("/reception?lang=<script>")

    assert '<html lang="zh-CN"' in answer.text
    assert not client.cookies


def test_the_hand_that_holds_the_tablet_is_remembered() -> None:
    client = browser(House())
    client.get("/reception?hand=left")

    assert 'data-hand="left"' in client.get("/reception").text


def test_no_page_holds_a_script_or_a_style_of_its_own() -> None:
    house = House()
    house.open("1")
    house.ticket()
    leg = house.called("1")
    client = browser(house)
    pages = ["", "/board", "/issue", "/issue?service=deposit", "/counter?counter=2", "/day"]
    pages += [f"/{sheet}?leg={leg.id}" for sheet in ("issued", "ticket", "transfer", "add", "why")]

    for page in pages:
        answer = client.get(f"/reception{page}")

        assert answer.status_code == 200, page
        assert not re.search(r"\sstyle=|\son\w+=|<style|javascript:", answer.text), page
        assert not re.search(r"<script(?! type=\"(module|application/json)\")", answer.text), page


@pytest.mark.row("A2")
def test_what_a_customer_said_is_sent_in_no_url_and_finds_services() -> None:
    client = browser(House())

    found = client.post("/reception/issue/found", data={"said": "我想给老家寄钱"})

    assert 'class="tile first" data-sheet="/reception/issue?service=remittance"' in found.text
    assert "按回车选“汇款”" in found.text
    assert client.get("/reception/issue/found?said=x").status_code == 405


@pytest.mark.parametrize(
    ("said", "told"), [("", "打一整句也行"), ("   ", "打一整句也行"), ("<i>zzzz</i>", "没找到")]
)
def test_with_nothing_found_every_service_is_offered(said: str, told: str) -> None:
    found = browser(House()).post("/reception/issue/found", data={"said": said})

    assert told in found.text
    assert found.text.count('class="tile"') == len(House().catalogue.services)
    assert "<i>" not in found.text


def test_endless_words_are_not_read() -> None:
    assert browser(House()).post("/reception/issue/found", data={"said": "钱" * 5_000}).status_code == 404


@pytest.mark.parametrize("sheet", ["ticket", "issued", "transfer", "add", "why"])
def test_a_sheet_for_a_ticket_nobody_knows_says_so(sheet: str) -> None:
    answer = browser(House()).get(f"/reception/{sheet}?leg=<b>nobody</b>")

    assert answer.status_code == 404
    assert "找不到" in answer.text
    assert "<b>" not in answer.text


def test_a_counter_or_service_nobody_knows_is_told_in_words() -> None:
    client = browser(House())

    assert client.get("/reception/counter?counter=99").status_code == 404
    assert client.get("/reception/issue?service=nothing").status_code == 404


@pytest.mark.row("B1")
def test_an_answer_changes_the_materials_the_form_asks_for() -> None:
    house = House()
    client = browser(house)
    question = house.catalogue.services["credit_card"].questions[0]
    lists = set()

    for option in question.options:
        form = {"service": "credit_card", f"q.{question.code}": option.code}
        lists.add(
            tuple(re.findall(r'name="ready" value="(\w+)"', client.post("/reception/issue", data=form).text))
        )

    assert len(lists) > 1


def test_ticks_and_needs_stay_ticked_and_stand_in_the_request() -> None:
    client = browser(House())
    form = {
        "service": "credit_card",
        "ready": "id_card",
        "need": ["elderly", "pregnant"],
        "vip": "1",
        "say": "en",
    }

    html = client.post("/reception/issue", data=form).text

    assert len(re.findall(" checked", html)) == 5
    assert '"care_needs": ["elderly", "pregnant"]' in html
    assert '"ready": ["id_card"]' in html


def test_a_form_far_too_long_is_turned_away() -> None:
    assert browser(House()).post("/reception/issue", data={"service": "x" * 20_000}).status_code == 404


def test_a_need_is_never_part_of_an_address() -> None:
    html = browser(House()).get("/reception/issue?service=deposit").text

    assert 'data-form="/reception/issue"' in html
    assert "method=" not in html


def test_the_stream_begins_with_a_view_and_tells_changes_from_silence() -> None:
    answer = browser(House()).get("/reception/events")

    assert answer.headers["content-type"].startswith("text/event-stream")
    assert re.findall(r"event: (\w+)\ndata: (\d+)\n\n", answer.text) == [
        ("view", "0"),
        ("view", "7"),
        ("beat", "0"),
    ]


def test_whatever_a_name_holds_is_escaped() -> None:
    house = House()
    house.happen([f.HelpCalled("help", "<img src=x onerror=alert(1)>")])  # of a journal from before

    html = browser(house).get("/reception/board").text

    assert "<img" not in html
    assert "&lt;img" in html


@pytest.mark.parametrize("path", ["css/tokens.css", "js/staff.js", "img/icons.svg", "img/mark.svg"])
def test_static_files_are_sent_once_and_asked_for_afterwards(path: str) -> None:
    client = browser(House())

    first = client.get(f"/static/{path}")
    again = client.get(f"/static/{path}", headers={"if-none-match": first.headers["etag"]})

    assert first.status_code == 200
    assert first.content
    assert again.status_code == 304
    assert not again.content


@pytest.mark.parametrize(
    "path", ["../i18n/pages.toml", "templates/reception/page.html", "css/..%2f..%2fi18n/pages.toml", ""]
)
def test_nothing_else_is_static(path: str) -> None:
    assert browser(House()).get(f"/static/{path}").status_code == 404


def test_the_font_comes_from_its_package_and_is_kept() -> None:
    answer = browser(House()).get("/static/fonts/NotoSansSC.ttf")

    assert answer.content[:4] == b"\x00\x01\x00\x00"  # TrueType
    assert "immutable" in answer.headers["cache-control"]
