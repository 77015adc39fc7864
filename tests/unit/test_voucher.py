"""A voucher says just what headquarters signed, however its file is laid out; anything else is no voucher."""

from __future__ import annotations

import json
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from kiosk.wire.sync.voucher import (
    CODE_LENGTH,
    CODE_LETTERS,
    BadVoucher,
    Voucher,
    code_as_typed,
    new_code,
    read_voucher,
    shown_code,
    signed_voucher,
    usable_url,
)

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
VOUCHER = Voucher(
    "ab" * 16, "https://hq.bank.example", "PEM\n", KEY.public_key().public_bytes_raw().hex(), "cd" * 32,
    ("0312", "0313"), 2, 1_790_000_000_000, demonstration=False,
)  # fmt: skip
FILE = signed_voucher(KEY, VOUCHER).encode()


def why(file: bytes) -> str:
    with pytest.raises(BadVoucher) as bad:
        read_voucher(file)
    return bad.value.code


def test_a_voucher_comes_back_as_it_was_signed_however_the_file_is_laid_out() -> None:
    flat = json.dumps(dict(reversed(json.loads(FILE).items()))).encode()

    assert read_voucher(FILE) == read_voucher(flat) == VOUCHER
    assert b"https://hq.bank.example" in FILE.splitlines()[2]


@pytest.mark.parametrize(
    ("field", "other"),
    [
        ("id", "00" * 16), ("url", "https://hq.evil.example"), ("ca_pem", ""), ("hq_sealing", "00" * 32),
        ("sites", ["0312"]), ("sites", ["0312", "03", "13"]), ("uses", 3),
        ("expires_ms", 1_890_000_000_000), ("demonstration", True), ("hq_signing", "ee" * 32), ("signature", ""),
    ],
)  # fmt: skip
def test_a_voucher_with_anything_changed_is_edited(field: str, other: Any) -> None:  # noqa: ANN401 - any JSON value
    assert why(json.dumps({**json.loads(FILE), field: other}).encode()) == "edited"


@pytest.mark.parametrize(
    ("file", "code"),
    [
        (b"", "unreadable"), (FILE[:-9], "unreadable"), (b"[" * 100_000, "unreadable"), (b"\xff" + FILE, "unreadable"),
        (FILE.replace(b'"kiosk_voucher": 1', b'"kiosk_voucher": 2'), "newer"),
        (FILE.replace(b"cdcd", b"cd", 1), "unreadable"), (FILE.replace(b'"uses": 2', b'"uses": -2'), "unreadable"),
    ],
    ids=range(7),
)  # fmt: skip
def test_what_is_no_voucher_says_why(file: bytes, code: str) -> None:
    assert why(file) == code


@given(st.integers(0, len(FILE) - 1), st.integers(1, 255))
def test_no_byte_can_be_changed_that_changes_what_is_promised(at: int, by: int) -> None:
    file = bytearray(FILE)
    file[at] ^= by

    try:
        assert read_voucher(bytes(file)) == VOUCHER
    except BadVoucher as bad:
        assert bad.code in {"unreadable", "newer", "edited"}  # noqa: PT017 - most bytes are, white space is not


def test_a_voucher_that_leads_into_the_clear_is_refused_even_if_it_is_signed() -> None:
    clear = signed_voucher(KEY, Voucher(*(VOUCHER.id, "http://hq.bank.example", *_rest())))

    assert why(clear.encode()) == "bad_url"


def _rest() -> tuple[Any, ...]:
    return tuple(getattr(VOUCHER, name) for name in Voucher.__struct_fields__[2:])


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("https://hq.bank.example", "https://hq.bank.example"),
        (" https://HQ.bank.example:8443/ ", "https://hq.bank.example:8443"),
        ("http://127.0.0.1:8775", "http://127.0.0.1:8775"), ("http://[::1]:8775", "http://[::1]:8775"),
        ("http://hq.bank.example", ""), ("https://hq.bank.example/path", ""), ("https://me@hq.bank.example", ""),
        ("hq", ""), ("", ""), ("https://hq:99999", ""), ("ftp://hq", ""), ("https://", ""), ("https://hq?x=1", ""),
    ],
)  # fmt: skip
def test_an_address_is_https_or_this_very_machine(typed: str, kept: str) -> None:
    try:
        found = usable_url(typed)
    except BadVoucher:
        found = ""

    assert found == kept


def test_codes_have_no_letters_that_look_alike_and_are_understood_as_people_type_them() -> None:
    code = new_code()

    assert len(code) == CODE_LENGTH
    assert set(code) <= set(CODE_LETTERS)
    assert not set("01OILU") & set(CODE_LETTERS)
    assert code_as_typed(f" {shown_code(code).lower()} ") == code
    assert len({new_code() for _ in range(100)}) == 100
