"""Signing in with real PINs over HTTP: how long it takes, and that nobody else waits for it."""

import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Final

from kiosk.domain.percentile import percentile
from kiosk.lab.bench.browser import Browser
from kiosk.lab.bench.measure import Row, interleaved, spread
from kiosk.lab.running import RunningBranch

_SIGN_IN_MS: Final = 150.0
_RATIO: Final = 1.5
"""On the lane, a PIN (tens of ms) would make a request of a few ms many times as long."""
_BLOCKS: Final = 4
"""Requests beside sign-ins and without take turns, so that a slow minute of the machine hits both."""


def sign_in_rows(folder: Path, times: int) -> Iterator[Row]:
    """Measure a strict branch in `folder`: `times` sign-ins one after the other, then requests beside more of them."""
    with (
        RunningBranch(folder) as service,
        closing(Browser.of_first_manager(service.port)) as office,
        closing(office.welcome("2001")) as tablet,
    ):
        (taken,) = interleaved((tablet.sign_in,), times)
        quiet, beside = _requests(office, tablet, times)
    yield Row(
        "sign-in over HTTP, argon2id 19 MiB x 2",
        spread(taken),
        f"p95 <= {_SIGN_IN_MS:.0f} ms",
        percentile(taken, 95) <= _SIGN_IN_MS,
    )
    ratio = percentile(beside, 50) / percentile(quiet, 50)
    yield Row(
        "call for help while somebody signs in",
        f"{spread(beside)}, {ratio:.2f} x quiet ({spread(quiet)})",
        f"p50 <= {_RATIO:.2f} x quiet",
        ratio <= _RATIO,
    )


def _requests(office: Browser, tablet: Browser, times: int) -> tuple[list[float], list[float]]:
    """Return how long requests from `office` take, in ms: while nobody signs in, and while the tablet does."""
    quiet, beside = list[float](), list[float]()
    for _ in range(_BLOCKS):
        quiet += _calls(office, max(1, times // _BLOCKS))
        with _signing_in(tablet):
            beside += _calls(office, max(1, times // _BLOCKS))
    return quiet, beside


def _calls(browser: Browser, times: int) -> list[float]:
    """Call for help so many times, and let each call be answered before the next; return ms of the calls."""
    taken = []
    for _ in range(times):
        began = time.perf_counter()
        called = browser.ask("call_help", "reception", place="entrance")
        taken.append((time.perf_counter() - began) * 1000)
        browser.ask("answer_help", "reception", help=called["about"])
    return taken


@contextmanager
def _signing_in(browser: Browser) -> Iterator[None]:
    """Let somebody sign in over and over meanwhile."""
    enough = threading.Event()

    def work() -> None:
        while not enough.is_set():
            browser.sign_in()

    thread = threading.Thread(target=work)
    thread.start()
    try:
        yield
    finally:
        enough.set()
        thread.join()
