"""Personal data sealed and opened: AES-256-GCM under the key of its day and class, bound to its record."""

import hashlib
import hmac
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import msgspec
import structlog
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from kiosk.branch.vault.forgotten import Forgotten
from kiosk.branch.vault.keys import VaultKeys
from kiosk.domain.facts import ForgetReason, RecordClass
from kiosk.domain.privacy import Kept, Personal, last_four
from kiosk.records.connection import Connection
from kiosk.wire.chain import commitment_to

log = structlog.get_logger()

_SALT: Final = 32
_NONCE: Final = 12
_UNSENT: Final = (
    "SELECT record, date, of, sealed, commitment, sync.hq_epoch FROM sync JOIN at_headquarters"
    " ON at_headquarters.hq_epoch < sync.hq_epoch OR at_headquarters.hq_epoch < 0 JOIN vault USING (record)"
    " WHERE record > ? ORDER BY record LIMIT ?"
)


@dataclass(frozen=True, slots=True)
class Unsent:
    """A record that headquarters does not have: `salted` is salt and content, None if it does not open.

    `hq_epoch` is that of headquarters as the branch knows it; it rises when headquarters was restored from a backup.
    """

    record: str
    date: str
    of: RecordClass
    commitment: bytes
    hq_epoch: int
    salted: bytes | None = field(repr=False)


class Vault:
    """The vault behind a connection. For the lane alone; `keep` and `forget` inside `Store.write()`."""

    def __init__(
        self, conn: Connection, keys: VaultKeys, enrolled: Callable[[], bool] = lambda: False
    ) -> None:
        """Seal into the tables of `conn` with `keys`; while the branch is `enrolled`, also for headquarters."""
        self._conn, self.keys, self._enrolled = conn, keys, enrolled

    def keep(self, personal: Sequence[Personal], date: str, now_ms: int) -> dict[int, bytes]:
        """Seal personal data of a business date; return the commitment to each by the place of its fact.

        A record that is there already is replaced. The commitment is SHA-256 of a salt of 32 random bytes and the
        content; the salt leaves the vault only sealed to headquarters, so that nobody can try what it may stand for
        (design.md, vault).
        """
        return {one.fact: self._seal(one, date, now_ms) for one in personal}

    def _seal(self, one: Personal, date: str, now_ms: int) -> bytes:
        key = self.keys.have(date, one.of)
        salt, content = os.urandom(_SALT), msgspec.json.encode(one.content, order="deterministic")
        nonce = os.urandom(_NONCE)
        sealed = nonce + AESGCM(_part(key, b"seal")).encrypt(
            nonce, salt + content, _bound(one.record, date, one.of)
        )
        digits = last_four(str(one.content.get("phone", "")))
        search = _search(key, digits) if digits else None
        self._conn.execute(
            "INSERT OR REPLACE INTO vault (record, date, of, visit, sealed, search, kept_ms)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            (one.record, date, one.of, one.visit, sealed, search, now_ms),
        )
        commitment = commitment_to(salt + content)
        self._conn.execute("DELETE FROM at_headquarters WHERE record = ?", (one.record,))
        if self._enrolled():
            self._conn.execute(
                "INSERT INTO at_headquarters (record, commitment, hq_epoch) VALUES (?, ?, -1)",
                (one.record, commitment),
            )
        return commitment

    def unsent(self, after: str, most: int) -> list[Unsent]:
        """Return at most `most` records that headquarters does not have, by their ids behind `after`.

        One that was restored from a backup may have lost what it had, and gets it again.

        They are sealed when they are sent and not before: a copy that waits here would outlive the key of its day in every
        backup.
        """
        rows = self._conn.execute(_UNSENT, (after, most)).fetchall()
        return [
            Unsent(record, date, of, commitment, hq_epoch, self._plain(record, date, of, sealed))
            for record, date, of, sealed, commitment, hq_epoch in rows
        ]

    def sent(self, records: Sequence[Unsent]) -> None:
        """Take note that headquarters has these records, as they were: one that was kept anew meanwhile goes again."""
        for one in records:
            self._conn.execute(
                "UPDATE at_headquarters SET hq_epoch = ? WHERE record = ? AND commitment = ?",
                (one.hq_epoch, one.record, one.commitment),
            )

    def none_sent(self) -> None:
        """Take note that headquarters has no record: it is another one now."""
        self._conn.execute("UPDATE at_headquarters SET hq_epoch = -1")

    def open(self, record: str) -> dict[str, Any] | None:
        """Return the content of a record; None if it is not there any more or its key is destroyed."""
        row = self._conn.execute("SELECT date, of, sealed FROM vault WHERE record = ?", (record,)).fetchone()
        return None if row is None else self._opened(record, *row)

    def contents(self, date: str, of: RecordClass) -> Iterator[dict[str, Any]]:
        """Yield the content of every record of a date and class that opens."""
        rows = self._conn.execute(
            "SELECT record, sealed FROM vault WHERE date = ? AND of = ?", (date, of)
        ).fetchall()
        opened = (self._opened(record, date, of, sealed) for record, sealed in rows)
        return (content for content in opened if content is not None)

    def _opened(self, record: str, date: str, of: RecordClass, sealed: bytes) -> dict[str, Any] | None:
        plain = self._plain(record, date, of, sealed)
        return None if plain is None else msgspec.json.decode(plain[_SALT:], type=dict[str, Any])

    def _plain(self, record: str, date: str, of: RecordClass, sealed: bytes) -> bytes | None:
        """Return salt and content; None without the key, or where that is not what sealed them in this place."""
        key = self.keys.get(date, of)
        if key is None:
            return None
        try:
            return AESGCM(_part(key, b"seal")).decrypt(
                sealed[:_NONCE], sealed[_NONCE:], _bound(record, date, of)
            )
        except (InvalidTag, ValueError):  # ValueError: too short to be anything
            log.error("vault_record_does_not_open", record=record, date=date, of=of)  # noqa: TRY400 - no bug
            return None

    def find(self, digits: str) -> list[Kept]:
        """Return the records whose phone ends in these four digits, newest first."""
        found: list[Kept] = []
        for date, of in reversed(self.keys.there()):
            key = self.keys.get(date, of)
            if of != "contact" or key is None:
                continue
            rows = self._conn.execute(
                "SELECT record, of, visit, date FROM vault WHERE date = ? AND of = ? AND search = ? ORDER BY kept_ms DESC",
                (date, of, _search(key, digits)),
            )
            found.extend(Kept(*row) for row in rows)
        return found

    def forget(self, record: str, why: ForgetReason) -> None:
        """Delete one record, once it stands beside the keys that no backup is to bring it back.

        Copies in backups stay sealed until the key of the day is destroyed. If the transaction comes to nothing, the
        record is there still, and goes with the next restore: somebody was told to delete it.

        Raises:
            StoreProblem: it could not be written down, and is not deleted.
        """
        row = self._conn.execute("SELECT date, of FROM vault WHERE record = ?", (record,)).fetchone()
        if row is None:
            return
        date, of = row
        self.keys.forgotten.note(Forgotten(date, of, record, why))
        self._conn.execute("DELETE FROM at_headquarters WHERE record = ?", (record,))
        self._conn.execute("DELETE FROM vault WHERE record = ?", (record,))

    def came_back(self) -> list[Forgotten]:
        """Return the records that were deleted once and that a restored backup holds again. StoreProblem: nobody knows."""
        noted = self.keys.forgotten.all()
        found = "SELECT 1 FROM vault WHERE record = ?"
        return [one for one in noted if self._conn.execute(found, (one.record,)).fetchone() is not None]

    def there(self) -> list[tuple[str, RecordClass]]:
        """Return date and class of all records, each once, oldest first."""
        return self._conn.execute("SELECT DISTINCT date, of FROM vault ORDER BY date, of").fetchall()

    def count(self, date: str, of: RecordClass) -> int:
        """Return how many records of a date and class there are, whether they open or not."""
        row = self._conn.execute(
            "SELECT count(*) FROM vault WHERE date = ? AND of = ?", (date, of)
        ).fetchone()
        return int(row[0]) if row else 0

    def drop(self, date: str, of: RecordClass) -> None:
        """Delete every record of a date and class: their pages are overwritten with zeros (secure_delete)."""
        self._conn.execute(
            "DELETE FROM at_headquarters WHERE record IN (SELECT record FROM vault WHERE date = ? AND of = ?)",
            (date, of),
        )
        self._conn.execute("DELETE FROM vault WHERE date = ? AND of = ?", (date, of))

    def request_secret(self, date: str, of: RecordClass, *, make: bool) -> bytes | None:
        """Return what digests of requests with personal data are keyed with; None once it is gone with the data."""
        key = self.keys.have(date, of) if make else self.keys.get(date, of)
        return None if key is None else _part(key, b"request")


def _bound(record: str, date: str, of: RecordClass) -> bytes:
    """Return what ties a sealed record to its place: moved to another it does not open."""
    return f"{record}|{date}|{of}".encode()


def _part(key: bytes, use: bytes) -> bytes:
    """Return the part of a key for one use (HMAC as in RFC 5869, expand)."""
    return hmac.digest(key, b"kiosk vault " + use + b"\x01", hashlib.sha256)


def _search(key: bytes, digits: str) -> bytes:
    return hmac.digest(_part(key, b"search"), digits.encode(), hashlib.sha256)
