"""Keeping closed days: summary, checkpoint, verified backup, and room made for the next; one failing stops no other.

What was done of a day is not done again, and what fails as it failed before is not written down again: a night in which
one step keeps failing makes one backup and one fact of it.
"""

import asyncio
import time
import uuid
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import Final, Literal

import structlog

from kiosk.branch.daily.apart import Broken, apart
from kiosk.branch.daily.backup_files import prune
from kiosk.branch.daily.names import names_of
from kiosk.branch.daily.places import Places
from kiosk.branch.daily.reports import write_summary
from kiosk.branch.daily.room import SecondPlace, make_room
from kiosk.branch.memory import lean
from kiosk.branch.service import BranchService
from kiosk.branch.upkeep.backup import backup, file_prefix
from kiosk.domain.requests import ReportKeeping
from kiosk.records.database.problems import StoreProblem
from kiosk.records.keeping import ClosedDay

log = structlog.get_logger()

_BROKEN: Final = "report_failed"
"""The reason of a report that could not be drawn."""

_LOOK_AGAIN_S: Final = 300.0
"""So often the disk is looked at."""

Checkpoint = Callable[[], Awaitable[bool]]


class Evening:
    """Keeps days. Killed between two steps it is done again from the first: each leaves its file whole or not at all."""

    def __init__(self, service: BranchService, places: Places, checkpoint: Checkpoint) -> None:
        """Keep the days of `service`; `checkpoint` runs `Store.checkpoint` on the lane."""
        self._service, self._places, self._checkpoint = service, places, checkpoint
        self._looked_s = -_LOOK_AGAIN_S
        self._second = SecondPlace(places.keeping)

    async def keep(self, days: Sequence[ClosedDay]) -> None:
        """Do for days, oldest first, what was not done of them yet, with one backup for all, and report what is new.

        Raises:
            StoreProblem: the report could not be written; nobody knows of it, and it is all to be done again.
        """
        no_summary = {day.date: "" if day.summed_up else await self._summary(day.date) for day in days}
        no_backup = "" if all(day.backed_up for day in days) else await self._backup()
        for day in days:
            await self._report(day, "" if day.backed_up else no_backup, no_summary[day.date])

    async def _report(self, day: ClosedDay, no_backup: str, no_summary: str) -> None:
        """Write down what was kept of a day, unless that is known; empty reasons say that it was done."""
        saved: Literal["verified", "failed"] = "failed" if no_backup else "verified"
        done: Literal["written", "failed"] = "failed" if no_summary else "written"
        report = ReportKeeping(day.date, saved, done, no_backup or no_summary)
        log.info("day_kept", date=day.date, backup=saved, summary=done, reason=report.reason)
        known = day.stands
        if known is None or (known.backup, known.summary, known.reason) != (saved, done, report.reason):
            await self._service.ask(str(uuid.uuid4()), report, self._service.system)

    async def _summary(self, date: str) -> str:
        """Write the summary of a day; return why not, as a code, or nothing."""
        now_ms = await self._service.look(lambda _, now_ms: now_ms)
        names = names_of(self._service.setting)
        try:
            return await apart(write_summary, self._places.data, date, self._places.reports, names, now_ms)
        except Broken as error:
            log.error("summary_not_drawn", date=date, reason=str(error))  # noqa: TRY400 - the trace is the other process's
            return _BROKEN

    async def _make_checkpoint(self) -> None:
        """Keep the write-ahead log short. It costs nothing but room on the disk if it cannot be done now."""
        try:
            done = await self._checkpoint()
        except StoreProblem as problem:
            log.warning("no_checkpoint", code=problem.code)
        else:
            log.info("checkpoint", done=done)

    async def _backup(self) -> str:
        """Make a backup and let superseded ones go; return why there is none, as a code, or nothing."""
        await self._make_checkpoint()
        try:
            newest = await asyncio.to_thread(lean(backup), self._places.data, self._places.backups)
        except StoreProblem as problem:
            log.warning("no_backup", code=problem.code, detail=problem.detail)
            return problem.code
        self._second.take(newest)
        await self._prune(newest)
        return ""

    async def _prune(self, newest: Path) -> None:
        try:
            await asyncio.to_thread(prune, self._places.backups, newest, self._places.keeping.dates)
        except OSError as error:
            log.warning("old_backups_not_seen", reason=str(error))

    async def make_room(self) -> None:
        """Let the oldest that can be spared go while the disk is short; looks every few minutes, however often asked."""
        now_s = time.monotonic()
        if self._places.keeping.free_mb and now_s - self._looked_s >= _LOOK_AGAIN_S:
            self._looked_s = now_s
            branch = await self._service.with_desk(lambda desk: file_prefix(desk.journal.head.branch))
            try:
                await asyncio.to_thread(make_room, self._places, branch)
            except OSError as error:
                log.warning("no_room_made", reason=type(error).__name__)
