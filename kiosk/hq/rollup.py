"""Keeping the roll-ups: in the transaction that projects facts, each date they touch is reckoned anew from the tables.

So the roll-ups always equal a full scan: nothing is added to what was there, and nothing can be added twice.
"""

from typing import Final

from kiosk.domain.facts import Recorded
from kiosk.hq.rollup_day import roll_up_day
from kiosk.hq.rollup_live import roll_up_live, roll_up_printers
from kiosk.hq.rollup_told import settle
from kiosk.hq.rollup_touched import note_carried, touched
from kiosk.hq.rollup_week import roll_up_weeks
from kiosk.records.connection import Connection

_DATES: Final = "SELECT date FROM day WHERE branch = :branch ORDER BY date"


def rolled_up(conn: Connection, branch: str, recorded: list[Recorded]) -> None:
    """Bring the roll-ups of a branch up to facts just projected, inside their transaction: the hook of the projector."""
    if not recorded:
        return
    note_carried(conn, branch, recorded)
    roll_up_printers(conn, branch, recorded)
    dates = touched(conn, branch, recorded)
    for date in sorted(dates):
        roll_up_day(conn, branch, date)
    roll_up_weeks(conn, branch, dates)
    roll_up_live(conn, branch, recorded)
    settle(conn, branch, recorded)


def roll_up_all(conn: Connection, branch: str) -> None:
    """Reckon every date of a branch anew, whatever stands there; inside a transaction."""
    dates = [date for (date,) in conn.execute(_DATES, {"branch": branch}).fetchall()]
    for date in dates:
        roll_up_day(conn, branch, date)
    roll_up_weeks(conn, branch, dates)
