"""After an update: branches of which an earlier program left something out are projected anew.

It set facts aside that this one may know, or could not bring the roll-ups of a date up to its facts.
"""

import hashlib
from collections.abc import Callable
from typing import Final

import structlog

from kiosk import __version__
from kiosk.domain.facts import type_of_kind
from kiosk.hq.ingest import is_known
from kiosk.hq.store.port import Server, StoreBusy
from kiosk.records.connection import Connection

log = structlog.get_logger()

_JUDGED = "SELECT program FROM judged"
# The index of what was set aside is used only if the status stands in the statement.
_ASIDE = "SELECT DISTINCT branch, kind, version FROM inbox WHERE status = 'quarantined'"
_LEFT_OUT = "SELECT DISTINCT branch FROM rollup_left"
_FORGET = "DELETE FROM judged"
_JUDGE = "INSERT INTO judged (program) VALUES (:program)"

QUERIES: Final = (_JUDGED, _ASIDE, _LEFT_OUT)
"""Every reading statement of this module."""


class Reconsidering:
    """Goes over the branches of one server, once for a program. In one thread."""

    def __init__(self, server: Server, rebuild: Callable[[str], None]) -> None:
        """Call `rebuild` of every branch with facts set aside whose kind and version this program knows."""
        self._server, self._rebuild = server, rebuild
        self._over = set[str]()

    def step(self) -> None:
        """Go over those that are left. StoreBusy: the next time.

        Killed half-way, it begins again: a rebuild more changes nothing.
        """
        program = _this_program()
        with self._server.read() as conn:
            if conn.execute(_JUDGED).fetchall() == [(program,)]:
                return
            branches = _branches(conn)
        for branch in sorted(branches - self._over):
            self._try(branch)
        if branches <= self._over:
            with self._server.write() as conn:
                conn.execute(_FORGET)
                conn.execute(_JUDGE, {"program": program})

    def _try(self, branch: str) -> None:
        """Rebuild one branch: no other waits for it, whatever comes of it."""
        try:
            self._rebuild(branch)
            log.info("reconsidered", branch=branch)
        except StoreBusy as busy:
            log.warning("reconsidering_waits", branch=branch, why=str(busy.__cause__))
            return
        except Exception:
            # A bug of ours: its tables stay as they are until a program that has it no more.
            log.exception("reconsidering_failed", branch=branch)
        self._over.add(branch)


def _branches(conn: Connection) -> set[str]:
    aside = conn.execute(_ASIDE).fetchall()
    known = {str(branch) for branch, kind, version in aside if is_known(kind, version)}
    return known | {str(branch) for (branch,) in conn.execute(_LEFT_OUT).fetchall()}


def _this_program() -> str:
    """Return what tells this program from others: its version, and a digest of every kind and version it knows."""
    known = sorted((kind, getattr(cls, "version", 0)) for kind, cls in type_of_kind.items())
    return f"{__version__} {hashlib.sha256(repr(known).encode()).hexdigest()}"
