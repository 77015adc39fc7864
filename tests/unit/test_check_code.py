"""The check code and the QR text of a slip prove who holds it and tell nothing else."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.check_code import Held, check_code, qr_text, read_qr

SECRET = bytes(range(32))
VISIT = "0193f6a2-7b1c-7cde-8f00-0123456789ab"
# Computed with `openssl dgst -sha256 -mac HMAC`, not with the code under test.
CODE_OF_VISIT = "3502"
QR_OF_VISIT = "K1.B0755.20261123.0193f6a27b1c7cde8f000123456789ab.WNKAMSLYLVL2K"
UUIDS = st.uuids().map(str)

pytestmark = pytest.mark.row("D3")


def test_the_check_code_of_a_known_visit_never_changes() -> None:
    # A code stands on paper in a customer's hand: a new release must still accept it.
    assert check_code(SECRET, VISIT) == CODE_OF_VISIT


def test_the_qr_text_of_a_known_visit_never_changes() -> None:
    assert qr_text(SECRET, "B0755", "2026-11-23", VISIT) == QR_OF_VISIT


@given(st.binary(min_size=16, max_size=64), UUIDS)
def test_the_check_code_is_four_digits_of_the_keyed_hash(secret: bytes, visit: str) -> None:
    digest = hmac.new(secret, b"check\x00" + visit.encode(), hashlib.sha256).digest()
    number = sum(byte << (8 * (7 - place)) for place, byte in enumerate(digest[:8]))

    code = check_code(secret, visit)

    assert re.fullmatch("[0-9]{4}", code)
    assert int(code) == number % 10_000


def test_another_branch_gives_another_code() -> None:
    codes = {check_code(bytes([n]) * 32, VISIT) for n in range(20)}

    assert len(codes) > 15


def test_codes_are_spread_evenly() -> None:
    first_digits = Counter(check_code(SECRET, f"visit {n}")[0] for n in range(5_000))

    # 500 expected each, standard deviation 21; five of them.
    assert len(first_digits) == 10
    assert all(abs(count - 500) < 106 for count in first_digits.values())


@given(st.from_regex("[A-Z][0-9]{4}", fullmatch=True), st.dates(), UUIDS)
def test_the_qr_text_says_version_branch_date_and_visit(branch: str, date: object, visit: str) -> None:
    version, place, day, who, mac = qr_text(SECRET, branch, str(date), visit).split(".")

    assert (version, place, day, who) == ("K1", branch, str(date).replace("-", ""), visit.replace("-", ""))
    assert len(base64.b32decode(mac + "===")) == 8


@pytest.mark.parametrize(
    ("branch", "date", "visit"),
    [
        ("B0756", "2026-11-23", VISIT),
        ("B0755", "2026-11-24", VISIT),
        ("B0755", "2026-11-23", VISIT.replace("ab", "ac")),
    ],
)
def test_the_mac_of_the_qr_text_covers_every_part(branch: str, date: str, visit: str) -> None:
    assert mac_of(qr_text(SECRET, branch, date, visit)) != mac_of(QR_OF_VISIT)


def test_a_qr_text_cannot_be_made_without_the_secret() -> None:
    assert mac_of(qr_text(b"x" * 32, "B0755", "2026-11-23", VISIT)) != mac_of(QR_OF_VISIT)


def mac_of(text: str) -> str:
    return text.rpartition(".")[2]


# Reading it back at the exit


@given(st.from_regex("[a-z][a-z0-9-]{0,20}", fullmatch=True), st.dates(), UUIDS)
def test_a_code_of_the_branch_proves_its_visit_and_date(branch: str, date: object, visit: str) -> None:
    text = qr_text(SECRET, branch, str(date), visit)

    assert read_qr(SECRET, branch, text) == Held(visit, str(date))


def test_a_scanner_that_swaps_capitals_is_understood() -> None:
    text = qr_text(SECRET, "demo", "2026-11-23", VISIT)

    assert read_qr(SECRET, "demo", text.swapcase() + "\r\n") == Held(VISIT, "2026-11-23")


@given(st.data())
def test_an_altered_code_proves_nothing(data: st.DataObject) -> None:
    text = qr_text(SECRET, "demo", "2026-11-23", VISIT)
    place = data.draw(st.integers(0, len(text) - 1))
    sign = data.draw(st.characters(codec="ascii").filter(lambda one: one.upper() != text[place].upper()))

    read = read_qr(SECRET, "demo", text[:place] + sign + text[place + 1 :])

    assert read in {"wrong_code", "other_branch"}


def test_another_branchs_code_says_so_and_a_forged_one_is_wrong() -> None:
    theirs = qr_text(b"x" * 32, "riyue-01", "2026-11-23", VISIT)

    assert read_qr(SECRET, "demo", theirs) == "other_branch"
    assert read_qr(SECRET, "demo", theirs.replace("riyue-01", "demo")) == "wrong_code"
