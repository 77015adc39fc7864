"""What people of headquarters did, saw and exported: one row for each act, never changed and never deleted.

An act stands on the server that holds what it was done to, so that one transaction covers both; the list gathers all.
"""

import threading
from dataclasses import dataclass
from typing import Final, Literal

from kiosk.hq.store.port import Store
from kiosk.records.connection import Connection
from kiosk.records.database.ids import Ids

ActKind = Literal[
    "signed_in", "signed_out", "sign_in_locked", "password_set",
    "person_added", "password_reset", "roles_changed", "person_left",
    "branch_enrolled", "branch_revoked", "branch_let_in", "branch_taken_out", "voucher_made", "voucher_ended",
    "pack_published", "pack_withdrawn", "carried_in", "records_searched", "record_opened", "visit_seen", "acts_seen",
    "acts_exported", "figures_exported",
]  # fmt: skip
"""Each has words in hq.toml, [audit.kind]."""

_ids: Final = Ids()
_one_at_a_time: Final = threading.Lock()
_COLUMNS: Final = "id, at, badge, kind, subject, why"
_ADD: Final = f"INSERT INTO act ({_COLUMNS}) VALUES (:id, :at, :badge, :kind, :subject, :why)"  # noqa: S608
_CONDITIONS: Final = ("badge = :badge", "kind = :kind", "id < :before")


def _newest(*conditions: str) -> str:
    where = f" WHERE {' AND '.join(conditions)}" if conditions else ""
    return f"SELECT {_COLUMNS} FROM act{where} ORDER BY id DESC LIMIT :most"  # noqa: S608 - our own words


QUERIES: Final = (_newest(), *(_newest(one) for one in _CONDITIONS), _newest(*_CONDITIONS))
"""Reading statements of this module: without a condition, with each, and with all."""


@dataclass(frozen=True, slots=True)
class Act:
    """One act. `badge` is empty where nobody signs in: at a demonstration. `at` is UTC ms."""

    id: str
    at: int
    badge: str
    kind: str
    subject: str
    why: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which acts are asked for; empty is all. `before` is the id of an act: only older ones."""

    badge: str = ""
    kind: str = ""
    before: str = ""


def note(  # noqa: PLR0913 - who, what, to whom, when and why
    conn: Connection, badge: str, kind: ActKind, subject: str, at_ms: int, *, why: str = ""
) -> None:
    """Write down an act inside the transaction that does it. No personal data: badges, branches and ids of records."""
    with _one_at_a_time:
        act = _ids.new(at_ms)
    named = {"id": act, "at": at_ms, "badge": badge, "kind": kind, "subject": subject, "why": why}
    conn.execute(_ADD, named)


def newest(store: Store, wanted: Wanted, most: int) -> list[Act]:
    """Return at most `most` acts, newest first, over all servers."""
    named = {"badge": wanted.badge, "kind": wanted.kind, "before": wanted.before, "most": most}
    asked = (wanted.badge, wanted.kind, wanted.before)
    statement = _newest(*(one for one, is_asked in zip(_CONDITIONS, asked, strict=True) if is_asked))
    found: list[Act] = []
    for server in store.servers:
        with server.read() as conn:
            found.extend(Act(*row) for row in conn.execute(statement, named).fetchall())
    return sorted(found, key=lambda act: act.id, reverse=True)[:most]
