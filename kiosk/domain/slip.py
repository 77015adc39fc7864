"""What a slip says, in reading order, before any printer draws it.

A slip is a list of blocks. Its texts are already in the customer's language; each renderer (picture, PDF, a
printer's own characters) decides how a block looks, none decides what it says.
"""

import unicodedata
from dataclasses import dataclass
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
