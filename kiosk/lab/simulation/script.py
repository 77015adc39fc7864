"""What will happen on a simulated day: who comes when and does what. Written before the day begins, never changed."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from kiosk.domain.care import CareNeed


@dataclass(frozen=True, slots=True)
class Opinion:
    """What a customer will say at the exit, and how they prove their visit there."""

    score: int
    reasons: tuple[str, ...]
    answers: Mapping[str, int]
    by: Literal["scan", "keys"]


@dataclass(frozen=True, slots=True)
class Customer:
    """One person of the day. All that they do is decided here; only how long they wait is up to the branch."""

    number: int
    """1 for the first of the day."""
    arrives_ms: int
    """After opening."""
    service: str
    minutes: float
    """At the counter, from the start of service to its end."""
    answers: Mapping[str, str] = field(default_factory=dict)
    care_needs: tuple[CareNeed, ...] = ()
    vip: bool = False
    channel: Literal["kiosk", "staff"] = "kiosk"
    """Where they take their number: VIPs are served by staff alone."""
    language: Literal["zh", "en"] = "zh"
    walk_s: int = 30
    """From a call to the counter."""
    comes: bool = True
    """False: is not there when first called."""
    returns_after_min: float | None = None
    """Who was not there comes back so long after being passed, or never."""
    gives_up_after_min: float | None = None
    """Whoever still waits then gives the number up."""
    second_service: str = ""
    second_minutes: float = 0.0
    opinion: Opinion | None = None


@dataclass(frozen=True, slots=True)
class Break:
    """A counter that is closed for a while, times after opening; somebody in hand is served first."""

    counter: str
    from_ms: int
    to_ms: int


@dataclass(frozen=True, slots=True)
class Script:
    """One business date. Moments of customers and breaks count from opening."""

    date: str
    """ISO business date."""
    opens_ms: int
    """UTC ms."""
    closes_ms: int
    """UTC ms."""
    customers: tuple[Customer, ...]
    breaks: tuple[Break, ...]
    counters: Mapping[str, tuple[str, ...]]
    """The counters that open, each with the services it can do."""
    staff_before_min: int = 10
    """Counters open so long before the doors do."""

    def shortened(self, minutes: int) -> "Script":
        """Return the beginning of the same day: the doors close after so many minutes."""
        lasts_ms = min(minutes * 60_000, self.closes_ms - self.opens_ms)
        return replace(
            self,
            closes_ms=self.opens_ms + lasts_ms,
            customers=tuple(one for one in self.customers if one.arrives_ms < lasts_ms),
            breaks=tuple(one for one in self.breaks if one.to_ms < lasts_ms),
        )
