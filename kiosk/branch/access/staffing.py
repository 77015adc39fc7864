"""The PINs and the people of a branch as they come and change: the first manager, whoever is added, each new PIN."""

import asyncio
import uuid
from dataclasses import dataclass
from typing import Final

from kiosk.branch.access import pin_book as book
from kiosk.branch.access.access import Turned
from kiosk.branch.access.hashing import temporary_pin
from kiosk.branch.access.parting import say_ended
from kiosk.branch.access.people import People, SignedIn
from kiosk.branch.access.pin_book import Pin
from kiosk.branch.access.pins import Pins
from kiosk.branch.access.sessions import Session
from kiosk.branch.desk import Desk
from kiosk.branch.service import BranchService
from kiosk.domain.answers import Answer, Refusal
from kiosk.domain.requests import AddStaff, By, InviteDevice, PairDevice, SetPin
from kiosk.domain.staff import StaffRole, is_badge, is_pin
from kiosk.domain.text import is_device_name
from kiosk.records.connection import Connection

WEAK: Final = Refusal("weak_pin")


@dataclass(frozen=True, slots=True)
class SetUp:
    """The first manager, signed in, and the token of the device that this was done at."""

    signed_in: SignedIn
    device_token: str


@dataclass(frozen=True, slots=True)
class Told:
    """A temporary PIN, told once to whoever asked for it."""

    badge: str
    pin: str


class Staffing:
    """Who works at a branch, and with which PIN. For the event loop alone."""

    def __init__(self, service: BranchService, pins: Pins, people: People) -> None:
        """Keep the PINs of the people of `service`."""
        self._service, self._access = service, service.access
        self._pins, self._people = pins, people
        self._one_at_a_time = asyncio.Lock()
        """Held while a branch is set up: that is done once."""

    async def new_pin(self, token: str, session: Session, pin: str, old: str | None) -> Refusal | None:
        """Set a person's own PIN; `old` is asked of whoever has one already.

        Refusals: `weak_pin`, also for the temporary one again; those of `sign_in` for the old one. Turned:
        `sign_in_needed`, the session ended before it was their turn: a supervisor's new PIN goes before theirs.
        """
        badge, device = session.badge, session.device
        if not is_pin(pin, badge):
            return WEAK
        async with self._pins.turn(badge, device):
            now = self._access.sessions.of(token, device)
            if now is None:
                raise Turned("sign_in_needed", 401)
            refused = None if now.must_set_pin else await self._not_the_old(badge, old or "", device)
            if refused is not None:
                return refused
            # Whoever told the temporary PIN knows it.
            before = await self._service.with_desk(lambda desk: book.pin_of(desk, badge))
            if before is not None and await self._pins.fits(before, badge, pin):
                return WEAK
            kept = await self._pins.kept(badge, pin, book.OWN)
            answer, _ = await self._keeping(
                str(uuid.uuid4()), SetPin(badge, temporary=False), By("door", device, badge), kept
            )
            if isinstance(answer, Refusal):
                return answer
            self._access.sessions.pin_was_set(badge)
        return None

    async def _not_the_old(self, badge: str, old: str, device: str) -> Refusal | None:
        right = await self._pins.check(badge, old, device)
        if isinstance(right, Refusal):
            return right
        await self._pins.forget_tries(badge)  # it was right, whatever becomes of the new one
        return None

    async def set_temporary(self, request_id: str, badge: str, by: By) -> Told | Refusal:
        """Set a temporary PIN, which unlocks the badge; whoever is signed in under it is signed out.

        No PIN is kept that could be told again: asked again under the same id, another one is made. Refusal:
        `unknown_badge`.
        """
        pin = temporary_pin(badge)
        request, door = SetPin(badge, temporary=True), By("door", by.device, by.badge)
        async with self._pins.turn(badge, by.device):  # no try that has begun locks the badge again
            kept = await self._pins.kept(badge, pin, book.TEMPORARY)
            answer, written = await self._keeping(request_id, request, door, kept)
            if not isinstance(answer, Refusal) and not written:
                answer, _ = await self._keeping(str(uuid.uuid4()), request, door, kept)
            if isinstance(answer, Refusal):
                return answer
            # Still in turn: a session that outlived it could set another PIN.
            await say_ended(self._service, self._access.sessions.end_where(badge=badge), "ended")
        return Told(badge, pin)

    async def add(self, request_id: str, badge: str, roles: tuple[StaffRole, ...], by: By) -> Told | Refusal:
        """Let somebody work here, with a temporary PIN. Refusals: those of AddStaff.

        Asked again under the same id, as somebody does whose answer got lost, it tells another PIN.
        """
        pin = temporary_pin(badge)
        kept = await self._pins.kept(badge, pin, book.TEMPORARY)
        answer, written = await self._keeping(request_id, AddStaff(badge, roles), by, kept)
        if isinstance(answer, Refusal):
            return answer
        return Told(badge, pin) if written else await self.set_temporary(str(uuid.uuid4()), badge, by)

    async def set_up(self, badge: str, pin: str, device: str) -> SetUp | Refusal:
        """Make the first manager of a branch, pair the device this is done at, and sign in.

        The device comes first: killed half-way there is no manager yet, and it can be done again.

        Refusals: `already_set_up`, `bad_answer` (details: code), `weak_pin`, those of InviteDevice.
        """
        async with self._one_at_a_time:
            refused = await self._not_to_set_up(badge, pin, device)
            if refused is None:
                kept = await self._pins.kept(badge, pin, book.OWN)
                refused = await self._pair(device, badge)
            if refused is not None:
                return refused
            by = By("door", device, badge)
            answer, _ = await self._keeping(str(uuid.uuid4()), AddStaff(badge, ("branch_manager",)), by, kept)
        if isinstance(answer, Refusal):
            return answer
        token = self._access.tokens.issue(device)
        signed_in = await self._people.begin(device, badge, must_set_pin=False)
        return signed_in if isinstance(signed_in, Refusal) else SetUp(signed_in, token)

    async def _not_to_set_up(self, badge: str, pin: str, device: str) -> Refusal | None:
        if await self._service.with_desk(lambda desk: bool(desk.register.managers)):
            return Refusal("already_set_up")
        for code, good in (("badge", is_badge(badge)), ("name", is_device_name(device))):
            if not good:
                return Refusal("bad_answer", {"code": code})
        return None if is_pin(pin, badge) else WEAK

    async def _pair(self, device: str, badge: str) -> Refusal | None:
        """Pair the device of the first manager, unless it is since an attempt that was killed."""
        known = self._access.register.devices.get(device)
        if known is not None and (known.role, known.state) == ("staff", "paired"):
            return None
        for request, role in ((InviteDevice(device, "staff"), "technician"), (PairDevice(device), "door")):
            answer = await self._service.ask(str(uuid.uuid4()), request, By(role, device, badge))
            if isinstance(answer, Refusal):
                return answer
        return None

    async def _keeping(
        self, request_id: str, request: AddStaff | SetPin, by: By, pin: Pin
    ) -> tuple[Answer, bool]:
        """Ask, and keep a PIN in the same transaction; return the answer, and whether it was carried out only now."""
        written: list[str] = []

        def handle(desk: Desk) -> Answer:
            def beside(conn: Connection) -> None:
                book.keep_pin(conn, request.badge, pin, desk.now_ms())
                written.append(request.badge)

            return desk.handle(request_id, request, by, beside)

        return await self._service.with_desk(handle), bool(written)
