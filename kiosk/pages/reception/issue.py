"""Issuing a ticket from the tablet (A4): what the form says so far, made into a view and a request."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from kiosk.domain.care import care_class
from kiosk.domain.catalogue import Service, materials_for, questions_for
from kiosk.domain.day import Day
from kiosk.domain.search import Keys, find
from kiosk.domain.visit import Leg, LegStatus
from kiosk.domain.waiting import Range, quote
from kiosk.pages.reception.care import NEEDS
from kiosk.pages.reception.names import Choice, Names, Tile
from kiosk.pages.reception.ticket import Quote

MOST_FOUND: Final = 6
"""More would not be looked through while a customer waits."""


@dataclass(frozen=True, slots=True)
class Form:
    """What was ticked and chosen so far. It is kept by the browser alone; the care need never leaves the request."""

    service: str
    answers: Mapping[str, str]
    ready: frozenset[str]
    needs: frozenset[str]
    vip: bool
    say: Literal["zh", "en"]
    keep_words: bool = False
    """What the customer said in the search field is to be kept with the ticket (F1)."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One question with its options."""

    code: str
    text: str
    options: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class IssueView:
    """Everything about the service chosen (B1), and the request the form makes of it."""

    service: str
    name: str
    help: str
    zone: str
    minutes: int
    questions: tuple[Asked, ...]
    materials: tuple[Choice, ...]
    steps: tuple[Choice, ...]
    """Code, name and, as note, what happens in it."""
    needs: tuple[Choice, ...]
    vip: bool
    say: str
    """Language of the slip."""
    told: Quote
    keep_words: bool
    body: dict[str, object]
    """Body of the issue_ticket request."""


def issue_view(day: Day, now_ms: int, names: Names, form: Form) -> IssueView | None:
    """Return the form for its service with what the customer would be told now, None for an unknown service.

    Answers and ticks that no longer apply, because an earlier answer was changed, are left out of the request.
    """
    service = names.catalogue.services.get(form.service)
    if service is None:
        return None
    asked = questions_for(service, form.answers)
    answers = {
        one.code: form.answers[one.code]
        for one in asked
        if form.answers.get(one.code) in _options(service, one.code)
    }
    materials = materials_for(service, answers)
    needs = [need.value for need in NEEDS if need in form.needs]
    return IssueView(
        service=service.code, name=names.pick(service.name), help=names.pick(service.help),
        zone=names.zone(service.zone), minutes=service.minutes,
        questions=tuple(
            Asked(
                one.code,
                names.pick(one.text),
                tuple(Choice(o.code, names.pick(o.name), chosen=answers.get(one.code) == o.code) for o in one.options),
            )
            for one in asked
        ),
        materials=tuple(
            Choice(one.code, names.pick(one.name), names.pick(one.note) if one.note else "", one.code in form.ready)
            for one in materials
        ),
        steps=tuple(Choice(step.code, names.pick(step.name), names.pick(step.detail)) for step in service.steps),
        needs=tuple(Choice(need, "", chosen=need in form.needs) for need in NEEDS),
        vip=form.vip, say=form.say, told=_told(day, now_ms, service, form), keep_words=form.keep_words,
        body={
            "service": service.code, "answers": answers, "care_needs": needs, "vip": form.vip, "language": form.say,
            "ready": [one.code for one in materials if one.code in form.ready],
        },
    )  # fmt: skip


def found_tiles(names: Names, keys: Sequence[Keys], said: str, skills: Collection[str]) -> tuple[Tile, ...]:
    """Return the services that a customer's own words find (A2), best first and marked; none for no words."""
    # A removed service may still be in keys that were read a moment earlier.
    found = filter(None, map(names.catalogue.services.get, find(keys, said, MOST_FOUND)))
    return tuple(names.tile(service, skills, first=place == 0) for place, service in enumerate(found))


def _options(service: Service, question: str) -> set[str]:
    return {option.code for one in service.questions if one.code == question for option in one.options}


def _told(day: Day, now_ms: int, service: Service, form: Form) -> Quote:
    """Return what a ticket issued now would say, as the rules that issue it reckon."""
    if day.clockwork is None:
        return Quote(0, None, None)
    needs = [need for need in NEEDS if need in form.needs]
    care = care_class(needs, vip=form.vip, weights=day.clockwork.weights)
    leg = Leg("", "", service.code, service.zone, care, service.minutes, LegStatus.WAITING, now_ms)
    told = quote(day, leg, now_ms)
    return (
        Quote(told.ahead, told.low_min, told.high_min)
        if isinstance(told, Range)
        else Quote(told.ahead, None, None)
    )
