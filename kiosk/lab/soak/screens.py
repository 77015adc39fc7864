"""Screens of the branch as it knows them: each follows the stream of its role, and must show what a new one would."""

import contextlib
import http.client
import socket
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final

import msgspec

from kiosk.domain.day import Day
from kiosk.domain.requests import SIMULATED
from kiosk.screens.stream import EventReader, ServerEvent
from kiosk.wire import snapshot as snapshots
from kiosk.wire.codec import decode_recorded
from kiosk.wire.projection import Role

FOLLOWING: Final[tuple[Role, ...]] = ("entrance", "exit", "hall", "manager")
_PATIENCE_S: Final = 30.0
_PIECE: Final = 65_536
_PAUSE_S: Final = 0.1
_BROKEN: Final = (OSError, http.client.HTTPException)
"""What reading brings when the service or the line dies."""
_HIDDEN: Final[dict[Role, frozenset[str]]] = {
    "manager": frozenset(),
    "reception": frozenset(),
    "hall": frozenset({"calls_since_guard"}),
    "entrance": frozenset({"calls_since_guard", "idle_since_ms"}),
    "exit": frozenset({"calls_since_guard", "idle_since_ms"}),
}
"""What a counter remembers of its calls and a role cannot know, because calls or their reasons are hidden from it."""


class FollowedBadly(Exception):
    """A screen shows another day than the branch has, or cannot catch up; the text says which and where."""


@dataclass(slots=True)
class _Place:
    """What a screen has taken in so far."""

    epoch: str
    seq: int
    day: Day


class Screen:
    """One screen without glass: plugged in it follows the branch on a thread of its own, whatever the service goes through.

    `address` names the service at every connection, None while it has none.
    """

    def __init__(self, role: Role, address: Callable[[], str | None]) -> None:
        self.role = role
        self._address = address
        self._place: _Place | None = None
        self._thread: threading.Thread | None = None
        self._unplugged = threading.Event()
        self._line: socket.socket | None = None

    @property
    def day(self) -> Day | None:
        """What it knows of the day; None before the first contact."""
        return self._place.day if self._place is not None else None

    def plug_in(self) -> None:
        """Begin to follow; nothing if it does."""
        if self._thread is None:
            self._unplugged.clear()
            self._thread = threading.Thread(target=self._stay, name=f"screen {self.role}", daemon=True)
            self._thread.start()

    def unplug(self) -> None:
        """Cut the line and stop following. Idempotent."""
        thread, self._thread = self._thread, None
        if thread is None:
            return
        self._unplugged.set()
        while thread.is_alive():
            self._hang_up()
            thread.join(_PAUSE_S)

    def must_show_the_day(self) -> None:
        """Catch up with the branch and compare with what a new screen would show. For one that is unplugged.

        Raises:
            FollowedBadly: it differs.
        """
        raw = self._fetch_snapshot()
        told: dict[str, Any] = msgspec.json.decode(raw)
        if self._place is None:
            self._take_over(raw)
        self._catch_up(int(told["seq"]))
        shown, new = self._shown(), _comparable(self.role, told)
        wrong = [part for part in new if shown[part] != new[part]]
        if wrong:
            raise FollowedBadly(f"the {self.role} screen differs at fact {told['seq']} in {', '.join(wrong)}")

    def _shown(self) -> dict[str, Any]:
        assert self._place is not None  # noqa: S101 - for the type checker: there is one after catching up
        place = self._place
        held = snapshots.Snapshot(place.epoch, place.seq, 0, place.day)
        return _comparable(self.role, msgspec.json.decode(snapshots.encode(held, self.role)))

    def _stay(self) -> None:
        while not self._unplugged.is_set():
            with contextlib.suppress(*_BROKEN):
                if self._place is None:
                    self._take_over(self._fetch_snapshot())
                for event in self._events():
                    self._take(event)
            self._unplugged.wait(_PAUSE_S)

    def _catch_up(self, seq: int) -> None:
        """Take in what was missed up to `seq`, and nothing beyond."""
        while self._place is not None and self._place.seq < seq:
            for event in self._events():
                if _seq_of(event) > seq and event.name == "fact":
                    return
                self._take(event)
                if self._place is None:
                    raise FollowedBadly(f"the {self.role} screen was told to start over")
                if self._place.seq >= seq:
                    return

    def _take(self, event: ServerEvent) -> None:
        if self._place is None:
            return
        if event.name == "reset":
            self._place = None
            return
        if event.name == "fact":
            self._place.day.apply(decode_recorded(event.data))
        self._place.seq = _seq_of(event)

    def _take_over(self, raw: bytes) -> None:
        taken = snapshots.decode(raw)
        self._place = _Place(taken.epoch, taken.seq, taken.day)

    def _fetch_snapshot(self) -> bytes:
        with contextlib.closing(self._connected()) as connection:
            connection.request("GET", f"/v1/snapshot?role={self.role}")
            return connection.getresponse().read()

    def _events(self) -> Iterator[ServerEvent]:
        """Yield events after the place reached until the stream ends."""
        if self._place is None:
            return
        path = f"/v1/facts?role={self.role}&after={self._place.seq}&epoch={self._place.epoch}"
        reader = EventReader()
        with contextlib.closing(self._connected()) as connection:
            connection.request("GET", path, headers={"Kiosk-Device": f"{SIMULATED}-{self.role}"})
            with connection.getresponse() as answer:
                while piece := answer.read1(_PIECE):
                    yield from reader.feed(piece)

    def _connected(self) -> http.client.HTTPConnection:
        url = self._address()
        if url is None:
            raise ConnectionError("the branch has no address")
        connection = http.client.HTTPConnection(url.removeprefix("http://"), timeout=_PATIENCE_S)
        connection.connect()
        self._line = connection.sock
        return connection

    def _hang_up(self) -> None:
        line = self._line
        if line is not None:
            with contextlib.suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)


def _seq_of(event: ServerEvent) -> int:
    return int(msgspec.json.decode(event.data)["seq"])


def _comparable(role: Role, told: dict[str, Any]) -> dict[str, Any]:
    """Return the parts of a snapshot that a role can know: facts it does not see move on when the snapshot was taken."""
    counters = [
        {key: value for key, value in counter.items() if key not in _HIDDEN[role]}
        | {"skills": sorted(counter["skills"])}
        for counter in told["counters"]
    ]
    parts = {part: value for part, value in told.items() if part not in {"seq", "now_ms"}}
    return parts | {"counters": counters}
