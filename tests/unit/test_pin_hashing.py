"""How a PIN is kept: the real parameters, the pepper, and temporary PINs."""

from __future__ import annotations

import stat
from typing import TYPE_CHECKING

import pytest

from kiosk.domain.staff import is_pin
from kiosk.records.database.problems import StoreProblem
from kiosk.web.guessing import FREE, MOST, wait_after
from kiosk.web.hashing import Argon2id, have_pepper, peppered, temporary_pin

if TYPE_CHECKING:
    from pathlib import Path

QUICK = Argon2id(memory_kib=8, passes=1)


@pytest.mark.row("F3")
def test_a_pin_is_kept_as_argon2id_with_19_mib_two_passes_and_one_lane() -> None:
    hasher = Argon2id()

    kept = hasher.hash(b"secret")

    assert kept.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert hasher.fits(kept, b"secret")
    assert not hasher.fits(kept, b"another")


def test_the_same_pin_is_kept_differently_each_time() -> None:
    assert QUICK.hash(b"secret") != QUICK.hash(b"secret")


@pytest.mark.parametrize(
    "kept", ["", "x", "$argon2id$v=19$m=19456,t=2,p=1$", "$argon2id$v=19$m=8,t=1,p=1$AA$AA", "密"]
)
def test_a_damaged_hash_fits_nothing(kept: str) -> None:
    assert not QUICK.fits(kept, b"secret")


def test_without_the_pepper_a_hash_is_worth_nothing_and_it_fits_under_one_badge_alone() -> None:
    secrets = {
        peppered(pepper, badge, pin)
        for pepper in (bytes(32), bytes([1]) * 32)
        for badge, pin in (("2001", "602814"), ("2002", "602814"), ("2001", "602815"), ("20016", "02814"))
    }

    assert len(secrets) == 8
    assert {len(secret) for secret in secrets} == {32}


def test_the_pepper_is_made_once_and_nobody_else_may_read_it(tmp_path: Path) -> None:
    pepper = have_pepper(tmp_path)

    assert have_pepper(tmp_path) == pepper
    assert len(set(pepper)) > 8
    assert stat.S_IMODE((tmp_path / "pepper.key").stat().st_mode) == 0o600


@pytest.mark.parametrize("damaged", [b"", b"cut short"])
def test_a_pepper_that_is_damaged_is_made_anew(tmp_path: Path, damaged: bytes) -> None:
    (tmp_path / "pepper.key").write_bytes(damaged)

    assert len(have_pepper(tmp_path)) == 32


@pytest.mark.parametrize("badge", ["100", "1001", "987654"])
def test_a_temporary_pin_is_random_and_one_that_anybody_could_have(badge: str) -> None:
    pins = {temporary_pin(badge) for _ in range(500)}

    assert len(pins) > 450
    assert all(is_pin(pin, badge) and len(pin) == 6 for pin in pins)


def test_the_waits_double_from_thirty_seconds_on() -> None:
    waits = [wait_after(tries) // 1000 for tries in range(MOST)]

    assert waits == [0] * FREE + [30, 60, 120, 240, 480]


@pytest.mark.row("F3")
def test_a_pepper_that_cannot_be_read_is_a_problem_of_the_disk_and_is_not_made_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pepper = have_pepper(tmp_path)

    def fails(_: Path) -> bytes:
        raise OSError(5, "Input/output error")

    with monkeypatch.context() as patch:
        patch.setattr(type(tmp_path), "read_bytes", fails)
        with pytest.raises(StoreProblem) as raised:
            have_pepper(tmp_path)

    assert raised.value.code in {"disk_fault", "disk_full"}
    assert have_pepper(tmp_path) == pepper
