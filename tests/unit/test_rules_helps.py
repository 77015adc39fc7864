"""Calls for a person (呼叫人工, A4): from anywhere, at any time, and never twice."""

from __future__ import annotations

import pytest

from kiosk.domain import facts as f
from kiosk.domain import requests as r
from kiosk.domain.answers import Done, Refusal
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
    assert called(room, "entrance") != called(room, "counter 3")
    assert sorted(room.day.helps.values()) == ["counter 3", "entrance"]


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
