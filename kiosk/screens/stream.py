"""Server-sent events, read from whatever pieces the network hands over."""

from dataclasses import dataclass
from typing import Final

LONGEST_LINE: Final = 1_000_000
"""Bytes; a longer line is no fact of ours and must not fill the memory."""


class BadStream(ValueError):
    """What came is no stream of events."""


@dataclass(frozen=True, slots=True)
class ServerEvent:
    """One event; `data` is its lines joined by newlines."""

    name: str
    data: bytes


class EventReader:
    """Collects lines until an empty one ends the event (WHATWG HTML, 9.2.6). Comments are dropped."""

    def __init__(self) -> None:
        """Start at the beginning of a stream."""
        self._rest = b""
        self._name = ""
        self._data: list[bytes] = []

    def feed(self, piece: bytes) -> list[ServerEvent]:
        """Take the next bytes in and return the events they complete.

        Raises:
            BadStream: a line grows beyond LONGEST_LINE.
        """
        *lines, self._rest = (self._rest + piece).split(b"\n")
        if len(self._rest) > LONGEST_LINE:
            raise BadStream("a line without an end")
        events = [self._take(line.removesuffix(b"\r")) for line in lines]
        return [event for event in events if event is not None]

    def _take(self, line: bytes) -> ServerEvent | None:
        if not line:
            return self._finish()
        field, _, value = line.partition(b":")
        value = value.removeprefix(b" ")
        if field == b"event":
            self._name = value.decode(errors="replace")
        elif field == b"data":
            self._data.append(value)
        return None

    def _finish(self) -> ServerEvent | None:
        name, data = self._name, b"\n".join(self._data)
        self._name, self._data = "", []
        return ServerEvent(name, data) if data else None
