"""A counter and its skills."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Counter:
    """A counter of the day. `leg` is the id of the leg in hand, empty when idle."""

    id: str
    zone: str
    skills: frozenset[str]
    badge: str = ""
    leg: str = ""
    idle_since_ms: int = 0
    calls_since_guard: int = 2
    """Calls since the guard last chose here (queueing.md: at most one call in three)."""
