"""Where a customer at the entrance stands: category or search, service, questions, materials, confirm, number."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Final, Literal

from kiosk.domain.answers import Issued, Refusal
from kiosk.domain.catalogue import Material, Question, Service, machine_can, materials_for, questions_for
from kiosk.domain.facts import PrintStatus
from kiosk.domain.flow.events import Language, Need
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
from kiosk.domain.requests import IssueTicket, PrintGuide


class Step(StrEnum):
    """What the screen shows."""

    CATEGORY = "category"
    SEARCH = "search"
    SERVICE = "service"
    QUESTION = "question"
    MATERIALS = "materials"
    CONFIRM = "confirm"
    OFFER = "offer"
    """The self-service machines could do it too; nothing is given up by looking (reception.md A6)."""
    ISSUING = "issuing"
    RESULT = "result"
    REFUSED = "refused"


GuideStatus = Literal["none", "asking", "refused"] | PrintStatus
"""What became of the guidance slip: nobody wanted it, the branch has not answered, it will not, or of the paper."""

ASKABLE: Final = frozenset({"none", "refused", "failed", "unknown"})
"""The guidance can be asked for (again): it is neither under way nor out."""

Place = tuple[Step, int]
"""A screen; a question also by its number, from 0."""


@dataclass(frozen=True, slots=True)
class Arriving:
    """What a customer at the entrance has said so far. A fresh one holds nothing of anybody."""

    step: Step = Step.CATEGORY
    category: str = ""
    offered: tuple[Service, ...] = ()
    """The services of the category; with a single one there is nothing to choose."""
    searching: bool = False
    """The service is looked for by keypad and not by category."""
    query: str = ""
    """What was keyed to find it."""
    service: Service | None = None
    asked: int = 0
    """Number of the question on the screen, from 0."""
    answers: Mapping[str, str] = field(default_factory=dict)
    """Everything answered for this service; what no longer applies is left out of the request."""
    ready: frozenset[str] = frozenset()
    needs: frozenset[Need] = frozenset()
    page: int = 0
    """Of a list longer than the screen; counts up for ever, whoever shows it takes it modulo its pages."""
    before: Step = Step.CATEGORY
    """Where the offer of self-service was opened."""
    language: Language = "zh"
    view: View = field(default_factory=View)
    guide: GuideStatus = "none"
    guide_slip: str = ""
    issued: Issued | None = None
    printed: PrintStatus = "queued"
    in_hand: bool = False
    """The number is on paper: not only on this screen, nor kept as a picture."""
    refusal: Refusal | None = None
    late: bool = False
    """The branch service has not answered for longer than anybody should wait without a word."""
    warned: bool = False


def questions(state: Arriving) -> tuple[Question, ...]:
    """Return the questions that apply so far, the open ones included."""
    return questions_for(state.service, state.answers) if state.service else ()


def materials(state: Arriving) -> tuple[Material, ...]:
    """Return what to bring, as far as the answers tell."""
    return materials_for(state.service, state.answers) if state.service else ()


def path(state: Arriving) -> tuple[Place, ...]:
    """Return the screens up to the confirmation, in order, as far as the answers tell."""
    places: list[Place] = [(Step.CATEGORY, 0)]
    if state.searching:
        places.append((Step.SEARCH, 0))
    elif len(state.offered) > 1:
        places.append((Step.SERVICE, 0))
    places += [(Step.QUESTION, number) for number, _ in enumerate(questions(state))]
    if materials(state):
        places.append((Step.MATERIALS, 0))
    return (*places, (Step.CONFIRM, 0))


def along(state: Arriving, places: int) -> Arriving:
    """Return the customer that many screens further along the path, or back when negative."""
    way = path(state)
    step, asked = way[way.index((state.step, state.asked)) + places]
    return replace(state, step=step, asked=asked, page=0)


def fresh(state: Arriving) -> Arriving:
    """Return the first screen with nothing said, in the language and look of this customer."""
    return Arriving(language=state.language, view=state.view)


def offers_self_service(state: Arriving) -> bool:
    """Say whether self-service fits: a machine can do what was answered, and no care need was declared (A6)."""
    return state.service is not None and machine_can(state.service, state.answers) and not state.needs


def can_go_back(state: Arriving) -> bool:
    """Say whether back leads anywhere: not from the first screen, nor once a number was asked for."""
    return state.step not in {Step.CATEGORY, Step.ISSUING, Step.RESULT}


def can_start_over(state: Arriving) -> bool:
    """Say whether there is something to forget, and no request that may bring a number any moment."""
    return state != fresh(state) and (state.step is not Step.ISSUING or state.late)


def request(state: Arriving) -> IssueTicket:
    """Return the request that what was said adds up to: only the answers and ticks that still apply.

    Raises:
        ValueError: no service was chosen yet.
    """
    if state.service is None:
        raise ValueError("no service was chosen yet")
    asked = [question.code for question in questions(state)]
    return IssueTicket(
        service=state.service.code,
        answers={code: state.answers[code] for code in asked if code in state.answers},
        ready=tuple(material.code for material in materials(state) if material.code in state.ready),
        care_needs=tuple(sorted(state.needs)),
        language=state.language,
    )


def guide_request(state: Arriving) -> PrintGuide:
    """Return the request for the guidance slip: of the number once there is one, else of what was said so far.

    Raises:
        ValueError: no service was chosen yet.
    """
    if state.issued is not None:
        return PrintGuide(visit=state.issued.visit)
    said = request(state)
    return PrintGuide(service=said.service, answers=said.answers, ready=said.ready, language=said.language)


def patience(state: Arriving) -> Patience | None:
    """Return how long to wait for a quiet customer, None while there is nothing to wipe."""
    unhurried = state.view.size == "XL"
    if state == Arriving():
        return None
    if state == fresh(state):
        return UNHURRIED_UNASKED if unhurried else UNASKED
    if state.step is Step.RESULT and state.in_hand and state.guide in {*ASKABLE, "printed"}:
        return UNHURRIED_AFTER_PRINT if unhurried else AFTER_PRINT
    return UNHURRIED if unhurried else IN_USE
