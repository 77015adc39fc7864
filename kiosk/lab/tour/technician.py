"""A technician at the exit: the maintenance panel, its checks, and a test slip."""

from kiosk.lab.hands import Hands
from kiosk.lab.tour.album import Album
from kiosk.screens.main import Screen


def maintain(screen: Screen, album: Album) -> None:
    """Open the panel of a screen, look around with a picture of each page, and leave it as customers know it."""
    hands = Hands(screen)
    hands.until_connected()
    screen.panel.open()
    hands.until(lambda: hands.sees("tile-checks"), "the panel")
    hands.photograph(album.page("panel-home"))
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
    hands.tap("leavePanel")
    hands.until(lambda: not hands.sees("leavePanel"), "the screen as customers know it")
