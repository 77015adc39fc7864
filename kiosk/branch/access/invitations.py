"""One-time pairing codes, each for one invited device."""

import hmac
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

import structlog

from kiosk.domain.answers import Refusal
from kiosk.domain.register import Device, Register
from kiosk.web.tries import Tries

log = structlog.get_logger()

EXPIRES_S: Final = 600
"""A code that nobody used by then is worth nothing."""
MOST_WRONG: Final = 10
"""So many wrong codes, whoever sent them, and every code that was out meanwhile is worth nothing: 10 in 100 million."""
_DIGITS: Final = 8


@dataclass(frozen=True, slots=True)
class _Invitation:
    """A code that is out, for one device and what it is to be."""

    code: str
    name: str
    role: str
    counter: str
    until_s: float
    wrong: int = 0

    def is_for(self, device: Device | None) -> bool:
        """Tell whether the branch still waits for just this device."""
        return device == Device(self.name, self.role, self.counter, "invited")


class Invitations:
    """The codes that are out, in memory alone: after a restart a device is invited anew. For the event loop alone."""

    def __init__(self, now_s: Callable[[], float] = time.monotonic) -> None:
        """No code is out. `now_s` is a clock in seconds that only goes forward."""
        self._now_s = now_s
        self._out: list[_Invitation] = []
        self._tries = Tries()

    def invite(self, device: Device) -> str:
        """Return a new code of eight digits for a device, in place of any it had."""
        self._out = [one for one in self._out if one.name != device.name]
        taken = {one.code for one in self._out}
        code = next(code for code in iter(_code, "") if code not in taken)
        until_s = self._now_s() + EXPIRES_S
        self._out.append(_Invitation(code, device.name, device.role, device.counter, until_s))
        return code

    def give_back(self, code: str, device: Device) -> None:
        """Let a code that was taken, and could not be made use of, be used after all, for as long as a new one."""
        until_s = self._now_s() + EXPIRES_S
        self._out.append(_Invitation(code, device.name, device.role, device.counter, until_s))

    def take(self, code: str, register: Register, address: str) -> str | Refusal:
        """Use a code up that came from a machine at `address`, and return the name of its device.

        Refusals: `wrong_pairing_code`, also for one that was used or is late; `too_many_tries` (details: wait_s) after
        five wrong ones from that address within a minute, right or not. Others go on pairing meanwhile.
        """
        now_ms = int(self._now_s() * 1000)
        wait_ms = self._tries.wait_ms((address,), now_ms)
        if wait_ms:
            return Refusal("too_many_tries", {"wait_s": str(-(-wait_ms // 1000))})
        out = [one for one in self._out if one.until_s > self._now_s()]
        found = next((one for one in out if hmac.compare_digest(one.code.encode(), code.encode())), None)
        if found is not None and found.is_for(register.devices.get(found.name)):
            self._out = [one for one in out if one is not found]
            return found.name
        self._tries.wrong((address,), now_ms)
        self._out = [replace(one, wrong=one.wrong + 1) for one in out if one.wrong + 1 < MOST_WRONG]
        if len(self._out) < len(out):
            log.warning("pairing_codes_ended", address=address, codes=len(out) - len(self._out))
        return Refusal("wrong_pairing_code")


def _code() -> str:
    return f"{secrets.randbelow(10**_DIGITS):0{_DIGITS}}"
