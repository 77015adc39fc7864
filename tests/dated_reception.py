"""A reception whose ids tell the time, as a branch's do, and whose facts can be looked up in the tables."""

from __future__ import annotations

import random
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from kiosk.branch.daily.carried import carried_by
from kiosk.domain import requests as r
from kiosk.domain.check_code import check_code
from kiosk.domain.visit import LegStatus
from kiosk.records.database.connect import tables_in_memory
from kiosk.records.database.ids import Ids
from kiosk.records.project import rebuild
from kiosk.records.reckoning import figures_of
from kiosk.records.satisfaction import Satisfaction, count
from kiosk.records.summary import DayRecords, day_records, day_times
from tests.reception import MINUTE_MS, NINE_MS, SECRET, Reception

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kiosk.records.connection import Connection
    from kiosk.records.figures import Figures

DATE: Final = "2026-11-02"
CODE: Final = "demo"


class DatedReception(Reception):
    """A reception with ids such as a branch makes."""

    def __init__(self, at_ms: int = NINE_MS) -> None:
        self._dated = Ids(random.Random(1).randbytes)
        super().__init__(at_ms=at_ms)

    def new_id(self) -> str:
        return self._dated.new(self.now_ms)

    def rate(self, visit: str, score: int) -> None:
        """Give an opinion at the exit."""
        self.did(r.RateVisit(visit, check_code(SECRET, visit), score), "exit")

    @contextmanager
    def tables(self) -> Iterator[Connection]:
        """Give the tables that everything so far makes."""
        conn = tables_in_memory()
        try:
            rebuild(conn, CODE, self.recorded)
            yield conn
        finally:
            conn.close()

    def records(self, date: str = DATE) -> DayRecords:
        """Return what the tables know of a date."""
        with self.tables() as conn:
            times = day_times(conn, CODE, date)
            assert times is not None
            return day_records(conn, CODE, times, carried_by(self.recorded, times))

    def thought(self, date: str = DATE) -> Satisfaction:
        """Return the opinions that count for a date."""
        with self.tables() as conn:
            return count(conn, CODE, date, date, self.setting.plan.time_zone).thought

    def figures(self, date: str = DATE) -> Figures:
        """Return the figures of a date, up to now."""
        return figures_of(self.records(date), self.thought(date), self.setting.plan.time_zone, self.now_ms)

    def next_day(self) -> None:
        """Let the same time of the next date come, and somebody ask for something."""
        self.wait(24 * 60)
        self.keep_day()


def full_day() -> DatedReception:
    """Return a closed day on which everything happened that a summary tells of.

    Eight numbers: four served (one rated 5, one rated 1 and seen to, two not), one that nobody came for, one given up,
    one parked and one still waiting at the end.
    """
    room = DatedReception()
    room.open("1", "3")
    tickets = [room.issue("deposit") for _ in range(5)]
    tickets += [room.issue("deposit", care_needs=("elderly",)), room.issue("withdrawal", vip=True)]
    room.wait(10)
    for ticket in tickets[:3]:
        room.serve(ticket.leg, minutes=6)
    room.pick(tickets[3].leg)
    room.step(r.PassTicket, tickets[3].leg)
    room.step(r.AbandonTicket, tickets[4].leg)
    room.serve(tickets[5].leg, "3", minutes=8)
    room.step(r.ParkTicket, tickets[6].leg)
    room.rate(tickets[0].visit, 5)
    room.rate(tickets[1].visit, 1)
    room.did(r.AnswerRating(tickets[1].visit), "manager")
    help_ = room.did(r.CallHelp("entrance"), "entrance")
    room.wait(2)
    room.did(r.AnswerHelp(getattr(help_, "about", "")))
    room.issue("transfer", "entrance")
    room.now_ms = NINE_MS + 8 * 60 * MINUTE_MS
    room.did(r.CloseDay())
    assert any(leg.status is LegStatus.PARKED for leg in room.day.legs.values())
    return room
