"""Signing in and out: what a person proves at the door, and the facts that tell of it."""

import asyncio
import uuid
from dataclasses import dataclass

from kiosk.branch.access import pin_book as book
from kiosk.branch.access.parting import say_ended
from kiosk.branch.access.pins import Pins
from kiosk.branch.service import BranchService
from kiosk.domain.answers import Refusal
from kiosk.domain.requests import By, SignIn
from kiosk.domain.staff import NEEDS_PERSON, is_badge, may_ask_as, may_maintain
from kiosk.records.connection import Connection
from kiosk.web.sessions import Session


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Somebody proved who they are; the token of the session is told to their browser and never kept."""

    badge: str
    device: str
    token: str
    must_set_pin: bool = False


class People:
    """The people of a branch at its devices. For the event loop alone."""

    def __init__(self, service: BranchService, pins: Pins) -> None:
        """Look after who is signed in where at `service`."""
        self._service, self._access, self._pins = service, service.access, pins
        self._door = asyncio.Lock()
        """Held while a session begins: who is signed in where, and the facts that say so, change together."""

    async def sign_in(self, device: str, badge: str, pin: str) -> SignedIn | Refusal:
        """Sign a person in at a paired device; whatever session they had elsewhere, or others had there, ends.

        Refusals: `wrong_badge_or_pin`, `too_many_tries` (details: wait_s); `locked_badge`, also for a temporary PIN that
        was used before; `role_may_not`, told after a right PIN alone, to somebody who has no business at this device.
        """
        if not is_badge(badge):
            return Refusal("wrong_badge_or_pin")  # nobody's, and nothing to remember
        async with self._pins.turn(badge, device):
            must_set_pin = await self.prove(badge, pin, device)
            if isinstance(must_set_pin, Refusal):
                return must_set_pin
            return await self.begin(device, badge, must_set_pin=must_set_pin)

    async def prove(self, badge: str, pin: str, device: str) -> bool | Refusal:
        """Tell whether somebody whose PIN is right must set another; call it within `turn`. Refusals as in `sign_in`."""
        kept = await self._pins.check(badge, pin, device)
        if isinstance(kept, Refusal):
            return kept
        if kept.temporary == book.USED:
            await self._pins.forget_tries(badge)
            return Refusal("locked_badge")
        return kept.temporary == book.TEMPORARY

    async def begin(self, device: str, badge: str, *, must_set_pin: bool) -> SignedIn | Refusal:
        """Begin the session of somebody whose PIN was right. Refusals: `role_may_not`, those of SignIn."""
        async with self._door:
            if not self._business(device, badge):
                await self._pins.forget_tries(badge)
                return Refusal("role_may_not")
            # Said before the session begins: two of one person at one device would end as one.
            sessions = self._access.sessions
            await say_ended(self._service, sessions.end_where(device=device), "replaced")
            await say_ended(self._service, sessions.end_where(badge=badge), "elsewhere")
            by = By("door", device, badge)

            def beside(conn: Connection) -> None:
                book.use_pin(conn, badge)

            answer = await self._service.ask(str(uuid.uuid4()), SignIn(badge), by, beside)
            if isinstance(answer, Refusal):
                return answer
            token, _ = sessions.begin(badge, device, must_set_pin=must_set_pin)
            return SignedIn(badge, device, token, must_set_pin)

    def _business(self, device: str, badge: str) -> bool:
        known = self._access.register.devices.get(device)
        roles = self._access.register.roles_of(badge)
        return known is not None and (
            bool(may_ask_as(known.role, roles) & NEEDS_PERSON) or may_maintain(known.role, roles)
        )

    async def sign_out(self, token: str) -> None:
        """End a session because the person wants so; nothing happens without one."""
        session = self._access.sessions.end(token)
        if session is not None:
            await say_ended(self._service, [session], "by_hand")

    async def unlock(self, token: str, session: Session, pin: str) -> Refusal | None:
        """Open a locked page for the person who locked it. Refusals as in `sign_in`; the session goes on either way."""
        async with self._pins.turn(session.badge, session.device):
            kept = await self._pins.check(session.badge, pin, session.device)
            if isinstance(kept, Refusal):
                return kept
            await self._pins.forget_tries(session.badge)
        self._access.sessions.touch(token)
        return None
