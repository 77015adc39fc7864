"""The tables that only a branch has: its journal, the head of it, and the answers it gave."""

from pathlib import Path
from typing import Final

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

from kiosk.records.database.problems import StoreProblem
from kiosk.records.schema import migrations as records_migrations

MAJOR: Final = 1
"""Rises when an older program could no longer work on the database (protocol.md, Evolution)."""
MINOR: Final = 7
"""Rises with every migration that an older program can live with."""
UP_TO: Final = MAJOR
"""The highest major this program can work on. Taking something away takes two releases: the first uses it no more and
raises this, the second takes it away and raises MAJOR. So whoever goes back from the second to the first can work."""
_MAJOR_FACTOR: Final = 1_000

migrations: Final = Migrations("kiosk.branch")


def version_of(db: Database) -> tuple[int, int]:
    """Return the major and minor version of a database, (0, 0) for a new one."""
    return divmod(int(db.execute("PRAGMA user_version").fetchone()[0]), _MAJOR_FACTOR)


def is_current(db: Database) -> bool:
    """Tell whether there is nothing to migrate: the version is ours or that of a later program."""
    return version_of(db) >= (MAJOR, MINOR)


def refuse_newer(db: Database, path: Path) -> None:
    """Refuse a database of a later major version than this program can work on.

    Raises:
        StoreProblem: `newer_database`.
    """
    major, minor = version_of(db)
    if major > UP_TO:
        raise StoreProblem("newer_database", path, f"{major}.{minor}")


def migrate(db: Database) -> None:
    """Bring a database up to this program's version, in one transaction: old or new, never between.

    StoreProblem is the caller's to tell: errors of SQLite come as they are, and nothing has changed then.
    """
    with db.atomic():
        records_migrations.apply(db)
        migrations.apply(db)
        db.execute(f"PRAGMA user_version = {MAJOR * _MAJOR_FACTOR + MINOR}")


@migrations()
def m001_the_journal(db: Database) -> None:
    """Journal, head and answered requests."""
    for ddl in (_JOURNAL, _HEAD, _REQUEST):
        db.execute(ddl)
    db.execute("INSERT INTO head VALUES (1, '', x'', 0, zeroblob(32), 0, 0)")


@migrations()
def m002_people_and_personal_data(db: Database) -> None:
    """PINs and how often they were tried, and the vault. In no table of headquarters."""
    for ddl in (_PIN, _PIN_TRY, _VAULT, _VAULT_OF_DAY):
        db.execute(ddl)


@migrations()
def m003_what_headquarters_holds(db: Database) -> None:
    """How far the journal is durable at headquarters, and how the last try went. Nothing in flight is marked."""
    db.execute(_SYNC)
    db.execute("INSERT INTO sync DEFAULT VALUES")


@migrations()
def m004_personal_data_for_headquarters(db: Database) -> None:
    """Which records of the vault are for headquarters too, and whether it has them."""
    db.execute(_AT_HEADQUARTERS)


@migrations()
def m005_where_the_journal_begins(db: Database) -> None:
    """The checkpoint that a journal without its front hangs on."""
    db.execute(_ANCHOR)


_JOURNAL = """
CREATE TABLE journal (
  seq INTEGER PRIMARY KEY,
  epoch BLOB NOT NULL CHECK (length(epoch) = 8),
  id BLOB NOT NULL CHECK (length(id) = 16),
  kind TEXT NOT NULL, version INTEGER NOT NULL,
  business_date TEXT NOT NULL, at INTEGER NOT NULL, actor TEXT NOT NULL, device TEXT NOT NULL,
  body BLOB NOT NULL,
  commitment BLOB NOT NULL CHECK (length(commitment) IN (0, 32)),
  prev BLOB NOT NULL CHECK (length(prev) = 32), hash BLOB NOT NULL CHECK (length(hash) = 32)
) STRICT"""

# One row. seq is the counter that numbers facts: never AUTOINCREMENT, which leaves gaps after a rollback.
# epoch_seq and day_seq say where the newest epoch_started and day_opened are: a restart reads from there.
_HEAD = """
CREATE TABLE head (
  only INTEGER PRIMARY KEY CHECK (only = 1),
  branch TEXT NOT NULL, epoch BLOB NOT NULL, seq INTEGER NOT NULL, hash BLOB NOT NULL,
  epoch_seq INTEGER NOT NULL, day_seq INTEGER NOT NULL
) STRICT"""

_REQUEST = """
CREATE TABLE request (
  id BLOB PRIMARY KEY CHECK (length(id) = 16),
  kind TEXT NOT NULL, digest BLOB NOT NULL, answer BLOB NOT NULL, seq INTEGER NOT NULL, business_date TEXT NOT NULL
) STRICT, WITHOUT ROWID"""

# hash is argon2id behind a pepper that is in no backup. temporary: good for one sign-in, which sets another.
_PIN = """
CREATE TABLE pin (
  badge TEXT PRIMARY KEY, hash TEXT NOT NULL, temporary INTEGER NOT NULL, set_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID"""

# How often a PIN was tried since it was last right; written before each try, so that no kill makes one free.
_PIN_TRY = """
CREATE TABLE pin_try (
  badge TEXT PRIMARY KEY, tries INTEGER NOT NULL, last_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID"""

# sealed: nonce and AES-GCM of salt and content; search: keyed hash of the last four digits of a phone, or NULL.
_VAULT = """
CREATE TABLE vault (
  record TEXT PRIMARY KEY, date TEXT NOT NULL, of TEXT NOT NULL, visit TEXT NOT NULL, sealed BLOB NOT NULL,
  search BLOB, kept_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID"""

_VAULT_OF_DAY = "CREATE INDEX vault_of_day ON vault (date, of)"

# One row. epoch, seq and hash: the last fact that headquarters acknowledged; receipt: its word for it, JSON.
# headquarters: the key that said so, in hex; another headquarters begins anew.
# hq_epoch: rises when headquarters was restored. frozen: why nothing may be purged; until: the seq at which that ends.
_SYNC = """
CREATE TABLE sync (
  only INTEGER PRIMARY KEY DEFAULT 1 CHECK (only = 1),
  headquarters TEXT NOT NULL DEFAULT '',
  epoch TEXT NOT NULL DEFAULT '', seq INTEGER NOT NULL DEFAULT 0, hash TEXT NOT NULL DEFAULT '',
  receipt BLOB NOT NULL DEFAULT x'', hq_epoch INTEGER NOT NULL DEFAULT 0,
  frozen TEXT NOT NULL DEFAULT '', until INTEGER NOT NULL DEFAULT 0,
  succeeded_ms INTEGER NOT NULL DEFAULT 0,
  failure TEXT NOT NULL DEFAULT '', failed_ms INTEGER NOT NULL DEFAULT 0,
  forked_ms INTEGER NOT NULL DEFAULT 0
) STRICT"""

# No content: a record is sealed to headquarters when it is sent. commitment: which version of it. hq_epoch: of the
# headquarters that has it, as in sync; -1: none has.
_AT_HEADQUARTERS = """
CREATE TABLE at_headquarters (
  record TEXT PRIMARY KEY, commitment BLOB NOT NULL CHECK (length(commitment) = 32), hq_epoch INTEGER NOT NULL
) STRICT, WITHOUT ROWID"""

# At most one row: the last fact that was purged, signed by the branch; public is the half of its key that checks it.
_ANCHOR = """
CREATE TABLE anchor (
  only INTEGER PRIMARY KEY CHECK (only = 1),
  seq INTEGER NOT NULL, epoch BLOB NOT NULL, hash BLOB NOT NULL, date TEXT NOT NULL,
  public BLOB NOT NULL, signature BLOB NOT NULL
) STRICT"""
