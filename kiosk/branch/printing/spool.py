"""The print spool: each queued slip is announced as sending, printed by a worker process, and its end told truly.

The states of a slip (design.md, Printing):

    from      to         when
    --------  ---------  -----------------------------------------------------------------------------------------
    queued    sending    its turn has come: committed before the first byte leaves
    queued    failed     not_made_up: a bug of ours; too_late: it waited longer than `FRESH_S`; day_over
    sending   printed    the printer gave a receipt, or is known to give none and stayed well; with the reason
                         `saved` where slips are kept as pictures
    sending   failed     nothing came out, for the printer's reason: paper_out, cover_open, jam, offline, disk_full ...
    sending   unknown    it may have come out; restarted: the service ended over it

Nothing leads back, so nothing prints twice by itself. A number never waits for paper, and paper never comes late:
nothing waits for a printer that is out. Every slip is tried in its turn and fails at once, the customer reads so on the
screen and takes the number from there, and a person who wants paper asks for a reprint. A slip kept back until the roll
was changed would be litter, or worse, in somebody else's hands.
"""

import uuid
from pathlib import Path
from typing import Final, Literal

import structlog

from kiosk.branch.printing.chores import Chores
from kiosk.branch.printing.outlet import Outlet
from kiosk.branch.printing.practice import practice
from kiosk.branch.printing.slip_content import Words, slip_of
from kiosk.branch.printing.worker import Worker
from kiosk.branch.service import BranchService
from kiosk.devices.printer.port import Job, NotPrinted, Outcome, Printed, Unknown
from kiosk.domain.answers import Refusal
from kiosk.domain.day import Day
from kiosk.domain.facts import PrinterCondition
from kiosk.domain.requests import ReportPrint
from kiosk.domain.setting import Setting
from kiosk.domain.slip import Slip
from kiosk.records.database.problems import StoreProblem

log = structlog.get_logger()

FRESH_S: Final = 60
"""A customer who has waited this long for paper has read the number from the screen and gone in."""
_GLANCE_S: Final = 3.0
"""How often chores are looked after while nothing happens."""


class Spool:
    """Prints queued slips one after the other. Owned by the event loop; `run` is its only task.

    A ticket never waits for it. A slip found `sending` at the start becomes `unknown` and is not printed again.
    """

    def __init__(self, service: BranchService, outlet: Outlet, words: Words, copies: Path) -> None:
        """Print at `outlet`, whose printer must be picklable: it works in another process. `copies` is for pictures."""
        self._service, self._outlet, self._words, self._copies = service, outlet, words, copies
        self._worker = Worker(outlet.printer, outlet.paper)
        self._chores = Chores(service, self._worker, outlet, practice(service.setting, words))
        self._untold: list[ReportPrint] = []
        """What is known of slips that were sent, and could not be recorded yet."""
        self._tidied = ""
        """The business date on which old slips were deleted last."""

    async def run(self) -> None:
        """Settle what an earlier run left, then print whatever is queued until the service stops."""
        try:
            left = await self._service.look(_sending)
            self._untold = [ReportPrint(slip, "unknown", "restarted") for slip in left]
            # Listening before the first look: nothing in between is missed.
            changes = self._service.hub.changes(_GLANCE_S)
            await self._work()
            async for _ in changes:
                await self._work()
        finally:
            await self._worker.stop()

    async def try_out(self, slip: Slip) -> Outcome:
        """Print a slip that is nobody's, after whatever is being printed; see `kiosk.branch.panel.Press`."""
        return await self._worker.print(Job(str(uuid.uuid4()), slip))

    async def look(self) -> PrinterCondition | None:
        """Ask the printer how it is now; everybody hears of it with the next chore."""
        return await self._chores.ask()

    async def _work(self) -> None:
        """Print, and do what else there is, until nothing is left, the service stops, or a status cannot be written."""
        try:
            while await self._print_one() or await self._do_chore():
                pass
        except Exception:
            # A bug, and this is the only task that prints: it goes on with the next change.
            log.exception("spool_failed")

    async def _do_chore(self) -> bool:
        return not self._service.hub.closed and await self._chores.one(self._copies)

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
        job = await self._service.look(
            lambda day, now_ms: _oldest(day, now_ms, self._service.setting, self._words)
        )
        if job is None:
            return False
        if isinstance(job, ReportPrint):
            self._untold.append(job)
            return True
        if await self._report(ReportPrint(job.id, "sending")) != "recorded":
            return False
        self._untold.append(_told(job, await self._worker.print(job), self._outlet))
        self._chores.after_slip(job)
        return True

    async def _tell(self) -> bool:
        """Record what is known of slips that were sent; False if the rest must wait for a disk that can be written."""
        while self._untold:
            if await self._report(self._untold[0]) == "not now":
                return False
            del self._untold[0]
        return True

    async def _report(self, report: ReportPrint) -> Literal["recorded", "refused", "not now"]:
        """Record what is known of a slip and tell how that went: nothing is sent that was not recorded first."""
        try:
            answer = await self._service.ask(str(uuid.uuid4()), report, self._service.system)
        except StoreProblem as problem:
            log.warning("print_report_not_written", slip=report.slip, status=report.status, code=problem.code)
            return "not now"
        if isinstance(answer, Refusal):
            log.warning("print_report_refused", slip=report.slip, status=report.status, code=answer.code)
            return "refused"
        return "recorded"


def _told(job: Job, outcome: Outcome, outlet: Outlet) -> ReportPrint:
    match outcome:
        case Printed():
            return ReportPrint(job.id, "printed", "saved" if outlet.kind == "folder" else "")
        case NotPrinted(reason=reason):
            return ReportPrint(job.id, "failed", reason)
        case Unknown():
            return ReportPrint(job.id, "unknown")


def _oldest(day: Day, now_ms: int, setting: Setting, words: Words) -> Job | ReportPrint | None:
    """Return the slip to print next, made up in one look at the day: in a second look it might be another day.

    One that comes too late, or cannot be made up, comes back as failed, so that those behind it are still printed.
    """
    slip, since_ms = next(iter(day.slips_to_print.items()), ("", 0))
    if not slip:
        return None
    if now_ms - since_ms > FRESH_S * 1_000:
        return ReportPrint(slip, "failed", "too_late")
    try:
        return Job(slip, slip_of(day, slip, setting, words))
    except Exception:
        # A bug of ours, and no reason to stop printing.
        log.exception("slip_not_made_up", slip=slip)
        return ReportPrint(slip, "failed", "not_made_up")


def _sending(day: Day, _: int) -> list[str]:
    tickets = (item for visit in day.visits.values() for item in visit.slips.items())
    guides = ((guide.id, guide.status) for guide in day.guides.values())
    return [slip for slip, status in (*tickets, *guides) if status == "sending"]
