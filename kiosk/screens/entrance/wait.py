"""How long it would take, asked of the branch from the moment a service is chosen."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

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


_ASKING: Final = frozenset({Step.QUESTION, Step.MATERIALS, Step.CONFIRM})
"""Where a customer may take the number with the next touch."""


class WaitAsker:
    """Asks for the wait of whoever may take a number; only the last answer asked for counts."""

    def __init__(self, link: Link, told: Callable[[Wait | None], None]) -> None:
        """`told` hears None while nothing is known."""
        self._link = link
        self._told = told
        self._errand: Errand | None = None

    def follow(self, before: Arriving, after: Arriving) -> None:
        """Ask at every screen anew, for a queue moves on; what is known for the same wish stands until then."""
        if (before.service, before.needs) != (after.service, after.needs):
            self._told(None)
        elif (before.step, before.asked) == (after.step, after.asked):
            return
        self._drop()
        day = self._link.day.clockwork
        if after.step in _ASKING and after.service is not None and day is not None:
            care = care_class(map(CareNeed, after.needs), vip=False, weights=day.weights)
            query = {"service": after.service.code, "care": care.value}
            self._errand = self._link.look("/v1/quote", query, self._heard, lambda: None)

    def _drop(self) -> None:
        if self._errand is not None:
            self._errand.cancel()
            self._errand = None

    def _heard(self, status: int, data: bytes) -> None:
        self._errand = None
        if status == 200:  # noqa: PLR2004 - HTTP: it said how long
            self._told(_decode(data))
