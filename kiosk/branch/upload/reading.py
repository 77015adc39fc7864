"""What of the journal goes into the next upload."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from kiosk.records.connection import Connection, Row
from kiosk.wire.sync.upload import MOST_EXPANDED, MOST_FACTS, StoredFact

_ROWS: Final = (
    "SELECT seq, id, kind, version, at, body, commitment, epoch, prev, hash FROM journal WHERE seq >= ?"
    " ORDER BY seq LIMIT ?"
)
_PURGED: Final = "SELECT max(seq) FROM anchor"
_STORED: Final = 7
_AROUND: Final = 256
"""What else a fact's line holds beside its body, bytes at most for kinds of ours."""


class Damaged(Exception):
    """What is stored is not what was chained: nothing of it is sent, and the records must be checked (`kiosk verify`)."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Consecutive facts of one epoch, with the hashes before the first and of the last as they are stored."""

    epoch: bytes
    before: bytes
    facts: tuple[StoredFact, ...]
    last: bytes
    purged: bool = False
    """What stood before the first was purged."""


def stretch_from(conn: Connection, first: int, most: int) -> Stretch | None:
    """Return the facts from seq `first` on, at most `most` of them; None: there is none yet.

    It ends with its epoch, and before its lines could be more than an upload may expand to; it always holds one. What was
    purged is not sent again: it begins with what is there.

    Raises:
        Damaged: the first one is missing.
    """
    ((purged,),) = conn.execute(_PURGED).fetchall()
    first = max(first, (purged or 0) + 1)
    rows = list(_within(conn.execute(_ROWS, (first, min(most, MOST_FACTS))).fetchall()))
    if not rows:
        return None
    if rows[0][0] != first:
        raise Damaged(f"fact {first} is missing")
    epoch, before, _ = rows[0][_STORED:]
    facts = tuple(StoredFact(*row[:_STORED]) for row in rows)
    return Stretch(epoch, before, facts, rows[-1][-1], first - 1 == purged)


def _within(rows: Sequence[Row]) -> Iterator[Row]:
    """Yield the rows of the first one's epoch, as far as their lines surely fit: in base64 a body is a third longer."""
    epoch, room = None, MOST_EXPANDED
    for row in rows:
        room -= len(row[5]) * 4 // 3 + _AROUND
        if epoch is not None and (row[_STORED] != epoch or room < 0):
            return
        epoch = row[_STORED]
        yield row
