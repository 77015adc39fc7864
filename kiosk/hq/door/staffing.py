"""What an owner does with the people of headquarters: let in, give another password, change roles, let go."""

import asyncio
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Literal

from kiosk.domain.staff import is_badge
from kiosk.hq.acts import note
from kiosk.hq.door import people as book
from kiosk.hq.door.access import Access
from kiosk.hq.door.passwords import Passwords, temporary_password
from kiosk.hq.door.people import Person
from kiosk.hq.door.roles import ROLES
from kiosk.hq.door.tries import forget_tries, locked
from kiosk.records.connection import Connection

Amiss = Literal["badge", "taken", "no_role", "no_owner", "own", "last_owner", "unknown"]
"""Why something was not done: a bad badge, somebody else's, no role chosen, no owner yet, one's own person, the last
owner, nobody's."""


@dataclass(frozen=True, slots=True)
class Told:
    """A temporary password, which is told once and never kept."""

    badge: str
    password: str


class Staffing:
    """Changes who works here. For the event loop alone. StoreBusy: nothing was done."""

    def __init__(self, access: Access, passwords: Passwords) -> None:
        """Change the people that `access` lets in."""
        self._access, self._passwords = access, passwords
        self._headquarters = access.headquarters
        self._server = access.headquarters.store.servers[0]

    async def all(self) -> tuple[list[Person], set[str]]:
        """Return everybody who ever was here, and the badges that were locked by ten wrong passwords."""
        return await asyncio.to_thread(self._all)

    def _all(self) -> tuple[list[Person], set[str]]:
        with self._server.read() as conn:
            return book.people(conn), locked(conn)

    async def add(self, by: str, badge: str, roles: Collection[str]) -> Told | Amiss:
        """Let somebody in who never was here, once there is an owner.

        At a demonstration without people everybody may ask: without an owner first, one tap would lock out all.
        """
        if not is_badge(badge):
            return "badge"
        roles = [role for role in ROLES if role in roles]
        if not roles:
            return "no_role"
        secret = temporary_password()
        kept = await self._passwords.kept(badge, secret)

        def write(conn: Connection, now_ms: int) -> Amiss | None:
            if not any(person.is_owner for person in book.people(conn)):
                return "no_owner"
            if book.person_of(conn, badge) is not None:
                return "taken"
            book.add(conn, badge, roles, kept, "temporary", now_ms=now_ms)
            forget_tries(conn, badge)
            note(conn, by, "person_added", badge, now_ms, why=" ".join(roles))
            return None

        return await self._write(write) or Told(badge, secret)

    async def reset(self, by: str, badge: str) -> Told | Amiss:
        """Give somebody else a temporary password, which also unlocks them; their session ends."""
        if by == badge:
            return "own"
        secret = temporary_password()
        kept = await self._passwords.kept(badge, secret)

        def write(conn: Connection, now_ms: int) -> Amiss | None:
            if not _works(conn, badge):
                return "unknown"
            book.keep_password(conn, badge, kept, "temporary", now_ms)
            forget_tries(conn, badge)
            note(conn, by, "password_reset", badge, now_ms)
            return None

        amiss = await self._write(write)
        self._access.sessions.end_where(badge=badge)
        return amiss or Told(badge, secret)

    async def change_roles(self, by: str, badge: str, roles: Collection[str]) -> Amiss | None:
        """Let somebody do other things from now on. There is always an owner."""
        roles = [role for role in ROLES if role in roles]
        if not roles:
            return "no_role"

        def write(conn: Connection, now_ms: int) -> Amiss | None:
            if not _works(conn, badge):
                return "unknown"
            if "owner" not in roles and _is_last_owner(conn, badge):
                return "last_owner"
            book.change_roles(conn, badge, roles)
            note(conn, by, "roles_changed", badge, now_ms, why=" ".join(roles))
            return None

        return await self._write(write)

    async def leave(self, by: str, badge: str) -> Amiss | None:
        """Let somebody in no more; their session ends."""
        if by == badge:
            return "own"

        def write(conn: Connection, now_ms: int) -> Amiss | None:
            if not _works(conn, badge):
                return "unknown"
            book.leave(conn, badge)
            note(conn, by, "person_left", badge, now_ms)
            return None

        amiss = await self._write(write)
        self._access.sessions.end_where(badge=badge)
        return amiss

    async def _write(self, write: Callable[[Connection, int], Amiss | None]) -> Amiss | None:
        def run() -> Amiss | None:
            with self._server.write() as conn:
                return write(conn, self._headquarters.now_ms())

        return await asyncio.to_thread(run)


def _works(conn: Connection, badge: str) -> bool:
    person = book.person_of(conn, badge)
    return person is not None and person.works


def _is_last_owner(conn: Connection, badge: str) -> bool:
    return {person.badge for person in book.people(conn) if person.is_owner} == {badge}
