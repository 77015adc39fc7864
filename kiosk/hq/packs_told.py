"""What branches said of their packs: told, never judged by."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from msgspec.structs import astuple

from kiosk.hq.store.port import Server, Store
from kiosk.wire.sync.offers import Holding

_ALL: Final = "SELECT branch, kind, version, refused, code, told_ms FROM pack_at ORDER BY branch, kind"
_OF: Final = "SELECT kind, version, refused, code FROM pack_at WHERE branch = :branch"
_HIGHEST: Final = "SELECT MAX(version), MAX(refused) FROM pack_at WHERE kind = :kind"
_DROP: Final = "DELETE FROM pack_at WHERE branch = :branch AND kind = :kind"
_ADD: Final = (
    "INSERT INTO pack_at (branch, kind, version, refused, code, told_ms)"
    " VALUES (:branch, :kind, :version, :refused, :code, :now)"
)
_MOST_KINDS: Final = 64
_MOST_VERSION: Final = 1_000_000_000
_LONGEST: Final = 32

QUERIES: Final = (_ALL, _OF, _HIGHEST)
"""Every reading statement of this module."""


@dataclass(frozen=True, slots=True)
class At:
    """What a branch uses of a kind. `refused`: the newest version it refused and has not got past, 0 none."""

    branch: str
    kind: str
    version: int
    refused: int
    code: str
    told_ms: int


def tell(server: Server, branch: str, holdings: Iterable[Holding], now_ms: int) -> None:
    """Keep what a branch said it has, if it says something else than before. StoreBusy: nothing was kept."""
    sane = {one.kind: one for one in holdings if _is_sane(one)}
    with server.read() as conn:
        rows = conn.execute(_OF, {"branch": branch}).fetchall()
    # Ten thousand branches say the same every five minutes.
    news = [one for one in list(sane.values())[:_MOST_KINDS] if astuple(one) not in set(map(tuple, rows))]
    if not news:
        return
    with server.write() as conn:
        server.lock(conn, branch)
        for one in news:
            named = {
                "branch": branch, "kind": one.kind, "version": one.version, "refused": one.refused, "code": one.code,
                "now": now_ms,
            }  # fmt: skip
            conn.execute(_DROP, {"branch": branch, "kind": one.kind})
            conn.execute(_ADD, named)


def all_told(store: Store) -> list[At]:
    """Return what every branch said last, by branch and kind."""
    found: list[At] = []
    for server in store.servers:
        with server.read() as conn:
            found.extend(At(*row) for row in conn.execute(_ALL).fetchall())
    return sorted(found, key=lambda at: (at.branch, at.kind))


def highest_told(store: Store, kind: str) -> int:
    """Return the highest version of a kind that any branch ever said; a headquarters that was restored goes on above it."""
    highest = 0
    for server in store.servers:
        with server.read() as conn:
            row = conn.execute(_HIGHEST, {"kind": kind}).fetchone()
        highest = max(highest, *(told or 0 for told in row or (0,)))
    return highest


def _is_sane(one: Holding) -> bool:
    """Tell whether what was told can be kept: no branch may make the versions run out."""
    names = (one.kind, one.code)
    versions = (one.version, one.refused)
    return all(len(name) <= _LONGEST and name.isprintable() for name in names) and all(
        0 <= version <= _MOST_VERSION for version in versions
    )
