"""The front of the journal goes once headquarters has it, and not before five things hold (protocol.md, Purge).

It goes by whole business days. The fact that says so carries what outlives days; the tables lose the same days, so that they
are still what the journal makes of them. Everything here is for the lane.
"""

from itertools import pairwise
from typing import Final, NamedTuple

import structlog

from kiosk.branch.database.anchor import Anchor, save_anchor
from kiosk.branch.desk import Desk
from kiosk.branch.upload.enrolment import Enrolment
from kiosk.branch.upload.standing import Standing, load_standing, place_at
from kiosk.domain.facts import CareNeedsCounted, JournalPurged
from kiosk.records.connection import Connection
from kiosk.records.front import (
    Day,
    devices_of,
    drop_front,
    first_days,
    is_at_rest,
    newest_backup_ms,
    people_of,
)
from kiosk.records.keeping import closed_from
from kiosk.wire.codec import decode_body

log = structlog.get_logger()

LEAST_DAYS: Final = 7
"""Closed business days that must have passed, whatever the branch's files say."""
_AT_ONCE: Final = 31
"""So many days are looked at for one into which nothing was carried."""
_COUNTED_WITHIN: Final = 20_000
"""Facts: a closed day is counted when it is closed, or with the first glance of a service that was off meanwhile."""

_OPENED: Final = (
    "SELECT seq FROM journal WHERE kind = 'day_opened' AND business_date = ? AND seq > ? ORDER BY seq LIMIT 1"
)
_COUNTS: Final = (
    "SELECT kind, version, body FROM journal WHERE seq BETWEEN ? AND ? AND kind = 'care_needs_counted'"
)


class Cut(NamedTuple):
    """Where the journal is to begin: the day, and the last fact before it."""

    day: Day
    seq: int


def due(desk: Desk, enrolment: Enrolment, settled_ms: int) -> Cut | None:
    """Return where the journal may begin, one business day later than now if it can; None: nothing may go.

    A day closed by hand counts as closed if that was at `settled_ms` (UTC ms) or before.
    """
    conn, branch, privacy = desk.store.conn, desk.journal.head.branch, desk.setting.privacy
    standing = load_standing(conn)
    if privacy is None or privacy.hold or not _proved(desk, enrolment, standing):
        return None
    days = first_days(conn, branch, _AT_ONCE + 1)
    patience = max(LEAST_DAYS, privacy.journal_days)
    for before, day in pairwise(days):
        if closed_from(conn, branch, before.date, settled_ms) <= patience:
            return None
        if is_at_rest(conn, branch, day):
            return _cut(conn, branch, day, standing)
    return None


def _proved(desk: Desk, enrolment: Enrolment, standing: Standing) -> bool:
    """Tell whether headquarters' receipt is genuine, of this epoch, and for a fact that is the same here."""
    proof = standing.proof
    if standing.frozen or proof is None or proof.acked.epoch != desk.journal.head.epoch:
        return False
    return enrolment.proves(proof) and place_at(desk.store.conn, proof.acked.seq) == proof.acked


def _cut(conn: Connection, branch: str, day: Day, standing: Standing) -> Cut | None:
    """Return the cut before a day, if receipt and backup cover everything before it."""
    row = conn.execute(_OPENED, (day.date, _front_of(conn))).fetchone()
    proof = standing.proof
    if row is None or proof is None or newest_backup_ms(conn, branch) <= day.opened_ms:
        return None
    last = int(row[0]) - 1
    return Cut(day, last) if last <= proof.acked.seq else None


def _front_of(conn: Connection) -> int:
    row = conn.execute("SELECT seq FROM anchor").fetchone()
    return 0 if row is None else int(row[0])


def let_go(desk: Desk, enrolment: Enrolment, cut: Cut) -> int:
    """Let the front of the journal go in one transaction, and say so in one fact; return how many facts went.

    The beginning of the present epoch stays: a restart reads from it what the branch was born as.

    Raises:
        StoreProblem: nothing went.
    """
    conn, branch = desk.store.conn, desk.journal.head.branch
    place = place_at(conn, cut.seq)
    if place is None:
        raise LookupError(f"no fact {cut.seq}")
    fact = JournalPurged(cut.day.date, cut.seq, place.hash, people_of(conn, branch), devices_of(conn, branch))
    anchor = Anchor(cut.seq, bytes.fromhex(place.epoch), bytes.fromhex(place.hash), cut.day.date)
    gone = 0

    def drop(_: int) -> None:
        nonlocal gone
        drop_front(conn, branch, cut.day, _counted_later(conn, cut.seq))
        beginning = desk.journal.head.epoch_seq
        gone = conn.execute("DELETE FROM journal WHERE seq <= ? AND seq <> ?", (cut.seq, beginning)).rowcount
        save_anchor(conn, anchor.signed(enrolment.key))

    desk.record((fact,), drop)
    log.info("journal_purged", before=cut.day.date, facts=gone)
    return gone


def _counted_later(conn: Connection, seq: int) -> frozenset[str]:
    """Return the dates whose care needs were counted behind `seq`, but not long behind."""
    rows = conn.execute(_COUNTS, (seq + 1, seq + _COUNTED_WITHIN)).fetchall()
    facts = (decode_body(*row)[-1] for row in rows)
    return frozenset(fact.date for fact in facts if isinstance(fact, CareNeedsCounted))
