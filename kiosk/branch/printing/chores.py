"""What the printing worker does between slips: ask the printer how it is, keep copies for the eyes, practise."""

import time
import uuid
from collections import deque
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from kiosk.branch.printing.copies import FORMS, Form
from kiosk.branch.printing.outlet import Outlet
from kiosk.branch.printing.worker import Worker
from kiosk.branch.service import BranchService
from kiosk.devices.printer.port import Job
from kiosk.domain.day import Day
from kiosk.domain.facts import PrinterCondition
from kiosk.domain.requests import ReportPrinter
from kiosk.domain.slip import Slip
from kiosk.records.database.problems import StoreProblem

BEGIN_S: Final = 3.0
"""When a service without a slip begins: whoever is quick to start and stop it again does not pay for a process."""
ASK_AGAIN_S: Final = 30.0


class Chores:
    """One short thing at a time, so that no slip waits long. Owned by the spool."""

    def __init__(
        self,
        service: BranchService,
        worker: Worker,
        outlet: Outlet,
        practice: Iterator[tuple[Slip, Form]],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Use `worker` while no slip needs it, and have it practise `practice`. `clock` counts seconds."""
        self._service, self._worker, self._outlet = service, worker, outlet
        self._practice, self._clock = practice, clock
        self._ask_at_s = clock() + BEGIN_S
        self._begun = False
        self._found: PrinterCondition | None = None
        self._owed: deque[tuple[Job, Form]] = deque()

    def after_slip(self, job: Job) -> None:
        """Note that a slip was at the printer: it may have been the last the roll had paper for."""
        self._ask_at_s = self._clock()
        if self._outlet.kind == "paper":
            self._owed.extend((job, form) for form in FORMS)

    async def ask(self) -> PrinterCondition | None:
        """Ask the printer now, because a person wants to know; what is new is told with the next chore."""
        found = await self._worker.condition()
        self._found = found or self._found
        return found

    async def one(self, folder: Path) -> bool:
        """Do the most urgent chore; False if there is none. Copies go into `folder`."""
        if self._clock() >= self._ask_at_s:
            self._begun = True
            self._found = await self._worker.condition() or self._found
            self._ask_at_s = self._clock() + ASK_AGAIN_S
        elif self._owed:
            await self._worker.keep_copy(*self._owed.popleft(), folder)
        elif not await self._tell():
            return await self._practise()
        return True

    async def _tell(self) -> bool:
        """Record how the printer was found, if the day has it otherwise; False if it has it so, or cannot take it now."""
        news = await self._service.look(lambda day, _: self._news(day))
        if news is None:
            return False
        try:
            await self._service.ask(str(uuid.uuid4()), news, self._service.system)
        except StoreProblem:
            return False  # every request is told so by now
        return True

    def _news(self, day: Day) -> ReportPrinter | None:
        """Return what staff do not know yet. A new day knows of no printer, so it hears of all that is wrong again."""
        if self._found is None or not day.date:
            return None
        if day.printers.get(self._outlet.name) != self._found:
            return ReportPrinter(self._outlet.name, self._found)
        # Another printer stood here earlier today: nobody asks it any more.
        gone = (name for name, told in day.printers.items() if name != self._outlet.name and told != "unsure")
        return next((ReportPrinter(name, "unsure") for name in gone), None)

    async def _practise(self) -> bool:
        piece = next(self._practice, None) if self._begun else None
        if piece is not None:
            await self._worker.practise(*piece)
        return piece is not None
