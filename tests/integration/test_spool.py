"""The spool prints whatever can be printed: one slip that cannot be made up holds up no other."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from kiosk.branch import spool as spool_module
from kiosk.branch.hub import Hub
from kiosk.branch.service import BranchService
from kiosk.branch.slip_content import slip_of, slip_words
from kiosk.branch.spool import Spool
from kiosk.devices.printer.port import Printed
from kiosk.domain import requests as r
from kiosk.domain.answers import Issued
from kiosk.domain.slip import Banner
from tests.faults.harness import STAFF, Time, new_id
from tests.faults.harness import Reception as Desk
from tests.reception import Reception

if TYPE_CHECKING:
    from pathlib import Path

    from kiosk.devices.printer.port import Job
    from kiosk.domain.slip import Slip


class PaperEater:
    """Prints anything at once, into nothing."""

    def print(self, job: Job) -> Printed:
        del job
        return Printed()


async def _print(folder: Path, lane: ThreadPoolExecutor) -> list[str]:
    """Issue two tickets to a spool at work, and return what became of their slips."""
    loop = asyncio.get_running_loop()
    hub = Hub(loop)
    desk = await loop.run_in_executor(lane, lambda: Desk(folder, Time(), publish=hub.publish))
    service = BranchService(desk.desk, lane, hub, folder)
    tickets = [await service.ask(new_id(), r.IssueTicket("deposit"), STAFF) for _ in range(2)]
    spool = asyncio.create_task(Spool(service, PaperEater(), slip_words()).run())
    try:
        async with asyncio.timeout(10):
            while await service.look(lambda day, _: bool(day.slips_to_print)):  # noqa: ASYNC110 - a lane tells nobody
                await asyncio.sleep(0.01)
    finally:
        hub.close()
        await spool
        visits = desk.desk.day.visits
        await loop.run_in_executor(lane, desk.close)
    return [visits[one.visit].slips[one.slip] for one in tickets if isinstance(one, Issued)]


def test_a_slip_that_cannot_be_made_up_fails_and_the_next_is_printed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken_for_the_first(day: object, slip: str, *rest: object) -> Slip:
        if slip == next(iter(day.visit_of_slip)):  # type: ignore[attr-defined]
            raise ValueError("too long for a slip")
        return slip_of(day, slip, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(spool_module, "slip_of", broken_for_the_first)

    with ThreadPoolExecutor(1) as lane:
        assert asyncio.run(_print(tmp_path, lane)) == ["failed", "printed"]


def test_a_copy_for_a_ticket_carried_over_says_that_it_is_one() -> None:
    room = Reception()
    ticket = room.issue()
    room.step(r.ParkTicket, ticket.leg)
    room.wait(24 * 60)
    copy = room.did(r.Reprint(ticket.visit))

    slip = slip_of(room.day, copy.about, room.setting, slip_words())  # type: ignore[union-attr]

    assert Banner("补打", filled=True) in slip.blocks
