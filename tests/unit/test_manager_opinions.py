"""What the manager's page makes of ratings: nothing is lost under one name, and no alert leads back to a visit."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from fastapi import FastAPI

from kiosk.domain import requests as r
from kiosk.pages.manager import router
from kiosk.pages.manager.opinions import opinions_view
from kiosk.pages.reception.names import Names
from kiosk.records.satisfaction import Satisfaction, Tally
from tests.asgi_browser import Browser
from tests.opinions import Opinions

if TYPE_CHECKING:
    from kiosk.domain.rating import RatingForm


def html_of(room: Opinions, language: str = "zh") -> str:
    app = FastAPI()
    app.include_router(router(room))
    return Browser(app).get(f"/manager/board?lang={language}").text


def alike(form: RatingForm) -> RatingForm:
    """Return the form with every question worded as the first."""
    return replace(
        form, questions=tuple(replace(question, text=form.questions[0].text) for question in form.questions)
    )


@pytest.mark.row("H1")
def test_two_services_and_two_questions_of_one_name_keep_a_row_each(monkeypatch: pytest.MonkeyPatch) -> None:
    room = Opinions()
    monkeypatch.setattr(Names, "service", lambda _names, _code: "办卡")
    form = alike(room.rating_form)
    first, second = (question.code for question in form.questions[:2])
    thought = Satisfaction(
        by_service={"deposit": Tally(5, 25), "withdrawal": Tally(6, 12)},
        by_question={first: Tally(5, 20), second: Tally(7, 21)},
    )

    view = opinions_view(thought, Names(room.catalogue, room.plan, "zh"), form)

    assert [(line.name, line.count) for line in view.services] == [("办卡", 6), ("办卡", 5)]
    assert [line.count for line in view.questions] == [7, 5]


@pytest.mark.row("D3")
def test_the_visit_stands_in_the_request_of_the_button_alone() -> None:
    room = Opinions()
    visits = [room.rated(1).visit for _ in range(4)]
    room.did(r.AnswerRating(visits[0]), "manager")

    html = html_of(room)

    assert [html.count(visit) for visit in visits] == [0, 1, 1, 1]
    assert re.findall(r'data-body=\'\{"visit": "([^"]*)"\}\'', html) == visits[:0:-1]


def test_an_alert_keeps_its_key_while_others_come_and_no_two_share_one() -> None:
    room = Opinions()
    room.rated(1)
    before = keys(html_of(room))
    room.rated(2)

    after = keys(html_of(room))

    assert len(set(after)) == 2
    assert after[1:] == before


def keys(html: str) -> list[str]:
    return re.findall(r'class="alert" data-key="([^"]+)"', html)


@pytest.mark.row("D3")
@pytest.mark.parametrize(
    ("language", "said"),
    [("zh", "只列当天的；过了换日时间就不再提醒，评价仍计入统计"), ("en", "of today only")],
)
def test_the_page_says_that_alerts_end_with_the_day(language: str, said: str) -> None:
    assert said in html_of(Opinions(), language)
