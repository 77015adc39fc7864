"""The journal: every fact in order, gap-free and chained by hash, and the tables beside it in the same transaction."""

import os
from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple
from uuid import UUID

from kiosk.domain.facts import DayOpened, EpochStarted, Fact, Recorded
from kiosk.records.connection import Connection, Row
from kiosk.records.database.connect import file_of
from kiosk.records.database.problems import naming_problems
from kiosk.records.project import project
from kiosk.wire.chain import fact_hash
from kiosk.wire.codec import decode_body, encode_body

_BATCH = 1_000
NO_COMMITMENTS: Final[Mapping[int, bytes]] = {}
COLUMNS: Final = "seq, epoch, id, kind, version, at, body"
"""What `recorded_of` reads a fact from."""


class Head(NamedTuple):
    """Where the journal stands. `epoch` is hex and empty before the first; `seq` is 0 before the first fact."""

    epoch: str
    seq: int
    hash: bytes
    branch: str
    epoch_seq: int
    day_seq: int


class StoredRow(NamedTuple):
    """A fact as the journal stores it, but for its place in the chain: `id` 16 bytes, `commitment` none or 32."""

    id: bytes
    kind: str
    version: int
    business_date: str
    at: int
    actor: str
    device: str
    body: bytes
    commitment: bytes


class Journal:
    """The journal behind a connection; on a read-only one all but `begin_epoch` and `append` works."""

    def __init__(self, conn: Connection) -> None:
        """Read and write through `conn`."""
        self._conn = conn
        self._path = file_of(conn)

    @property
    def head(self) -> Head:
        """The newest place in the chain, and where the newest epoch and day began (0: not yet)."""
        with naming_problems(self._path):
            row = self._conn.execute(
                "SELECT epoch, seq, hash, branch, epoch_seq, day_seq FROM head"
            ).fetchone()
        if row is None:
            raise RuntimeError("the journal has lost its head")
        return Head(row[0].hex(), *row[1:])

    @property
    def newest(self) -> Recorded | None:
        """The last fact, None before the first."""
        return next(iter(self.after(self.head.seq - 1, 1)), None)

    def begin_epoch(self) -> str:
        """Set eight new random bytes as the epoch and return them as hex; the next fact must be `EpochStarted`.

        At birth and after a restore, inside `Store.write()`.
        """
        epoch = os.urandom(8)
        self._conn.execute("UPDATE head SET epoch = ?", (epoch,))
        return epoch.hex()

    def append(  # noqa: PLR0913 - what the facts of one decision share
        self,
        facts: Sequence[Fact],
        *,
        ids: Sequence[str],
        date: str,
        at_ms: int,
        actor: str,
        device: str,
        commitments: Mapping[int, bytes] = NO_COMMITMENTS,
    ) -> list[Recorded]:
        """Chain facts to the journal and project them into the tables, inside `Store.write()`; return them recorded.

        `ids` are UUIDs, one for each fact; `at_ms` is service time in UTC ms, `date` the business date.
        `commitments` are 32 bytes each, by the place of the fact whose personal data they stand for.

        Raises:
            NumberGap: a ticket number does not follow the last one; the transaction must be rolled back.
        """
        if not self._conn.in_transaction:
            raise RuntimeError("facts are appended inside write() only")
        head = self.head
        recorded = []
        for at, (fact, fact_id) in enumerate(zip(facts, ids, strict=True)):
            one = Recorded(head.epoch, head.seq + 1, fact_id, date, at_ms, actor, device, fact)
            head = self._chain(head, one, commitments.get(at, b""))
            project(self._conn, head.branch, one)
            recorded.append(one)
        keep_head(self._conn, head)
        return recorded

    def _chain(self, head: Head, one: Recorded, commitment: bytes) -> Head:
        """Write one fact behind `head` and return the head it makes."""
        fact = one.fact
        body = encode_body(one.date, one.actor, one.device, fact)
        key = UUID(one.id).bytes
        head = chain_row(
            self._conn,
            head,
            StoredRow(
                key, fact.kind, fact.version, one.date, one.at_ms, one.actor, one.device, body, commitment
            ),
        )
        match fact:
            case EpochStarted():
                return head._replace(branch=fact.branch, epoch_seq=one.seq)
            case DayOpened():
                return head._replace(day_seq=one.seq)
            case _:
                return head

    def replay(self) -> Iterator[Recorded]:
        """Yield what makes the present day: the newest epoch_started, then everything from the last day_opened on."""
        head = self.head
        start = head.day_seq or head.epoch_seq
        if head.epoch_seq < start:
            yield from self.after(head.epoch_seq - 1, 1)
        yield from self.all_after(start - 1)

    def all_after(self, seq: int) -> Iterator[Recorded]:
        """Yield every fact behind `seq`, in order."""
        while batch := self.after(seq, _BATCH):
            yield from batch
            seq = batch[-1].seq

    def after(self, seq: int, limit: int) -> list[Recorded]:
        """Return at most `limit` facts behind `seq`, in order.

        Raises:
            StoreProblem: `damaged`, or the disk fails.
            BadFact: a stored body is not what its kind looks like: the database was written by something else.
        """
        with naming_problems(self._path):
            rows = self._conn.execute(
                f"SELECT {COLUMNS} FROM journal WHERE seq > ? ORDER BY seq LIMIT ?",  # noqa: S608 - our own words
                (seq, limit),
            ).fetchall()
        return [recorded_of(row) for row in rows]


def chain_row(conn: Connection, head: Head, row: StoredRow) -> Head:
    """Write one row behind `head`, inside `Store.write()`; return `head` with the seq and the hash it has now."""
    epoch, seq = bytes.fromhex(head.epoch), head.seq + 1
    digest = fact_hash(
        epoch=epoch, seq=seq, prev=head.hash, id=row.id, kind=row.kind, version=row.version, at_ms=row.at, body=row.body,
        commitment=row.commitment,
    )  # fmt: skip
    conn.execute(
        "INSERT INTO journal (seq, epoch, id, kind, version, business_date, at, actor, device, body, commitment,"
        " prev, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (seq, epoch, *row, head.hash, digest),
    )
    return head._replace(seq=seq, hash=digest)


def keep_head(conn: Connection, head: Head) -> None:
    """Write down where the journal stands, all but its epoch, which `begin_epoch` sets; inside `Store.write()`."""
    conn.execute(
        "UPDATE head SET seq = ?, hash = ?, branch = ?, epoch_seq = ?, day_seq = ?",
        (head.seq, head.hash, head.branch, head.epoch_seq, head.day_seq),
    )


def recorded_of(row: Row) -> Recorded:
    """Return a fact from its row of COLUMNS; date, actor and device come from the body, which the chain covers."""
    seq, epoch, key, kind, version, at_ms, body = row
    date, actor, device, fact = decode_body(kind, version, body)
    return Recorded(epoch.hex(), seq, str(UUID(bytes=key)), date, at_ms, actor, device, fact)
