"""Taking an upload: one transaction, answered after its commit (protocol.md, Ingest).

Under the lock of the branch what is there already is compared and dropped, the rest is copied into the inbox while its
chain is recomputed, and the cursor moves. No fact is refused for its meaning.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from kiosk.domain.facts import EpochStarted, type_of_kind
from kiosk.hq.sites import refusal
from kiosk.hq.store.port import Server, StoreBusy, StoreConflict, persistent
from kiosk.hq.store.schema import INBOX_COLUMNS
from kiosk.records.connection import Connection, Row
from kiosk.wire.chain import hash_of
from kiosk.wire.codec import BadFact, decode_body
from kiosk.wire.sync.answers import Acked, Bad, Denied, Fork, Gap
from kiosk.wire.sync.upload import OPAQUE, StoredFact, Upload, chained

KEPT: Final = "kept"
QUARANTINED: Final = "quarantined"


@dataclass(frozen=True, slots=True)
class Reached:
    """How far an epoch of a branch is durable here. Nothing of it yet: `seq` is `first - 1`, `hash` is `before`."""

    epoch: bytes
    place: int
    first: int
    before: bytes
    seq: int
    hash: bytes

    @property
    def acked(self) -> Acked:
        """The same as it is told to the branch."""
        return Acked(self.epoch.hex(), self.seq, self.hash.hex())


@dataclass(frozen=True, slots=True)
class Taken:
    """The upload is durable, `acked` is the end of what is; `new` of its facts were, `quarantined` are kept unread."""

    acked: Acked
    new: int
    quarantined: int


def _nobody(server: Server, facts: int) -> None:
    """Tell nobody that facts are durable."""


@dataclass(frozen=True, slots=True)
class Here:
    """The headquarters that takes: its epoch, what it is for, and when it is (UTC ms)."""

    hq_epoch: int
    demonstration: bool
    """It takes facts of demonstrations and no others; a real one takes none of them."""
    now_ms: int
    taken: Callable[[Server, int], None] = _nobody
    """Told before any answer how many facts more are durable on a server, or may be."""
    signer: bytes = b""
    """The key of the branch that signed the upload: it must still be good when it is taken. Empty: nobody asks."""


Outcome = Taken | Gap | Fork | Bad | Denied

NOTHING: Final = Acked("", 0, "")
"""Headquarters holds nothing of the branch: it begins with the oldest fact it has."""

_REACHED = (
    "SELECT epoch, place, first, before, seq, hash FROM reached WHERE branch = :branch AND epoch = :epoch"
)
_NEWEST = "SELECT epoch, place, first, before, seq, hash FROM reached WHERE branch = :branch ORDER BY place DESC LIMIT 1"
_HASHES = (
    "SELECT seq, hash FROM inbox WHERE branch = :branch AND epoch = :epoch AND seq BETWEEN :low AND :high"
)
_BEGIN = (
    "INSERT INTO reached (branch, epoch, place, first, before, seq, hash, applied, facts_at, moved_ms)"
    " VALUES (:branch, :epoch, :place, :first, :before, :seq, :hash, :seq, 0, :now)"
)
_MOVE = (
    "UPDATE reached SET seq = :seq, hash = :hash, facts_at = :at, moved_ms = :now"
    " WHERE branch = :branch AND epoch = :epoch"
)
_SKIP = "UPDATE reached SET hole = hole + :hole WHERE branch = :branch AND epoch = :epoch"
_HEARD = "UPDATE site SET heard_ms = :now WHERE branch = :branch"

QUERIES: Final = (_REACHED, _NEWEST, _HASHES)
"""Every reading statement of this module."""


def ingest(server: Server, branch: str, upload: Upload, here: Here) -> Outcome:
    """Take an upload of a branch that is enrolled. StoreBusy: the database cannot, or nobody knows whether it could."""
    try:
        outcome = persistent(lambda: _in_one_transaction(server, branch, upload, here))
    except _Refused as refused:
        return refused.outcome
    except StoreConflict:
        raise
    except StoreBusy:
        # Lost while it committed: too few told would hide a backup that lacks them, too many do no harm (marks).
        here.taken(server, len(upload.facts))
        raise
    if isinstance(outcome, Taken) and outcome.new:
        here.taken(server, outcome.new)
    return outcome


def _in_one_transaction(server: Server, branch: str, upload: Upload, here: Here) -> Outcome:
    with server.write() as conn:
        server.lock(conn, branch)
        refused = refusal(conn, branch, here.signer) if here.signer else None
        if refused is not None:
            return Denied(refused)
        return _Taking(server, conn, branch, upload, here).run()


def reached(conn: Connection, branch: str, epoch: bytes) -> Reached | None:
    """Return how far an epoch is durable; None if headquarters never heard of it."""
    row = conn.execute(_REACHED, {"branch": branch, "epoch": epoch}).fetchone()
    return None if row is None else _reached_of(row)


def newest(conn: Connection, branch: str) -> Reached | None:
    """Return how far the newest epoch of a branch is durable; None before its first fact."""
    row = conn.execute(_NEWEST, {"branch": branch}).fetchone()
    return None if row is None else _reached_of(row)


def _reached_of(row: Row) -> Reached:
    epoch, place, first, before, seq, digest = row
    return Reached(bytes(epoch), place, first, bytes(before), seq, bytes(digest))


def means_something(fact: StoredFact) -> bool:
    """Tell whether this program knows the kind and version of a fact; what is in it shows when it is projected."""
    return fact.kind != OPAQUE and is_known(fact.kind, fact.version)


def is_known(kind: str, version: int) -> bool:
    """Tell whether this program has a fact of that kind in that version."""
    known = type_of_kind.get(kind)
    return known is not None and 1 <= version <= getattr(known, "version", 0)


class _Refused(Exception):
    """Ends a transaction that has written something already, with nothing done."""

    def __init__(self, outcome: Outcome) -> None:
        self.outcome = outcome
        super().__init__()


class _Taking:
    """One upload, inside its transaction."""

    def __init__(self, server: Server, conn: Connection, branch: str, upload: Upload, here: Here) -> None:
        self._server, self._conn, self._branch, self._here = server, conn, branch, here
        self._upload, self._envelope = upload, upload.envelope
        self._epoch, self._before = bytes.fromhex(self._envelope.epoch), bytes.fromhex(self._envelope.before)
        self._last, self._strange = self._before, 0

    def run(self) -> Outcome:
        head = reached(self._conn, self._branch, self._epoch) or self._begun()
        if not isinstance(head, Reached):
            return head
        if self._envelope.first > head.seq + 1:
            return self._take(self._skipped(head)) if self._envelope.purged else self._gap(head)
        goes_on = self._envelope.first == head.seq + 1 and self._before == head.hash
        return (None if goes_on else self._compared(head)) or self._take(head)

    def _gap(self, head: Reached | None) -> Gap:
        return Gap(head.acked if head else NOTHING, self._here.hq_epoch)

    def _skipped(self, head: Reached) -> Reached:
        """Go on behind a hole: what stood there another headquarters had, or this one before it was restored.

        The branch says so under its signature, and nobody can send it. How much is missing is kept and shown.
        """
        end = self._envelope.first - 1
        self._run(_SKIP, epoch=head.epoch, hole=end - head.seq)
        return replace(head, seq=end, hash=self._before)

    def _begun(self) -> Reached | Outcome:
        """Return the place before the first fact of a new epoch, if it may begin here and now.

        One whose front is purged begins with what is left (see `_skipped`); whose it is was judged at the enrolment.
        """
        last = newest(self._conn, self._branch)
        trouble = None if self._envelope.purged else self._refused(last)
        if trouble is not None:
            return trouble
        place, first = last.place + 1 if last else 1, self._envelope.first
        head = Reached(self._epoch, place, first, self._before, first - 1, self._before)
        self._run(
            _BEGIN,
            epoch=head.epoch,
            place=place,
            first=first,
            before=head.before,
            seq=head.seq,
            hash=head.hash,
        )
        return head

    def _refused(self, last: Reached | None) -> Outcome | None:
        """Return why no epoch may begin with this upload."""
        fact = _start_of(self._upload.facts[0])
        if fact is None or self._envelope.first <= fact.last_seq:
            return self._gap(last)
        if fact.branch != self._branch:
            return Denied("wrong_branch")
        if fact.demonstration != self._here.demonstration:
            return Denied("demonstration" if fact.demonstration else "real")
        return self._before_it(fact, last)

    def _before_it(self, fact: EpochStarted, last: Reached | None) -> Outcome | None:
        """Return what is wrong between a new epoch and the one it goes on from: all of that must be here, up to there."""
        if not fact.previous_epoch:
            return None
        old = reached(self._conn, self._branch, bytes.fromhex(fact.previous_epoch))
        if old is None or old.seq < fact.last_seq:
            return self._gap(old or last)
        ours = self._hashes(old, fact.last_seq, fact.last_seq).get(fact.last_seq)
        if ours is not None and ours.hex() != fact.last_hash:
            return Fork(fact.previous_epoch, fact.last_seq, ours.hex())
        return None if self._before.hex() == fact.last_hash else Bad("chain")

    def _compared(self, head: Reached) -> Fork | Bad | None:
        """Return where the upload and the inbox hold different facts, if they do."""
        first, hashes = self._envelope.first, chained(self._epoch, self._before, self._upload.facts)
        if hashes[-1].hex() != self._envelope.last:
            return Bad("chain")
        ours = self._hashes(head, first - 1, min(head.seq, first + len(hashes) - 1))
        theirs = {first - 1: self._before, **dict(enumerate(hashes, first))}
        other = (seq for seq in sorted(ours) if ours[seq] != theirs[seq])
        return next((Fork(self._envelope.epoch, seq, ours[seq].hex()) for seq in other), None)

    def _hashes(self, head: Reached, low: int, high: int) -> dict[int, bytes]:
        """Return the hashes that are here by their seq, that before the first fact of the epoch among them."""
        rows = self._conn.execute(
            _HASHES, {"branch": self._branch, "epoch": head.epoch, "low": low, "high": high}
        ).fetchall()
        found = {seq: bytes(digest) for seq, digest in rows}
        return {head.first - 1: head.before, **found} if low < head.first else found

    def _take(self, head: Reached) -> Taken:
        """Take what lies beyond `head`, which the upload follows. _Refused: its chain does not end as it says."""
        known = head.seq - self._envelope.first + 1
        facts = self._upload.facts[known:]
        self._strange = sum(not means_something(fact) for fact in self._upload.facts[:known])
        if facts:
            self._server.copy(self._conn, "inbox", INBOX_COLUMNS, self._rows(head.hash, facts))
            head = replace(head, seq=head.seq + len(facts), hash=self._last)
            if head.hash.hex() != self._envelope.last:
                raise _Refused(Bad("chain"))
        with self._server.unhurried(self._conn):
            self._run(_HEARD)
            if facts:
                self._run(_MOVE, epoch=head.epoch, seq=head.seq, hash=head.hash, at=facts[-1].at_ms)
        return Taken(head.acked, len(facts), self._strange)

    def _rows(self, before: bytes, facts: Sequence[StoredFact]) -> Iterator[Row]:
        """Yield the rows of new facts while their chain is reckoned: the database writes those it has meanwhile."""
        branch, epoch, now_ms = self._branch, self._epoch, self._here.now_ms
        for fact in facts:
            before = hash_of(epoch, fact.seq, before, fact.part)
            strange = not means_something(fact)
            self._strange += strange
            yield (
                branch, epoch, fact.seq, fact.id, fact.kind, fact.version, fact.at_ms, fact.body, fact.commitment,
                before, QUARANTINED if strange else KEPT, now_ms,
            )  # fmt: skip
        self._last = before

    def _run(self, statement: str, **named: object) -> None:
        self._conn.execute(statement, {"branch": self._branch, "now": self._here.now_ms, **named})


def _start_of(stored: StoredFact) -> EpochStarted | None:
    """Return the fact with which an epoch begins, None if this is no such fact."""
    try:
        fact = decode_body(stored.kind, stored.version, stored.body)[-1]
    except BadFact:
        return None
    return fact if isinstance(fact, EpochStarted) and _is_hex(fact.previous_epoch) else None


def _is_hex(text: str) -> bool:
    try:
        bytes.fromhex(text)
    except ValueError:
        return False
    return True
