"""Staff, devices and kept records as the tables have them: what outlives the days, for whoever starts."""

import json
from typing import Final

from kiosk.domain.privacy import Kept
from kiosk.domain.register import Device, Person, Register
from kiosk.records.connection import Connection

_STAFF: Final = "SELECT badge, roles, left_ms IS NULL, locked FROM staff WHERE branch = ?"
_DEVICES: Final = "SELECT name, role, counter, state FROM device WHERE branch = ?"
_KEPT: Final = "SELECT id, of, visit, date FROM record WHERE branch = ? AND id = ? AND gone_ms IS NULL"
_SIGNED_IN: Final = (
    "SELECT DISTINCT badge, device FROM sign_in INDEXED BY sign_in_open"
    " WHERE branch = ? AND out_ms IS NULL ORDER BY device, badge"
)

QUERIES: Final = (_STAFF, _DEVICES, _KEPT, _SIGNED_IN)
"""Every statement of this module."""


def load_register(conn: Connection, branch: str) -> Register:
    """Return the staff and devices of a branch, everybody who ever was included."""
    register = Register()
    for badge, roles, active, locked in conn.execute(_STAFF, (branch,)):
        register.staff[badge] = Person(badge, tuple(json.loads(roles)), bool(active), bool(locked))
    for name, role, counter, state in conn.execute(_DEVICES, (branch,)):
        register.devices[name] = Device(name, role, counter, state)
    return register


def kept_record(conn: Connection, branch: str, record: str) -> Kept | None:
    """Return what is known of a record that is still kept, None if there is none of that id."""
    row = conn.execute(_KEPT, (branch, record)).fetchone()
    return None if row is None else Kept(*row)


def signed_in(conn: Connection, branch: str) -> list[tuple[str, str]]:
    """Return badge and device of everybody who signed in and was never said to have signed out."""
    return [(badge, device) for badge, device in conn.execute(_SIGNED_IN, (branch,))]
