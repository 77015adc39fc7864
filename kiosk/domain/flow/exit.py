"""The moves of the exit: one table from (step, event) to what becomes of the customer's state."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final

from kiosk.domain.answers import Done, Refusal
from kiosk.domain.flow import events as e
from kiosk.domain.flow.leaving import (
    HIGHEST,
    LONGEST_CODE,
    LOWEST,
    Leaving,
    Step,
    blank,
    can_start_over,
    fresh,
    is_another_slip,
    is_given,
    is_keyed,
    is_read,
    may_key,
    notes_on_page,
    reasons,
)
from kiosk.domain.flow.view import seen
from kiosk.domain.rating import mood_of

Move = Callable[[Leaving, Any], Leaving]


def advance(state: Leaving, event: e.Event) -> Leaving:
    """Return where the customer stands after `event`; the very same state if it means nothing there."""
    move = _MOVES.get((state.step, type(event))) or _ANYWHERE.get(type(event))
    after = move(state, event) if move else state
    if after is state or not state.another or isinstance(event, _NO_ANSWER):
        return after
    return replace(after, another=False)


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


def _scan(state: Leaving, event: e.Scanned) -> Leaving:
    state = replace(_no_visit(state), scanned=event.code, ticket="", check="", warned=False)
    if not 0 < len(event.code) <= LONGEST_CODE:
        return replace(state, step=Step.REFUSED, refusal="wrong_code")
    return replace(state, step=Step.LOOKING)


def _scan_another(state: Leaving, event: e.Scanned) -> Leaving:
    """Give way to another slip while nothing is said of the visit; an opinion once begun is finished first."""
    if not is_another_slip(state, event.code):
        return state
    return replace(state, another=True) if is_given(state) else _scan(state, event)


def _no_visit(state: Leaving) -> Leaving:
    """Leave the visit on the screen. What was said of it is kept, for whoever comes back to it."""
    return replace(
        state, refusal="", standing="waiting", slip_date="", wait_s=0, services=(), page=0, late=False
    )


def _found(state: Leaving, event: e.Found) -> Leaving:
    if event.visit != state.visit:
        state = replace(state, score=0, reasons=frozenset(), answers={})  # said of another visit
    state = replace(state, visit=event.visit, ticket=event.ticket, check=event.check)
    services = tuple(dict.fromkeys(event.services))  # one of them can have been done twice
    state = replace(state, services=services, late=False, warned=False)
    if event.rated:
        return replace(state, step=Step.REFUSED, refusal="already_rated")
    if not event.finished:
        return replace(state, step=Step.REFUSED, refusal="not_finished", standing=event.state)
    return replace(state, step=Step.SCORE)


def _not_found(state: Leaving, event: e.Heard) -> Leaving:
    return _refused(state, event.answer) if isinstance(event.answer, Refusal) else state


def _refused(state: Leaving, refusal: Refusal) -> Leaving:
    wait = refusal.details.get("wait_s", "")
    return replace(
        state,
        step=Step.REFUSED,
        refusal=refusal.code,
        slip_date=refusal.details.get("date", ""),
        wait_s=int(wait) if wait.isascii() and wait.isdigit() else 0,
        late=False,
        warned=False,
    )


def _score(state: Leaving, event: e.Score) -> Leaving:
    if not LOWEST <= event.score <= HIGHEST:
        return state
    kept = state.reasons if state.score and mood_of(state.score) == mood_of(event.score) else frozenset()
    state = replace(state, score=event.score, reasons=kept)
    return replace(state, step=Step.REASONS) if reasons(state) else _ask(state, 0)


def _because(state: Leaving, event: e.Because) -> Leaving:
    if event.reason not in {each.code for each in reasons(state)}:
        return state
    return replace(state, reasons=state.reasons ^ {event.reason})


def _to_questions(state: Leaving, event: e.Next) -> Leaving:  # noqa: ARG001
    return _ask(state, 0)


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
            return replace(blank(state), step=Step.THANKS, score=state.score, services=state.services)
        case Refusal() as refusal:
            return _refused(state, refusal)
        case _:
            return state


def _late(state: Leaving, event: e.Late) -> Leaving:  # noqa: ARG001
    return replace(state, late=True)


def _to_number(state: Leaving, event: e.Back) -> Leaving:  # noqa: ARG001
    return replace(state, step=Step.NUMBER)


def _back_to_slip(state: Leaving, event: e.Back) -> Leaving:  # noqa: ARG001
    if state.scanned:
        return replace(_no_visit(state), step=Step.NUMBER, scanned="", ticket="", check="")
    return replace(_no_visit(state), step=Step.CODE)


def _key_code_anew(state: Leaving, event: e.Waited) -> Leaving:  # noqa: ARG001
    return replace(_no_visit(state), step=Step.CODE, check="") if state.wait_s else state


def _stop_looking(state: Leaving, event: e.Back) -> Leaving:
    return _back_to_slip(state, event) if state.late else state


def _back_to_score(state: Leaving, event: e.Back) -> Leaving:  # noqa: ARG001
    return replace(state, step=Step.SCORE)


def _back_from_question(state: Leaving, event: e.Back) -> Leaving:
    if state.asked:
        return _ask(state, state.asked - 1)
    return replace(state, step=Step.REASONS) if reasons(state) else _back_to_score(state, event)


def _turn(state: Leaving, event: e.More) -> Leaving:  # noqa: ARG001
    pages = -(-len(state.services) // notes_on_page(state.view)) if is_read(state) else 1
    return replace(state, page=(state.page + 1) % pages) if pages > 1 else state


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
    (Step.NUMBER, e.Scanned): _scan,
    (Step.CODE, e.Key): _key,
    (Step.CODE, e.Erase): _erase,
    (Step.CODE, e.Next): _look,
    (Step.CODE, e.Back): _to_number,
    (Step.CODE, e.Scanned): _scan,
    (Step.LOOKING, e.Found): _found,
    (Step.LOOKING, e.Heard): _not_found,
    (Step.LOOKING, e.Late): _late,
    (Step.LOOKING, e.Back): _stop_looking,
    (Step.LOOKING, e.Scanned): _scan_another,
    (Step.SCORE, e.Score): _score,
    (Step.SCORE, e.Back): _back_to_slip,
    (Step.SCORE, e.Scanned): _scan_another,
    (Step.REASONS, e.Because): _because,
    (Step.REASONS, e.Next): _to_questions,
    (Step.REASONS, e.Back): _back_to_score,
    (Step.REASONS, e.Scanned): _scan_another,
    (Step.QUESTION, e.Score): _reply,
    (Step.QUESTION, e.Skip): _skip,
    (Step.QUESTION, e.Back): _back_from_question,
    (Step.QUESTION, e.Scanned): _scan_another,
    (Step.SENDING, e.Heard): _heard,
    (Step.SENDING, e.Late): _late,
    (Step.THANKS, e.More): _turn,
    (Step.THANKS, e.Scanned): _scan,
    (Step.REFUSED, e.More): _turn,
    (Step.REFUSED, e.Back): _back_to_slip,
    (Step.REFUSED, e.Waited): _key_code_anew,
    (Step.REFUSED, e.Scanned): _scan,
}
_NO_ANSWER: Final = (e.Scanned, e.Quiet, e.Touched)
"""What leaves the line about another slip where it is."""
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
