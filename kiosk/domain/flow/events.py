"""What can happen at a public screen: touches, answers of the branch service, and silence."""

from dataclasses import dataclass
from typing import Literal

from kiosk.domain.answers import Done, Issued, Refusal
from kiosk.domain.catalogue import Service
from kiosk.domain.facts import PrintStatus

Language = Literal["zh", "en"]
Need = Literal["elderly", "disabled", "pregnant"]
Standing = Literal["waiting", "called", "serving", "passed", "parked", "ended"]
"""How a visit stands: `ended` when nobody will call it any more, whether it was served or not."""


@dataclass(frozen=True, slots=True)
class Bare:
    """An event that says all by happening. Any two of one class are equal."""


@dataclass(frozen=True, slots=True)
class ChooseCategory:
    """A category was pressed; `services` are what it holds, at least one."""

    category: str
    services: tuple[Service, ...]


@dataclass(frozen=True, slots=True)
class ChooseService:
    """A service was pressed."""

    service: Service


@dataclass(frozen=True, slots=True)
class Reply:
    """An option of the question on the screen was pressed."""

    option: str


@dataclass(frozen=True, slots=True)
class Tick:
    """A material was ticked as in hand, or unticked."""

    material: str


@dataclass(frozen=True, slots=True)
class Declare:
    """A care need was declared, or taken back."""

    need: Need


class More(Bare):
    """Show the next page of the list."""

    __slots__ = ()


class Next(Bare):
    """Go on from a screen that has no choice of its own."""

    __slots__ = ()


class Search(Bare):
    """Say it in one's own words, on the keypad."""

    __slots__ = ()


class Take(Bare):
    """Take the number at once: what is still open is settled at the counter."""

    __slots__ = ()


class Offer(Bare):
    """See how the self-service machines would do it."""

    __slots__ = ()


class Guide(Bare):
    """Have the guidance printed: what to bring and what happens."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Guided:
    """The branch service queued the guidance, or will not (empty)."""

    slip: str


@dataclass(frozen=True, slots=True)
class Key:
    """A letter or digit of the keypad was pressed."""

    sign: str


class Erase(Bare):
    """Take the last letter or digit back."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Score:
    """How it was, from 1 to 5."""

    score: int


class Skip(Bare):
    """No answer to the question on the screen."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Because:
    """A reason for the score was touched, or taken back."""

    reason: str


@dataclass(frozen=True, slots=True)
class Scanned:
    """The scanner read something, a slip or not."""

    code: str


class Waited(Bare):
    """The time the branch asked to wait is over."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Found:
    """The visit of the slip that was scanned, or of the number and check code that were keyed."""

    visit: str
    ticket: str
    check: str
    services: tuple[str, ...]
    finished: bool
    rated: bool
    state: Standing = "ended"


@dataclass(frozen=True, slots=True)
class Heard:
    """The branch service answered a request."""

    answer: Issued | Done | Refusal


class Late(Bare):
    """The branch service has still not answered; the request stays under way."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Paper:
    """What is known of a slip changed."""

    slip: str
    status: PrintStatus
    reason: str = ""
    """`saved`: kept as a picture, and no paper to take; else why nothing came out."""


class Back(Bare):
    """Return to the screen before, with everything kept."""

    __slots__ = ()


class StartOver(Bare):
    """Forget everything but the language."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Speak:
    """Change the language."""

    language: Language


class Larger(Bare):
    """大字: the next text size."""

    __slots__ = ()


class Recolour(Bare):
    """对比: the next contrast."""

    __slots__ = ()


class Lower(Bare):
    """All controls down where they can be reached sitting, or up again."""

    __slots__ = ()


class Quiet(Bare):
    """Nobody touched the screen for a while."""

    __slots__ = ()


class Touched(Bare):
    """Somebody is there after all."""

    __slots__ = ()


class End(Bare):
    """The session is over: the customer said so, or has gone."""

    __slots__ = ()


Event = (
    ChooseCategory | ChooseService | Reply | Tick | Declare | More | Next | Search | Take | Offer | Guide | Guided
    | Key | Erase | Score | Because | Skip | Scanned | Waited | Found | Heard | Late | Paper | Back | StartOver
    | Speak | Larger | Recolour | Lower | Quiet | Touched | End
)  # fmt: skip
