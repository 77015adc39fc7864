"""What is written beside the tables when facts are projected, in the same transaction."""

from kiosk.domain.facts import Recorded
from kiosk.hq.rollup import rolled_up
from kiosk.hq.sealed import drop_gone
from kiosk.records.connection import Connection


def projected(conn: Connection, branch: str, recorded: list[Recorded]) -> None:
    """Add facts of one branch to the roll-ups, and delete the sealed copies of what they say is gone."""
    rolled_up(conn, branch, recorded)
    drop_gone(conn, branch, recorded)
