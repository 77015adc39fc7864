"""How branches stand: what headquarters holds of each, how their queues are, and what is still to be applied."""

from collections import defaultdict
from typing import Final

from kiosk.hq.reports.agreeing import newest_reconciled, reconciled
from kiosk.hq.reports.states import Backlog, BranchState, Live, LiveBranch, Reconciled
from kiosk.hq.store.port import Store
from kiosk.records.connection import Connection, Row

_SITES: Final = "SELECT branch, name, state, demonstration, heard_ms FROM site ORDER BY branch"
_SITE: Final = "SELECT branch, name, state, demonstration, heard_ms FROM site WHERE branch = :branch"
_EPOCHS: Final = (
    "SELECT branch, first, seq, applied, facts_at, hole, epoch FROM reached ORDER BY branch, place"
)
_EPOCHS_OF: Final = (
    "SELECT branch, first, seq, applied, facts_at, hole, epoch FROM reached"
    " WHERE branch = :branch ORDER BY place"
)
_BEGUN: Final = "SELECT received_ms FROM inbox WHERE branch = :branch AND epoch = :epoch AND seq = :seq"
_PROJECTED: Final = "SELECT branch, projected FROM rollup_live"
_PROJECTED_OF: Final = "SELECT branch, projected FROM rollup_live WHERE branch = :branch"
_LIVE: Final = """
SELECT site.branch, site.name, live.at_ms, live.date, day.is_open, live.waiting, live.called, live.serving, live.parked,
    live.counters, live.at_ms - live.since_ms, day.issued, day.finished
  FROM site JOIN rollup_live AS live ON live.branch = site.branch
  LEFT JOIN rollup_day AS day ON day.date = live.date AND day.branch = live.branch ORDER BY site.branch"""
_BACKLOG: Final = """
SELECT count(DISTINCT CASE WHEN applied < seq THEN branch END), coalesce(sum(seq - applied), 0),
    coalesce(sum(seq - first + 1 - hole), 0) FROM reached"""
QUERIES: Final = (
    _SITES, _SITE, _EPOCHS, _EPOCHS_OF, _BEGUN, _PROJECTED, _PROJECTED_OF, _LIVE, _BACKLOG,
)  # fmt: skip
"""Every statement of this module. They go through tables of a few rows for each branch, which facts do not make longer;
`_BEGUN` finds one fact by its key, where a branch forked."""


def branches(store: Store) -> list[BranchState]:
    """Return every branch that was ever taken in, by its code."""
    found: list[BranchState] = []
    for server in store.servers:
        with server.read() as conn:
            found += _branches(conn)
    return sorted(found, key=lambda one: one.branch)


def branch(store: Store, code: str) -> BranchState | None:
    """Return one branch by its code; None: it was never taken in."""
    named = {"branch": code}
    with store.server_of(code).read() as conn:
        site = conn.execute(_SITE, named).fetchone()
        if site is None:
            return None
        epochs = [tuple(row[1:]) for row in conn.execute(_EPOCHS_OF, named).fetchall()]
        projected: dict[str, int] = dict(conn.execute(_PROJECTED_OF, named).fetchall())
        forked_ms = _forked_ms(conn, code, epochs)
    agreed = next(iter(reconciled(store, code, 1)), None)
    return _state(site, epochs, projected.get(code, 0), agreed, forked_ms)


def _branches(conn: Connection) -> list[BranchState]:
    epochs: defaultdict[str, list[Row]] = defaultdict(list)
    for branch, *row in conn.execute(_EPOCHS).fetchall():
        epochs[branch].append(tuple(row))
    projected: dict[str, int] = dict(conn.execute(_PROJECTED).fetchall())
    agreed = newest_reconciled(conn)
    return [
        _state(
            site,
            epochs[site[0]],
            projected.get(site[0], 0),
            agreed.get(site[0]),
            _forked_ms(conn, site[0], epochs[site[0]]),
        )
        for site in conn.execute(_SITES).fetchall()
    ]


def _state(
    site: Row, epochs: list[Row], projected: int, agreed: Reconciled | None, forked_ms: int | None
) -> BranchState:
    branch, name, state, demonstration, heard_ms = site
    durable = sum(seq - first + 1 - hole for first, seq, _, _, hole, _ in epochs)
    applied = sum(max(0, reached - first + 1 - hole) for first, _, reached, _, hole, _ in epochs)
    return BranchState(
        branch, name or branch, state, bool(demonstration), heard_ms,
        facts_at=epochs[-1][3] or None if epochs else None,
        durable=durable,
        applied=applied,
        quarantined=max(0, applied - projected),
        epochs=len(epochs),
        forked=_fork(epochs) is not None,
        forked_ms=forked_ms,
        told_seq=agreed.told.seq if agreed and agreed.told else None,
        reconciled=agreed,
        missing=_missing(epochs),
    )  # fmt: skip


def _missing(epochs: list[Row]) -> int:
    """Return how many facts are not here before and within these epochs: seqs count from 1 through all of them."""
    reached, missing = 0, 0
    for first, seq, _, _, hole, _ in epochs:
        missing += max(0, first - 1 - reached) + hole
        reached = max(reached, seq)
    return missing


def _fork(epochs: list[Row]) -> Row | None:
    """Return the newest epoch that begins where an older one had gone on: seqs count through all epochs of a branch."""
    reached, found = 0, None
    for epoch in epochs:
        first, seq, *_ = epoch
        found = epoch if first <= reached else found
        reached = max(reached, seq)
    return found


def _forked_ms(conn: Connection, branch: str, epochs: list[Row]) -> int | None:
    fork = _fork(epochs)
    if fork is None:
        return None
    row = conn.execute(_BEGUN, {"branch": branch, "epoch": fork[-1], "seq": fork[0]}).fetchone()
    return int(row[0]) if row else None


def live(store: Store) -> Live:
    """Return the queues of all branches as of the newest fact of each that is applied, by code."""
    found: list[LiveBranch] = []
    for server in store.servers:
        with server.read() as conn:
            found += [_live(row) for row in conn.execute(_LIVE).fetchall()]
    return Live(tuple(sorted(found, key=lambda one: one.branch)))


def _live(row: Row) -> LiveBranch:
    (
        branch,
        name,
        at_ms,
        date,
        is_open,
        waiting,
        called,
        serving,
        parked,
        counters,
        longest_ms,
        issued,
        finished,
    ) = row
    return LiveBranch(
        branch, name or branch, at_ms, date, bool(is_open), waiting, called, serving, parked, counters,
        None if longest_ms is None else max(0, longest_ms), issued or 0, finished or 0,
    )  # fmt: skip


def backlog(store: Store) -> list[Backlog]:
    """Return what is durable on each server and not applied yet."""
    found = []
    for place, server in enumerate(store.servers):
        with server.read() as conn:
            branches_behind, facts, durable = conn.execute(_BACKLOG).fetchone() or (0, 0, 0)
            found.append(Backlog(place, int(branches_behind), int(facts), int(durable)))
    return found
