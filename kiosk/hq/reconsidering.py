"""After an update: branches of which an earlier program set facts aside that this one may know are projected anew."""

import hashlib
from collections.abc import Callable
from typing import Final

import structlog

from kiosk import __version__
from kiosk.domain.facts import type_of_kind
from kiosk.hq.ingest import is_known
from kiosk.hq.store.port import Server

log = structlog.get_logger()

_JUDGED = "SELECT program FROM judged"
# The index of what was set aside is used only if the status stands in the statement.
_ASIDE = "SELECT DISTINCT branch, kind, version FROM inbox WHERE status = 'quarantined'"
_FORGET = "DELETE FROM judged"
_JUDGE = "INSERT INTO judged (program) VALUES (:program)"

QUERIES: Final = (_JUDGED, _ASIDE)
"""Every reading statement of this module."""


def reconsider(server: Server, rebuild: Callable[[str], None]) -> None:
    """Call `rebuild` of every branch with facts set aside whose kind and version this program knows; once for a program.

    Killed half-way, it begins again: a rebuild more changes nothing. StoreBusy: the rest is for the next time.
    """
    program = _this_program()
    with server.read() as conn:
        if conn.execute(_JUDGED).fetchall() == [(program,)]:
            return
        aside = conn.execute(_ASIDE).fetchall()
    for branch in sorted({str(branch) for branch, kind, version in aside if is_known(kind, version)}):
        log.info("reconsidered", branch=branch)
        rebuild(branch)
    with server.write() as conn:
        conn.execute(_FORGET)
        conn.execute(_JUDGE, {"program": program})


def _this_program() -> str:
    """Return what tells this program from others: its version, and a digest of every kind and version it knows."""
    known = sorted((kind, getattr(cls, "version", 0)) for kind, cls in type_of_kind.items())
    return f"{__version__} {hashlib.sha256(repr(known).encode()).hexdigest()}"
