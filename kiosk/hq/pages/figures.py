"""What the pages of figures ask for: the reports as one port, so that a page can be shown figures of any kind."""

from collections.abc import Collection
from typing import Protocol

from kiosk.hq.reports import (
    Backlog,
    BranchState,
    Comparison,
    DayFigures,
    Hour,
    Live,
    Machines,
    Part,
    Reconciled,
    Trouble,
    VisitStory,
)


class Figures(Protocol):
    """The reports of headquarters. Every one may take its time: never on the event loop. Dates are ISO."""

    def branches(self) -> list[BranchState]:
        """Return every branch, by code."""
        ...

    def branch(self, code: str) -> BranchState | None:
        """Return one branch by its code; None: there is no such branch."""
        ...

    def live(self) -> Live:
        """Return the queues as of the newest facts."""
        ...

    def daily(
        self, date_from: str, date_to: str, branches: Collection[str] | None = None, part: Part | None = None
    ) -> list[DayFigures]:
        """Return one for each branch and date; of one part alone if it is named."""
        ...

    def totals(
        self, date_from: str, date_to: str, branches: Collection[str] | None = None, part: Part | None = None
    ) -> list[DayFigures]:
        """Return one for each date, branches summed; of one part alone if it is named."""
        ...

    def hours(self, branch: str, date: str) -> list[Hour]:
        """Return what came and was called in each hour of a date."""
        ...

    def compare(
        self, weeks: Collection[str], branches: Collection[str] | None = None, part: Part | None = None
    ) -> Comparison:
        """Return weeks beside each other, each named by any of its dates; of one part alone if it is named."""
        ...

    def visit(self, branch: str, ticket_or_id: str, date: str = "") -> VisitStory | None:
        """Return a visit by its id, or by its ticket on a date."""
        ...

    def backlog(self) -> list[Backlog]:
        """Return what is durable and not applied, for each server."""
        ...

    def reconciled(self, branch: str, days: int) -> list[Reconciled]:
        """Return the newest dates of a branch beside what it says itself, newest first."""
        ...

    def trouble(self, date_from: str, date_to: str, branches: Collection[str] | None = None) -> list[Trouble]:
        """Return what went wrong with machines, one for each branch."""
        ...

    def machines(self) -> list[Machines]:
        """Return the machines of branches as they were last found, one for each branch that told of any."""
        ...

    def mark(self) -> str:
        """Return what changes whenever a figure may have changed: cheap, asked every few seconds."""
        ...
