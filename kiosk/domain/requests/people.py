"""Staff and devices. PINs, codes and tokens never travel in these: they have doors of their own and are kept apart."""

from dataclasses import dataclass
from typing import ClassVar, Literal

from kiosk.domain.facts import MaintenanceAct, MaintenanceOutcome, SignOutReason
from kiosk.domain.staff import DeviceRole, StaffRole


@dataclass(frozen=True, slots=True)
class AddStaff:
    """Let somebody work here."""

    kind: ClassVar[str] = "add_staff"
    badge: str
    roles: tuple[StaffRole, ...]


@dataclass(frozen=True, slots=True)
class ChangeRoles:
    """Give somebody other roles."""

    kind: ClassVar[str] = "change_roles"
    badge: str
    roles: tuple[StaffRole, ...]


@dataclass(frozen=True, slots=True)
class RemoveStaff:
    """Somebody left."""

    kind: ClassVar[str] = "remove_staff"
    badge: str


@dataclass(frozen=True, slots=True)
class SetPin:
    """Say that a PIN was set; the PIN itself is kept beside, in the same transaction. Asked by the door alone."""

    kind: ClassVar[str] = "set_pin"
    badge: str
    temporary: bool


@dataclass(frozen=True, slots=True)
class LockStaff:
    """Say that a badge is locked after wrong PINs. Asked by the door alone."""

    kind: ClassVar[str] = "lock_staff"
    badge: str
    misses: int


@dataclass(frozen=True, slots=True)
class SignIn:
    """Say that a person proved to be the holder of a badge. Asked by the door alone."""

    kind: ClassVar[str] = "sign_in"
    badge: str


@dataclass(frozen=True, slots=True)
class SignOut:
    """Say that a person is not signed in any more. Asked by the door alone."""

    kind: ClassVar[str] = "sign_out"
    badge: str
    why: SignOutReason = "by_hand"


@dataclass(frozen=True, slots=True)
class InviteDevice:
    """Let one device pair, under this name and role. The code for it is made beside and told once."""

    kind: ClassVar[str] = "invite_device"
    name: str
    role: DeviceRole
    counter: str = ""


@dataclass(frozen=True, slots=True)
class PairDevice:
    """Say that a device used its code. Asked by the door alone."""

    kind: ClassVar[str] = "pair_device"
    name: str


@dataclass(frozen=True, slots=True)
class RevokeDevice:
    """Let a device in no more."""

    kind: ClassVar[str] = "revoke_device"
    name: str


@dataclass(frozen=True, slots=True)
class ReadPaper:
    """Say that somebody is given a report, the audit list or its export on a page. Asked by the door alone."""

    kind: ClassVar[str] = "read_paper"
    what: Literal["report", "audit", "export"]
    name: str


@dataclass(frozen=True, slots=True)
class DoMaintenance:
    """Say that somebody did something at the maintenance panel of a public screen. Asked by the door alone."""

    kind: ClassVar[str] = "do_maintenance"
    act: MaintenanceAct
    outcome: MaintenanceOutcome = ""
