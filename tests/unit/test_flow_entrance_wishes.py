"""What a customer may want on the way: search, a quick number, the machines, guidance, another look."""

from __future__ import annotations

import pytest

from kiosk.domain.flow import events as e
from kiosk.domain.flow.arriving import (
    Arriving,
    Step,
    guide_request,
    offers_self_service,
    path,
    patience,
    request,
)
from kiosk.domain.flow.entrance import LONGEST_QUERY, advance
from kiosk.domain.flow.idle import (
    AFTER_PRINT,
    IN_USE,
    UNHURRIED,
    UNHURRIED_AFTER_PRINT,
    UNHURRIED_UNASKED,
)
from kiosk.domain.flow.view import View
from kiosk.domain.requests import PrintGuide
from tests.entering import (
    AT_CONFIRM,
    CASH,
    CLOSED,
    ISSUED,
    PERSONAL,
    after,
    every_state,
    place,
)


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
