"""How the page looks and how it can be used: targets, overflow, accessibility, in both languages and both ways up."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe

from kiosk.domain import requests as r
from tests.matrix import in_languages
from tests.ui_pages.conftest import LANDSCAPE, PORTRAIT

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.ui_pages.conftest import Branch, Tablet

SMALL_TARGETS = """() => Array.from(document.querySelectorAll('button, a, label, input:not([type=hidden])'))
  .filter((one) => one.offsetParent && !one.closest('label label') && one.type != 'checkbox' && one.type != 'radio')
  .map((one) => [one, (one.closest('.row') || one).getBoundingClientRect()])
  .filter(([one, box]) => box.width < 44 || box.height < 44)
  .map(([one]) => one.outerHTML.slice(0, 120))"""
CUT_OFF = """() => Array.from(document.querySelectorAll('button, .number, .minutes, .state, .flag, dd, dt, h2, .sheet h3'))
  .filter((one) => one.offsetParent && !one.closest('.row button') && one.scrollWidth > one.clientWidth + 1)
  .filter((one) => getComputedStyle(one).display != 'inline')
  .map((one) => one.outerHTML.slice(0, 160))"""
SHEETS = (
    "issue",
    "issue?service=credit_card",
    "ticket",
    "transfer",
    "add",
    "why",
    "counter?counter=6",
    "day",
    "issued",
)


def fill_branch(branch: Branch) -> str:
    """Let every state be seen at once; return the leg at a counter."""
    branch.open("1", "2", "3", "4")
    branch.ask(r.CloseCounter("4"))
    for service in ("deposit", "remittance", "enquiry", "corporate_deposit", "wealth", "deposit"):
        branch.issue(service)
    branch.issue("deposit", care_needs=("elderly",))
    branch.issue("deposit", care_needs=("pregnant",))
    branch.issue("wealth", vip=True)
    passed = branch.call("1").leg
    branch.ask(r.PassTicket(passed, branch.leg(passed).version))
    parked = branch.issue("transfer").leg
    branch.ask(r.ParkTicket(parked, branch.leg(parked).version))
    serving = branch.call("1").leg
    branch.ask(r.StartService(serving, branch.leg(serving).version))
    branch.ask(r.AddService(branch.leg(serving).visit, "remittance"))
    branch.call("2")
    branch.ask(r.CallHelp("entrance"), "entrance")
    return serving


def faults(tablet: Tablet) -> list[str]:
    """Return what axe finds, as `rule: element`."""
    found = Axe().run(tablet.page).response["violations"]
    return [f"{fault['id']}: {node['html'][:160]}" for fault in found for node in fault["nodes"]]


def open_sheet(tablet: Tablet, sheet: str, leg: str) -> None:
    """Open a sheet of the page, whichever way leads there, and let it come to rest."""
    url = f"/reception/{sheet}" + (
        "" if sheet.startswith(("issue?", "counter", "day")) or sheet == "issue" else f"?leg={leg}"
    )
    tablet.page.evaluate("async (url) => (await import('/static/js/sheet.js')).openSheet(url)", url)
    tablet.sees("#sheet-title")
    tablet.page.wait_for_timeout(300)


@in_languages({"landscape": LANDSCAPE, "portrait": PORTRAIT})
def test_everything_fits_can_be_hit_and_passes_axe(
    branch: Branch, tablets: Callable[..., Tablet], size: tuple[int, int], language: str
) -> None:
    leg = fill_branch(branch)
    tablet = tablets(size, font=True).show(f"?lang={language}")
    found: dict[str, list[str]] = {}

    for sheet in ("", *SHEETS):
        if sheet:
            open_sheet(tablet, sheet, leg)
        found[sheet] = faults(tablet)
        found[sheet] += tablet.page.evaluate(SMALL_TARGETS) + tablet.page.evaluate(CUT_OFF)
        wide = tablet.page.evaluate("document.documentElement.scrollWidth > innerWidth")
        found[sheet] += ["wider than the screen"] if wide else []

    assert {sheet: faults for sheet, faults in found.items() if faults} == {}


def test_an_empty_morning_passes_axe(tablet: Tablet) -> None:
    assert faults(tablet.show()) == []


def test_a_grey_page_can_still_be_read(branch: Branch, tablet: Tablet) -> None:
    fill_branch(branch)
    tablet.show()

    tablet.page.evaluate(
        "document.body.classList.add('stale'), document.getElementById('lost').hidden = false"
    )

    assert faults(tablet) == []


@pytest.mark.parametrize("size", [LANDSCAPE, PORTRAIT], ids=["landscape", "portrait"])
@pytest.mark.parametrize("hand", ["left", "right"])
def test_the_main_actions_are_on_the_side_of_the_hand_and_need_no_scrolling(
    branch: Branch, tablets: Callable[..., Tablet], size: tuple[int, int], hand: str
) -> None:
    fill_branch(branch)
    tablet = tablets(size, font=True).show(f"?hand={hand}")
    width, height = size

    issue = tablet.page.locator(".foot .issue").bounding_box()
    cards = [card.bounding_box() for card in tablet.page.locator(".card .main").all()]

    assert issue is not None
    middle = issue["x"] + issue["width"] / 2
    assert middle < width / 2 if hand == "left" else middle > width / 2
    assert issue["y"] + issue["height"] <= height
    assert len(cards) == 3
    assert all(card and card["y"] + card["height"] <= issue["y"] and card["height"] >= 56 for card in cards)


def test_the_page_works_with_the_keyboard_alone(branch: Branch, tablet: Tablet) -> None:
    branch.open("1")
    leg = branch.issue().leg
    tablet.show()

    tablet.page.locator(f'{tablet.card("1")} [data-ask="call_next"]').focus()
    tablet.page.keyboard.press("Enter")
    tablet.sees(f"{tablet.card('1')}.called")
    tablet.settled()
    tablet.page.locator(f'{tablet.card("1")} [data-sheet^="/reception/ticket"]').focus()
    tablet.page.keyboard.press("Enter")
    tablet.sees("#sheet-title", "A001")
    tablet.page.keyboard.press("Escape")
    tablet.no_longer_sees("#sheet-title")

    assert branch.status(leg) == "called"


def test_two_hundred_who_wait_cost_two_hundred_texts_and_no_new_rows(branch: Branch, tablet: Tablet) -> None:
    for _ in range(200):
        branch.issue()
    tablet.show()
    tablet.page.evaluate("""() => {
      window.added = 0;
      new MutationObserver((changes) => changes.forEach((change) => (window.added += change.addedNodes.length)))
        .observe(document.querySelector('.rows'), { childList: true, subtree: true });
    }""")

    html = tablet.page.evaluate("fetch('/reception/board').then((answer) => answer.text())")
    later = html.replace("不到 1 分", "9 分")
    tablet.page.evaluate(
        """async (html) => {
          const { patch } = await import('/static/js/patch.js');
          const fresh = document.createElement('main');
          fresh.dataset.keyed = '';
          fresh.innerHTML = html;
          patch(document.getElementById('board'), fresh);
        }""",
        later,
    )

    assert tablet.page.locator(".row .minutes", has_text="9 分").count() == 200
    assert tablet.page.evaluate("window.added") == 0
