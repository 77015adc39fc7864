"""All branches as they stand now: one reading for every page that shows any of them."""

from dataclasses import dataclass

from kiosk.hq.pages.figures import Figures
from kiosk.hq.pages.lately import REST_S, Lately
from kiosk.hq.pages.standing import Standing, standings
from kiosk.hq.reports import Backlog


@dataclass(frozen=True, slots=True)
class Stood:
    """How things stood a moment ago."""

    branches: tuple[Standing, ...]
    backlog: tuple[Backlog, ...]


class Present:
    """Reads how things stand, anew after `rest_s`. Any thread but that of the event loop may ask."""

    def __init__(self, figures: Figures, rest_s: float = REST_S) -> None:
        """Read `figures`."""
        self._figures = figures
        self._lately: Lately[Stood] = Lately(rest_s)

    def stood(self, today: str, now_ms: int) -> Stood:
        """Return how things stand; `today` is the date (ISO) that begins or began last."""
        return self._lately.get(lambda: self._look(today, now_ms))

    def _look(self, today: str, now_ms: int) -> Stood:
        figures = self._figures
        found = standings(
            figures.branches(),
            figures.live().branches,
            figures.daily(today, today, part="waits"),
            figures.machines(),
            now_ms,
        )
        return Stood(tuple(found), tuple(figures.backlog()))
