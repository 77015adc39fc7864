"""The link of a screen to the branch service: what it knows of the day, and the requests it sends."""

import time
import uuid
from collections.abc import Callable
from typing import Literal

import msgspec
from PySide6.QtCore import QObject, Signal

from kiosk.domain.answers import Answer, Refusal
from kiosk.domain.day import Day
from kiosk.domain.facts import Recorded
from kiosk.domain.requests import Request
from kiosk.screens.book import Book
from kiosk.screens.errand import Errand, Timing
from kiosk.screens.follower import Follower, Role
from kiosk.screens.lan import NO_ENTRY, Entry, Lan, Query
from kiosk.wire.asking import decode_answer, encode_request_body
from kiosk.wire.snapshot import Snapshot

Condition = Literal["connecting", "connected", "away"]
"""`connecting` only before the first contact; afterwards the truth is one of the other two."""

OnAnswer = Callable[[Answer], None]
OnData = Callable[[int, bytes], None]
OnLate = Callable[[], None]


class Link(QObject):
    """Fetches what the branch says of itself, follows its facts, comes back by itself, and carries requests.

    `day` is only ever read by others. Every method and signal belongs to the GUI thread.
    """

    changed = Signal()
    """Condition, book or day changed."""
    fact = Signal(object)
    """A Recorded, in order, after it was applied to the day."""

    def __init__(  # noqa: PLR0913 - where, as who, how it gets in, and how patient it is
        self,
        url: str,
        role: Role,
        device: str,
        *,
        entry: Entry = NO_ENTRY,
        timing: Timing | None = None,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        """Prepare a link; `start` begins it. `now` is a monotonic clock in seconds."""
        super().__init__()
        self.device = device
        self.condition: Condition = "connecting"
        self.turned_away = False
        """Whether the branch, when last heard, did not let this screen in: it is not paired, or not any more."""
        self.book: Book | None = None
        self.map_svg = b""
        self.day = Day()
        self._timing = timing or Timing()
        self._now = now
        self._heard_ms: tuple[int, float] | None = None
        self._lan = Lan(url, role, device, self, entry)
        self._follower = Follower(self._lan, role, self._timing, self)
        self._follower.book.connect(self._take_book)
        self._follower.map.connect(self._take_map)
        self._follower.snapshot.connect(self._take_snapshot)
        self._follower.fact.connect(self._take_fact)
        self._follower.connected.connect(lambda: self._set_condition("connected"))
        self._follower.lost.connect(
            lambda: self._set_condition("away", turned_away=self._follower.turned_away)
        )

    def start(self) -> None:
        """Connect, and keep connected until `stop`."""
        self._follower.start()

    def stop(self) -> None:
        """Let go of the network; errands under way are cancelled."""
        self._follower.stop()
        for errand in self.findChildren(Errand):
            errand.cancel()

    def now_ms(self) -> int | None:
        """Return the service time in UTC ms as of the last word heard, None before the first."""
        if self._heard_ms is None:
            return None
        at_ms, heard = self._heard_ms
        return at_ms + int((self._now() - heard) * 1000)

    def ask(self, request: Request, heard: OnAnswer, late: OnLate) -> Errand:
        """Send a request under an id made here, the same on every attempt, until the branch answers it.

        `heard` is called at most once, with the answer. `late` is called before it when that takes too long;
        the request stays under way until it is cancelled.
        """
        body = msgspec.json.encode(
            {"id": str(uuid.uuid4()), "body": msgspec.Raw(encode_request_body(request))}
        )
        path, limit_s = f"/v1/requests/{request.kind}", self._timing.answer_s
        errand = Errand(lambda: self._lan.post(path, body, limit_s), _is_answer, self._timing, self)
        errand.heard.connect(lambda _, data: heard(decode_answer(data)))
        return self._begin(errand, late)

    def look(self, path: str, query: Query, heard: OnData, late: OnLate) -> Errand:
        """Fetch something again and again until the branch says it, or that there is none (status 404)."""
        limit_s = self._timing.answer_s
        errand = Errand(lambda: self._lan.get(path, query, limit_s), _is_word, self._timing, self)
        errand.heard.connect(heard)
        return self._begin(errand, late)

    def _begin(self, errand: Errand, late: OnLate) -> Errand:
        errand.late.connect(late)
        errand.start()
        return errand

    def _set_condition(self, condition: Condition, *, turned_away: bool = False) -> None:
        if (condition, turned_away) != (self.condition, self.turned_away):
            self.condition, self.turned_away = condition, turned_away
            self.changed.emit()

    def _take_book(self, book: Book) -> None:
        self.book = book
        self.changed.emit()

    def _take_map(self, svg: bytes) -> None:
        self.map_svg = svg
        self.changed.emit()

    def _take_snapshot(self, snapshot: Snapshot) -> None:
        self.day = snapshot.day
        self._heard_ms = snapshot.now_ms, self._now()
        self.changed.emit()

    def _take_fact(self, recorded: Recorded) -> None:
        self.day.apply(recorded)
        if recorded.at_ms > (self.now_ms() or 0):
            self._heard_ms = recorded.at_ms, self._now()
        self.fact.emit(recorded)
        self.changed.emit()


def _is_word(status: int, data: bytes) -> bool:
    del data
    return status < 500  # noqa: PLR2004 - from 500 on HTTP means that the server itself failed


def _is_answer(status: int, data: bytes) -> bool:
    """Say whether a request was decided: a service that is stopping has not, nor a stranger on its port."""
    del status
    try:
        answer = decode_answer(data)
    except (msgspec.MsgspecError, KeyError):
        return False
    return not (isinstance(answer, Refusal) and answer.code == "stopping")
