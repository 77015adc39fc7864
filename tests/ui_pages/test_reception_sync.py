"""How the reception and the manager's page look when records cannot reach headquarters."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from kiosk.branch.upload.told import Told
from tests.matrix import in_languages
from tests.ui_pages.conftest import LANDSCAPE
from tests.ui_pages.test_reception_looks import CUT_OFF, SMALL_TARGETS, faults

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.ui_pages.conftest import Branch, Tablet

PHONE = (390, 844)
MINUTE = 60_000


class Way:
    """The way to headquarters, as it is told."""

    def __init__(self, told: Told) -> None:
        self._told = told

    async def told(self) -> Told:
        return self._told

    async def now(self) -> Told:
        """Go at once: whatever was in the way is over."""
        self._told = replace(self._told, failure="", waiting=0, next_ms=0)
        return self._told


def away(failure: str, *, forked_ms: int = 0) -> Way:
    now = time.time_ns() // 1_000_000
    return Way(
        Told(
            failure=failure,
            frozen="",
            sending=False,
            waiting=1_234,
            oldest_ms=now - 90 * MINUTE,
            succeeded_ms=now - 95 * MINUTE,
            failed_ms=now - MINUTE,
            forked_ms=forked_ms,
            next_ms=now + 4 * MINUTE,
        )
    )


@pytest.mark.row("F2")
@in_languages({"landscape": LANDSCAPE, "phone": PHONE})
def test_what_travels_to_headquarters_fits_can_be_hit_and_passes_axe(
    branch: Branch, tablets: Callable[..., Tablet], size: tuple[int, int], language: str
) -> None:
    found: dict[str, list[str]] = {}
    for failure in ("stranger", "replaced"):
        branch.service.upload = away(failure)
        tablet = tablets(size, font=True).show(f"?lang={language}")
        tablet.page.click("button.sync")
        tablet.sees(".sync-facts")
        tablet.page.wait_for_timeout(300)

        found[failure] = faults(tablet) + tablet.page.evaluate(SMALL_TARGETS) + tablet.page.evaluate(CUT_OFF)
        wide = tablet.page.evaluate("document.documentElement.scrollWidth > innerWidth")
        found[failure] += ["wider than the screen"] if wide else []

    assert found == {"stranger": [], "replaced": []}


@pytest.mark.row("F2")
def test_a_dead_link_is_told_quietly_and_an_alarm_over_the_board(branch: Branch, tablet: Tablet) -> None:
    branch.service.upload = away("no_link")
    tablet.show("?lang=en")
    tablet.sees("button.sync", "1234 to HQ")
    assert tablet.page.locator("button.notice").count() == 0

    branch.service.upload = away("", forked_ms=time.time_ns() // 1_000_000)
    branch.issue()

    tablet.sees("button.notice", "parted from headquarters")
    tablet.page.click("button.notice")
    tablet.sees(".sync-alarm", "two machines")


@pytest.mark.row("F2")
def test_try_now_goes_at_once_and_the_sheet_then_says_how_it_stands(branch: Branch, tablet: Tablet) -> None:
    branch.service.upload = away("revoked")
    tablet.show("?lang=en")
    tablet.open("button.sync")
    tablet.sees(".sync-facts", "1234 records")

    tablet.tap("[data-send]")

    tablet.sees(".toast", "Headquarters has answered")
    tablet.sees(".sync-facts", "Nothing: all has arrived")
