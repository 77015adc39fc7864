"""Coming and going: the first person, signing in and out, opening a locked page, and a password of one's own."""

import asyncio
from dataclasses import dataclass
from typing import Final, Literal

from kiosk.domain.staff import is_badge
from kiosk.hq.acts import note
from kiosk.hq.door.access import Access
from kiosk.hq.door.passwords import Passwords, Turned, is_password
from kiosk.hq.door.people import add, keep_password, people, person_of, use_password
from kiosk.hq.door.tries import forget_tries
from kiosk.records.connection import Connection
from kiosk.web.sessions import Session

FIRST_ROLES: Final = ("viewer", "operator", "auditor", "owner")
"""Of the first person. Not `privacy`: who opens records is somebody's decision, and stands in the audit list."""


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Somebody proved who they are; `shown` is what their browser shows from now on."""

    shown: str
    must_set_password: bool


@dataclass(frozen=True, slots=True)
class Amiss:
    """What was given will not do, and why."""

    why: Literal["badge", "taken", "weak", "same", "set_up", "code", "code_spent"]


class Entry:
    """What the pages of the door do. For the event loop alone. StoreBusy: nothing was done."""

    def __init__(self, access: Access, passwords: Passwords) -> None:
        """Let people in and out by `access`."""
        self._access, self._passwords = access, passwords
        self._headquarters = access.headquarters
        self._server = access.headquarters.store.servers[0]

    async def first(self, badge: str, password: str, code: str) -> SignedIn | Amiss:
        """Make the first person, an owner with a password of their own, and sign them in.

        `code` is the one that headquarters told where it was started; a demonstration asks for none.
        """
        if await self._access.has_people():
            return Amiss("set_up")
        asked = self._access.first_code
        looked = asked.look(code) if asked else "right"
        if looked != "right":
            return Amiss(looked)
        if not is_badge(badge):
            return Amiss("badge")
        if not is_password(password, badge):
            return Amiss("weak")
        kept = await self._passwords.kept(badge, password)
        if not await asyncio.to_thread(self._make_first, badge, kept):
            return Amiss("set_up")
        return SignedIn(self._access.begin(badge, must_set_password=False), must_set_password=False)

    def _make_first(self, badge: str, kept: str) -> bool:
        now_ms = self._headquarters.now_ms()
        with self._server.write() as conn:
            if people(conn):
                return False
            add(conn, badge, FIRST_ROLES, kept, "own", now_ms=now_ms)
            forget_tries(conn, badge)
            note(conn, badge, "person_added", badge, now_ms, why=" ".join(FIRST_ROLES))
            return True

    async def sign_in(self, badge: str, password: str) -> SignedIn | Turned:
        """Sign somebody in; whatever session they had elsewhere ends."""
        if not is_badge(badge):
            return Turned("wrong")  # nobody's, and nothing to remember
        async with self._passwords.turn(badge):
            person = await self._passwords.check(badge, password)
            if isinstance(person, Turned):
                return person
            await asyncio.to_thread(self._note_in, badge)
            must_set = person.password == "temporary"  # noqa: S105 - a kind, no password
            return SignedIn(self._access.begin(badge, must_set_password=must_set), must_set)

    def _note_in(self, badge: str) -> None:
        with self._server.write() as conn:
            use_password(conn, badge)
            forget_tries(conn, badge)
            note(conn, badge, "signed_in", badge, self._headquarters.now_ms())

    async def unlock(self, session: Session, password: str) -> Turned | None:
        """Tell why a locked page stays so; None: it was whoever locked it, and may be touched."""
        async with self._passwords.turn(session.badge):
            person = await self._passwords.check(session.badge, password)
            # A temporary password is used up, and still opens the session that it began.
            if isinstance(person, Turned) and person.why != "used":
                return person
            await asyncio.to_thread(self._forget_tries, session.badge)
            return None

    def _forget_tries(self, badge: str) -> None:
        with self._server.write() as conn:
            forget_tries(conn, badge)

    async def own_password(self, session: Session, old: str, new: str) -> Turned | Amiss | None:
        """Set a password of one's own; `old` is asked for unless it was temporary. None: it is set."""
        badge = session.badge
        async with self._passwords.turn(badge):
            if not session.must_set_pin:
                person = await self._passwords.check(badge, old)
                if isinstance(person, Turned):
                    return person
            if not is_password(new, badge):
                return Amiss("weak")
            if new == old:
                return Amiss("same")
            kept = await self._passwords.kept(badge, new)
            await asyncio.to_thread(self._keep, badge, kept)
        self._access.sessions.pin_was_set(badge)
        return None

    def _keep(self, badge: str, kept: str) -> None:
        now_ms = self._headquarters.now_ms()
        with self._server.write() as conn:
            if _works(conn, badge):
                keep_password(conn, badge, kept, "own", now_ms)
                forget_tries(conn, badge)
                note(conn, badge, "password_set", badge, now_ms)

    async def sign_out(self, session: Session) -> None:
        """Write down that somebody left, whose session has ended."""
        await asyncio.to_thread(self._note_out, session.badge)

    def _note_out(self, badge: str) -> None:
        with self._server.write() as conn:
            note(conn, badge, "signed_out", badge, self._headquarters.now_ms())


def _works(conn: Connection, badge: str) -> bool:
    person = person_of(conn, badge)
    return person is not None and person.works
