"""The PINs and the people of a branch as they come and change: the first manager, whoever is added, each new PIN."""

import asyncio
import uuid
from dataclasses import dataclass
from typing import Final

from kiosk.branch.access import pin_book as book
from kiosk.branch.access.access import Turned
from kiosk.branch.access.parting import say_ended
from kiosk.branch.access.people import People, SignedIn
from kiosk.branch.access.pin_book import Pin
from kiosk.branch.access.pins import Pins
from kiosk.branch.desk import Desk
from kiosk.branch.service import BranchService
from kiosk.domain.answers import Answer, Refusal
from kiosk.domain.requests import AddStaff, By, InviteDevice, PairDevice, SetPin
from kiosk.domain.staff import StaffRole, is_badge, is_pin
from kiosk.domain.text import is_device_name
from kiosk.records.connection import Connection
from kiosk.web.hashing import temporary_pin
from kiosk.web.sessions import Session

WEAK: Final = Refusal("weak_pin")
_HERE: Final = "service-computer"
"""Under which the tries of a browser count that is no device yet: whatever name it asks for, it has one count."""
_MAY_PAIR_HERE: Final = frozenset({"branch_manager", "technician"})


@dataclass(frozen=True, slots=True)
class SetUp:
    """A manager or technician, signed in, and the token of the device that this was done at."""

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
            # The token before the manager: without one on the disk there is nobody yet, and it can be done again.
            token = await asyncio.to_thread(self._access.tokens.issue, device)
            by = By("door", device, badge)
            answer, _ = await self._keeping(str(uuid.uuid4()), AddStaff(badge, ("branch_manager",)), by, kept)
        if isinstance(answer, Refusal):
            return answer
        signed_in = await self._people.begin(device, badge, must_set_pin=False)
        return signed_in if isinstance(signed_in, Refusal) else SetUp(signed_in, token)

    async def pair_here(self, badge: str, pin: str, device: str) -> SetUp | Refusal:
        """Pair the browser of the branch's own computer as a `staff` device, and sign in there.

        The way back in when no staff device is left, or the answer to `set_up` was lost.

        Refusals: `bad_answer` (details: code), those of `People.sign_in`; `role_may_not`, told after a right PIN alone, to
        whoever is neither branch manager nor technician; `name_taken`, told after a right PIN as well.
        """
        if not is_device_name(device):
            return Refusal("bad_answer", {"code": "name"})
        if not is_badge(badge):
            return Refusal("wrong_badge_or_pin")
        async with self._pins.turn(badge, _HERE):
            must_set_pin = await self._people.prove(badge, pin, _HERE)
            if isinstance(must_set_pin, Refusal):
                return must_set_pin
            await self._pins.forget_tries(badge)
            token = await self._paired_here(device, badge)
            if isinstance(token, Refusal):
                return token
            signed_in = await self._people.begin(device, badge, must_set_pin=must_set_pin)
        return signed_in if isinstance(signed_in, Refusal) else SetUp(signed_in, token)

    async def _paired_here(self, device: str, badge: str) -> str | Refusal:
        """Pair a device for somebody whose PIN was right, and return its token."""
        if not _MAY_PAIR_HERE & set(self._access.register.roles_of(badge)):
            return Refusal("role_may_not")
        invited = await self._ask(InviteDevice(device, "staff"), By("technician", device, badge))
        if isinstance(invited, Refusal):
            return invited
        # First: paired without one, its name would be used up.
        token = await asyncio.to_thread(self._access.tokens.issue, device)
        paired = await self._ask(PairDevice(device), By("door", device, badge))
        return paired if isinstance(paired, Refusal) else token

    async def _not_to_set_up(self, badge: str, pin: str, device: str) -> Refusal | None:
        # Not the managers alone: where they all left, which a restore may do, it is not for whoever sits there to be one.
        if await self._service.with_desk(lambda desk: bool(desk.register.staff)):
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
            answer = await self._ask(request, By(role, device, badge))
            if isinstance(answer, Refusal):
                return answer
        return None

    async def _ask(self, request: InviteDevice | PairDevice, by: By) -> Answer:
        return await self._service.ask(str(uuid.uuid4()), request, by)

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
