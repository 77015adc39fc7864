"""Where a customer at the exit stands: slip or number and check code, score, reasons, questions, thanks."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Final

from kiosk.domain.flow.events import Language, Standing
from kiosk.domain.flow.idle import (
    AFTER_PRINT,
    IN_USE,
    READING,
    UNASKED,
    UNHURRIED,
    UNHURRIED_AFTER_PRINT,
    UNHURRIED_READING,
    UNHURRIED_UNASKED,
    Patience,
)
from kiosk.domain.flow.view import View
from kiosk.domain.rating import RatingReason, mood_of
from kiosk.domain.requests import RateVisit

LOWEST: Final = 1
HIGHEST: Final = 5
"""Of the scale of every rating."""
LONGEST_CODE: Final = 200
"""Signs of a scanned text that can be a slip's; what is longer is none, and nobody need ask the branch."""
GONE_S: Final = 10
"""Seconds without a touch after which another slip is the next customer's, and the one before has gone."""
_SLIP: Final = "k1."
"""How every slip's code begins, in small letters: a scanner may swap capitals."""
_TICKET: Final = re.compile(r"[A-Z][0-9]{3,4}")
_CHECK: Final = re.compile(r"[0-9]{4}")
_KEYED_TICKET: Final = re.compile(r"[A-Z]?|[A-Z][0-9]{1,4}")
_KEYED_CHECK: Final = re.compile(r"[0-9]{0,4}")


class Step(StrEnum):
    """What the screen shows."""

    NUMBER = "number"
    CODE = "code"
    LOOKING = "looking"
    SCORE = "score"
    REASONS = "reasons"
    QUESTION = "question"
    SENDING = "sending"
    THANKS = "thanks"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Leaving:
    """What a customer at the exit has said so far. A fresh one holds nothing of anybody."""

    step: Step = Step.NUMBER
    questions: tuple[str, ...] = ()
    """Codes of the questions after the rating; of the branch, not of the customer."""
    offered: tuple[RatingReason, ...] = ()
    """Reasons there are to choose from; of the branch too."""
    scanned: str = ""
    """What the scanner read, if that is how the visit is looked for."""
    ticket: str = ""
    check: str = ""
    visit: str = ""
    services: tuple[str, ...] = ()
    """Codes of what was done today: to recognise the visit by, and whose aftercare to read."""
    score: int = 0
    reasons: frozenset[str] = frozenset()
    """Codes of the reasons touched, all of the mood of the score."""
    asked: int = 0
    """Number of the question on the screen, from 0."""
    answers: Mapping[str, int] = field(default_factory=dict)
    refusal: str = ""
    """Why not: a refusal code; `not_finished` and `already_rated` are read from the visit itself too."""
    standing: Standing = "waiting"
    """How a visit stands that is not finished."""
    slip_date: str = ""
    """Business date (YYYY-MM-DD) of a slip that is not of today."""
    wait_s: int = 0
    """How long the branch asks to wait before the next try, in seconds."""
    page: int = 0
    """Of the aftercare, from 0."""
    language: Language = "zh"
    view: View = field(default_factory=View)
    late: bool = False
    warned: bool = False
    another: bool = False
    """Another slip was scanned while this opinion lies here half given: one line asks to finish it first."""


def fresh(state: Leaving) -> Leaving:
    """Return the first screen of the next customer."""
    return Leaving(questions=state.questions, offered=state.offered)


def blank(state: Leaving) -> Leaving:
    """Return the first screen with nothing said, in the language and look of this customer."""
    return replace(fresh(state), language=state.language, view=state.view)


def may_key(state: Leaving, sign: str) -> bool:
    """Say whether the letter or digit can come next: a letter first and then digits, or four digits."""
    if state.step is Step.NUMBER:
        return bool(_KEYED_TICKET.fullmatch(state.ticket + sign))
    return state.step is Step.CODE and bool(_KEYED_CHECK.fullmatch(state.check + sign))


def is_keyed(state: Leaving) -> bool:
    """Say whether what was keyed on this screen is whole."""
    if state.step is Step.NUMBER:
        return bool(_TICKET.fullmatch(state.ticket))
    return state.step is Step.CODE and bool(_CHECK.fullmatch(state.check))


def can_go_back(state: Leaving) -> bool:
    """Say whether back leads anywhere: not from the first screen, nor while or after the opinion is sent."""
    return state.step not in {Step.NUMBER, Step.LOOKING, Step.SENDING, Step.THANKS} or (
        state.step is Step.LOOKING and state.late
    )


def can_start_over(state: Leaving) -> bool:
    """Say whether there is something to forget and nothing under way that is about to be answered."""
    return state != blank(state) and (state.step not in {Step.LOOKING, Step.SENDING} or state.late)


def reasons(state: Leaving) -> tuple[RatingReason, ...]:
    """Return the reasons to choose from after the score that was given, none before it."""
    return tuple(each for each in state.offered if state.score and each.mood == mood_of(state.score))


def is_given(state: Leaving) -> bool:
    """Say whether there is an opinion to send even if the customer says no more: a score for the visit on the screen."""
    return state.score > 0 and state.step in {Step.SCORE, Step.REASONS, Step.QUESTION}


def is_same_slip(state: Leaving, code: str) -> bool:
    """Say whether a scanned text is the slip of the visit on the screen, however that was looked for."""
    visit = state.visit.replace("-", "").lower()
    return code == state.scanned or bool(visit and visit in code.lower())


def is_another_slip(state: Leaving, code: str) -> bool:
    """Say whether a scanned text looks like a slip, and is not of the visit on the screen."""
    shaped = len(code) <= LONGEST_CODE and code.lower().startswith(_SLIP)
    return shaped and not is_same_slip(state, code)


def is_left(state: Leaving, code: str, silent_s: float) -> bool:
    """Say whether a scan is the next customer's, because whoever stood here has gone or is finished.

    `silent_s` are the seconds since the last touch.
    """
    match state.step:
        case Step.THANKS:
            return True
        case Step.SENDING:
            return state.late and is_another_slip(state, code)
        case Step.SCORE | Step.REASONS | Step.QUESTION:
            return (state.warned or silent_s >= GONE_S) and is_another_slip(state, code)
        case _:
            return False


def notes_on_page(view: View) -> int:
    """Return how many services' aftercare stands on one screen."""
    return 2 if view.size in {"S", "M"} else 1


def request(state: Leaving) -> RateVisit:
    """Return the rating as it was given; questions that were skipped are left out."""
    touched = tuple(each.code for each in reasons(state) if each.code in state.reasons)
    return RateVisit(state.visit, state.check, state.score, dict(state.answers), touched)


def is_read(state: Leaving) -> bool:
    """Say whether what is left is to read the aftercare of what was done today, and to go."""
    last = state.step is Step.THANKS or (state.step is Step.REFUSED and state.refusal == "already_rated")
    return last and bool(state.services)


def patience(state: Leaving) -> Patience | None:
    """Return how long to wait for a quiet customer, None while there is nothing to wipe."""
    unhurried = state.view.size == "XL"
    if state == fresh(state):
        return None
    if state == blank(state):
        return UNHURRIED_UNASKED if unhurried else UNASKED
    if is_read(state):
        return UNHURRIED_READING if unhurried else READING
    if state.step is Step.THANKS:
        return UNHURRIED_AFTER_PRINT if unhurried else AFTER_PRINT
    return UNHURRIED if unhurried else IN_USE
