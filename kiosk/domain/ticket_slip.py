"""The slip of a ticket: a number, where to go, what to bring and what will happen, quick to read.

It leaves out what the guidance slip (guide_slip.py) has room for: somebody who waits wants to see the number.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final

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
from kiosk.domain.slip import (
    LONGEST_CODE_BYTES,
    LONGEST_NUMBER,
    LONGEST_TEXT,
    Banner,
    Block,
    Figures,
    Line,
    Number,
    Qr,
    Rule,
    Slip,
    Tick,
    clean,
)

_LINE: Final = 36
"""Half Chinese characters that stand on one line of 80 mm paper."""
_TICK_LINE: Final = 30
"""The same beside a box."""
_FEW_LINES: Final = 3
"""What to bring takes so many lines at most with all its notes, and beside a map; longer lists go without."""
_WIDE: Final = frozenset("WF")
_SENTENCE: Final = re.compile(r".+?(?:[。！？]|[.!?](?= [A-Z]))")


@dataclass(frozen=True, slots=True)
class TicketContent:
    """Everything a ticket's slip tells.

    `wait` is minutes (low, high), None while it cannot be told. `issued` is local time; `business_date` the
    branch's day, which may differ from the calendar's. `favoured` says that the care class is not ordinary, and
    not which it is: paper gets lost.
    """

    advice: Advice
    number: str
    check_code: str
    ahead: int
    wait: tuple[int, int] | None
    favoured: bool
    issued: datetime
    business_date: date
    code: str
    reprint: bool
    counter: str = ""
    """The counter it is at, or the only one that may call it; empty while any may."""
    called: bool = False
    """Whether it is at that counter or called to it; else it waits for the call."""
    badge: str = ""
    """Of whoever serves there (工号), empty if nobody gave one (A1)."""


def ticket_slip(content: TicketContent, words: Words) -> Slip:
    """Return the slip of a ticket. `words` are the labels of its language.

    Order: the number, where to go and how long (or to which counter), what to bring, what happens, how to rate. A long
    list of materials leaves out the map and the notes that do not fit beside a name, the aftercare is told if it is
    short: all that stands on the guidance slip.

    Raises:
        ValueError: the number or the code is too long to be printed legibly, and cut it would be another one.
        KeyError: a label is missing from `words`.
    """
    number = clean(content.number)
    if len(number) > LONGEST_NUMBER or len(content.code.encode()) > LONGEST_CODE_BYTES:
        raise ValueError(f"too long for a slip: number {content.number[:40]!r} or its code")
    bring, lines = _bring(content.advice, words)
    has_map = lines <= _FEW_LINES
    blocks = (
        *head(content.advice, words, reprint=content.reprint),
        *_number(content, number, words),
        *whereabouts(content.advice if has_map else replace(content.advice, floor=None)),
        *(_counter(content, words) if content.counter else _waiting(content, words)),
        *bring,
        *_next(content.advice),
        *_foot(content, number, words),
    )
    return Slip(content.advice.language, f"{number} {clean(content.advice.service)}", blocks)


def _number(content: TicketContent, number: str, words: Words) -> Iterator[Block]:
    yield Number(number)
    yield from said(words["check_code"].format(code=content.check_code), "strong")
    yield Rule()
    yield from service_name(content.advice)
    if content.favoured:
        yield Banner(words["favoured"], filled=False)


def _counter(content: TicketContent, words: Words) -> Iterator[Block]:
    """Yield who serves where, for whoever is at a counter already or is sent to one.

    The waiting is left out: it was told for the queue the customer has left.
    """
    told = "to_counter" if content.called else "to_counter_when_called"
    yield Rule()
    yield from said(words[told].format(counter=content.counter), "title")
    if content.badge:
        yield from said(words["served_by"].format(badge=content.badge))


def _waiting(content: TicketContent, words: Words) -> Iterator[Block]:
    ahead = {0: words["ahead_none"], 1: words["ahead_one"]}.get(content.ahead, words["ahead_many"])
    if content.wait is None:
        wait = words["wait_unknown"]
    else:
        low, high = content.wait
        wait = words["wait_range"].format(low=low, high=high)
    yield Figures(((words["ahead"], ahead.format(count=content.ahead)), (words["wait"], wait)))


def _bring(advice: Advice, words: Words) -> tuple[list[Block], int]:
    """Return what to bring, each with its box, and names of what an open question may still add; and how many lines."""
    full = to_bring(advice.materials)
    ticks = full if sum(map(_lines, full)) <= _FEW_LINES else tuple(map(_without_long_note, full))
    maybe = list(_joined(printable(advice.maybe), words["between_names"]))
    more = [] if ticks == full else [Line(words["more_in_guide"], "note")]
    blocks = [
        *section(words["materials"], [*ticks, *more], having(ticks, words)),
        *section(words["maybe"], [*map(Line, maybe)]),
    ]
    return blocks, sum(map(_lines, ticks)) + len(more) + sum(-(-_cells(line) // _LINE) for line in maybe)


def _without_long_note(tick: Tick) -> Tick:
    return tick if _lines(tick) == 1 else replace(tick, note="")


def _lines(tick: Tick) -> int:
    return -(-(_cells(tick.name) + _cells(tick.note)) // _TICK_LINE)


def _next(advice: Advice) -> Iterator[Block]:
    """Yield the steps as one line and the first sentence of the aftercare, if that is a short one."""
    steps = " → ".join(printable(name for name, _ in advice.steps))
    aftercare = clean(advice.aftercare)
    sentence = _SENTENCE.match(aftercare)
    first = sentence[0] if sentence else aftercare
    told = [*said(steps, "note"), *said(first if _cells(first) <= _LINE else "", "note")]
    if told:
        yield Rule()
        yield from told


def _foot(content: TicketContent, number: str, words: Words) -> Iterator[Block]:
    """Yield the code with how to rate and what to do after a missed call, and the time.

    The exit has keys and no scanner yet, so that is what the words say; the code is there for the day it has one.
    """
    key_in = words["rate_by_keys"].format(number=number, code=content.check_code)
    yield Rule()
    yield Qr(content.code, (words["missed"], words["rate"], clean(key_in)))
    yield Line(words["issued"].format(at=content.issued, day=content.business_date), "note", centred=True)


def _joined(names: Sequence[str], between: str) -> Iterator[str]:
    """Yield the names as one line after the other, none of which is too long to be printed whole."""
    line = ""
    for name in names:
        longer = f"{line}{between}{name}" if line else name
        if line and len(longer) > LONGEST_TEXT:
            yield line
            longer = name
        line = longer
    if line:
        yield line


def _cells(text: str) -> int:
    """Return how wide a text is, in half Chinese characters."""
    return sum(2 if unicodedata.east_asian_width(character) in _WIDE else 1 for character in text)
