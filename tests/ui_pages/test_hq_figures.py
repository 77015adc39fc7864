"""The pages of figures in a real browser: they fit a wall, a desk and a phone, pass axe, and follow by themselves."""

from __future__ import annotations

import asyncio
import contextlib
import re
import threading
from concurrent.futures import Future
from typing import TYPE_CHECKING, Final

import pytest
import uvicorn
from axe_playwright_python.sync_playwright import Axe

from kiosk.app.listening import bind, spoken_http
from kiosk.web.guard import Guard, loopback_hosts
from tests.faults.harness import LONG
from tests.hq_figures import SampleFigures, pages_of, visit_story
from tests.matrix import in_languages

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.row("H5")

SIZES: Final = {"wall": (1920, 1080), "desk": (1280, 800), "phone": (390, 844)}
STORY: Final = visit_story("b00000")
PAGES: Final = (
    "/",
    "/branches/b00003?days=90",
    "/compare",
    "/trouble",
    "/visits?branch=nix&ticket=A1",
    f"/visits/b00000/{STORY.visit}",
)
MORE: Final = ("/?only=forked", "/?q=nix", "/branches/b00001", "/branches/nix", "/compare?of=kept&weeks=26")
"""Whatever else there is to see: in the long run."""
FAULTS: Final = """() => {
  const seen = (one) => one.offsetParent || one.getClientRects().length;
  const said = (one) => (one.outerHTML || '').slice(0, 140);
  const found = [];
  if (document.documentElement.scrollWidth > innerWidth) found.push('wider than the screen');
  for (const one of document.querySelectorAll('button, .plain, summary, input:not([type=hidden]), .rows tbody th a')) {
    const box = one.getBoundingClientRect();
    if (seen(one) && (box.height < 44 || box.width < 44)) found.push('small: ' + said(one));
  }
  for (const one of document.querySelectorAll('button, .plain, .big, dd, dt, h1, h2, h3, .state, .agree, .flag, .count')) {
    if (seen(one) && getComputedStyle(one).display != 'inline' && one.scrollWidth > one.clientWidth + 1)
      found.push('cut off: ' + said(one));
  }
  for (const one of document.querySelectorAll('.hq-card *')) {
    if (!seen(one) || one.closest('svg, .scroll, .spans, .unseen')) continue;
    if (one.getBoundingClientRect().right > one.closest('.hq-card').getBoundingClientRect().right + 1)
      found.push('over the edge of its card: ' + said(one));
  }
  for (const chart of document.querySelectorAll('svg.plot')) {
    const card = chart.closest('.hq-card').getBoundingClientRect();
    const boxes = [...chart.querySelectorAll('text')].filter(seen).map((one) => [one, one.getBoundingClientRect()])
      .filter(([, box]) => box.width);
    boxes.forEach(([one, box], at) => {
      if (box.left < card.left || box.right > card.right) found.push('outside its card: ' + said(one));
      for (const [other, next] of boxes.slice(at + 1))
        if (box.left < next.right && next.left < box.right && box.top + 2 < next.bottom && next.top + 2 < box.bottom)
          found.push('on one another: ' + said(one) + said(other));
    });
  }
  return found;
}"""


class Bank:
    """The pages of figures on a thread of their own."""

    def __init__(self, figures: SampleFigures) -> None:
        self.figures = figures
        self._stop = asyncio.Event()
        self._started: Future[tuple[asyncio.AbstractEventLoop, str]] = Future()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._serve()))
        self._thread.start()
        self._loop, self.url = self._started.result(60)

    async def _serve(self) -> None:
        with contextlib.closing(bind(0)) as listening:
            port = listening.getsockname()[1]
            server = uvicorn.Server(spoken_http(Guard(pages_of(self.figures), loopback_hosts(port))))
            serving = asyncio.create_task(server.serve(sockets=[listening]))
            self._started.set_result((asyncio.get_running_loop(), f"http://127.0.0.1:{port}"))
            await self._stop.wait()
            server.should_exit = True
            await serving

    def stop(self) -> None:
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(60)


@pytest.fixture
def bank() -> Iterator[Bank]:
    bank = Bank(SampleFigures(30).troubled().told())
    yield bank
    bank.stop()


@pytest.fixture
def open_page(chromium: Browser, bank: Bank) -> Iterator[Callable[[tuple[int, int]], Page]]:
    """Give pages of any size; afterwards none may have complained on its console."""
    complaints: list[str] = []
    pages: list[Page] = []

    def opened(size: tuple[int, int]) -> Page:
        page = chromium.new_page(
            viewport={"width": size[0], "height": size[1]}, base_url=bank.url, reduced_motion="reduce"
        )
        page.set_default_timeout(10_000)
        page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        pages.append(page)
        return page

    yield opened
    for page in pages:
        page.close()
    # What a test let fail on purpose.
    assert [said for said in complaints if not re.search(r"status of (404|503)", said)] == []


@in_languages(SIZES)
def test_every_page_fits_can_be_hit_and_passes_axe(
    open_page: Callable[[tuple[int, int]], Page], bank: Bank, size: tuple[int, int], language: str
) -> None:
    bank.figures.waiting_facts = 120_400
    page, found = open_page(size), {}

    for path in (*PAGES, *(MORE if LONG else ())):
        page.goto(f"{path}{'&' if '?' in path else '?'}lang={language}")
        page.evaluate("document.querySelectorAll('details').forEach((one) => (one.open = true))")
        violations = Axe().run(page).response["violations"]
        found[path] = page.evaluate(FAULTS) + [
            f"{fault['id']}: {node['html'][:160]}" for fault in violations for node in fault["nodes"]
        ]

    assert {path: faults for path, faults in found.items() if faults} == {}


def test_the_overview_follows_by_itself_and_keeps_what_was_unfolded(
    open_page: Callable[[tuple[int, int]], Page], bank: Bank
) -> None:
    page = open_page(SIZES["desk"])
    page.goto("/")
    page.locator("#fresh").filter(has_text="实时更新").wait_for()
    page.locator(".meaning summary").click()

    bank.figures.waiting_facts = 1_000
    bank.figures.marks += 1
    page.locator(".progress").filter(has_text="1,203,000 / 1,204,000").wait_for()
    bank.figures.waiting_facts = 0
    bank.figures.marks += 1
    page.locator(".progress").wait_for(state="detached")

    assert page.locator(".meaning[open] dt").first.is_visible()


def test_a_page_that_cannot_be_fetched_again_says_so_and_catches_up(
    open_page: Callable[[tuple[int, int]], Page], bank: Bank
) -> None:
    page = open_page(SIZES["desk"])
    page.goto("/")
    page.locator("#fresh").filter(has_text="实时更新").wait_for()

    page.route("**/board*", lambda route: route.fulfill(status=503, body="busy"))
    bank.figures.marks += 1
    page.locator(".stale #fresh").filter(has_text="可能已经过时").wait_for()
    page.unroute("**/board*")

    page.locator("body:not(.stale) #fresh").filter(has_text="实时更新").wait_for()


def test_from_the_bank_to_one_visit_by_links_and_one_form(
    open_page: Callable[[tuple[int, int]], Page],
) -> None:
    page = open_page(SIZES["phone"])
    page.goto("/?q=b00000")

    page.locator(".rows tbody th a").click()
    page.locator('[name="ticket"]').fill("A012")
    page.locator(".visit-form button").click()
    page.wait_for_url("**/visits/b00000/*")

    assert "当时第二位是 A013" in page.locator(".because").first.inner_text()
    assert page.locator(".before li").count() == 4
