"""The tries at a password: each written before it is looked at, and counted until a right one. On the first server."""

from dataclasses import dataclass
from typing import Final

from kiosk.records.connection import Connection
from kiosk.web.guessing import MOST, STRANGERS, wait_after

_LOOK: Final = "SELECT tries, last_ms FROM person_try WHERE badge = :badge"
_FORGET: Final = "DELETE FROM person_try WHERE badge = :badge"
_WRITE: Final = "INSERT INTO person_try (badge, tries, last_ms) VALUES (:badge, :tries, :last)"
_OLDEST_STRANGER: Final = (
    "SELECT last_ms FROM person_try WHERE badge NOT IN (SELECT badge FROM person)"
    " ORDER BY last_ms DESC LIMIT 1 OFFSET :most"
)
_FORGET_STRANGERS: Final = (
    "DELETE FROM person_try WHERE last_ms <= :last AND badge NOT IN (SELECT badge FROM person)"
)
_LOCKED: Final = "SELECT badge FROM person_try WHERE tries >= :most"

QUERIES: Final = (_LOOK, _OLDEST_STRANGER, _LOCKED)
"""Every reading statement of this module."""


@dataclass(frozen=True, slots=True)
class Shut:
    """No try is looked at now: `wait_ms` from now on, or never again (0) until somebody sets another password."""

    wait_ms: int


def begin_try(conn: Connection, badge: str, now_ms: int) -> int | Shut:
    """Write a try and return which one in a row it is; it may be looked at once this transaction is durable."""
    tries, last_ms = conn.execute(_LOOK, {"badge": badge}).fetchone() or (0, now_ms)
    if tries >= MOST:
        return Shut(0)
    # A clock that was ahead and is not any more: the wait begins anew, and is not as long as the clock was wrong.
    last_ms = min(last_ms, now_ms)
    wait_ms = last_ms + wait_after(tries) - now_ms
    _keep(conn, badge, tries if wait_ms > 0 else tries + 1, last_ms if wait_ms > 0 else now_ms)
    _forget_strangers(conn)
    return Shut(wait_ms) if wait_ms > 0 else tries + 1


def forget_tries(conn: Connection, badge: str) -> None:
    """Begin to count anew, after a right password or another one."""
    conn.execute(_FORGET, {"badge": badge})


def locked(conn: Connection) -> set[str]:
    """Return the badges that nobody can try any more."""
    return {str(badge) for (badge,) in conn.execute(_LOCKED, {"most": MOST}).fetchall()}


def _keep(conn: Connection, badge: str, tries: int, last_ms: int) -> None:
    forget_tries(conn, badge)
    conn.execute(_WRITE, {"badge": badge, "tries": tries, "last": last_ms})


def _forget_strangers(conn: Connection) -> None:
    row = conn.execute(_OLDEST_STRANGER, {"most": STRANGERS}).fetchone()
    if row is not None:
        conn.execute(_FORGET_STRANGERS, {"last": row[0]})
