"""Old slips: files of other days are deleted, and paper that would come too late is not printed."""

from __future__ import annotations

import asyncio
import contextlib
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Literal

from kiosk.branch.hub import Hub
from kiosk.branch.printing.outlet import Outlet
from kiosk.branch.printing.slip_content import slip_words
from kiosk.branch.printing.spool import FRESH_S, Spool
from kiosk.branch.service import BranchService
from kiosk.devices.printer.port import Printed
from kiosk.domain import requests as r
from kiosk.domain.answers import Issued
from tests.faults.harness import DAY_MS, PATIENCE_S, STAFF, Reception, Time, new_id

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Coroutine
    from pathlib import Path

    from kiosk.devices.printer.port import Job


class PaperEater:
    """Prints anything at once, into nothing."""

    def print(self, job: Job) -> Printed:
        del job
        return Printed()

    def condition(self) -> Literal["ready"]:
        return "ready"


class Branch:
    """The service of a branch whose clock is turned by hand, and where its slips are kept."""

    def __init__(self, desk: Reception, lane: ThreadPoolExecutor, hub: Hub, slips: Path) -> None:
        self.time, self.hub, self.slips = desk.time, hub, slips
        self.service = BranchService(desk.desk, lane, hub, slips)

    async def issue(self) -> str:
        """Take a ticket and return its slip."""
        ticket = await self.service.ask(new_id(), r.IssueTicket("deposit"), STAFF)
        assert isinstance(ticket, Issued)
        return ticket.slip

    @contextlib.asynccontextmanager
    async def printing(self) -> AsyncIterator[None]:
        """Let the spool work, and stop the service at the end."""
        spool = Spool(self.service, Outlet(PaperEater()), slip_words(), self.slips)
        working = asyncio.create_task(spool.run())
        try:
            yield
        finally:
            self.hub.close()
            await working


def with_branch(work: Callable[[Branch], Coroutine[None, None, None]], folder: Path) -> None:
    """Do `work` with the service of a new branch."""

    async def run() -> None:
        loop = asyncio.get_running_loop()
        hub = Hub(loop)
        desk = await loop.run_in_executor(
            lane, lambda: Reception(folder / "data", Time(), publish=hub.publish)
        )
        try:
            await work(Branch(desk, lane, hub, slips))
        finally:
            await loop.run_in_executor(lane, desk.close)

    slips = folder / "slips"
    slips.mkdir()
    with ThreadPoolExecutor(1) as lane:
        asyncio.run(run())


def test_slips_of_other_days_are_deleted_at_the_start_and_at_the_change_of_day(tmp_path: Path) -> None:
    with_branch(_outlive_a_day, tmp_path)


async def _outlive_a_day(branch: Branch) -> None:
    old = branch.slips / f"{new_id()}.png"
    old.touch()
    mine = branch.slips / f"{await branch.issue()}.png"
    mine.touch()
    async with branch.printing():
        await _until(lambda: not old.exists())
        assert mine.exists()

        branch.time.pass_by(DAY_MS)
        await branch.service.keep_day()

        await _until(lambda: not mine.exists())


def test_a_slip_that_waited_too_long_is_not_printed_any_more_and_the_next_is(tmp_path: Path) -> None:
    with_branch(_come_too_late, tmp_path)


async def _come_too_late(branch: Branch) -> None:
    late = await branch.issue()
    branch.time.pass_by(1)
    in_time = await branch.issue()
    branch.time.pass_by(FRESH_S * 1_000)
    async with branch.printing(), asyncio.timeout(PATIENCE_S):
        async for _ in branch.service.hub.changes(0.01):
            told = await branch.service.look(
                lambda day, _: [day.print_status(slip) for slip in (late, in_time)]
            )
            if told == ["failed", "printed"]:
                break
    assert await branch.service.look(lambda day, _: day.print_reasons) == {late: "too_late"}


async def _until(done: Callable[[], bool]) -> None:
    async with asyncio.timeout(PATIENCE_S):
        while not done():  # noqa: ASYNC110 - a folder tells nobody
            await asyncio.sleep(0.01)
