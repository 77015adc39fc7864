"""The folder of slips holds those of today: the others go at the start and at the change of day."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Literal

from kiosk.branch.hub import Hub
from kiosk.branch.printing.slip_content import slip_words
from kiosk.branch.printing.spool import Spool
from kiosk.branch.service import BranchService
from kiosk.devices.printer.port import Printed
from kiosk.domain import requests as r
from kiosk.domain.answers import Issued
from tests.faults.harness import DAY_MS, STAFF, Reception, Time, new_id

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from kiosk.devices.printer.port import Job


class PaperEater:
    """Prints anything at once, into nothing."""

    def print(self, job: Job) -> Printed:
        del job
        return Printed()

    def condition(self) -> Literal["ready"]:
        return "ready"


def test_slips_of_other_days_are_deleted_at_the_start_and_at_the_change_of_day(tmp_path: Path) -> None:
    slips = tmp_path / "slips"
    slips.mkdir()

    with ThreadPoolExecutor(1) as lane:
        asyncio.run(_outlive_a_day(tmp_path / "data", slips, lane))


async def _outlive_a_day(folder: Path, slips: Path, lane: ThreadPoolExecutor) -> None:
    loop, time = asyncio.get_running_loop(), Time()
    hub = Hub(loop)
    desk = await loop.run_in_executor(lane, lambda: Reception(folder, time, publish=hub.publish))
    service = BranchService(desk.desk, lane, hub, slips)
    old = slips / f"{new_id()}.png"
    old.touch()
    ticket = await service.ask(new_id(), r.IssueTicket("deposit"), STAFF)
    assert isinstance(ticket, Issued)
    mine = slips / f"{ticket.slip}.png"
    mine.touch()
    spool = asyncio.create_task(Spool(service, PaperEater(), slip_words()).run())
    try:
        await _until(lambda: not old.exists())
        assert mine.exists()

        time.pass_by(DAY_MS)
        await service.keep_day()

        await _until(lambda: not mine.exists())
    finally:
        hub.close()
        await spool
        await loop.run_in_executor(lane, desk.close)


async def _until(done: Callable[[], bool]) -> None:
    async with asyncio.timeout(10):
        while not done():  # noqa: ASYNC110 - a folder tells nobody
            await asyncio.sleep(0.01)
