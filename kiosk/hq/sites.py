"""Which branches there are, and by which key each is known."""

from dataclasses import dataclass
from typing import Final, Literal

from kiosk.records.connection import Connection

State = Literal["enrolled", "revoked"]

_OF = "SELECT branch, state, key, demonstration FROM site WHERE branch = :branch"
_ADD = (
    "INSERT INTO site (branch, state, key, demonstration, enrolled_ms, changed_ms)"
    " VALUES (:branch, 'enrolled', :key, :demonstration, :now, :now)"
)
_DROP = "DELETE FROM site WHERE branch = :branch"
_TURN = "UPDATE site SET state = :state, changed_ms = :now WHERE branch = :branch"

QUERIES: Final = (_OF,)
"""Every reading statement of this module."""


@dataclass(frozen=True, slots=True)
class Site:
    """A branch that headquarters knows: `key` is what it signs with, 32 raw bytes."""

    branch: str
    state: State
    key: bytes
    demonstration: bool


def site_of(conn: Connection, branch: str) -> Site | None:
    """Return a branch; None if nobody of that code was ever enrolled."""
    row = conn.execute(_OF, {"branch": branch}).fetchone()
    return None if row is None else Site(row[0], row[1], bytes(row[2]), bool(row[3]))


def enrol(conn: Connection, site: Site, now_ms: int) -> None:
    """Take a branch in, or give it another key; inside a transaction that holds its lock."""
    conn.execute(_DROP, {"branch": site.branch})
    named = {"branch": site.branch, "key": site.key, "demonstration": int(site.demonstration), "now": now_ms}
    conn.execute(_ADD, named)


def turn(conn: Connection, branch: str, state: State, now_ms: int) -> None:
    """Revoke a branch, or let it in again; inside a transaction."""
    conn.execute(_TURN, {"branch": branch, "state": state, "now": now_ms})
