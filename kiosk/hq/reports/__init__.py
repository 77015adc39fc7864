"""The queries behind every page of headquarters: gathered over all servers, out of roll-ups, never out of the inbox.

`Reports(store)` has all of them; the functions stand in `standing`, `agreeing`, `days`, `visits` and `trouble`.
A report costs what the branches and the days asked for cost, however many facts there are.
"""

from kiosk.hq.reports.reports import Reports
from kiosk.hq.reports.shapes import (
    FEWEST_RATINGS,
    FEWEST_WAITS,
    Between,
    Comparison,
    DayFigures,
    Hour,
    Machines,
    Paper,
    Part,
    PrinterTrouble,
    Ratings,
    Trouble,
    Waits,
    Week,
)
from kiosk.hq.reports.states import Agreement, Backlog, BranchState, Live, LiveBranch, Reconciled, Told
from kiosk.hq.reports.stories import Before, Step, StepKind, VisitStory, Why
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
    "Machines",
    "Paper",
    "Part",
    "PrinterTrouble",
    "Ratings",
    "Reconciled",
    "Reports",
    "Step",
    "StepKind",
    "Told",
    "Trouble",
    "VisitStory",
    "Waits",
    "Week",
    "Why",
]
