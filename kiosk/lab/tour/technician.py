"""A technician at the exit: the maintenance panel, its checks, a test slip, and what to do first."""

from typing import Final, cast

from kiosk.lab.hands import Hands
from kiosk.lab.tour.album import Album
from kiosk.screens.main import Screen
from kiosk.screens.maintenance.doctor import DoctorModel

_DOCTOR_S: Final = 300.0
"""The doctor gives way to everybody else: on a busy machine that lasts."""


def maintain(screen: Screen, album: Album) -> None:
    """Open the panel of a screen, look around with a picture of each page, and leave it as customers know it."""
    hands = Hands(screen)
    hands.until_connected()
    screen.panel.open()
    hands.tap("tile-checks")
    hands.until(lambda: hands.sees("row-printer"), "the branch's own word")
    hands.photograph(album.page("panel-checks"))
    hands.tap("back")
    hands.tap("tile-printer")
    hands.tap("printTest")
    hands.until(lambda: hands.sees("printTest") and hands.sees("outcome"), "what became of the slip")
    hands.photograph(album.page("panel-printer"))
    hands.tap("back")
    hands.tap("tile-ruler")
    hands.photograph(album.page("panel-ruler"))
    hands.tap("back")
    _see_doctor(hands, screen, album)
    hands.tap("leavePanel")
    hands.until(lambda: not hands.sees("leavePanel"), "the screen as customers know it")


def _see_doctor(hands: Hands, screen: Screen, album: Album) -> None:
    """Wait until the doctor has looked; then the first page of the panel, and all that he found."""
    doctor = cast("DoctorModel", screen.panel.doctor)

    def has_looked() -> bool:
        screen.panel.touched()  # the panel closes after two minutes without a touch
        return bool(doctor.property("known")) and not doctor.property("looking")

    hands.until(has_looked, "what the doctor found", _DOCTOR_S)
    hands.photograph(album.page("panel-home"))
    hands.tap("first")
    hands.until(lambda: hands.sees("examine"), "all that he found")
    hands.photograph(album.page("panel-doctor"))
