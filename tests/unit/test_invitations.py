"""Pairing codes: eight digits, once, for ten minutes, and nobody guesses them (F3)."""

from __future__ import annotations

import pytest

from kiosk.branch.access.invitations import EXPIRES_S, MOST_WRONG, Invitations
from kiosk.domain.answers import Refusal
from kiosk.domain.facts import DeviceInvited, DevicePaired, DeviceRevoked, Recorded
from kiosk.domain.register import Device, Register
from kiosk.web.tries import MOST

pytestmark = pytest.mark.row("F3")

HALL = Device("hall-1", "hall", "", "invited")
DOOR = Device("entrance-1", "entrance", "", "invited")


class House:
    """Codes at a branch that invited two devices, and a clock that goes on as told."""

    def __init__(self) -> None:
        self.now_s = 1_000.0
        self.codes = Invitations(lambda: self.now_s)
        self.register = Register()
        for device in (HALL, DOOR):
            self.register.devices[device.name] = device

    def take(self, code: str, address: str = "10.77.0.9") -> str:
        """Return the device let in, or the code of the refusal."""
        taken = self.codes.take(code, self.register, address)
        return taken.code if isinstance(taken, Refusal) else taken

    def wrong_but(self, *codes: str) -> str:
        return next(wrong for wrong in ("00000000", "11111111", "22222222") if wrong not in codes)


def test_a_code_lets_its_own_device_in_once() -> None:
    house = House()
    hall, door = house.codes.invite(HALL), house.codes.invite(DOOR)

    assert hall.isdigit()
    assert len(hall) == 8
    assert house.take(door) == "entrance-1"
    assert house.take(hall) == "hall-1"
    assert house.take(hall) == "wrong_pairing_code"


def test_a_code_is_good_for_ten_minutes_and_not_a_second_longer() -> None:
    house = House()
    early, late = house.codes.invite(HALL), house.codes.invite(DOOR)

    house.now_s += EXPIRES_S - 1
    assert house.take(early) == "hall-1"
    house.now_s += 1
    assert house.take(late) == "wrong_pairing_code"


def test_a_new_code_for_a_device_ends_the_one_before() -> None:
    house = House()
    first = house.codes.invite(HALL)
    second = house.codes.invite(HALL)

    assert house.take(first) == "wrong_pairing_code" or first == second
    assert house.take(second) == "hall-1"


@pytest.mark.parametrize("text", ["", "1", "abcdefgh", "١٢٣٤٥٦٧٨", "0" * 500])
def test_what_is_no_code_is_a_wrong_one(text: str) -> None:
    house = House()
    house.codes.invite(HALL)

    assert house.take(text) == "wrong_pairing_code"


def test_after_five_wrong_codes_even_the_right_one_waits_for_a_minute() -> None:
    house = House()
    code = house.codes.invite(HALL)
    for _ in range(MOST):
        assert house.take(house.wrong_but(code)) == "wrong_pairing_code"

    assert house.codes.take(code, house.register, "10.77.0.9") == Refusal("too_many_tries", {"wait_s": "60"})
    house.now_s += 61
    assert house.take(code) == "hall-1"


def test_ten_wrong_codes_end_every_code_that_was_out_and_none_that_came_later() -> None:
    house = House()
    old = house.codes.invite(HALL)
    for n in range(MOST_WRONG):
        assert house.take(house.wrong_but(old)) == "wrong_pairing_code", n
        house.now_s += 16
    new = house.codes.invite(DOOR)

    assert house.take(old) == "wrong_pairing_code"
    assert house.take(new) == "entrance-1"


def test_one_who_guesses_keeps_nobody_else_from_pairing() -> None:
    house = House()
    code = house.codes.invite(HALL)
    for _ in range(MOST):
        house.take(house.wrong_but(code), "10.77.0.66")

    assert house.take(code, "10.77.0.66") == "too_many_tries"
    assert house.take(code, "10.77.0.9") == "hall-1"


def test_whose_guess_ended_the_codes_is_logged(capsys: pytest.CaptureFixture[str]) -> None:
    house = House()
    code = house.codes.invite(HALL)
    for n in range(MOST_WRONG):
        house.take(house.wrong_but(code), f"10.77.0.{n}")

    told = capsys.readouterr().out
    assert told.count("pairing_codes_ended") == 1
    assert "10.77.0.9" in told
    assert code not in told


@pytest.mark.parametrize(
    "fact",
    [DevicePaired("hall-1"), DeviceRevoked("hall-1"), DeviceInvited("hall-1", "counter", "1")],
)
def test_a_code_is_worth_nothing_once_the_branch_waits_for_another_device(
    fact: DevicePaired | DeviceRevoked | DeviceInvited,
) -> None:
    house = House()
    code = house.codes.invite(HALL)
    house.register.apply(Recorded("ab", 1, "", "", 0, "", "office-pc", fact))

    assert house.take(code) == "wrong_pairing_code"
