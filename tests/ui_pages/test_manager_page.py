"""The manager's page in a real browser, on a real branch: an alert arrives, is taken, and nobody else hears of it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from kiosk.domain import requests as r
from tests.matrix import in_languages
from tests.ui_pages.test_reception_looks import CUT_OFF, SMALL_TARGETS, faults

if TYPE_CHECKING:
    from collections.abc import Callable

    from kiosk.domain.answers import Issued
    from tests.ui_pages.conftest import Branch, Tablet

LANDSCAPE, PORTRAIT = (1280, 800), (800, 1280)


def show(tablet: Tablet, query: str = "") -> Tablet:
    """Open the manager's page and wait until it is connected."""
    tablet.page.goto(f"{tablet.url}/manager{query}")
    tablet.connected()
    return tablet


def finished(branch: Branch, service: str = "deposit", counter: str = "1") -> Issued:
    """Let a customer be served to the end."""
    issued = branch.issue(service)
    leg = branch.call(counter).leg
    for step in (r.StartService, r.FinishService):
        branch.ask(step(leg, branch.leg(leg).version))
    return issued


def rated(branch: Branch, score: int, *reasons: str, service: str = "deposit") -> Issued:
    """Let a customer be served and say what it was like."""
    issued = finished(branch, service)
    answers = {"speed": score, "clarity": 4, "manner": 5}
    branch.ask(r.RateVisit(issued.visit, issued.check, score, answers, reasons), "exit")
    return issued


@pytest.mark.row("D3")
def test_a_low_rating_arrives_by_itself_and_is_taken_with_one_tap(branch: Branch, tablet: Tablet) -> None:
    branch.open("1")
    show(tablet)

    issued = rated(branch, 1, "long_wait", "unclear")
    tablet.sees(".alert", "存款 有客户不满意：等得太久、没讲清楚")
    tablet.settled()
    tablet.tap('.alert [data-ask="answer_rating"]')
    tablet.sees(".toast", "已记下")
    tablet.no_longer_sees(".alert")

    assert branch.look(lambda day: day.ratings[issued.visit].answered)
    tablet.sees(".done summary", "已处理")


@pytest.mark.row("D3")
def test_a_rating_somebody_else_sees_to_is_told_as_such(
    branch: Branch, tablets: Callable[..., Tablet]
) -> None:
    branch.open("1")
    issued = rated(branch, 2, "attitude")
    tablet = show(tablets())

    tablet.page.route("**/manager/board*", lambda route: route.abort())
    branch.ask(r.AnswerRating(issued.visit), "manager")
    tablet.tap('.alert [data-ask="answer_rating"]')
    tablet.sees(".toast.refused", "已经有同事处理")
    tablet.complaints.clear()  # the fetches that this test cut off


@pytest.mark.row("D3")
def test_reception_beside_it_shows_nothing_of_an_opinion(
    branch: Branch, tablets: Callable[..., Tablet]
) -> None:
    branch.open("1")
    issued = finished(branch)
    reception, manager = tablets().show(), show(tablets())
    before = reception.page.locator("main").inner_html()

    with reception.page.expect_response("**/reception/board"):
        branch.ask(r.RateVisit(issued.visit, issued.check, 1, {}, ("attitude",)), "exit")
    manager.sees(".alert", "态度不好")
    reception.page.wait_for_timeout(400)

    assert reception.page.locator("main").inner_html() == before


def test_reception_and_manager_are_one_tap_apart(tablet: Tablet) -> None:
    tablet.show()

    tablet.tap('a[href="/manager"]')
    tablet.sees("h1", "大堂经理")
    tablet.connected()
    tablet.tap('a[href="/reception"]')

    tablet.sees("h1", "大堂接待")
    tablet.connected()


@pytest.mark.row("H1")
def test_what_was_unfolded_stays_unfolded_while_the_page_goes_on(branch: Branch, tablet: Tablet) -> None:
    branch.open("1")
    for score in (5, 4, 4, 5, 3):
        rated(branch, score)
    show(tablet)

    tablet.tap(".meaning summary")
    tablet.tap('[data-key="twin"] summary')
    rated(branch, 5)
    tablet.sees(".hero-mean", "6 份评价")

    assert tablet.page.locator(".meaning[open] dt").first.is_visible()
    assert tablet.page.locator('[data-key="twin"][open] td').first.is_visible()


@pytest.mark.row("H1")
def test_another_span_is_one_tap_away_and_stays_chosen(branch: Branch, tablet: Tablet) -> None:
    branch.open("1")
    show(tablet)

    tablet.page.locator(".spans a").filter(has_text="近 30 天").tap()
    tablet.page.wait_for_url(re.compile("days=30"))
    tablet.connected()
    rated(branch, 4)
    tablet.sees(".hero-mean", "1 份评价")

    assert tablet.page.locator(".spans [aria-current]").inner_text() == "近 30 天"


@pytest.mark.row("G1")
def test_a_finding_leads_from_reception_to_the_manager(branch: Branch, tablet: Tablet) -> None:
    branch.open("1")
    tablet.show()

    branch.ask(r.ReportCheck({"printer": "ok", "paper": "near_end"}), "system")
    tablet.sees("a.notice", "开门检查：打印纸：快用完")
    tablet.tap("a.notice")

    tablet.sees(".findings .amiss", "备好一卷新纸")


@in_languages({"landscape": LANDSCAPE, "portrait": PORTRAIT})
def test_everything_fits_can_be_hit_and_passes_axe(
    branch: Branch, tablets: Callable[..., Tablet], size: tuple[int, int], language: str
) -> None:
    branch.open("1")
    for score in (5, 5, 4, 4, 3, 2):
        rated(branch, score, "long_wait" if score < 4 else "quick")
    answered = rated(branch, 1, "long_wait", "unclear", "attitude", "sent_around")
    branch.ask(r.AnswerRating(answered.visit), "manager")
    rated(branch, 1, "long_wait", "unclear", "attitude", "sent_around", "premises", service="withdrawal")
    branch.ask(r.ReportCheck({"printer": "ok", "disk": "low", "screen_entrance": "missing"}), "system")
    tablet = show(tablets(size, font=True), f"?lang={language}")
    tablet.sees(".alert")

    found = [*faults(tablet), *tablet.page.evaluate(SMALL_TARGETS), *tablet.page.evaluate(CUT_OFF)]
    for summary in tablet.page.locator("summary").all():
        summary.tap()
    found += [*faults(tablet), *tablet.page.evaluate(CUT_OFF)]

    assert found == []
    assert not tablet.page.evaluate("document.documentElement.scrollWidth > innerWidth")
    assert all(
        box["height"] >= 44 for one in tablet.page.locator("summary").all() if (box := one.bounding_box())
    )


def test_an_empty_morning_passes_axe(tablet: Tablet) -> None:
    assert faults(show(tablet)) == []


@pytest.mark.parametrize("hand", ["left", "right"])
def test_the_button_of_an_alert_is_on_the_side_of_the_hand(branch: Branch, tablet: Tablet, hand: str) -> None:
    branch.open("1")
    rated(branch, 1)
    show(tablet, f"?hand={hand}")

    button = tablet.page.locator(".alert .main").bounding_box()

    assert button is not None
    assert button["height"] >= 56
    middle = button["x"] + button["width"] / 2
    assert middle < LANDSCAPE[0] / 2 if hand == "left" else middle > LANDSCAPE[0] / 2
