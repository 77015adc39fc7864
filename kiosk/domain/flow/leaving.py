"""Where a customer at the exit stands: number, check code, rating, questions, thanks."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from kiosk.domain.flow.events import Language
from kiosk.domain.flow.idle import (
    AFTER_PRINT,
    IN_USE,
    UNASKED,
    UNHURRIED,
    UNHURRIED_AFTER_PRINT,
    UNHURRIED_UNASKED,
    Patience,
)
from kiosk.domain.flow.view import View
from kiosk.domain.requests import RateVisit

LOWEST: Final = 1
HIGHEST: Final = 5
"""Of the scale of every rating."""
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
    ticket: str = ""
    check: str = ""
    visit: str = ""
    services: tuple[str, ...] = ()
    """Codes of what was done today, for the customer to recognise the visit by."""
    score: int = 0
    asked: int = 0
    """Number of the question on the screen, from 0."""
    answers: Mapping[str, int] = field(default_factory=dict)
    refusal: str = ""
    """Why not: a refusal code; `not_finished` and `already_rated` are read from the visit itself too."""
    language: Language = "zh"
    view: View = field(default_factory=View)
    late: bool = False
    warned: bool = False


def fresh(state: Leaving) -> Leaving:
    """Return the first screen of the next customer."""
    return Leaving(questions=state.questions)


def blank(state: Leaving) -> Leaving:
    """Return the first screen with nothing said, in the language and look of this customer."""
    return Leaving(questions=state.questions, language=state.language, view=state.view)


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


def request(state: Leaving) -> RateVisit:
    """Return the rating as it was given; questions that were skipped are left out."""
    return RateVisit(state.visit, state.check, state.score, dict(state.answers))


def patience(state: Leaving) -> Patience | None:
    """Return how long to wait for a quiet customer, None while there is nothing to wipe."""
    unhurried = state.view.size == "XL"
    if state == fresh(state):
        return None
    if state == blank(state):
        return UNHURRIED_UNASKED if unhurried else UNASKED
    if state.step is Step.THANKS:
        return UNHURRIED_AFTER_PRINT if unhurried else AFTER_PRINT
    return UNHURRIED if unhurried else IN_USE
