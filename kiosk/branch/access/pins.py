"""PINs: compared off the lane, two at a time, and counted so that nobody goes through them."""

import asyncio
import contextlib
import secrets
import uuid
from collections.abc import AsyncIterator
from typing import Final
from weakref import WeakValueDictionary

from kiosk.branch.access import pin_book as book
from kiosk.branch.access.pin_book import Pin, Try
from kiosk.branch.desk import Desk
from kiosk.branch.service import BranchService
from kiosk.domain.answers import Refusal
from kiosk.domain.requests import By, LockStaff
from kiosk.web.guessing import MOST
from kiosk.web.hashing import Hasher, have_pepper, peppered
from kiosk.web.tries import Tries

AT_ONCE: Final = 2
"""So many hashes are computed at once: guesses may not take the machine from those who serve."""
MOST_OF_DEVICE: Final = 20
"""Wrong PINs from one device within a minute, whoever's they are."""


class Pins:
    """The PINs of a branch. For the event loop alone."""

    def __init__(self, service: BranchService, hasher: Hasher) -> None:
        """Keep the PINs beside the facts of `service`."""
        self._service, self._hasher = service, hasher
        self._pepper = b""
        self._at_once = asyncio.Semaphore(AT_ONCE)
        self._of_devices = Tries(MOST_OF_DEVICE)
        self._turns: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._nobody: Pin | None = None

    async def kept(self, badge: str, pin: str, temporary: int) -> Pin:
        """Return what is kept of a PIN."""
        secret = await self._secret(badge, pin)
        async with self._at_once:
            return Pin(await asyncio.to_thread(self._hasher.hash, secret), temporary)

    async def fits(self, kept: Pin, badge: str, pin: str) -> bool:
        """Tell whether a PIN is the one that is kept. It counts nothing: `check` is for whoever may be guessing."""
        secret = await self._secret(badge, pin)
        async with self._at_once:
            return await asyncio.to_thread(self._hasher.fits, kept.hash, secret)

    async def _secret(self, badge: str, pin: str) -> bytes:
        if not self._pepper:  # on the lane: two that ask at once get the same
            self._pepper = await self._service.with_desk(lambda desk: have_pepper(desk.keys))
        return peppered(self._pepper, badge, pin)

    @contextlib.asynccontextmanager
    async def turn(self, badge: str, device: str) -> AsyncIterator[None]:
        """Let one try at a badge, and one from a device, be made at a time, until what it leads to is written."""
        # Devices first, everywhere: nobody waits for somebody who waits for them.
        async with self._lock(f"device:{device}"), self._lock(f"badge:{badge}"):
            yield

    def _lock(self, key: str) -> asyncio.Lock:
        return self._turns.setdefault(key, asyncio.Lock())

    async def check(self, badge: str, pin: str, device: str) -> Pin | Refusal:
        """Return the PIN that is kept for a badge if `pin` is the one; call it within `turn`.

        The try is on the disk before it is looked at; whoever goes on forgets the tries together with what they write.

        Refusals: `wrong_badge_or_pin`, `too_many_tries` (details: wait_s), `locked_badge`. A badge that is nobody's gets
        the same, after as much work. A locked badge is told as such, whatever the PIN: its number is no secret (it
        stands on the hall screen), so this tells only that it was tried ten times, and its holder whom to go to. Were the
        PIN looked at first, ten guesses would not be the end of guessing.
        """
        nobodys = await self._nobodys()
        begun = await self._service.with_desk(lambda desk: self._begin(desk, badge, device))
        if isinstance(begun, Refusal):
            if begun.code == "locked_badge":
                await self._lock_badge(badge, device)
            return begun
        right = await self.fits(begun.pin or nobodys, badge, pin)
        if right and begun.pin is not None:
            return begun.pin
        await self._service.with_desk(lambda desk: self._of_devices.wrong((device,), desk.now_ms()))
        if begun.number < MOST:
            return Refusal("wrong_badge_or_pin")
        await self._lock_badge(badge, device)
        return Refusal("locked_badge")

    async def forget_tries(self, badge: str) -> None:
        """Begin to count anew, after a right PIN that nothing else is written for; call it within `turn`."""

        def forget(desk: Desk) -> None:
            with desk.store.write() as conn:
                book.forget_tries(conn, badge)

        await self._service.with_desk(forget)

    def _begin(self, desk: Desk, badge: str, device: str) -> Try | Refusal:
        wait_ms = self._of_devices.wait_ms((device,), desk.now_ms())
        if wait_ms:
            return Refusal("too_many_tries", {"wait_s": str(-(-wait_ms // 1000))})
        return book.begin_try(desk, badge)

    async def _nobodys(self) -> Pin:
        """Return a PIN that nobody has: what a badge that is nobody's is compared with."""
        if self._nobody is None:
            self._nobody = await self.kept("", secrets.token_hex(), book.OWN)
        return self._nobody

    async def _lock_badge(self, badge: str, device: str) -> None:
        """Say once that a badge is locked, if it is somebody's; also where a kill kept it from being said before."""
        person = await self._service.with_desk(lambda desk: desk.register.staff.get(badge))
        if person is not None and person.active and not person.locked:
            await self._service.ask(str(uuid.uuid4()), LockStaff(badge, MOST), By("door", device))
