"""Journals of many days to send to a headquarters, and what headquarters must hold in the end."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from kiosk.branch.database.store import Store, reading
from kiosk.records.schema import KEYS
from tests.headquarters import BRANCH, stored_facts
from tests.sample_day import SampleDay, write_down

if TYPE_CHECKING:
    from pathlib import Path

    from kiosk.hq.headquarters import Headquarters
    from kiosk.records.connection import Connection, Row
    from kiosk.wire.sync.upload import StoredFact

TABLES: Final = sorted(set(KEYS) - {"number"})
"""What headquarters projects; numbers are the business of who issues them."""
_STEPS_OF_A_DAY: Final = 300
_FIRST: Final = date(2026, 11, 21)


def write_journal(folder: Path, facts: int, seed: int = 1) -> tuple[bytes, list[StoredFact]]:
    """Make a branch in `folder` with at least so many facts; return its epoch and exactly so many of them."""
    sample = SampleDay(seed)
    day = _FIRST
    while len(sample.recorded) < facts:
        sample.open(day.isoformat())
        sample.go_on(min(_STEPS_OF_A_DAY, facts))
        sample.close(carry=False)
        day += timedelta(days=1)
    with Store.open(folder) as store:
        write_down(store, sample.recorded[:facts])
        return stored_facts(store.conn)


def contents(conn: Connection, branch: str = BRANCH) -> dict[str, list[Row]]:
    """Return every row of a branch in every projected table."""
    return {
        table: conn.execute(
            f"SELECT * FROM {table} WHERE branch = ? ORDER BY {', '.join(KEYS[table])}",  # noqa: S608
            (branch,),
        ).fetchall()
        for table in TABLES
    }


def assert_same_tables(headquarters: Headquarters, branch_folder: Path, branch: str = BRANCH) -> None:
    """Fail unless the tables of headquarters are those of the branch in a folder."""
    with headquarters.store.server_of(branch).read() as ours, reading(branch_folder) as (_, _, theirs):
        assert contents(ours, branch) == contents(theirs, branch)


def inbox(headquarters: Headquarters, branch: str = BRANCH) -> list[tuple[int, bytes]]:
    """Return seq and hash of every fact that headquarters holds of a branch."""
    with headquarters.store.server_of(branch).read() as conn:
        rows = conn.execute(
            "SELECT seq, hash FROM inbox WHERE branch = :branch ORDER BY seq", {"branch": branch}
        ).fetchall()
    return [(seq, bytes(digest)) for seq, digest in rows]
