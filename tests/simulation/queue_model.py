"""A small discrete-event model of a waiting hall that asks the product's own dispatch who is next.

Customers are drawn once and served under several rules (common random numbers), so that what is compared is
the rule and not the luck of the day. All times are integer milliseconds.
"""

from __future__ import annotations

from collections import deque
from heapq import heappop, heappush
from itertools import accumulate
from random import Random
from typing import TYPE_CHECKING, NamedTuple, Protocol

from kiosk.domain.dispatch import next_for
from kiosk.domain.visit import Leg, LegStatus
from tests.simulation.theory import SHARES
from tests.simulation.waiting_room import MINUTE_MS, WEIGHTS, clockwork, counter, room

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from tests.simulation.theory import System


class Customer(NamedTuple):
    """Who comes when, of which class, and how long the service will take."""

    at_ms: int
    care: str
    service_ms: int


def customers_of(system: System, count: int, seed: int) -> list[Customer]:
    """Return Poisson arrivals for a system of theory.py; the same seed gives the same people."""
    random = Random(seed)
    mean_ms = system.mean * MINUTE_MS
    gaps = [round(random.expovariate(system.counters * system.rho / mean_ms)) for _ in range(count)]
    cares = random.choices(list(SHARES), list(SHARES.values()), k=count)
    services = [round(mean_ms if system.alike else random.expovariate(1 / mean_ms)) for _ in range(count)]
    return list(map(Customer, accumulate(gaps), cares, services))


class Rule(Protocol):
    """Who waits, and who of them is next."""

    def join(self, who: int, customer: Customer) -> None:
        """Begin to wait."""

    def call(self, now_ms: int) -> int | None:
        """Stop waiting: return the next one, None when nobody waits."""


def waits(customers: Sequence[Customer], rule: Rule, counters: int = 1) -> list[int]:
    """Return each customer's wait in ms at `counters` equal counters that never idle while somebody waits."""
    waited = [0] * len(customers)
    ends: list[int] = []  # when each busy counter comes free, soonest first

    def call(now_ms: int) -> None:
        who = rule.call(now_ms)
        if who is not None:
            waited[who] = now_ms - customers[who].at_ms
            heappush(ends, now_ms + customers[who].service_ms)

    for who, customer in enumerate(customers):
        while ends and ends[0] < customer.at_ms:
            call(heappop(ends))
        rule.join(who, customer)
        if len(ends) < counters:
            call(customer.at_ms)
    while ends:
        call(heappop(ends))
    return waited


class Dispatch:
    """The product: its lines, its `next_for`."""

    def __init__(self, weights: Mapping[str, int] = WEIGHTS) -> None:
        self._day = room([], clockwork(weights=weights))
        self._counter = counter()
        self._waiting: dict[str, tuple[int, Leg]] = {}

    def join(self, who: int, customer: Customer) -> None:
        leg = Leg(f"{who:09}", "", "cash", "hall", customer.care, 5, LegStatus.WAITING, customer.at_ms)
        self._waiting[leg.id] = (who, leg)
        self._day.lines.add(leg)

    def call(self, now_ms: int) -> int | None:
        choice = next_for(self._day, self._counter, now_ms)
        if choice is None:
            return None
        who, leg = self._waiting.pop(choice.leg)
        self._day.lines.remove(leg)
        return who


class FirstCome:
    """First come, first served."""

    def __init__(self) -> None:
        self._line: deque[int] = deque()

    def join(self, who: int, customer: Customer) -> None:  # noqa: ARG002 - class and length do not matter here
        self._line.append(who)

    def call(self, now_ms: int) -> int | None:  # noqa: ARG002
        return self._line.popleft() if self._line else None


class Strict:
    """Strict priority between classes, `order` from first to last; first come, first served inside one."""

    def __init__(self, order: tuple[str, ...]) -> None:
        self._lines: dict[str, deque[int]] = {care: deque() for care in order}

    def join(self, who: int, customer: Customer) -> None:
        self._lines[customer.care].append(who)

    def call(self, now_ms: int) -> int | None:  # noqa: ARG002
        return next((line.popleft() for line in self._lines.values() if line), None)


class Estimate(NamedTuple):
    """A simulated value and its standard error."""

    value: float
    error: float


def ratio_of_means(
    top: Sequence[int], bottom: Sequence[int], take: Callable[[int], bool], batches: int = 20
) -> Estimate:
    """Return mean(top) / mean(bottom) over the customers that `take` takes, with a jackknife error.

    Batches are consecutive stretches of the run, much longer than a busy period, hence nearly independent.
    """
    size = -(-len(top) // batches)
    sums = [[0, 0] for _ in range(batches)]
    for who, (above, below) in enumerate(zip(top, bottom, strict=True)):
        if take(who):
            sums[who // size][0] += above
            sums[who // size][1] += below
    above_all, below_all = (sum(column) for column in zip(*sums, strict=True))
    without = [(above_all - above) / (below_all - below) for above, below in sums]
    centre = sum(without) / batches
    error = ((batches - 1) / batches * sum((one - centre) ** 2 for one in without)) ** 0.5
    return Estimate(above_all / below_all, error)
