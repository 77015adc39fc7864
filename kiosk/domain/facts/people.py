"""Staff and devices: who may do what, who did sign in, and what was looked at or taken away (F3)."""

from dataclasses import dataclass
from typing import ClassVar, Literal

SignOutReason = Literal["by_hand", "elsewhere", "ended", "replaced", "restart"]
"""`by_hand`; `elsewhere`: signed in at another device; `ended`: the right to it ended (the person left or got other roles
or another PIN, the device was revoked); `replaced`: somebody, maybe the same person, signed in at this device; `restart`:
the service was started anew. Journals of earlier versions say `ended` for the last two as well."""


@dataclass(frozen=True, slots=True)
class StaffAdded:
    """Somebody works here from now on, known by badge number (工号)."""

    kind: ClassVar[str] = "staff_added"
    version: ClassVar[int] = 1
    badge: str
    roles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StaffRolesChanged:
    """Somebody has other roles from now on."""

    kind: ClassVar[str] = "staff_roles_changed"
    version: ClassVar[int] = 1
    badge: str
    roles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StaffLeft:
    """Somebody does not work here any more; the badge number is never given to another person."""

    kind: ClassVar[str] = "staff_left"
    version: ClassVar[int] = 1
    badge: str


@dataclass(frozen=True, slots=True)
class PinSet:
    """A PIN was set. `temporary`: by somebody else, and good for one sign-in only, which sets another."""

    kind: ClassVar[str] = "pin_set"
    version: ClassVar[int] = 1
    badge: str
    temporary: bool


@dataclass(frozen=True, slots=True)
class StaffLocked:
    """After `misses` wrong PINs in a row nobody may sign in under this badge until a supervisor unlocks it."""

    kind: ClassVar[str] = "staff_locked"
    version: ClassVar[int] = 1
    badge: str
    misses: int


@dataclass(frozen=True, slots=True)
class StaffUnlocked:
    """A supervisor let a locked badge sign in again, with a new temporary PIN."""

    kind: ClassVar[str] = "staff_unlocked"
    version: ClassVar[int] = 1
    badge: str


@dataclass(frozen=True, slots=True)
class StaffSignedIn:
    """Somebody signed in at the device of this fact, with badge and PIN."""

    kind: ClassVar[str] = "staff_signed_in"
    version: ClassVar[int] = 1
    badge: str


@dataclass(frozen=True, slots=True)
class StaffSignedOut:
    """Somebody is not signed in at the device of this fact any more. A locked screen is still signed in."""

    kind: ClassVar[str] = "staff_signed_out"
    version: ClassVar[int] = 1
    badge: str
    why: SignOutReason


@dataclass(frozen=True, slots=True)
class DeviceInvited:
    """A one-time code was made, with which one device may pair under this name and role."""

    kind: ClassVar[str] = "device_invited"
    version: ClassVar[int] = 1
    name: str
    role: str
    counter: str = ""
    """The counter a `counter` device stands at; empty for others."""


@dataclass(frozen=True, slots=True)
class DevicePaired:
    """A device used the code: it is known by this name from now on."""

    kind: ClassVar[str] = "device_paired"
    version: ClassVar[int] = 1
    name: str


@dataclass(frozen=True, slots=True)
class DeviceRevoked:
    """A device is not let in any more. Its name may be given to another one."""

    kind: ClassVar[str] = "device_revoked"
    version: ClassVar[int] = 1
    name: str


@dataclass(frozen=True, slots=True)
class PaperRead:
    """Somebody opened or took away what the branch knows: a report, the audit list, an export; which, as a code."""

    kind: ClassVar[str] = "paper_read"
    version: ClassVar[int] = 1
    what: Literal["report", "audit", "export"]
    name: str
    """Name of the report or table, or the date it is about."""


MaintenanceAct = Literal[
    "printer_tested", "paper_refilled", "sound_tested", "touch_tested", "size_measured",
    "screen_restarted", "service_restarted", "screen_left",
]  # fmt: skip
"""What somebody can do at the maintenance panel of a public screen."""
MaintenanceOutcome = Literal["", "printed", "unknown", "failed", "heard", "silent", "whole", "patchy"]
"""How it went, where that can be told: of a slip, of a tone, of the touch grid."""


@dataclass(frozen=True, slots=True)
class MaintenanceDone:
    """A technician or branch manager did something at the maintenance panel of the device that the fact names (G1)."""

    kind: ClassVar[str] = "maintenance_done"
    version: ClassVar[int] = 1
    act: MaintenanceAct
    outcome: MaintenanceOutcome = ""
