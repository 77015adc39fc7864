"""The reports of one headquarters in one hand, as its pages ask for them; any thread may."""

from collections.abc import Collection
from hashlib import sha256
from typing import Final

from kiosk.hq.reports import agreeing, days, standing, trouble, visits
from kiosk.hq.reports.shapes import Comparison, DayFigures, Hour, Machines, Part, Trouble
from kiosk.hq.reports.states import Backlog, BranchState, Live, Reconciled
from kiosk.hq.reports.stories import VisitStory
from kiosk.hq.store.port import Store

_MARKS: Final = (
    "SELECT count(*), sum(projected), sum(at_ms) FROM rollup_live",
    "SELECT count(*), sum(seq), sum(applied) FROM reached",
    "SELECT count(*), sum(heard_ms), sum(changed_ms) FROM site",
    "SELECT count(*), sum(received_ms) FROM told_last",
)
"""Sums over tables of a few rows for each branch: one of them changes with every fact, word and act."""


class Reports:
    """All reports out of one store. StoreBusy: a server is away."""

    def __init__(self, store: Store) -> None:
        """Read `store`."""
        self._store = store

    def branches(self) -> list[BranchState]:
        """Return every branch, by code."""
        return standing.branches(self._store)

    def branch(self, code: str) -> BranchState | None:
        """Return one branch by its code."""
        return standing.branch(self._store, code)

    def live(self) -> Live:
        """Return the queues as of the newest facts."""
        return standing.live(self._store)

    def daily(
        self, date_from: str, date_to: str, branches: Collection[str] | None = None, part: Part | None = None
    ) -> list[DayFigures]:
        """Return one for each branch and date; of one part alone if it is named."""
        return days.daily(self._store, date_from, date_to, branches, part)

    def totals(
        self, date_from: str, date_to: str, branches: Collection[str] | None = None, part: Part | None = None
    ) -> list[DayFigures]:
        """Return one for each date, branches summed; of one part alone if it is named."""
        return days.totals(self._store, date_from, date_to, branches, part)

    def hours(self, branch: str, date: str) -> list[Hour]:
        """Return what came and was called in each hour of a date."""
        return days.hours(self._store, branch, date)

    def compare(
        self, weeks: Collection[str], branches: Collection[str] | None = None, part: Part | None = None
    ) -> Comparison:
        """Return weeks beside each other, each named by any of its dates; of one part alone if it is named."""
        return days.compare(self._store, weeks, branches, part)

    def visit(self, branch: str, ticket_or_id: str, date: str = "") -> VisitStory | None:
        """Return a visit by its id, or by its ticket on a date."""
        return visits.visit(self._store, branch, ticket_or_id, date)

    def backlog(self) -> list[Backlog]:
        """Return what is durable and not applied, for each server."""
        return standing.backlog(self._store)

    def reconciled(self, branch: str, days: int) -> list[Reconciled]:
        """Return the newest dates of a branch beside what it says itself, newest first."""
        return agreeing.reconciled(self._store, branch, days)

    def trouble(self, date_from: str, date_to: str, branches: Collection[str] | None = None) -> list[Trouble]:
        """Return what went wrong with machines, one for each branch."""
        return trouble.trouble(self._store, date_from, date_to, branches)

    def machines(self) -> list[Machines]:
        """Return the machines of branches as they were last found."""
        return trouble.machines(self._store)

    def mark(self) -> str:
        """Return what changes whenever a figure may have changed: cheap, asked every few seconds."""
        said = sha256()
        for server in self._store.servers:
            with server.read() as conn:
                for statement in _MARKS:
                    said.update(repr(tuple(map(str, conn.execute(statement).fetchone() or ()))).encode())
        return said.hexdigest()[:16]
