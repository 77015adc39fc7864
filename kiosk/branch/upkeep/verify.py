"""`kiosk verify`: is every record complete, in order and unaltered?"""

from pathlib import Path

from kiosk.branch.database.store import reading
from kiosk.branch.upkeep.examine import examine
from kiosk.branch.upkeep.findings import Report


def verify(folder: Path) -> Report:
    """Check the records of a data folder by reading only, as they stand at this moment; the service may keep running.

    Raises:
        StoreProblem: there is nothing that could be checked: no database, no key, a newer program's.
    """
    with reading(folder) as (_, _, conn):
        conn.execute("BEGIN")
        return examine(conn)
