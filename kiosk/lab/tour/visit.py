"""One customer's way through the public screens, each step photographed."""

from dataclasses import dataclass
from pathlib import Path
from typing import cast

from kiosk.domain.answers import Issued
from kiosk.lab.hands import Hands
from kiosk.lab.tour.album import Album
from kiosk.screens.entrance.model import EntranceModel
from kiosk.screens.entrance.number import NumberModel
from kiosk.screens.main import Screen


@dataclass(frozen=True, slots=True)
class Wish:
    """What a customer of the tour comes for: tiles and options are named by their codes."""

    name: str
    """Begins the names of the pictures."""
    language: str
    category: str
    service: str
    options: tuple[str, ...]
    ready: tuple[str, ...] = ()
    care: str = ""


def take_a_ticket(screen: Screen, hands: Hands, wish: Wish, album: Album) -> Issued:
    """Go from the first screen to the number, photographing each screen, and leave the screen as it was."""
    hands.until_step("category")
    if wish.language == "en":
        hands.tap("language")
    hands.photograph(album.page(f"{wish.name}-welcome"))
    hands.tap(f"tile-{wish.category}")
    hands.until_step("service", "question", "materials")
    hands.photograph(album.page(f"{wish.name}-services"))
    hands.tap(f"tile-{wish.service}")
    if wish.care:
        hands.tap(f"care-{wish.care}")
    for number, option in enumerate(wish.options, 1):
        hands.until_step("question")
        hands.photograph(album.page(f"{wish.name}-question-{number}"))
        hands.tap(f"option-{option}")
    hands.until_step("materials")
    for material in wish.ready:
        hands.tap(f"material-{material}")
    hands.photograph(album.page(f"{wish.name}-what-to-bring"))
    hands.tap("next")
    hands.until_step("confirm")
    hands.photograph(album.page(f"{wish.name}-confirm"))
    hands.tap("take")
    hands.until_step("result")
    return _result(screen, hands, wish, album)


def _result(screen: Screen, hands: Hands, wish: Wish, album: Album) -> Issued:
    if not isinstance(screen.model, EntranceModel) or screen.model.state.issued is None:
        raise TypeError("a number is taken at an entrance")
    number = cast("NumberModel", screen.model.number)  # Qt's Property hides the type from mypy
    issued = screen.model.state.issued
    hands.until(lambda: number.state.slip_known, "the slip to be printed")
    hands.photograph(album.page(f"{wish.name}-number"))
    hands.tap("done")
    hands.until_step("category")
    return issued


def rate(hands: Hands, taken: Issued, score: int, album: Album) -> None:
    """Key in number and check code at the exit, give a score and answer every question."""
    hands.until_step("number")
    _key(hands, taken.ticket, album.page("exit-number"))
    hands.until_step("code")
    _key(hands, taken.check, album.page("exit-check-code"))
    hands.until_step("score")
    hands.photograph(album.page("exit-opinion"))
    hands.tap(f"score-{score}")
    while hands.until_step("question", "sending", "thanks") == "question":
        place = hands.place
        hands.photograph(album.page("exit-question"))
        hands.tap(f"score-{score}")
        hands.until_other_place(place)
    hands.until_step("thanks")
    hands.photograph(album.page("exit-thanks"))


def _key(hands: Hands, signs: str, picture: Path) -> None:
    for sign in signs:
        hands.tap(f"key-{sign}")
    hands.photograph(picture)
    hands.tap("next")
