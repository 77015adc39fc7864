"""Badges, PINs, and what a device may do while somebody uses it."""

from __future__ import annotations

import pytest

from kiosk.domain.roles import allowed_requests
from kiosk.domain.staff import DEVICE_ROLES, NEEDS_PERSON, STAFF_ROLES, is_badge, is_pin, may_ask_as

SCREENS = ("entrance", "exit", "hall")


@pytest.mark.row("F3")
@pytest.mark.parametrize("device", DEVICE_ROLES)
def test_a_staff_device_nobody_signed_in_at_may_ask_nothing(device: str) -> None:
    assert may_ask_as(device, ()) == ({device} if device in SCREENS else set())


@pytest.mark.row("F3")
@pytest.mark.parametrize(
    ("person", "on_tablet", "at_counter"),
    [
        ("teller", set(), {"counter"}),
        ("reception", {"reception"}, set()),
        ("lobby_manager", {"reception", "manager"}, set()),
        ("branch_manager", {"reception", "manager", "office"}, set()),
        ("technician", {"technician"}, set()),
    ],
)
def test_what_a_person_may_do_depends_on_the_device(
    person: str, on_tablet: set[str], at_counter: set[str]
) -> None:
    assert may_ask_as("staff", (person,)) == on_tablet
    assert may_ask_as("counter", (person,)) == at_counter
    assert all(may_ask_as(screen, (person,)) == {screen} for screen in SCREENS)


@pytest.mark.row("D3")
def test_no_computer_of_a_counter_ever_shows_opinions() -> None:
    assert may_ask_as("counter", STAFF_ROLES) == {"counter"}


def test_whoever_has_several_roles_may_do_what_each_may() -> None:
    assert may_ask_as("staff", ("technician", "reception")) == {"technician", "reception"}


def test_every_role_a_person_can_have_is_known_to_the_rules() -> None:
    assert set(allowed_requests) >= NEEDS_PERSON


@pytest.mark.parametrize("badge", ["123", "0042", "1234567890"])
def test_three_to_ten_digits_are_a_badge_number(badge: str) -> None:
    assert is_badge(badge)


@pytest.mark.parametrize("badge", ["", "12", "12345678901", "12a", "１２３", "-12", "1 2 3"])
def test_nothing_else_is(badge: str) -> None:
    assert not is_badge(badge)


@pytest.mark.parametrize("pin", ["830412", "271828182845"])
def test_six_to_twelve_digits_are_a_pin(pin: str) -> None:
    assert is_pin(pin, "1024")


@pytest.mark.parametrize(
    "pin",
    [
        "",
        "83041",
        "2718281828459",
        "83041x",
        "８３０４１２",
        "111111",
        "123456",
        "987654",
        "890123",
        "831024",
    ],
)
def test_a_pin_that_is_no_number_or_easily_guessed_will_not_do(pin: str) -> None:
    assert not is_pin(pin, "1024")
