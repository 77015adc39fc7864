"""Text that is markup, SQL or a formula elsewhere, kept or in an address: no page makes anything of it, no export either.

One branch is told plain words, another one markup in the same places: their pages must have the same elements with the
same attributes. What is kept of a customer is on no page at all until it is opened (tests/ui_pages/test_words_as_text.py).
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

import pytest

from kiosk.branch.upkeep.export import export
from tests.faults.harness import new_id
from tests.faults.hostile import MARKUP
from tests.faults.side_work import begin_side_work
from tests.strict_branch import MANAGER, Client, StrictBranch, strict_branch

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import httpx

PLAIN: Final = "想开户"
PAGES: Final = (
    "/reception", "/reception/board", "/reception/ticket?leg={leg}", "/reception/record?record={record}&leg={leg}",
    "/reception/keep?leg={leg}", "/reception/day", "/manager", "/manager/board", "/counter", "/counter/board",
    "/office", "/office/board", "/devices", "/office/audit?group=all", "/office/audit/list?group=all",
)  # fmt: skip
ADDRESSES: Final = (
    "/sign-in?why=WORDS&next=/WORDS", "/pair?why=WORDS&next=/WORDS", "/reception?lang=WORDS&hand=WORDS",
    "/reception/ticket?leg=WORDS", "/reception/counter?counter=WORDS", "/counter/board?counter=WORDS",
    "/office/audit?date=WORDS&who=WORDS&group=WORDS", "/office/person?badge=WORDS", "/office/told?badge=WORDS",
    "/devices/invite?name=WORDS", "/manager?days=WORDS",
)  # fmt: skip
PHONE: Final = "13800000000"
VERSION: Final = "2026-11"
FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


class Shape(HTMLParser):
    """What a browser makes of a page: elements with the names of their attributes, and all text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, ...]] = []
        self.text = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element; its text values count as text."""
        self.elements.append((tag, *sorted(name for name, _ in attrs)))
        self.text += "\n".join(value or "" for _, value in attrs)

    def handle_data(self, data: str) -> None:
        """Note text."""
        self.text += data


@dataclass
class House:
    """A branch where everything that can be said was said in the same words."""

    branch: StrictBranch
    words: str
    folder: Path
    office: Client = field(init=False)
    counter: Client = field(init=False)
    ids: dict[str, str] = field(init=False)
    pages: dict[str, Shape] = field(init=False)
    """What each page was then; later the journal tells of more."""

    def __post_init__(self) -> None:
        """Let one customer come, and keep the words as what they said and how they are called."""
        self.office = self.branch.pair("office-1", "staff")
        self.office.sign_in(MANAGER)
        self.branch.staff("2001", "teller")
        self.counter = self.branch.pair("counter-1", "counter", "1")
        self.counter.sign_in("2001")
        issued = self.branch.pair("entrance-1", "entrance").did("issue_ticket", "entrance", service="deposit")
        kept = self.office.did(
            "keep_record", "reception", visit=issued["visit"], address=self.words[:20], phone=PHONE, words=self.words,
            consent=VERSION,
        )  # fmt: skip
        self.ids = {"leg": issued["leg"], "record": kept["about"]}
        self.counter.did("open_counter", "counter", counter="1")
        self.counter.did("call_next", "counter", counter="1")
        self.pages = {path: Shape(self.page(path)) for path in PAGES}

    def search(self, said: str) -> str:
        """Return what the sheet for a new ticket finds for a customer's words."""
        form = self.office.http.post("/reception/issue/found", data={"said": said})
        answer = self.branch.run(form)
        assert answer.status_code == 200
        return answer.text

    def page(self, path: str) -> str:
        """Return a page of whoever's it is."""
        answer = self.ask(path.format(**self.ids))
        assert answer.status_code == 200, (path, answer.text)
        return answer.text

    def ask(self, address: str) -> httpx.Response:
        """Get an address as whoever's it is."""
        return (self.counter if address.startswith("/counter") else self.office).get(address)


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[tuple[str, ...]]]:
    """Return the elements of each page of a branch where plain words were said."""
    folder = tmp_path_factory.mktemp("plain")
    with strict_branch(folder) as branch:
        branch.run(begin_side_work())
        return _elements(House(branch, PLAIN, folder))


@pytest.fixture(scope="module", params=MARKUP)
def house(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """Give a branch where one kind of markup was said everywhere."""
    folder = tmp_path_factory.mktemp("branch")
    with strict_branch(folder) as branch:
        branch.run(begin_side_work())
        yield House(branch, request.param, folder)


def test_what_is_kept_makes_no_element_and_no_attribute_on_any_page_and_stands_on_none(
    plain: dict[str, list[tuple[str, ...]]], house: House
) -> None:
    assert _elements(house) == plain
    assert [path for path, page in house.pages.items() if house.words in page.text] == []


def test_an_address_makes_no_element_and_no_attribute(house: House) -> None:
    for address in ADDRESSES:
        told, harmless = (
            house.ask(address.replace("WORDS", quote(words, safe=""))) for words in (house.words, "qqq")
        )

        assert told.status_code == harmless.status_code < 500, address
        assert Shape(told.text).elements == Shape(harmless.text).elements, address


def test_what_a_customer_said_is_looked_for_and_makes_no_element_of_its_own(house: House) -> None:
    elements = Shape(house.search(house.words)).elements

    assert len(elements) > 20
    assert {"script", "img", "b"}.isdisjoint(tag for tag, *_ in elements)
    assert [name for _, *names in elements for name in names if name.startswith("on")] == []


def test_no_cell_of_an_export_begins_like_a_formula(house: House, tmp_path: Path) -> None:
    folder = export(house.folder, tmp_path / "out")
    tables = [path.read_text("utf-8-sig") for path in (folder / "csv").iterdir()]
    tables.append(house.page("/office/audit.csv?group=all").removeprefix("\ufeff"))

    cells = [cell for table in tables for line in csv.reader(io.StringIO(table)) for cell in line]

    assert len(cells) > 100
    assert [cell for cell in cells if cell.startswith(FORMULA) and not cell.lstrip("-").isdigit()] == []


def test_the_tables_are_all_there_and_the_record_is_as_it_was_said(house: House) -> None:
    asked = {"id": new_id(), "record": house.ids["record"], "why": "same_matter"}

    told: dict[str, Any] = house.office.post("/v1/records/read", asked, "reception").json()

    assert told["address"] == house.words[:20]
    day = house.office.get("/v1/snapshot?role=reception", "reception").json()
    assert [visit["legs"] for visit in day["visits"]]


def _elements(house: House) -> dict[str, list[tuple[str, ...]]]:
    return {path: page.elements for path, page in house.pages.items()}
