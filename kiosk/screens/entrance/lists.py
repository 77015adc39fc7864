"""The lists of the entrance screen, made from where the customer stands and the branch's book."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, TypeVar

from kiosk.domain.catalogue import Catalogue, Material, Text
from kiosk.domain.flow.arriving import Arriving, Step, materials, questions
from kiosk.domain.flow.view import tiles
from kiosk.screens.rows import ChoiceRow, LineRow, MaterialRow

NAMED: Final = 3
"""So many missing things are named before the confirmation only counts them."""

T = TypeVar("T")
Say = Callable[[Text | None], str]


@dataclass(frozen=True, slots=True)
class Paged:
    """Where a long list stands: page from 0, and how many there are."""

    page: int
    pages: int


def paged(state: Arriving) -> Paged:
    """Return the page of the list on the screen; one page when nothing there is long."""
    pages = max(1, -(-_length(state) // tiles(state.view)))
    return Paged(state.page % pages, pages)


def _length(state: Arriving) -> int:
    match state.step:
        case Step.SERVICE:
            return len(state.offered)
        case Step.QUESTION:
            return len(questions(state)[state.asked].options)
        case Step.MATERIALS:
            return len(materials(state))
        case _:
            return 0


def _on_page(items: tuple[T, ...], state: Arriving) -> tuple[T, ...]:
    size = tiles(state.view)
    first = paged(state).page * size
    return items[first : first + size]


def category_rows(state: Arriving, catalogue: Catalogue, say: Say) -> list[ChoiceRow]:
    """Return the tiles of the first screen."""
    return [
        ChoiceRow(each.code, say(each.name), say(each.help), each.icon, each.code == state.category)
        for each in catalogue.categories
    ]


def service_rows(state: Arriving, say: Say) -> list[ChoiceRow]:
    """Return the services of the category chosen, one page of them."""
    chosen = state.service.code if state.service else ""
    return [
        ChoiceRow(each.code, say(each.name), say(each.help), each.code, each.code == chosen)
        for each in _on_page(state.offered, state)
    ]


def option_rows(state: Arriving, say: Say) -> list[ChoiceRow]:
    """Return the options of the question on the screen."""
    if state.step is not Step.QUESTION:
        return []
    question = questions(state)[state.asked]
    chosen = state.answers.get(question.code)
    return [
        ChoiceRow(each.code, say(each.name), chosen=each.code == chosen)
        for each in _on_page(question.options, state)
    ]


def material_rows(state: Arriving, say: Say) -> list[MaterialRow]:
    """Return what to bring, one page of it."""
    if state.step is not Step.MATERIALS:
        return []
    return [
        MaterialRow(each.code, say(each.name), say(each.note), each.code in state.ready)
        for each in _on_page(materials(state), state)
    ]


def step_rows(state: Arriving, say: Say) -> list[LineRow]:
    """Return the five steps of the service (reception.md B1)."""
    steps = state.service.steps if state.service else ()
    return [LineRow(each.code, say(each.name), say(each.detail)) for each in steps]


def answer_rows(state: Arriving, say: Say) -> list[LineRow]:
    """Return what was asked and answered, for the customer to check."""
    return [
        LineRow(question.code, say(question.text), say(option.name))
        for question in questions(state)
        for option in question.options
        if state.answers.get(question.code) == option.code
    ]


def missing(state: Arriving) -> tuple[Material, ...]:
    """Return what the customer did not tick."""
    return tuple(each for each in materials(state) if each.code not in state.ready)
