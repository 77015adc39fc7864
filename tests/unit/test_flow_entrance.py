"""The flow of the entrance, walked from every state a customer can reach."""

from __future__ import annotations

from dataclasses import fields, replace
from functools import cache

import pytest

from kiosk.domain.answers import Done, Issued, Refusal
from kiosk.domain.catalogue import Material, Option, Question, SelfService, Service, Text
from kiosk.domain.flow import events as e
from kiosk.domain.flow.arriving import (
    Arriving,
    Place,
    Step,
    can_go_back,
    can_start_over,
    guide_request,
    materials,
    offers_self_service,
    path,
    patience,
    questions,
    request,
)
from kiosk.domain.flow.entrance import LONGEST_QUERY, advance
from kiosk.domain.flow.idle import (
    AFTER_PRINT,
    IN_USE,
    UNASKED,
    UNHURRIED,
    UNHURRIED_AFTER_PRINT,
    UNHURRIED_UNASKED,
)
from kiosk.domain.flow.view import View
from kiosk.domain.requests import PrintGuide

HERE = "branch must confirm"
WORD = Text("字", "word")
WHO = Question("who", WORD, (Option("self", WORD), Option("agent", WORD)), {}, HERE)
PAPER = Question("paper", WORD, (Option("yes", WORD), Option("no", WORD)), {"who": ("agent",)}, HERE)
ID_CARD = Material("id_card", WORD, None, {}, HERE)
AGENT_CARD = Material("agent_id_card", WORD, None, {"who": ("agent",)}, HERE)


def service(
    code: str,
    asks: tuple[Question, ...] = (),
    brings: tuple[Material, ...] = (),
    machine: SelfService | None = None,
) -> Service:
    return Service(
        code=code, category="personal", series="A", zone="personal", minutes=5, self_service=machine, name=WORD,
        help=WORD, synonyms=("a",), questions=asks, materials=brings, steps=(), form_hints=(), aftercare=WORD,
        source=HERE,
    )  # fmt: skip


CASH = service("withdraw", (WHO, PAPER), (ID_CARD, AGENT_CARD), SelfService({"who": ("self",)}, WORD, HERE))
PLAIN = service("advice")
PERSONAL = e.ChooseCategory("personal", (CASH, PLAIN))
ADVICE = e.ChooseCategory("advice", (PLAIN,))
ISSUED = Issued(
    "v1", "l1", "s1", "A012", "1234", "2026-01-05", "withdraw", "personal", "ordinary", 3, 10, 20, "K1"
)
CLOSED = Refusal("after_cutoff")
EVENTS: tuple[e.Event, ...] = (
    PERSONAL, ADVICE, e.ChooseService(CASH), e.ChooseService(PLAIN), e.Reply("self"), e.Reply("agent"),
    e.Reply("yes"), e.Reply("no"), e.Tick("id_card"), e.Declare("elderly"), e.Next(), e.Heard(ISSUED),
    e.Heard(CLOSED), e.Heard(Done()), e.Late(), e.Paper("s1", "printed"), e.Paper("other", "failed"),
    e.Back(), e.StartOver(), e.Speak("en"), e.Quiet(), e.Touched(), e.End(), e.Search(), e.Take(), e.Offer(),
    e.Guide(), e.Guided("g1"), e.Guided(""), e.Paper("g1", "printed"),
)  # fmt: skip


def after(*events: e.Event, start: Arriving | None = None) -> Arriving:
    state = start or Arriving()
    for event in events:
        state = advance(state, event)
    return state


@cache
def every_state() -> tuple[Arriving, ...]:
    """Return every state that some order of touches, answers and silences can reach."""
    edge = [Arriving()]
    seen = {key(Arriving()): Arriving()}
    while edge:
        state = edge.pop()
        for found in (advance(state, event) for event in EVENTS):
            if key(found) not in seen:
                seen[key(found)] = found
                edge.append(found)
    return tuple(seen.values())


def key(state: Arriving) -> str:
    """Return what tells a state from others, without the long words of the catalogue."""
    return str(replace(state, offered=(), service=None)) + str(len(state.offered)) + code_of(state.service)


def code_of(chosen: Service | None) -> str:
    return chosen.code if chosen else ""


AT_CONFIRM = after(
    PERSONAL, e.ChooseService(CASH), e.Reply("agent"), e.Reply("no"), e.Tick("id_card"), e.Next()
)


def place(state: Arriving) -> Place:
    return state.step, state.asked


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
    foreign = (e.Score(5), e.Skip(), e.Found("v1", (), finished=True, rated=False))

    for state in every_state():
        assert all(advance(state, event) is state for event in foreign)


def test_a_fresh_state_has_no_field_that_could_hold_somebody() -> None:
    empty = Arriving()

    assert not [
        f.name
        for f in fields(empty)
        if f.name not in {"step", "before", "language", "view", "printed", "guide"} and getattr(empty, f.name)
    ]


@pytest.mark.row("A2")
def test_a_service_is_found_by_keying_instead_of_by_category() -> None:
    keyed = after(e.Search(), e.Key("Q"), e.Key("k"), e.Key("x"), e.Erase())
    chosen = advance(keyed, e.ChooseService(CASH))

    assert (keyed.step, keyed.query) == (Step.SEARCH, "qk")
    assert place(chosen) == (Step.QUESTION, 0)
    assert place(advance(chosen, e.Back())) == (Step.SEARCH, 0)
    assert place(advance(advance(chosen, e.Back()), e.Back())) == (Step.CATEGORY, 0)


def test_a_search_is_never_longer_than_any_service_is_called() -> None:
    state = after(e.Search(), *[e.Key("a")] * 50)

    assert len(state.query) == LONGEST_QUERY
    assert advance(after(e.Search()), e.Erase()) == after(e.Search())


def test_a_category_after_a_search_leads_back_to_the_category() -> None:
    state = after(e.Search(), e.Key("q"), e.Back(), PERSONAL, e.ChooseService(CASH))

    assert Step.SEARCH not in {step for step, _ in path(state)}


def test_three_touches_take_an_ordinary_customer_to_a_number() -> None:
    asking = after(PERSONAL, e.ChooseService(CASH), e.Take())

    assert asking.step is Step.ISSUING
    assert request(asking).answers == {}
    assert advance(asking, e.Heard(ISSUED)).step is Step.RESULT


def test_a_refused_quick_number_can_be_put_right_at_the_confirmation() -> None:
    refused = after(PERSONAL, e.ChooseService(CASH), e.Reply("agent"), e.Take(), e.Heard(CLOSED))

    assert place(advance(refused, e.Back())) == (Step.CONFIRM, 0)
    assert advance(advance(refused, e.Back()), e.Back()).step is Step.MATERIALS


@pytest.mark.row("A6")
def test_self_service_is_offered_only_where_it_fits_and_never_with_a_care_need() -> None:
    for state in every_state():
        fits = state.service is CASH and state.answers.get("who") == "self" and not state.needs
        here = state.step in {Step.QUESTION, Step.MATERIALS, Step.CONFIRM}

        assert (advance(state, e.Offer()) is not state) == (fits and here)
        if fits and here:
            assert advance(advance(state, e.Offer()), e.Back()) == state


@pytest.mark.row("A6")
def test_the_offer_comes_with_the_answer_that_decides_and_goes_with_another() -> None:
    asked = after(PERSONAL, e.ChooseService(CASH))
    mine = advance(asked, e.Reply("self"))
    theirs = after(e.Back(), e.Reply("agent"), start=mine)
    mine_again = after(e.Back(), e.Reply("self"), start=theirs)

    offered = [offers_self_service(state) for state in (Arriving(), asked, mine, theirs, mine_again)]

    assert offered == [False, False, True, False, True]


@pytest.mark.row("B1")
def test_guidance_is_asked_for_once_until_it_is_known_what_became_of_it() -> None:
    asked = after(e.Guide(), start=AT_CONFIRM)
    queued = advance(asked, e.Guided("g1"))

    assert guide_request(asked) == PrintGuide(
        service="withdraw", answers={"who": "agent", "paper": "no"}, ready=("id_card",)
    )
    assert advance(asked, e.Guide()) is asked
    assert advance(queued, e.Guide()) is queued
    assert advance(queued, e.Paper("g1", "printed")).guide == "printed"
    assert after(e.Paper("g1", "failed"), e.Guide(), start=queued).guide == "asking"
    assert advance(asked, e.Guided("")).guide == "refused"


def test_guidance_with_a_number_is_that_of_the_visit() -> None:
    given = after(e.Next(), e.Heard(ISSUED), e.Guide(), start=AT_CONFIRM)

    assert guide_request(given) == PrintGuide(visit="v1")
    assert patience(after(e.Paper("s1", "printed"), start=given)) == IN_USE
    assert patience(after(e.Paper("s1", "printed"), e.Guided(""), start=given)) == AFTER_PRINT


def test_the_look_is_kept_by_everything_but_the_end_of_the_session() -> None:
    large = after(e.Larger(), e.Larger(), e.Recolour(), e.Lower())

    assert large.view == View("XL", "dark", low=True)
    assert after(PERSONAL, e.StartOver(), start=large) == large
    assert advance(large, e.End()) == Arriving()


def test_every_size_and_contrast_comes_round_again() -> None:
    looks = [Arriving()]
    presses: list[e.Event] = [*[e.Larger()] * 4, *[e.Recolour()] * 4, *[e.Lower()] * 2]
    for event in presses:
        looks.append(advance(looks[-1], event))

    assert looks[-1] == Arriving()
    assert {state.view.size for state in looks} == {"S", "M", "L", "XL"}
    assert {state.view.contrast for state in looks} == {"default", "light", "dark", "glare"}


def test_the_largest_text_gives_more_time() -> None:
    large = after(e.Larger(), e.Larger(), PERSONAL)
    given = after(e.ChooseService(CASH), e.Take(), e.Heard(ISSUED), e.Paper("s1", "printed"), start=large)

    assert (patience(large), patience(given)) == (UNHURRIED, UNHURRIED_AFTER_PRINT)


def test_guidance_that_says_something_else_by_now_can_be_asked_for_again() -> None:
    printed = after(e.Guide(), e.Guided("g1"), e.Paper("g1", "printed"), start=AT_CONFIRM)
    materials_again = after(e.Back(), start=printed)
    other_answer = after(e.Back(), e.Back(), e.Back(), e.Reply("self"), start=printed)

    assert advance(materials_again, e.Tick("agent_id_card")).guide == "none"
    assert advance(printed, e.Speak("en")).guide == "none"
    assert other_answer.guide == "none"
    assert after(e.Back(), e.Next(), start=printed).guide == "printed"


def test_guidance_of_a_number_stays_as_the_number_was_given_out() -> None:
    there = after(PERSONAL, e.ChooseService(CASH), e.Take(), e.Heard(ISSUED), e.Guide(), e.Guided("g1"))

    assert advance(there, e.Speak("en")).guide == "queued"


def test_a_number_kept_as_a_picture_only_stays_as_long_as_anything_else() -> None:
    given = after(PERSONAL, e.ChooseService(CASH), e.Take(), e.Heard(ISSUED))

    assert patience(advance(given, e.Paper("s1", "printed", "saved"))) == IN_USE
    assert patience(advance(given, e.Paper("s1", "printed"))) == AFTER_PRINT


def test_the_largest_text_gives_more_time_before_anything_is_said_too() -> None:
    assert patience(after(e.Larger(), e.Larger())) == UNHURRIED_UNASKED
