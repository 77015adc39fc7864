"""Headquarters' door in a browser: the first owner, people and their roles, the lock, one opened record, the audit."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.canaries import canary
from tests.faults.harness import reception
from tests.hq_people import PASSWORD, House, house_in
from tests.hq_site import site_of
from tests.integration.test_sealed_records import Joined
from tests.matrix import in_languages
from tests.ui_pages.conftest import PATIENCE_MS
from tests.ui_pages.test_reception_looks import CUT_OFF, SMALL_TARGETS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

SIZES = {"desk": (1280, 800), "phone": (390, 780)}
BRANCH = "demo"
OTHER = "a heron flies over the lake"


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    """A headquarters that holds one sealed customer of one branch, and whose people are still nobody."""
    with house_in(tmp_path / "hq") as house, ThreadPoolExecutor(1) as aside:
        # Aside: while Playwright lives, this thread counts as inside an event loop.
        aside.submit(a_customer, tmp_path, house).result()
        yield house


def a_customer(folder: Path, house: House) -> None:
    """Keep one customer at a branch, and send facts and sealed records to headquarters."""
    with reception(folder / "branch") as room:
        joined = Joined(room, house, folder)
        joined.keep()
        joined.upload()
        joined.carry()


@pytest.fixture
def open_page(chromium: Browser, house: House) -> Iterator[Callable[..., Page]]:
    """Open pages of headquarters, each in a browser of its own; none may complain on its console."""
    complaints: list[str] = []
    with site_of(house.app) as url:

        def new(size: tuple[int, int] = SIZES["desk"], language: str = "zh") -> Page:
            context = chromium.new_context(
                viewport={"width": size[0], "height": size[1]}, has_touch=True, base_url=url
            )
            context.add_cookies([{"name": "lang", "value": language, "url": url}])
            context.route("**/static/fonts/*", lambda route: route.fulfill(body=b""))
            page = context.new_page()
            page.set_default_timeout(PATIENCE_MS)
            page.on("pageerror", lambda error: complaints.append(str(error)))
            return page

        yield new
        for context in chromium.contexts:
            context.close()
    assert complaints == []


def fill(page: Page, **fields: str) -> None:
    """Fill in a form of the door and send it."""
    for name, value in fields.items():
        page.fill(f"main [name={name}]:not([type=hidden])", value)
    with page.expect_navigation():
        page.tap("main button.main")


def sign_in(page: Page, badge: str, password: str = PASSWORD, wish: str = "/") -> Page:
    page.goto(f"/sign-in?next={wish}")
    fill(page, badge=badge, password=password)
    return page


def at(page: Page) -> str:
    return page.evaluate("location.pathname")  # type: ignore[no-any-return]


def amiss(page: Page) -> list[str]:
    """Return what is wrong with what is shown now."""
    found = Axe().run(page)
    return [
        *(f"{one['id']}: {node['target']}" for one in found.response["violations"] for node in one["nodes"]),
        *page.evaluate(SMALL_TARGETS),
        *page.evaluate(CUT_OFF),
        *(
            ["wider than the screen"]
            if page.evaluate("document.documentElement.scrollWidth > innerWidth")
            else []
        ),
    ]


def people(house: House) -> None:
    """Somebody for each thing there is to do."""
    house.person("1001", "viewer", "auditor", "owner")
    house.person("3001", "viewer", "privacy")


def test_the_first_owner_adds_somebody_who_takes_a_password_of_their_own(
    open_page: Callable[..., Page], house: House
) -> None:
    owner, other = open_page(), open_page()

    owner.goto("/people")
    assert at(owner) == "/first"
    fill(owner, code=house.first_code, badge="1001", password=PASSWORD, again=PASSWORD)
    owner.goto("/people")
    owner.check("main .add-person [value=privacy]")
    fill(owner, badge="3001")
    secret = owner.inner_text(".secret-told")
    sign_in(other, "3001", secret, "/records")
    fill(other, password=OTHER, again=OTHER)
    other.goto(f"/records?branch={BRANCH}")

    assert at(other) == "/records"
    assert other.locator(".record").count() == 3


def test_a_page_that_a_role_may_not_open_leads_back_to_ones_own(
    open_page: Callable[..., Page], house: House
) -> None:
    people(house)
    page = sign_in(open_page(), "1001", wish="/audit")

    page.goto("/records")

    assert at(page) == "/sign-in"
    assert "不能打开" in page.inner_text("main")
    assert page.locator('.hq-ways [href="/records"]').count() == 0


def test_a_wrong_password_is_told_and_the_badge_stays(open_page: Callable[..., Page], house: House) -> None:
    people(house)
    page = sign_in(open_page(), "1001", "not the right one")

    assert "不对" in page.inner_text("[role=alert]")
    assert page.input_value("[name=badge]") == "1001"
    assert page.input_value("[name=password]") == ""


def test_a_page_left_alone_covers_itself_and_the_password_brings_it_back(
    open_page: Callable[..., Page], house: House
) -> None:
    people(house)
    page = open_page()
    page.clock.install()
    sign_in(page, "3001", wish="/records")
    assert at(page) == "/records"

    house.passed_s += 601
    page.clock.run_for(601_000)
    page.wait_for_url("**/unlock?*")
    fill(page, password=PASSWORD)

    assert at(page) == "/records"


def test_a_record_is_opened_with_a_reason_and_the_audit_tells_it_without_its_content(
    open_page: Callable[..., Page], house: House
) -> None:
    people(house)
    page, auditor = sign_in(open_page(), "3001", wish=f"/records?branch={BRANCH}"), open_page()
    record = page.locator(".record").filter(has_text="称呼和电话")
    assert canary(0).phone not in page.content()

    record.locator("summary").tap()
    record.locator("[value=complaint]").check()
    with page.expect_navigation():
        record.locator("button.main").tap()
    opened = page.inner_text(".content")
    sign_in(auditor, "1001", wish="/audit?kind=record_opened")

    assert canary(0).phone in opened
    assert canary(0).name in opened
    line = auditor.inner_text(".lines-table tbody tr")
    assert "3001" in line
    assert BRANCH in line
    assert "处理投诉" in line
    assert canary(0).phone not in auditor.content()


def scenes(page: Page, house: House) -> Iterator[str]:
    """Show everything the door can show, one after the other."""
    page.goto("/first")
    yield "first"
    people(house)
    sign_in(page, "1001", "not the right one")
    yield "refused"
    sign_in(page, "1001", wish="/people")
    page.tap(".people li:nth-child(2) summary")
    yield "people"
    page.goto("/password")
    page.tap(".hq-me summary")
    yield "own password"
    page.goto("/audit")
    yield "audit"
    page.goto("/audit?kind=carried_in")
    yield "no acts"
    page.context.clear_cookies(name="kiosk-headquarters")
    sign_in(page, "3001", wish="/records")
    yield "nothing asked"
    page.goto(f"/records?branch={BRANCH}")
    page.tap(".record summary")
    yield "records"
    page.check(".record [value=inquiry]")
    page.tap(".record button.main")
    page.wait_for_selector(".content")
    yield "opened"
    page.goto("/records?ticket=no")
    yield "bad search"
    house.passed_s += 601
    page.goto("/records")
    yield "locked"


@in_languages(SIZES)
def test_everything_fits_can_be_hit_and_passes_axe(
    open_page: Callable[..., Page], house: House, size: tuple[int, int], language: str
) -> None:
    page = open_page(size, language)

    faults = {scene: amiss(page) for scene in scenes(page, house)}

    assert {scene: found for scene, found in faults.items() if found} == {}
