"""The customer's opinion at the exit: one for each finished visit, never by or through a teller (D3)."""

from __future__ import annotations

import pytest

from kiosk.domain import facts as f
from kiosk.domain import requests as r
from kiosk.domain.answers import Done, Issued, Refusal
from kiosk.domain.check_code import check_code
from kiosk.domain.rules.ratings import is_finished
from tests.reception import HOUR_MS, SECRET, Reception

pytestmark = pytest.mark.row("D3")


@pytest.fixture
def room() -> Reception:
    return Reception()


def rating(ticket: Issued, score: int = 5, **answers: int) -> r.RateVisit:
    return r.RateVisit(ticket.visit, ticket.check, score, answers)


@pytest.mark.parametrize("score", range(1, 6))
def test_a_finished_visit_is_rated_from_one_to_five(room: Reception, score: int) -> None:
    ticket = room.served()
    first, second, *_ = (question.code for question in room.setting.rating_questions)

    answer = room.ask(rating(ticket, score, **{first: 1, second: 5}), "exit")

    assert answer == Done(ticket.visit)
    assert room.told == (f.VisitRated(ticket.visit, score, {first: 1, second: 5}),)


def test_every_question_of_the_bank_may_be_left_open(room: Reception) -> None:
    assert isinstance(room.ask(rating(room.served()), "exit"), Done)


def test_a_visit_is_rated_once(room: Reception) -> None:
    ticket = room.served()
    room.did(rating(ticket, 1), "exit")

    assert room.ask(rating(ticket, 5), "exit") == Refusal("already_rated")


def test_a_visit_nobody_knows_is_not_rated(room: Reception) -> None:
    ticket = room.served()

    assert room.ask(r.RateVisit("somebody", ticket.check, 5), "exit") == Refusal("unknown_visit")


@pytest.mark.parametrize("wrong", ["", "12345", "abcd", "１２３４"])
def test_without_the_check_code_of_the_slip_nothing_is_rated(room: Reception, wrong: str) -> None:
    ticket = room.served()

    assert room.ask(r.RateVisit(ticket.visit, wrong, 5), "exit") == Refusal("wrong_check")


def test_the_check_code_of_another_slip_does_not_help(room: Reception) -> None:
    ticket, other = room.served(), room.served()
    assert other.check != ticket.check

    assert room.ask(r.RateVisit(ticket.visit, other.check, 5), "exit") == Refusal("wrong_check")


@pytest.mark.parametrize("score", [0, 6, -1, 10**30])
def test_a_score_out_of_range_is_refused(room: Reception, score: int) -> None:
    assert room.ask(rating(room.served(), score), "exit") == Refusal("bad_score", {"question": "score"})


@pytest.mark.parametrize(("code", "value"), [("speed", 0), ("speed", 6), ("colour", 3)])
def test_an_answer_out_of_range_or_to_a_question_nobody_asks_is_refused(
    room: Reception, code: str, value: int
) -> None:
    assert "speed" in {question.code for question in room.setting.rating_questions}

    answer = room.ask(rating(room.served(), 5, **{code: value}), "exit")

    assert answer == Refusal("bad_score", {"question": code})


def test_a_visit_that_still_waits_or_is_served_is_not_finished(room: Reception) -> None:
    room.open("1")
    ticket = room.issue()

    waiting = room.ask(rating(ticket), "exit")
    room.call()
    called = room.ask(rating(ticket), "exit")
    room.step(r.StartService, ticket.leg)
    serving = room.ask(rating(ticket), "exit")

    assert [waiting, called, serving] == [Refusal("not_finished")] * 3


def test_a_visit_with_a_service_still_to_come_is_not_finished(room: Reception) -> None:
    ticket = room.served()
    added = room.did(r.AddService(ticket.visit, "transfer"))
    assert isinstance(added, Done)

    assert room.ask(rating(ticket), "exit") == Refusal("not_finished")

    room.serve(added.about)
    assert room.ask(rating(ticket), "exit") == Done(ticket.visit)


@pytest.mark.parametrize("step", [r.PassTicket, r.ParkTicket])
def test_a_visit_set_aside_is_not_finished(room: Reception, step: type[r.PassTicket | r.ParkTicket]) -> None:
    room.open("1")
    ticket = room.issue()
    room.call()
    room.step(step, ticket.leg)

    assert room.ask(rating(ticket), "exit") == Refusal("not_finished")


def test_whoever_gave_up_was_not_served_and_rates_nothing(room: Reception) -> None:
    ticket = room.issue()
    room.step(r.AbandonTicket, ticket.leg)

    assert room.ask(rating(ticket), "exit") == Refusal("not_finished")


def test_one_service_given_up_does_not_take_away_the_opinion_of_the_other(room: Reception) -> None:
    ticket = room.served()
    added = room.did(r.AddService(ticket.visit, "transfer"))
    assert isinstance(added, Done)
    room.step(r.AbandonTicket, added.about)

    assert is_finished(room.day, ticket.visit)
    assert room.ask(rating(ticket), "exit") == Done(ticket.visit)


def test_customers_still_in_the_hall_rate_after_closing(room: Reception) -> None:
    ticket = room.served()
    room.did(r.CloseDay())

    assert room.ask(rating(ticket), "exit") == Done(ticket.visit)


@pytest.mark.parametrize("role", ["reception", "entrance", "hall", "system", "counter", "manager", ""])
def test_nobody_but_the_exit_may_rate(room: Reception, role: str) -> None:
    assert room.ask(rating(room.served()), role) == Refusal("role_may_not", {"role": role})


def test_a_visit_rated_the_day_before_is_not_rated_again(room: Reception) -> None:
    ticket = room.served()
    room.did(rating(ticket, 2), "exit")
    added = room.did(r.AddService(ticket.visit, "transfer"))
    assert isinstance(added, Done)
    room.step(r.ParkTicket, added.about)
    room.wait(ms=24 * HOUR_MS)
    room.keep_day()
    room.open("1")
    room.serve(added.about)

    assert ticket.check == check_code(SECRET, ticket.visit)
    assert room.ask(rating(ticket, 5), "exit") == Refusal("already_rated")


# Reasons, and the low ratings somebody sees to


def test_a_rating_says_why_with_the_reasons_of_its_mood(room: Reception) -> None:
    ticket = room.served()

    room.did(r.RateVisit(ticket.visit, ticket.check, 2, reasons=("long_wait", "unclear")), "exit")

    assert room.told == (f.VisitRated(ticket.visit, 2, {}, ("long_wait", "unclear")),)


@pytest.mark.parametrize(
    ("score", "reasons"),
    [(5, ("long_wait",)), (2, ("quick",)), (3, ("weather",)), (2, ("unclear", "unclear"))],
)
def test_a_reason_of_another_mood_or_of_nobody_is_refused(
    room: Reception, score: int, reasons: tuple[str, ...]
) -> None:
    ticket = room.served()

    answer = room.ask(r.RateVisit(ticket.visit, ticket.check, score, reasons=reasons), "exit")

    assert answer == Refusal("bad_score", {"question": "reasons"})


@pytest.mark.parametrize("score", [1, 2])
def test_a_low_rating_is_seen_to_once(room: Reception, score: int) -> None:
    ticket = room.served()
    room.did(rating(ticket, score), "exit")

    assert room.ask(r.AnswerRating(ticket.visit), "manager") == Done(ticket.visit)
    assert room.day.ratings[ticket.visit].answered
    assert room.ask(r.AnswerRating(ticket.visit), "manager") == Refusal("unknown_rating")


def test_a_rating_that_is_not_low_calls_nobody(room: Reception) -> None:
    ticket = room.served()
    room.did(rating(ticket, 3), "exit")

    assert room.ask(r.AnswerRating(ticket.visit), "manager") == Refusal("unknown_rating")
