"""What everybody at a simulated branch shares: who is there, what is to be done when, and how a step is taken."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from kiosk.lab.simulation.agenda import Agenda
from kiosk.lab.simulation.client import Client, tablet
from kiosk.lab.simulation.outcome import Outcome
from kiosk.lab.simulation.script import Customer, Script

LOBBY: Final = tablet("lobby")
"""The lobby manager's tablet: numbers for VIPs, and those who give up or are back."""


@dataclass(slots=True)
class Guest:
    """A customer with a number, as far as the staff have seen."""

    customer: Customer
    visit: str
    leg: str
    version: int
    """Of the leg: it rises with every fact about it, and a step names the one that was seen."""
    minutes: float
    issued_ms: int
    care: str = ""
    ticket: str = ""
    check: str = ""
    qr: str = ""
    at: Literal["waiting", "counter", "away"] = "waiting"
    here: bool = True
    """Comes when called."""
    called: bool = False
    """Was called before: the wait that is counted is over."""
    again: bool = False
    """This is the second service."""


@dataclass(slots=True)
class Stage:
    """One simulated day under way."""

    client: Client
    script: Script
    outcome: Outcome
    agenda: Agenda = field(default_factory=Agenda)
    guests: dict[str, Guest] = field(default_factory=dict)
    """By leg."""

    def staff(self, kind: str, device: str, body: Mapping[str, object]) -> dict[str, Any] | None:
        """Ask as staff; None when refused, which is counted under its code."""
        answer = self.client.ask(kind, body, "reception", device)
        if answer["kind"] == "refused":
            self.outcome.refused[answer["code"]] += 1
            return None
        return answer

    def step(self, guest: Guest, kind: str, device: str) -> bool:
        """Take one step of the guest's leg; False when it is refused, for somebody real has taken the guest over."""
        body = {"leg": guest.leg, "leg_version": guest.version}
        answer = self.client.ask(kind, body, "reception", device)
        if answer["kind"] == "refused" and answer["code"] == "leg_changed":
            guest.version = self._version_now(guest.leg)
            answer = self.client.ask(kind, {**body, "leg_version": guest.version}, "reception", device)
        if answer["kind"] == "refused":
            self.outcome.refused[answer["code"]] += 1
            guest.at = "away"
            return False
        guest.version += 1
        return True

    def stranger(self, leg: str, ms: int) -> Guest:
        """Return whoever was called just now and is not of the script: somebody took that number by hand."""
        customer = Customer(0, 0, "", minutes=5.0)
        guest = Guest(customer, "", leg, self._version_now(leg) - 1, customer.minutes, ms, called=True)
        self.guests[leg] = guest
        return guest

    def _version_now(self, leg: str) -> int:
        legs = self.client.look("/v1/snapshot")["legs"]
        return next((int(one["version"]) for one in legs if one["id"] == leg), 0)
