"""The page where branches are let in, in a real browser: from the voucher to the six words, and back out with two taps."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import httpx
import pytest
from axe_playwright_python.sync_playwright import Axe

from kiosk.hq.enrolment import let_another_in, revoke
from kiosk.hq.projecting import Projecting
from kiosk.hq.rooms import build_rooms
from kiosk.hq.sites import Site, enrol, site_of
from kiosk.wire.sync.enrolling import Welcome
from tests.enrolling import Newcomer, voucher_of
from tests.headquarters import BRANCH, enrolled, headquarters_in
from tests.hq_site import site_of as pages_of
from tests.matrix import in_languages
from tests.ui_pages.test_reception_looks import CUT_OFF, SMALL_TARGETS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from fastapi import FastAPI
    from playwright.sync_api import Browser, Page

    from kiosk.hq.headquarters import Headquarters

DESK, PHONE = (1280, 900), (390, 844)
HASTE_MS = 10_000


@pytest.fixture
def house(tmp_path: Path) -> Iterator[Headquarters]:
    headquarters = headquarters_in(tmp_path)
    yield headquarters
    headquarters.store.close()


@pytest.fixture
def rooms(house: Headquarters) -> Iterator[FastAPI]:
    projecting = Projecting(house.store, lambda *_: None)
    yield build_rooms(house, projecting)
    projecting.stop()


@pytest.fixture
def open_page(rooms: FastAPI, chromium: Browser) -> Iterator[Callable[..., Page]]:
    """Give pages of headquarters; none may have complained."""
    complaints: list[str] = []
    contexts = []
    with pages_of(rooms) as url:

        def opened(size: tuple[int, int] = DESK, query: str = "") -> Page:
            context = chromium.new_context(viewport={"width": size[0], "height": size[1]})
            contexts.append(context)
            page = context.new_page()
            page.set_default_timeout(HASTE_MS)
            page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
            page.goto(f"{url}/branches/new{query}")
            return page

        yield opened
        for context in contexts:
            context.close()
    assert complaints == []


class Line:
    """What branches say to a headquarters that listens, in the manner of `tests.asgi_browser`."""

    def __init__(self, url: str) -> None:
        self.url = url

    def post(self, path: str, **options: object) -> httpx.Response:
        return httpx.post(self.url + path, timeout=30, trust_env=False, **options)  # type: ignore[arg-type]


def test_a_voucher_is_made_a_branch_comes_and_its_six_words_stand_there(
    house: Headquarters, open_page: Callable[..., Page]
) -> None:
    page = open_page(query="?lang=zh")
    page.locator("details.new[open] input[name=url]").fill("https://hq.bank.example")
    page.get_by_role("button", name="签发凭证").click()

    code = page.locator(".made .code").inner_text()
    with page.expect_download() as download:
        page.get_by_role("link", name="下载凭证文件", exact=True).click()
    file = download.value.path().read_bytes()
    machine = Newcomer(Line(re.sub(r"/branches.*", "", page.url)), house)  # type: ignore[arg-type]
    answer = machine.ask(code=code)

    assert isinstance(answer, Welcome)
    assert machine.ask(file) == answer
    assert download.value.suggested_filename.endswith(".kiosk-voucher")
    page.reload()
    member = page.locator(f"#b-{BRANCH}")
    assert member.locator("[lang=zh-CN] li").all_inner_texts() == list(answer.words_zh)
    assert member.locator("[lang=en] li").all_inner_texts() == list(answer.words_en)


def test_a_branch_is_revoked_and_let_in_again_with_two_taps_each(
    house: Headquarters, open_page: Callable[..., Page]
) -> None:
    enrolled(house)
    page = open_page(query="?lang=en")
    member = page.locator(f"#b-{BRANCH}")

    def state() -> str:
        with house.store.server_of(BRANCH).read() as conn:
            site = site_of(conn, BRANCH)
        assert site is not None
        return site.state

    member.get_by_text("Revoke", exact=True).click()
    before = state()
    member.get_by_role("button", name="Revoke this branch").click()
    member.get_by_text("Revoked").wait_for()
    between = state()
    member.get_by_text("Let in again", exact=True).click()
    member.get_by_role("button", name="Let it in again").click()
    member.get_by_text("Revoke", exact=True).wait_for()

    assert (before, between, state()) == ("enrolled", "revoked", "enrolled")


@in_languages({"desk": DESK, "phone": PHONE})
def test_everything_fits_can_be_hit_and_passes_axe(
    house: Headquarters, open_page: Callable[..., Page], size: tuple[int, int], language: str
) -> None:
    made = full(house)
    page = open_page(size, f"?lang={language}&voucher={made}")
    page.locator("#fresh").get_by_text(re.compile("实时更新|Live")).wait_for()

    found: dict[str, list[str]] = {"at rest": judged(page)}
    page.locator("details.new > summary").click()
    page.locator("details.own-ca > summary").click()
    page.locator("#b-b2 .twice > summary").last.click()
    found["unfolded"] = judged(page)

    assert found == {"at rest": [], "unfolded": []}


def full(house: Headquarters) -> str:
    """Let every state be seen at once; return the voucher that was made last."""
    for branch, name in (("b1", "示范支行"), ("b2", "北京海淀中关村大街第二支行"), ("b3", "Hongqiao")):
        with house.store.servers[0].write() as conn:
            enrol(conn, Site(branch, "enrolled", branch.encode() * 16, demonstration=True, name=name), 1)
    server, now_ms = house.store.server_of("b1"), house.now_ms()
    revoke(server, "b1", "1001", now_ms)
    let_another_in(server, "b2", "1001", now_ms)
    voucher_of(house, uses=0)
    voucher_of(house, sites=tuple(f"03{n}" for n in range(20)), uses=20)
    return voucher_of(house, sites=("0315", "0316"), uses=2)[0].id.hex()


def judged(page: Page) -> list[str]:
    """Return what is wrong with how the page looks now."""
    found = Axe().run(page).response["violations"]
    faults = [f"{fault['id']}: {node['html'][:160]}" for fault in found for node in fault["nodes"]]
    small = [one for one in page.evaluate(SMALL_TARGETS) if "hq-ways" not in one]
    wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
    return [*faults, *small, *page.evaluate(CUT_OFF), *(["wider than the screen"] if wide else [])]
