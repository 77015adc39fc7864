"""The panel's own line to the branch: it holds the session of whoever signed in, and forgets it when it is dropped."""

import uuid
from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any, Final

import msgspec
from PySide6.QtCore import QObject, QTimer
from PySide6.QtNetwork import QNetworkReply

from kiosk.screens.errand import heard_of
from kiosk.screens.lan import Lan

Told = dict[str, Any]
Heard = Callable[[Told | None], object]
"""Is told the answer; None when nothing was heard in time, and whatever was asked may have been done or not."""

LIMIT_S: Final = 5.0
PRINT_LIMIT_S: Final = 25.0
"""A slip that waits behind others, on a slow line."""
_PARTING_MS: Final = 2000
_PARTINGS: Final = 30


class Talk(QObject):
    """Asks the branch, each thing once. The cookie of the session lives in its network access alone, never on a disk."""

    def __init__(self, lan: Callable[[QObject], Lan], parent: QObject) -> None:
        """Speak through a Lan of its own that `lan` makes; no other call of the screen carries its session."""
        super().__init__(parent)
        self._lan = lan(self)
        self._left = _PARTINGS
        self.signed_in = False
        """There is a session to end, also while the branch does not answer."""

    def get(self, path: str, heard: Heard) -> None:
        """Ask for `path`."""
        self._wait(self._lan.get(path, {}, LIMIT_S), heard)

    def post(self, path: str, body: Mapping[str, object], heard: Heard, limit_s: float = LIMIT_S) -> None:
        """Send a body to `path`."""
        self._wait(self._lan.post(path, msgspec.json.encode(body), limit_s), heard)

    def wish(self, path: str, heard: Heard, limit_s: float = LIMIT_S, **more: str) -> None:
        """Have something done, under an id of its own."""
        self.post(f"/v1/maintenance/{path}", {"id": str(uuid.uuid4()), **more}, heard, limit_s)

    def part(self, then: Callable[[], None] = lambda: None) -> None:
        """Sign out whoever is in, trying for a minute, and be gone; `then` is called after the first try.

        Should the branch not come back in that time: a session nobody touches locks there, and a restart ends it.
        """

        def heard(told: Told | None) -> None:
            nonlocal then
            then()
            then = _nothing
            self._left -= 1
            if told is None and self._left:
                QTimer.singleShot(_PARTING_MS, self, again)
            else:
                self.deleteLater()

        def again() -> None:
            self.post("/v1/door/sign-out", {}, heard)

        if self.signed_in:
            again()
        else:
            self.deleteLater()
            then()

    @staticmethod
    def _wait(reply: QNetworkReply, heard: Heard) -> None:
        reply.finished.connect(lambda: heard(_told(*heard_of(reply))))


def _nothing() -> None:
    pass


def _told(status: int, data: bytes) -> Told | None:
    """Return an answer; None for silence, or for what cannot come from a branch that is well and knows the panel."""
    try:
        told = msgspec.json.decode(data) if status else None
    except msgspec.MsgspecError:
        return None
    if not isinstance(told, dict):
        return None
    return told if status == HTTPStatus.OK or refusal(told) else None


def refusal(told: Told) -> str:
    """Return the code of a refusal, empty for what was granted."""
    return str(told.get("code", "")) if told.get("kind") == "refused" else ""
