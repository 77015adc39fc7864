"""What the page shows of the tables, read beside the lane: history may take its time, customers may not."""

from dataclasses import dataclass
from datetime import date, timedelta

from kiosk.domain.day import Day
from kiosk.pages.port import RecordedBranch
from kiosk.records.connection import Connection
from kiosk.records.keeping import ClosedDay, closed_days
from kiosk.records.satisfaction import Satisfaction, satisfaction

_KEPT_DAYS = 7


@dataclass(frozen=True, slots=True)
class _Mark:
    """What satisfaction can change with: while it is the same, nothing needs to be counted again."""

    branch: str
    date: str
    ended: int
    ratings: int


def first_of(last: str, days: int) -> str:
    """Return the ISO date that begins `days` days ending with `last`; empty for no date."""
    return (date.fromisoformat(last) - timedelta(days=days - 1)).isoformat() if last else ""


class Past:
    """Remembers the last count of each span, because most changes of a day are no opinions. For the event loop alone."""

    def __init__(self, service: RecordedBranch) -> None:
        """Read the tables of `service`."""
        self._service = service
        self._counted: dict[int, tuple[_Mark, Satisfaction]] = {}

    async def read(self, days: int) -> tuple[Satisfaction, tuple[ClosedDay, ...]]:
        """Return what customers thought in `days` business dates up to today, and the days that ended, newest first."""
        mark = await self._service.look(lambda day, _: _mark(day))
        known = self._counted.get(days)
        zone = self._service.plan.time_zone

        def read(conn: Connection) -> tuple[Satisfaction, tuple[ClosedDay, ...]]:
            kept = closed_days(conn, mark.branch, _KEPT_DAYS + 1)[-_KEPT_DAYS:][::-1]
            if known is not None and known[0] == mark:
                return known[1], kept
            first = first_of(mark.date, days)
            return satisfaction(conn, mark.branch, first, mark.date, zone), kept

        thought, kept = await self._service.records(read)
        self._counted[days] = (mark, thought)
        return thought, kept


def _mark(day: Day) -> _Mark:
    return _Mark(day.branch, day.date, len(day.legs) - len(day.active), len(day.ratings))
