"""Whether anybody was answered since a fact: what decides if a backup may take the place of the database."""

from pathlib import Path
from typing import Final

from kiosk.branch.database.store import reading

_SINCE: Final = (
    "SELECT EXISTS (SELECT 1 FROM journal WHERE seq > :seq AND actor <> 'system')"
    " OR EXISTS (SELECT 1 FROM request WHERE seq > :seq)"
)


def answered_since(data: Path, seq: int) -> bool:
    """Tell whether behind fact `seq` anybody but the service itself did anything.

    What the service writes by itself when it starts (the day, its checks, its printer) is nothing that anybody relies on.

    Raises:
        StoreProblem: the database cannot be read.
    """
    with reading(data) as (_, _, conn):
        return conn.execute(_SINCE, {"seq": seq}).fetchone() == (1,)
