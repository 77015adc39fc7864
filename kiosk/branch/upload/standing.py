"""How the branch stands with its headquarters: one row in the branch's database, all there is on disk of the upload.

Nothing in flight is marked: a row marked before a request would stay so when the answer is lost (protocol.md, Upload).
"""

from dataclasses import astuple, dataclass, replace
from typing import Final, Literal

import msgspec

from kiosk.branch.upload.unknown import Trouble
from kiosk.records.connection import Connection
from kiosk.wire.sync.answers import Acked, DenialCode, Receipt

Frozen = Literal["", "hash", "rewound", "restored"]
"""Why nothing may be purged: headquarters holds another hash than ours; it holds less than it acknowledged and does not say
that it was restored; it was restored and has not got everything again yet."""

Failure = (
    Trouble
    | DenialCode
    | Literal[
        "", "busy", "refused", "hash", "rewound", "damaged", "fork_waits", "bad_url", "bad_keys", "no_room", "broken"
    ]
)  # fmt: skip
"""How the last try went: `refused`, headquarters takes a fact in no form; `damaged`, what is sent does not hash to what is
stored; `bad_url`, `bad_keys`, enrol anew; `no_room`, our own database cannot be written; `broken`, a bug of ours;
`fork_waits`, the journal parts from headquarters' when no customer is there any more."""

NOWHERE: Final = Acked("", 0, "")
"""Nothing is acknowledged: the first fact is next."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What headquarters acknowledged, and how the last try went. Times are UTC ms, 0: never."""

    headquarters: str = ""
    """The key that acknowledged, in hex."""
    acked: Acked = NOWHERE
    receipt: bytes = b""
    """Headquarters' receipt for a place at or before `acked`, JSON; empty: none yet."""
    hq_epoch: int = 0
    frozen: Frozen = ""
    until: int = 0
    """The seq headquarters had acknowledged before it was restored."""
    succeeded_ms: int = 0
    failure: Failure = ""
    failed_ms: int = 0
    forked_ms: int = 0
    """When this journal was last found to differ from what headquarters holds."""

    @property
    def proof(self) -> Receipt | None:
        """Headquarters' receipt, None before the first."""
        return msgspec.json.decode(self.receipt, type=Receipt) if self.receipt else None

    def at(self, headquarters: str, former: frozenset[str]) -> "Standing":
        """Return how the branch stands with the headquarters of that key, which had `former` keys: with another, anew."""
        if self.headquarters in {headquarters, *former}:
            return replace(self, headquarters=headquarters)
        return Standing(headquarters, forked_ms=self.forked_ms)


def went_on(old: Standing, new: Standing) -> bool:
    """Tell whether `new` is `old` but for another success, so that nothing is lost if `old` is all that is known."""
    moved = replace(old, acked=new.acked, receipt=new.receipt, succeeded_ms=new.succeeded_ms)
    return old.succeeded_ms > 0 and new.acked.seq >= old.acked.seq and moved == new


_COLUMNS: Final = (
    "headquarters, epoch, seq, hash, receipt, hq_epoch, frozen, until, succeeded_ms, failure, failed_ms,"
    " forked_ms"
)
_READ: Final = f"SELECT {_COLUMNS} FROM sync"  # noqa: S608 - our own words
_WRITE: Final = f"UPDATE sync SET ({_COLUMNS}) = (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"  # noqa: S608 - same
_PLACE: Final = (
    "SELECT epoch, hash FROM journal WHERE seq = :seq"
    " UNION ALL SELECT epoch, hash FROM anchor WHERE seq = :seq LIMIT 1"
)


def load_standing(conn: Connection) -> Standing:
    """Return how the branch stands; read-only connections will do."""
    row = conn.execute(_READ).fetchone()
    if row is None:
        raise RuntimeError("the row of the upload is gone")
    headquarters, epoch, seq, digest, *others = row
    return Standing(headquarters, Acked(epoch, seq, digest), *others)


def save_standing(conn: Connection, standing: Standing) -> None:
    """Write down how the branch stands, inside `Store.write()`."""
    acked = standing.acked
    headquarters, _, *others = astuple(replace(standing, acked=NOWHERE))
    conn.execute(_WRITE, (headquarters, acked.epoch, acked.seq, acked.hash, *others))


def place_at(conn: Connection, seq: int) -> Acked | None:
    """Return the place in this branch's own chain at `seq`; None if no fact here has that number.

    The last fact that was purged still has a place: the rest of the journal hangs on it.
    """
    row = conn.execute(_PLACE, {"seq": seq}).fetchone()
    return None if row is None else Acked(row[0].hex(), seq, row[1].hex())
