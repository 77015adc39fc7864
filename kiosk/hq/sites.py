"""Which branches there are, by which key each is known, and which keys it had before."""

from dataclasses import dataclass
from typing import Final, Literal

from kiosk.hq.identity import key_id_of
from kiosk.records.connection import Connection

State = Literal["enrolled", "revoked"]
KeyState = Literal["current", "next", "retired", "replaced"]
Refusal = Literal["not_enrolled", "wrong_key", "replaced", "revoked"]

_OF = "SELECT branch, state, key, demonstration, name, replaceable_ms FROM site WHERE branch = :branch"
_MEMBERS = "SELECT branch, state, key, demonstration, name, replaceable_ms, enrolled_ms, changed_ms, heard_ms FROM site"
_ADD = (
    "INSERT INTO site (branch, state, key, demonstration, name, enrolled_ms, changed_ms)"
    " VALUES (:branch, 'enrolled', :key, :demonstration, :name, :now, :now)"
)
_AGAIN = (
    "UPDATE site SET state = 'enrolled', key = :key, demonstration = :demonstration, name = :name, changed_ms = :now,"
    " replaceable_ms = 0 WHERE branch = :branch"
)
_TURN = "UPDATE site SET state = :state, changed_ms = :now WHERE branch = :branch"
_REPLACEABLE = "UPDATE site SET replaceable_ms = :until WHERE branch = :branch"
_SIGNS = "UPDATE site SET key = :key, changed_ms = :now WHERE branch = :branch"
_GONE = "DELETE FROM site WHERE branch = :branch"
_KEYS_GONE = "DELETE FROM site_key WHERE branch = :branch"
_NEVER_HEARD = "SELECT key FROM site WHERE branch = :branch AND heard_ms IS NULL"
_KEYS = "SELECT key, state FROM site_key WHERE branch = :branch"
_STANDING = (
    "SELECT site.state, site_key.state FROM site"
    " LEFT JOIN site_key ON site_key.branch = site.branch AND site_key.key = :key WHERE site.branch = :branch"
)
_KEY_GONE = "DELETE FROM site_key WHERE branch = :branch AND key = :key"
_NEXT_GONE = "DELETE FROM site_key WHERE branch = :branch AND state = 'next'"
_KEY = "INSERT INTO site_key (branch, key, state, since_ms) VALUES (:branch, :key, :state, :now)"
_END_KEY = "UPDATE site_key SET state = :state, since_ms = :now WHERE branch = :branch AND state IN ('current', 'next')"

QUERIES: Final = (_OF, _MEMBERS, _NEVER_HEARD, _KEYS, _STANDING)
"""Every reading statement of this module."""


@dataclass(frozen=True, slots=True)
class Site:
    """A branch that headquarters knows: `key` is what it signs with, 32 raw bytes."""

    branch: str
    state: State
    key: bytes
    demonstration: bool
    name: str = ""
    replaceable_ms: int = 0
    """Until when (UTC ms) another machine may take its place, because an operator said so; 0: it may not."""


@dataclass(frozen=True, slots=True)
class Member:
    """A branch with its times, UTC ms: taken in, last turned by headquarters or with another key, last heard of."""

    site: Site
    enrolled_ms: int
    changed_ms: int
    heard_ms: int | None


@dataclass(frozen=True, slots=True)
class SiteKey:
    """A key that a branch has or had. `next` was told by the branch and signed nothing yet; it works like `current`."""

    key: bytes
    state: KeyState


def site_of(conn: Connection, branch: str) -> Site | None:
    """Return a branch; None if nobody of that code was ever enrolled."""
    row = conn.execute(_OF, {"branch": branch}).fetchone()
    return None if row is None else Site(row[0], row[1], bytes(row[2]), bool(row[3]), row[4], row[5])


def members(conn: Connection) -> list[Member]:
    """Return every branch that this server keeps, in no order."""
    rows = conn.execute(_MEMBERS).fetchall()
    return [
        Member(Site(row[0], row[1], bytes(row[2]), bool(row[3]), row[4], row[5]), row[6], row[7], row[8])
        for row in rows
    ]


def key_named(conn: Connection, branch: str, key_id: str) -> SiteKey | None:
    """Return the key of a branch, today's or a former one, that goes by this name."""
    return next((one for one in _keys(conn, branch) if key_id_of(one.key) == key_id), None)


def refusal(conn: Connection, branch: str, key: bytes) -> Refusal | None:
    """Return why nothing is taken now from whoever signs with a key, None if it is.

    Whoever writes asks under the lock of the branch: while a call came in, people may have revoked or replaced who calls.
    """
    site, held = conn.execute(_STANDING, {"branch": branch, "key": key}).fetchone() or (None, None)
    if site is None:
        return "not_enrolled"
    if held is None or held == "retired":
        return "wrong_key"
    if held == "replaced":
        return "replaced"
    return "revoked" if site == "revoked" else None


def use_next_key(conn: Connection, branch: str, key: bytes, now_ms: int) -> Refusal | None:
    """Let the announced key be the only one, because the branch has signed with it; or return why it may not.

    Inside a transaction with the lock of the branch. Somebody else who came with the same key may have done it already.
    """
    refused = refusal(conn, branch, key)
    if refused is None and SiteKey(key, "next") in _keys(conn, branch):
        change_key(conn, branch, key, now_ms)
    return refused


def enrol(conn: Connection, site: Site, now_ms: int) -> None:
    """Take a branch in, or another machine in its place; inside a transaction that holds its lock."""
    named = {
        "branch": site.branch, "key": site.key, "demonstration": int(site.demonstration), "name": site.name, "now": now_ms,
    }  # fmt: skip
    conn.execute(_ADD if site_of(conn, site.branch) is None else _AGAIN, named)
    conn.execute(_END_KEY, {"branch": site.branch, "state": "replaced", "now": now_ms})
    _remember(conn, site.branch, SiteKey(site.key, "current"), now_ms)


def take_out(conn: Connection, branch: str, key: bytes | None = None) -> bool:
    """Forget a branch that never sent anything; with `key`, only while that is its own. Return whether it was forgotten.

    Inside a transaction with its lock. One that was heard of stays for good: its facts are here.
    """
    row = conn.execute(_NEVER_HEARD, {"branch": branch}).fetchone()
    if row is None or (key is not None and bytes(row[0]) != key):
        return False
    conn.execute(_KEYS_GONE, {"branch": branch})
    conn.execute(_GONE, {"branch": branch})
    return True


def turn(conn: Connection, branch: str, state: State, now_ms: int) -> None:
    """Revoke a branch, or let it in again; inside a transaction."""
    conn.execute(_TURN, {"branch": branch, "state": state, "now": now_ms})


def let_replace(conn: Connection, branch: str, until_ms: int) -> None:
    """Let another machine take the place of a branch until then, once; 0: not any more. Inside a transaction."""
    conn.execute(_REPLACEABLE, {"branch": branch, "until": until_ms})


def announce_key(conn: Connection, branch: str, key: bytes, now_ms: int) -> None:
    """Let a branch also sign with this key from now on, in place of any other it announced and never used."""
    conn.execute(_NEXT_GONE, {"branch": branch})
    _remember(conn, branch, SiteKey(key, "next"), now_ms)


def change_key(conn: Connection, branch: str, key: bytes, now_ms: int) -> None:
    """Let the announced key, which the branch has signed with, be its only one; inside a transaction with its lock."""
    conn.execute(_SIGNS, {"branch": branch, "key": key, "now": now_ms})
    conn.execute(_END_KEY, {"branch": branch, "state": "retired", "now": now_ms})
    _remember(conn, branch, SiteKey(key, "current"), now_ms)


def _keys(conn: Connection, branch: str) -> list[SiteKey]:
    return [SiteKey(bytes(key), state) for key, state in conn.execute(_KEYS, {"branch": branch}).fetchall()]


def _remember(conn: Connection, branch: str, held: SiteKey, now_ms: int) -> None:
    conn.execute(_KEY_GONE, {"branch": branch, "key": held.key})
    conn.execute(_KEY, {"branch": branch, "key": held.key, "state": held.state, "now": now_ms})
