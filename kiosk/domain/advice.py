"""What every slip tells about a service: where to go, what to bring, what happens and what to mind."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from kiosk.domain.slip import LONGEST_SIGN, Banner, Block, Heading, Line, Map, Place, Rule, Tick, clean

Words = Mapping[str, str]
"""The labels of one language (resources/i18n/slip.toml)."""

Rank = Literal["title", "strong", "body", "note"]


@dataclass(frozen=True, slots=True)
class Advice:
    """What both slips tell, in the customer's language; whoever makes a slip of it cleans every text.

    `service_for_staff` is the service's Chinese name when the customer reads another language, so that a
    teller can read the paper too; else empty. `maybe` are names of what an open question may still add. `branch`,
    `zone_letter`, `way` and `aftercare` may be empty; `floor` is None where the place is on no map.
    """

    language: str
    bank: str
    branch: str
    service: str
    service_for_staff: str
    zone_letter: str
    zone: str
    way: str
    floor: Map | None
    materials: tuple[Tick, ...]
    maybe: tuple[str, ...]
    steps: tuple[tuple[str, str], ...]
    """(name, detail) in order; the detail may be empty."""
    hints: tuple[str, ...]
    aftercare: str
    demonstration: bool


def head(advice: Advice, words: Words, *, reprint: bool = False) -> Iterator[Block]:
    """Yield what stands at the very top: what this paper is, if no ordinary one, and whose."""
    if advice.demonstration:
        yield Banner(words["demonstration"], filled=True)
    if reprint:
        yield Banner(words["reprint"], filled=True)
    yield from said(" ".join(printable([advice.bank, advice.branch])), "strong")


def service_name(advice: Advice) -> Iterator[Block]:
    """Yield what it is about, for staff in Chinese too."""
    yield from said(advice.service, "title")
    yield from said(advice.service_for_staff, "strong")


def whereabouts(advice: Advice) -> Iterator[Block]:
    """Yield where to go: letter, name and way, and the map if it has one."""
    letter, zone = clean(advice.zone_letter, LONGEST_SIGN), clean(advice.zone)
    if letter or zone:
        yield Place(letter, zone, clean(advice.way))
    if advice.floor:
        rooms = (replace(room, letter=clean(room.letter, LONGEST_SIGN)) for room in advice.floor.rooms)
        yield replace(advice.floor, rooms=tuple(rooms))


def to_bring(materials: Iterable[Tick]) -> tuple[Tick, ...]:
    """Return the materials as they can be printed; one with no name left is nothing to bring."""
    cleaned = (Tick(clean(tick.name), tick.ticked, clean(tick.note)) for tick in materials)
    return tuple(tick for tick in cleaned if tick.name)


def having(materials: Sequence[Tick], words: Words) -> str:
    """Return how many of the materials the customer has; nothing while that is none."""
    count = sum(material.ticked for material in materials)
    return words["having"].format(having=count, total=len(materials)) if count else ""


def printable(texts: Iterable[str]) -> tuple[str, ...]:
    """Return the texts cleaned, without those of which nothing is left."""
    return tuple(filter(None, map(clean, texts)))


def said(text: str, rank: Rank = "body") -> Iterator[Block]:
    """Yield a centred line of what can be printed of a text, or nothing."""
    if cleaned := clean(text):
        yield Line(cleaned, rank, centred=True)


def section(title: str, body: Sequence[Block], aside: str = "") -> Iterator[Block]:
    """Yield a part of the slip under its title, or nothing if nothing is in it."""
    if body:
        yield Rule()
        yield Heading(title, aside)
        yield from body
