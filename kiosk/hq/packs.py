"""The packs of headquarters: made and signed once, kept whole in the database, handed out in pieces, never changed."""

from __future__ import annotations

import hashlib
import tempfile
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from kiosk.hq.acts import note
from kiosk.hq.headquarters import Headquarters
from kiosk.hq.packs_checked import refuse_bad_content
from kiosk.hq.packs_told import highest_told
from kiosk.hq.store.port import Store
from kiosk.records.connection import Connection, Row
from kiosk.wire.sync.offers import PIECE, Offer
from kiosk.wire.sync.pack import BadPack, Label, Manifest, make_pack
from kiosk.wire.sync.unpack import opened

_COLUMNS: Final = "kind, version, branches, expires_ms, files, size, sha256, made_ms, made_by, withdrawn_ms"
_ALL: Final = f"SELECT {_COLUMNS} FROM pack ORDER BY made_ms DESC, kind, version DESC"  # noqa: S608 - our own words
_ONE: Final = f"SELECT {_COLUMNS} FROM pack WHERE kind = :kind AND version = :version"  # noqa: S608 - same
_HIGHEST: Final = "SELECT MAX(version) FROM pack WHERE kind = :kind"
# REPLACE and not LIKE, which takes b_1 for b-1, and on SQLite b1 for B1.
_OFFERED: Final = (
    "SELECT kind, MAX(version) FROM pack WHERE withdrawn_ms IS NULL"
    " AND REPLACE(REPLACE(' ' || branches || ' ', ' * ', ''), :named, '') <> ' ' || branches || ' '"
    " GROUP BY kind ORDER BY kind"
)
_PIECES: Final = (
    "SELECT content FROM pack_piece WHERE kind = :kind AND version = :version AND place BETWEEN :low AND :high"
    " ORDER BY place"
)
_ADD: Final = (
    f"INSERT INTO pack ({_COLUMNS}) VALUES"  # noqa: S608 - same
    " (:kind, :version, :branches, :expires_ms, :files, :size, :sha256, :now, :badge, NULL)"
)
_WITHDRAW: Final = (
    "UPDATE pack SET withdrawn_ms = :now WHERE kind = :kind AND version = :version AND withdrawn_ms IS NULL"
)

QUERIES: Final = (_ALL, _ONE, _HIGHEST, _OFFERED, _PIECES)
"""Every reading statement of this module."""

_one_at_a_time: Final = threading.Lock()


@dataclass(frozen=True, slots=True)
class Published:
    """A pack as it is kept. Times are UTC ms; `withdrawn_ms` None: branches are offered it."""

    label: Label
    files: int
    size: int
    sha256: str
    made_ms: int
    made_by: str
    withdrawn_ms: int | None

    @property
    def offer(self) -> Offer:
        """The same as branches are told of it."""
        return Offer(self.label.kind, self.label.version, self.size, self.sha256)


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody wants to send: the kind, for which branches (`*`: every one), until when (UTC ms, 0: for ever)."""

    kind: str
    branches: tuple[str, ...]
    expires_ms: int


def publish(headquarters: Headquarters, files: Mapping[str, Path], wish: Wish, badge: str) -> Published:
    """Make a pack of files by their path in it, sign it and offer it; its version follows all that any branch knows.

    Raises:
        BadPack: no branch would take it; nothing is offered.
        StoreBusy: the database cannot just now; nothing is offered.
    """
    refuse_bad_content(wish.kind, files)
    with _one_at_a_time, tempfile.TemporaryFile() as made:
        version = 1 + max(
            _highest(headquarters.store, wish.kind), highest_told(headquarters.store, wish.kind)
        )
        label = Label(wish.kind, version, wish.branches, wish.expires_ms)
        manifest = make_pack(made, files, label, headquarters.identity.signing)
        return _keep(headquarters, made, manifest, badge)


def publish_ready(headquarters: Headquarters, file: Path, badge: str) -> Published:
    """Offer a pack that this headquarters signed before, such as one from before its database was lost.

    Raises:
        BadPack: it is not ours (`signature`), broken, or there is such a version already (`version`).
        StoreBusy: the database cannot just now; nothing is offered.
    """
    with _one_at_a_time, file.open("rb") as source:
        return _keep(headquarters, source, checked_ready(headquarters, file), badge)


def checked_ready(headquarters: Headquarters, file: Path) -> Manifest:
    """Return what a pack that this headquarters signed before holds. BadPack: it cannot be offered."""
    identity = headquarters.identity
    keys = (identity.signing_public, *identity.former)
    with opened(file, *map(Ed25519PublicKey.from_public_bytes, keys)) as pack:
        pack.check()
        label = pack.manifest.label
        if published(headquarters.store, label.kind, label.version) is not None:
            raise BadPack("version", str(label.version))
        return pack.manifest


def all_packs(store: Store) -> list[Published]:
    """Return every pack, newest first."""
    with store.servers[0].read() as conn:
        return [_published(row) for row in conn.execute(_ALL).fetchall()]


def published(store: Store, kind: str, version: int) -> Published | None:
    """Return one pack; None: there never was."""
    with store.servers[0].read() as conn:
        return _one(conn, kind, version)


def offers_for(store: Store, branch: str) -> list[Offer]:
    """Return the newest pack of each kind that is meant for a branch and was not withdrawn."""
    with store.servers[0].read() as conn:
        newest = conn.execute(_OFFERED, {"named": f" {branch} "}).fetchall()
        found = [_one(conn, kind, version) for kind, version in newest]
    return [one.offer for one in found if one is not None]


def piece_of(store: Store, one: Published, start: int, end: int) -> bytes:
    """Return the bytes of a pack from `start` up to and without `end`, which lie inside it."""
    low, high = start // PIECE, (end - 1) // PIECE
    with store.servers[0].read() as conn:
        content = b"".join(bytes(row[0]) for row in _pieces(conn, one.label, low, high))
    return content[start - low * PIECE : end - low * PIECE]


@contextmanager
def written_out(store: Store, one: Published) -> Iterator[BinaryIO]:
    """Give a whole pack as a file that is gone afterwards."""
    with tempfile.TemporaryFile() as file, store.servers[0].read() as conn:
        for place in range(-(-one.size // PIECE)):
            file.writelines(bytes(row[0]) for row in _pieces(conn, one.label, place, place))
        file.seek(0)
        yield file


def withdraw(headquarters: Headquarters, kind: str, version: int, badge: str) -> None:
    """Offer a pack to nobody any more. Branches that use it go on using it: none is ever sent an older one."""
    named = {"kind": kind, "version": version, "now": headquarters.now_ms()}
    with headquarters.store.servers[0].write() as conn:
        one = _one(conn, kind, version)
        if one is not None and one.withdrawn_ms is None:
            conn.execute(_WITHDRAW, named)
            note(conn, badge, "pack_withdrawn", f"{kind} {version}", headquarters.now_ms())


def _keep(headquarters: Headquarters, file: BinaryIO, manifest: Manifest, badge: str) -> Published:
    label, now_ms, server = manifest.label, headquarters.now_ms(), headquarters.store.servers[0]
    size = file.seek(0, 2)
    file.seek(0)
    digest = hashlib.file_digest(file, "sha256").hexdigest()  # type: ignore[arg-type] # typeshed wants readinto
    file.seek(0)
    one = Published(label, len(manifest.files), size, digest, now_ms, badge, None)
    named = {
        "kind": label.kind, "version": label.version, "branches": " ".join(label.branches), "expires_ms": label.expires_ms,
        "files": one.files, "size": size, "sha256": digest, "now": now_ms, "badge": badge,
    }  # fmt: skip
    with server.write() as conn:
        conn.execute(_ADD, named)
        rows = ((label.kind, label.version, place, piece) for place, piece in enumerate(_cut(file)))
        server.copy(conn, "pack_piece", ("kind", "version", "place", "content"), rows)
        note(conn, badge, "pack_published", f"{label.kind} {label.version}", now_ms)
    return one


def _cut(file: BinaryIO) -> Iterator[bytes]:
    while piece := file.read(PIECE):
        yield piece


def _pieces(conn: Connection, label: Label, low: int, high: int) -> Sequence[Row]:
    named = {"kind": label.kind, "version": label.version, "low": low, "high": high}
    return conn.execute(_PIECES, named).fetchall()


def _highest(store: Store, kind: str) -> int:
    with store.servers[0].read() as conn:
        row = conn.execute(_HIGHEST, {"kind": kind}).fetchone()
    return row[0] or 0 if row else 0


def _one(conn: Connection, kind: str, version: int) -> Published | None:
    row = conn.execute(_ONE, {"kind": kind, "version": version}).fetchone()
    return None if row is None else _published(row)


def _published(row: Row) -> Published:
    kind, version, branches, expires_ms, *others = row
    return Published(Label(kind, version, tuple(branches.split()), expires_ms), *others)
