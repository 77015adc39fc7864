"""What the tables of a data folder say at the end: numbers that must not depend on what the service went through."""

from pathlib import Path
from typing import Final

from kiosk.branch.database.store import reading

_COUNTS: Final = {
    "visits": "SELECT date, series, care, count(*), max(number) FROM visit GROUP BY 1, 2, 3 ORDER BY 1, 2, 3",
    "legs": "SELECT date, leg.service, leg.status, count(*), sum(credit_ms) FROM leg JOIN visit ON visit.id = leg.visit"
    " AND visit.branch = leg.branch GROUP BY 1, 2, 3 ORDER BY 1, 2, 3",
    "periods": "SELECT counter, reason, count(*), sum(ended_ms - called_ms) FROM period GROUP BY 1, 2 ORDER BY 1, 2",
    "ratings": "SELECT score, count(*), count(answered_ms) FROM rating GROUP BY 1 ORDER BY 1",
    "days": "SELECT date, finished, unfinished, closed_why FROM day ORDER BY 1",
}
"""By name; nothing of paper, which comes as the printer can, and no ids, which are made anew in every run."""


def counted(folder: Path) -> dict[str, list[tuple[object, ...]]]:
    """Return the counts of a data folder; the service may be running. StoreProblem if it cannot be read."""
    with reading(folder) as (_, _, conn):
        return {name: list(conn.execute(query)) for name, query in _COUNTS.items()}
