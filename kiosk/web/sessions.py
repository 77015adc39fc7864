"""Who is signed in where. In memory alone: after a restart everybody signs in again."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

LOCK_S: Final = 120.0
"""Without a touch for so long a page locks; the PIN opens it again (ux.md, Staff pages)."""


@dataclass(frozen=True, slots=True)
class Session:
    """A person at a device. `touched_s` is when the person last did something, on a clock that only goes forward."""

    badge: str
    device: str
    touched_s: float
    must_set_pin: bool = False
    """Signed in with a temporary PIN: may do nothing but set another."""


class Sessions:
    """The sessions of a house by their token. For the event loop alone."""

    def __init__(self, now_s: Callable[[], float], lock_s: float = LOCK_S) -> None:
        """Nobody is signed in. `now_s` is a monotonic clock in seconds; pages lock after `lock_s` without a touch."""
        self._now_s = now_s
        self.lock_s: Final = lock_s
        self._open: dict[str, Session] = {}

    def begin(self, badge: str, device: str, *, must_set_pin: bool = False) -> tuple[str, list[Session]]:
        """Sign a person in; return the token, and the sessions that end: one person, one device, one session."""
        ended = [one for one in self._open.values() if badge == one.badge or device == one.device]
        self._open = {token: one for token, one in self._open.items() if one not in ended}
        token = secrets.token_urlsafe(32)
        self._open[token] = Session(badge, device, self._now_s(), must_set_pin)
        return token, ended

    def of(self, token: str, device: str) -> Session | None:
        """Return the session of a token, at the device it was opened at and at no other."""
        session = self._open.get(token)
        return session if session is not None and session.device == device else None

    def there(self) -> dict[str, str]:
        """Return the badge of whoever is signed in by the name of the device, pages locked or not."""
        return {one.device: one.badge for one in self._open.values()}

    def is_locked(self, session: Session) -> bool:
        """Tell whether nobody has touched anything for too long."""
        return self._now_s() - session.touched_s > self.lock_s

    def touch(self, token: str) -> None:
        """Note that the person did something, also after the PIN opened a locked page."""
        if token in self._open:
            self._open[token] = replace(self._open[token], touched_s=self._now_s())

    def lock(self, token: str) -> None:
        """Lock a session at once, because the person wants so."""
        if token in self._open:
            self._open[token] = replace(self._open[token], touched_s=self._now_s() - self.lock_s - 1)

    def pin_was_set(self, badge: str) -> None:
        """Let somebody who signed in with a temporary PIN, and has set another, do everything else."""
        self._open = {
            token: replace(one, must_set_pin=False) if one.badge == badge else one
            for token, one in self._open.items()
        }

    def end(self, token: str) -> Session | None:
        """End a session; return it if there was one."""
        return self._open.pop(token, None)

    def end_where(self, *, badge: str = "", device: str = "") -> list[Session]:
        """End the sessions of a person or at a device, and return them."""
        ended = [one for one in self._open.values() if one.badge == badge or one.device == device]
        self._open = {token: one for token, one in self._open.items() if one not in ended}
        return ended
