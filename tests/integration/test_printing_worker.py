"""The process that prints keeps what it has warmed up, and never looks through it while a slip waits."""

from __future__ import annotations

import asyncio
import gc
from typing import TYPE_CHECKING

from kiosk.branch.printing.worker import Worker
from kiosk.devices.printer.paper import PAPER_80
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
