"""Calls for a person (呼叫人工, A4): from anywhere, at any time, and never twice."""

from __future__ import annotations

import pytest

from kiosk.domain import facts as f
from kiosk.domain import requests as r
from kiosk.domain.answers import Decision, Done, Refusal
from kiosk.domain.register import Register
from kiosk.domain.rules import decide
from kiosk.domain.setting import Moment
from tests.reception import Reception

pytestmark = pytest.mark.row("A4")


@pytest.fixture
def room() -> Reception:
    return Reception()


def called(room: Reception, place: str = "entrance", role: str = "entrance") -> str:
    answer = room.did(r.CallHelp(place), role)
    assert isinstance(answer, Done)
    return answer.about


@pytest.mark.parametrize("role", ["entrance", "exit", "reception"])
def test_a_person_can_be_called_from_every_place_with_a_screen(room: Reception, role: str) -> None:
    help_id = called(room, role, role)

    assert room.told == (f.HelpCalled(help_id, role),)
    assert room.day.helps == {help_id: role}


def test_a_second_call_from_the_same_place_is_the_same_call(room: Reception) -> None:
    first = called(room)

    again = called(room)

    assert again == first
    assert room.told == ()
    assert room.day.helps == {first: "entrance"}


def test_calls_from_two_places_are_two(room: Reception) -> None:
    assert called(room, "entrance") != called(room, "counter-3")
    assert sorted(room.day.helps.values()) == ["counter-3", "entrance"]


def test_an_answered_call_is_over_and_the_next_is_a_new_one(room: Reception) -> None:
    first = called(room)

    room.did(r.AnswerHelp(first))

    assert room.told == (f.HelpAnswered(first),)
    assert room.day.helps == {}
    assert called(room) != first


def test_the_slower_of_two_who_answer_is_told_so(room: Reception) -> None:
    help_id = called(room)
    room.did(r.AnswerHelp(help_id))

    assert room.ask(r.AnswerHelp(help_id)) == Refusal("unknown_help")


def test_a_person_can_be_called_after_closing(room: Reception) -> None:
    room.did(r.CloseDay())

    help_id = called(room, "exit", "exit")

    assert room.did(r.AnswerHelp(help_id)) == Done(help_id)


@pytest.mark.row("F3")
@pytest.mark.parametrize("words", ["王小明 13800001234", "<b>", "", "-entrance", "a" * 41])
def test_nobody_writes_words_of_their_own_into_a_call(room: Reception, words: str) -> None:
    assert room.ask(r.CallHelp(words), "entrance") == Refusal("bad_answer", {"code": "place"})
    assert room.day.helps == {}


@pytest.mark.row("F3")
@pytest.mark.parametrize(("counter", "place"), [("", "door-pc"), ("2", "counter-2")])
def test_a_device_of_the_branch_calls_to_where_it_stands_whatever_it_says(
    room: Reception, counter: str, place: str
) -> None:
    register = Register()
    role = "counter" if counter else "entrance"
    room.happen([f.DeviceInvited("door-pc", role, counter), f.DevicePaired("door-pc")])
    for recorded in room.recorded:
        register.apply(recorded)
    moment = Moment(room.now_ms, r.By(role, "door-pc", counter=counter), room.new_id, register)

    told = [decide(room.day, r.CallHelp(said), room.setting, moment) for said in ("13800001234", "王小明")]

    for one in told:
        assert isinstance(one, Decision)
        assert [fact.place for fact in one.facts if isinstance(fact, f.HelpCalled)] == [place]
