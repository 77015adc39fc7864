"""The tables of headquarters: what it was sent, how far, by whom; beside them those that facts project into.

Every statement is written for SQLite; `for_postgres` says the same to PostgreSQL. Times are UTC ms.
"""

import re
from typing import Final

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

STEPS: Final[dict[str, tuple[str, ...]]] = {"m001_the_inbox": (_SITE, _REACHED, _INBOX)}
"""Migrations by name, oldest first: they only ever add."""

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
    return ddl.replace(",\n  UNIQUE (branch, date, series, number)", "")


def for_postgres(ddl: str) -> str:
    """Return a statement as PostgreSQL wants it."""
    ddl = re.sub(r"\) STRICT(, WITHOUT ROWID)?", ")", ddl)
    return re.sub(r"\bBLOB\b", "BYTEA", re.sub(r"\bINTEGER\b", "BIGINT", ddl))
