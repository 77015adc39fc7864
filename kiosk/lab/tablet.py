"""A tablet in a receptionist's hand: the real reception page in the system's Chromium. For tour and tests."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from playwright.sync_api import Locator, Page, ViewportSize, sync_playwright

_ARGUMENTS = (
    "--no-sandbox",  # tours and tests run as root in containers
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",  # a kiosk has no internet: do not even try
    "--disable-component-update",
    "--disable-sync",
)
_SIZE: Final[ViewportSize] = {"width": 1280, "height": 800}
"""A 10-inch tablet held sideways."""
_PERSON_MS = 500
_BROWSERS: Final = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
"""The first of them that is there; without windows it draws the same, and sooner."""


class NoBrowser(RuntimeError):
    """There is no Chromium on this machine."""


class Tablet:
    """The reception page, worked by touching what it shows. Counters are named by their id, such as `1`."""

    def __init__(self, page: Page, url: str) -> None:
        """Open the reception page of the branch service at `url`."""
        self._page, self._url = page, url
        page.goto(f"{url}/reception")

    def open_counter(self, counter: str, badge: str) -> None:
        """Open a counter with a badge number."""
        self._card(counter).locator("button[data-sheet^='/reception/counter']").tap()
        self._page.locator("#badge").fill(badge)
        self._page.locator("form.counter-form button[type=submit]").tap()
        self._card(counter).locator("[data-ask=close_counter]").wait_for()

    def may_call(self, counter: str) -> bool:
        """Tell whether the card of the counter offers to call somebody."""
        return self._card(counter).locator("[data-ask=call_next]").count() > 0

    def call_next(self, counter: str) -> str:
        """Call whom the rules choose; return the ticket number that the card then shows."""
        self._do(counter, "call_next")
        return self._in_hand(counter, "called")

    def start(self, counter: str) -> None:
        """Begin to serve whom the counter called."""
        self._do(counter, "start_service")
        self._in_hand(counter, "serving")

    def finish(self, counter: str) -> None:
        """Finish whom the counter serves."""
        self._do(counter, "finish_service")
        self._page.locator(f"article.idle[data-key=counter-{counter}]").wait_for()

    def why(self, counter: str) -> None:
        """Show why the ticket in hand was called."""
        self._card(counter).locator("button[data-sheet^='/reception/why']").tap()
        self._page.locator("dialog[open] .sheet-body").wait_for()

    def close_sheet(self) -> None:
        """Close the sheet that is open."""
        self._page.locator("dialog[open] [data-close]").first.tap()
        self._page.locator("dialog[open]").wait_for(state="detached")

    def begin_issue(self, service: str) -> None:
        """Open the sheet for somebody who does not use the kiosk (A4), at this service."""
        self._page.locator("button[data-sheet='/reception/issue']").first.tap()
        self._page.locator(f"dialog[open] button[data-sheet$='service={service}']").tap()
        self._page.locator("dialog[open] [data-ask=issue_ticket]").wait_for()

    def finish_issue(self) -> str:
        """Take the number on that sheet, and return it; what to tell the customer stays open."""
        self._page.locator("dialog[open] [data-ask=issue_ticket]").tap()
        return self._page.locator("dialog[open] .issued .number").inner_text()

    def until_help(self) -> None:
        """Wait until somebody calls for help."""
        self._page.locator("[data-ask=answer_help]").first.wait_for()

    def answer_help(self) -> None:
        """Take the first call for help: somebody is on the way."""
        self._page.locator("[data-ask=answer_help]").first.tap()

    def waiting(self) -> list[str]:
        """Return the numbers of the waiting list, as drawn."""
        return self._page.locator("ol.rows .number").all_inner_texts()

    def show_manager(self) -> None:
        """Go to the manager's page."""
        self._page.goto(f"{self._url}/manager")
        self._page.locator(".opinions").wait_for()

    def show_counter(self, counter: str) -> None:
        """Go to the teller's page of a counter that is open."""
        self._page.goto(f"{self._url}/counter?counter={counter}")
        self._page.locator("[data-ask=reach_step]").first.wait_for()

    def say_step(self, step: str) -> None:
        """Say on the teller's page which of the five steps the handling has come to, by its code."""
        button = self._page.locator(f".track [data-ask=reach_step][data-body*='{step}']")
        self._page.wait_for_timeout(_PERSON_MS)
        button.tap()
        self._page.locator(f".track [aria-current=step] [data-body*='{step}']").wait_for()

    def show_reception(self) -> None:
        """Go back to the reception page."""
        self._page.goto(f"{self._url}/reception")
        self._page.locator("article").first.wait_for()

    def photograph(self, file: Path) -> None:
        """Keep what the page shows as a PNG, once it has settled and without short messages, put away as by a finger."""
        self._page.wait_for_timeout(400)
        while (messages := self._page.locator(".toast")).count():
            messages.first.evaluate("message => message.click()")
        self._page.screenshot(path=str(file))

    def _card(self, counter: str) -> Locator:
        return self._page.locator(f"article[data-key=counter-{counter}]")

    def _do(self, counter: str, kind: str) -> None:
        """Touch an action of a card, as slowly as a person: the page takes a quicker touch for half a double tap."""
        self._page.wait_for_timeout(_PERSON_MS)
        self._card(counter).locator(f"[data-ask={kind}]").tap()

    def _in_hand(self, counter: str, state: str) -> str:
        card = self._page.locator(f"article.{state}[data-key=counter-{counter}]")
        card.wait_for()
        return card.locator(".hand .number").first.inner_text()


@contextmanager
def tablet(url: str, *, language: str = "zh", scale: float = 1) -> Iterator[Tablet]:
    """Give a tablet that shows the reception page of the service at `url`, `scale` pixels to each of the page's.

    Raises:
        NoBrowser: neither chromium nor google-chrome is on the PATH.
    """
    with empty_page(url, language=language, scale=scale) as page:
        yield Tablet(page, url)


@contextmanager
def empty_page(url: str, *, language: str = "zh", scale: float = 1) -> Iterator[Page]:
    """Give the page of such a tablet with nothing on it yet, in a language of the service at `url`.

    Raises:
        NoBrowser: neither chromium nor google-chrome is on the PATH.
    """
    browser = next(filter(None, map(shutil.which, _BROWSERS)), None)
    if browser is None:
        raise NoBrowser("no Chromium on this machine")
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=browser, args=list(_ARGUMENTS))
        context = launched.new_context(
            viewport=_SIZE,
            device_scale_factor=scale,
            has_touch=True,
            reduced_motion="reduce",
            locale="zh-CN",
        )
        context.add_cookies([{"name": "lang", "value": language, "url": url}])
        try:
            yield context.new_page()
        finally:
            launched.close()
