"""The inbox into the tables: with the branch's own `project(fact)`, each branch in the order of its epochs and seqs.

A projector keeps its place in the same transaction as what it wrote: killed at any moment, it goes on where it stood.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from typing import Final, NamedTuple
from uuid import UUID

import structlog

from kiosk.domain.facts import Recorded, Unknown
from kiosk.hq.ingest import KEPT, QUARANTINED
from kiosk.hq.rebuilding import empty
from kiosk.hq.sealed import drop_gone
from kiosk.hq.store.port import Server, StoreBusy, persistent
from kiosk.records.connection import Connection, Row
from kiosk.records.legs import NumberGap
from kiosk.records.project import project
from kiosk.wire.codec import BadFact, decode_body

log = structlog.get_logger()

_PORTION: Final = 1_000

_BEHIND = "SELECT DISTINCT branch FROM reached WHERE applied < seq ORDER BY branch"
_NEXT = "SELECT epoch, applied FROM reached WHERE branch = :branch AND applied < seq ORDER BY place LIMIT 1"
_FACTS = (
    "SELECT seq, id, kind, version, at, body FROM inbox"
    " WHERE branch = :branch AND epoch = :epoch AND seq > :applied AND status = :kept ORDER BY seq LIMIT :portion"
)
_REACH = "UPDATE reached SET applied = :applied WHERE branch = :branch AND epoch = :epoch"
_END = "SELECT seq FROM reached WHERE branch = :branch AND epoch = :epoch"
_SET_ASIDE = "UPDATE inbox SET status = :quarantined WHERE branch = :branch AND epoch = :epoch AND seq = :seq"
_UNMARK = "DELETE FROM rollup_left WHERE branch = :branch AND date = :date"
_MARK = "INSERT INTO rollup_left (branch, date) VALUES (:branch, :date)"

QUERIES: Final = (_BEHIND, _NEXT, _FACTS)
"""Every reading statement of this module."""

Projected = Callable[[Connection, str, list[Recorded]], None]
"""What follows from facts of one branch that were just projected, written in their transaction: the roll-ups."""


class _Portion(NamedTuple):
    epoch: bytes
    rows: list[Row]
    end: int
    """Everything up to here is applied with this portion."""


class Projector:
    """Brings the tables of one server up to its inbox. One for a server, in one thread."""

    def __init__(self, server: Server, projected: Projected) -> None:
        """Project on `server`."""
        self._server, self._projected = server, projected

    def catch_up(
        self, stopped: Callable[[], bool] = lambda: False, has_turn: Callable[[str], bool] = lambda _: True
    ) -> bool:
        """Project everything that is there, or as much as there is until `stopped`, each branch in its turn.

        Returns whether a branch was left for later because it had no turn. One whose facts hit a bug of ours waits for the
        next time. StoreBusy: all the rest does.
        """
        left = False
        with self._server.read() as conn:
            behind = [str(branch) for (branch,) in conn.execute(_BEHIND).fetchall()]
        while behind and not stopped():
            # A portion each: a branch that comes back after weeks keeps no other waiting.
            turns = [branch for branch in behind if has_turn(branch)]
            left = left or len(turns) < len(behind)
            behind = [branch for branch in turns if not stopped() and self._tried(branch)]
        return left

    def _tried(self, branch: str) -> bool:
        try:
            return self.step(branch)
        except StoreBusy:
            raise
        except Exception:
            # It must not hold up the other branches: its facts stay in the inbox, and the log says why they wait.
            log.exception("projector_failed", branch=branch)
            return False

    def step(self, branch: str) -> bool:
        """Project the next facts of a branch in one transaction; tell whether there were any."""
        try:
            return persistent(lambda: self._step(branch, one_by_one=False))
        except Exception as error:
            if not self._is_about_facts(error):
                raise
            return persistent(lambda: self._step(branch, one_by_one=True))

    def rebuild(self, branch: str) -> None:
        """Empty the tables of a branch and make them again from its inbox, what was quarantined included."""
        with self._server.write() as conn:
            self._server.lock(conn, branch)
            empty(conn, branch)

    def _step(self, branch: str, *, one_by_one: bool) -> bool:
        with self._server.write() as conn:
            self._server.lock(conn, branch)
            portion = _portion(conn, branch)
            if portion is None:
                return False
            recorded = []
            with nullcontext() if one_by_one else self._server.unhurried(conn):
                for row in portion.rows:
                    with self._setting_aside(conn, branch, portion.epoch, row, one_by_one=one_by_one):
                        one = _recorded(portion.epoch, row)
                        project(conn, branch, one, guarded=False)
                        recorded.append(one)
            drop_gone(conn, branch, recorded)
            self._follow(conn, branch, recorded)
            conn.execute(_REACH, {"branch": branch, "epoch": portion.epoch, "applied": portion.end})
            return True

    def _follow(self, conn: Connection, branch: str, recorded: list[Recorded]) -> None:
        """Write what follows from facts, or none of it and mark their dates: the tables themselves go on."""
        conn.execute("SAVEPOINT following")
        try:
            self._projected(conn, branch, recorded)
        except Exception as error:
            if not self._is_about_facts(error):
                raise
            conn.execute("ROLLBACK TO SAVEPOINT following")
            dates = sorted({one.date for one in recorded})
            log.exception("rollups_left_out", branch=branch, dates=dates)
            for date in dates:
                conn.execute(_UNMARK, {"branch": branch, "date": date})
                conn.execute(_MARK, {"branch": branch, "date": date})
        conn.execute("RELEASE SAVEPOINT following")

    def _is_about_facts(self, error: Exception) -> bool:
        """Tell whether it was raised for what stands in facts, so that it would be raised again."""
        return self._server.is_about_data(error) or isinstance(
            error, NumberGap | ValueError | ArithmeticError
        )

    @contextmanager
    def _setting_aside(
        self, conn: Connection, branch: str, epoch: bytes, row: Row, *, one_by_one: bool
    ) -> Iterator[None]:
        """Quarantine the fact if the block cannot make sense of it. Only one by one: a savepoint each is slow."""
        if not one_by_one:
            yield
            return
        conn.execute("SAVEPOINT one_fact")
        try:
            yield
        except Exception as error:
            if not self._is_about_facts(error):
                raise
            log.warning("fact_quarantined", branch=branch, seq=row[0], kind=row[2], why=type(error).__name__)
            conn.execute("ROLLBACK TO SAVEPOINT one_fact")
            aside = {"branch": branch, "epoch": epoch, "seq": row[0], "quarantined": QUARANTINED}
            conn.execute(_SET_ASIDE, aside)
        conn.execute("RELEASE SAVEPOINT one_fact")


def _portion(conn: Connection, branch: str) -> _Portion | None:
    row = conn.execute(_NEXT, {"branch": branch}).fetchone()
    if row is None:
        return None
    epoch, applied = bytes(row[0]), row[1]
    named = {"branch": branch, "epoch": epoch, "applied": applied, "kept": KEPT, "portion": _PORTION}
    rows = conn.execute(_FACTS, named).fetchall()
    if len(rows) == _PORTION:
        return _Portion(epoch, rows, rows[-1][0])
    (end,) = conn.execute(_END, {"branch": branch, "epoch": epoch}).fetchone() or (applied,)
    return _Portion(epoch, rows, end)


def _recorded(epoch: bytes, row: Row) -> Recorded:
    """Return the fact of a row. ValueError: its body is not what its kind looks like, or nobody here knows the kind."""
    seq, key, kind, version, at_ms, body = row
    date, actor, device, fact = decode_body(kind, version, bytes(body))
    if isinstance(fact, Unknown):
        raise BadFact(f"{kind} version {version}")
    return Recorded(epoch.hex(), seq, str(UUID(bytes=bytes(key))), date, at_ms, actor, device, fact)
