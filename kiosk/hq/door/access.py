"""Who asks: every call of a page is looked at here, by the session of the person who makes it."""

import asyncio
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Literal

from starlette.requests import HTTPConnection
from starlette.responses import Response

from kiosk.hq.door.first_code import FirstCode
from kiosk.hq.door.people import people, person_of
from kiosk.hq.door.roles import ROLES
from kiosk.hq.headquarters import Headquarters
from kiosk.web.hashing import Argon2id, Hasher
from kiosk.web.sessions import Session, Sessions

COOKIE: Final = "kiosk-headquarters"
LOCK_S: Final = 600.0
"""Ten minutes, where a branch locks after two: these pages are read for long stretches at a desk of one's own, not touched
at a counter among customers; PCI DSS 4.0, 8.2.8 asks for no more than fifteen."""
_LOOPBACK: Final = frozenset({"127.0.0.1", "::1"})
_LOCAL_NAMES: Final = ("127.0.0.1", "localhost", "[::1]")
_FORWARDED: Final = ("forwarded", "via", "x-forwarded-for", "x-forwarded-host", "x-real-ip")


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody who is let in, as `request.state.person`: the badge is empty at a demonstration without people."""

    badge: str
    roles: frozenset[str]


@dataclass(frozen=True, slots=True)
class Who:
    """Who calls. `first`: nobody is known here yet, and headquarters is a real one."""

    state: Literal["first", "nobody", "locked", "new_password", "signed_in"]
    badge: str = ""
    roles: frozenset[str] = frozenset()

    @property
    def visitor(self) -> Visitor:
        """Whom pages see."""
        return Visitor(self.badge, self.roles)


class Access:
    """The sessions of headquarters. For the event loop alone; the table of people is read on threads.

    A demonstration that has no people lets in everybody at its own machine: what it holds is about nobody.
    """

    def __init__(
        self,
        headquarters: Headquarters,
        *,
        hasher: Hasher | None = None,
        now_s: Callable[[], float] = time.monotonic,
    ) -> None:
        """Let in the people of `headquarters`; a test may want a quick `hasher`, and a clock of its own."""
        self.headquarters = headquarters
        self.hasher = hasher or Argon2id()
        self.sessions = Sessions(now_s, LOCK_S)
        self._first_code = FirstCode()
        self._has_people = False

    async def who(self, call: HTTPConnection) -> Who:
        """Return who calls. StoreBusy: nobody knows."""
        if not await self.has_people():
            open_to_all = self.headquarters.demonstration and is_here(call)
            return Who("signed_in", roles=frozenset(ROLES)) if open_to_all else Who("first")
        session = self.session(call)
        roles = await asyncio.to_thread(self._roles, session.badge) if session else frozenset[str]()
        if session is None or not roles:
            return Who("nobody")
        if self.sessions.is_locked(session):
            return Who("locked", session.badge)
        return Who("new_password" if session.must_set_pin else "signed_in", session.badge, roles)

    async def has_people(self) -> bool:
        """Tell whether anybody was ever let in here. Once true it stays so: badges are never deleted."""
        if not self._has_people:
            self._has_people = await asyncio.to_thread(self._any_people)
        return self._has_people

    @property
    def first_code(self) -> FirstCode | None:
        """What the first owner is asked for beside a password; None at a demonstration, which is open to all in any case."""
        return None if self.headquarters.demonstration else self._first_code

    def session(self, call: HTTPConnection) -> Session | None:
        """Return the session of a call, locked or not."""
        browser, token = _cookie(call)
        return self.sessions.of(token, browser)

    def is_still_in(self, call: HTTPConnection, who: Who) -> bool:
        """Tell whether somebody who came in may stay, without asking the store."""
        session = self.session(call)
        open_now = session is not None and not self.sessions.is_locked(session)
        return open_now if who.badge else not self._has_people

    def begin(self, badge: str, *, must_set_password: bool) -> str:
        """Sign somebody in; return what their browser shows from now on. Their session elsewhere ends."""
        browser = secrets.token_urlsafe(16)
        token, _ = self.sessions.begin(badge, browser, must_set_pin=must_set_password)
        return f"{browser}.{token}"

    def touch(self, call: HTTPConnection) -> None:
        """Note that a person did something."""
        self.sessions.touch(_cookie(call)[1])

    def end(self, call: HTTPConnection) -> Session | None:
        """End the session of a call; return it if there was one."""
        return self.sessions.end(_cookie(call)[1]) if self.session(call) else None

    def _roles(self, badge: str) -> frozenset[str]:
        """Return what somebody may do now: what an owner changed a moment ago counts, in whichever process."""
        with self.headquarters.store.servers[0].read() as conn:
            person = person_of(conn, badge)
        return frozenset(person.roles) if person is not None and person.works else frozenset()

    def _any_people(self) -> bool:
        with self.headquarters.store.servers[0].read() as conn:
            return bool(people(conn))


def is_here(call: HTTPConnection) -> bool:
    """Tell whether somebody sits at the machine of headquarters itself: no proxy in front brought the call."""
    host = call.headers.get("host", "").rsplit(":", 1)[0]
    at_loopback = call.client is not None and call.client.host in _LOOPBACK and host in _LOCAL_NAMES
    return at_loopback and not any(name in call.headers for name in _FORWARDED)


def show_cookie(response: Response, call: HTTPConnection, shown: str) -> None:
    """Let a browser show a session: out of reach of scripts, to no other site, and never in clear on a network."""
    response.set_cookie(COOKIE, shown, path="/", secure=not is_here(call), httponly=True, samesite="strict")


def _cookie(call: HTTPConnection) -> tuple[str, str]:
    browser, _, token = call.cookies.get(COOKIE, "").partition(".")
    return browser, token
