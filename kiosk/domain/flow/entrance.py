"""The moves of the entrance: one table from (step, event) to what becomes of the customer's state."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final

from kiosk.domain.answers import Issued, Refusal
from kiosk.domain.flow import events as e
from kiosk.domain.flow.arriving import Arriving, Step, along, can_start_over, questions

Move = Callable[[Arriving, Any], Arriving]


def advance(state: Arriving, event: e.Event) -> Arriving:
    """Return where the customer stands after `event`; the very same state if it means nothing there."""
    move = _MOVES.get((state.step, type(event))) or _ANYWHERE.get(type(event))
    return move(state, event) if move else state


def _choose_category(state: Arriving, event: e.ChooseCategory) -> Arriving:
    state = replace(state, category=event.category, offered=event.services)
    if len(event.services) == 1:
        return _choose_service(state, e.ChooseService(event.services[0]))
    return along(state, 1)


def _choose_service(state: Arriving, event: e.ChooseService) -> Arriving:
    if state.service is None or state.service.code != event.service.code:
        state = replace(state, answers={}, ready=frozenset())
    return along(replace(state, service=event.service), 1)


def _reply(state: Arriving, event: e.Reply) -> Arriving:
    question = questions(state)[state.asked]
    if event.option not in {option.code for option in question.options}:
        return state  # a touch meant for the screen before
    return along(replace(state, answers={**state.answers, question.code: event.option}), 1)


def _tick(state: Arriving, event: e.Tick) -> Arriving:
    return replace(state, ready=state.ready ^ {event.material})


def _declare(state: Arriving, event: e.Declare) -> Arriving:
    return replace(state, needs=state.needs ^ {event.need})


def _more(state: Arriving, event: e.More) -> Arriving:  # noqa: ARG001 - one signature for all moves
    return replace(state, page=state.page + 1)


def _next(state: Arriving, event: e.Next) -> Arriving:  # noqa: ARG001
    return along(state, 1)


def _take(state: Arriving, event: e.Next) -> Arriving:  # noqa: ARG001
    return replace(state, step=Step.ISSUING)


def _late(state: Arriving, event: e.Late) -> Arriving:  # noqa: ARG001
    return replace(state, late=True)


def _heard(state: Arriving, event: e.Heard) -> Arriving:
    match event.answer:
        case Issued() as issued:
            return replace(state, step=Step.RESULT, issued=issued, late=False, warned=False)
        case Refusal() as refusal:
            return replace(state, step=Step.REFUSED, refusal=refusal, late=False, warned=False)
        case _:
            return state


def _paper(state: Arriving, event: e.Paper) -> Arriving:
    mine = state.issued is not None and state.issued.slip == event.slip
    return replace(state, printed=event.status) if mine else state


def _back(state: Arriving, event: e.Back) -> Arriving:  # noqa: ARG001
    return along(state, -1)


def _back_to_confirm(state: Arriving, event: e.Back) -> Arriving:  # noqa: ARG001
    return replace(state, step=Step.CONFIRM, refusal=None)


def _start_over(state: Arriving, event: e.StartOver) -> Arriving:  # noqa: ARG001
    return Arriving(language=state.language) if can_start_over(state) else state


def _speak(state: Arriving, event: e.Speak) -> Arriving:
    return replace(state, language=event.language)


def _quiet(state: Arriving, event: e.Quiet) -> Arriving:  # noqa: ARG001
    return replace(state, warned=True)


def _touched(state: Arriving, event: e.Touched) -> Arriving:  # noqa: ARG001
    return replace(state, warned=False) if state.warned else state


def _end(state: Arriving, event: e.End) -> Arriving:  # noqa: ARG001
    return Arriving()


_MOVES: Final[dict[tuple[Step, type], Move]] = {
    (Step.CATEGORY, e.ChooseCategory): _choose_category,
    (Step.CATEGORY, e.Declare): _declare,
    (Step.SERVICE, e.ChooseService): _choose_service,
    (Step.SERVICE, e.More): _more,
    (Step.SERVICE, e.Declare): _declare,
    (Step.SERVICE, e.Back): _back,
    (Step.QUESTION, e.Reply): _reply,
    (Step.QUESTION, e.More): _more,
    (Step.QUESTION, e.Declare): _declare,
    (Step.QUESTION, e.Back): _back,
    (Step.MATERIALS, e.Tick): _tick,
    (Step.MATERIALS, e.More): _more,
    (Step.MATERIALS, e.Next): _next,
    (Step.MATERIALS, e.Declare): _declare,
    (Step.MATERIALS, e.Back): _back,
    (Step.CONFIRM, e.Next): _take,
    (Step.CONFIRM, e.Declare): _declare,
    (Step.CONFIRM, e.Back): _back,
    (Step.ISSUING, e.Late): _late,
    (Step.ISSUING, e.Heard): _heard,
    (Step.RESULT, e.Paper): _paper,
    (Step.REFUSED, e.Back): _back_to_confirm,
}
_ANYWHERE: Final[dict[type, Move]] = {
    e.StartOver: _start_over,
    e.Speak: _speak,
    e.Quiet: _quiet,
    e.Touched: _touched,
    e.End: _end,
}
