"""The daily routine: looks at service time again and again, and does what is due, with nobody at a keyboard."""

import asyncio
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Final

import structlog

from kiosk.branch.book import PrinterKind
from kiosk.branch.daily.checks import OK
from kiosk.branch.daily.due import Morning, check_is_due, days_to_keep, is_kept
from kiosk.branch.daily.evening import Checkpoint, Evening
from kiosk.branch.daily.front import let_a_day_go
from kiosk.branch.daily.opening import Opening
from kiosk.branch.daily.places import Places
from kiosk.branch.daily.probes import closed_in
from kiosk.branch.daily.purging import Purging
from kiosk.branch.daily.reports import report_file
from kiosk.branch.service import BranchService
from kiosk.domain.day import Day
from kiosk.records.database.problems import StoreProblem

log = structlog.get_logger()

GLANCE_S: Final = 15.0
"""How often it looks whether something is due. In real seconds."""
SIMULATED_GLANCE_S: Final = 0.5
"""The same at simulated time, where a day goes by in seconds."""


class Daily:
    """Morning and evening of a running service. Owned by the event loop; `run` is its only task."""

    def __init__(
        self, service: BranchService, places: Places, printer: PrinterKind, checkpoint: Checkpoint
    ) -> None:
        """Look after the days of `service`; `checkpoint` runs `Store.checkpoint` on the lane."""
        self._service, self._places = service, places
        self._opening = Opening(service, places, printer)
        self._evening = Evening(service, places, checkpoint)
        self._purging = Purging(service)
        self._started_ms: int | None = None
        self._check_tried_ms = self._keep_tried_ms = 0
        self._nothing_owed = ""
        """The open date before which every day is kept, and all personal data gone whose time is up."""

    async def run(self) -> None:
        """Do what is due until the service stops."""
        try:
            while not self._service.hub.closed:
                await self._glance_safely()
                await asyncio.sleep(SIMULATED_GLANCE_S if self._service.simulated else GLANCE_S)
        finally:
            await self._opening.stop()

    async def _glance_safely(self) -> None:
        try:
            await self.glance()
        except StoreProblem as problem:
            log.warning("daily_routine_not_recorded", code=problem.code)
        except Exception:
            # A bug, and this is the only task that keeps the days: it looks again in a moment.
            log.exception("daily_routine_failed")

    async def glance(self) -> None:
        """Look at the time once, and do what is due now. StoreProblem: done, and could not be recorded."""
        now_ms, date, is_open, morning = await self._service.look(self._morning)
        if self._started_ms is None:
            self._started_ms = now_ms
        if morning is not None and check_is_due(morning, now_ms):
            self._check_tried_ms = now_ms
            await self._opening.check(only_news=morning.amiss)
        await self._evening.make_room()
        if not is_open or date != self._nothing_owed:
            await self._keep(now_ms)

    def _morning(self, day: Day, now_ms: int) -> tuple[int, str, bool, Morning | None]:
        started_ms = now_ms if self._started_ms is None else self._started_ms
        if day.clockwork is None:
            return now_ms, "", False, None
        opens_ms, closes_ms = day.clockwork.opens_ms, day.clockwork.closes_ms
        amiss = any(finding != OK for finding in day.findings.values())
        morning = Morning(opens_ms, closes_ms, day.checked_ms, started_ms, self._check_tried_ms, amiss)
        return now_ms, day.date, day.open, morning

    async def _keep(self, now_ms: int) -> None:
        # First, so that tonight's backup no longer holds what is to go.
        purged = await self._purging.run()
        closed = await asyncio.to_thread(closed_in, self._places.data)
        due = days_to_keep(closed, now_ms, self._keep_tried_ms)
        if due:
            self._keep_tried_ms = now_ms
            await self._evening.keep(due)
        elif not await let_a_day_go(self._service) and purged and all(map(is_kept, closed)):
            self._nothing_owed = await self._service.look(lambda day, _: day.date if day.open else "")

    # What the LAN API asks for

    async def check(self) -> Mapping[str, object]:
        """Check the branch now, because somebody asks; return date, findings, kind of printer, and what of the report.

        Raises:
            StoreProblem: what was found could not be recorded.
        """
        return asdict(await self._opening.check())

    def report(self, name: str) -> Path | None:
        """Return the file of a report, such as `2026-11-02` or `readiness-2026-11-02`; None if there is none."""
        return report_file(self._places.reports, name)
