"""What a slip says, in reading order, before any printer draws it.

A slip is a list of blocks. Its texts are already in the customer's language; each renderer (picture, PDF, a
printer's own characters) decides how a block looks, none decides what it says.
"""

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final, Literal

LONGEST_TEXT: Final = 240
LONGEST_NUMBER: Final = 6
LONGEST_SIGN: Final = 3
LONGEST_CODE_BYTES: Final = 200

# Control and format (bidi marks among them), surrogate, private and unassigned characters, and the marks left
# over after composing: stacked, they climb over the lines above.
_UNPRINTABLE: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Mn", "Me"})


def clean(text: str, longest: int = LONGEST_TEXT) -> str:
    """Return `text` fit for paper: composed, one line, only what draws, `longest` characters at most.

    White space of any kind becomes a single space; what is cut off leaves an ellipsis. Cleaning twice changes
    nothing.
    """
    spaced = " ".join(unicodedata.normalize("NFC", text).split())
    drawn = "".join(character for character in spaced if unicodedata.category(character) not in _UNPRINTABLE)
    tidy = " ".join(unicodedata.normalize("NFC", drawn).split())
    return tidy if len(tidy) <= longest else tidy[: longest - 1].rstrip() + "…"


@dataclass(frozen=True, slots=True)
class Banner:
    """A mark not to be overlooked: filled (what this paper is) or framed (how its bearer is served)."""

    text: str
    filled: bool


@dataclass(frozen=True, slots=True)
class Number:
    """The ticket number, the biggest thing on the slip; `LONGEST_NUMBER` of them still stand 12 mm high."""

    text: str


@dataclass(frozen=True, slots=True)
class Line:
    """One paragraph. `title` is larger and bold, `strong` bold, `body` and `note` plain; centred or not."""

    text: str
    rank: Literal["title", "strong", "body", "note"] = "body"
    centred: bool = False


@dataclass(frozen=True, slots=True)
class Heading:
    """Opens a section; `aside` stands at the far end of the same line, a count for example."""

    text: str
    aside: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """Where to go: the zone's letter as a sign, its name, and the way there in a short sentence.

    Letter and way may be empty.
    """

    letter: str
    name: str
    way: str = ""


@dataclass(frozen=True, slots=True)
class Figures:
    """A few values side by side, each (label, value)."""

    pairs: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Tick:
    """Something to bring, with a box: ticked when the customer has it. `note` says which kind, if any."""

    name: str
    ticked: bool
    note: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """One numbered step of what happens, and what happens in it."""

    number: int
    name: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Point:
    """One hint of several."""

    text: str


@dataclass(frozen=True, slots=True)
class Rule:
    """A thin line between two parts."""


@dataclass(frozen=True, slots=True)
class Qr:
    """A code to scan, at most `LONGEST_CODE_BYTES` in UTF-8, and what it is for."""

    payload: str
    captions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MapRoom:
    """A place on the map by its letter; `here` is where its reader has to go."""

    letter: str
    x: float
    y: float
    width: float
    height: float
    here: bool


@dataclass(frozen=True, slots=True)
class Map:
    """The branch seen from above, `width` by `height` in any unit, x to the right and y downwards.

    `way` leads from the entrance through at least two points, or is empty.

    Raises:
        ValueError: something stands outside the map.
    """

    rooms: tuple[MapRoom, ...]
    way: tuple[tuple[float, float], ...]
    width: float
    height: float

    def __post_init__(self) -> None:
        ends = [(room.x + room.width, room.y + room.height) for room in self.rooms]
        points = [*self.way, *((room.x, room.y) for room in self.rooms), *ends]
        # Also false for what is not a number.
        if not all(0 <= x <= self.width and 0 <= y <= self.height for x, y in points):
            raise ValueError("something stands outside the map")


Block = Banner | Number | Line | Heading | Place | Map | Figures | Tick | Step | Point | Rule | Qr


@dataclass(frozen=True, slots=True)
class Slip:
    """A piece of paper: its language (`zh` or `en`), a title for archives, and its blocks from the top."""

    language: str
    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class TicketContent:
    """Everything a ticket's slip tells, in the customer's language.

    `service_for_staff` is the service's Chinese name when the customer reads another language, so that a
    teller can read the paper too; else empty. `wait` is minutes (low, high), None while it cannot be told.
    `issued` is local time; `business_date` the branch's day, which may differ from the calendar's. `favoured`
    says that the care class is not ordinary, and not which it is: paper gets lost.
    """

    language: str
    bank: str
    branch: str
    number: str
    check_code: str
    service: str
    service_for_staff: str
    zone_letter: str
    zone: str
    way: str
    ahead: int
    wait: tuple[int, int] | None
    favoured: bool
    materials: tuple[Tick, ...]
    steps: tuple[tuple[str, str], ...]
    """(name, detail) in order; the detail may be empty."""
    hints: tuple[str, ...]
    aftercare: str
    issued: datetime
    business_date: date
    code: str
    demonstration: bool
    reprint: bool


def ticket_slip(content: TicketContent, words: Mapping[str, str]) -> Slip:
    """Return the slip of a ticket. `words` are the labels of `content.language` (resources/i18n/slip.toml).

    Order: the number, where to go and how long, what to bring, what happens. Sections with nothing to say are
    left out.

    Raises:
        ValueError: the number or the code is too long to be printed legibly, and cut it would be another one.
        KeyError: a label is missing from `words`.
    """
    number = clean(content.number)
    if len(number) > LONGEST_NUMBER or len(content.code.encode()) > LONGEST_CODE_BYTES:
        raise ValueError(f"too long for a slip: number {content.number[:40]!r} or its code")
    materials = [Tick(clean(tick.name), tick.ticked, clean(tick.note)) for tick in content.materials]
    steps = [Step(at, clean(name), clean(detail)) for at, (name, detail) in enumerate(content.steps, 1)]
    aftercare = [Line(clean(content.aftercare))] if content.aftercare else []
    blocks = (
        *_head(content, number, words),
        *_waiting(content, words),
        *_section(words["materials"], materials, _having(content, words)),
        *_section(words["steps"], steps),
        *_section(words["hints"], [Point(clean(text)) for text in content.hints]),
        *_section(words["aftercare"], aftercare),
        *_foot(content, words),
    )
    return Slip(content.language, f"{number} {clean(content.service)}", blocks)


def _head(content: TicketContent, number: str, words: Mapping[str, str]) -> Iterator[Block]:
    if content.demonstration:
        yield Banner(words["demonstration"], filled=True)
    if content.reprint:
        yield Banner(words["reprint"], filled=True)
    yield Line(clean(content.bank), "strong", centred=True)
    if content.branch:
        yield Line(clean(content.branch), "note", centred=True)
    yield Number(number)
    yield Line(words["check_code"].format(code=clean(content.check_code)), "strong", centred=True)
    yield Rule()
    yield Line(clean(content.service), "title", centred=True)
    if content.service_for_staff:
        yield Line(clean(content.service_for_staff), centred=True)
    if content.favoured:
        yield Banner(words["favoured"], filled=False)


def _waiting(content: TicketContent, words: Mapping[str, str]) -> Iterator[Block]:
    yield Place(clean(content.zone_letter, LONGEST_SIGN), clean(content.zone), clean(content.way))
    ahead = {0: words["ahead_none"], 1: words["ahead_one"]}.get(content.ahead, words["ahead_many"])
    if content.wait is None:
        wait = words["wait_unknown"]
    else:
        low, high = content.wait
        wait = words["wait_range"].format(low=low, high=high)
    yield Figures(((words["ahead"], ahead.format(count=content.ahead)), (words["wait"], wait)))


def _having(content: TicketContent, words: Mapping[str, str]) -> str:
    having = sum(material.ticked for material in content.materials)
    return words["having"].format(having=having, total=len(content.materials)) if having else ""


def _section(title: str, body: Sequence[Block], aside: str = "") -> Iterator[Block]:
    if body:
        yield Rule()
        yield Heading(title, aside)
        yield from body


def _foot(content: TicketContent, words: Mapping[str, str]) -> Iterator[Block]:
    yield Rule()
    yield Qr(content.code, (words["rate_by_code"], words["rate_by_number"]))
    yield Line(words["missed"], "note")
    yield Line(words["issued"].format(at=content.issued), "note")
    yield Line(words["business_date"].format(day=content.business_date), "note")
