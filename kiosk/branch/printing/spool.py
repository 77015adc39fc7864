"""The print spool: each queued slip is announced as sending, rendered in a worker process, and its end told truly."""

import asyncio
import os
import threading
import uuid
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context, parent_process
from typing import Literal

import structlog

from kiosk.branch.database.problems import StoreProblem
from kiosk.branch.desk import SYSTEM
from kiosk.branch.printing.slip_content import Words, slip_of
from kiosk.branch.service import BranchService
from kiosk.devices.printer.port import Job, NotPrinted, Outcome, Printed, Printer, Unknown
from kiosk.domain.answers import Refusal
from kiosk.domain.day import Day
from kiosk.domain.facts import PrintStatus
from kiosk.domain.requests import ReportPrint
from kiosk.domain.setting import Setting

log = structlog.get_logger()

_HEARTBEAT_S = 60.0


class Spool:
    """Prints queued slips one after the other. Owned by the event loop; `run` is its only task.

    A ticket never waits for it. A slip found `sending` at the start becomes `unknown` and is not printed again.
    """

    def __init__(self, service: BranchService, printer: Printer, words: Words) -> None:
        """Print with `printer`, which must be picklable: it works in another process."""
        self._service, self._printer, self._words = service, printer, words
        self._workers: ProcessPoolExecutor | None = None
        self._untold: list[ReportPrint] = []
        """What is known of slips that were sent, and could not be recorded yet."""
        self._tidied = ""
        """The business date on which old slips were deleted last."""

    async def run(self) -> None:
        """Settle what an earlier run left, then print whatever is queued until the service stops."""
        try:
            left = await self._service.look(_sending)
            self._untold = [ReportPrint(slip, "unknown", "restarted") for slip in left]
            changes = self._service.hub.changes(
                _HEARTBEAT_S
            )  # listening before the first look: nothing in between is missed
            await self._print_all()
            async for _ in changes:
                await self._print_all()
        finally:
            await self._stop_workers()

    async def _print_all(self) -> None:
        """Print the oldest queued slip until none is left, the service stops, or a status cannot be written."""
        try:
            while await self._print_one():
                pass
        except Exception:
            # A bug, and this is the only task that prints: it goes on with the next change.
            log.exception("spool_failed")

    async def _tidy(self) -> None:
        """Delete the slips of other days, once a day: between two prints, so that no slip can be deleted that is new."""
        date = await self._service.look(lambda day, _: day.date)
        if date != self._tidied:
            self._tidied = date
            await self._service.forget_slips()

    async def _print_one(self) -> bool:
        """Print the oldest queued slip; False if there is nothing to do, or nothing can be done now."""
        if not await self._tell() or self._service.hub.closed:
            return False
        await self._tidy()
        job = await self._service.look(lambda day, _: _oldest(day, self._service.setting, self._words))
        if job is None:
            return False
        if isinstance(job, ReportPrint):
            self._untold.append(job)
            return True
        if await self._report(ReportPrint(job.id, "sending")) != "recorded":
            return False
        status, reason = _told(await self._send(job))
        self._untold.append(ReportPrint(job.id, status, reason))
        return True

    async def _tell(self) -> bool:
        """Record what is known of slips that were sent; False if the rest must wait for a disk that can be written."""
        while self._untold:
            if await self._report(self._untold[0]) == "not now":
                return False
            del self._untold[0]
        return True

    async def _send(self, job: Job) -> Outcome:
        if self._workers is None:
            self._workers = ProcessPoolExecutor(1, mp_context=get_context("spawn"), initializer=_begin_work)
        try:
            return await asyncio.get_running_loop().run_in_executor(self._workers, self._printer.print, job)
        except BrokenProcessPool:
            await self._stop_workers()
        except Exception:
            # A bug in a renderer or driver: nobody knows what came out, and the next slip must still print.
            log.exception("printing_failed", slip=job.id)
        return Unknown()

    async def _stop_workers(self) -> None:
        workers, self._workers = self._workers, None
        if workers is not None:
            await asyncio.to_thread(workers.shutdown, cancel_futures=True)

    async def _report(self, report: ReportPrint) -> Literal["recorded", "refused", "not now"]:
        """Record what is known of a slip and tell how that went: nothing is sent that was not recorded first."""
        try:
            answer = await self._service.ask(str(uuid.uuid4()), report, SYSTEM)
        except StoreProblem as problem:
            log.warning("print_report_not_written", slip=report.slip, status=report.status, code=problem.code)
            return "not now"
        if isinstance(answer, Refusal):
            log.warning("print_report_refused", slip=report.slip, status=report.status, code=answer.code)
            return "refused"
        return "recorded"


def _begin_work() -> None:
    """Let a worker yield to whoever serves customers: drawing may take longer, a touch may not. It ends with the service."""
    if hasattr(os, "nice"):
        os.nice(10)
    threading.Thread(target=_end_with_service, daemon=True).start()


def _end_with_service() -> None:
    """End this worker when the service is gone: a killed one cannot tell it, and the pool would wait for work for ever."""
    service = parent_process()
    if service is not None:
        service.join()
        os._exit(1)


def _told(outcome: Outcome) -> tuple[PrintStatus, str]:
    match outcome:
        case Printed():
            return "printed", ""
        case NotPrinted(reason=reason):
            return "failed", reason
        case Unknown():
            return "unknown", ""


def _oldest(day: Day, setting: Setting, words: Words) -> Job | ReportPrint | None:
    """Return the slip to print next, made up in one look at the day: in a second look it might be another day.

    One that cannot be made up is a bug of ours; it comes back as failed, so that those behind it are still printed.
    """
    slip = next(iter(day.slips_to_print), None)
    if slip is None:
        return None
    try:
        return Job(slip, slip_of(day, slip, setting, words))
    except Exception:
        log.exception("slip_not_made_up", slip=slip)
        return ReportPrint(slip, "failed", "not_made_up")


def _sending(day: Day, _: int) -> list[str]:
    return [
        slip for visit in day.visits.values() for slip, status in visit.slips.items() if status == "sending"
    ]
