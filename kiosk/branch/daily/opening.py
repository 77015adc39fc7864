"""The opening check of a running service: look, record, and write the readiness report (G1)."""

import asyncio
import uuid
from dataclasses import dataclass
from typing import Final

import structlog

from kiosk.branch.book import PrinterKind
from kiosk.branch.daily.apart import Broken, apart
from kiosk.branch.daily.checks import (
    CHECKS,
    OK,
    SCREENS,
    Readiness,
    clock_finding,
    printer_findings,
    screen_findings,
)
from kiosk.branch.daily.names import names_of
from kiosk.branch.daily.places import Places
from kiosk.branch.daily.probes import look_at_machine
from kiosk.branch.daily.reports import write_readiness
from kiosk.branch.memory import lean
from kiosk.branch.service import BranchService
from kiosk.domain.day import Day
from kiosk.domain.facts import PrinterCondition, TimeQuality
from kiosk.domain.requests import ReportCheck

log = structlog.get_logger()

STANDS_S: Final = 30.0
"""How long a check stands: whoever asks again meanwhile is answered from it."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check found, and why its report is not there, as a code; empty: it is."""

    date: str
    findings: dict[str, str]
    printer: PrinterKind
    no_report: str = ""


@dataclass(frozen=True, slots=True)
class _Seen:
    """What the day itself knows."""

    date: str
    now_ms: int
    opens_ms: int
    closes_ms: int
    demonstration: bool
    quality: TimeQuality
    condition: PrinterCondition | None
    findings: dict[str, str]
    screens: frozenset[str]
    """Roles of the devices that belong to the branch; every public screen where nobody is paired."""


class Opening:
    """Checks the branch, once for all who ask at the same time or shortly after. Owned by the event loop."""

    def __init__(self, service: BranchService, places: Places, printer: PrinterKind) -> None:
        """Check the branch of `service`, whose printer is called by its kind in facts."""
        self._service, self._places, self._printer = service, places, printer
        self._last: asyncio.Task[Checked] | None = None
        self._seen_ms, self._ended_s = 0, 0.0

    async def check(self, *, only_news: bool = False) -> Checked:
        """Look at everything, record what was found, and write `readiness-<date>.pdf`; or wait for whoever does.

        With `only_news` nothing is recorded or written if everything is as it was found before.

        Raises:
            StoreProblem: what was found could not be recorded.
        """
        now_ms = await self._service.look(lambda _, now_ms: now_ms)
        if self._last is None or not self._stands(self._last, now_ms):
            self._last = asyncio.create_task(self._check(only_news=only_news))
        # Whoever gives up takes nobody else's check with them.
        return await asyncio.shield(self._last)

    async def stop(self) -> None:
        """Give up the check that runs, if one does."""
        if self._last is not None and self._last.cancel():
            await asyncio.wait({self._last})

    def _stands(self, check: asyncio.Task[Checked], now_ms: int) -> bool:
        """Tell whether a check runs, or ended well a moment ago: by either time, for simulated time leaps and stands."""
        if not check.done():
            return True
        if check.cancelled() or check.exception():
            return False
        passed_s = max(asyncio.get_running_loop().time() - self._ended_s, (now_ms - self._seen_ms) / 1_000)
        return passed_s < STANDS_S

    async def _check(self, *, only_news: bool) -> Checked:
        seen = await self._service.look(self._see)
        pages = not only_news or seen.findings.get("database") != OK
        machine = await asyncio.to_thread(
            lean(look_at_machine), self._places.data, self._places.backups, pages=pages
        )
        there = [role for role in SCREENS if self._service.presence.devices(role)]
        found = machine | printer_findings(self._printer, seen.condition)
        found |= {"clock": clock_finding(seen.quality)} | screen_findings(there, seen.screens)
        findings = {check: found[check] for check in CHECKS if check in found}
        no_report = ""
        if not (only_news and findings == seen.findings):
            await self._service.ask(str(uuid.uuid4()), ReportCheck(findings), self._service.system)
            log.info("branch_checked", **findings)
            no_report = await self._report(seen, findings)
        checked = Checked(seen.date, findings, self._printer, no_report)
        self._seen_ms, self._ended_s = seen.now_ms, asyncio.get_running_loop().time()
        return checked

    def _see(self, day: Day, now_ms: int) -> _Seen:
        clockwork, access = day.clockwork, self._service.access
        paired = (one.role for one in access.register.devices.values() if one.state == "paired")
        hours = (clockwork.opens_ms, clockwork.closes_ms) if clockwork else (0, 0)
        return _Seen(
            day.date,
            now_ms,
            *hours,
            day.demonstration,
            day.time_quality,
            day.printers.get(self._printer),
            dict(day.findings),
            frozenset(SCREENS if access.everybody else paired),
        )

    async def _report(self, seen: _Seen, findings: dict[str, str]) -> str:
        readiness = Readiness(
            seen.date, seen.now_ms, seen.opens_ms, seen.closes_ms, findings, self._printer, seen.demonstration
        )
        try:
            names = names_of(self._service.setting)
            return await apart(write_readiness, readiness, names, self._places.reports)
        except Broken as error:
            log.error("readiness_not_drawn", reason=str(error))  # noqa: TRY400 - the trace is the other process's
            return "report_failed"
