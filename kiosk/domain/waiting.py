"""How long it will take: the people ahead, classes counted, and an honest range or `unknown` (C2)."""

from dataclasses import dataclass

from kiosk.domain.counter import Counter
from kiosk.domain.lines import LineKey
from kiosk.domain.state import DayState
from kiosk.domain.visit import Leg, LegStatus

_MINUTE_MS = 60_000
_SECOND_MS = 1_000
_SPREAD_PERCENT = 40


@dataclass(frozen=True, slots=True)
class Range:
    """A waiting range in whole minutes, rounded outward and at least one minute wide, and the people ahead."""

    ahead: int
    low_min: int
    high_min: int


@dataclass(frozen=True, slots=True)
class Unknown:
    """No open counter can serve this: nothing honest can be said about the wait. `ahead` still counts."""

    ahead: int
    low_min: None = None
    high_min: None = None


def quote(day: DayState, leg: Leg, now_ms: int) -> Range | Unknown:
    """Return how many will be called before `leg` and the range of its remaining wait, seen from `now_ms`.

    `leg` may be waiting already or about to be issued. People ahead x prior mean / eligible open counters, +-40 %;
    while every such counter is busy, half a service of the leg's own kind stands for what is in hand.
    A ticket of weight b_y counts as ahead when it will outscore `leg` at the moment `leg` is called:
    b_y * (T - a_y) >= b_x * (T - a_x) (queueing.md), T being now plus the wait itself, found by bisection.
    """
    counters = [counter for counter in day.counters.values() if may_call(counter, leg)]
    rivals = tuple(key for key in day.lines.occupied() if _competes(day, key, leg, counters))
    race = _Race(day, leg, rivals)
    if not counters:
        return Unknown(race.ahead(now_ms))
    busy_minutes = leg.minutes / 2 if all(counter.leg for counter in counters) else 0.0
    ahead, wait_ms = race.outcome(now_ms, busy_minutes, len(counters))
    low = wait_ms * (100 - _SPREAD_PERCENT) // (100 * _MINUTE_MS)
    high = -(-wait_ms * (100 + _SPREAD_PERCENT) // (100 * _MINUTE_MS))
    return Range(ahead, low, max(high, low + 1))


def may_call(counter: Counter, leg: Leg) -> bool:
    """Return whether the rules would ever choose `leg` for `counter`: its skill, or a wait for it by name."""
    wish = leg.counter if leg.status is LegStatus.WAITING else ""
    return counter.id == wish or (not wish and leg.service in counter.skills)


def _competes(day: DayState, key: LineKey, leg: Leg, counters: list[Counter]) -> bool:
    """Tell whether a line waits for any counter that may serve the leg; while none is open, in the same zone.

    Which counters will open nobody knows, but those of a zone serve whoever waits there.
    """
    if not counters:
        return key.service == leg.service or day.lines.zone(key) == leg.zone
    return any(
        key.counter == counter.id or (not key.counter and key.service in counter.skills)
        for counter in counters
    )


@dataclass(frozen=True, slots=True)
class _Race:
    """A leg among the lines that compete with it for the same counters."""

    day: DayState
    leg: Leg
    rivals: tuple[LineKey, ...]

    def ahead(self, at_ms: int) -> int:
        """Return how many will have been called before the leg if it is called at `at_ms`."""
        return sum(self._ahead_in(key, at_ms) for key in self.rivals)

    def outcome(self, now_ms: int, busy_minutes: float, counters: int) -> tuple[int, int]:
        """Return how many are ahead and the wait w: the work ahead at now + w takes just w, to the second.

        Counted just before that moment: whoever the leg overtakes there has been called already.
        """

        def work_ms(at_ms: int) -> int:
            minutes = sum(self._ahead_in(key, at_ms) * self.day.lines.minutes(key) for key in self.rivals)
            return int((minutes + busy_minutes) * _MINUTE_MS / counters)

        everyone = sum(self.day.lines.length(key) * self.day.lines.minutes(key) for key in self.rivals)
        low, high = 0, int((everyone + busy_minutes) * _MINUTE_MS / counters)
        while high - low > _SECOND_MS:
            middle = (low + high) // 2
            low, high = (middle, high) if work_ms(now_ms + middle) > middle else (low, middle)
        return self.ahead(now_ms + low), work_ms(now_ms + low)

    def _ahead_in(self, key: LineKey, at_ms: int) -> int:
        """Count those of a line that outscore the leg at `at_ms`, in integers: a_y <= T - b_x (T - a_x) / b_y."""
        clockwork, leg = self.day.clockwork, self.leg
        if clockwork is None:
            return 0
        mine = clockwork.weights[leg.care] * (at_ms - leg.anchor_ms)
        threshold_ms = at_ms - -(-mine // clockwork.weights[key.care])
        count = self.day.lines.not_after(key, threshold_ms)
        # A ticket about to be issued is a waiting leg too, but stands in no line yet.
        waits = leg.id in self.day.active and leg.status is LegStatus.WAITING
        itself = waits and key == (leg.service, leg.care, leg.counter)
        return count - 1 if itself and leg.anchor_ms <= threshold_ms else count
