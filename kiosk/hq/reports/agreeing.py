"""What a branch says of its day beside what headquarters counts: "branch 312 = HQ 312".

Both are compared as of the same fact: `kiosk.hq.today` writes down what the tables held when they had reached it.
"""

from dataclasses import dataclass
from typing import Final

from kiosk.hq.reports.states import Agreement, Reconciled, Told
from kiosk.hq.store.port import Store
from kiosk.records.connection import Connection, Row

_TOLD: Final = (
    "told.date, told.epoch, told.seq, told.waiting, told.serving, told.counters, told.issued, told.finished,"
    " told.sent_ms, told.received_ms, told.our_issued, told.our_finished"
)
_TOLD_LAST: Final = f"""
SELECT told.branch, {_TOLD} FROM told_last AS last
  JOIN told ON told.branch = last.branch AND told.date = last.date"""  # noqa: S608 - ours
_TOLD_OF: Final = f"SELECT branch, {_TOLD} FROM told WHERE branch = :branch ORDER BY date DESC LIMIT :days"  # noqa: S608
_NEWEST: Final = """
SELECT live.branch, live.date, day.issued, day.finished
  FROM rollup_live AS live LEFT JOIN rollup_day AS day ON day.date = live.date AND day.branch = live.branch"""
_DAYS_OF: Final = """
SELECT branch, date, issued, finished FROM rollup_day INDEXED BY rollup_day_of WHERE branch = :branch
  ORDER BY date DESC LIMIT :days"""
_APPLIED: Final = "SELECT branch, epoch, applied FROM reached"
_APPLIED_OF: Final = f"{_APPLIED} WHERE branch = :branch"
QUERIES: Final = (_TOLD_LAST, _TOLD_OF, _NEWEST, _DAYS_OF, _APPLIED, _APPLIED_OF)
"""Every statement of this module; those without a branch go through tables of a few rows for each branch."""


def reconciled(store: Store, branch: str, days: int) -> list[Reconciled]:
    """Return the newest dates of a branch, so many at most and the newest first, each beside what the branch said of it."""
    named = {"branch": branch, "days": days}
    with store.server_of(branch).read() as conn:
        applied = _applied(conn.execute(_APPLIED_OF, {"branch": branch}).fetchall())
        told = {row[1]: row for row in conn.execute(_TOLD_OF, named).fetchall()}
        ours = {row[1]: row for row in conn.execute(_DAYS_OF, named).fetchall()}
    newest = sorted({*told, *ours}, reverse=True)[:days]
    return [_both(date, told.get(date), ours.get(date), applied) for date in newest]


def newest_reconciled(conn: Connection) -> dict[str, Reconciled]:
    """Return the same of the newest date of each branch of a server, by branch."""
    applied = _applied(conn.execute(_APPLIED).fetchall())
    told = {row[0]: row for row in conn.execute(_TOLD_LAST).fetchall()}
    ours = {row[0]: row for row in conn.execute(_NEWEST).fetchall() if row[2] is not None}
    found = {}
    for branch in {*told, *ours}:
        date = max(row[1] for row in (told.get(branch), ours.get(branch)) if row)
        said, counted = (
            row if row and row[1] == date else None for row in (told.get(branch), ours.get(branch))
        )
        found[branch] = _both(date, said, counted, applied)
    return found


@dataclass(frozen=True, slots=True)
class _Applied:
    """How far epochs of branches are applied."""

    epochs: dict[tuple[str, bytes], int]
    branches: dict[str, int]

    def before(self, branch: str, epoch: bytes) -> int:
        """Return up to where an epoch is applied; of one not heard of yet, up to where the branch is: seqs go on."""
        return self.epochs.get((branch, epoch), self.branches.get(branch, 0))


def _applied(rows: list[Row]) -> _Applied:
    branches: dict[str, int] = {}
    for branch, _, applied in rows:
        branches[branch] = max(applied, branches.get(branch, 0))
    return _Applied({(branch, bytes(epoch)): applied for branch, epoch, applied in rows}, branches)


def _both(date: str, said: Row | None, counted: Row | None, applied: _Applied) -> Reconciled:
    issued, finished = counted[2:4] if counted else (0, 0)
    if said is None:
        return Reconciled(date, None, issued, finished, "silent", 0, issued)
    branch, _, epoch, *figures, our_issued, our_finished = said
    told = Told(date, bytes(epoch).hex(), *figures)
    of_day, behind = issued, max(0, told.seq - applied.before(branch, bytes(epoch)))
    if our_issued is not None:
        issued, finished, behind = our_issued, our_finished, 0
    agreement: Agreement = "equal" if (told.issued, told.finished) == (issued, finished) else "differs"
    return Reconciled(date, told, issued, finished, "behind" if behind else agreement, behind, of_day)
