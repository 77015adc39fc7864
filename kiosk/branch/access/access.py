"""Who asks: every call is looked at here, by the token of its device and the session of the person at it."""

import hmac
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final, get_args

from starlette.requests import HTTPConnection

from kiosk.branch.access.tokens import Tokens
from kiosk.domain.answers import Refusal
from kiosk.domain.register import Register
from kiosk.domain.requests import By
from kiosk.domain.staff import NEEDS_PERSON, STAFF_ROLES, may_ask_as
from kiosk.domain.text import is_device_name
from kiosk.web.hashing import Argon2id, Hasher
from kiosk.web.sessions import Session, Sessions
from kiosk.wire.projection import Role

DEVICE_COOKIE: Final = "kiosk-device"
PERSON_COOKIE: Final = "kiosk-person"
EVERY_ROLE: Final[frozenset[str]] = frozenset(get_args(Role))


class Turned(Exception):
    """Somebody is not let in; the refusal says why, the status is that of the answer.

    Codes: `not_paired` (401: no token, or one that was revoked), `sign_in_needed` (401: nobody is signed in),
    `page_locked` (401: nobody touched the page for too long), `pin_must_be_set` (403), `role_may_not` (403).
    """

    def __init__(self, code: str, status: int, **details: str) -> None:
        """Turn somebody away with a code."""
        super().__init__(code)
        self.refusal, self.status = Refusal(code, details), status


@dataclass(frozen=True, slots=True)
class Who:
    """A device that is let in, and the person at it, if anybody signed in."""

    device: str
    role: str
    """What the device is for, as in DeviceRole; empty where nobody needs to be known."""
    counter: str
    badge: str
    """Empty where nobody is signed in, or the page is locked."""
    may: frozenset[str]
    """The roles in which it may ask now."""
    state: str = "signed_in"
    """`signed_in`, `nobody`, `locked`, or `new_pin`: signed in with a temporary PIN."""


class Access:
    """The door of a branch. For the event loop alone.

    A demonstration that has no staff lets everybody in and believes what they say they are: it listens on loopback only,
    and its facts can never be taken for real ones. Every other branch knows its devices and its people.
    """

    def __init__(
        self,
        register: Register,
        folder: Path,
        *,
        demonstration: bool,
        now_s: Callable[[], float] = time.monotonic,
    ) -> None:
        """Let in whom `register` knows; `folder` is where the keys of the branch are."""
        self.register = register
        self.tokens = Tokens(folder / "devices")
        self.tool = secrets.token_urlsafe(32)
        """What tools on this machine show: it stands in service.json, which only the service's own user may read."""
        self.sessions = Sessions(now_s)
        self.hasher: Hasher = Argon2id()
        """Of PINs; a test may want one that is quick, before anybody asks."""
        self.demonstration = demonstration
        """Whether the branch is one to try things at, whose facts are about nobody."""

    @property
    def everybody(self) -> bool:
        """Whether everybody is let in: a demonstration that nobody has set up."""
        return self.demonstration and not self.register.staff

    def who(self, call: HTTPConnection) -> Who:
        """Return who calls. Turned: `not_paired`."""
        if self.everybody:
            return _believed(call)
        if self._is_tool(call):
            return Who("tools", "", "", "", frozenset({"technician"}))
        device = self.device(call)
        if device is None:
            raise Turned("not_paired", 401)
        known = self.register.devices[device]
        session = self.session(call, device)
        if session is None or not self.register.roles_of(session.badge):
            state, badge = "nobody", ""
        elif self.sessions.is_locked(session):
            state, badge = "locked", ""
        else:
            state, badge = "new_pin" if session.must_set_pin else "signed_in", session.badge
        may = may_ask_as(known.role, self.register.roles_of(badge) if state == "signed_in" else ())
        return Who(device, known.role, known.counter, badge, may, state)

    def _is_tool(self, call: HTTPConnection) -> bool:
        """Tell whether a tool on this machine calls that may read the data folder: `kiosk ready` and the like."""
        here = call.client is not None and call.client.host in {"127.0.0.1", "::1"}
        return here and hmac.compare_digest(call.headers.get("kiosk-tool", "").encode(), self.tool.encode())

    def device(self, call: HTTPConnection) -> str | None:
        """Return the name of the paired device that calls, None if it is none of ours."""
        name = self.tokens.name_of(_token(call))
        known = self.register.devices.get(name or "")
        return known.name if known is not None and known.state == "paired" else None

    def session(self, call: HTTPConnection, device: str) -> Session | None:
        """Return the session that a call belongs to, locked or not; None if nobody is signed in at that device."""
        return self.sessions.of(call.cookies.get(PERSON_COOKIE, ""), device)

    def by(self, call: HTTPConnection, role: str) -> By:
        """Return who asks in a role. Turned: with the reason, if they may not ask in it."""
        who = self.who(call)
        if role not in who.may:
            raise self._reason(who, role)
        return By(role, who.device, who.badge, who.counter)

    def touch(self, call: HTTPConnection) -> None:
        """Note that a person asked for something or touched the page; a page that refreshes itself is nobody."""
        self.sessions.touch(call.cookies.get(PERSON_COOKIE, ""))

    def by_anybody_at(self, call: HTTPConnection, role: str) -> By:
        """Return who asks in a role that the device could be used in, whether anybody is signed in or not.

        For calls for help: they work on a locked page (design.md). Turned otherwise.
        """
        who = self.who(call)
        if role in who.may or role in may_ask_as(who.role, STAFF_ROLES):
            return By(role, who.device, who.badge, who.counter)
        raise Turned("role_may_not", 403, role=role)

    def _reason(self, who: Who, role: str) -> Turned:
        if role not in may_ask_as(who.role, STAFF_ROLES) or role not in NEEDS_PERSON:
            return Turned("role_may_not", 403, role=role)
        match who.state:
            case "nobody":
                return Turned("sign_in_needed", 401)
            case "locked":
                return Turned("page_locked", 401)
            case "new_pin":
                return Turned("pin_must_be_set", 403)
            case _:
                return Turned("role_may_not", 403, role=role)


def _token(call: HTTPConnection) -> str:
    """Return the device token of a call: a screen sends it in a header, a browser in its cookie."""
    scheme, _, token = call.headers.get("authorization", "").partition(" ")
    return token if scheme.lower() == "bearer" else call.cookies.get(DEVICE_COOKIE, "")


def _believed(call: HTTPConnection) -> Who:
    """Return who somebody says to be, where everybody is let in."""
    device, counter = call.headers.get("kiosk-device", ""), call.headers.get("kiosk-counter", "")
    return Who(device if is_device_name(device) else "", "", counter[:40], "", EVERY_ROLE)
