"""The process that prints keeps what it warmed up, looks through none of it while a slip waits, gives back the rest."""

from __future__ import annotations

import asyncio
import gc
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kiosk.branch.printing.worker import Worker
from kiosk.devices.printer.folder import FolderPrinter
from kiosk.devices.printer.paper import PAPER_80
from kiosk.devices.printer.port import Job, Outcome, Unknown
from kiosk.devices.printer.simulated import SimulatedPrinter
from tests.slip_samples import slip

if TYPE_CHECKING:
    from kiosk.domain.facts import PrinterCondition


class Told(SimulatedPrinter):
    """Is ready when its process leaves alone what was loaded so far."""

    def condition(self) -> PrinterCondition:
        return "ready" if gc.get_freeze_count() else "fault"


def test_what_practice_has_loaded_is_not_looked_through_for_garbage_again() -> None:
    async def conditions() -> tuple[PrinterCondition | None, ...]:
        worker = Worker(Told(), PAPER_80)
        try:
            before = await worker.condition()
            await worker.practise(slip(), "png")
            return before, await worker.condition()
        finally:
            await worker.stop()

    assert asyncio.run(conditions()) == ("fault", "ready")


class Greedy(FolderPrinter):
    """Takes 120 MB in small pieces, keeps the last of them, and is ready when the system has the others back."""

    def print(self, job: Job) -> Outcome:
        if "_kept" not in globals():
            globals()["_kept"] = [bytearray(60_000) for _ in range(2_000)][-1]
        del job
        return Unknown()

    def condition(self) -> PrinterCondition:
        pages = int(Path("/proc/self/statm").read_text().split()[1])
        return "ready" if pages * 4096 < 110_000_000 else "fault"


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_memory_that_is_free_goes_back_to_the_system_after_fifty_slips(tmp_path: Path) -> None:
    async def conditions() -> tuple[PrinterCondition | None, ...]:
        worker = Worker(Greedy(tmp_path), PAPER_80)
        try:
            for _ in range(49):
                await worker.print(Job("s1", slip()))
            before = await worker.condition()
            await worker.print(Job("s1", slip()))
            return before, await worker.condition()
        finally:
            await worker.stop()

    assert asyncio.run(conditions()) == ("fault", "ready")
