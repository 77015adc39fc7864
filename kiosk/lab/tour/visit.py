"""Who comes in the tour: an ordinary customer, an elderly one, one who speaks English; and how the first one leaves."""

from collections.abc import Callable

from kiosk.domain.answers import Issued
from kiosk.domain.flow.view import View
from kiosk.lab.hands import Hands
from kiosk.lab.tour.album import Album
from kiosk.lab.tour.guest import Guest


def ordinary(guest: Guest, call_for_help: Callable[[], None]) -> Issued:
    """Find 汇款 by two letters, answer, tick, call a person, and leave with a number and a guide.

    `call_for_help` lets reception answer, once the screen says that somebody was called.
    """
    guest.press("tile-search", "key-h", "key-k")
    guest.hands.until(lambda: guest.hands.sees("found-remittance"), "汇款 among what was found")
    guest.see("search")
    guest.press("found-remittance")
    guest.answer("abroad", "mainland", "up_to_50k_usd")
    guest.hands.until_step("materials")
    guest.press("material-id_card", "material-bank_card")
    guest.see("what-to-bring")
    guest.press("callHelp")
    call_for_help()
    guest.press("next")
    return _takes_number_and_guide(guest)


def elderly(guest: Guest) -> Issued:
    """Make it large, dark and low, declare care, and take a number with three touches."""
    guest.press("larger", "larger")
    guest.see("larger")
    guest.press("recolour")
    guest.see("contrast")
    guest.press("lower", "care-elderly")
    guest.until_view(View("XL", "dark", low=True))
    guest.see("low")
    guest.press("tile-personal")
    guest.hands.until_step("service")
    guest.see("services")
    guest.press("tile-withdrawal")
    guest.hands.until_step("question")
    guest.see("three-touches")
    guest.press("takeNow")
    issued = guest.holds_number()
    guest.leave()
    return issued


def visitor(guest: Guest) -> Issued:
    """Do it all in English, look at the machines, and take a number for the counter all the same."""
    guest.press("language")
    guest.see("welcome")
    guest.press("tile-personal")
    guest.hands.until_step("service")
    guest.see("services")
    guest.press("tile-transfer")
    guest.answer("other", "self")
    guest.hands.until_step("materials")
    guest.press("material-bank_card")
    guest.see("what-to-bring")
    guest.press("machines")
    guest.hands.until_step("offer")
    guest.see("machines")
    guest.press("decline", "next")
    return _takes_number_and_guide(guest)


def _takes_number_and_guide(guest: Guest) -> Issued:
    guest.hands.until_step("confirm")
    guest.see("confirm")
    guest.press("take")
    issued = guest.holds_number()
    guest.asks_for_guide()
    guest.leave()
    return issued


def rate(hands: Hands, taken: Issued, score: int, album: Album) -> None:
    """Begin to key in the number at the exit, then scan the slip after all; give score, reason and every answer."""
    hands.until_step("number")
    hands.photograph(album.page("exit-scan"))
    for sign in taken.ticket:
        hands.tap(f"key-{sign}")
    hands.photograph(album.page("exit-number"))
    hands.scan(taken.qr)
    hands.until_step("score")
    hands.photograph(album.page("exit-opinion"))
    hands.tap(f"score-{score}")
    if hands.until_step("reasons", "question", "sending", "thanks") == "reasons":
        hands.tap("reason-clear")
        hands.photograph(album.page("exit-reasons"))
        hands.tap("next")
    if hands.until_step("question", "sending", "thanks") == "question":
        hands.photograph(album.page("exit-question"))
    while hands.until_step("question", "sending", "thanks") == "question":
        place = hands.place
        hands.tap(f"score-{score}")
        hands.until_other_place(place)
    hands.until_step("thanks")
    hands.photograph(album.page("exit-thanks"))
