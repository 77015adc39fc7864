"""The vouchers headquarters has made: for which branches, how often and until when, and who was taken in by each.

They lie on the first server, with headquarters' own things.
"""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from kiosk.hq import acts
from kiosk.hq.headquarters import Headquarters
from kiosk.records.connection import Connection, Row
from kiosk.wire.sync.voucher import SUFFIX, Voucher, new_code, read_voucher, signed_voucher

DAY_MS: Final = 24 * 3600 * 1000
LONGEST_DAYS: Final = 90
MOST_USES: Final = 10_000
"""One for every branch of the largest bank."""
_ID_BYTES: Final = 16

State = Literal["open", "used_up", "expired", "withdrawn"]

_COLUMNS: Final = "id, code, sites, uses, expires_ms, demonstration, made_ms, made_by, withdrawn_ms"
_USED: Final = "(SELECT COUNT(*) FROM voucher_use WHERE voucher_use.voucher = voucher.id)"
_ALL = f"SELECT {_COLUMNS}, {_USED} FROM voucher ORDER BY made_ms DESC, id LIMIT :most"  # noqa: S608
_BY_ID = f"SELECT {_COLUMNS}, {_USED} FROM voucher WHERE id = :id"  # noqa: S608
_BY_CODE = f"SELECT {_COLUMNS}, {_USED} FROM voucher WHERE code = :code"  # noqa: S608
_DOCUMENT = "SELECT document FROM voucher WHERE id = :id"
_NEWEST = "SELECT document FROM voucher ORDER BY made_ms DESC, id LIMIT 1"
_USE_OF = "SELECT at_ms FROM voucher_use WHERE voucher = :voucher AND branch = :branch AND key = :key"
_ADD = (
    "INSERT INTO voucher (id, code, sites, uses, expires_ms, demonstration, made_ms, made_by, document)"
    " VALUES (:id, :code, :sites, :uses, :expires, :demonstration, :now, :by, :document)"
)
_USE = "INSERT INTO voucher_use (voucher, branch, key, at_ms) VALUES (:voucher, :branch, :key, :now)"
_WITHDRAW = "UPDATE voucher SET withdrawn_ms = :now WHERE id = :id AND withdrawn_ms IS NULL"

QUERIES: Final = (_ALL, _BY_ID, _BY_CODE, _DOCUMENT, _NEWEST, _USE_OF)
"""Every reading statement of this module."""


@dataclass(frozen=True, slots=True)
class Made:
    """A voucher as headquarters' books have it. Times are UTC ms."""

    id: bytes
    code: str
    sites: tuple[str, ...]
    uses: int
    expires_ms: int
    demonstration: bool
    made_ms: int
    made_by: str
    withdrawn_ms: int | None
    used: int

    def state(self, now_ms: int) -> State:
        """Return what it is good for now."""
        if self.withdrawn_ms is not None:
            return "withdrawn"
        if now_ms >= self.expires_ms:
            return "expired"
        return "used_up" if self.used >= self.uses else "open"


@dataclass(frozen=True, slots=True)
class Wanted:
    """A voucher somebody wants made. `url` is where branches reach headquarters (`usable_url`)."""

    url: str
    ca_pem: str
    sites: tuple[str, ...]
    uses: int
    days: int


def make_voucher(headquarters: Headquarters, conn: Connection, wanted: Wanted, badge: str) -> Made:
    """Make a voucher inside a transaction of the first server. Its file is `document_of`."""
    now_ms, identity = headquarters.now_ms(), headquarters.identity
    key = os.urandom(_ID_BYTES)
    acts.note(conn, badge, "voucher_made", short(key), now_ms)
    voucher = Voucher(
        key.hex(),
        wanted.url,
        wanted.ca_pem,
        identity.signing_public.hex(),
        identity.sealing_public.hex(),
        wanted.sites,
        wanted.uses,
        now_ms + wanted.days * DAY_MS,
        headquarters.demonstration,
    )
    made = Made(
        key, new_code(), voucher.sites, voucher.uses, voucher.expires_ms, voucher.demonstration, now_ms, badge, None, 0,
    )  # fmt: skip
    _add(conn, made, signed_voucher(identity.signing, voucher))
    return made


def last_address(conn: Connection) -> tuple[str, str] | None:
    """Return address and certificate of the newest voucher; None before the first."""
    row = conn.execute(_NEWEST).fetchone()
    newest = read_voucher(str(row[0]).encode()) if row else None
    return (newest.url, newest.ca_pem) if newest else None


def short(key: bytes) -> str:
    """Return what people call a voucher: the beginning of its id. The code lets branches in and is no name."""
    return key.hex()[:8]


def file_name(key: bytes, branches: Sequence[str]) -> str:
    """Return the name of a voucher's file: the branch's code if it is for one alone, so that nobody mixes sticks up."""
    return f"{branches[0] if len(branches) == 1 else short(key)}{SUFFIX}"


def vouchers(conn: Connection, most: int) -> list[Made]:
    """Return the newest vouchers, newest first."""
    return [_made(row) for row in conn.execute(_ALL, {"most": most}).fetchall()]


def voucher_by_id(conn: Connection, key: bytes) -> Made | None:
    """Return a voucher; None if headquarters never made it."""
    return _first(conn.execute(_BY_ID, {"id": key}).fetchall())


def voucher_by_code(conn: Connection, code: str) -> Made | None:
    """Return the voucher of a code; None if there is none."""
    return _first(conn.execute(_BY_CODE, {"code": code}).fetchall())


def document_of(conn: Connection, key: bytes) -> str | None:
    """Return the file of a voucher; None if headquarters never made it."""
    row = conn.execute(_DOCUMENT, {"id": key}).fetchone()
    return None if row is None else str(row[0])


def withdraw(conn: Connection, key: bytes, badge: str, now_ms: int) -> None:
    """Let nobody else in by a voucher, inside a transaction; whoever is in stays. Nothing where it was withdrawn before."""
    if conn.execute(_WITHDRAW, {"id": key, "now": now_ms}).rowcount:
        acts.note(conn, badge, "voucher_ended", short(key), now_ms)


def was_used(conn: Connection, voucher: bytes, branch: str, key: bytes) -> bool:
    """Tell whether this very branch came in by this voucher with this very key."""
    named = {"voucher": voucher, "branch": branch, "key": key}
    return conn.execute(_USE_OF, named).fetchone() is not None


def use(conn: Connection, voucher: bytes, branch: str, key: bytes, now_ms: int) -> None:
    """Count one use; inside a transaction that has looked whether there is one left."""
    conn.execute(_USE, {"voucher": voucher, "branch": branch, "key": key, "now": now_ms})


def _add(conn: Connection, made: Made, document: str) -> None:
    conn.execute(
        _ADD,
        {
            "id": made.id, "code": made.code, "sites": " ".join(made.sites), "uses": made.uses, "expires": made.expires_ms,
            "demonstration": int(made.demonstration), "now": made.made_ms, "by": made.made_by, "document": document,
        },
    )  # fmt: skip


def _first(rows: Sequence[Row]) -> Made | None:
    return _made(rows[0]) if rows else None


def _made(row: Row) -> Made:
    key, code, sites, uses, expires, demonstration, made, by, withdrawn, used = row
    return Made(
        bytes(key), code, tuple(sites.split()), uses, expires, bool(demonstration), made, by, withdrawn, used,
    )  # fmt: skip
