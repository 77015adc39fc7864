"""`kiosk backup`: a checked copy of the database, while the service runs or not."""

import re
from pathlib import Path

from kiosk.branch.database.journal import Journal
from kiosk.branch.database.store import reading
from kiosk.records.connection import Connection
from kiosk.records.database.copy import write_copy
from kiosk.records.database.problems import StoreProblem
from kiosk.wire.chain import fact_hash


def backup(folder: Path, target_folder: Path) -> Path:
    """Copy the database of a data folder into `target_folder`; return the file, named by branch, business date and seq.

    The copy is encrypted under the branch's key, and the keys are not in it: keep `database.key` and `branch.key` apart,
    once, and never a key of the vault, for a copy of one outlives its purge. The copy has been opened again, every page
    checked and the head of its chain recomputed.

    Raises:
        StoreProblem: it could not be made; what was there before is untouched.
    """
    with reading(folder) as (_, keys, conn):
        return write_copy(conn, keys.database, target_folder, lambda copy: _name(copy, target_folder))


def _name(copy: Connection, target_folder: Path) -> str:
    head, newest = Journal(copy).head, Journal(copy).newest
    if newest is None:
        return "empty.kiosk-backup"
    if not head_holds(copy):
        raise StoreProblem("damaged", target_folder, "the head of the chain does not fit")
    return f"{file_prefix(head.branch)}_{newest.date}_{head.seq:09d}.kiosk-backup"


def file_prefix(branch: str) -> str:
    """Return what the names of a branch's backups begin with: its code, without what a file system may not like."""
    return re.sub(r"[^\w-]", "_", branch)


def head_holds(copy: Connection) -> bool:
    """Recompute the last hash of the chain and compare it with the head."""
    row = copy.execute(
        "SELECT journal.epoch, journal.seq, prev, id, kind, version, at, body, commitment, head.hash"
        " FROM head LEFT JOIN journal ON journal.seq = head.seq AND journal.epoch = head.epoch"
    ).fetchone()
    if row is None or row[0] is None:
        return False
    names = ("epoch", "seq", "prev", "id", "kind", "version", "at_ms", "body", "commitment")
    return fact_hash(**dict(zip(names, row[:-1], strict=True))) == bytes(row[-1])
