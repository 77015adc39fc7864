"""How long it would take, asked of the branch while the customer confirms."""

from collections.abc import Callable
from dataclasses import dataclass

import msgspec

from kiosk.domain.care import CareNeed, care_class
from kiosk.domain.flow.arriving import Arriving, Step
from kiosk.screens.errand import Errand
from kiosk.screens.link import Link


@dataclass(frozen=True, slots=True)
class Wait:
    """People ahead and the range in minutes; `low_min` None when nothing honest can be said."""

    ahead: int
    low_min: int | None
    high_min: int | None


_decode = msgspec.json.Decoder(Wait).decode


class WaitAsker:
    """Asks for the wait of whoever stands before the confirmation; only the last answer asked for counts."""

    def __init__(self, link: Link, told: Callable[[Wait | None], None]) -> None:
        """`told` hears None while nothing is known."""
        self._link = link
        self._told = told
        self._errand: Errand | None = None

    def ask(self, state: Arriving) -> None:
        """Ask anew for this customer, or forget when there is nothing to ask."""
        if self._errand is not None:
            self._errand.cancel()
            self._errand = None
        self._told(None)
        day = self._link.day.clockwork
        if state.step is Step.CONFIRM and state.service is not None and day is not None:
            care = care_class(map(CareNeed, state.needs), vip=False, weights=day.weights)
            query = {"service": state.service.code, "care": care.value}
            self._errand = self._link.look("/v1/quote", query, self._heard, lambda: None)

    def _heard(self, status: int, data: bytes) -> None:
        self._errand = None
        if status == 200:  # noqa: PLR2004 - HTTP: it said how long
            self._told(_decode(data))
