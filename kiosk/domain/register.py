"""The staff and devices of a branch, made from nothing but facts. It outlives the days, and is small."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import singledispatchmethod
from typing import Literal, cast

from kiosk.domain import facts as f
from kiosk.domain.staff import may_ask_as

DeviceState = Literal["invited", "paired", "revoked"]


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody on the staff, by badge number."""

    badge: str
    roles: tuple[str, ...]
    active: bool = True
    """False once the person left."""
    locked: bool = False
    """Too many wrong PINs: a supervisor must set another."""


@dataclass(frozen=True, slots=True)
class Device:
    """A machine that belongs to the branch, by its name."""

    name: str
    role: str
    counter: str = ""
    state: DeviceState = "invited"


class Register:
    """Everybody and everything that may be let in. At the branch it belongs to the lane; readers take copies."""

    def __init__(self) -> None:
        """Begin with nobody and nothing."""
        self.staff: dict[str, Person] = {}
        self.devices: dict[str, Device] = {}

    @property
    def managers(self) -> list[str]:
        """Badges of those who work here and may say who else does."""
        return [one.badge for one in self.staff.values() if one.active and "branch_manager" in one.roles]

    def roles_of(self, badge: str) -> tuple[str, ...]:
        """Return the roles of somebody who works here, none for anybody else."""
        person = self.staff.get(badge)
        return person.roles if person is not None and person.active else ()

    def may_ask_as(self, device: str, badge: str) -> frozenset[str]:
        """Return the roles in which a device may ask while `badge` is signed in there (empty: nobody is)."""
        known = self.devices.get(device)
        if known is None or known.state != "paired":
            return frozenset()
        return may_ask_as(known.role, self.roles_of(badge))

    def apply(self, recorded: f.Recorded) -> None:
        """Take one fact in; most facts are about something else."""
        self._take(recorded.fact)

    @singledispatchmethod
    def _take(self, fact: object) -> None:
        """Facts about something else change nothing."""

    @_take.register
    def _(self, fact: f.StaffAdded) -> None:
        self.staff[fact.badge] = Person(fact.badge, fact.roles)

    @_take.register
    def _(self, fact: f.StaffRolesChanged) -> None:
        self._change(fact.badge, lambda person: replace(person, roles=fact.roles))

    @_take.register
    def _(self, fact: f.StaffLeft) -> None:
        self._change(fact.badge, lambda person: replace(person, active=False))

    @_take.register
    def _(self, fact: f.StaffLocked) -> None:
        self._change(fact.badge, lambda person: replace(person, locked=True))

    @_take.register
    def _(self, fact: f.StaffUnlocked) -> None:
        self._change(fact.badge, lambda person: replace(person, locked=False))

    def _change(self, badge: str, change: Callable[[Person], Person]) -> None:
        if badge in self.staff:
            self.staff[badge] = change(self.staff[badge])

    @_take.register
    def _(self, fact: f.DeviceInvited) -> None:
        self.devices[fact.name] = Device(fact.name, fact.role, fact.counter)

    @_take.register
    def _(self, fact: f.DevicePaired) -> None:
        self._turn(fact.name, "paired")

    @_take.register
    def _(self, fact: f.DeviceRevoked) -> None:
        self._turn(fact.name, "revoked")

    @_take.register
    def _(self, fact: f.JournalPurged) -> None:
        # Only the order may differ from what is known: it carries what the facts made that it lets go.
        self.staff = {
            one.badge: Person(one.badge, one.roles, one.left_ms is None, one.locked) for one in fact.staff
        }
        self.devices = {
            one.name: Device(one.name, one.role, one.counter, cast("DeviceState", one.state))
            for one in fact.devices
        }

    def _turn(self, name: str, state: DeviceState) -> None:
        if name in self.devices:
            self.devices[name] = replace(self.devices[name], state=state)
