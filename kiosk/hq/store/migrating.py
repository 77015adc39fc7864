"""Bringing the tables of a server up to this program, in a transaction of the caller's."""

import secrets
from collections.abc import Callable
from typing import Final

from kiosk.hq.rollup_week import add_up_weeks
from kiosk.hq.store.schema import all_steps
from kiosk.records.connection import Connection

_FILLED_BY: Final[dict[str, Callable[[Connection], None]]] = {"hq.m010_weeks": add_up_weeks}
"""What fills the tables of a migration out of those that were there before."""


def migrate(conn: Connection, spoken: Callable[[str], str] = str) -> None:
    """Run every migration that was not run yet; `spoken` says a statement as this database wants it."""
    conn.execute(spoken("CREATE TABLE IF NOT EXISTS migration (name TEXT NOT NULL PRIMARY KEY)"))
    done = {name for (name,) in conn.execute("SELECT name FROM migration").fetchall()}
    for name, statements in all_steps().items():
        if name not in done:
            for statement in statements:
                conn.execute(spoken(statement))
            if name in _FILLED_BY:
                _FILLED_BY[name](conn)
            conn.execute("INSERT INTO migration VALUES (:name)", {"name": name})


def have_name(conn: Connection) -> str:
    """Return the name of a server, which it is given at its birth and keeps."""
    row = conn.execute("SELECT server FROM identity").fetchone()
    if row is not None:
        return str(row[0])
    name = secrets.token_hex(8)
    conn.execute("INSERT INTO identity (server, run, epoch) VALUES (:server, '', 0)", {"server": name})
    return name
