"""The tables that reports read: what each day of each branch came to, and how each branch stands now.

Their rows follow from the projected tables and can be thrown away and made again (kiosk.hq.rollup). Those that are read for
all branches at once begin with the date, and have an index for the days of one.
"""

from typing import Final

EDGES_MIN: Final = (1, 2, 3, 5, 7, 10, 15, 20, 25, 30, 40, 50, 60, 90, 120)
"""Upper edges of the bins that waits are counted in, minutes; a wait on an edge is below it. The last bin has none."""
BINS: Final = tuple(f"bin_{place}" for place in range(len(EDGES_MIN) + 1))
"""The columns of a histogram of waits."""

DAY_COUNTS: Final = (
    "is_open", "issued", "from_staff", "finished", "passed", "abandoned", "voided", "closed", "carried", "doubles",
    "serviced", "service_ms", "suspect", "counters", "counter_ms", "busy_ms",
    "visits", "score_1", "score_2", "score_3", "score_4", "score_5", "low_seen_to",
    "printed", "failed", "unknown", "waiting", "guides", "trouble_ms", "helps", "helps_answered", "findings",
)  # fmt: skip
"""The figures of a day that can be added up."""

WAIT_COUNTS: Final = ("called", "sum_ms", "longest_ms", "promised", "kept", *BINS)
"""The figures of the waits of a care class on a day; all but `longest_ms` can be added up."""

LIVE_COUNTS: Final = ("waiting", "called", "serving", "parked", "counters")


def _integers(columns: tuple[str, ...]) -> str:
    return ", ".join(f"{column} INTEGER NOT NULL" for column in columns)


_DAY: Final = f"""
CREATE TABLE rollup_day (
  date TEXT NOT NULL, branch TEXT NOT NULL, {_integers(DAY_COUNTS)},
  PRIMARY KEY (date, branch)
) STRICT, WITHOUT ROWID"""

_WAIT: Final = f"""
CREATE TABLE rollup_wait (
  date TEXT NOT NULL, branch TEXT NOT NULL, care TEXT NOT NULL, {_integers(WAIT_COUNTS)},
  PRIMARY KEY (date, branch, care)
) STRICT, WITHOUT ROWID"""

_REASON: Final = """
CREATE TABLE rollup_reason (
  date TEXT NOT NULL, branch TEXT NOT NULL, reason TEXT NOT NULL, times INTEGER NOT NULL,
  PRIMARY KEY (date, branch, reason)
) STRICT, WITHOUT ROWID"""

# What the last check of a date found that was not in order.
_FINDING: Final = """
CREATE TABLE rollup_finding (
  date TEXT NOT NULL, branch TEXT NOT NULL, thing TEXT NOT NULL, finding TEXT NOT NULL,
  PRIMARY KEY (date, branch, thing)
) STRICT, WITHOUT ROWID"""

# from_ms: when the hour began, UTC.
_HOUR: Final = """
CREATE TABLE rollup_hour (
  branch TEXT NOT NULL, date TEXT NOT NULL, from_ms INTEGER NOT NULL, came INTEGER NOT NULL, called INTEGER NOT NULL,
  PRIMARY KEY (branch, date, from_ms)
) STRICT, WITHOUT ROWID"""

# One row for each branch. since_ms: whoever waits longest would have begun then, had they waited without a break.
# projected: facts that the tables hold.
_LIVE: Final = f"""
CREATE TABLE rollup_live (
  branch TEXT NOT NULL, date TEXT NOT NULL, at_ms INTEGER NOT NULL, {_integers(LIVE_COUNTS)},
  since_ms INTEGER, projected INTEGER NOT NULL,
  PRIMARY KEY (branch)
) STRICT, WITHOUT ROWID"""

# Each printer as it was found last.
_PRINTER: Final = """
CREATE TABLE rollup_printer (
  branch TEXT NOT NULL, printer TEXT NOT NULL, condition TEXT NOT NULL, found_ms INTEGER NOT NULL,
  PRIMARY KEY (branch, printer)
) STRICT, WITHOUT ROWID"""

# What a date took over (into) and handed on: the projected tables know only the last of it.
_CARRIED: Final = """
CREATE TABLE rollup_carried (
  branch TEXT NOT NULL, date TEXT NOT NULL, way TEXT NOT NULL, leg TEXT NOT NULL, visit TEXT NOT NULL,
  PRIMARY KEY (branch, date, way, leg)
) STRICT, WITHOUT ROWID"""

# What branches say themselves of a date, the last of it (kiosk.hq.today). our_: what the tables held when they had reached
# the same fact; none until they have.
_TOLD: Final = """
CREATE TABLE told (
  branch TEXT NOT NULL, date TEXT NOT NULL, epoch BLOB NOT NULL, seq INTEGER NOT NULL, waiting INTEGER NOT NULL,
  serving INTEGER NOT NULL, counters INTEGER NOT NULL, issued INTEGER NOT NULL, finished INTEGER NOT NULL,
  sent_ms INTEGER NOT NULL, received_ms INTEGER NOT NULL, our_issued INTEGER, our_finished INTEGER,
  PRIMARY KEY (branch, date)
) STRICT, WITHOUT ROWID"""

# The date that a branch spoke of last.
_TOLD_LAST: Final = """
CREATE TABLE told_last (
  branch TEXT NOT NULL, date TEXT NOT NULL, received_ms INTEGER NOT NULL,
  PRIMARY KEY (branch)
) STRICT, WITHOUT ROWID"""

# Dates with facts that the roll-ups do not hold, because they could not be reckoned with them.
_LEFT: Final = """
CREATE TABLE rollup_left (
  branch TEXT NOT NULL, date TEXT NOT NULL,
  PRIMARY KEY (branch, date)
) STRICT, WITHOUT ROWID"""

# The same added up by the week of a branch, named by its Monday: comparing ten thousand branches over weeks then reads a
# row for each. days: on how many of its dates the branch was open, or somebody of the class was called.
_WEEK: Final = f"""
CREATE TABLE rollup_week (
  date TEXT NOT NULL, branch TEXT NOT NULL, days INTEGER NOT NULL, {_integers(DAY_COUNTS)},
  PRIMARY KEY (date, branch)
) STRICT, WITHOUT ROWID"""
_WEEK_WAIT: Final = f"""
CREATE TABLE rollup_week_wait (
  date TEXT NOT NULL, branch TEXT NOT NULL, care TEXT NOT NULL, days INTEGER NOT NULL, {_integers(WAIT_COUNTS)},
  PRIMARY KEY (date, branch, care)
) STRICT, WITHOUT ROWID"""
_WEEK_REASON: Final = """
CREATE TABLE rollup_week_reason (
  date TEXT NOT NULL, branch TEXT NOT NULL, reason TEXT NOT NULL, days INTEGER NOT NULL, times INTEGER NOT NULL,
  PRIMARY KEY (date, branch, reason)
) STRICT, WITHOUT ROWID"""

ROLLUPS_LEFT: Final = (_LEFT,)
ROLLUPS_OF_WEEKS: Final = (
    _WEEK, _WEEK_WAIT, _WEEK_REASON,
    "CREATE INDEX rollup_week_of ON rollup_week (branch, date)",
    "CREATE INDEX rollup_week_wait_of ON rollup_week_wait (branch, date)",
    "CREATE INDEX rollup_week_reason_of ON rollup_week_reason (branch, date)",
)  # fmt: skip
"""What came later."""

ROLLUPS: Final = (
    _DAY, _WAIT, _REASON, _FINDING, _HOUR, _LIVE, _PRINTER, _CARRIED, _TOLD, _TOLD_LAST,
    "CREATE INDEX rollup_day_of ON rollup_day (branch, date)",
    "CREATE INDEX rollup_wait_of ON rollup_wait (branch, date)",
    "CREATE INDEX rollup_reason_of ON rollup_reason (branch, date)",
    "CREATE INDEX rollup_finding_of ON rollup_finding (branch, date)",
    "CREATE INDEX rollup_carried_of ON rollup_carried (branch, visit, date)",
    "CREATE INDEX printer_of ON printer (branch, printer, id)",
)  # fmt: skip

FOLLOWING: Final = (
    "rollup_day", "rollup_wait", "rollup_reason", "rollup_finding", "rollup_hour", "rollup_live", "rollup_printer",
    "rollup_carried", "rollup_left", "rollup_week", "rollup_week_wait", "rollup_week_reason",
)  # fmt: skip
"""The tables that are emptied and made again with the projected ones."""


def insertion(table: str, columns: tuple[str, ...]) -> str:
    """Return the statement that inserts a row of parameters named as its columns."""
    return f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join(f':{name}' for name in columns)})"  # noqa: S608
