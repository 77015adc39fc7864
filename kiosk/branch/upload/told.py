"""How the way to headquarters stands, as pages and tools tell of it."""

from dataclasses import dataclass
from typing import Final

from kiosk.branch.desk import Desk
from kiosk.branch.upload.standing import load_standing

_OLDEST: Final = "SELECT at FROM journal WHERE seq > ? ORDER BY seq LIMIT 1"


@dataclass(frozen=True, slots=True)
class Told:
    """Times are UTC ms of the wall clock, but for `oldest_ms`, which is service time; 0: never, or none."""

    waiting: int
    """Facts headquarters has not acknowledged."""
    oldest_ms: int
    """Since when the oldest of them waits."""
    succeeded_ms: int
    failure: str
    """Code of the last failure, see `standing.Failure`; empty: the last try succeeded."""
    failed_ms: int
    frozen: str
    """Why nothing may be purged, see `standing.Frozen`."""
    forked_ms: int
    sending: bool
    next_ms: int
    """When the next try is due; 0: with the next fact."""
    words: tuple[tuple[str, ...], ...] = ()
    """The six words of both keys in Chinese and in English, for whoever compares them with headquarters."""


def told_at(desk: Desk, *, trouble: str, sending: bool, next_ms: int) -> Told:
    """Return how it stands, on the lane. `trouble`: what is wrong with the enrolment itself."""
    conn = desk.store.conn
    standing, head = load_standing(conn), desk.journal.head
    oldest = conn.execute(_OLDEST, (standing.acked.seq,)).fetchone()
    return Told(
        waiting=head.seq - standing.acked.seq,
        oldest_ms=oldest[0] if oldest else 0,
        succeeded_ms=standing.succeeded_ms,
        failure=trouble or standing.failure,
        failed_ms=standing.failed_ms,
        frozen=standing.frozen,
        forked_ms=standing.forked_ms,
        sending=sending,
        next_ms=next_ms,
    )
