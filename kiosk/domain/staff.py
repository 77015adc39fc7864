"""Who works here and which devices are theirs: badge numbers and roles, never a name (F3)."""

from collections.abc import Collection, Mapping
from itertools import pairwise
from typing import Final, Literal, get_args

StaffRole = Literal["teller", "reception", "lobby_manager", "branch_manager", "technician"]
"""What a person is at the branch (柜员, 接待, 大堂经理, 网点负责人, 技术员)."""
STAFF_ROLES: Final[tuple[StaffRole, ...]] = get_args(StaffRole)

DeviceRole = Literal["entrance", "exit", "hall", "counter", "staff"]
"""What a device is for; `staff` is a tablet or office computer, `counter` the computer of one counter."""
DEVICE_ROLES: Final[tuple[DeviceRole, ...]] = get_args(DeviceRole)

PIN_DIGITS: Final = range(6, 13)
"""How many digits a PIN may have."""
BADGE_DIGITS: Final = range(3, 11)
"""How many digits a badge number (工号) may have."""

_OF_PERSON: Final[Mapping[str, frozenset[str]]] = {
    "teller": frozenset({"counter"}),
    "reception": frozenset({"reception"}),
    "lobby_manager": frozenset({"reception", "manager"}),
    "branch_manager": frozenset({"reception", "manager", "office"}),
    "technician": frozenset({"technician"}),
}
_OF_DEVICE: Final[Mapping[str, frozenset[str]]] = {
    "entrance": frozenset({"entrance"}),
    "exit": frozenset({"exit"}),
    "hall": frozenset({"hall"}),
    "counter": frozenset({"counter"}),
    "staff": frozenset({"reception", "manager", "office", "technician"}),
}
_PUBLIC_SCREENS: Final = frozenset({"entrance", "exit", "hall"})
_MAINTAINERS: Final = frozenset({"technician", "branch_manager"})
NEEDS_PERSON: Final = frozenset({"counter", "reception", "manager", "office", "technician"})
"""The roles that only somebody who signed in may ask in."""


def may_ask_as(device_role: str, staff_roles: Collection[str]) -> frozenset[str]:
    """Return the roles (kiosk.domain.roles) in which a device may ask while a person of `staff_roles` uses it.

    Nobody signed in is no roles at all. What a counter's computer may do stays that of a counter, whoever signs in: a
    manager's pages tell of opinions, and those never stand at a counter (D3).
    """
    of_device = _OF_DEVICE.get(device_role, frozenset())
    of_person = frozenset[str]().union(*(_OF_PERSON.get(role, frozenset()) for role in staff_roles))
    return (of_device - NEEDS_PERSON) | (of_device & of_person)


def may_maintain(device_role: str, staff_roles: Collection[str]) -> bool:
    """Tell whether a person of `staff_roles` may open the maintenance panel of a device: of a public screen, and no other.

    It is no role to ask in: nothing that staff do elsewhere can be asked at a screen where everybody stands.
    """
    return device_role in _PUBLIC_SCREENS and bool(_MAINTAINERS & set(staff_roles))


def is_badge(text: str) -> bool:
    """Tell whether a text can be a badge number: three to ten digits."""
    return text.isascii() and text.isdigit() and len(text) in BADGE_DIGITS


def is_pin(text: str, badge: str) -> bool:
    """Tell whether a text will do as the PIN of a badge: 6 to 12 digits, no one digit repeated, no run, not the badge."""
    if not (text.isascii() and text.isdigit() and len(text) in PIN_DIGITS):
        return False
    steps = {(int(b) - int(a)) % 10 for a, b in pairwise(text)}
    return steps not in ({0}, {1}, {9}) and not (badge and badge in text)
