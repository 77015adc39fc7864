"""The reception page in a real browser, served by the real branch service of a new branch."""

from __future__ import annotations

import asyncio
import contextlib
import re
import threading
import uuid
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, Literal, TypeVar

import pytest
import uvicorn
from playwright.sync_api import TimeoutError as NothingCame
from playwright.sync_api import sync_playwright

from kiosk.app.folders import Folders
from kiosk.app.listening import bind
from kiosk.app.serve import branch_service, build_app
from kiosk.branch.clock import ServiceClock, elapsed_ms, wall_ms
from kiosk.branch.database.store import Store
from kiosk.branch.desk import Desk
from kiosk.branch.hub import Hub
from kiosk.branch.service import BranchService
from kiosk.branch.setting_files import load_setting
from kiosk.domain import requests as r
from kiosk.domain.answers import Called, Issued, Refusal
from tests.browsers import CHROMIUM

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page

    from kiosk.domain.answers import Answer
    from kiosk.domain.day import Day
    from kiosk.domain.visit import Leg
    from kiosk.records.connection import Connection

T = TypeVar("T")

ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
LANDSCAPE, PORTRAIT = (1280, 800), (800, 1280)
PATIENCE_MS = 30_000


@contextlib.asynccontextmanager
async def service_without_printer(folder: Path, clock: ServiceClock) -> AsyncIterator[BranchService]:
    """Give the service of a new branch that prints nothing: a worker for slips would cost seconds a test."""
    with ThreadPoolExecutor(1) as lane:
        loop = asyncio.get_running_loop()
        hub = Hub(loop)

        def start() -> tuple[Store, Desk]:
            store = Store.open(folder)
            setting = load_setting(store.keys.branch, always_open=True)
            desk = Desk(store, clock, setting, hub.publish)
            desk.found(demonstration=True)
            desk.keep_day()
            return store, desk

        store, desk = await loop.run_in_executor(lane, start)
        yield BranchService(desk, lane, hub, folder)
        await loop.run_in_executor(lane, store.close)


class Branch:
    """A new branch with its service on a thread of its own; the test asks it as a second tablet would."""

    def __init__(self, folder: Path, *, prints: bool = False) -> None:
        self._prints = prints
        self._passed_ms = 0
        self._started: Future[tuple[BranchService, str]] = Future()
        self._loop = asyncio.new_event_loop()
        self._stop = asyncio.Event()
        self._thread = threading.Thread(target=self._run, args=(folder,))
        self._thread.start()
        self.service, self.url = self._started.result(60)

    def _run(self, folder: Path) -> None:
        try:
            self._loop.run_until_complete(self._serve(folder))
            self._loop.run_until_complete(self._loop.shutdown_default_executor())
        except BaseException as error:
            if self._started.done():
                raise
            self._started.set_exception(error)
        finally:
            self._loop.close()

    async def _serve(self, folder: Path) -> None:
        with contextlib.closing(bind(0)) as listening:
            port = listening.getsockname()[1]
            clock = ServiceClock(lambda: wall_ms() + self._passed_ms, lambda: elapsed_ms() + self._passed_ms)
            serving_branch = (
                branch_service(Folders(folder), demonstration=True)
                if self._prints
                else service_without_printer(folder, clock)
            )
            async with serving_branch as service:
                app = build_app(service, port)
                server = uvicorn.Server(
                    uvicorn.Config(app, log_config=None, access_log=False, lifespan="off")
                )
                serving = asyncio.create_task(server.serve(sockets=[listening]))
                self._started.set_result((service, f"http://127.0.0.1:{port}"))
                await self._stop.wait()
                service.hub.close()
                server.should_exit = True
                await serving

    def wait(self, minutes: float) -> None:
        """Let time pass at a branch without a printer; the next request finds it passed."""
        self._passed_ms += round(minutes * 60_000)

    def stop(self) -> None:
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(60)

    def _wait(self, work: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(60)

    def look(self, read: Callable[[Day], T]) -> T:
        return self._wait(self.service.look(lambda day, _: read(day)))

    def records(self, read: Callable[[Connection], T]) -> T:
        """Return what the tables say."""
        return self._wait(self.service.records(read))

    def ask(self, request: r.Request, role: str = "reception") -> Answer:
        return self.ask_by(request, r.By(role, "another"))

    def ask_by(self, request: r.Request, by: r.By) -> Answer:
        return self._wait(self.service.ask(str(uuid.uuid4()), request, by))

    def open(self, *counters: str) -> None:
        for counter in counters:
            assert not isinstance(self.ask(r.OpenCounter(counter)), Refusal)

    def issue(self, service: str = "deposit", **fields: Any) -> Issued:  # noqa: ANN401 - fields of IssueTicket
        answer = self.ask(r.IssueTicket(service, **fields))
        assert isinstance(answer, Issued)
        return answer

    def call(self, counter: str = "1") -> Called:
        answer = self.ask(r.CallNext(counter))
        assert isinstance(answer, Called)
        return answer

    def leg(self, leg: str) -> Leg:
        return self.look(lambda day: day.legs[leg])

    def status(self, leg: str) -> str:
        return self.leg(leg).status.value


class Tablet:
    """One browser with the reception page, touched with a finger. Errors on its console fail the test."""

    def __init__(self, context: BrowserContext, url: str) -> None:
        self.page: Page = context.new_page()
        self.page.set_default_timeout(PATIENCE_MS)
        self.complaints: list[str] = []
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.url = url

    def _heard(self, message: ConsoleMessage) -> None:
        # A refusal travels as 401 to 429, which Chromium puts on the console as if it were a fault.
        if message.type == "error" and not re.search(r"status of (401|403|409|429)\b", message.text):
            self.complaints.append(message.text)

    def show(self, query: str = "") -> Tablet:
        """Open the page and wait until it is connected."""
        self.page.goto(f"{self.url}/reception{query}")
        self.connected()
        return self

    def connected(self) -> None:
        """Wait until the script has loaded and heard of the service."""
        self.page.locator("#fresh").filter(has_text=re.compile("刚刚|秒前|Just|ago")).wait_for()

    def tap(self, target: str) -> None:
        """Touch the only visible element that `target` selects."""
        self.page.locator(target).locator("visible=true").tap()

    def sees(self, target: str, text: str = "") -> None:
        """Wait until the page shows `text` in `target`."""
        self.page.locator(target).filter(has_text=text).first.wait_for()

    def no_longer_sees(self, target: str) -> None:
        self.page.locator(target).first.wait_for(state="hidden")

    def card(self, counter: str) -> str:
        return f'[data-key="counter-{counter}"]'

    def settled(self) -> None:
        """Let the moment pass in which a second tap counts as a double tap."""
        self.page.wait_for_timeout(400)

    def tap_again(self, target: str) -> None:
        """Confirm what the first tap armed, once it can have been read."""
        self.page.wait_for_timeout(750)
        self.tap(target)

    def open(self, target: str) -> None:
        """Touch what opens a sheet, and wait for what it shows."""
        title = self.page.locator("#sheet-title").element_handles()
        self.tap(target)
        if not title:
            self._until_open(target)
        for old in title:
            old.wait_for_element_state("hidden")
        self.sees("#sheet-title")
        self.settled()

    def _until_open(self, target: str) -> None:
        """Touch once more if the page had changed just before: such a touch was meant for what stood there."""
        try:
            self.page.locator("#sheet-title").first.wait_for(timeout=PATIENCE_MS / 12)
        except NothingCame:
            self.tap(target)


def _as_long_as_may_be(fixture_name: str, config: pytest.Config) -> Literal["session", "module"]:
    """While Playwright lives, its thread counts as inside an event loop: other tests could not start one of theirs."""
    del fixture_name
    return "session" if all("ui_pages" in argument for argument in config.args) else "module"


@pytest.fixture(scope=_as_long_as_may_be)
def chromium() -> Iterator[Browser]:
    """Give one browser to all pages: to start it takes longer than most tests of a page."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def branch(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Branch]:
    """Give a new branch; `indirect` parameter True lets it print."""
    branch = Branch(tmp_path / "branch", prints=getattr(request, "param", False))
    yield branch
    branch.stop()


@pytest.fixture
def tablets(chromium: Browser, branch: Branch) -> Iterator[Callable[..., Tablet]]:
    """Give as many tablets as a test wants; afterwards none may have complained."""
    contexts: list[BrowserContext] = []
    given: list[Tablet] = []

    def tablet(size: tuple[int, int] = LANDSCAPE, *, font: bool = False) -> Tablet:
        viewport = {"width": size[0], "height": size[1]}
        contexts.append(chromium.new_context(viewport=viewport, has_touch=True))  # type: ignore[arg-type]
        if not font:  # 17 MB for each new browser, and most tests only read what is written
            contexts[-1].route("**/static/fonts/*", lambda route: route.fulfill(body=b""))
        given.append(Tablet(contexts[-1], branch.url))
        return given[-1]

    yield tablet
    complaints = [complaint for one in given for complaint in one.complaints]
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture
def tablet(tablets: Callable[..., Tablet]) -> Tablet:
    """One tablet, held across."""
    return tablets()
