"""The page where catalogues are sent, in a real browser: chosen, checked, on their way, refused by some, withdrawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kiosk.branch.setting_files import SHIPPED
from kiosk.hq.acts import Wanted, newest
from kiosk.hq.identity import key_id_of
from kiosk.hq.packs import Wish, all_packs, publish
from kiosk.hq.packs_told import tell
from kiosk.hq.projecting import Projecting
from kiosk.hq.rooms import build_rooms
from kiosk.wire.sync.carriage import Sender, write_carriage
from kiosk.wire.sync.offers import Holding
from kiosk.wire.sync.pack import EVERY_BRANCH
from tests.headquarters import BRANCH, enrolled, headquarters_in, public_of
from tests.hq_site import site_of as pages_of
from tests.matrix import in_languages
from tests.ui_pages.test_hq_enrolment import judged

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

    from kiosk.hq.headquarters import Headquarters

DESK, PHONE = (1280, 900), (390, 844)
HASTE_MS = 10_000
FILES = [file for file in sorted(SHIPPED.glob("*.toml")) if file.name != "branch.toml"]
CODES = [f"gz0{number}" for number in range(14, 22)]


@pytest.fixture
def house(tmp_path: Path) -> Iterator[Headquarters]:
    """A headquarters of eight branches and two versions: one of them refused the newer, some have not got it."""
    headquarters = headquarters_in(tmp_path)
    for code in CODES:
        enrolled(headquarters, code)
    files = {file.name: file for file in FILES}
    publish(headquarters, files, Wish("catalogue", (EVERY_BRANCH,), 0), "")
    publish(headquarters, files, Wish("catalogue", tuple(CODES[:5]), 1_893_456_000_000), "")
    for code, version, refused in [*((code, 2, 0) for code in CODES[:3]), (CODES[3], 1, 2), (CODES[6], 1, 0)]:
        held = Holding("catalogue", version, refused, "content" if refused else "")
        tell(headquarters.store.server_of(code), code, [held], 5)
    yield headquarters
    headquarters.store.close()


@pytest.fixture
def open_page(house: Headquarters, chromium: Browser) -> Iterator[Callable[..., Page]]:
    """Give the page; nothing may be complained of but the forms that were refused."""
    complaints: list[str] = []
    contexts = []
    projecting = Projecting(house.store, lambda *_: None)
    with pages_of(build_rooms(house, projecting)) as url:

        def opened(size: tuple[int, int] = DESK, query: str = "") -> Page:
            context = chromium.new_context(viewport={"width": size[0], "height": size[1]})
            contexts.append(context)
            page = context.new_page()
            page.set_default_timeout(HASTE_MS)
            page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
            page.goto(f"{url}/packs{query}")
            return page

        yield opened
        for context in contexts:
            context.close()
    projecting.stop()
    assert [said for said in complaints if "422" not in said] == []


def send(page: Page, files: list[Path], *, sites: str = "") -> None:
    page.locator("[data-files]").nth(1).set_input_files(files)
    if sites:
        page.locator("[name=sites]").fill(sites)
    page.locator("form.send button.main").click()


def sure(page: Page) -> None:
    page.locator(".sure-send button.main").click()


def test_chosen_files_are_sent_to_the_branches_that_are_named(
    house: Headquarters, open_page: Callable[..., Page]
) -> None:
    page = open_page()

    send(page, FILES, sites="gz014， gz015")
    page.wait_for_selector(".sure-send")
    assert "2 家网点" in page.inner_text(".to-whom")
    assert len(all_packs(house.store)) == 2
    sure(page)

    page.wait_for_selector(".packs-done")
    assert "第 3 版" in page.inner_text(".packs-done")
    assert all_packs(house.store)[0].label.branches == ("gz014", "gz015")
    assert page.locator(".pack").count() == 3


def test_files_with_a_mistake_are_named_and_nothing_is_sent(
    house: Headquarters, open_page: Callable[..., Page], tmp_path: Path
) -> None:
    bad = tmp_path / "enquiry.toml"
    bad.write_text((SHIPPED / bad.name).read_text("utf-8").replace("minutes = ", "minutes = 9000"), "utf-8")
    page = open_page()

    send(page, [bad, *(file for file in FILES if file.name != bad.name)], sites="gz014")

    page.wait_for_selector("#problems li")
    assert "超出范围" in page.inner_text("#problems")
    for files, sites, word in (
        ([], "", "请先选"),
        (FILES, "gz014 nowhere", "nowhere"),
        ([*FILES, SHIPPED / "branch.toml"], "", "branch.toml"),
    ):
        send(page, files, sites=sites)
        page.wait_for_function(
            "word => document.querySelector('#problems').innerText.includes(word)", arg=word
        )
        page.locator("[name=whom][value=all]").check()
    assert len(all_packs(house.store)) == 2


def test_chosen_files_stay_while_the_form_is_mended(
    house: Headquarters, open_page: Callable[..., Page]
) -> None:
    page = open_page()
    send(page, FILES)
    page.wait_for_function("() => document.querySelector('#picked').innerText.includes('还在')")
    assert f"{len(FILES)} 个文件" in page.inner_text("#picked")

    page.locator("[name=sites]").fill("gz014")
    page.locator("form.send button.main").click()
    page.wait_for_selector(".sure-send")
    sure(page)

    page.wait_for_selector(".packs-done")
    assert all_packs(house.store)[0].files == len(FILES)


def test_what_changes_is_said_before_it_is_sent(open_page: Callable[..., Page], tmp_path: Path) -> None:
    changed = tmp_path / "enquiry.toml"
    lines = (SHIPPED / changed.name).read_text("utf-8").splitlines()
    at = next(number for number, line in enumerate(lines) if line.startswith("minutes = "))
    changed.write_text("\n".join([*lines[:at], "minutes = 77", *lines[at + 1 :]]), "utf-8")
    page = open_page()

    send(page, [changed, *(file for file in FILES if file.name != changed.name)], sites="gz014")
    page.wait_for_selector(".sure-send")

    assert "第 2 版" in page.inner_text(".sure-send h2")
    assert page.locator(".names.changed li").count() == 1
    assert page.locator(".names.added, .names.removed").count() == 0
    assert judged(page) == []
    page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    assert judged(page) == []


def test_a_pack_is_withdrawn_with_two_taps_and_fetched_with_one(
    house: Headquarters, open_page: Callable[..., Page]
) -> None:
    page = open_page()
    newest = page.locator(".pack").first

    with page.expect_download() as fetched:
        newest.locator("a[download]").click()
    newest.locator(".twice summary").click()
    newest.locator(".twice button").click()

    page.wait_for_selector(".pack.withdrawn")
    assert fetched.value.suggested_filename == "catalogue-2.kiosk-pack"
    assert [one.withdrawn_ms is None for one in all_packs(house.store)] == [False, True]


@in_languages({"desk": DESK, "phone": PHONE})
def test_everything_fits_can_be_hit_and_passes_axe(
    open_page: Callable[..., Page], size: tuple[int, int], language: str
) -> None:
    page = open_page(size, f"?lang={language}&done=2")
    page.locator(".refused summary").click()

    assert judged(page) == []


def test_a_stick_is_read_in_and_its_answer_is_saved_or_said_what_is_wrong_with_it(
    house: Headquarters, open_page: Callable[..., Page], tmp_path: Path
) -> None:
    key = enrolled(house, BRANCH)
    good, bad = tmp_path / "b1.kiosk-carriage", tmp_path / "b2.kiosk-carriage"
    sender = Sender(BRANCH, key_id_of(public_of(key)), key, house.identity.sealing_public)
    with good.open("wb") as file:
        write_carriage(file, sender, [], 5)
    bad.write_bytes(good.read_bytes()[:-9])
    page = open_page()
    page.locator("a[href='/carriage']").click()
    page.wait_for_url("**/carriage")  # and for its script, which hears of the files

    page.locator("#sticks").set_input_files([good, bad])
    page.wait_for_selector(".came.amiss")
    page.wait_for_selector(".came.well")
    with page.expect_download() as saved:
        page.locator(".came.well a").click()

    assert saved.value.suggested_filename == f"{BRANCH}.kiosk-receipts"
    assert "没有收下" in page.inner_text(".came.amiss")
    assert judged(page) == []
    assert [act.subject for act in newest(house.store, Wanted(kind="carried_in"), 9)] == [BRANCH]
