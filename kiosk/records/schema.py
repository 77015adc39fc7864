"""The tables themselves, and how they came about: migrations that only ever add (protocol.md, Evolution).

Every table begins with the branch, because headquarters keeps many in one. Times are service time in UTC ms, ids and
codes are text, answers are JSON text. Rows are clustered by ids that sort by time, so a new row lands on a page that
is still in memory even after a million tickets.
"""

from typing import Final

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

migrations: Final = Migrations("kiosk.records")

KEYS: Final[dict[str, tuple[str, ...]]] = {
    "day": ("branch", "date"),
    "number": ("branch", "date", "series"),
    "visit": ("branch", "id"),
    "leg": ("branch", "id"),
    "period": ("branch", "id"),
    "counter_session": ("branch", "id"),
    "rating": ("branch", "visit"),
    "slip": ("branch", "id"),
    "guide": ("branch", "id"),
    "printer": ("branch", "id"),
    "help": ("branch", "id"),
    "branch_check": ("branch", "id"),
    "day_keeping": ("branch", "id"),
    "staff": ("branch", "badge"),
    "device": ("branch", "name"),
    "sign_in": ("branch", "id"),
    "record": ("branch", "id"),
    "record_read": ("branch", "id"),
    "paper_read": ("branch", "id"),
    "purge": ("branch", "date", "of"),
    "care_count": ("branch", "date", "need"),
}
"""Every table and its primary key."""


_DAY = """
CREATE TABLE day (
  branch TEXT NOT NULL, date TEXT NOT NULL,
  opens_ms INTEGER NOT NULL, closes_ms INTEGER NOT NULL, cutoff_ms INTEGER NOT NULL,
  catalogue TEXT NOT NULL, weights TEXT NOT NULL, promises TEXT NOT NULL,
  guard INTEGER NOT NULL, express INTEGER NOT NULL,
  opened_ms INTEGER NOT NULL, closed_ms INTEGER, closed_why TEXT, finished INTEGER, unfinished INTEGER,
  number_floor INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (branch, date)
) STRICT, WITHOUT ROWID"""

_NUMBER = """
CREATE TABLE number (
  branch TEXT NOT NULL, date TEXT NOT NULL, series TEXT NOT NULL, last INTEGER NOT NULL,
  PRIMARY KEY (branch, date, series)
) STRICT, WITHOUT ROWID"""

# channel is empty for a ticket that this table first heard of when it was carried over.
_VISIT = """
CREATE TABLE visit (
  branch TEXT NOT NULL, id TEXT NOT NULL, date TEXT NOT NULL, series TEXT NOT NULL, number INTEGER NOT NULL,
  care TEXT NOT NULL, language TEXT NOT NULL, channel TEXT NOT NULL, issued_ms INTEGER NOT NULL,
  answers TEXT NOT NULL, ready TEXT NOT NULL, ahead INTEGER NOT NULL, low_min INTEGER, high_min INTEGER,
  PRIMARY KEY (branch, id),
  UNIQUE (branch, date, series, number)
) STRICT, WITHOUT ROWID"""

_LEG = """
CREATE TABLE leg (
  branch TEXT NOT NULL, id TEXT NOT NULL, visit TEXT NOT NULL, service TEXT NOT NULL, zone TEXT NOT NULL,
  minutes INTEGER NOT NULL, status TEXT NOT NULL, joined_ms INTEGER NOT NULL, credit_ms INTEGER NOT NULL,
  counter TEXT NOT NULL, ended_ms INTEGER,
  PRIMARY KEY (branch, id)
) STRICT, WITHOUT ROWID"""

# The three partial indexes are named in the statements (INDEXED BY): without statistics SQLite prefers the primary key,
# and goes through every row of the branch.
_LEG_OPEN = "CREATE INDEX leg_open ON leg (branch, id) WHERE ended_ms IS NULL"

_PERIOD = """
CREATE TABLE period (
  branch TEXT NOT NULL, id TEXT NOT NULL, leg TEXT NOT NULL, counter TEXT NOT NULL,
  called_ms INTEGER NOT NULL, reason TEXT NOT NULL, score INTEGER NOT NULL,
  runner_up TEXT NOT NULL, runner_up_score INTEGER NOT NULL, rule TEXT NOT NULL, picked_by TEXT NOT NULL,
  announced INTEGER NOT NULL, started_ms INTEGER, ended_ms INTEGER, quality TEXT,
  PRIMARY KEY (branch, id)
) STRICT, WITHOUT ROWID"""

_PERIOD_RUNNING = "CREATE INDEX period_running ON period (branch, leg) WHERE ended_ms IS NULL"

# The id is that of the fact that opened it.
_SESSION = """
CREATE TABLE counter_session (
  branch TEXT NOT NULL, id TEXT NOT NULL, date TEXT NOT NULL, counter TEXT NOT NULL, zone TEXT NOT NULL,
  skills TEXT NOT NULL, badge TEXT NOT NULL, opened_ms INTEGER NOT NULL, closed_ms INTEGER,
  PRIMARY KEY (branch, id)
) STRICT, WITHOUT ROWID"""

_SESSION_OPEN = (
    "CREATE INDEX counter_session_open ON counter_session (branch, counter) WHERE closed_ms IS NULL"
)

_RATING = """
CREATE TABLE rating (
  branch TEXT NOT NULL, visit TEXT NOT NULL, score INTEGER NOT NULL, answers TEXT NOT NULL, rated_ms INTEGER NOT NULL,
  PRIMARY KEY (branch, visit)
) STRICT, WITHOUT ROWID"""

_RATING_MORE = (
    "ALTER TABLE rating ADD COLUMN reasons TEXT NOT NULL DEFAULT '[]'",
    "ALTER TABLE rating ADD COLUMN answered_ms INTEGER",
)

# Ids sort by time, so a new row lands at the end of this index too.
_LEG_OF_VISIT = "CREATE INDEX leg_of_visit ON leg (branch, visit)"

# One row for each check; the id is that of the fact.
_CHECK = """
CREATE TABLE branch_check (
  branch TEXT NOT NULL, id TEXT NOT NULL, date TEXT NOT NULL, findings TEXT NOT NULL, checked_ms INTEGER NOT NULL,
  PRIMARY KEY (branch, id)
) STRICT, WITHOUT ROWID"""

# One row for each time a closed day was kept; the id is that of the fact.
_KEEPING = """
CREATE TABLE day_keeping (
  branch TEXT NOT NULL, id TEXT NOT NULL, date TEXT NOT NULL, backup TEXT NOT NULL, summary TEXT NOT NULL,
  reason TEXT NOT NULL, kept_ms INTEGER NOT NULL,
  PRIMARY KEY (branch, id)
) STRICT, WITHOUT ROWID"""

_SLIP = """
CREATE TABLE slip (
  branch TEXT NOT NULL, id TEXT NOT NULL, visit TEXT NOT NULL, reprint INTEGER NOT NULL,
  status TEXT NOT NULL, reason TEXT NOT NULL, queued_ms INTEGER NOT NULL, changed_ms INTEGER NOT NULL,
  PRIMARY KEY (branch, id)
) STRICT, WITHOUT ROWID"""

_HELP = """
CREATE TABLE help (
  branch TEXT NOT NULL, id TEXT NOT NULL, place TEXT NOT NULL, called_ms INTEGER NOT NULL, answered_ms INTEGER,
  PRIMARY KEY (branch, id)
) STRICT, WITHOUT ROWID"""

# visit is empty for somebody who took no number.
_GUIDE = """
CREATE TABLE guide (
  branch TEXT NOT NULL, id TEXT NOT NULL, visit TEXT NOT NULL, service TEXT NOT NULL, language TEXT NOT NULL,
  answers TEXT NOT NULL, ready TEXT NOT NULL,
  status TEXT NOT NULL, reason TEXT NOT NULL, queued_ms INTEGER NOT NULL, changed_ms INTEGER NOT NULL,
  PRIMARY KEY (branch, id)
) STRICT, WITHOUT ROWID"""

# One row for each time it was found in another condition; the id is that of the fact.
_PRINTER = """
CREATE TABLE printer (
  branch TEXT NOT NULL, id TEXT NOT NULL, printer TEXT NOT NULL, condition TEXT NOT NULL, found_ms INTEGER NOT NULL,
  PRIMARY KEY (branch, id)
) STRICT, WITHOUT ROWID"""

# roles is JSON text; left_ms is set once the person works here no more.
_STAFF = """
CREATE TABLE staff (
  branch TEXT NOT NULL, badge TEXT NOT NULL, roles TEXT NOT NULL, added_ms INTEGER NOT NULL, left_ms INTEGER,
  locked INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (branch, badge)
) STRICT, WITHOUT ROWID"""

_DEVICE = """
CREATE TABLE device (
  branch TEXT NOT NULL, name TEXT NOT NULL, role TEXT NOT NULL, counter TEXT NOT NULL, state TEXT NOT NULL,
  changed_ms INTEGER NOT NULL,
  PRIMARY KEY (branch, name)
) STRICT, WITHOUT ROWID"""

# One row for each time somebody signed in; the id is that of the fact.
_SIGN_IN = """
CREATE TABLE sign_in (
  branch TEXT NOT NULL, id TEXT NOT NULL, date TEXT NOT NULL, badge TEXT NOT NULL, device TEXT NOT NULL,
  in_ms INTEGER NOT NULL, out_ms INTEGER, out_why TEXT,
  PRIMARY KEY (branch, id)
) STRICT, WITHOUT ROWID"""

_SIGNED_IN = "CREATE INDEX sign_in_open ON sign_in (branch, device) WHERE out_ms IS NULL"

# What is known of a record of the vault without opening it. consent is the version of the text, empty for none.
_RECORD = """
CREATE TABLE record (
  branch TEXT NOT NULL, id TEXT NOT NULL, date TEXT NOT NULL, visit TEXT NOT NULL, of TEXT NOT NULL,
  kept_ms INTEGER NOT NULL, consent TEXT NOT NULL DEFAULT '', gone_ms INTEGER, gone_why TEXT,
  PRIMARY KEY (branch, id)
) STRICT, WITHOUT ROWID"""

_RECORD_OF_DAY = "CREATE INDEX record_of_day ON record (branch, date, of) WHERE gone_ms IS NULL"

_RECORD_READ = """
CREATE TABLE record_read (
  branch TEXT NOT NULL, id TEXT NOT NULL, record TEXT NOT NULL, why TEXT NOT NULL, actor TEXT NOT NULL,
  device TEXT NOT NULL, read_ms INTEGER NOT NULL,
  PRIMARY KEY (branch, id)
) STRICT, WITHOUT ROWID"""

_PAPER_READ = """
CREATE TABLE paper_read (
  branch TEXT NOT NULL, id TEXT NOT NULL, what TEXT NOT NULL, name TEXT NOT NULL, actor TEXT NOT NULL,
  device TEXT NOT NULL, read_ms INTEGER NOT NULL,
  PRIMARY KEY (branch, id)
) STRICT, WITHOUT ROWID"""

_PURGE = """
CREATE TABLE purge (
  branch TEXT NOT NULL, date TEXT NOT NULL, of TEXT NOT NULL, records INTEGER NOT NULL, purged_ms INTEGER NOT NULL,
  PRIMARY KEY (branch, date, of)
) STRICT, WITHOUT ROWID"""

_CARE_COUNT = """
CREATE TABLE care_count (
  branch TEXT NOT NULL, date TEXT NOT NULL, need TEXT NOT NULL, visits INTEGER NOT NULL,
  PRIMARY KEY (branch, date, need)
) STRICT, WITHOUT ROWID"""

_VISIT_MORE = ("ALTER TABLE visit ADD COLUMN verified_ms INTEGER",)
_PERIOD_MORE = ("ALTER TABLE period ADD COLUMN step TEXT NOT NULL DEFAULT ''",)

DDL: Final[dict[str, tuple[str, ...]]] = {
    # Days, numbers, visits and all that happens to them.
    "m001_the_reception": (
        _DAY, _NUMBER, _VISIT, _LEG, _PERIOD, _SESSION, _RATING, _SLIP, _HELP, _LEG_OPEN, _PERIOD_RUNNING, _SESSION_OPEN,
    ),
    # Guidance slips, and how the printers were.
    "m002_guidance_and_printers": (_GUIDE, _PRINTER),
    # Why a rating was given and who saw to it; how the branch was found, and what was kept of its days.
    "m003_opinions_and_keeping": (*_RATING_MORE, _CHECK, _KEEPING, _LEG_OF_VISIT),
    # Staff and devices, who signed in, and what is known of personal data without knowing it; steps of handling.
    "m004_people_and_personal_data": (
        _STAFF, _DEVICE, _SIGN_IN, _RECORD, _RECORD_READ, _PAPER_READ, _PURGE, _CARE_COUNT, *_VISIT_MORE, *_PERIOD_MORE,
        _SIGNED_IN, _RECORD_OF_DAY,
    ),
}  # fmt: skip
"""The statements of every migration by its name, oldest first."""


def _migrate(name: str, statements: tuple[str, ...]) -> None:
    @migrations(name=name)
    def _(db: Database) -> None:
        for statement in statements:
            db.execute(statement)


for _name, _statements in DDL.items():
    _migrate(_name, _statements)
