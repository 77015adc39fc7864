"""What a day came to is told once when it is closed, and again until somebody has heard it."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace
from typing import Any

import pytest

from kiosk.branch.upload import today as module
from kiosk.branch.upload.today import Saying, Today


class Service:
    """A branch on a day that is open or closed."""

    def __init__(self) -> None:
        self.day = SimpleNamespace(date="2026-11-02", open=True)

    async def look(self, read: Any) -> Any:  # noqa: ANN401 - as the service has it
        return read(self.day, 0)

    async def with_desk(self, work: Any) -> Any:  # noqa: ANN401 - same
        return work(SimpleNamespace(day=self.day))


class Client:
    """A headquarters that answers with the next of `statuses`."""

    home = "/v1/branches/b1"

    def __init__(self, *statuses: int) -> None:
        self.statuses = list(statuses)

    async def post(self, *_: object) -> tuple[int, bytes]:
        return self.statuses.pop(0), b""


def test_a_closed_day_is_due_until_headquarters_has_heard_its_count(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        module, "today_at", lambda desk: Today(desk.day.date, "", 1, 0, 0, 0, 3, 3, sent_ms=0)
    )
    service, due = Service(), []

    async def work() -> None:
        saying, client = Saying(service), Client(200, 503, 200, 200)  # type: ignore[arg-type]
        for is_open in (True, False, False):
            service.day.open = is_open
            due.append(await saying.is_due())
            await saying(client)  # type: ignore[arg-type]
        due.append(await saying.is_due())
        service.day.date = "2026-11-03"
        due.append(await saying.is_due())

    asyncio.run(work())

    assert due == [False, True, True, False, True]
