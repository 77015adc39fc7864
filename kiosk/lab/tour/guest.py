"""Somebody before a public screen of the tour: what they press, and pictures of what they see."""

import shutil
from pathlib import Path
from typing import cast

from kiosk.domain.answers import Issued
from kiosk.domain.flow.view import View
from kiosk.lab.hands import Hands
from kiosk.lab.tour.album import Album
from kiosk.screens.entrance.model import EntranceModel
from kiosk.screens.entrance.number import NumberModel
from kiosk.screens.main import Screen

_QUOTED = frozenset({"question", "materials", "confirm"})
"""Steps that tell how long the wait would be."""


class Guest:
    """One person at an entrance. Whatever cannot be done raises TimeoutError with what was waited for."""

    def __init__(self, name: str, screen: Screen, album: Album, slips: Path) -> None:
        """Stand before the first screen; `slips` is the folder where the branch's printer leaves them."""
        if not isinstance(screen.model, EntranceModel):
            raise TypeError("a number is taken at an entrance")
        self._name = name
        self._model = screen.model
        # Qt's Property hides the type from mypy.
        self._number = cast("NumberModel", screen.model.number)
        self._album = album
        self._slips = slips
        self.hands = Hands(screen)
        self.hands.until_connected()
        self.hands.until_step("category")

    def press(self, *controls: str) -> None:
        """Touch one control after the other, each once it is there."""
        for control in controls:
            self.hands.tap(control)

    def see(self, picture: str) -> None:
        """Photograph the screen, once the branch has told what belongs on it."""
        if self.hands.step in _QUOTED:
            self.hands.until(lambda: bool(self._number.property("waitKnown")), "how long the wait would be")
        self.hands.photograph(self._album.page(f"{self._name}-{picture}"))

    def answer(self, *options: str) -> None:
        """Answer the questions, with a picture of each."""
        for number, option in enumerate(options, 1):
            self.hands.until_step("question")
            self.see(f"question-{number}")
            place = self.hands.place
            self.press(f"option-{option}")
            self.hands.until_other_place(place)

    def until_view(self, view: View) -> None:
        """Wait until the screen looks like this."""
        self.hands.until(lambda: self._model.state.view == view, f"the look {view}")

    def holds_number(self) -> Issued:
        """Wait for the number and its slip, with a picture of both, and return it."""
        self.hands.until_step("result")
        self.hands.until(lambda: self._number.state.slip_known, "the slip to be printed")
        issued = self._model.state.issued
        if issued is None:
            raise TypeError("a result without a number")
        self.see("number")
        self._keep(issued.slip, "slip")
        return issued

    def asks_for_guide(self) -> None:
        """Have the guidance slip printed, with a picture of it coming out and of itself."""
        shown = self._number.state.slips
        self.press("guide")
        self.hands.until(lambda: self._number.state.slips > shown, "the guide to be printed")
        self.see("guide-printed")
        self._keep(self._model.state.guide_slip, "guide")

    def leave(self) -> None:
        """Say that all is done: the screen is as it was."""
        self.press("done")
        self.hands.until_step("category")
        self.until_view(View())

    def _keep(self, slip: str, picture: str) -> None:
        page = self._album.page(f"{self._name}-{picture}")
        for kept in (page, page.with_suffix(".pdf")):
            shutil.copy(self._slips / f"{slip}{kept.suffix}", kept)
