"""What the branch service answers: what was decided, or a refusal with a code that every edge can put into words."""

from dataclasses import dataclass, field
from typing import ClassVar

from kiosk.domain.facts import Fact
from kiosk.domain.privacy import Personal


@dataclass(frozen=True, slots=True)
class Issued:
    """The customer's number and what to tell them. `low_min` is None when the wait is unknown."""

    kind: ClassVar[str] = "issued"
    visit: str
    leg: str
    slip: str
    ticket: str
    """Label as printed, such as A012."""
    check: str
    """Four digits that prove at the exit who holds the slip."""
    date: str
    service: str
    zone: str
    care: str
    ahead: int
    low_min: int | None
    high_min: int | None
    qr: str


@dataclass(frozen=True, slots=True)
class Called:
    """Who is called to the counter and why."""

    kind: ClassVar[str] = "called"
    leg: str
    ticket: str
    counter: str
    reason: str
    score: int
    runner_up: str
    """Label of the second in line, empty if there is none."""
    runner_up_score: int


@dataclass(frozen=True, slots=True)
class Done:
    """The request was carried out; `about` is the id of what it made or changed."""

    kind: ClassVar[str] = "done"
    about: str = ""


@dataclass(frozen=True, slots=True)
class Refusal:
    """The request was not carried out and nothing changed. `details` are short values for the words at the edge."""

    kind: ClassVar[str] = "refused"
    code: str
    details: dict[str, str] = field(default_factory=dict)


Answer = Issued | Called | Done | Refusal


@dataclass(frozen=True, slots=True)
class Decision:
    """Facts to journal together, and what to answer once they are durable."""

    facts: tuple[Fact, ...]
    answer: Issued | Called | Done
    kept: tuple[Personal, ...] = ()
    """Personal data that goes into the vault in the same transaction."""
