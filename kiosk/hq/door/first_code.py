"""The code by which the first owner proves to stand at the machine: told by `kiosk hq`, asked for on `/first`.

That a call comes from loopback proves nothing behind a proxy that names itself as the caller; who started the service does.
"""

import hmac
import secrets
from typing import Final, Literal

from kiosk.hq.door.passwords import TEMPORARY_SIGNS
from kiosk.web.guessing import MOST

_GROUP: Final = 4
_GROUPS: Final = 2
Looked = Literal["right", "code", "code_spent"]
"""It fits; it does not; it was guessed at too often, and nothing fits any more."""


class FirstCode:
    """One code for one run of headquarters, on no disk: 8 signs, some 39 bits, and no more than ten wrong tries at it."""

    def __init__(self) -> None:
        """Draw a code."""
        self._code = "".join(secrets.choice(TEMPORARY_SIGNS) for _ in range(_GROUP * _GROUPS))
        self._wrong = 0

    @property
    def shown(self) -> str:
        """The code as people read it, such as abcd-2345."""
        return "-".join(self._code[at : at + _GROUP] for at in range(0, len(self._code), _GROUP))

    def look(self, said: str) -> Looked:
        """Tell what to think of a code as somebody typed it: capitals, spaces and dashes do not matter."""
        if self._wrong >= MOST:
            return "code_spent"
        typed = "".join(sign for sign in said.lower() if sign.isalnum())
        if hmac.compare_digest(typed.encode(), self._code.encode()):
            return "right"
        self._wrong += 1
        return "code"
