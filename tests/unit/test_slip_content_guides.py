"""What a guidance slip says: gathered from the branch's files, with a visit or without one."""

from __future__ import annotations

import pytest

from kiosk.domain.catalogue import materials_for, materials_maybe
from kiosk.domain.slip import (
    Map,
    Place,
    Point,
    Qr,
    Step,
    Tick,
)
from tests.printed_slips import banners, guide, lines, parts, printed, without
from tests.reception import Reception


@pytest.fixture
def room() -> Reception:
    return Reception()


@pytest.mark.row("B1")
@pytest.mark.row("B3")
@pytest.mark.row("D1")
def test_a_guide_tells_all_about_a_service_to_somebody_without_a_number(room: Reception) -> None:
    answers = {"where": "domestic", "identity": "mainland"}
    service = room.setting.catalogue.services["remittance"]

    slip = printed(room, guide(room, "remittance", answers=answers, ready=("id_card",)))

    assert parts(slip, Tick) == [
        Tick(material.name.zh, material.code == "id_card", material.note.zh if material.note else "")
        for material in materials_for(service, answers)
    ]
    assert [(step.number, step.name, step.detail) for step in parts(slip, Step)] == [
        (n, step.name.zh, step.detail.zh) for n, step in enumerate(service.steps, 1)
    ]
    assert [point.text for point in parts(slip, Point)] == [hint.zh for hint in service.form_hints]
    assert service.aftercare.zh in lines(slip)
    assert "还没有号？来办时先在取号机取号。" in lines(slip)


@pytest.mark.row("B1")
def test_a_guide_with_questions_open_names_what_may_be_needed_too(room: Reception) -> None:
    service = room.setting.catalogue.services["deposit"]

    points = [point.text for point in parts(printed(room, guide(room)), Point)]

    assert points[:-2] == [material.name.zh for material in materials_maybe(service, {})]


def test_a_guide_of_a_visit_names_its_number_and_proves_nothing(room: Reception) -> None:
    ticket = room.issue(answers={"account": "have", "who": "self"}, ready=("cash",), language="en")

    slip = printed(room, guide(room, visit=ticket.visit))

    assert "Your number 号码 A001" in lines(slip)
    assert Tick("Cash 现金", ticked=True, note="Please sort the notes beforehand") in slip.blocks
    assert parts(slip, Qr) == []
    assert ticket.check not in str(slip)
    assert ticket.visit not in str(slip)


def test_a_guide_is_no_reprint_and_says_when_it_was_printed(room: Reception) -> None:
    ticket = room.issue()
    room.wait(30)

    slip = printed(room, guide(room, visit=ticket.visit))

    assert banners(slip) == []
    assert "打印时间 2026年11月2日 09:30" in lines(slip)


@pytest.mark.row("A5")
def test_a_guide_shows_the_place_and_the_way_on_the_map(room: Reception) -> None:
    slip = printed(room, guide(room, "corporate_loan"))

    assert [place.letter for place in parts(slip, Place)] == ["G"]
    assert [one.letter for drawn in parts(slip, Map) for one in drawn.rooms if one.here] == ["G"]


@pytest.mark.parametrize("numbered", [True, False])
def test_a_guide_for_a_service_that_left_the_catalogue_says_what_is_still_known(
    room: Reception, *, numbered: bool
) -> None:
    ticket = room.issue("wealth")
    asked = guide(room, visit=ticket.visit) if numbered else guide(room, "wealth")

    slip = printed(room, asked, without(room.setting, "wealth"))

    assert "wealth" in lines(slip)
    assert [place.letter for place in parts(slip, Place)] == (["L"] if numbered else [])
    assert not [block for block in slip.blocks if isinstance(block, (Tick, Step, Point))]
