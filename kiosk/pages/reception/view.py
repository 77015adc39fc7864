"""What the board of the reception page shows, as plain frozen values: templates only draw it.

Names come in the language of the page; everything else is codes, ids and numbers. Minutes are whole and rounded down.
"""

from dataclasses import dataclass
from typing import Literal

from kiosk.pages.findings import Finding

CounterState = Literal["closed", "idle", "called", "serving"]


@dataclass(frozen=True, slots=True)
class TicketLine:
    """One ticket in the list of those who wait."""

    leg: str
    version: int
    visit: str
    ticket: str
    date: str
    """Business date of the number when it is not today's, else empty."""
    service: str
    care: str
    minutes: int
    """Waited so far over the whole visit, counted as dispatch counts it."""
    promise_min: int
    over_min: int
    """Minutes past the promise, 0 while it is kept."""
    wish: str = ""
    """Name of the only counter that may call it, if there is one."""
    unserved: bool = False
    """No open counter may call it."""
    declared: bool = False
    """The customer says that care is needed, and nobody of the staff has been there yet (A3)."""


@dataclass(frozen=True, slots=True)
class AsideLine:
    """One ticket on the shelf of those passed or parked."""

    leg: str
    version: int
    ticket: str
    date: str
    """As in TicketLine."""
    service: str
    care: str
    minutes: int | None
    """Since it left its counter; None when it was never at one."""


@dataclass(frozen=True, slots=True)
class NextUp:
    """Whom the rules would call to an idle counter now."""

    ticket: str
    service: str
    care: str
    minutes: int


@dataclass(frozen=True, slots=True)
class InHand:
    """The ticket at a counter."""

    leg: str
    version: int
    visit: str
    ticket: str
    service: str
    care: str
    reason: str
    """Why it was called, as the fact of the call says (C1)."""
    announced: int
    minutes: int
    """Since the call, or since serving began."""
    expected_min: int
    planned: tuple[str, ...]
    """Names of the services that follow in the same visit (D2)."""


@dataclass(frozen=True, slots=True)
class CounterCard:
    """One counter of the branch, open or not."""

    id: str
    title: str
    """As in Names.counter."""
    name: str
    zone: str
    colour: str
    vip: bool
    badge: str
    state: CounterState
    waiting: int
    """How many it could call."""
    services: tuple[str, ...]
    """Names of what it can do."""
    in_hand: InHand | None = None
    next_up: NextUp | None = None


@dataclass(frozen=True, slots=True)
class HelpCall:
    """Somebody asks for a person (呼叫人工, A4)."""

    id: str
    place: str


@dataclass(frozen=True, slots=True)
class Totals:
    """The day in four numbers."""

    issued: int
    waiting: int
    at_counter: int
    ended: int
    """Services that have ended, whichever way."""


@dataclass(frozen=True, slots=True)
class ReceptionView:
    """The whole board."""

    branch: str
    date: str
    state: Literal["before", "open", "closed"]
    demonstration: bool
    doubtful_time: bool
    totals: Totals
    helps: tuple[HelpCall, ...] = ()
    printers: tuple[str, ...] = ()
    """What printers need of the staff, as in printer_needs."""
    findings: tuple[Finding, ...] = ()
    """What the opening check found amiss."""
    waiting: tuple[TicketLine, ...] = ()
    """In the order of the rules: largest score first, over all counters."""
    passed: tuple[AsideLine, ...] = ()
    parked: tuple[AsideLine, ...] = ()
    counters: tuple[CounterCard, ...] = ()
