"""Answers already given, by request id: the same request again gets the same answer and no second ticket."""

import hashlib
import hmac
from uuid import UUID

from kiosk.records.connection import Connection


class AnswersStore:
    """Remembers answers behind a connection, inside the transaction that made them."""

    def __init__(self, conn: Connection, secret: bytes) -> None:
        """Key the digests with `secret`, the branch key."""
        self._conn, self._secret = conn, secret

    def digest(self, kind: str, body: bytes, secret: bytes | None = None) -> bytes:
        """Return the keyed digest of a request from its canonical body; `secret` in place of the branch's.

        Keyed, because a plain hash of a phone or a care need tells it: there are few enough to try them all. Where
        personal data stands in the body, the key is one that is destroyed with it.
        """
        return hmac.digest(
            secret or self._secret, b"request\0" + kind.encode() + b"\0" + body, hashlib.sha256
        )

    def answered(self, request_id: str) -> tuple[bytes, bytes, str] | None:
        """Return digest, answer and business date of a request, None for a new one. ValueError if the id is no UUID."""
        row = self._conn.execute(
            "SELECT digest, answer, business_date FROM request WHERE id = ?", (UUID(request_id).bytes,)
        ).fetchone()
        return None if row is None else (row[0], row[1], row[2])

    def remember(  # noqa: PLR0913 - one row
        self, request_id: str, kind: str, digest: bytes, answer: bytes, *, seq: int, date: str
    ) -> None:
        """Keep an answer, inside `Store.write()`. `seq` is the last fact of its decision, `date` the business date."""
        self._conn.execute(
            "INSERT INTO request (id, kind, digest, answer, seq, business_date) VALUES (?, ?, ?, ?, ?, ?)",
            (UUID(request_id).bytes, kind, digest, answer, seq, date),
        )

    def forget_before(self, date: str) -> int:
        """Delete the answers of business dates before `date`, inside `Store.write()`; return how many they were."""
        return self._conn.execute("DELETE FROM request WHERE business_date < ?", (date,)).rowcount
