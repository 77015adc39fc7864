"""The tables of headquarters: what it was sent, how far, by whom; beside them those that facts project into.

Every statement is written for SQLite; `for_postgres` says the same to PostgreSQL. Times are UTC ms.
"""

import re
from typing import Final

from kiosk.hq.store.schema_packs import PACKS
from kiosk.hq.store.schema_people import PEOPLE, SEALED
from kiosk.hq.store.schema_rollups import ROLLUPS, ROLLUPS_LEFT, ROLLUPS_OF_WEEKS
from kiosk.hq.store.schema_servers import SERVERS
from kiosk.records.schema import DDL as RECORDS_DDL

# state: enrolled or revoked. key is the raw public key of Ed25519 that the branch signs with.
_SITE = """
CREATE TABLE site (
  branch TEXT NOT NULL, state TEXT NOT NULL, key BLOB NOT NULL, demonstration INTEGER NOT NULL,
  enrolled_ms INTEGER NOT NULL, changed_ms INTEGER NOT NULL, heard_ms INTEGER,
  PRIMARY KEY (branch)
) STRICT, WITHOUT ROWID"""

# One row for each epoch of a branch, `place` counting them from 1 in the order headquarters first heard of them.
# before: hash before `first`. seq and hash: durable up to here. applied: projected up to here.
_REACHED = """
CREATE TABLE reached (
  branch TEXT NOT NULL, epoch BLOB NOT NULL, place INTEGER NOT NULL, first INTEGER NOT NULL, before BLOB NOT NULL,
  seq INTEGER NOT NULL, hash BLOB NOT NULL, applied INTEGER NOT NULL, facts_at INTEGER NOT NULL, moved_ms INTEGER NOT NULL,
  PRIMARY KEY (branch, epoch)
) STRICT, WITHOUT ROWID"""

# status: kept or quarantined. received_ms also says which month's partition a row lies in on PostgreSQL.
_INBOX = """
CREATE TABLE inbox (
  branch TEXT NOT NULL, epoch BLOB NOT NULL, seq INTEGER NOT NULL,
  id BLOB NOT NULL, kind TEXT NOT NULL, version INTEGER NOT NULL, at INTEGER NOT NULL,
  body BLOB NOT NULL, commitment BLOB NOT NULL, hash BLOB NOT NULL, status TEXT NOT NULL, received_ms INTEGER NOT NULL,
  PRIMARY KEY (branch, epoch, seq)
) STRICT, WITHOUT ROWID"""

# A voucher lies on the first server alone. code: how a branch without the file names it. sites: codes of the branches it
# is for, parted by spaces; none: any. expires_ms is judged by headquarters' clock.
_VOUCHER = """
CREATE TABLE voucher (
  id BLOB NOT NULL, code TEXT NOT NULL, sites TEXT NOT NULL, uses INTEGER NOT NULL, expires_ms INTEGER NOT NULL,
  demonstration INTEGER NOT NULL, made_ms INTEGER NOT NULL, made_by TEXT NOT NULL, withdrawn_ms INTEGER,
  document TEXT NOT NULL,
  PRIMARY KEY (id), UNIQUE (code)
) STRICT, WITHOUT ROWID"""
_VOUCHER_USE = """
CREATE TABLE voucher_use (
  voucher BLOB NOT NULL, branch TEXT NOT NULL, key BLOB NOT NULL, at_ms INTEGER NOT NULL,
  PRIMARY KEY (voucher, branch, key)
) STRICT, WITHOUT ROWID"""

# Every key a branch ever had. state: current; next, told and not used yet; retired, made way for the next; replaced,
# another machine stands there now.
_SITE_KEY = """
CREATE TABLE site_key (
  branch TEXT NOT NULL, key BLOB NOT NULL, state TEXT NOT NULL, since_ms INTEGER NOT NULL,
  PRIMARY KEY (branch, key)
) STRICT, WITHOUT ROWID"""
_SITE_NAME = "ALTER TABLE site ADD COLUMN name TEXT NOT NULL DEFAULT ''"
_SITE_KEYS_SO_FAR = "INSERT INTO site_key SELECT branch, key, 'current', enrolled_ms FROM site"
# Until when another machine may take the place of the branch, because an operator said so; 0: it may not.
_SITE_REPLACEABLE = "ALTER TABLE site ADD COLUMN replaceable_ms INTEGER NOT NULL DEFAULT 0"

# program: which one has last gone over the facts that were set aside.
_JUDGED = """
CREATE TABLE judged (
  program TEXT NOT NULL, PRIMARY KEY (program)
) STRICT, WITHOUT ROWID"""
_INBOX_ASIDE = "CREATE INDEX inbox_aside ON inbox (branch, kind, version) WHERE status = 'quarantined'"
# hole: facts between first and seq that were purged at the branch before they could come here.
_HOLE = "ALTER TABLE reached ADD COLUMN hole INTEGER NOT NULL DEFAULT 0"

STEPS: Final[dict[str, tuple[str, ...]]] = {
    "m001_the_inbox": (_SITE, _REACHED, _INBOX),
    "m002_enrolment": (_VOUCHER, _VOUCHER_USE, _SITE_KEY, _SITE_KEYS_SO_FAR, _SITE_NAME, _SITE_REPLACEABLE),
    "m003_people": PEOPLE,
    "m004_sealed": SEALED,
    "m005_rollups": ROLLUPS,
    "m006_servers": SERVERS,
    "m007_judged": (_JUDGED, _INBOX_ASIDE),
    "m008_packs": PACKS,
    "m009_rollups_left": ROLLUPS_LEFT,
    "m009_hole": (_HOLE,),
    "m010_weeks": ROLLUPS_OF_WEEKS,
}
"""Migrations by name, oldest first: they only ever add."""

_TYPES: Final = {"BLOB": "BYTEA", "INTEGER": "BIGINT", "REAL": "DOUBLE PRECISION", "TEXT": 'TEXT COLLATE "C"'}

INBOX_COLUMNS: Final = (
    "branch", "epoch", "seq", "id", "kind", "version", "at", "body", "commitment", "hash", "status", "received_ms",
)  # fmt: skip


def all_steps() -> dict[str, tuple[str, ...]]:
    """Return every migration, those of the projected tables first, as headquarters makes them."""
    projected = {f"records.{name}": tuple(map(_without_guard, ddl)) for name, ddl in RECORDS_DDL.items()}
    return {**projected, **{f"hq.{name}": ddl for name, ddl in STEPS.items()}}


def _without_guard(ddl: str) -> str:
    """Return the table without the guard of the branch's only writer.

    Two disks that were one issue the same number twice, and headquarters keeps both visits (protocol.md, fork).
    """
    # With the id among them the columns are always unique, and SQLite gives the index the name it has at the branch.
    return ddl.replace("UNIQUE (branch, date, series, number)", "UNIQUE (branch, date, series, number, id)")


def for_postgres(ddl: str) -> str:
    """Return a statement as PostgreSQL wants it. Texts sort by their bytes, as SQLite sorts them, whatever its locale."""
    ddl = re.sub(r"\) STRICT(, WITHOUT ROWID)?", ")", ddl)
    return re.sub(r"\b(BLOB|INTEGER|REAL|TEXT)\b", lambda found: _TYPES[found[0]], ddl)
