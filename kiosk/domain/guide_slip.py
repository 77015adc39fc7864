"""The guidance slip: everything about a service on a paper to take home, with a number or without one."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from kiosk.domain.advice import (
    Advice,
    Words,
    having,
    head,
    printable,
    said,
    section,
    service_name,
    to_bring,
    whereabouts,
)
from kiosk.domain.slip import Block, Line, Point, Rule, Slip, Step, clean


@dataclass(frozen=True, slots=True)
class GuideContent:
    """Everything a guidance slip tells; `number` is empty for who took none, `printed` is local time.

    It has no check code and no code to scan: it is left on tables and given to neighbours, and whoever holds both
    number and check code may rate the visit.
    """

    advice: Advice
    number: str
    printed: datetime


def guide_slip(content: GuideContent, words: Words) -> Slip:
    """Return the guidance slip of a service. `words` are the labels of its language.

    Order: for what, what to bring, what happens, how to fill in the form, what to mind afterwards, where to go.
    Sections with nothing to say are left out.

    Raises:
        KeyError: a label is missing from `words`.
    """
    advice = content.advice
    materials = to_bring(advice.materials)
    steps = [Step(at, clean(name), clean(detail)) for at, (name, detail) in enumerate(advice.steps, 1)]
    aftercare = [Line(text) for text in printable([advice.aftercare])]
    blocks = (
        *_head(content, words),
        *section(words["materials"], materials, having(materials, words)),
        *section(words["maybe"], [Point(name) for name in printable(advice.maybe)]),
        *section(words["steps"], steps),
        *section(words["hints"], [Point(hint) for hint in printable(advice.hints)]),
        *section(words["aftercare"], aftercare),
        *section(words["where"], [*whereabouts(advice)]),
        *_foot(content, words),
    )
    return Slip(advice.language, f"{words['guide']} {clean(advice.service)}", blocks)


def _head(content: GuideContent, words: Words) -> Iterator[Block]:
    yield from head(content.advice, words)
    yield from said(words["guide"], "title")
    yield Rule()
    yield from service_name(content.advice)
    if clean(content.number):
        yield from said(words["your_number"].format(number=content.number), "strong")


def _foot(content: GuideContent, words: Words) -> Iterator[Block]:
    yield Rule()
    if not clean(content.number):
        yield Line(words["no_number"], "strong")
    yield Line(words["printed"].format(at=content.printed), "note")
