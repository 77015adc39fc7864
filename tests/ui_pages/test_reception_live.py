"""The page and the branch service: pushed changes, two tablets, a network that fails, and fingers that tap twice."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from kiosk.domain import requests as r

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Route

    from tests.ui_pages.conftest import Branch, Tablet

REQUESTS = "**/v1/requests/*"
READING = re.compile(r"/reception/(events|board)")


def test_what_another_tablet_does_appears_by_itself(branch: Branch, tablet: Tablet) -> None:
    tablet.show()

    issued = branch.issue()

    tablet.sees(".row", issued.ticket)


def test_an_open_sheet_follows_what_others_do(branch: Branch, tablet: Tablet) -> None:
    branch.open("1")
    branch.issue()
    tablet.show()
    tablet.open(".row button")

    branch.call()

    tablet.sees(".ticket .tag", "叫号 · 1号综合柜台")
    tablet.sees('.actions [data-ask="start_service"]')


def test_a_tick_made_while_the_service_was_away_is_sent_once_it_is_back(
    branch: Branch, tablet: Tablet
) -> None:
    tablet.show()
    tablet.open(".foot .issue")
    tablet.open('[data-sheet$="service=deposit"]')
    tablet.page.route("**/reception/issue", lambda route: route.abort())

    tablet.tap("label:has(#n-elderly)")
    tablet.sees(".toast.refused")
    held_back = tablet.page.locator('.do-side [data-ask="issue_ticket"]').is_disabled()
    tablet.page.unroute("**/reception/issue")
    branch.issue()
    tablet.tap('.do-side [data-ask="issue_ticket"]:enabled')
    tablet.sees(".issued .flag", "老年人")

    assert held_back
    tablet.complaints.clear()


def test_of_two_tablets_that_call_the_same_ticket_one_sees_why_not(
    branch: Branch, tablets: Callable[..., Tablet]
) -> None:
    branch.open("1", "2")
    leg = branch.issue().leg
    late = tablets().show()
    late.open(".row button")
    late.page.route(READING, lambda route: route.abort())
    late.page.route("**/reception/ticket*", lambda route: route.abort())

    branch.ask(r.CallTicket("1", leg, branch.leg(leg).version))
    late.tap('.actions [data-body*=\'"counter": "2"\']')
    late.sees(".toast.refused", "A001 刚被别人处理，现在是“叫号”（1号综合柜台）")

    assert branch.leg(leg).counter == "1"
    late.complaints.clear()  # the requests this test broke


def test_a_request_whose_answer_is_lost_is_repeated_with_its_id_and_done_once(
    branch: Branch, tablet: Tablet
) -> None:
    bodies: list[dict[str, Any]] = []

    def lose_two_answers(route: Route) -> None:
        bodies.append(json.loads(route.request.post_data or ""))
        if len(bodies) < 3:
            route.fetch()  # it reaches the service; the answer gets lost
            route.abort()
        else:
            route.continue_()

    tablet.show()
    tablet.open(".foot .issue")
    tablet.open('[data-sheet$="service=deposit"]')
    tablet.page.route(REQUESTS, lose_two_answers)

    tablet.tap('.do-side [data-ask="issue_ticket"]')
    tablet.sees(".toast.trying", "正在再试")
    tablet.sees(".hero", "A001")

    assert len({body["id"] for body in bodies}) == 1
    assert len(bodies) == 3
    assert branch.look(lambda day: len(day.visits)) == 1
    tablet.complaints.clear()


def test_whoever_gives_up_is_told_that_it_may_have_happened_and_nothing_is_sent_later(
    branch: Branch, tablet: Tablet
) -> None:
    branch.open("1")
    branch.issue()
    tablet.show()
    tablet.page.route(REQUESTS, lambda route: route.abort())

    tablet.tap(f'{tablet.card("1")} [data-ask="call_next"]')
    tablet.tap(".toast.trying button")
    tablet.sees(".toast.refused", "可能已经生效")
    tablet.page.unroute(REQUESTS)
    tablet.page.wait_for_timeout(1500)

    assert branch.look(lambda day: len(day.lines)) == 1
    tablet.sees(f'{tablet.card("1")} [data-ask="call_next"]:enabled')
    tablet.complaints.clear()


def test_a_page_that_lost_the_service_turns_grey_sends_nothing_and_catches_up(
    branch: Branch, tablet: Tablet
) -> None:
    branch.open("1")
    branch.issue()
    tablet.page.clock.install()
    tablet.show()
    asked: list[str] = []
    tablet.page.on(
        "request", lambda request: asked.append(request.url) if "/v1/requests/" in request.url else None
    )

    tablet.page.route(READING, lambda route: route.abort())
    tablet.page.clock.run_for(11_000)
    tablet.sees("#lost", "连接中断")
    stale = tablet.page.evaluate("document.body.classList.contains('stale')")
    tablet.tap(f'{tablet.card("1")} [data-ask="call_next"]')
    tablet.sees(".toast.refused", "没有发出")
    branch.issue()
    tablet.page.unroute(READING)
    tablet.page.clock.run_for(12_000)
    tablet.sees(".row", "A002")
    tablet.no_longer_sees("#lost")

    assert stale
    assert asked == []
    tablet.complaints.clear()


def test_a_board_that_never_answers_is_asked_for_again(branch: Branch, tablet: Tablet) -> None:
    tablet.page.clock.install()
    tablet.show()
    held: list[Route] = []

    def hold_the_first(route: Route) -> None:
        if held:
            route.continue_()
        held.append(route)

    tablet.page.route("**/reception/board", hold_the_first)
    with tablet.page.expect_request("**/reception/board"):
        branch.issue()
    tablet.page.clock.run_for(10_000)

    tablet.sees(".row", "A001")
    tablet.complaints.clear()


def test_the_second_tap_of_a_double_tap_does_not_start_what_the_first_one_called(
    branch: Branch, tablet: Tablet
) -> None:
    branch.open("1")
    leg = branch.issue().leg
    card = tablet.show().card("1")
    box = tablet.page.locator(f'{card} [data-ask="call_next"]').bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2

    tablet.page.touchscreen.tap(x, y)
    tablet.sees(f"{card}.called")
    tablet.page.touchscreen.tap(x, y)
    tablet.settled()

    assert branch.status(leg) == "called"


def test_a_row_that_changes_under_the_finger_still_takes_the_tap(branch: Branch, tablet: Tablet) -> None:
    branch.open("1")
    leg = branch.issue().leg
    branch.call()
    card = tablet.show().card("1")
    start = tablet.page.locator(f'{card} [data-ask="start_service"]')

    start.dispatch_event("pointerdown")
    branch.issue()
    branch.ask(r.AnnounceAgain(leg, branch.leg(leg).version))
    tablet.page.wait_for_timeout(400)
    while_down = tablet.page.locator(f"{card} .since").inner_text()
    start.dispatch_event("pointerup")
    tablet.sees(f"{card} .since", "已叫 2 次")

    assert "已叫 1 次" in while_down


def test_the_focus_stays_where_it_was_when_the_board_is_drawn_anew(branch: Branch, tablet: Tablet) -> None:
    branch.open("1", "2")
    first = branch.issue()
    branch.issue()
    tablet.show()
    tablet.page.locator(f'.row[data-key="{first.leg}"] button').focus()

    branch.call("1")
    branch.issue()
    tablet.sees(f"{tablet.card('1')}.called")
    tablet.page.locator(f'{tablet.card("2")} [data-ask="call_next"]').focus()
    branch.issue()
    tablet.sees(".row", "A004")

    assert tablet.page.evaluate("document.activeElement.dataset.ask") == "call_next"


def test_a_browser_without_random_uuid_makes_proper_ids(branch: Branch, tablet: Tablet) -> None:
    tablet.page.add_init_script("delete Crypto.prototype.randomUUID")
    branch.open("1")
    branch.issue()
    tablet.show()

    tablet.tap(f'{tablet.card("1")} [data-ask="call_next"]')

    tablet.sees(f"{tablet.card('1')}.called")


def test_another_sites_page_cannot_command_the_branch(branch: Branch, tablet: Tablet) -> None:
    answer = tablet.page.request.post(
        f"{branch.url}/v1/requests/close_day",
        data={"id": "00000000-0000-4000-8000-000000000000", "body": {}},
        headers={"Origin": "http://bank.example", "Kiosk-Role": "reception", "Kiosk-Device": "x"},
    )

    assert answer.status == 403
    assert branch.look(lambda day: day.open)
