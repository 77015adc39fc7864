"""A headquarters on PostgreSQL servers, one or many: everything of a branch lies on one of them (protocol.md, Ingest)."""

import contextlib
from collections import Counter
from collections.abc import Sequence
from typing import Final

import psycopg

from kiosk.hq.store.port import persistent
from kiosk.hq.store.postgres import PostgresServer
from kiosk.hq.store.problems import ServerProblem
from kiosk.records.connection import Connection

_OF: Final = "SELECT server FROM placed WHERE branch = :branch"
_ALL: Final = "SELECT branch, server FROM placed"
_BY_SERVER: Final = "SELECT server, count(*) FROM placed GROUP BY server"
_PLACE: Final = "INSERT INTO placed (branch, server) VALUES (:branch, :server)"

QUERIES: Final = (_OF, _ALL, _BY_SERVER)
"""Every reading statement of this module."""


class PostgresStore:
    """All servers. The first of them knows which branch lies where; a branch never moves, so what was read once holds."""

    def __init__(self, urls: Sequence[str]) -> None:
        """Open the servers, at least one. ServerProblem: one of them cannot be used, or one is missing."""
        with contextlib.ExitStack() as opened:
            self._servers = [opened.enter_context(contextlib.closing(PostgresServer(url))) for url in urls]
            self._by_name = {server.name: server for server in self._servers}
            if len(self._by_name) < len(urls):
                raise ServerProblem("same_twice", self._servers[-1].shown)
            self._placed = self._read_placed()
            opened.pop_all()

    def _read_placed(self) -> dict[str, PostgresServer]:
        with self._servers[0].read() as conn:
            rows = conn.execute(_ALL).fetchall()
        missing = {str(server) for _, server in rows} - set(self._by_name)
        if missing:
            raise ServerProblem("server_missing", self._servers[0].shown, ", ".join(sorted(missing)))
        return {branch: self._by_name[server] for branch, server in rows}

    @property
    def servers(self) -> Sequence[PostgresServer]:
        """Every server; the first also keeps what is headquarters' own."""
        return self._servers

    def server_of(self, branch: str) -> PostgresServer:
        """Return the server that keeps a branch; the first, if none does. StoreBusy: the first is away."""
        if len(self._servers) == 1:
            return self._servers[0]
        if branch not in self._placed:
            with self._servers[0].read() as conn:
                row = conn.execute(_OF, {"branch": branch}).fetchone()
            if row is None:
                return self._servers[0]
            self._placed[branch] = self._by_name[row[0]]
        return self._placed[branch]

    def place(self, branch: str) -> PostgresServer:
        """Return the server that keeps a branch; one that is new goes to the server with the fewest, and stays."""
        if branch not in self._placed:
            # Somebody else may place it at the same moment: then it lies where they said.
            with contextlib.suppress(psycopg.errors.UniqueViolation):
                persistent(lambda: self._place(branch))
            with self._servers[0].read() as conn:
                row = conn.execute(_OF, {"branch": branch}).fetchone()
            self._placed[branch] = self._by_name[row[0] if row else self._servers[0].name]
        return self._placed[branch]

    def _place(self, branch: str) -> None:
        with self._servers[0].write() as conn:
            if conn.execute(_OF, {"branch": branch}).fetchone() is None:
                conn.execute(_PLACE, {"branch": branch, "server": self._emptiest(conn).name})

    def _emptiest(self, conn: Connection) -> PostgresServer:
        held = Counter({server: int(count) for server, count in conn.execute(_BY_SERVER).fetchall()})
        return min(self._servers, key=lambda server: held[server.name])

    def close(self) -> None:
        """Close every server."""
        for server in self._servers:
            server.close()
