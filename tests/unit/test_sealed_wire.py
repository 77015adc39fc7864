"""Sealed records on the wire: what headquarters reads, and what it will not."""

from __future__ import annotations

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from kiosk.wire.sync.sealed import (
    LONGEST,
    MOST,
    BadRecords,
    BadSeal,
    Place,
    SealedRecord,
    decode_records,
    encode_records,
    seal,
    unseal,
)

pytestmark = pytest.mark.row("F3")

GOOD = {
    "record": "r1", "date": "2026-11-02", "of": "words", "commitment": bytes(32), "sealed": b"x",
}  # fmt: skip
PLACE = Place("b1", "r1", "2026-11-02", "words")


def test_what_is_sent_is_what_is_read() -> None:
    records = [SealedRecord("r1", "2026-11-02", "words", bytes(32), b"\x00\xff" * 50)]

    assert decode_records(encode_records(records)) == records


@pytest.mark.parametrize(
    "amiss",
    [
        {"record": ""}, {"record": "a\x00b"}, {"record": "r1\n"}, {"record": "x" * 65}, {"date": "2026-1-2"}, {"of": "all"},
        {"commitment": bytes(31)}, {"sealed": b""}, {"sealed": bytes(LONGEST + 1)}, {"more": 1},
    ],
)  # fmt: skip
def test_a_record_that_cannot_be_is_refused(amiss: dict[str, object]) -> None:
    with pytest.raises(BadRecords):
        decode_records(msgspec.json.encode([{**GOOD, **amiss}]))


@pytest.mark.parametrize(
    "body", [b"", b"{}", b"\xff", b"[" * 100_000, msgspec.json.encode([GOOD] * (MOST + 1))]
)
def test_a_body_that_holds_no_records_is_refused(body: bytes) -> None:
    with pytest.raises(BadRecords):
        decode_records(body)


@pytest.mark.parametrize(
    "elsewhere",
    [
        Place("b2", "r1", "2026-11-02", "words"), Place("b1", "r2", "2026-11-02", "words"),
        Place("b1", "r1", "2026-11-03", "words"), Place("b1", "r1", "2026-11-02", "care"),
        Place("b", "1r1", "2026-11-02", "words"),
    ],
)  # fmt: skip
def test_a_sealed_record_opens_in_its_own_place_alone(elsewhere: Place) -> None:
    key = X25519PrivateKey.generate()
    sealed = seal(key.public_key().public_bytes_raw(), PLACE, b"a secret")

    assert unseal(key, PLACE, sealed) == b"a secret"
    with pytest.raises(BadSeal):
        unseal(key, elsewhere, sealed)
    with pytest.raises(BadSeal):
        unseal(X25519PrivateKey.generate(), PLACE, sealed)


@pytest.mark.parametrize("cut", [0, 1, 31, 32, 40])
def test_what_is_no_sealed_record_does_not_open(cut: int) -> None:
    key = X25519PrivateKey.generate()
    sealed = seal(key.public_key().public_bytes_raw(), PLACE, b"a secret")

    with pytest.raises(BadSeal):
        unseal(key, PLACE, sealed[:cut])
