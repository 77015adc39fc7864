"""Low ratings as the lobby manager hears of them: so that somebody goes and sees, and nobody can be blamed.

An alert says when, about which service, and why. No name, no ticket number, no counter and no badge: an opinion must
lead to a service that went wrong, and never back to the customer who spoke or to the one teller who sat there (D3).
The id of the visit stands in the request of the button alone, because the answer has to name what it answers.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from kiosk.domain.day import Day
from kiosk.domain.rating import Rating, RatingForm
from kiosk.domain.visit import LegStatus
from kiosk.pages.reception.names import Names

_KEY_DIGITS: Final = 12


@dataclass(frozen=True, slots=True)
class Alert:
    """One customer who was not satisfied."""

    visit: str
    at: str
    """On the wall clock of the branch, such as 14:05."""
    services: tuple[str, ...]
    reasons: tuple[str, ...]
    """In the branch's own words; none if the customer touched none."""
    answered: bool

    @property
    def key(self) -> str:
        """What the alert is known by on the page while it stands there: always the same, and no way back to the visit."""
        return sha256(self.visit.encode()).hexdigest()[:_KEY_DIGITS]


def alerts(day: Day, names: Names, form: RatingForm) -> tuple[Alert, ...]:
    """Return the low ratings of today, newest first."""
    words = {reason.code: names.pick(reason.text) for reason in form.reasons}
    low = [rating for rating in day.ratings.values() if rating.low]
    return tuple(_alert(day, names, words, rating) for rating in reversed(low))


def _alert(day: Day, names: Names, words: Mapping[str, str], rating: Rating) -> Alert:
    finished = [leg for leg in day.legs_of(rating.visit) if leg.status is LegStatus.FINISHED]
    return Alert(
        visit=rating.visit,
        at=names.clock(rating.at_ms),
        services=tuple(names.service(service) for service in dict.fromkeys(leg.service for leg in finished)),
        reasons=tuple(words.get(reason, reason) for reason in rating.reasons),
        answered=rating.answered,
    )
