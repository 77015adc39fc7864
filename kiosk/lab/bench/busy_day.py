"""A busy day of a branch as facts: three hundred visits with waits, opinions and paper that runs out, some 4,700 facts."""

import random
from collections.abc import Iterator
from heapq import heappop, heappush
from typing import Final

from kiosk.domain import facts as f
from kiosk.records.database.ids import Ids

_VISITS: Final = 300
_COUNTERS: Final = 6
_CALL_MS: Final = 80_000
_SERVICE_MS: Final = (180_000, 720_000)
_WEIGHTS: Final = {"ordinary": 100, "elderly": 140, "protected": 180, "vip": 160}
_SERVICES: Final = ("deposit", "withdrawal", "transfer", "payroll")
_STEPS: Final = ("review", "handling", "confirm")
_REASONS: Final = ("long_wait", "unclear")


def busy_day(date: str, opened_ms: int, seed: int) -> list[f.Recorded]:
    """Return the facts of a whole day (ISO) that was opened at `opened_ms` (UTC), always the same for a seed."""
    return _Day(date, seed).told(opened_ms)


class _Day:
    """A day being told: what happens later waits its turn."""

    def __init__(self, date: str, seed: int) -> None:
        self._date = date
        self._chance = random.Random(seed)
        self._ids = Ids(self._chance.randbytes)
        self._recorded: list[f.Recorded] = []

    def told(self, opened_ms: int) -> list[f.Recorded]:
        """Tell it all."""
        closes_ms = opened_ms + 9 * 3_600_000
        self._tell(
            opened_ms,
            f.DayOpened(
                self._date, opened_ms, closes_ms, closes_ms, "2026.1", _WEIGHTS, dict.fromkeys(_WEIGHTS, 15)
            ),
        )
        self._tell(opened_ms, f.BranchChecked({"disk": "ok", "printer": "near_end"}))
        self._tell(opened_ms, f.PrinterChanged("main", "ready"))
        for counter in range(1, _COUNTERS + 1):
            self._tell(opened_ms, f.CounterOpened(str(counter), "A", _SERVICES, f"20{counter:02}"))
        for at_ms, fact in self._in_order(opened_ms):
            self._tell(at_ms, fact)
        last_ms = max(closes_ms, self._recorded[-1].at_ms + 1)
        self._tell(last_ms, f.DayClosed(self._date, "by_hand", _VISITS, 0))
        return self._recorded

    def _in_order(self, opened_ms: int) -> Iterator[tuple[int, f.Fact]]:
        waiting: list[tuple[int, int, f.Fact]] = []
        free = [(opened_ms, str(counter)) for counter in range(1, _COUNTERS + 1)]
        for number in range(1, _VISITS + 1):
            at_ms = opened_ms + number * _CALL_MS + self._chance.randrange(_CALL_MS)
            came_free_ms, counter = heappop(free)
            begins_ms = max(at_ms, came_free_ms) + 20_000
            ends_ms = begins_ms + self._chance.randrange(*_SERVICE_MS)
            heappush(free, (ends_ms + 10_000, counter))
            for ms, fact in self._visit(number, counter, (at_ms, begins_ms, ends_ms)):
                heappush(waiting, (ms, len(waiting) + 1_000 * number, fact))
        while waiting:
            at_ms, _, fact = heappop(waiting)
            yield at_ms, fact

    def _visit(
        self, number: int, counter: str, moments: tuple[int, int, int]
    ) -> Iterator[tuple[int, f.Fact]]:
        """Yield a visit that comes, is called and ends at these moments."""
        came_ms, called_ms, ends_ms = moments
        visit, leg, slip, guide = (self._ids.new(came_ms) for _ in range(4))
        period = self._ids.new(called_ms)
        service, care = self._chance.choice(_SERVICES), self._chance.choice(tuple(_WEIGHTS))
        yield (
            came_ms,
            f.TicketIssued(
                visit, leg, "A", number, service, "A", care, 6, "kiosk", ahead=3, low_min=5, high_min=12
            ),
        )
        yield came_ms, f.SlipQueued(slip, visit)
        yield came_ms, f.GuideQueued(guide, service, {"who": "self"}, ("id_card",), visit=visit)
        for of, name in ((visit, slip), ("", guide)):
            yield came_ms + 1, f.SlipStatusChanged(name, of, "sending")
            yield came_ms + 2_000, f.SlipStatusChanged(name, of, "failed" if number % 50 == 0 else "printed")
        if number % 100 == 0:
            yield came_ms + 2_000, f.PrinterChanged("main", "paper_out")
            yield came_ms + 300_000, f.PrinterChanged("main", "ready")
        yield called_ms, f.TicketCalled(leg, period, counter, "score", _WEIGHTS[care] * (called_ms - came_ms))
        yield called_ms + 5_000, f.TicketAnnouncedAgain(leg, counter, 2)
        yield called_ms + 15_000, f.ServiceStarted(leg, period, counter)
        for place, step in enumerate(_STEPS):
            yield called_ms + 20_000 + place * 30_000, f.StepReached(leg, period, step)
        yield ends_ms, f.ServiceFinished(leg, period, counter)
        if number % 2:
            score = self._chance.randint(1, 5)
            yield ends_ms + 30_000, f.VisitRated(visit, score, {"speed": 4}, _REASONS if score <= 2 else ())  # noqa: PLR2004
            if score == 1:
                yield ends_ms + 600_000, f.RatingAnswered(visit)

    def _tell(self, at_ms: int, fact: f.Fact) -> None:
        seq = len(self._recorded) + 1
        self._recorded.append(
            f.Recorded("00" * 8, seq, self._ids.new(at_ms), self._date, at_ms, "customer", "bench-1", fact)
        )
