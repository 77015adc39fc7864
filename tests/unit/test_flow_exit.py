"""The flow of the exit, walked from every state a customer can reach."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest

from kiosk.domain.answers import Done, Refusal
from kiosk.domain.catalogue import Text
from kiosk.domain.flow import events as e
from kiosk.domain.flow.exit import advance
from kiosk.domain.flow.idle import IN_USE, READING, UNASKED
from kiosk.domain.flow.leaving import (
    Leaving,
    Step,
    can_go_back,
    can_start_over,
    fresh,
    is_keyed,
    may_key,
    patience,
    request,
)
from kiosk.domain.rating import RatingReason

WORD = Text("字", "word")
OFFERED = (RatingReason("quick", WORD, "happy"), RatingReason("long_wait", WORD, "unhappy"))
PLAIN = Leaving(questions=("speed", "manner"))
"""Of a branch that asks for no reasons."""
START = Leaving(questions=("speed",), offered=OFFERED)
FOUND = e.Found("v1", "A012", "1234", ("withdraw",), finished=True, rated=False)
EVENTS: tuple[e.Event, ...] = (
    e.Key("A"), e.Key("1"), e.Erase(), e.Next(), e.Scanned("K1.demo"), FOUND, replace(FOUND, finished=False),
    replace(FOUND, rated=True), e.Heard(Refusal("wrong_ticket_or_check")), e.Heard(Done()), e.Waited(), e.Late(),
    e.Heard(Refusal("too_many_tries", {"wait_s": "42"})), e.Score(5), e.Score(0), e.Score(6), e.Because("quick"),
    e.Because("long_wait"), e.Skip(), e.Back(), e.StartOver(), e.End(), e.Reply("x"), e.Tick("x"), e.More(),
    e.Paper("s", "printed"),
)  # fmt: skip


def after(*events: e.Event, start: Leaving = START) -> Leaving:
    state = start
    for event in events:
        state = advance(state, event)
    return state


def keyed(signs: str) -> tuple[e.Event, ...]:
    return tuple(e.Key(sign) for sign in signs)


@cache
def every_state() -> tuple[Leaving, ...]:
    """Return every state that some order of touches, answers and silences can reach."""
    edge = [START]
    seen = {str(START): START}
    while edge:
        state = edge.pop()
        for found in (advance(state, event) for event in EVENTS):
            if str(found) not in seen:
                seen[str(found)] = found
                edge.append(found)
    return tuple(seen.values())


LOOKING = after(*keyed("A012"), e.Next(), *keyed("1234"), e.Next())
AT_SCORE = advance(LOOKING, FOUND)
PLAIN_AT_SCORE = replace(AT_SCORE, questions=PLAIN.questions, offered=())


def test_every_step_is_reached_by_some_way() -> None:
    assert {state.step for state in every_state()} == set(Step)


@pytest.mark.row("D3")
def test_a_customer_is_led_from_number_to_thanks() -> None:
    rated = after(e.Score(5), e.Score(4), e.Skip(), start=PLAIN_AT_SCORE)

    assert rated.step is Step.SENDING
    assert request(rated).answers == {"speed": 4}
    assert (request(rated).visit, request(rated).check, request(rated).score) == ("v1", "1234", 5)
    assert after(e.Heard(Done()), start=rated).step is Step.THANKS


def test_a_branch_without_questions_sends_the_rating_at_once() -> None:
    assert after(e.Score(3), start=replace(PLAIN_AT_SCORE, questions=())).step is Step.SENDING


@pytest.mark.parametrize(
    ("before", "sign"), [("", "1"), ("A", "B"), ("A0123", "4"), ("", "a"), ("", "AB"), ("", "甲")]
)
def test_a_sign_that_no_ticket_holds_there_is_not_taken(before: str, sign: str) -> None:
    state = after(*keyed(before))

    assert not may_key(state, sign)
    assert advance(state, e.Key(sign)) is state


def test_the_check_code_takes_four_digits_and_no_more() -> None:
    state = after(*keyed("A012"), e.Next(), *keyed("12345"))

    assert state.check == "1234"
    assert not may_key(state, "A")


@pytest.mark.parametrize(("signs", "whole"), [("A01", False), ("A012", True), ("A1000", True)])
def test_next_waits_until_the_number_is_whole(signs: str, whole: bool) -> None:  # noqa: FBT001 - a row of a table
    state = after(*keyed(signs))

    assert is_keyed(state) is whole
    assert (advance(state, e.Next()).step is Step.CODE) is whole


def test_erasing_takes_one_sign_at_a_time_and_stops_at_nothing() -> None:
    assert after(*keyed("A0"), e.Erase()).ticket == "A"
    assert after(e.Erase()).ticket == ""
    assert after(*keyed("A012"), e.Next(), *keyed("12"), e.Erase()).check == "1"


def test_back_keeps_what_was_keyed_and_said() -> None:
    last = after(e.Score(5), e.Score(4), start=PLAIN_AT_SCORE)
    seen = [last]
    while can_go_back(seen[-1]):
        seen.append(advance(seen[-1], e.Back()))

    assert [(state.step, state.asked) for state in seen] == [
        (Step.QUESTION, 1), (Step.QUESTION, 0), (Step.SCORE, 0), (Step.CODE, 0), (Step.NUMBER, 0),
    ]  # fmt: skip
    assert {(state.ticket, state.check, state.score) for state in seen} == {("A012", "1234", 5)}
    assert {tuple(state.answers.items()) for state in seen} == {(("speed", 4),)}


def test_back_is_offered_exactly_where_it_leads_somewhere() -> None:
    for state in every_state():
        assert can_go_back(state) == (advance(state, e.Back()) is not state)


def test_start_over_leaves_nothing_but_the_language() -> None:
    for state in (replace(state, language="en") for state in every_state()):
        if can_start_over(state):
            assert advance(state, e.StartOver()) == replace(START, language="en")
        else:
            assert advance(state, e.StartOver()) is state


def test_the_end_of_a_session_leaves_nothing_but_the_questions_of_the_branch() -> None:
    for state in every_state():
        assert advance(state, e.End()) == START == fresh(state)


def test_thanks_keep_no_number_and_no_code() -> None:
    done = after(e.Score(5), e.Skip(), e.Skip(), e.Heard(Done()), start=PLAIN_AT_SCORE)

    assert (done.step, done.ticket, done.check, done.visit) == (Step.THANKS, "", "", "")


@pytest.mark.parametrize(
    ("event", "why"),
    [
        (e.Found("v1", "A012", "1234", (), finished=False, rated=False), "not_finished"),
        (e.Found("v1", "A012", "1234", (), finished=True, rated=True), "already_rated"),
        (e.Heard(Refusal("wrong_ticket_or_check")), "wrong_ticket_or_check"),
    ],
)
def test_a_visit_that_cannot_be_rated_is_said_why_and_the_code_can_be_corrected(
    event: e.Event, why: str
) -> None:
    refused = advance(LOOKING, event)

    assert (refused.step, refused.refusal) == (Step.REFUSED, why)
    assert (advance(refused, e.Back()).step, advance(refused, e.Back()).ticket) == (Step.CODE, "A012")


def test_a_refused_rating_says_why() -> None:
    sent = after(e.Score(5), e.Skip(), e.Skip(), e.Heard(Refusal("already_rated")), start=PLAIN_AT_SCORE)

    assert (sent.step, sent.refusal) == (Step.REFUSED, "already_rated")


def test_a_rating_under_way_cannot_be_sent_twice() -> None:
    sending = after(e.Score(5), e.Skip(), e.Skip(), start=PLAIN_AT_SCORE)

    assert [advance(sending, event) for event in (e.Score(1), e.Skip(), e.Next(), e.Back())] == [sending] * 4


def test_a_search_that_hears_nothing_can_be_left_once_it_is_late() -> None:
    assert advance(LOOKING, e.Back()) is LOOKING
    assert advance(advance(LOOKING, e.Late()), e.Back()).step is Step.CODE


def test_a_score_off_the_scale_is_not_taken() -> None:
    assert after(e.Score(0), e.Score(6), start=AT_SCORE) == AT_SCORE


def test_a_skipped_question_takes_its_former_answer_back() -> None:
    state = after(e.Score(5), e.Score(4), e.Back(), e.Skip(), start=PLAIN_AT_SCORE)

    assert dict(state.answers) == {}


def test_silence_warns_and_a_touch_takes_the_warning_back() -> None:
    for state in every_state():
        assert advance(advance(state, e.Quiet()), e.Touched()) == replace(state, warned=False)


def test_patience_depends_on_what_there_is_to_lose() -> None:
    done = after(e.Score(5), e.Skip(), e.Skip(), e.Heard(Done()), start=PLAIN_AT_SCORE)

    assert patience(START) is None
    assert patience(replace(START, language="en")) == UNASKED
    assert patience(after(e.Key("A"))) == IN_USE
    assert patience(done) == READING
