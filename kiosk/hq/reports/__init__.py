"""The queries behind every page of headquarters: gathered over all servers, out of roll-ups, never out of the inbox.

branches(store) -> list[BranchState]            known branches by code
live(store) -> Live                             queues as of the newest facts
daily(store, date_from, date_to, branches=None) -> list[DayFigures]    one for each branch and date, by date, then branch
totals(store, date_from, date_to, branches=None) -> list[DayFigures]   one for each date, all (or these) branches summed
hours(store, branch, date) -> list[Hour]
compare(store, weeks, branches=None) -> Comparison    `weeks`: ISO dates, each any day of its week
visit(store, branch, ticket_or_id, date="") -> VisitStory | None    a ticket such as A012 of the date (or of the newest)
backlog(store) -> list[Backlog]                 one for each server
reconciled(store, branch, days) -> list[Reconciled]   the newest dates, newest first
trouble(store, date_from, date_to, branches=None) -> list[Trouble]
"""

from kiosk.hq.reports.shapes import (
    FEWEST_RATINGS,
    FEWEST_WAITS,
    Agreement,
    Backlog,
    Before,
    Between,
    BranchState,
    Comparison,
    DayFigures,
    Hour,
    Live,
    LiveBranch,
    Paper,
    PrinterTrouble,
    Ratings,
    Reconciled,
    Step,
    StepKind,
    Told,
    Trouble,
    VisitStory,
    Waits,
    Week,
    Why,
)
from kiosk.hq.store.schema_rollups import EDGES_MIN

__all__ = [
    "EDGES_MIN",
    "FEWEST_RATINGS",
    "FEWEST_WAITS",
    "Agreement",
    "Backlog",
    "Before",
    "Between",
    "BranchState",
    "Comparison",
    "DayFigures",
    "Hour",
    "Live",
    "LiveBranch",
    "Paper",
    "PrinterTrouble",
    "Ratings",
    "Reconciled",
    "Step",
    "StepKind",
    "Told",
    "Trouble",
    "VisitStory",
    "Waits",
    "Week",
    "Why",
]
