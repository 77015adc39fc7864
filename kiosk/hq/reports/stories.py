"""What the report of one visit holds. Durations and moments are ms (UTC)."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Why:
    """Why a ticket was called (C1), as the fact of the call says it; points are hundredths of weight times ms waited."""

    reason: str
    """score, guard, picked, recall or express."""
    rule: str
    waited_ms: int
    """Credit of the visit when it was called: what it had waited by the branch's reckoning of its number and call."""
    care: str
    weight: int
    """Hundredths."""
    points: int
    runner_up: str
    """Ticket that came second by the rules; empty if nobody else waited."""
    runner_up_points: int
    picked_by: str
    """Badge of whoever picked it; empty unless somebody did."""


StepKind = Literal[
    "issued", "added", "slip", "guide", "called", "started", "finished", "left", "ended", "rated", "rating_answered",
]  # fmt: skip
"""`added`: another service of the same visit. `left`: it left the counter unfinished
(passed, parked or transferred). `ended`: the service ended unfinished."""


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that happened to a visit."""

    at_ms: int
    kind: StepKind
    service: str = ""
    counter: str = ""
    detail: str = ""
    """Of paper its print status; of an end its status; of a rating its score; of a finish measured or suspect."""
    why: Why | None = None
    """Of a call."""


@dataclass(frozen=True, slots=True)
class Before:
    """Somebody who was called while the visit waited for its first call."""

    ticket: str
    service: str
    care: str
    called_ms: int
    reason: str
    came_later: bool
    """It took its number after the visit did."""


@dataclass(frozen=True, slots=True)
class VisitStory:
    """One visit from its number to its rating."""

    branch: str
    visit: str
    """Its id."""
    ticket: str
    date: str
    care: str
    channel: str
    language: str
    issued_ms: int
    told_ahead: int
    told_low_min: int | None
    told_high_min: int | None
    promise_min: int | None
    waited_ms: int | None
    """Until the first call; None: it was never called."""
    steps: tuple[Step, ...]
    """In order of time."""
    before: tuple[Before, ...]
    """In order of their calls."""
    others: tuple[str, ...] = ()
    """Ids of other visits of the same number and date (protocol.md, fork)."""
