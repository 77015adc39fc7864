"""What the page shows of the tables, read beside the lane: history may take its time, customers may not."""

from asyncio import Lock, sleep
from dataclasses import dataclass
from datetime import date, timedelta
from time import monotonic
from typing import Final

from kiosk.domain.day import Day
from kiosk.domain.visit import ENDED
from kiosk.pages.port import RecordedBranch
from kiosk.records.connection import Connection
from kiosk.records.keeping import ClosedDay, closed_days
from kiosk.records.satisfaction import Count, Satisfaction, count

REST_S: Final = 1.0
"""From one count to the next of the same: a branch may finish several services a second, and nobody reads so fast."""
_KEPT_DAYS: Final = 7


@dataclass(frozen=True, slots=True)
class _Mark:
    """What satisfaction can change with: while it is the same, nothing needs to be counted again.

    Legs are only ever added, and one that has ended stays so: with each change a number grows.
    """

    branch: str
    date: str
    legs: int
    ended: int
    ratings: int


_Counted = tuple[_Mark, Count]


def first_of(last: str, days: int) -> str:
    """Return the ISO date that begins `days` days ending with `last`; empty for no date."""
    return (date.fromisoformat(last) - timedelta(days=days - 1)).isoformat() if last else ""


class Past:
    """Remembers what was counted, of today and of the dates before it, and counts again what has changed.

    The dates before change through visits carried over from them alone (see `kiosk.records.satisfaction`), so that
    most changes cost a count of today. For one event loop.
    """

    def __init__(self, service: RecordedBranch) -> None:
        """Read the tables of `service`."""
        self._service = service
        self._counting = Lock()
        self._rested_at = 0.0
        self._today: _Counted | None = None
        self._before: dict[int, _Counted] = {}
        """By the days of the span that today ends."""

    async def read(self, days: int) -> tuple[Satisfaction, tuple[ClosedDay, ...]]:
        """Return what customers thought in `days` business dates up to today, and the days that ended, newest first.

        Counts once for all who ask at the same time, and again only REST_S after the last count: it answers then.
        """
        async with self._counting:
            marks = await self._service.look(_marks)
            if self._today is not None and self._today[0] != marks[1]:
                await sleep(self._rested_at - monotonic())
                marks = await self._service.look(_marks)  # what happened meanwhile is counted along
            return await self._read(days, *marks)

    async def _read(
        self, days: int, before: _Mark, today: _Mark
    ) -> tuple[Satisfaction, tuple[ClosedDay, ...]]:
        first, yesterday = first_of(today.date, days), first_of(today.date, 2)
        zone, known_before, known_today = self._service.plan.time_zone, self._before.get(days), self._today

        def read(conn: Connection) -> tuple[Count, Count, tuple[ClosedDay, ...]]:
            return (
                _known(known_before, before) or count(conn, before.branch, first, yesterday, zone),
                _known(known_today, today) or count(conn, today.branch, today.date, today.date, zone),
                closed_days(conn, today.branch, _KEPT_DAYS + 1)[-_KEPT_DAYS:][::-1],
            )

        earlier, now, kept = await self._service.records(read)
        if _known(known_today, today) is None:
            self._rested_at = monotonic() + REST_S
        self._before[days], self._today = (before, earlier), (today, now)
        return (earlier + now).thought, kept


def _known(counted: _Counted | None, mark: _Mark) -> Count | None:
    return counted[1] if counted is not None and counted[0] == mark else None


def _marks(day: Day, _: int) -> tuple[_Mark, _Mark]:
    """Return the mark of the dates before today, and that of today."""
    carried = [visit.id for visit in day.visits.values() if visit.date != day.date]
    legs = [leg for visit in carried for leg in day.legs_of(visit)]
    ended = sum(leg.status in ENDED for leg in legs)
    rated = sum(visit in day.ratings for visit in carried)
    return (
        _Mark(day.branch, day.date, len(legs), ended, rated),
        _Mark(day.branch, day.date, len(day.legs), len(day.legs) - len(day.active), len(day.ratings)),
    )
