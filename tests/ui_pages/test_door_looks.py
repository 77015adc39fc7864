"""How the doors look and can be used: targets, overflow, accessibility, in both languages and on every size of screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.matrix import in_languages
from tests.ui_pages.staffed import MANAGER, PIN, Staffed
from tests.ui_pages.test_door_sign_in import at, type_in
from tests.ui_pages.test_reception_looks import CUT_OFF, SMALL_TARGETS, faults

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.ui_pages.conftest import Branch, Tablet

SIZES = {"across": (1280, 800), "upright": (800, 1280), "desktop": (1920, 1080), "phone": (390, 780)}
TIRED = {"kind": "refused", "code": "too_many_tries", "details": {"wait_s": 30}}


def amiss(tablet: Tablet) -> list[str]:
    """Return what is wrong with what is shown now."""
    tablet.page.wait_for_timeout(200)
    page = tablet.page
    wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
    return [
        *faults(tablet),
        *page.evaluate(SMALL_TARGETS),
        *page.evaluate(CUT_OFF),
        *(["wider than the screen"] if wide else []),
    ]


def before_setup(tablet: Tablet, language: str) -> Iterator[str]:
    page = tablet.page
    page.goto(f"{tablet.url}/sign-in?lang={language}")
    yield "open demonstration"
    page.goto(f"{tablet.url}/setup")
    yield "welcome"
    tablet.tap("[type=submit]")
    yield "badge"
    type_in(tablet, "10")
    yield "badge amiss"
    type_in(tablet, "01")
    yield "name"
    type_in(tablet, "")
    yield "pin"


def after_setup(tablet: Tablet, staffed: Staffed, language: str) -> Iterator[str]:
    page = tablet.page
    page.goto(f"{tablet.url}/setup?lang={language}")
    yield "set up"
    page.goto(f"{tablet.url}/pair")
    tablet.tap("summary")
    yield "pair"
    staffed.hand(tablet)
    page.goto(f"{tablet.url}/pair/done")
    yield "paired"
    page.goto(f"{tablet.url}/sign-in")
    yield "sign in"
    page.route("**/v1/door/sign-in", lambda route: route.fulfill(status=429, json=TIRED))
    type_in(tablet, MANAGER, "000111")
    tablet.sees(".refusal b")
    yield "wait"
    page.unroute("**/v1/door/sign-in")
    page.reload()
    type_in(tablet, MANAGER, PIN)
    at(tablet, "/reception")
    tablet.connected()
    tablet.tap(".me summary")
    if (page.viewport_size or {"width": 0})[
        "width"
    ] > 700:  # the board behind it is made for tablets and wider
        yield "menu"
    tablet.tap('[data-door="lock"]')
    tablet.sees("#lock[open]")
    yield "locked"
    tablet.tap('[data-door="help"]')
    tablet.sees(".lock .toast")
    type_in(tablet, "000111")
    tablet.sees(".lock .refusal", "不对" if language == "zh" else "wrong")
    yield "locked, wrong, help called"
    page.reload()
    yield "unlock"
    type_in(tablet, PIN)
    at(tablet, "/reception")
    page.goto(f"{tablet.url}/sign-in/pin")
    yield "old pin"
    type_in(tablet, PIN)
    yield "new pin"
    page.goto(f"{tablet.url}/sign-in?why=role_may_not")
    yield "may not"


@pytest.mark.row("F3")
@in_languages(SIZES)
@pytest.mark.slow
def test_every_door_fits_can_be_hit_and_passes_axe(
    branch: Branch, tablets: Callable[..., Tablet], size: tuple[int, int], language: str
) -> None:
    tablet = tablets(size, font=True)
    found = {state: amiss(tablet) for state in before_setup(tablet, language)}
    staffed = Staffed(branch)
    found |= {state: amiss(tablet) for state in after_setup(tablet, staffed, language)}

    assert {state: faults for state, faults in found.items() if faults} == {}


@pytest.mark.row("F3")
@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES.keys())
def test_the_keypad_and_the_main_button_need_no_scrolling(
    branch: Branch, tablets: Callable[..., Tablet], size: tuple[int, int]
) -> None:
    staffed = Staffed(branch)
    tablet = staffed.hand(tablets(size, font=True))

    tablet.page.goto(f"{tablet.url}/sign-in")
    parts = [".keypad [data-key='0']", "[type=submit]", "[data-help]", "#badge", "#pin"]
    boxes = [tablet.page.locator(part).bounding_box() for part in parts]

    assert all(box and box["y"] >= 0 and box["y"] + box["height"] <= size[1] for box in boxes)
