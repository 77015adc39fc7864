"""What slips say when the branch's files are hostile, or changed after the ticket was issued."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.branch.printing.slip_content import slip_of, slip_words
from kiosk.domain import requests as r
from kiosk.domain.answers import Done, Issued
from kiosk.domain.catalogue import Text
from kiosk.domain.check_code import qr_text
from kiosk.domain.day import Day
from kiosk.domain.slip import (
    Heading,
    Number,
    Place,
    Point,
    Qr,
    Step,
    Tick,
    clean,
)
from tests.printed_slips import guide, lines, parts, printed, without
from tests.reception import SECRET, Reception
from tests.slip_samples import HOSTILE, slip_texts

if TYPE_CHECKING:
    from kiosk.domain.setting import Setting


@pytest.fixture
def room() -> Reception:
    return Reception()


def everywhere(text: str) -> Setting:
    """Return the branch with `text` for every word of one service, of its zone, and of bank and branch."""
    setting, words = Reception().setting, Text(text, text)
    service = setting.catalogue.services["deposit"]
    materials = tuple(replace(one, name=words, note=words) for one in service.materials)
    spoilt = replace(
        service,
        name=words,
        materials=materials,
        steps=tuple(replace(step, name=words, detail=words) for step in service.steps),
        form_hints=(words, words),
        aftercare=words,
    )
    zones = tuple(replace(zone, name=words, way=words, letter=text) for zone in setting.plan.zones)
    plan = replace(setting.plan, bank=words, name=words, zones=zones)
    services = {**setting.catalogue.services, "deposit": spoilt}
    return replace(setting, plan=plan, catalogue=replace(setting.catalogue, services=services))


@given(
    st.text(st.characters(), max_size=300)
    | st.sampled_from(
        [HOSTILE, "支" * 10_000, "\x1b@\x1dV\x00", "\u202e\u2066{code}", "\ud800", "z\u0301" * 999]
    ),
    st.sampled_from(["zh", "en"]),
)
def test_whatever_the_files_say_only_clean_text_reaches_either_slip(text: str, language: str) -> None:
    room = Reception()
    setting = everywhere(text)
    ticket = room.issue(language=language)
    asked = [ticket.slip, guide(room, visit=ticket.visit), guide(room, language=language)]

    told = [each for slip in asked for each in slip_texts(printed(room, slip, setting))]

    assert [each for each in told if each != clean(each)] == []


# Files that changed meanwhile


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_service_that_left_the_catalogue_still_prints_with_what_the_ticket_knows(
    room: Reception, language: str
) -> None:
    ticket = room.issue("wealth", language=language)

    slip = printed(room, ticket.slip, without(room.setting, "wealth"))

    assert parts(slip, Number) == [Number("A001")]
    assert "wealth" in lines(slip)
    assert [place.letter for place in parts(slip, Place)] == ["L"]
    assert [code.payload for code in parts(slip, Qr)] == [ticket.qr]
    assert not [block for block in slip.blocks if isinstance(block, (Tick, Step, Point))]


def test_a_zone_that_left_the_plan_is_named_by_its_code(room: Reception) -> None:
    ticket = room.issue("wealth")
    elsewhere = replace(room.setting, plan=replace(room.setting.plan, zones=()))

    (place,) = parts(printed(room, ticket.slip, elsewhere), Place)

    assert (place.letter, place.name) == ("", "advisory")


def test_a_material_that_left_the_catalogue_is_no_longer_asked_for(room: Reception) -> None:
    ticket = room.issue(answers={"account": "have", "who": "self"}, ready=("cash",))
    service = replace(room.setting.catalogue.services["deposit"], materials=())
    services = {**room.setting.catalogue.services, "deposit": service}
    changed = replace(room.setting, catalogue=replace(room.setting.catalogue, services=services))

    assert parts(printed(room, ticket.slip, changed), Tick) == []


def test_a_transferred_ticket_prints_where_it_goes_now(room: Reception) -> None:
    ticket = room.issue("deposit")
    room.step(r.TransferTicket, ticket.leg, service="wealth")
    again = room.did(r.Reprint(ticket.visit))
    assert isinstance(again, Done)

    slip = printed(room, again.about)

    assert room.setting.catalogue.services["wealth"].name.zh in lines(slip)
    assert [place.letter for place in parts(slip, Place)] == ["L"]


def test_answers_that_fit_the_service_no_longer_leave_its_questions_open(room: Reception) -> None:
    """The questions of both services have codes in common: an answer to one is none to the other."""
    ticket = room.issue("deposit", answers={"account": "have", "who": "self", "amount": "from_50k"})
    room.step(r.TransferTicket, ticket.leg, service="withdrawal")
    again = room.did(r.Reprint(ticket.visit))
    assert isinstance(again, Done)

    slip = printed(room, again.about)

    assert parts(slip, Tick) == []
    assert Heading("看您的情况，也可能要") in slip.blocks


def test_a_slip_the_day_does_not_know_is_a_bug_of_the_caller() -> None:
    with pytest.raises(KeyError):
        slip_of(Day(), "nothing", Reception().setting, slip_words())


@pytest.mark.row("D3")
def test_what_stands_on_paper_is_what_the_exit_asks_for(room: Reception) -> None:
    ticket: Issued = room.served()
    payload = next(code.payload for code in parts(printed(room, ticket.slip), Qr))

    assert payload == qr_text(SECRET, "demo", "2026-11-02", ticket.visit)
    assert room.did(r.RateVisit(ticket.visit, ticket.check, 5), "exit") == Done(ticket.visit)
