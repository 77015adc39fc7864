"""What a day took over from the one before and what it handed on, out of the journal: tables know only the last of it."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from itertools import takewhile
from typing import Final

from kiosk.branch.database.journal import Journal
from kiosk.domain.facts import DayClosed, Recorded, TicketCarried
from kiosk.records.connection import Connection
from kiosk.records.summary import Carried, DayTimes

_AT: Final = "SELECT at FROM journal WHERE seq = ?"


def carried_over(conn: Connection, times: DayTimes) -> Carried:
    """Return what was carried into and on from a day. Reads the moments it was opened and closed, and nothing between.

    Raises:
        StoreProblem: the journal cannot be read.
    """
    moments = (times.opened_ms, times.closed_ms)
    return carried_by((one for ms in moments if ms is not None for one in _facts_at(conn, ms)), times)


def carried_by(facts: Iterable[Recorded], times: DayTimes) -> Carried:
    """Return the same from facts in order. A day that was reopened and closed again handed on what its last closing did."""
    into, on = set[str](), frozenset[str]()
    for one in facts:
        match one.fact:
            case TicketCarried(leg=leg) if one.at_ms == times.opened_ms:
                into.add(leg)
            case DayClosed(date=times.date, carried=kept) if one.at_ms == times.closed_ms:
                on = frozenset(kept)
    return Carried(frozenset(into), on)


def _facts_at(conn: Connection, ms: int) -> Iterator[Recorded]:
    """Yield the facts of one moment. Service time never goes back, so the journal is in its order as well."""
    journal = Journal(conn)

    def at_ms(seq: int) -> int:
        (at,) = conn.execute(_AT, (seq,)).fetchone() or (0,)
        return int(at)

    before = bisect_left(range(1, journal.head.seq + 1), ms, key=at_ms)
    return takewhile(lambda one: one.at_ms == ms, journal.all_after(before))
