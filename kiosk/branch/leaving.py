"""What the exit may know of a visit, once its slip or its check code proves who asks."""

import hmac
from typing import Final

from kiosk.domain.answers import Refusal
from kiosk.domain.check_code import Held, check_code, read_qr
from kiosk.domain.day import Day
from kiosk.domain.rules.ratings import is_finished
from kiosk.domain.visit import LegStatus

_LONGEST_NUMBER = 9
_STANDING: Final = {
    LegStatus.SERVING: "serving",
    LegStatus.CALLED: "called",
    LegStatus.WAITING: "waiting",
    LegStatus.PLANNED: "waiting",
    LegStatus.PASSED: "passed",
    LegStatus.PARKED: "parked",
}
"""How a visit stands by its legs, the first that any leg is in: what its holder can expect next, or has to do."""


def by_check(day: Day, secret: bytes, ticket: str, check: str) -> dict[str, object] | Refusal:
    """Return the visit, of today or carried over to it, of a ticket number and its check code.

    Refusal: `wrong_ticket_or_check`, one for both faults so that neither is told.
    """
    series, digits = ticket[:1].upper(), ticket[1:]
    number = int(digits) if digits.isascii() and digits.isdigit() and len(digits) <= _LONGEST_NUMBER else 0
    # A carried ticket keeps its number, which somebody else may hold today: the check code tells them apart.
    held = [visit for key, visit in day.by_ticket.items() if key[1:] == (series, number)]
    visit = next((one for one in held if _proves(secret, check, one)), None)
    if visit is None:
        return Refusal("wrong_ticket_or_check")
    return _told(day, visit, secret)


def by_code(day: Day, secret: bytes, text: str) -> dict[str, object] | Refusal:
    """Return the visit that a scanned text proves.

    Refusals: `wrong_code` (no code of ours, or altered), `other_branch`, `other_day` (genuine, and not of today),
    `unknown_visit` (genuine and of today, and the day knows nothing of it: it was restored from a copy).
    """
    held = read_qr(secret, day.branch, text)
    if not isinstance(held, Held):
        return Refusal(held)
    if held.visit not in day.visits:
        if held.date == day.date:
            return Refusal("unknown_visit")
        return Refusal("other_day", {"date": held.date})
    return _told(day, held.visit, secret)


def _told(day: Day, visit: str, secret: bytes) -> dict[str, object]:
    return {
        "visit": visit,
        "ticket": day.visits[visit].ticket,
        "check": check_code(secret, visit),
        "services": day.services_done(visit),
        "finished": is_finished(day, visit),
        "rated": day.visits[visit].rated,
        "state": _state(day, visit),
    }


def _state(day: Day, visit: str) -> str:
    """Return `serving`, `called`, `waiting`, `passed` or `parked`, and `ended` when no leg is open any more."""
    there = {leg.status for leg in day.legs_of(visit)}
    return next((told for status, told in _STANDING.items() if status in there), "ended")


def _proves(secret: bytes, check: str, visit: str) -> bool:
    return hmac.compare_digest(check_code(secret, visit).encode(), check.encode())
