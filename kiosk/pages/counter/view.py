"""What the counter page shows, as plain frozen values: templates only draw it.

There is nothing in it of what customers think of the service: tellers do not see that (reception.md D3).
"""

from dataclasses import dataclass
from typing import Literal

from kiosk.pages.reception.names import Choice
from kiosk.pages.reception.ticket import TicketView
from kiosk.pages.reception.view import CounterState, NextUp

Act = Literal["none", "open_counter", "call_next", "start_service", "reach_step", "finish_service"]
"""The next right thing to do; `none` while there is nobody to call, or no day to open."""


@dataclass(frozen=True, slots=True)
class Track:
    """One of the five steps of the handling (C2)."""

    code: str
    name: str
    place: Literal["done", "here", "todo"]


@dataclass(frozen=True, slots=True)
class InHand:
    """The customer at the counter."""

    ticket: TicketView
    announced: int
    minutes: int
    """Since the call, or since handling began."""
    expected_min: int
    over_min: int
    """Minutes of handling past the usual ones, 0 until then and while the customer is on the way."""
    planned: tuple[str, ...]
    """Names of the services that follow in the same visit (D2)."""
    track: tuple[Track, ...]
    next_step: Choice | None
    """The step after the present one, None at the last."""


@dataclass(frozen=True, slots=True)
class Aside:
    """A ticket passed or parked that this counter may call again."""

    leg: str
    version: int
    ticket: str
    service: str
    care: str
    status: Literal["passed", "parked"]


@dataclass(frozen=True, slots=True)
class Finished:
    """A number this counter was done with. A number and no name, and nothing of how it was."""

    leg: str
    ticket: str
    service: str
    at: str
    """On the wall clock, such as 14:05."""


@dataclass(frozen=True, slots=True)
class Desk:
    """The counter itself."""

    id: str
    title: str
    name: str
    zone: str
    colour: str
    vip: bool
    state: CounterState
    badge: str
    """Under which it is open, else of whoever is signed in; empty in an open demonstration."""
    taken: bool
    """It is open under the badge of somebody else than whoever is signed in."""
    idle_min: int
    place: str
    """What a call for a person names it."""
    calling: bool
    """It has called for a person, and nobody is on the way yet."""
    services: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CounterView:
    """The whole page of one counter."""

    branch: str
    state: Literal["before", "open", "closed"]
    demonstration: bool
    doubtful_time: bool
    desk: Desk
    act: Act
    in_hand: InHand | None
    waiting: int
    """How many this counter could call."""
    coming: tuple[NextUp, ...]
    """The first of them in the order of the rules."""
    aside: tuple[Aside, ...]
    finished: tuple[Finished, ...]
    """The last ones, newest first."""


@dataclass(frozen=True, slots=True)
class ChooserView:
    """The counters of the branch, to choose one: at an open demonstration alone."""

    branch: str
    demonstration: bool
    counters: tuple[Desk, ...]
    missing: bool = False
    """The computer was paired for a counter that the branch has no more: there is nothing to choose for it."""
