"""What a receptionist does with tickets on the page, step by step, in a real browser."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kiosk.domain import requests as r
from kiosk.domain.answers import Issued

if TYPE_CHECKING:
    from tests.ui_pages.conftest import Branch, Tablet


@pytest.mark.row("A4")
def test_a_ticket_is_issued_from_the_tablet(branch: Branch, tablet: Tablet) -> None:
    tablet.show()

    tablet.open(".foot .issue")
    tablet.open('[data-sheet$="service=credit_card"]')
    tablet.tap('.do-side [data-ask="issue_ticket"]')

    tablet.sees(".hero", "A001")
    tablet.sees('[data-fill="check"]')
    tablet.sees(".row", "A001")
    assert branch.look(lambda day: [visit.ticket for visit in day.visits.values()]) == ["A001"]


@pytest.mark.row("B1")
def test_answers_materials_and_care_go_with_the_ticket_and_the_need_stays_behind(
    branch: Branch, tablet: Tablet
) -> None:
    service = branch.service.catalogue.services["credit_card"]
    question = service.questions[0]
    tablet.show()
    tablet.open(".foot .issue")
    tablet.open('[data-sheet$="service=credit_card"]')

    with tablet.page.expect_response("**/reception/issue"):
        tablet.tap(f"label:has(#q-{question.code}-{question.options[0].code})")
    with tablet.page.expect_response("**/reception/issue"):
        tablet.tap("label:has(#m-id_card)")
    with tablet.page.expect_response("**/reception/issue"):
        tablet.tap("label:has(#n-pregnant)")
    tablet.tap('.do-side [data-ask="issue_ticket"]:enabled')
    tablet.sees(".hero")

    (visit,) = branch.look(lambda day: list(day.visits.values()))
    assert visit.answers == {question.code: question.options[0].code}
    assert visit.ready == ("id_card",)
    assert visit.care == "protected"
    assert tablet.page.get_by_text("优先关爱").count()
    assert "pregnant" not in tablet.page.content()


@pytest.mark.row("C1")
def test_call_next_tells_who_was_called_and_why(branch: Branch, tablet: Tablet) -> None:
    branch.open("1")
    branch.issue()
    branch.issue(care_needs=("elderly",))
    tablet.show()

    tablet.tap(f'{tablet.card("1")} [data-ask="call_next"]')
    tablet.sees(".toast.done", "A002 请到1号")
    tablet.tap(".toast button")

    tablet.sees(".why .first", "A002")
    tablet.sees(".why .second", "A001")


@pytest.mark.row("C1")
def test_why_is_still_known_on_a_tablet_that_did_not_call(branch: Branch, tablet: Tablet) -> None:
    branch.open("1")
    branch.issue()
    branch.issue()
    branch.call()
    tablet.show()

    tablet.open(f'{tablet.card("1")} [data-sheet^="/reception/why"]')

    tablet.sees(".why .first", "A001")
    tablet.sees(".why .second", "A002")


@pytest.mark.row("C2")
def test_waits_grow_on_the_page_and_tell_when_a_promise_is_over(branch: Branch, tablet: Tablet) -> None:
    branch.issue(care_needs=("elderly",))
    tablet.show()
    tablet.sees(".row .minutes", "不到 1 分")

    branch.wait(13.5)
    branch.issue()

    tablet.sees(".row.over .wait", "13 分")
    tablet.sees(".row.over .late", "超 3 分")
    tablet.sees(".row.over .flag", "老年人")


@pytest.mark.row("C2")
def test_a_ticket_is_called_again_started_and_finished_on_its_card(branch: Branch, tablet: Tablet) -> None:
    branch.open("1")
    leg = branch.issue().leg
    card = tablet.show().card("1")

    tablet.tap(f'{card} [data-ask="call_next"]')
    tablet.sees(f"{card}.called .number", "A001")
    tablet.settled()
    tablet.tap(f'{card} [data-ask="announce_again"]')
    tablet.sees(f"{card} .since", "已叫 2 次")
    tablet.tap(f'{card} [data-ask="start_service"]')
    tablet.sees(f"{card}.serving")
    tablet.settled()
    tablet.tap(f'{card} [data-ask="finish_service"]')
    tablet.sees(f"{card}.idle")

    assert branch.status(leg) == "finished"


def test_a_passed_customer_who_is_back_waits_again_after_one_tap(branch: Branch, tablet: Tablet) -> None:
    branch.open("1")
    leg = branch.issue().leg
    branch.call()
    card = tablet.show().card("1")

    tablet.tap(f'{card} [data-ask="pass_ticket"]')
    tablet.sees(".shelf", "A001")
    passed = branch.status(leg)
    tablet.tap('.shelf [data-ask="return_ticket"]')
    tablet.sees(".row", "A001")

    assert passed == "passed"
    assert branch.status(leg) == "waiting"


def test_a_ticket_is_picked_from_the_list_for_a_free_counter(branch: Branch, tablet: Tablet) -> None:
    branch.open("1")
    branch.issue()
    second = branch.issue()
    tablet.show()

    tablet.open(f'.row[data-key="{second.leg}"] button')
    tablet.tap('.actions [data-ask="call_ticket"]')
    tablet.sees(f"{tablet.card('1')} .number", second.ticket)

    assert branch.leg(second.leg).periods[-1].reason == "picked"


def test_a_ticket_is_transferred_to_another_service(branch: Branch, tablet: Tablet) -> None:
    branch.open("1")
    leg = branch.issue().leg
    branch.call()
    tablet.show()

    tablet.open(f'{tablet.card("1")} [data-sheet^="/reception/ticket"]')
    tablet.open('.actions [data-sheet^="/reception/transfer"]')
    tablet.tap('.tile[data-body*="credit_card"]')
    tablet.sees(".row", "信用卡")

    assert (branch.leg(leg).service, branch.status(leg)) == ("credit_card", "waiting")


def test_a_ticket_is_transferred_to_one_counter_of_the_same_service(branch: Branch, tablet: Tablet) -> None:
    branch.open("1", "2")
    leg = branch.issue().leg
    branch.call("1")
    tablet.show()

    tablet.open(f'{tablet.card("1")} [data-sheet^="/reception/ticket"]')
    tablet.open('.actions [data-sheet^="/reception/transfer"]')
    tablet.tap('.tile[data-body*="counter"]')
    tablet.sees(".row", "只等2号")

    assert branch.leg(leg).counter == "2"


def test_a_ticket_is_parked_and_comes_back(branch: Branch, tablet: Tablet) -> None:
    leg = branch.issue().leg
    tablet.show()

    tablet.open(".row button")
    tablet.tap('.actions [data-ask="park_ticket"]')
    tablet.sees(".shelf", "挂起")
    parked = branch.status(leg)
    tablet.tap('.shelf [data-ask="return_ticket"]')
    tablet.sees(".row", "A001")

    assert parked == "parked"


@pytest.mark.row("D2")
def test_another_service_of_the_same_visit_waits_when_the_first_is_finished(
    branch: Branch, tablet: Tablet
) -> None:
    branch.open("1")
    leg = branch.leg(branch.issue().leg)
    branch.call()
    branch.ask(r.StartService(leg.id, branch.leg(leg.id).version))
    card = tablet.show().card("1")

    tablet.open(f'{card} [data-sheet^="/reception/add"]')
    tablet.tap('.tile[data-body*="remittance"]')
    tablet.sees(card, "接着办 汇款")
    tablet.tap(f'{card} [data-ask="finish_service"]')
    tablet.sees(".row", "汇款")

    legs = branch.look(lambda day: day.legs_of(leg.visit))
    assert [(one.service, one.status.value) for one in legs] == [
        ("deposit", "finished"),
        ("remittance", "waiting"),
    ]


def test_a_step_that_cannot_be_taken_back_needs_a_second_tap(branch: Branch, tablet: Tablet) -> None:
    leg = branch.issue().leg
    tablet.show()
    tablet.open(".row button")

    tablet.tap('.actions [data-ask="abandon_ticket"]')
    tablet.sees("[data-armed]", "再点一次")
    after_one = branch.status(leg)
    tablet.tap_again("[data-armed]")
    tablet.sees(".toast.done", "A001 已弃号")

    assert (after_one, branch.status(leg)) == ("waiting", "abandoned")


@pytest.mark.parametrize("branch", [True], indirect=True, ids=["prints"])
def test_a_slip_is_printed_again_and_can_be_looked_at(branch: Branch, tablet: Tablet) -> None:
    visit = branch.issue().visit
    tablet.show()
    tablet.open(".row button")

    tablet.tap('.actions [data-ask="reprint"]')
    tablet.sees(".toast.done", "正在补打")
    tablet.open(".row button")
    tablet.page.locator('.facts a[href^="/v1/slips/"]').nth(1).wait_for()
    address = tablet.page.locator(".facts a").first.get_attribute("href")

    answer = tablet.page.request.get(f"{branch.url}{address}")
    assert answer.headers["content-type"] == "image/png"
    assert len(branch.look(lambda day: day.visits[visit].slips)) == 2


def test_the_whole_page_speaks_english(branch: Branch, tablet: Tablet) -> None:
    branch.open("1")
    assert isinstance(branch.issue(), Issued)
    tablet.show()

    tablet.tap(".choices [lang=en]")
    tablet.sees("#fresh", "Just updated")
    tablet.tap(f'{tablet.card("1")} [data-ask="call_next"]')
    tablet.sees(".toast.done", "A001 to Counter 1")
    tablet.page.reload()

    tablet.sees(f"{tablet.card('1')} .main", "Start")
    tablet.sees(".foot .issue", "New ticket")
