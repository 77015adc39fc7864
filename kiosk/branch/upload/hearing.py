"""Headquarters' answers that a stick brought back: checked, put where the running service finds them, and heard by it."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from kiosk.branch.upload.course import Sent
from kiosk.branch.upload.enrolment import Enrolment
from kiosk.branch.upload.standing import Standing, place_at
from kiosk.records.connection import Connection
from kiosk.records.database.disk import write_anew
from kiosk.records.database.problems import naming_problems
from kiosk.wire.sync.answers import Accepted, Answer, Fork, Gap
from kiosk.wire.sync.carried import BadReceipts, Receipts, decode_receipts
from kiosk.wire.sync.upload import Envelope

MOST_BYTES: Final = 64 << 10


def read_receipts(content: bytes, enrolment: Enrolment) -> Receipts:
    """Return what headquarters says to this branch. BadReceipts: it does not."""
    keys = (enrolment.hq_signing, *enrolment.former)
    if len(content) > MOST_BYTES:
        raise BadReceipts("too_large")
    receipts = decode_receipts(content, [Ed25519PublicKey.from_public_bytes(key) for key in keys])
    proofs = [one.answer.receipt for one in receipts.answers if isinstance(one.answer, Accepted)]
    if any(branch != enrolment.branch for branch in (receipts.branch, *(proof.branch for proof in proofs))):
        raise BadReceipts("branch")
    if not all(map(enrolment.proves, proofs)):
        raise BadReceipts("receipt")
    return receipts


class Letterbox:
    """Where a tool puts answers and the service takes them; one at a time lies in it."""

    def __init__(self, data: Path) -> None:
        """Look into the data folder `data`; nothing is made before something comes."""
        self._file = data / "carriage" / "receipts"

    def put(self, content: bytes) -> None:
        """Leave what `read_receipts` read, durably. StoreProblem."""
        with naming_problems(self._file):
            self._file.parent.mkdir(mode=0o700, exist_ok=True)
            write_anew(self._file, content)

    def look(self, enrolment: Enrolment) -> Receipts | None:
        """Return what lies there; None: nothing, or nothing that headquarters says to this branch."""
        try:
            with self._file.open("rb") as file:
                return read_receipts(file.read(MOST_BYTES + 1), enrolment)
        except (OSError, BadReceipts):
            return None

    def is_empty(self) -> bool:
        """Tell whether all that lay there was heard."""
        return not self._file.exists()

    def clear(self) -> None:
        """Forget what lies there: it was heard."""
        self._file.unlink(missing_ok=True)


def sent_as(envelope: Envelope) -> Sent:
    """Return what an upload by this envelope held."""
    last = envelope.first + envelope.count - 1
    return Sent(envelope.epoch, envelope.first, last, envelope.before, envelope.last)


def still_means_something(conn: Connection, sent: Sent, answer: Answer, standing: Standing) -> bool:
    """Tell whether an answer, which took days to come, is to what the journal still holds, and is news.

    An old one must raise no alarm: a gap that was filled since would look like a headquarters that forgot, and what was
    taken before headquarters was restored it may hold no more. A gap is news all the same if headquarters was restored.
    """
    place = place_at(conn, sent.last)
    if place is None or (place.epoch, place.hash) != (sent.epoch, sent.last_hash):
        return False
    if isinstance(answer, Gap):
        restored = answer.hq_epoch > standing.hq_epoch
        return restored or (answer.hq_epoch == standing.hq_epoch and answer.acked.seq > standing.acked.seq)
    if isinstance(answer, Accepted):
        return answer.receipt.hq_epoch >= standing.hq_epoch
    return isinstance(answer, Fork)
