"""A branch whose customers say what they think, with its tables: for satisfaction and the manager's page."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from kiosk.domain import requests as r
from kiosk.records.database.connect import tables_in_memory
from kiosk.records.database.ids import Ids
from kiosk.records.project import project
from kiosk.records.satisfaction import Satisfaction, count
from tests.reception_house import House

if TYPE_CHECKING:
    from collections.abc import Callable

    from kiosk.domain.answers import Issued
    from kiosk.records.connection import Connection

T = TypeVar("T")
DAY_MIN = 24 * 60


class Opinions(House):
    """A reception whose facts also stand in tables. Its ids sort by time, as those of a branch do."""

    def __init__(self) -> None:
        self._sorted_ids = Ids()
        self.conn = tables_in_memory()
        self._projected = 0
        super().__init__()

    def new_id(self) -> str:
        return self._sorted_ids.new(self.now_ms)

    async def records(self, read: Callable[[Connection], T], /) -> T:
        return read(self.tables())

    def tables(self) -> Connection:
        """Return the tables as all facts so far make them."""
        for one in self.recorded[self._projected :]:
            project(self.conn, self.day.branch, one)
        self._projected = len(self.recorded)
        return self.conn

    def rate(
        self, issued: Issued, score: int, *reasons: str, answers: dict[str, int] | None = None
    ) -> Issued:
        self.did(r.RateVisit(issued.visit, issued.check, score, answers or {}, reasons), "exit")
        return issued

    def rated(
        self, score: int, *reasons: str, service: str = "deposit", answers: dict[str, int] | None = None
    ) -> Issued:
        """Serve one customer for five minutes, who then says what it was like."""
        return self.rate(self.served(service), score, *reasons, answers=answers)

    def next_day(self) -> None:
        self.wait(DAY_MIN)
        self.keep_day()

    def thought(self, first: str = "2026-11-02", last: str = "2026-11-02") -> Satisfaction:
        """Return the satisfaction of some business dates."""
        return count(self.tables(), self.day.branch, first, last, self.plan.time_zone).thought
