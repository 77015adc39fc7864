"""What the office shows of people, devices and personal data, as plain frozen values: templates only draw it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from itertools import count
from typing import Final

from kiosk.branch.kept import Held, Kept, Purged
from kiosk.domain.care import CareNeed
from kiosk.domain.privacy import Privacy
from kiosk.domain.register import Device, Person, Register
from kiosk.domain.staff import DEVICE_ROLES, STAFF_ROLES
from kiosk.pages.reception.names import Names

SCREENS: Final = frozenset({"entrance", "exit", "hall"})
"""Devices that no person signs in at: they run the screens' program and follow the stream of facts."""


@dataclass(frozen=True, slots=True)
class PersonLine:
    """Somebody on the staff."""

    badge: str
    roles: tuple[str, ...]
    """Codes, in the order of the roles."""
    at: str
    """The device where they are signed in now; empty for none."""
    locked: bool
    only_manager: bool
    """The last branch manager: can neither leave nor stop being one."""


@dataclass(frozen=True, slots=True)
class DeviceLine:
    """A machine of the branch."""

    name: str
    role: str
    counter_id: str
    counter: str
    """In words; empty for a device that stands at no counter."""
    state: str
    here: bool
    """A screen that follows the stream now, or a device where somebody is signed in."""
    badge: str
    """Who is signed in there."""

    @property
    def screen(self) -> bool:
        """Whether it is a public screen."""
        return self.role in SCREENS


@dataclass(frozen=True, slots=True)
class HeldLine:
    """Personal data of one class that is there now."""

    held: Held
    days: int
    """How many further business days it is kept."""

    @property
    def left(self) -> int:
        """How many business days are still to be closed before the oldest is destroyed."""
        return max(0, self.days - self.held.closed_since)


@dataclass(frozen=True, slots=True)
class PrivacyView:
    """What is kept and what was destroyed."""

    held: tuple[HeldLine, ...]
    purged: tuple[Purged, ...]
    care: Mapping[str, Mapping[str, int]]
    hold: bool
    """The branch may destroy nothing now."""

    @property
    def needs(self) -> tuple[str, ...]:
        """The care needs that were counted, in their order."""
        counted = {need for counts in self.care.values() for need in counts}
        return tuple(need.value for need in CareNeed if need.value in counted)


@dataclass(frozen=True, slots=True)
class OfficeView:
    """The whole board."""

    branch: str
    demonstration: bool
    everybody: bool
    """The open demonstration: nobody has to sign in."""
    me: str
    """Badge of whoever looks; empty where nobody needs to sign in."""
    staff: tuple[PersonLine, ...]
    left: tuple[str, ...]
    """Badges of those who do not work here any more."""
    devices: tuple[DeviceLine, ...]
    revoked: tuple[DeviceLine, ...]
    privacy: PrivacyView | None = None
    """None on the technician's page."""

    def person(self, badge: str) -> PersonLine | None:
        """Return somebody who works here."""
        return next((one for one in self.staff if one.badge == badge), None)

    def with_privacy(self, kept: Kept, privacy: Privacy | None) -> "OfficeView":
        """Return the view with what is kept of customers, and for how long it stays."""
        days = privacy.days if privacy else {}
        held = tuple(HeldLine(one, days.get(one.of, 0)) for one in kept.held)
        return replace(
            self, privacy=PrivacyView(held, kept.purged, kept.care, bool(privacy and privacy.hold))
        )


def people(register: Register, there: Mapping[str, str]) -> tuple[PersonLine, ...]:
    """Return who works here by badge; `there` has the badge by device."""
    at = {badge: device for device, badge in there.items()}
    return tuple(
        PersonLine(
            one.badge,
            _in_order(one),
            at.get(one.badge, ""),
            one.locked,
            only_manager=register.managers == [one.badge],
        )
        for one in sorted(register.staff.values(), key=lambda one: one.badge)
        if one.active
    )


def _in_order(person: Person) -> tuple[str, ...]:
    return tuple(role for role in STAFF_ROLES if role in person.roles)


def machines(
    register: Register, there: Mapping[str, str], streaming: frozenset[str], names: Names
) -> tuple[DeviceLine, ...]:
    """Return every device, by what it is for; `streaming` are the names of the screens that are there."""

    def line(one: Device) -> DeviceLine:
        badge = there.get(one.name, "")
        here = one.name in streaming or bool(badge)
        return DeviceLine(one.name, one.role, one.counter, names.counter(one.counter), one.state, here, badge)

    order: dict[str, int] = {role: place for place, role in enumerate(DEVICE_ROLES)}
    known = sorted(register.devices.values(), key=lambda one: (order.get(one.role, len(order)), one.name))
    return tuple(line(one) for one in known)


_STEMS: Final = {
    "entrance": "entrance",
    "exit": "exit",
    "hall": "hall",
    "counter": "counter",
    "staff": "tablet",
}


def suggested_names(taken: Collection[str], counters: Collection[str]) -> dict[str, str]:
    """Return a name that no device has yet by role, and by `counter-ID` for the computer of each counter."""
    free = {role: _free(f"{stem}-", 1, taken) for role, stem in _STEMS.items()}
    at_counters = {f"counter-{one}": f"counter-{one}" for one in counters}
    return free | {
        key: name if name not in taken else _free(f"{name}-", 2, taken) for key, name in at_counters.items()
    }


def _free(stem: str, first: int, taken: Collection[str]) -> str:
    return next(name for n in count(first) if (name := f"{stem}{n}") not in taken)
