"""What stands above the board of a staff page fits every screen, signed in, in both languages; so does a narrow counter."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest

from kiosk.domain import requests as r
from tests.ui_pages.staffed import MANAGER, PIN, Staffed

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.ui_pages.conftest import Branch, Tablet

WIDTHS: Final = {320: 640, 390: 844, 701: 900, 800: 1280, 1024: 600, 1280: 800}
"""Width and height of the screens, in pixels."""
TELLER: Final = "2001000001"
"""As long as a badge may be."""

AMISS: Final = """() => {
  const wide = document.scrollingElement.scrollWidth > innerWidth ? ["wider than the screen"] : [];
  const outside = Array.from(document.querySelectorAll(".top *, .desk *, .now > *, .coming, .foot button"))
    .filter((one) => one.checkVisibility() && one.getBoundingClientRect().right > innerWidth + 0.5);
  const small = Array.from(document.querySelectorAll(".top a, .top summary, .choices > button"))
    .filter((one) => Math.min(one.offsetWidth, one.offsetHeight) < 44);
  return [...wide, ...[...outside, ...small].map((one) => one.outerHTML.slice(0, 120))];
}"""
OVERLAPS: Final = """() => {
  const parts = [".desk", ".customer", ".details", ".track", ".others", ".coming"];
  const boxes = parts.map((one) => document.querySelector(one).getBoundingClientRect());
  return parts.slice(1)
    .filter((_, at) => boxes[at + 1].top < boxes[at].bottom - 0.5 || boxes[at + 1].width < 280);
}"""


def manager_at(branch: Branch, tablet: Tablet) -> Tablet:
    """Let the manager be signed in at a tablet of the staff."""
    staffed = Staffed(branch)
    return sign_in(staffed.hand(tablet), MANAGER, PIN)


def teller_at(branch: Branch, tablet: Tablet) -> Tablet:
    """Let a teller with the longest badge be signed in at a counter where a ticket is called."""
    staffed = Staffed(branch)
    staffed.hire(TELLER, "teller")
    staffed.hand(tablet, "counter-1", "counter", "1")
    branch.ask_by(r.OpenCounter("1"), r.By("counter", "counter-1", TELLER, "1"))
    for _ in range(4):
        branch.issue()
    branch.call("1")
    return sign_in(tablet, TELLER, PIN)


def sign_in(tablet: Tablet, badge: str, pin: str) -> Tablet:
    answer = tablet.page.request.post(f"{tablet.url}/v1/door/sign-in", data={"badge": badge, "pin": pin})
    assert answer.ok, answer.text()
    return tablet


def resize(tablet: Tablet, width: int, height: int) -> None:
    """Give the page another screen, and wait until it is drawn there."""
    tablet.page.set_viewport_size({"width": width, "height": height})
    tablet.page.evaluate("new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))")


@pytest.mark.parametrize(
    ("path", "who"),
    [
        *((page, manager_at) for page in ("/reception", "/manager", "/office", "/office/audit", "/devices")),
        ("/counter", teller_at),
    ],
)
def test_no_staff_page_is_wider_than_its_screen(
    branch: Branch, tablet: Tablet, path: str, who: Callable[[Branch, Tablet], Tablet]
) -> None:
    who(branch, tablet)

    found: dict[tuple[str, int], list[str]] = {}
    for language in ("zh", "en"):
        tablet.page.goto(f"{tablet.url}{path}?lang={language}")
        tablet.connected()
        for width, height in WIDTHS.items():
            resize(tablet, width, height)
            found[language, width] = tablet.page.evaluate(AMISS)

    assert {where: faults for where, faults in found.items() if faults} == {}


def test_the_parts_of_a_narrow_counter_stand_below_one_another(branch: Branch, tablet: Tablet) -> None:
    teller_at(branch, tablet)
    resize(tablet, 390, 844)
    tablet.page.goto(f"{tablet.url}/counter?lang=en")
    tablet.connected()
    tablet.tap("[data-ask=start_service]")
    tablet.sees(".track")

    for width in (390, 640):
        resize(tablet, width, 844)
        main = tablet.page.locator(".now .main").bounding_box()

        assert tablet.page.evaluate(OVERLAPS) == [], width
        assert main, width
        assert main["y"] + main["height"] <= 844, "the next action needs no scrolling"


def test_the_keys_of_a_new_pin_are_on_a_small_screen(branch: Branch, tablet: Tablet) -> None:
    staffed = Staffed(branch)
    pin = staffed.add("3001", "reception")
    staffed.hand(tablet, "tablet-2")
    sign_in(tablet, "3001", pin)
    resize(tablet, 1024, 600)
    tablet.page.goto(f"{tablet.url}/sign-in/pin")
    tablet.sees(".good")

    boxes = [tablet.page.locator(one).bounding_box() for one in ("[data-key='0']", "[type=submit]", "#again")]

    assert all(box and box["y"] + box["height"] <= 600 for box in boxes)
