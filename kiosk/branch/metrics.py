"""The figures of a running branch service for a monitoring system: counts and states, never a person, a number, a badge."""

import asyncio
import platform
import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from shutil import disk_usage
from typing import Final, get_args

from starlette.requests import HTTPConnection
from starlette.responses import Response
from starlette.types import ASGIApp

from kiosk import __version__
from kiosk.branch.access.access import Turned
from kiosk.branch.access.doors import turned_away
from kiosk.branch.daily.checks import OK, SCREENS
from kiosk.branch.database.schema import version_of
from kiosk.branch.desk import Desk
from kiosk.branch.service import BranchService
from kiosk.branch.upload.told import Told
from kiosk.domain.day import Day
from kiosk.domain.facts import PrinterCondition, PrintStatus
from kiosk.domain.visit import LegStatus
from kiosk.records.database.connect import database
from kiosk.web.exposition import Family, ScrapeToken, by, one
from kiosk.web.metering import Metering

_KINDS: Final = ("requests", "reading", "pages")
_MS: Final = 1_000


@dataclass(frozen=True, slots=True)
class _Seen:
    """What the lane is asked for at once: counts over the day in memory, the head, and the place of the data."""

    legs: Mapping[str, int]
    slips: Mapping[str, int]
    printers: Mapping[str, PrinterCondition]
    findings: Mapping[str, str]
    counters: int
    tickets: int
    helps: int
    is_open: bool
    demonstration: bool
    now_ms: int
    seq: int
    data: Path
    schema: tuple[int, int]


class Metered(Metering):
    """The figures of a branch, beside its rooms.

    They are given to a program on this machine that shows the token in the data folder, to this machine's own tools, and
    to a technician who is signed in at a paired device.
    """

    def __init__(self, app: ASGIApp, service: BranchService) -> None:
        """Stand before `app`, the rooms of `service` with their doors."""
        super().__init__(app, _KINDS)
        self._service = service
        self._token: ScrapeToken | None = None

    def kind_of(self, path: str) -> str:
        """Return `requests`, `reading` or `pages`."""
        if path.startswith("/v1/requests/"):
            return "requests"
        return "reading" if path.startswith("/v1/") else "pages"

    async def refused(self, call: HTTPConnection) -> Response | None:
        """Turn away whoever is neither such a program nor a technician."""
        try:
            if not await self._knows_the_token(call):
                self._service.access.by(call, "technician")
        except Turned as turned:
            return turned_away(call, turned)
        return None

    async def families(self) -> list[Family]:
        """Return how the branch stands, and how long its answers took."""
        took = self.latency.family("kiosk_answer_seconds", "How long answers took, by what was asked for.")
        return [*await figures(self._service), took]

    async def _knows_the_token(self, call: HTTPConnection) -> bool:
        if self._token is None:
            folder = await self._service.with_desk(lambda desk: desk.store.files.folder)
            self._token = await asyncio.to_thread(ScrapeToken, folder)
        return self._token.is_shown(call)


async def figures(service: BranchService) -> list[Family]:
    """Return how the branch stands now."""
    seen = await service.with_desk(_see)
    free = await asyncio.to_thread(_disk, seen.data)
    there: dict[str, float] = {role: len(service.presence.devices(role)) for role in SCREENS}
    return [
        _versions(seen),
        *_of_the_day(seen),
        *_of_paper(seen),
        by("screen", "kiosk_screens", "Public screens that follow the branch now.", there),
        one("kiosk_journal_seq", "Facts in the journal since the branch was born.", seen.seq),
        *_of_sync(await service.sync(), time.time_ns() // 1_000_000),
        *free,
    ]


def _see(desk: Desk) -> _Seen:
    """Count on the lane: some microseconds for each visitor of today, and nothing of any other day."""
    day = desk.day
    return _Seen(
        Counter(leg.status.value for leg in day.active.values()),
        _slips(day),
        dict(day.printers),
        dict(day.findings),
        len(day.counters),
        sum(visit.date == day.date for visit in day.visits.values()),
        len(day.helps),
        day.open,
        day.demonstration,
        desk.now_ms(),
        desk.journal.head.seq,
        desk.store.files.folder,
        version_of(database(desk.store.conn)),
    )


def _slips(day: Day) -> Counter[str]:
    """Return how many slips of today are in each state; a guidance slip of a visit stands at both and counts once."""
    states = {slip: status for visit in day.visits.values() for slip, status in visit.slips.items()}
    return Counter((states | {guide.id: guide.status for guide in day.guides.values()}).values())


def _versions(seen: _Seen) -> Family:
    schema = ".".join(map(str, seen.schema))
    told = {"version": __version__, "schema": schema, "python": platform.python_version()}
    return Family("kiosk_info", "gauge", "Versions of program and database.", [("", told, 1.0)])


def _of_the_day(seen: _Seen) -> list[Family]:
    states = {state.value: seen.legs.get(state.value, 0) for state in LegStatus if state in _PRESENT}
    amiss = {check: finding != OK for check, finding in seen.findings.items()}
    return [
        one("kiosk_demonstration", "1 at a demonstration, 0 at a real branch.", seen.demonstration),
        one("kiosk_day_open", "1 while the business day is open.", seen.is_open),
        by("state", "kiosk_visits", "Visits in the house by what happens to them now.", states),
        one("kiosk_counters_open", "Counters that are open.", seen.counters),
        one("kiosk_tickets_today", "Tickets issued on this business day.", seen.tickets),
        one("kiosk_help_calls_open", "Calls for help nobody has answered.", seen.helps),
        by("check", "kiosk_check_amiss", "1 where the last opening check found something amiss.", amiss),
        one("kiosk_service_time_seconds", "The branch's own time, Unix time.", seen.now_ms / _MS),
    ]


_PRESENT: Final = frozenset({LegStatus.WAITING, LegStatus.CALLED, LegStatus.SERVING, LegStatus.PARKED})


def _of_paper(seen: _Seen) -> list[Family]:
    slips = {state: seen.slips.get(state, 0) for state in get_args(PrintStatus)}
    conditions = [
        ("", {"printer": printer, "condition": condition}, float(condition == found))
        for printer, found in seen.printers.items()
        for condition in get_args(PrinterCondition)
    ]
    return [
        by("state", "kiosk_slips", "Slips of today by what is known of the paper.", slips),
        Family("kiosk_printer", "gauge", "1 for how the printer was found last.", conditions),
    ]


def _of_sync(told: Told | None, now_ms: int) -> list[Family]:
    """Return how the way to headquarters stands; without one only that."""
    families = [one("kiosk_sync_enrolled", "1 where the branch has a headquarters.", told is not None)]
    if told is None:
        return families
    oldest_s = max(0, now_ms - told.oldest_ms) / _MS if told.oldest_ms else 0.0
    amiss = {code: 1.0 for code in (told.failure, told.frozen) if code}
    return [
        *families,
        one("kiosk_sync_waiting", "Facts headquarters has not acknowledged.", told.waiting),
        one("kiosk_sync_oldest_seconds", "How long the oldest of them waits.", oldest_s),
        one("kiosk_sync_succeeded_seconds", "When it last succeeded, Unix time.", told.succeeded_ms / _MS),
        by("code", "kiosk_sync_amiss", "1 for what keeps facts from headquarters now.", amiss),
    ]


def _disk(data: Path) -> list[Family]:
    try:
        disk = disk_usage(data)
    except OSError:
        return []
    return [
        one("kiosk_disk_free_bytes", "Room left on the disk of the data folder.", disk.free),
        one("kiosk_disk_size_bytes", "Size of the disk of the data folder.", disk.total),
    ]
