"""Mean waits that queueing theory proves, for classes of customers at one or more equal counters.

Sources: queueing.md, Oracles for tests; L. Kleinrock, Queueing Systems II, ch. 3 (delay dependence).
Times in any one unit, waits without the service itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import factorial

SHARES = {"ordinary": 0.72, "elderly": 0.14, "protected": 0.06, "vip": 0.08}
"""Shares of customers; disabled and pregnant (.03 each) are one protected class in a fact."""


@dataclass(frozen=True)
class System:
    """`counters` equal counters at load `rho`; exponential services, or all alike (one counter only)."""

    rho: float
    counters: int = 1
    alike: bool = False
    mean: float = 5.0

    @property
    def load(self) -> dict[str, float]:
        """Return the load that each class brings, per counter."""
        return {care: share * self.rho for care, share in SHARES.items()}

    @property
    def residual(self) -> float:
        """Return W0: what an arrival waits, on average, for the first counter to come free."""
        if self.counters == 1:
            return self.rho * self.mean * (0.5 if self.alike else 1.0)
        return _erlang_c(self.counters, self.counters * self.rho) * self.mean / self.counters

    @property
    def first_come(self) -> float:
        """Return the mean wait first come, first served (Pollaczek and Khinchine)."""
        return self.residual / (1 - self.rho)

    def accumulating(self, weights: dict[str, int]) -> dict[str, float]:
        """Return Kleinrock's mean waits by class under accumulating priority."""
        waits: dict[str, float] = {}
        for care in sorted(self.load, key=weights.__getitem__):
            mine = weights[care]
            below = sum(
                load * waits[other] * (1 - weights[other] / mine)
                for other, load in self.load.items()
                if weights[other] < mine
            )
            above = sum(
                load * (1 - mine / weights[other])
                for other, load in self.load.items()
                if weights[other] > mine
            )
            waits[care] = (self.first_come - below) / (1 - above)
        return waits

    def strict(self, order: tuple[str, ...]) -> dict[str, float]:
        """Return Cobham's mean waits by class under strict priority, `order` from first to last."""
        waits, before = {}, 0.0
        for care in order:
            upto = before + self.load[care]
            waits[care] = self.residual / ((1 - before) * (1 - upto))
            before = upto
        return waits


def _erlang_c(counters: int, erlangs: float) -> float:
    """Return the chance that an arrival finds every counter busy."""
    waiting = erlangs**counters / factorial(counters) / (1 - erlangs / counters)
    return waiting / (sum(erlangs**n / factorial(n) for n in range(counters)) + waiting)
