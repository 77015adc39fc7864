"""Looking at the machine for the opening check: its disk, its database, its backups. Slow: never on the event loop."""

import threading
from pathlib import Path
from shutil import disk_usage
from typing import Any, Final, cast

import sqlcipher3
import structlog

from kiosk.branch.daily.backup_files import backup_files
from kiosk.branch.daily.checks import OK, Backups, backup_finding, disk_finding
from kiosk.branch.database.store import reading
from kiosk.branch.upkeep.backup import file_prefix, head_holds
from kiosk.records.connection import Connection
from kiosk.records.database.problems import StoreProblem
from kiosk.records.keeping import ClosedDay, closed_days

log = structlog.get_logger()

LOOK_S: Final = 15.0
"""A check of the database is cut short after this long: it has found nothing until then. `kiosk verify` goes to the end."""
DAYS: Final = 366
"""Business dates that are looked back on: a year. A day in it that is not kept whole is owed, however long ago it was."""


def look_at_machine(data: Path, backups: Path, *, pages: bool = True) -> dict[str, str]:
    """Return what is found of disk, database and backups of a data folder. Blocks up to `LOOK_S` and a little.

    Without `pages` the database is opened and not read through: quick, for a look in between.
    """
    found = {"disk": _disk(data)}
    try:
        with reading(data) as (_, _, conn):
            sound = not pages or _is_sound(conn)
            branch, closed = _branch_of(conn), closed_of(conn)
    except StoreProblem as problem:
        log.warning("database_not_sound", code=problem.code, detail=problem.detail)
        return found | {"database": "unsound", "backup": backup_finding(_backups(backups))}
    return found | {
        "database": OK if sound else "unsound",
        "backup": backup_finding(_backups(backups, file_prefix(branch), closed)),
    }


def _disk(data: Path) -> str:
    try:
        disk = disk_usage(data)
    except OSError as error:
        log.warning("disk_not_seen", reason=str(error))
        return "unreadable"
    return disk_finding(disk.free, disk.total)


def closed_of(conn: Connection) -> tuple[ClosedDay, ...]:
    """Return the closed ones of the newest `DAYS` business dates, oldest first."""
    return closed_days(conn, _branch_of(conn), DAYS)


def closed_in(data: Path) -> tuple[ClosedDay, ...]:
    """Return the closed ones of the newest `DAYS` business dates of a data folder, oldest first. StoreProblem."""
    with reading(data) as (_, _, conn):
        return closed_of(conn)


def _branch_of(conn: Connection) -> str:
    (branch,) = conn.execute("SELECT branch FROM head").fetchone() or ("",)
    return str(branch)


def _backups(folder: Path, prefix: str = "", closed: tuple[ClosedDay, ...] = ()) -> Backups:
    """Return what is known of the backups in a folder; without a prefix those of any branch, for nobody can say which."""
    try:
        files = backup_files(folder, prefix)
    except OSError as error:
        log.warning("backups_not_seen", reason=str(error))
        files = []
    kept = [day.kept.backup for day in closed if day.kept]
    return Backups(
        newest=files[-1].date if files else "",
        last=kept[-1] if kept else "",
        closed=[day.date for day in closed],
    )


def _is_sound(conn: Connection) -> bool:
    """Recompute the head of the chain and read every page, each of which carries a keyed hash, as long as time allows."""
    if not head_holds(conn):
        return False
    timer = threading.Timer(LOOK_S, cast("Any", conn).interrupt)
    timer.start()
    try:
        return [str(row[0]) for row in conn.execute("PRAGMA quick_check")] == ["ok"]
    except sqlcipher3.OperationalError as error:
        if "interrupted" not in str(error):
            raise
        log.info("database_check_cut_short")
        return True
    finally:
        timer.cancel()
