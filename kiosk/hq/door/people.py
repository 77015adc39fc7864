"""The people of headquarters as they stand in the table: badge numbers and roles, never a name. On the first server."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final, Literal

from kiosk.hq.door.roles import ROLES
from kiosk.records.connection import Connection

Kind = Literal["own", "temporary", "used"]
"""What a password is: one's own; set by somebody else for one sign-in; one of those after that sign-in."""

_COLUMNS: Final = "badge, roles, state, hash, password"
_OF: Final = f"SELECT {_COLUMNS} FROM person WHERE badge = :badge"  # noqa: S608
_ALL: Final = f"SELECT {_COLUMNS} FROM person ORDER BY state, badge"  # noqa: S608
_ADD: Final = (
    "INSERT INTO person (badge, roles, state, hash, password, set_ms, since_ms)"
    " VALUES (:badge, :roles, 'works', :hash, :password, :now, :now)"
)
_ROLES: Final = "UPDATE person SET roles = :roles WHERE badge = :badge"
_KEEP: Final = "UPDATE person SET hash = :hash, password = :password, set_ms = :now WHERE badge = :badge"
_USED: Final = "UPDATE person SET password = 'used' WHERE badge = :badge AND password = 'temporary'"
_LEFT: Final = "UPDATE person SET state = 'left', roles = '', hash = '' WHERE badge = :badge"

QUERIES: Final = (_OF, _ALL)
"""Every reading statement of this module."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of headquarters. `roles` are none for whoever left."""

    badge: str
    roles: tuple[str, ...]
    works: bool
    hash: str
    password: Kind

    @property
    def is_owner(self) -> bool:
        """Whether they make people."""
        return "owner" in self.roles


def person_of(conn: Connection, badge: str) -> Person | None:
    """Return who has a badge, whether they still work here or not; None: nobody ever had."""
    row = conn.execute(_OF, {"badge": badge}).fetchone()
    return None if row is None else _person(row)


def people(conn: Connection) -> list[Person]:
    """Return everybody who ever was here, those who left first by their state's name and then by badge."""
    return [_person(row) for row in conn.execute(_ALL).fetchall()]


def add(  # noqa: PLR0913 - what a person is
    conn: Connection, badge: str, roles: Collection[str], kept: str, password: Kind, *, now_ms: int
) -> None:
    """Let somebody in from now on; `kept` is the hash of their password. The badge must be nobody's."""
    named = {"badge": badge, "roles": _text(roles), "hash": kept, "password": password, "now": now_ms}
    conn.execute(_ADD, named)


def change_roles(conn: Connection, badge: str, roles: Collection[str]) -> None:
    """Let somebody do other things from now on."""
    conn.execute(_ROLES, {"badge": badge, "roles": _text(roles)})


def keep_password(conn: Connection, badge: str, kept: str, password: Kind, now_ms: int) -> None:
    """Keep the hash of another password."""
    conn.execute(_KEEP, {"badge": badge, "hash": kept, "password": password, "now": now_ms})


def use_password(conn: Connection, badge: str) -> None:
    """Take note that somebody was signed in: a temporary password will not do so again."""
    conn.execute(_USED, {"badge": badge})


def leave(conn: Connection, badge: str) -> None:
    """Let somebody in no more; the badge stays theirs, so that the acts of two people never stand under one."""
    conn.execute(_LEFT, {"badge": badge})


def _person(row: tuple[str, str, str, str, Kind]) -> Person:
    badge, roles, state, kept, password = row
    return Person(badge, tuple(roles.split()), state == "works", kept, password)


def _text(roles: Collection[str]) -> str:
    return " ".join(role for role in ROLES if role in roles)
