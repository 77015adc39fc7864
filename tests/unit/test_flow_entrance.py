"""The flow of the entrance, walked from every state a customer can reach."""

from __future__ import annotations

from dataclasses import fields, replace

import pytest

from kiosk.domain.flow import events as e
from kiosk.domain.flow.arriving import (
    Arriving,
    Step,
    can_go_back,
    can_start_over,
    materials,
    path,
    patience,
    questions,
    request,
)
from kiosk.domain.flow.entrance import advance
from kiosk.domain.flow.idle import (
    AFTER_PRINT,
    IN_USE,
    UNASKED,
)
from tests.entering import (
    ADVICE,
    AT_CONFIRM,
    CASH,
    CLOSED,
    ISSUED,
    PERSONAL,
    PLAIN,
    after,
    every_state,
    place,
)


def test_every_step_is_reached_by_some_way() -> None:
    assert {state.step for state in every_state()} == set(Step)


def test_a_customer_is_led_from_category_to_number() -> None:
    steps = [Arriving()]
    for event in (
        PERSONAL, e.ChooseService(CASH), e.Reply("agent"), e.Reply("no"), e.Next(), e.Next(), e.Heard(ISSUED)
    ):  # fmt: skip
        steps.append(advance(steps[-1], event))

    assert [place(state) for state in steps] == [
        (Step.CATEGORY, 0), (Step.SERVICE, 0), (Step.QUESTION, 0), (Step.QUESTION, 1), (Step.MATERIALS, 0),
        (Step.CONFIRM, 0), (Step.ISSUING, 0), (Step.RESULT, 0),
    ]  # fmt: skip
    assert steps[-1].issued == ISSUED


def test_a_category_of_one_service_goes_straight_to_what_that_service_asks() -> None:
    assert after(ADVICE).step is Step.CONFIRM


def test_a_question_that_does_not_apply_is_not_asked() -> None:
    state = after(PERSONAL, e.ChooseService(CASH), e.Reply("self"))

    assert state.step is Step.MATERIALS
    assert [question.code for question in questions(state)] == ["who"]


def test_back_leads_to_the_screen_before_with_everything_said_kept() -> None:
    for state in every_state():
        if state.step in {Step.SERVICE, Step.QUESTION, Step.MATERIALS, Step.CONFIRM}:
            back = advance(state, e.Back())

            assert place(back) == path(state)[path(state).index(place(state)) - 1]
            assert (back.answers, back.ready, back.needs) == (state.answers, state.ready, state.needs)


def test_back_from_a_refusal_leads_to_the_confirmation() -> None:
    refused = after(e.Next(), e.Heard(CLOSED), start=AT_CONFIRM)

    assert advance(refused, e.Back()) == AT_CONFIRM


def test_back_is_offered_exactly_where_it_leads_somewhere() -> None:
    for state in every_state():
        assert can_go_back(state) == (advance(state, e.Back()) is not state)


def test_the_whole_way_back_and_forth_again_gives_the_same_request() -> None:
    state = AT_CONFIRM
    while can_go_back(state):
        state = advance(state, e.Back())
    again = after(PERSONAL, e.ChooseService(CASH), e.Reply("agent"), e.Reply("no"), e.Next(), start=state)

    assert again == AT_CONFIRM


def test_another_answer_drops_what_no_longer_applies_from_the_request_only() -> None:
    ticked = after(e.Back(), e.Tick("agent_id_card"), e.Back(), e.Back(), e.Reply("self"), start=AT_CONFIRM)

    assert request(ticked).answers == {"who": "self"}
    assert request(ticked).ready == ("id_card",)
    assert ticked.answers["paper"] == "no"


def test_another_service_forgets_the_answers_of_the_one_before() -> None:
    there = after(e.Back(), e.Back(), e.Back(), e.Back(), e.ChooseService(PLAIN), start=AT_CONFIRM)

    assert (dict(there.answers), there.ready) == ({}, frozenset())


def test_start_over_leaves_nothing_but_language_and_look() -> None:
    for state in every_state():
        if can_start_over(state):
            assert advance(state, e.StartOver()) == Arriving(language=state.language, view=state.view)
        else:
            assert advance(state, e.StartOver()) is state


def test_the_end_of_a_session_leaves_nothing_at_all() -> None:
    for state in every_state():
        assert advance(state, e.End()) == Arriving()


def test_a_request_under_way_cannot_be_walked_away_from_until_it_is_late() -> None:
    asking = advance(AT_CONFIRM, e.Next())

    assert [advance(asking, event) for event in (e.Back(), e.StartOver(), e.Next())] == [asking] * 3
    assert advance(advance(asking, e.Late()), e.StartOver()) == Arriving()


def test_a_late_answer_still_brings_the_number() -> None:
    state = after(e.Next(), e.Late(), e.Heard(ISSUED), start=AT_CONFIRM)

    assert (state.step, state.late) == (Step.RESULT, False)


def test_a_number_that_was_given_is_never_taken_back_by_a_second_answer() -> None:
    given = after(e.Next(), e.Heard(ISSUED), start=AT_CONFIRM)

    assert after(e.Heard(CLOSED), e.Next(), e.Back(), start=given) == given


def test_only_paper_of_this_very_slip_counts_as_printed() -> None:
    given = after(e.Next(), e.Heard(ISSUED), start=AT_CONFIRM)

    assert advance(given, e.Paper("other", "printed")).printed == "queued"
    assert advance(given, e.Paper("s1", "printed")).printed == "printed"


@pytest.mark.row("A3")
def test_a_care_need_can_be_declared_and_taken_back_on_every_screen_before_the_number() -> None:
    for state in every_state():
        if state.step in {Step.CATEGORY, Step.SERVICE, Step.QUESTION, Step.MATERIALS, Step.CONFIRM}:
            declared = advance(state, e.Declare("pregnant"))

            assert place(declared) == place(state)
            assert "pregnant" in declared.needs
            assert advance(declared, e.Declare("pregnant")) == state


@pytest.mark.row("A3")
def test_declared_needs_reach_the_request() -> None:
    state = after(e.Declare("pregnant"), e.Declare("elderly"), start=AT_CONFIRM)

    assert request(state).care_needs == ("elderly", "pregnant")


@pytest.mark.row("B1")
def test_the_materials_follow_the_answers() -> None:
    agent = after(PERSONAL, e.ChooseService(CASH), e.Reply("agent"), e.Reply("yes"))
    own = after(PERSONAL, e.ChooseService(CASH), e.Reply("self"))

    assert [material.code for material in materials(agent)] == ["id_card", "agent_id_card"]
    assert [material.code for material in materials(own)] == ["id_card"]


def test_there_is_no_request_without_a_service() -> None:
    with pytest.raises(ValueError, match="no service"):
        request(Arriving())


def test_an_option_of_another_question_changes_nothing() -> None:
    asked = after(PERSONAL, e.ChooseService(CASH))

    assert advance(asked, e.Reply("yes")) is asked


def test_a_long_list_turns_its_pages_and_begins_anew_on_the_next_screen() -> None:
    paged = after(PERSONAL, e.More(), e.More())

    assert paged.page == 2
    assert advance(paged, e.ChooseService(CASH)).page == 0


def test_silence_warns_and_a_touch_takes_the_warning_back() -> None:
    for state in every_state():
        warned = advance(state, e.Quiet())

        assert warned == replace(state, warned=True)
        assert advance(warned, e.Touched()) == replace(state, warned=False)


def test_patience_depends_on_what_there_is_to_lose() -> None:
    given = after(e.Next(), e.Heard(ISSUED), start=AT_CONFIRM)

    assert patience(Arriving()) is None
    assert patience(Arriving(language="en")) == UNASKED
    assert patience(after(e.Declare("elderly"))) == IN_USE
    assert patience(AT_CONFIRM) == IN_USE
    assert patience(given) == IN_USE
    assert patience(advance(given, e.Paper("s1", "printed"))) == AFTER_PRINT


def test_events_of_the_other_screen_change_nothing() -> None:
    foreign = (e.Score(5), e.Skip(), e.Found("v1", "A001", "1234", (), finished=True, rated=False))

    for state in every_state():
        assert all(advance(state, event) is state for event in foreign)


def test_a_fresh_state_has_no_field_that_could_hold_somebody() -> None:
    empty = Arriving()

    assert not [
        f.name
        for f in fields(empty)
        if f.name not in {"step", "before", "language", "view", "printed", "guide"} and getattr(empty, f.name)
    ]
