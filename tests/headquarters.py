"""A headquarters on SQLite for tests, and journals to send it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from kiosk.hq.headquarters import Headquarters
from kiosk.hq.identity import have_identity
from kiosk.hq.ingest import Here, Outcome, ingest
from kiosk.hq.sites import Site, enrol
from kiosk.hq.store.sqlite import SqliteStore
from kiosk.wire.sync.upload import StoredFact, enclosed

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from kiosk.hq.store.port import Server
    from kiosk.records.connection import Connection

BRANCH = "b1"
HERE = Here(hq_epoch=1, demonstration=True, now_ms=1_790_000_000_000)


def public_of(key: Ed25519PrivateKey) -> bytes:
    """Return the raw public half of a key."""
    return key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)


def headquarters_in(folder: Path, *, demonstration: bool = True) -> Headquarters:
    """Return a headquarters on SQLite in `folder`; close its store."""
    return Headquarters(SqliteStore(folder / "hq.db", b""), have_identity(folder / "keys", 1), demonstration)


def enrolled(headquarters: Headquarters, branch: str = BRANCH) -> Ed25519PrivateKey:
    """Take a branch in and return the key it signs with."""
    key = Ed25519PrivateKey.generate()
    with headquarters.store.place(branch).write() as conn:
        enrol(conn, Site(branch, "enrolled", public_of(key), headquarters.demonstration), HERE.now_ms)
    return key


def stored_facts(conn: Connection) -> tuple[bytes, list[StoredFact]]:
    """Return the epoch of a branch's journal and its facts as they are stored."""
    rows = conn.execute(
        "SELECT seq, id, kind, version, at, body, commitment, epoch FROM journal ORDER BY seq"
    ).fetchall()
    return rows[0][-1], [StoredFact(*row[:-1]) for row in rows]


def send(  # noqa: PLR0913 - what an upload is made of
    server: Server,
    epoch: bytes,
    before: bytes,
    facts: Sequence[StoredFact],
    *,
    branch: str = BRANCH,
    here: Here = HERE,
) -> Outcome:
    """Ingest facts as one upload."""
    return ingest(server, branch, enclosed(epoch, before, facts, 0), here)


def emptied(server: Server) -> None:
    """Delete what a test before this one left on PostgreSQL: sooner done than a database for each."""
    with server.write() as conn:
        tables = conn.execute(
            "SELECT relname FROM pg_class WHERE relkind IN ('r', 'p') AND NOT relispartition"
            " AND relnamespace = 'public'::regnamespace AND relname NOT IN ('migration', 'identity')"
        ).fetchall()
        conn.execute("UPDATE identity SET run = '', epoch = 0")
        conn.execute("; ".join(f'DELETE FROM "{name}"' for (name,) in tables))  # noqa: S608 - our own tables
