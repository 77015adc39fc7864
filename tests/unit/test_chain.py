"""The chain as protocol.md writes it, computed here a second time by hand."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest

from kiosk.wire.chain import NOTHING_BEFORE, fact_hash

FACT: dict[str, Any] = {
    "epoch": bytes(range(8)),
    "seq": 258,
    "prev": b"\xaa" * 32,
    "id": bytes(range(16, 32)),
    "kind": "ticket_issued",
    "version": 1,
    "at_ms": 1_795_219_200_000,
    "body": '{"day":"2026-11-21","fact":{"who":"本人"}}'.encode(),
    "commitment": b"",
}


def by_hand(fact: dict[str, Any]) -> bytes:
    """protocol.md, The chain, word for word: bytes put down one after the other."""
    told = bytearray(b"k1\x00")
    told += fact["epoch"]
    told += fact["seq"].to_bytes(8, "big")
    told += fact["prev"]
    told += fact["id"]
    told += len(fact["kind"].encode("utf-8")).to_bytes(4, "big") + fact["kind"].encode("utf-8")
    told += fact["version"].to_bytes(4, "big")
    told += fact["at_ms"].to_bytes(8, "big", signed=True)
    told += len(fact["body"]).to_bytes(4, "big") + fact["body"]
    told += fact["commitment"]
    return hashlib.sha256(told).digest()


def test_a_hash_is_what_the_protocol_says() -> None:
    assert fact_hash(**FACT) == by_hand(FACT)


def test_a_hash_with_a_commitment_is_what_the_protocol_says() -> None:
    fact = {**FACT, "commitment": b"\x05" * 32}

    assert fact_hash(**fact) == by_hand(fact)


def test_a_time_before_1970_is_hashed_as_a_signed_number() -> None:
    fact = {**FACT, "at_ms": -1}

    assert fact_hash(**fact) == by_hand(fact)


def test_the_hash_of_a_known_fact_never_changes_between_releases() -> None:
    known = "780c35d9ea89c91040e7871f8b2a4c648a05a6dc884b884c4f0e1d80515d3fc3"

    assert fact_hash(**FACT).hex() == known


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("epoch", bytes(8)),
        ("seq", 259),
        ("prev", NOTHING_BEFORE),
        ("id", bytes(16)),
        ("kind", "ticket_voided"),
        ("version", 2),
        ("at_ms", 0),
        ("body", b"{}"),
        ("commitment", bytes(32)),
    ],
)
def test_every_part_of_a_fact_moves_the_hash(name: str, other: object) -> None:
    assert fact_hash(**{**FACT, name: other}) != fact_hash(**FACT)


def test_kind_and_body_cannot_lend_one_another_letters() -> None:
    left = fact_hash(**{**FACT, "kind": "ab", "body": b"c"})
    right = fact_hash(**{**FACT, "kind": "a", "body": b"bc"})

    assert left != right
