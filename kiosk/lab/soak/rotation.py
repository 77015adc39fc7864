"""Which fault comes next: four days of what a service must live through, then one on which it is killed as well.

The days without a kill make lives that are long enough to see whether anything grows; see `trend`.
"""

import random
import signal
from collections.abc import Iterator, Sequence
from itertools import chain, cycle
from typing import Final

from kiosk.lab.soak.faults import (
    Fault,
    Garbage,
    PrinterGone,
    SameRequestTwice,
    ScreensUnplugged,
    ServiceKilled,
    ServiceStalled,
    SlowReader,
    WorkerKilled,
)

LIVED_THROUGH: Final[tuple[type[Fault], ...]] = (
    Garbage,
    SlowReader,
    SameRequestTwice,
    ScreensUnplugged,
    PrinterGone,
    *((ServiceStalled,) if hasattr(signal, "SIGSTOP") else ()),
)
KILLS: Final[tuple[type[Fault], ...]] = (ServiceKilled, WorkerKilled)
_EVERY: Final = 5
"""Days from one day of kills to the next."""


class Rotation:
    """Deals the faults of a soak of so many days, the same for a seed."""

    def __init__(self, days: int, seed: int) -> None:
        """Shuffle."""
        self._days = days
        rng = random.Random(f"{seed}/faults")
        self._lived_through = chain.from_iterable(_shuffled(LIVED_THROUGH, rng))
        self._kills = chain.from_iterable(
            zip(cycle(KILLS), chain.from_iterable(_shuffled(LIVED_THROUGH, rng)), strict=False)
        )

    def kills_on(self, day: int) -> bool:
        """Say whether the service is killed on a day of the soak, the first being 0: every fifth, and the last."""
        return (day + 1) % _EVERY == 0 or day == self._days - 1

    def next(self, day: int) -> Fault:
        """Return the next fault of a day."""
        return next(self._kills if self.kills_on(day) else self._lived_through)()


def _shuffled(kinds: Sequence[type[Fault]], rng: random.Random) -> Iterator[list[type[Fault]]]:
    """Yield all kinds in a new order, again and again."""
    while True:
        yield rng.sample(kinds, len(kinds))
