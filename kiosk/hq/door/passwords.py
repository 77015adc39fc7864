"""Passwords of headquarters' people: what will do as one, and comparing them so that nobody goes through them."""

import asyncio
import contextlib
import secrets
import unicodedata
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Final, Literal
from weakref import WeakValueDictionary

from kiosk.hq.acts import note
from kiosk.hq.door.people import Person, person_of
from kiosk.hq.door.tries import Shut, begin_try
from kiosk.hq.headquarters import Headquarters
from kiosk.web.guessing import MOST
from kiosk.web.hashing import Hasher, peppered

LENGTH: Final = range(12, 129)
"""How many signs a password has: these pages reach every branch, and there is no keypad to type it on."""
_DIFFERENT: Final = 5
TEMPORARY_SIGNS: Final = "23456789abcdefghjkmnpqrstuvwxyz"
"""None that is taken for another on paper."""
AT_ONCE: Final = 2
"""So many hashes are computed at once: guesses may not take the machine from the branches."""


@dataclass(frozen=True, slots=True)
class Turned:
    """Somebody is not let in, and why: `wrong`, `wait` (for `wait_s`), `locked`, `used` up temporary password."""

    why: Literal["wrong", "wait", "locked", "used"]
    wait_s: int = 0


def is_password(text: str, badge: str) -> bool:
    """Tell whether a text will do as the password of a badge: 12 to 128 signs, five different ones, no badge in it.

    No rule about kinds of signs: length is what counts (NIST SP 800-63B, 5.1.1).
    """
    text = unicodedata.normalize("NFKC", text)
    return len(text) in LENGTH and len(set(text)) >= _DIFFERENT and badge not in text


def temporary_password() -> str:
    """Return a random password for one sign-in: four groups of four signs, some 79 bits."""
    signs = (secrets.choice(TEMPORARY_SIGNS) for _ in range(16))
    return "-".join("".join(next(signs) for _ in range(4)) for _ in range(4))


class Passwords:
    """Compares passwords, a badge at a time. For the event loop alone; what is slow runs on threads."""

    def __init__(self, headquarters: Headquarters, hasher: Hasher) -> None:
        """Look after the passwords of the people of `headquarters`."""
        self._headquarters, self._hasher = headquarters, hasher
        self._server = headquarters.store.servers[0]
        self._at_once = asyncio.Semaphore(AT_ONCE)
        self._turns: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._nobodys = ""

    async def kept(self, badge: str, password: str) -> str:
        """Return the hash that is kept of a password."""
        async with self._at_once:
            return await asyncio.to_thread(self._hasher.hash, self._secret(badge, password))

    @contextlib.asynccontextmanager
    async def turn(self, badge: str) -> AsyncIterator[None]:
        """Let one try at a badge be made at a time, until what it leads to is written."""
        async with self._turns.setdefault(badge, asyncio.Lock()):
            yield

    async def check(self, badge: str, password: str) -> Person | Turned:
        """Return who has a badge if the password is theirs; call it within `turn`. StoreBusy: it was not looked at.

        The try is durable before it is looked at; whoever goes on forgets the tries together with what they write. A
        badge that is nobody's gets the same answers after as much work.
        """
        nobodys = await self._hash_of_nobody()
        begun, person = await asyncio.to_thread(self._begin, badge)
        if isinstance(begun, Shut):
            return Turned("wait", -(-begun.wait_ms // 1000)) if begun.wait_ms else Turned("locked")
        works = person is not None and person.works
        kept = person.hash if person is not None and works else nobodys
        async with self._at_once:
            fits = await asyncio.to_thread(self._hasher.fits, kept, self._secret(badge, password))
        if fits and works and person is not None:
            return Turned("used") if person.password == "used" else person  # noqa: S105 - a kind, no password
        return Turned("locked") if begun >= MOST else Turned("wrong")

    def _begin(self, badge: str) -> tuple[int | Shut, Person | None]:
        now_ms = self._headquarters.now_ms()
        with self._server.write() as conn:
            begun, person = begin_try(conn, badge, now_ms), person_of(conn, badge)
            if begun == MOST and person is not None:
                note(conn, badge, "sign_in_locked", badge, now_ms)
        return begun, person

    async def _hash_of_nobody(self) -> str:
        """Return the hash of a password that nobody has."""
        self._nobodys = self._nobodys or await self.kept("", secrets.token_hex())
        return self._nobodys

    def _secret(self, badge: str, password: str) -> bytes:
        # What one types twice may be spelled in two ways by two keyboards.
        return peppered(self._headquarters.identity.pepper, badge, unicodedata.normalize("NFKC", password))
