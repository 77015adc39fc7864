"""The moves of the entrance: one table from (step, event) to what becomes of the customer's state."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final

from kiosk.domain.answers import Issued, Refusal
from kiosk.domain.flow import events as e
from kiosk.domain.flow.arriving import (
    ASKABLE,
    Arriving,
    Step,
    along,
    can_start_over,
    fresh,
    offers_self_service,
    questions,
)
from kiosk.domain.flow.view import seen

LONGEST_QUERY: Final = 16
"""Letters and digits of a search; the longest pinyin of a service is shorter."""

Move = Callable[[Arriving, Any], Arriving]


def advance(state: Arriving, event: e.Event) -> Arriving:
    """Return where the customer stands after `event`; the very same state if it means nothing there."""
    move = _MOVES.get((state.step, type(event))) or _ANYWHERE.get(type(event))
    return move(state, event) if move else state


def _choose_category(state: Arriving, event: e.ChooseCategory) -> Arriving:
    state = replace(state, category=event.category, offered=event.services, searching=False, query="")
    if len(event.services) == 1:
        return _choose_service(state, e.ChooseService(event.services[0]))
    return along(state, 1)


def _choose_service(state: Arriving, event: e.ChooseService) -> Arriving:
    if state.service is None or state.service.code != event.service.code:
        state = replace(_without_guide(state), answers={}, ready=frozenset())
    return along(replace(state, service=event.service), 1)


def _search(state: Arriving, event: e.Search) -> Arriving:  # noqa: ARG001 - one signature for all moves
    return replace(state, step=Step.SEARCH, searching=True, query="", category="", offered=())


def _key(state: Arriving, event: e.Key) -> Arriving:
    if len(state.query) >= LONGEST_QUERY:
        return state
    return replace(state, query=state.query + event.sign.lower(), page=0)


def _erase(state: Arriving, event: e.Erase) -> Arriving:  # noqa: ARG001
    return replace(state, query=state.query[:-1], page=0) if state.query else state


def _stop_searching(state: Arriving, event: e.Back) -> Arriving:  # noqa: ARG001
    return replace(state, step=Step.CATEGORY, searching=False, query="", page=0)


def _offer(state: Arriving, event: e.Offer) -> Arriving:  # noqa: ARG001
    return replace(state, step=Step.OFFER, before=state.step) if offers_self_service(state) else state


def _decline(state: Arriving, event: e.Back) -> Arriving:  # noqa: ARG001
    return replace(state, step=state.before, before=Step.CATEGORY)


def _guide(state: Arriving, event: e.Guide) -> Arriving:  # noqa: ARG001
    return replace(state, guide="asking", guide_slip="") if state.guide in ASKABLE else state


def _guided(state: Arriving, event: e.Guided) -> Arriving:
    if state.guide != "asking":
        return state
    return replace(state, guide="queued" if event.slip else "refused", guide_slip=event.slip)


def _reply(state: Arriving, event: e.Reply) -> Arriving:
    question = questions(state)[state.asked]
    if event.option not in {option.code for option in question.options}:
        return state  # a touch meant for the screen before
    answers = {**state.answers, question.code: event.option}
    if answers != state.answers:
        state = _without_guide(replace(state, answers=answers))
    return along(state, 1)


def _without_guide(state: Arriving) -> Arriving:
    """Forget a guidance slip that says something else by now: the right one can be asked for."""
    return replace(state, guide="none", guide_slip="")


def _tick(state: Arriving, event: e.Tick) -> Arriving:
    return replace(_without_guide(state), ready=state.ready ^ {event.material})


def _declare(state: Arriving, event: e.Declare) -> Arriving:
    return replace(state, needs=state.needs ^ {event.need})


def _more(state: Arriving, event: e.More) -> Arriving:  # noqa: ARG001
    return replace(state, page=state.page + 1)


def _next(state: Arriving, event: e.Next) -> Arriving:  # noqa: ARG001
    return along(state, 1)


def _take(state: Arriving, event: e.Next | e.Take) -> Arriving:  # noqa: ARG001
    return replace(state, step=Step.ISSUING, asked=0, page=0)


def _late(state: Arriving, event: e.Late) -> Arriving:  # noqa: ARG001
    return replace(state, late=True)


def _heard(state: Arriving, event: e.Heard) -> Arriving:
    match event.answer:
        case Issued() as issued:
            # Guidance with the number on it is another one than that without.
            return replace(_without_guide(state), step=Step.RESULT, issued=issued, late=False, warned=False)
        case Refusal() as refusal:
            return replace(state, step=Step.REFUSED, refusal=refusal, late=False, warned=False)
        case _:
            return state


def _paper(state: Arriving, event: e.Paper) -> Arriving:
    if state.guide_slip and state.guide_slip == event.slip:
        return replace(state, guide=event.status)
    mine = state.issued is not None and state.issued.slip == event.slip
    if not mine:
        return state
    return replace(state, printed=event.status, in_hand=event.status == "printed" and event.reason != "saved")


def _back(state: Arriving, event: e.Back) -> Arriving:  # noqa: ARG001
    return along(state, -1)


def _back_to_confirm(state: Arriving, event: e.Back) -> Arriving:  # noqa: ARG001
    return replace(state, step=Step.CONFIRM, refusal=None)


def _start_over(state: Arriving, event: e.StartOver) -> Arriving:  # noqa: ARG001
    return fresh(state) if can_start_over(state) else state


def _speak(state: Arriving, event: e.Speak) -> Arriving:
    if event.language == state.language:
        return state
    # What a number was given out with stays as it is, and so does its guidance.
    return replace(state if state.issued else _without_guide(state), language=event.language)


def _look(state: Arriving, event: e.Larger | e.Recolour | e.Lower) -> Arriving:
    return replace(state, view=seen(state.view, event), page=0)


def _quiet(state: Arriving, event: e.Quiet) -> Arriving:  # noqa: ARG001
    return replace(state, warned=True)


def _touched(state: Arriving, event: e.Touched) -> Arriving:  # noqa: ARG001
    return replace(state, warned=False) if state.warned else state


def _end(state: Arriving, event: e.End) -> Arriving:  # noqa: ARG001
    return Arriving()


_MOVES: Final[dict[tuple[Step, type], Move]] = {
    (Step.CATEGORY, e.ChooseCategory): _choose_category,
    (Step.CATEGORY, e.Search): _search,
    (Step.CATEGORY, e.Declare): _declare,
    (Step.SEARCH, e.Key): _key,
    (Step.SEARCH, e.Erase): _erase,
    (Step.SEARCH, e.ChooseService): _choose_service,
    (Step.SEARCH, e.More): _more,
    (Step.SEARCH, e.Declare): _declare,
    (Step.SEARCH, e.Back): _stop_searching,
    (Step.SERVICE, e.ChooseService): _choose_service,
    (Step.SERVICE, e.More): _more,
    (Step.SERVICE, e.Declare): _declare,
    (Step.SERVICE, e.Back): _back,
    (Step.QUESTION, e.Reply): _reply,
    (Step.QUESTION, e.More): _more,
    (Step.QUESTION, e.Take): _take,
    (Step.QUESTION, e.Offer): _offer,
    (Step.QUESTION, e.Declare): _declare,
    (Step.QUESTION, e.Back): _back,
    (Step.MATERIALS, e.Tick): _tick,
    (Step.MATERIALS, e.More): _more,
    (Step.MATERIALS, e.Next): _next,
    (Step.MATERIALS, e.Take): _take,
    (Step.MATERIALS, e.Offer): _offer,
    (Step.MATERIALS, e.Guide): _guide,
    (Step.MATERIALS, e.Declare): _declare,
    (Step.MATERIALS, e.Back): _back,
    (Step.CONFIRM, e.Next): _take,
    (Step.CONFIRM, e.Offer): _offer,
    (Step.CONFIRM, e.Guide): _guide,
    (Step.CONFIRM, e.Declare): _declare,
    (Step.CONFIRM, e.Back): _back,
    (Step.OFFER, e.Guide): _guide,
    (Step.OFFER, e.Back): _decline,
    (Step.ISSUING, e.Late): _late,
    (Step.ISSUING, e.Heard): _heard,
    (Step.RESULT, e.Guide): _guide,
    (Step.REFUSED, e.Back): _back_to_confirm,
}
_ANYWHERE: Final[dict[type, Move]] = {
    e.StartOver: _start_over,
    e.Guided: _guided,
    e.Paper: _paper,
    e.Speak: _speak,
    e.Larger: _look,
    e.Recolour: _look,
    e.Lower: _look,
    e.Quiet: _quiet,
    e.Touched: _touched,
    e.End: _end,
}
