"""What can happen at a public screen: touches, answers of the branch service, and silence."""

from dataclasses import dataclass
from typing import Literal

from kiosk.domain.answers import Done, Issued, Refusal
from kiosk.domain.catalogue import Service
from kiosk.domain.facts import PrintStatus

Language = Literal["zh", "en"]
Need = Literal["elderly", "disabled", "pregnant"]


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


@dataclass(frozen=True, slots=True)
class More:
    """Show the next page of the list."""


@dataclass(frozen=True, slots=True)
class Next:
    """Go on from a screen that has no choice of its own."""


@dataclass(frozen=True, slots=True)
class Search:
    """Say it in one's own words, on the keypad."""


@dataclass(frozen=True, slots=True)
class Take:
    """Take the number at once: what is still open is settled at the counter."""


@dataclass(frozen=True, slots=True)
class Offer:
    """See how the self-service machines would do it."""


@dataclass(frozen=True, slots=True)
class Guide:
    """Have the guidance printed: what to bring and what happens."""


@dataclass(frozen=True, slots=True)
class Guided:
    """The branch service queued the guidance, or will not (empty)."""

    slip: str


@dataclass(frozen=True, slots=True)
class Key:
    """A letter or digit of the keypad was pressed."""

    sign: str


@dataclass(frozen=True, slots=True)
class Erase:
    """Take the last letter or digit back."""


@dataclass(frozen=True, slots=True)
class Score:
    """How it was, from 1 to 5."""

    score: int


@dataclass(frozen=True, slots=True)
class Skip:
    """No answer to the question on the screen."""


@dataclass(frozen=True, slots=True)
class Found:
    """The visit of the number and check code that were keyed."""

    visit: str
    services: tuple[str, ...]
    finished: bool
    rated: bool


@dataclass(frozen=True, slots=True)
class Heard:
    """The branch service answered a request."""

    answer: Issued | Done | Refusal


@dataclass(frozen=True, slots=True)
class Late:
    """The branch service has still not answered; the request stays under way."""


@dataclass(frozen=True, slots=True)
class Paper:
    """What is known of a slip changed."""

    slip: str
    status: PrintStatus
    reason: str = ""
    """`saved`: kept as a picture, and no paper to take; else why nothing came out."""


@dataclass(frozen=True, slots=True)
class Back:
    """Return to the screen before, with everything kept."""


@dataclass(frozen=True, slots=True)
class StartOver:
    """Forget everything but the language."""


@dataclass(frozen=True, slots=True)
class Speak:
    """Change the language."""

    language: Language


@dataclass(frozen=True, slots=True)
class Larger:
    """大字: the next text size."""


@dataclass(frozen=True, slots=True)
class Recolour:
    """对比: the next contrast."""


@dataclass(frozen=True, slots=True)
class Lower:
    """All controls down where they can be reached sitting, or up again."""


@dataclass(frozen=True, slots=True)
class Quiet:
    """Nobody touched the screen for a while."""


@dataclass(frozen=True, slots=True)
class Touched:
    """Somebody is there after all."""


@dataclass(frozen=True, slots=True)
class End:
    """The session is over: the customer said so, or has gone."""


Event = (
    ChooseCategory | ChooseService | Reply | Tick | Declare | More | Next | Search | Take | Offer | Guide | Guided
    | Key | Erase | Score | Skip | Found | Heard | Late | Paper | Back | StartOver | Speak | Larger | Recolour
    | Lower | Quiet | Touched | End
)  # fmt: skip
