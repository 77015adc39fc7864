"""The slip at the exit: scanned, refused, waited for; what was said of one visit is never said of another."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kiosk.domain.answers import Done, Refusal
from kiosk.domain.flow import events as e
from kiosk.domain.flow.exit import advance
from kiosk.domain.flow.idle import IN_USE, READING, UNHURRIED_READING
from kiosk.domain.flow.leaving import (
    GONE_S,
    LONGEST_CODE,
    Leaving,
    Step,
    fresh,
    is_given,
    is_left,
    is_same_slip,
    patience,
    request,
)
from tests.unit.test_flow_exit import AT_SCORE, EVENTS, FOUND, LOOKING, START, after, every_state, keyed

CODE = "K1.demo.20261120.0193F6A27B1C7CDE8F000123456789AB.ABCDEFGHIJKLM"
TOO_MANY = e.Heard(Refusal("too_many_tries", {"wait_s": "42"}))
OTHER = "K1.demo.20261120.0193F6A27B1C7CDE8F000123456789AC.ABCDEFGHIJKLN"
OPEN_TO_SCANS = {Step.NUMBER, Step.CODE, Step.LOOKING, Step.SCORE, Step.REFUSED, Step.THANKS}


@pytest.mark.row("D3")
def test_a_scan_looks_for_the_visit_wherever_no_opinion_is_being_given() -> None:
    for state in every_state():
        scanned = advance(state, e.Scanned(CODE))
        if state.step in OPEN_TO_SCANS and not is_given(state):
            assert (scanned.step, scanned.scanned, scanned.ticket) == (Step.LOOKING, CODE, "")
        elif state.step is Step.SENDING:
            assert scanned is state
        else:
            assert scanned == replace(state, another=True)


@pytest.mark.row("D3")
def test_before_a_score_the_next_slip_takes_over_and_the_same_one_or_rubbish_changes_nothing() -> None:
    at_score = after(e.Scanned(CODE), FOUND)

    assert advance(at_score, e.Scanned(OTHER)).step is Step.LOOKING
    assert advance(at_score, e.Scanned(OTHER)).scanned == OTHER
    assert advance(at_score, e.Scanned(CODE)) is at_score
    assert advance(at_score, e.Scanned("6901234567892")) is at_score


@pytest.mark.row("D3")
def test_an_opinion_once_begun_is_finished_before_another_slip_and_the_next_touch_takes_the_line_away() -> (
    None
):
    begun = after(e.Scanned(CODE), FOUND, e.Score(2))
    asked = advance(begun, e.Scanned(OTHER))

    assert asked == replace(begun, another=True)
    assert advance(asked, e.Quiet()).another
    assert advance(asked, e.Because("long_wait")) == advance(begun, e.Because("long_wait"))
    assert advance(begun, e.Scanned(CODE)) is begun


@pytest.mark.row("D3")
def test_a_slip_that_was_keyed_is_the_same_when_it_is_scanned() -> None:
    visit = "0193f6a2-7b1c-7cde-8f00-0123456789ab"
    begun = replace(advance(AT_SCORE, e.Score(2)), visit=visit)

    assert is_same_slip(begun, CODE)
    assert advance(begun, e.Scanned(CODE)) is begun
    assert not is_left(begun, CODE, GONE_S)


@pytest.mark.row("D3")
def test_another_slip_is_the_next_customers_once_whoever_stood_there_has_gone() -> None:
    begun = after(e.Scanned(CODE), FOUND, e.Score(2))
    sending = after(e.Next(), e.Skip(), start=begun)

    assert not is_left(begun, OTHER, GONE_S - 1)
    assert is_left(begun, OTHER, GONE_S)
    assert is_left(advance(begun, e.Quiet()), OTHER, 0)
    assert not is_left(sending, OTHER, GONE_S)
    assert is_left(advance(sending, e.Late()), OTHER, 0)


@pytest.mark.row("D3")
def test_a_search_that_the_one_before_left_gives_way_to_the_next_slip() -> None:
    looking = after(e.Scanned(CODE))

    assert advance(looking, e.Scanned(OTHER)).scanned == OTHER
    assert advance(looking, e.Scanned(CODE)) is looking


@pytest.mark.row("D3")
def test_a_scanned_visit_is_rated_with_the_check_code_the_branch_gives() -> None:
    rated = after(e.Scanned(CODE), FOUND, e.Score(4), e.Next(), e.Skip())

    assert (rated.step, request(rated).visit, request(rated).check) == (Step.SENDING, "v1", "1234")


def test_a_scan_takes_away_what_was_keyed_half() -> None:
    half = after(*keyed("A0"))

    assert advance(half, e.Scanned(CODE)).ticket == ""


@pytest.mark.parametrize("code", ["", "x" * (LONGEST_CODE + 1)])
def test_what_can_be_no_slip_is_told_at_once(code: str) -> None:
    refused = advance(START, e.Scanned(code))

    assert (refused.step, refused.refusal) == (Step.REFUSED, "wrong_code")


@pytest.mark.parametrize(
    "refusal", ["wrong_code", "other_branch", "other_day", "not_finished", "already_rated", "not_understood"]
)
def test_after_a_scan_that_is_refused_the_next_slip_can_be_scanned_or_keyed(refusal: str) -> None:
    refused = after(e.Scanned(CODE), e.Heard(Refusal(refusal)))

    assert advance(refused, e.Scanned("K1.other")).scanned == "K1.other"
    assert advance(refused, e.Back()) == replace(START)


def test_a_slip_of_another_day_tells_which() -> None:
    refused = after(e.Scanned(CODE), e.Heard(Refusal("other_day", {"date": "2026-11-19"})))

    assert refused.slip_date == "2026-11-19"
    assert advance(refused, e.Scanned(CODE)).slip_date == ""


def test_too_many_tries_wait_and_go_on_by_themselves_with_the_code_to_be_keyed_anew() -> None:
    waiting = advance(LOOKING, TOO_MANY)
    going_on = advance(waiting, e.Waited())

    assert (waiting.step, waiting.wait_s) == (Step.REFUSED, 42)
    assert (going_on.step, going_on.ticket, going_on.check, going_on.wait_s) == (Step.CODE, "A012", "", 0)


def test_no_wait_is_over_where_none_was_asked_for() -> None:
    for state in every_state():
        if not state.wait_s:
            assert advance(state, e.Waited()) is state


@pytest.mark.parametrize("wait", ["", "soon", "-1", "٤٢"])
def test_a_wait_that_is_no_number_is_none(wait: str) -> None:
    assert advance(LOOKING, e.Heard(Refusal("too_many_tries", {"wait_s": wait}))).wait_s == 0


def test_what_was_said_of_a_visit_is_kept_for_it_and_for_no_other() -> None:
    said = after(e.Score(5), e.Because("quick"), e.Next(), e.Score(4), start=AT_SCORE)
    left = after(e.Back(), e.Back(), e.Back(), start=replace(said, step=Step.QUESTION))

    again = after(e.Next(), FOUND, start=left)
    other = after(e.Next(), replace(FOUND, visit="v2"), start=left)

    assert left.step is Step.CODE
    assert (again.score, again.reasons, dict(again.answers)) == (5, frozenset({"quick"}), {"speed": 4})
    assert (other.score, other.reasons, dict(other.answers)) == (0, frozenset(), {})


@pytest.mark.row("D3")
def test_a_score_is_worth_sending_only_while_its_visit_is_on_the_screen() -> None:
    for state in every_state():
        if is_given(state):
            assert state.visit
            assert state.step in {Step.SCORE, Step.REASONS, Step.QUESTION}
    assert is_given(advance(AT_SCORE, e.Score(1)))
    assert not is_given(AT_SCORE)
    assert not is_given(after(e.Score(1), e.Back(), e.Back(), start=AT_SCORE))


def test_no_event_but_an_answer_or_a_scan_leads_away_from_a_search() -> None:
    for event in EVENTS:
        moved = advance(LOOKING, event).step is not Step.LOOKING
        assert not moved or isinstance(event, e.Found | e.Heard | e.End)


@pytest.mark.row("D1")
def test_thanks_and_a_second_try_keep_what_was_done_for_its_aftercare() -> None:
    thanked = after(e.Score(5), e.Next(), e.Skip(), e.Heard(Done()), start=AT_SCORE)
    again = after(e.Scanned(CODE), replace(FOUND, rated=True))

    assert (thanked.services, again.services) == (("withdraw",), ("withdraw",))
    assert patience(thanked) == patience(again) == READING
    assert patience(replace(thanked, view=replace(thanked.view, size="XL"))) == UNHURRIED_READING
    assert patience(after(e.Scanned(CODE), replace(FOUND, finished=False))) == IN_USE


@pytest.mark.row("D1")
def test_the_aftercare_of_many_services_is_turned_page_by_page_and_goes_round() -> None:
    many = replace(FOUND, services=("a", "b", "a", "c"), rated=True)
    state = after(e.Scanned(CODE), many)
    pages = [state := advance(state, e.More()) for _ in range(2)]

    assert state.services == ("a", "b", "c")
    assert [each.page for each in pages] == [1, 0]
    assert advance(AT_SCORE, e.More()) is AT_SCORE


def test_a_session_that_ends_keeps_the_reasons_of_the_branch_and_nothing_of_the_slip() -> None:
    scanned = after(e.Scanned(CODE), FOUND, e.Score(5))

    assert advance(scanned, e.End()) == fresh(scanned) == Leaving(START.step, START.questions, START.offered)
