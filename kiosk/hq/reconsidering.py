"""After an update: branches of which an earlier program left something out are projected anew.

It set facts aside that this one may know, or could not bring the roll-ups of a date up to its facts.
"""

import hashlib
import time
from collections.abc import Callable
from typing import Final

import structlog

from kiosk import __version__
from kiosk.domain.facts import type_of_kind
from kiosk.hq.ingest import is_known
from kiosk.hq.store.port import Server, StoreBusy
from kiosk.records.connection import Connection

log = structlog.get_logger()

_PAUSE_S: Final = 30.0
_LONGEST_PAUSE_S: Final = 3_600.0
"""A rebuild reads a branch's whole inbox: one that met a busy store comes again after a pause that doubles up to this."""

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

    def __init__(
        self, server: Server, rebuild: Callable[[str], None], now_s: Callable[[], float] = time.monotonic
    ) -> None:
        """Call `rebuild` of every branch with facts set aside whose kind and version this program knows."""
        self._server, self._rebuild, self._now_s = server, rebuild, now_s
        self._over = set[str]()
        self._waits = dict[str, tuple[float, float]]()
        """Of branches that met a busy store: when they are due again, and the pause that ends then."""

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
        """Rebuild one branch, if it is due: no other waits for it, whatever comes of it."""
        due_s, pause_s = self._waits.get(branch, (float("-inf"), 0.0))
        if self._now_s() < due_s:
            return
        try:
            self._rebuild(branch)
            log.info("reconsidered", branch=branch)
        except StoreBusy as busy:
            pause_s = min(max(_PAUSE_S, 2 * pause_s), _LONGEST_PAUSE_S)
            self._waits[branch] = (self._now_s() + pause_s, pause_s)
            log.warning("reconsidering_waits", branch=branch, pause_s=pause_s, why=str(busy.__cause__))
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
