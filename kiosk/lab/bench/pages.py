"""How soon many connected pages show a fact: real cookies, real streams, and each page fetches its board again."""

import http.client
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Final

from kiosk.domain.percentile import percentile
from kiosk.lab.bench.browser import Browser
from kiosk.lab.bench.measure import Row, spread
from kiosk.lab.running import RunningBranch

PAGES: Final = 20
_SHOWN_MS: Final = 200.0
_PATIENCE_S: Final = 10.0
_CALM_S: Final = 0.1


class Page:
    """A reception page without its pixels: it follows the stream and, at each event, fetches the board.

    `boards` are the moments (perf_counter, s) at which a fetch began and ended.
    """

    def __init__(self, browser: Browser) -> None:
        """Connect, and follow on a thread of its own."""
        self.boards: list[tuple[float, float]] = []
        self._stream, self._board = browser, Browser(browser.port, browser.badge, browser.cookies)
        self._events = browser.get("/reception/events")
        self._thread = threading.Thread(target=self._follow, args=(self._events,))
        self._thread.start()

    def _follow(self, events: http.client.HTTPResponse) -> None:
        while line := events.readline():
            if line == b"event: view\n":
                began = time.perf_counter()
                self._board.get("/reception/board").read()
                self.boards.append((began, time.perf_counter()))

    def shown_since(self, moment: float) -> float | None:
        """Return when the first board that was asked for after a moment was here; None if it is not yet."""
        return next((ended for began, ended in self.boards if began >= moment), None)

    def close(self) -> None:
        """Wait for the end of the stream, which the service makes, and hang up."""
        self._thread.join()
        self._stream.close()
        self._board.close()


def page_rows(folder: Path, times: int) -> Iterator[Row]:
    """Measure a strict branch in `folder` with twenty pages before it, `times` facts over."""
    with (
        ExitStack() as pages,  # let go last: their streams end with the service
        RunningBranch(folder) as service,
        closing(Browser.of_first_manager(service.port)) as office,
    ):
        browsers = [Browser(service.port, office.badge, office.cookies) for _ in range(PAGES)]
        shown = [pages.enter_context(closing(Page(browser))) for browser in browsers]
        _all_shown(shown, 0)
        taken = [_reach(office, shown, count) for count in range(times)]
    yield Row(
        f"a fact to the last of {PAGES} pages",
        spread(taken),
        f"p95 <= {_SHOWN_MS:.0f} ms",
        percentile(taken, 95) <= _SHOWN_MS,
    )


def _reach(office: Browser, pages: list[Page], count: int) -> float:
    """Open or close a counter, and return ms from the answer until the last page has the board with it."""
    time.sleep(_CALM_S)
    began = time.perf_counter()
    if count % 2:
        office.ask("close_counter", "reception", counter="1")
    else:
        office.ask("open_counter", "reception", counter="1")
    answered = time.perf_counter()
    return (_all_shown(pages, began) - answered) * 1000


def _all_shown(pages: list[Page], moment: float) -> float:
    """Return when the last page had a board asked for after a moment. TimeoutError: one never had."""
    deadline = time.perf_counter() + _PATIENCE_S
    while None in (ends := [page.shown_since(moment) for page in pages]):
        if time.perf_counter() > deadline:
            raise TimeoutError("a page was told of nothing")
        time.sleep(_CALM_S / 10)
    return max(end for end in ends if end is not None)
