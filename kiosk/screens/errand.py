"""One errand to the branch service: the same request again and again until an answer is heard."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtNetwork import QNetworkReply, QNetworkRequest

Send = Callable[[], QNetworkReply]
"""Puts the request on the wire once."""

IsAnswer = Callable[[int, bytes], bool]
"""Says whether an HTTP status and body settle the errand; if not, it counts as an answer lost."""


@dataclass(frozen=True, slots=True)
class Timing:
    """How patient a screen is with the network, in seconds."""

    heartbeat_s: float = 12.0
    """A stream silent for so long is dead; the branch service says something every 5 s."""
    answer_s: float = 4.0
    """One attempt without an answer for so long is given up and made again."""
    late_s: float = 6.0
    """After so long without an answer the customer is told."""
    first_retry_s: float = 0.25
    longest_retry_s: float = 5.0

    def retry_ms(self, attempt: int) -> int:
        """Return the pause after attempt number `attempt` (from 1): doubling, up to the longest one."""
        return int(1000 * min(self.longest_retry_s, self.first_retry_s * 2 ** min(attempt - 1, 16)))


class Errand(QObject):
    """Sends until it is answered or cancelled. Emits `heard` at most once, `late` at most once before it."""

    heard = Signal(int, bytes)
    """HTTP status and body."""
    late = Signal()

    def __init__(self, send: Send, is_answer: IsAnswer, timing: Timing, parent: QObject) -> None:
        """Prepare an errand; `start` begins it. `send` must put the very same request on the wire each time."""
        super().__init__(parent)
        self._send = send
        self._is_answer = is_answer
        self._timing = timing
        self._attempts = 0
        self._reply: QNetworkReply | None = None
        self._retry = QTimer(self, singleShot=True)
        self._retry.timeout.connect(self._try)
        self._patience = QTimer(self, singleShot=True, interval=int(timing.late_s * 1000))
        self._patience.timeout.connect(self.late)

    def start(self) -> None:
        """Send for the first time."""
        self._patience.start()
        self._try()

    def cancel(self) -> None:
        """Stop: nothing is emitted any more. What was sent already may still have been carried out."""
        self._patience.stop()
        self._retry.stop()
        reply, self._reply = self._reply, None
        if reply is not None:
            reply.abort()
            reply.deleteLater()
        self.deleteLater()

    def _try(self) -> None:
        self._attempts += 1
        self._reply = self._send()
        self._reply.finished.connect(self._finished)

    def _finished(self) -> None:
        reply, self._reply = self._reply, None
        if reply is None:  # cancelled
            return
        status, data = heard_of(reply)
        if status and self._is_answer(status, data):
            self._patience.stop()
            self.heard.emit(status, data)
            self.deleteLater()
        else:
            self._retry.start(self._timing.retry_ms(self._attempts))


def heard_of(reply: QNetworkReply) -> tuple[int, bytes]:
    """Return HTTP status and body of a finished reply and let go of it; status 0 if it broke off on the way."""
    status = reply.attribute(QNetworkRequest.Attribute.HttpStatusCodeAttribute)
    data = bytes(reply.readAll().data()) if reply.isOpen() else b""  # an aborted reply is closed
    kind = reply.error().value // 100
    reply.deleteLater()
    # Codes of QNetworkReply.NetworkError by hundreds: 2 and 4 are the server's own word, 1 and 3 the way to it.
    broken = kind in {1, 3} or 0 < reply.error().value < 100  # noqa: PLR2004 - same
    return (0, b"") if status is None or broken else (int(status), data)
