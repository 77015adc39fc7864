"""The moves of the exit: one table from (step, event) to what becomes of the customer's state."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final

from kiosk.domain.answers import Done, Refusal
from kiosk.domain.flow import events as e
from kiosk.domain.flow.leaving import (
    HIGHEST,
    LOWEST,
    Leaving,
    Step,
    blank,
    can_start_over,
    fresh,
    is_keyed,
    may_key,
)
from kiosk.domain.flow.view import seen

Move = Callable[[Leaving, Any], Leaving]


def advance(state: Leaving, event: e.Event) -> Leaving:
    """Return where the customer stands after `event`; the very same state if it means nothing there."""
    move = _MOVES.get((state.step, type(event))) or _ANYWHERE.get(type(event))
    return move(state, event) if move else state


def _key(state: Leaving, event: e.Key) -> Leaving:
    if not may_key(state, event.sign):
        return state
    if state.step is Step.NUMBER:
        return replace(state, ticket=state.ticket + event.sign)
    return replace(state, check=state.check + event.sign)


def _erase(state: Leaving, event: e.Erase) -> Leaving:  # noqa: ARG001 - one signature for all moves
    if state.step is Step.NUMBER:
        return replace(state, ticket=state.ticket[:-1])
    return replace(state, check=state.check[:-1])


def _to_code(state: Leaving, event: e.Next) -> Leaving:  # noqa: ARG001
    return replace(state, step=Step.CODE) if is_keyed(state) else state


def _look(state: Leaving, event: e.Next) -> Leaving:  # noqa: ARG001
    return replace(state, step=Step.LOOKING) if is_keyed(state) else state


def _found(state: Leaving, event: e.Found) -> Leaving:
    state = replace(state, visit=event.visit, services=event.services, late=False, warned=False)
    if event.rated:
        return replace(state, step=Step.REFUSED, refusal="already_rated")
    if not event.finished:
        return replace(state, step=Step.REFUSED, refusal="not_finished")
    return replace(state, step=Step.SCORE)


def _not_found(state: Leaving, event: e.Heard) -> Leaving:
    return _refused(state, event.answer) if isinstance(event.answer, Refusal) else state


def _refused(state: Leaving, refusal: Refusal) -> Leaving:
    return replace(state, step=Step.REFUSED, refusal=refusal.code, late=False, warned=False)


def _score(state: Leaving, event: e.Score) -> Leaving:
    if not LOWEST <= event.score <= HIGHEST:
        return state
    return _ask(replace(state, score=event.score), 0)


def _ask(state: Leaving, number: int) -> Leaving:
    if number < len(state.questions):
        return replace(state, step=Step.QUESTION, asked=number)
    return replace(state, step=Step.SENDING)


def _reply(state: Leaving, event: e.Score) -> Leaving:
    if not LOWEST <= event.score <= HIGHEST:
        return state
    answers = {**state.answers, state.questions[state.asked]: event.score}
    return _ask(replace(state, answers=answers), state.asked + 1)


def _skip(state: Leaving, event: e.Skip) -> Leaving:  # noqa: ARG001
    left = {code: score for code, score in state.answers.items() if code != state.questions[state.asked]}
    return _ask(replace(state, answers=left), state.asked + 1)


def _heard(state: Leaving, event: e.Heard) -> Leaving:
    match event.answer:
        case Done():
            return replace(blank(state), step=Step.THANKS, score=state.score)
        case Refusal() as refusal:
            return _refused(state, refusal)
        case _:
            return state


def _late(state: Leaving, event: e.Late) -> Leaving:  # noqa: ARG001
    return replace(state, late=True)


def _to_number(state: Leaving, event: e.Back) -> Leaving:  # noqa: ARG001
    return replace(state, step=Step.NUMBER)


def _back_to_code(state: Leaving, event: e.Back) -> Leaving:  # noqa: ARG001
    return replace(state, step=Step.CODE, refusal="", visit="", services=(), late=False)


def _stop_looking(state: Leaving, event: e.Back) -> Leaving:
    return _back_to_code(state, event) if state.late else state


def _back_from_question(state: Leaving, event: e.Back) -> Leaving:  # noqa: ARG001
    return _ask(state, state.asked - 1) if state.asked else replace(state, step=Step.SCORE)


def _start_over(state: Leaving, event: e.StartOver) -> Leaving:  # noqa: ARG001
    return blank(state) if can_start_over(state) else state


def _speak(state: Leaving, event: e.Speak) -> Leaving:
    return replace(state, language=event.language)


def _look_otherwise(state: Leaving, event: e.Larger | e.Recolour | e.Lower) -> Leaving:
    return replace(state, view=seen(state.view, event))


def _quiet(state: Leaving, event: e.Quiet) -> Leaving:  # noqa: ARG001
    return replace(state, warned=True)


def _touched(state: Leaving, event: e.Touched) -> Leaving:  # noqa: ARG001
    return replace(state, warned=False) if state.warned else state


def _end(state: Leaving, event: e.End) -> Leaving:  # noqa: ARG001
    return fresh(state)


_MOVES: Final[dict[tuple[Step, type], Move]] = {
    (Step.NUMBER, e.Key): _key,
    (Step.NUMBER, e.Erase): _erase,
    (Step.NUMBER, e.Next): _to_code,
    (Step.CODE, e.Key): _key,
    (Step.CODE, e.Erase): _erase,
    (Step.CODE, e.Next): _look,
    (Step.CODE, e.Back): _to_number,
    (Step.LOOKING, e.Found): _found,
    (Step.LOOKING, e.Heard): _not_found,
    (Step.LOOKING, e.Late): _late,
    (Step.LOOKING, e.Back): _stop_looking,
    (Step.SCORE, e.Score): _score,
    (Step.SCORE, e.Back): _back_to_code,
    (Step.QUESTION, e.Score): _reply,
    (Step.QUESTION, e.Skip): _skip,
    (Step.QUESTION, e.Back): _back_from_question,
    (Step.SENDING, e.Heard): _heard,
    (Step.SENDING, e.Late): _late,
    (Step.REFUSED, e.Back): _back_to_code,
}
_ANYWHERE: Final[dict[type, Move]] = {
    e.StartOver: _start_over,
    e.Speak: _speak,
    e.Larger: _look_otherwise,
    e.Recolour: _look_otherwise,
    e.Lower: _look_otherwise,
    e.Quiet: _quiet,
    e.Touched: _touched,
    e.End: _end,
}
