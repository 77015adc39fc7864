"""The fork: headquarters holds other facts under the same numbers; a disk was cloned, or an old copy of it put back."""

from collections.abc import Iterator
from itertools import chain
from typing import Final, NamedTuple
from uuid import UUID

from kiosk.branch.database.journal import Head, Journal, StoredRow, chain_row, keep_head
from kiosk.domain.facts import EpochStarted
from kiosk.records.connection import Connection
from kiosk.wire.codec import encode_body

_BATCH: Final = 1_000
_BEHIND: Final = (
    f"SELECT seq, {', '.join(StoredRow._fields)} FROM journal"  # noqa: S608 - our own words
    " WHERE seq > ? ORDER BY seq LIMIT ?"
)
_DROP: Final = "DELETE FROM journal WHERE seq > ? AND seq <= ?"
_LAST_COMMON: Final = "SELECT epoch, hash, business_date, at FROM journal WHERE seq = ?"
_ANSWERS: Final = "UPDATE request SET seq = seq + 1 WHERE seq > ?"


class _Common(NamedTuple):
    """The last fact that headquarters holds as it is here."""

    epoch: bytes
    hash: bytes
    date: str
    at_ms: int


def fork(conn: Connection, common: int, fact_id: str) -> Head:
    """Let a new epoch begin behind seq `common`, the last one headquarters holds as it is here; return the new head.

    Inside `Store.write()`. `epoch_started` takes the place behind `common`, at its date and time, and every fact that
    stood there follows one place later as it was: ids, times, bodies and commitments stay, only hashes are others. The
    tables beside the journal know those facts already and stay untouched (protocol.md, Upload: 409 fork).

    Raises:
        LookupError: nothing stands at `common`, or nothing behind it: there is nothing to fork.
    """
    journal = Journal(conn)
    head, started = journal.head, _started(journal)
    row = conn.execute(_LAST_COMMON, (common,)).fetchone()
    if row is None or common >= head.seq:
        raise LookupError(f"no fork behind {common} of {head.seq}")
    last, tail = _Common(*row), _taken_out(conn, common)
    first = next(tail)  # now, while its place is still its own
    new = head._replace(epoch=journal.begin_epoch(), seq=common, hash=last.hash)
    new = chain_row(conn, new, _beginning(head.branch, started, common, last, UUID(fact_id).bytes))
    for one in chain([first], tail):
        new = chain_row(conn, new, one)
    conn.execute(_ANSWERS, (common,))
    new = new._replace(
        epoch_seq=head.epoch_seq + 1 if head.epoch_seq > common else common + 1,
        day_seq=head.day_seq + 1 if head.day_seq > common else head.day_seq,
    )
    keep_head(conn, new)
    return new


def _started(journal: Journal) -> EpochStarted:
    """Return the newest `epoch_started`: it tells what the branch was born as."""
    for one in journal.after(journal.head.epoch_seq - 1, 1):
        if isinstance(one.fact, EpochStarted):
            return one.fact
    raise LookupError("the journal has lost the beginning of its epoch")


def _beginning(branch: str, started: EpochStarted, common: int, last: _Common, key: bytes) -> StoredRow:
    """Return the first fact of the new epoch. Its date and time are those of the last common fact: order is kept."""
    fact = EpochStarted(branch, "forked", started.demonstration, last.epoch.hex(), common, last.hash.hex())
    body = encode_body(last.date, "system", "branch", fact)
    return StoredRow(key, fact.kind, fact.version, last.date, last.at_ms, "system", "branch", body, b"")


def _taken_out(conn: Connection, seq: int) -> Iterator[StoredRow]:
    """Yield what stands behind `seq` in its order, each gone from the journal before it is needed there again.

    A batch at a time, however much it is, and one batch ahead: what is written reaches one place into the next.
    """
    rows, seq = _batch_out(conn, seq)
    while rows:
        following, seq = _batch_out(conn, seq)
        yield from rows
        rows = following


def _batch_out(conn: Connection, seq: int) -> tuple[list[StoredRow], int]:
    """Take the next rows behind `seq` out of the journal; return them and the seq of the last."""
    rows = conn.execute(_BEHIND, (seq, _BATCH)).fetchall()
    last = rows[-1][0] if rows else seq
    conn.execute(_DROP, (seq, last))
    return [StoredRow(*row[1:]) for row in rows], last
