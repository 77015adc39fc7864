"""How soon a call is seen in the hall: frames from the fact that tells of it, and time from the teller's tap."""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final
from uuid import uuid4

import msgspec
from PySide6.QtCore import QPoint, QRect, QSize
from PySide6.QtGui import QColor
from PySide6.QtNetwork import QNetworkReply

from kiosk.domain.facts import Recorded, TicketCalled
from kiosk.domain.percentile import percentile
from kiosk.lab import fingers
from kiosk.lab.bench.measure import Row, spread
from kiosk.lab.bench.screens import Frames
from kiosk.lab.hands import Hands
from kiosk.lab.running import RunningBranch
from kiosk.screens.lan import Lan
from kiosk.screens.main import HALL_IN, Manner, Screen, application, build_screen
from kiosk.screens.rows import RowsModel

_FRAMES: Final = 2
_TAP_MS: Final = 200.0
_MOST: Final = 20
"""Calls at most: each is let go of the screen before the next, which takes seconds."""
_COUNTER: Final = "1"
_LIMIT_S: Final = 5.0
_CALM_MS: Final = 200


@dataclass(frozen=True, slots=True)
class _Seen:
    """How one call came to be seen."""

    frames: int
    """Frames sent to the monitor from the moment its fact was heard until one showed it, that one counted."""
    ms: float
    """From the request on its way to that frame."""


def hall_rows(service: RunningBranch, times: int) -> Iterator[Row]:
    """Look up at the hall of a running branch, 1920 x 1080 drawn in software, while a counter calls `times` over.

    Needs no display: set QT_QPA_PLATFORM=offscreen and QT_QUICK_BACKEND=software before Qt is loaded.
    """
    application()
    manner = Manner(size=(1920, 1080), diagonal_in=HALL_IN, settle_s=0)
    screen = build_screen("hall", service.url, "bench", manner)
    try:
        watch = _Watch(screen, service)
        seen = [watch.call() for _ in range(min(times, _MOST))]
    finally:
        screen.close()
    most, taken = max(each.frames for each in seen), [each.ms for each in seen]
    yield Row(
        "a call's fact to its flash in the hall",
        f"{most} frames at most, of {len(seen)} calls",
        f"<= {_FRAMES} frames",
        most <= _FRAMES,
    )
    yield Row(
        "teller's tap to the flash in the hall",
        spread(taken),
        f"p95 <= {_TAP_MS:.0f} ms",
        percentile(taken, 95) <= _TAP_MS,
    )


class _Watch:
    """Watches one spot of the hall screen that glows when a call flashes, and is dark otherwise."""

    def __init__(self, screen: Screen, service: RunningBranch) -> None:
        self._screen, self._service = screen, service
        self._window = screen.window
        self._hands = Hands(screen)
        self._hands.until_connected()
        self._hands.until_step("unstaffed", "quiet")
        # The teller's tablet speaks on this loop too: nothing waits for its answer.
        self._tablet = Lan(service.url, "reception", "bench-tablet", screen.link)
        middle = QPoint(self._window.width() // 32, self._window.height() // 2)
        self._spot = Frames(self._window, QRect(middle, QSize(1, 1)))
        self._glow = QColor(screen.look.property("colours")["accent"]).rgb()
        self._called: TicketCalled | None = None
        self._frames = 0
        self._lit_s = 0.0
        screen.link.fact.connect(self._hear)
        self._window.frameSwapped.connect(self._count)
        self._ask("open_counter", counter=_COUNTER)

    def call(self) -> _Seen:
        """Let one ticket be called, see it, and let it go again."""
        self._ask("issue_ticket", service="deposit")
        self._hands.until(lambda: not self._is_owned(), "a calm screen")
        fingers.wait(_CALM_MS)
        self._called, self._frames, self._lit_s = None, 0, 0.0
        began = time.perf_counter()
        reply = self._tap()
        self._hands.until(lambda: self._lit_s > 0, "the flash of a call")
        reply.deleteLater()
        seen = _Seen(self._frames, (self._lit_s - began) * 1000)
        self._let_go()
        return seen

    def _tap(self) -> QNetworkReply:
        body = msgspec.json.encode({"id": str(uuid4()), "body": {"counter": _COUNTER}})
        return self._tablet.post("/v1/requests/call_next", body, _LIMIT_S)

    def _hear(self, recorded: Recorded) -> None:
        if isinstance(recorded.fact, TicketCalled):
            self._called = recorded.fact

    def _count(self) -> None:
        now = time.perf_counter()
        if self._called is None or self._lit_s:
            return
        self._frames += 1
        if self._glows():
            self._lit_s = now

    def _is_owned(self) -> bool:
        heroes: RowsModel = self._screen.model.property("heroes")
        return heroes.rowCount() > 0

    def _glows(self) -> bool:
        return self._spot.look().pixel(0, 0) == self._glow

    def _let_go(self) -> None:
        """Serve whoever was called, so that the counter and, soon after, the screen are free again."""
        leg = self._called.leg if self._called else ""
        version = self._screen.link.day.legs[leg].version
        self._ask("start_service", leg=leg, leg_version=version)
        self._ask("finish_service", leg=leg, leg_version=version + 1)

    def _ask(self, kind: str, **body: Any) -> None:  # noqa: ANN401 - the fields of the request
        answer = self._service.ask(kind, body, role="reception")
        if answer["kind"] == "refused":
            raise RuntimeError(f"{kind}: {answer}")
