"""The print spool: each queued slip is announced as sending, rendered in a worker process, and its end told truly."""

import asyncio
import uuid
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context

import structlog

from kiosk.branch.desk import SYSTEM
from kiosk.branch.problems import StoreProblem
from kiosk.branch.service import BranchService
from kiosk.branch.slip_content import Words, slip_of
from kiosk.devices.printer.port import Job, NotPrinted, Outcome, Printed, Printer, Unknown
from kiosk.domain.answers import Refusal
from kiosk.domain.day import Day
from kiosk.domain.facts import PrintStatus, SlipQueued
from kiosk.domain.requests import ReportPrint

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

    async def run(self) -> None:
        """Settle what an earlier run left, then print whatever is queued until the hub closes."""
        with self._service.hub.subscribe() as subscription:
            try:
                await self._settle()
                while True:
                    try:
                        recorded = await subscription.next(_HEARTBEAT_S)
                    except TimeoutError:
                        continue
                    if recorded is None:
                        return
                    if isinstance(recorded.fact, SlipQueued):
                        await self._print(recorded.fact.slip)
            finally:
                self._stop_workers()

    async def _settle(self) -> None:
        for slip in await self._service.look(_with_status("sending")):
            await self._report(slip, "unknown", "restarted")
        for slip in await self._service.look(_with_status("queued")):
            await self._print(slip)

    async def _print(self, slip: str) -> None:
        setting = self._service.setting
        try:
            description = await self._service.look(lambda day, _: slip_of(day, slip, setting, self._words))
        except KeyError:
            return  # the day it belonged to is over
        if await self._report(slip, "sending", ""):
            status, reason = _told(await self._send(Job(slip, description)))
            await self._report(slip, status, reason)

    async def _send(self, job: Job) -> Outcome:
        if self._workers is None:
            self._workers = ProcessPoolExecutor(1, mp_context=get_context("spawn"))
        try:
            return await asyncio.get_running_loop().run_in_executor(self._workers, self._printer.print, job)
        except BrokenProcessPool:
            self._stop_workers()
            return Unknown()

    def _stop_workers(self) -> None:
        if self._workers is not None:
            self._workers.shutdown(wait=False, cancel_futures=True)
            self._workers = None

    async def _report(self, slip: str, status: PrintStatus, reason: str) -> bool:
        """Record what is known of a slip; tell whether it could be: nothing is sent that was not recorded first."""
        try:
            answer = await self._service.ask(str(uuid.uuid4()), ReportPrint(slip, status, reason), SYSTEM)
        except StoreProblem as problem:
            answer = Refusal(problem.code)
        if isinstance(answer, Refusal):
            log.warning("print_report_refused", slip=slip, status=status, code=answer.code)
            return False
        return True


def _told(outcome: Outcome) -> tuple[PrintStatus, str]:
    match outcome:
        case Printed():
            return "printed", ""
        case NotPrinted(reason=reason):
            return "failed", reason
        case Unknown():
            return "unknown", ""


def _with_status(status: PrintStatus) -> Callable[[Day, int], list[str]]:
    def read(day: Day, _: int) -> list[str]:
        return [
            slip for visit in day.visits.values() for slip, known in visit.slips.items() if known == status
        ]

    return read
