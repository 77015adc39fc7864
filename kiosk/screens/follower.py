"""Follows the branch: its book, its map, a snapshot when there is none to go on from, then every fact."""

from collections.abc import Callable
from typing import Final, Literal

import msgspec
from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtNetwork import QNetworkReply, QNetworkRequest

from kiosk.domain.facts import DayOpened
from kiosk.screens.book import decode_book
from kiosk.screens.errand import Timing, heard_of
from kiosk.screens.lan import ENDLESS, Lan, Query
from kiosk.screens.stream import BadStream, EventReader, ServerEvent
from kiosk.wire.codec import BadFact, decode_recorded
from kiosk.wire.snapshot import decode as decode_snapshot

Role = Literal["entrance", "exit", "hall"]
_OK: Final = 200
_NOT_PAIRED: Final = 401


class Follower(QObject):
    """Stays in step with the branch from `start` to `stop`: whatever breaks, it begins again after a pause.

    Between two snapshots the facts come without a gap: what was missed while away is asked for by number.
    """

    book = Signal(object)
    map = Signal(bytes)
    snapshot = Signal(object)
    fact = Signal(object)
    connected = Signal()
    """The stream runs."""
    lost = Signal()
    """It does not, or could not be opened."""

    def __init__(self, lan: Lan, role: Role, timing: Timing, parent: QObject) -> None:
        """Prepare; nothing is sent before `start`."""
        super().__init__(parent)
        self.turned_away = False
        """Whether the last word of the branch was that it does not know this screen."""
        self._lan = lan
        self._role = role
        self._timing = timing
        self._epoch = ""
        self._seq: int | None = None
        self._catalogue = ""
        self._attempts = 0
        self._reply: QNetworkReply | None = None
        self._reader = EventReader()
        self._retry = QTimer(self, singleShot=True)
        self._retry.timeout.connect(self.start)
        self._silence = QTimer(self, singleShot=True, interval=int(timing.heartbeat_s * 1000))
        self._silence.timeout.connect(self._lose)

    def start(self) -> None:
        """Begin, or begin again: the branch may have come back with other files."""
        self._attempts += 1
        self._fetch("/v1/catalogue", {}, self._take_book)

    def stop(self) -> None:
        """Let go of whatever is under way."""
        self._retry.stop()
        self._silence.stop()
        reply, self._reply = self._reply, None
        if reply is not None:
            reply.abort()
            reply.deleteLater()

    def _fetch(self, path: str, query: Query, take: Callable[[bytes], None]) -> None:
        reply = self._reply = self._lan.get(path, query, self._timing.answer_s)
        reply.finished.connect(lambda: self._fetched(reply, take))

    def _fetched(self, reply: QNetworkReply, take: Callable[[bytes], None]) -> None:
        if reply is not self._reply:  # stopped meanwhile
            return
        self._reply = None
        status, data = heard_of(reply)
        if status:  # silence says nothing of it
            self.turned_away = status == _NOT_PAIRED
        if status != _OK:
            self._lose()
            return
        try:
            take(data)
        except msgspec.MsgspecError:
            self._lose()

    def _take_book(self, data: bytes) -> None:
        book = decode_book(data)
        self._catalogue = book.catalogue.version
        self.book.emit(book)
        self._fetch("/v1/map.svg", {}, self._take_map)

    def _take_map(self, data: bytes) -> None:
        self.map.emit(data)
        if self._seq is None:
            self._fetch("/v1/snapshot", {"role": self._role}, self._take_snapshot)
        else:
            self._follow(self._seq)

    def _take_snapshot(self, data: bytes) -> None:
        snapshot = decode_snapshot(data)
        self._epoch, self._seq = snapshot.epoch, snapshot.seq
        self.snapshot.emit(snapshot)
        self._follow(snapshot.seq)

    def _follow(self, seq: int) -> None:
        query: Query = {"role": self._role, "after": seq, "epoch": self._epoch}
        reply = self._reply = self._lan.get("/v1/facts", query, ENDLESS)
        self._reader = EventReader()
        reply.metaDataChanged.connect(lambda: self._opened(reply))
        reply.readyRead.connect(lambda: self._read(reply))
        reply.finished.connect(lambda: self._ended(reply))
        self._silence.start()

    def _opened(self, reply: QNetworkReply) -> None:
        if reply is self._reply and reply.attribute(QNetworkRequest.Attribute.HttpStatusCodeAttribute) == _OK:
            self._attempts = 0
            self.connected.emit()

    def _read(self, reply: QNetworkReply) -> None:
        if reply is not self._reply:
            return
        self._silence.start()
        try:
            for event in self._reader.feed(bytes(reply.readAll().data())):
                self._take_event(event)
        except (BadStream, BadFact, msgspec.MsgspecError):
            self._begin_anew()

    def _take_event(self, event: ServerEvent) -> None:
        match event.name:
            case "fact":
                self._take_fact(event.data)
            case "skip":
                self._seq = msgspec.json.decode(event.data, type=dict[str, int])["seq"]
            case "reset":
                raise BadStream("another epoch")
            case _:
                pass  # a newer branch service may say more

    def _take_fact(self, data: bytes) -> None:
        recorded = decode_recorded(data)
        if self._seq is None or recorded.seq != self._seq + 1:
            raise BadStream(f"fact {recorded.seq} after {self._seq}")
        self._seq = recorded.seq
        self.fact.emit(recorded)
        if isinstance(recorded.fact, DayOpened) and recorded.fact.catalogue != self._catalogue:
            self._lose()  # the branch opened its day with another catalogue: fetch it

    def _ended(self, reply: QNetworkReply) -> None:
        if reply is self._reply:
            self._lose()

    def _begin_anew(self) -> None:
        """Forget the place in the stream, so that the next attempt takes a snapshot."""
        self._seq = None
        self._lose()

    def _lose(self) -> None:
        self.stop()
        self.lost.emit()
        self._retry.start(self._timing.retry_ms(max(1, self._attempts)))
