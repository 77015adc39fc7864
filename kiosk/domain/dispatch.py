"""Who is called next: accumulating priority, "minutes count" (queueing.md, Dispatch)."""

from dataclasses import dataclass
from fractions import Fraction
from itertools import islice
from math import isqrt
from typing import Literal

from kiosk.domain.counter import Counter
from kiosk.domain.lines import LineKey
from kiosk.domain.state import Clockwork, DayState

_GUARD_EVERY = 3
"""At most one call in this many may be chosen by the guard, for each counter."""
_MINUTE_MS = 60_000


@dataclass(frozen=True, slots=True)
class Choice:
    """Who is called, why, and who came second (leg id, empty if nobody). Scores are hundredths times ms."""

    leg: str
    reason: Literal["score", "guard", "express"]
    score: int
    runner_up: str
    runner_up_score: int


@dataclass(frozen=True, slots=True)
class _Head:
    leg: str
    anchor_ms: int
    weight: int
    score: int
    waited_ms: int
    promise: int

    @property
    def overdue(self) -> Fraction:
        """Waited ms per promised minute, for the guard; exact, so that its ties are real ones."""
        return Fraction(self.waited_ms, self.promise)

    @property
    def rank(self) -> tuple[int, int, int, str]:
        """Largest score first; ties: larger weight, then smaller anchor, then smaller id. Total, hence replayable."""
        return (-self.score, -self.weight, self.anchor_ms, self.leg)


def next_for(day: DayState, counter: Counter, now_ms: int) -> Choice | None:
    """Return whom `counter` should call at `now_ms`, or None when nobody waits that it may serve.

    Source: queueing.md, `call(counter j, t)`. Guard and express are options of the day.
    """
    clockwork = day.clockwork
    if clockwork is None:
        return None
    # Two of each line are enough: the runner-up is another line's head or stands right behind the chosen.
    heads = sorted(
        (
            _head(clockwork, key, day.lines.minutes(key), place, now_ms)
            for key, line in day.lines.open_to(counter)
            for place in line[:2]
        ),
        key=lambda head: head.rank,
    )
    if not heads:
        return None
    guarded = _guarded(heads, counter) if clockwork.guard else None
    chosen = guarded or heads[0]
    second = next((head for head in heads if head is not chosen), None)
    reason: Literal["score", "guard", "express"] = "express" if clockwork.express else "score"
    return Choice(
        chosen.leg,
        "guard" if guarded else reason,
        chosen.score,
        second.leg if second else "",
        second.score if second else 0,
    )


def coming_to(day: DayState, counter: Counter, now_ms: int, most: int) -> tuple[str, ...]:
    """Return the legs, at most `most`, that `counter` would call one after another if nobody else called any.

    The first is whom `next_for` chooses; behind it stands everybody by rank as it is at `now_ms`.
    """
    choice = next_for(day, counter, now_ms)
    if choice is None or day.clockwork is None:
        return ()
    clockwork = day.clockwork
    heads = (
        _head(clockwork, key, day.lines.minutes(key), place, now_ms)
        for key, line in day.lines.open_to(counter)
        for place in line[:most]
    )
    others = (head.leg for head in sorted(heads, key=lambda head: head.rank) if head.leg != choice.leg)
    return (choice.leg, *islice(others, most - 1))


def score(weight: int, waited_ms: int, minutes: int, *, express: bool) -> int:
    """Return `b_k * (t - a)` in hundredths times ms, divided by sqrt(mean service minutes) when `express`."""
    plain = weight * waited_ms
    return plain * 1000 // isqrt(minutes * 1_000_000) if express else plain


def _head(clockwork: Clockwork, key: LineKey, minutes: int, place: tuple[int, str], now_ms: int) -> _Head:
    anchor_ms, leg = place
    weight, waited_ms = clockwork.weights[key.care], now_ms - anchor_ms
    value = score(weight, waited_ms, minutes, express=clockwork.express)
    return _Head(leg, anchor_ms, weight, value, waited_ms, clockwork.promises[key.care])


def _guarded(heads: list[_Head], counter: Counter) -> _Head | None:
    """Return the worst of those who waited more than twice their promise, if this counter's turn has come.

    Ties fall as everywhere: larger weight, then smaller anchor, then smaller id.
    """
    late = [head for head in heads if head.overdue > 2 * _MINUTE_MS]
    if not late or counter.calls_since_guard < _GUARD_EVERY - 1:
        return None
    return min(late, key=lambda head: (-head.overdue, -head.weight, head.anchor_ms, head.leg))
