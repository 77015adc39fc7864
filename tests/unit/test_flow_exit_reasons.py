"""Why: the reasons that follow a score at the exit."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kiosk.domain.flow import events as e
from kiosk.domain.flow.exit import advance
from kiosk.domain.flow.leaving import Step, reasons, request
from kiosk.domain.rating import RatingReason
from tests.unit.test_flow_exit import AT_SCORE, WORD, after

OFFERED = (
    RatingReason("quick", WORD, "happy"),
    RatingReason("clear", WORD, "happy"),
    RatingReason("kind", WORD, "happy"),
    RatingReason("long_wait", WORD, "unhappy"),
    RatingReason("unclear", WORD, "unhappy"),
)
START = replace(AT_SCORE, offered=OFFERED)


def codes(score: int) -> list[str]:
    return [each.code for each in reasons(advance(START, e.Score(score)))]


@pytest.mark.row("D3")
@pytest.mark.parametrize("score", [1, 2, 3, 4, 5])
def test_the_reasons_offered_are_those_of_the_mood_of_the_score(score: int) -> None:
    assert codes(score) == (["quick", "clear", "kind"] if score > 3 else ["long_wait", "unclear"])


@pytest.mark.row("D3")
def test_several_reasons_are_sent_in_the_order_they_are_offered() -> None:
    said = after(e.Score(5), e.Because("kind"), e.Because("quick"), e.Next(), e.Skip(), start=START)

    assert (said.step, request(said).reasons) == (Step.SENDING, ("quick", "kind"))


def test_a_reason_touched_again_is_taken_back() -> None:
    assert after(e.Score(5), e.Because("kind"), e.Because("kind"), start=START).reasons == frozenset()


@pytest.mark.parametrize("reason", ["long_wait", "weather", ""])
def test_a_reason_that_is_not_offered_is_not_taken(reason: str) -> None:
    state = advance(START, e.Score(5))

    assert advance(state, e.Because(reason)) is state


def test_nobody_has_to_give_a_reason() -> None:
    said = after(e.Score(1), e.Next(), start=START)

    assert (said.step, request(said).reasons) == (Step.QUESTION, ())


def test_a_mood_without_reasons_leads_on_to_the_questions_and_back_to_the_score() -> None:
    only_unhappy = replace(START, offered=OFFERED[3:])
    asked = advance(only_unhappy, e.Score(5))

    assert asked.step is Step.QUESTION
    assert advance(asked, e.Back()).step is Step.SCORE


def test_back_leads_through_the_reasons_and_keeps_them() -> None:
    asked = after(e.Score(5), e.Because("kind"), e.Next(), start=START)
    at_reasons = advance(asked, e.Back())
    at_score = advance(at_reasons, e.Back())

    assert (at_reasons.step, at_score.step) == (Step.REASONS, Step.SCORE)
    assert advance(at_score, e.Score(4)).reasons == {"kind"}


def test_a_score_of_another_mood_drops_the_reasons() -> None:
    praised = after(e.Score(5), e.Because("kind"), e.Back(), e.Score(2), start=START)

    assert praised.reasons == frozenset()
    assert after(e.Back(), e.Score(5), start=praised).reasons == frozenset()
