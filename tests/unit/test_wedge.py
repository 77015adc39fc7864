"""Who typed that: a scanner or fingers. Every key is a number here, so that the order they come out in can be seen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kiosk.screens.wedge import FEWEST, GAP_S, OWED_S, REST_S, Told, Wedge

if TYPE_CHECKING:
    from collections.abc import Iterable

SLIP = "K1.demo.20261120.0193F6A27B1C7CDE8F000123456789AB.ABCDEFGHIJKLM"
NOTHING: Told[int] = Told()
FINGER_S = 0.09


class Bench:
    """A wedge with a clock in hand; it calls for silence whenever as much time has passed as the wedge asks for."""

    def __init__(self) -> None:
        self.seconds = 100.0
        self.wedge: Wedge[int] = Wedge(lambda: self.seconds)
        self.typed: list[int] = []
        self.scans: list[str] = []
        self.keys = 0

    def wait(self, seconds: float, *, timer: bool = True) -> None:
        if timer and self.wedge.holds and seconds > self.wedge.patience_s:
            self.seconds += self.wedge.patience_s
            seconds -= self.wedge.patience_s
            self.take(self.wedge.silence())
        self.seconds += seconds

    def take(self, told: Told[int]) -> None:
        self.scans += [told.scan] if told.scan else []
        self.typed += told.keys

    def press(self, signs: Iterable[str], gap_s: float = 0.004, *, timer: bool = True) -> list[int]:
        """Press keys, the first after the gap too; return their numbers."""
        first = self.keys
        for sign in signs:
            self.wait(gap_s, timer=timer)
            self.take(self.wedge.press(sign, self.keys))
            self.keys += 1
        return list(range(first, self.keys))


@pytest.fixture
def bench() -> Bench:
    return Bench()


@pytest.mark.row("D3")
@pytest.mark.parametrize("gap_s", [0.0, 0.004, 0.03, 0.95 * GAP_S])
@pytest.mark.parametrize("ending", ["\r", "\n", "\t"])
@pytest.mark.parametrize("text", [SLIP, SLIP.swapcase(), "6901234567892", "https://pay.example/?to=me&n=1*2"])
def test_a_quick_burst_is_one_scan_and_types_nothing(
    bench: Bench, text: str, ending: str, gap_s: float
) -> None:
    bench.press(text + ending, gap_s)

    assert (bench.scans, bench.typed, bench.wedge.holds) == ([text], [], False)


@pytest.mark.parametrize("signs", ["A012", "1234\r", "A0123456789\r", " \r1"])
def test_keys_of_fingers_come_out_in_order_and_every_one(bench: Bench, signs: str) -> None:
    pressed = bench.press(signs, FINGER_S)
    bench.wait(1)

    assert (bench.scans, bench.typed) == ([], pressed)


def test_a_finger_waits_no_longer_than_a_scanner_could_take(bench: Bench) -> None:
    [key] = bench.press("5")
    assert bench.typed == []

    bench.wait(GAP_S * 1.01)

    assert bench.typed == [key]


def test_a_few_quick_keys_are_fingers_all_the_same(bench: Bench) -> None:
    pressed = bench.press("1" * (FEWEST - 1) + "\r")

    assert (bench.scans, bench.typed) == ([], pressed)


def test_a_key_that_types_no_sign_comes_at_once_behind_what_was_held(bench: Bench) -> None:
    pressed = bench.press(["1", "2", ""])

    assert bench.typed == pressed


def test_a_key_held_down_is_no_scan(bench: Bench) -> None:
    pressed = bench.press(["1", *[""] * 20], 0.033)  # a repeated key says no sign of its own

    assert (bench.scans, bench.typed) == ([], pressed)


@pytest.mark.row("D3")
def test_a_scan_without_ending_is_over_after_a_short_rest(bench: Bench) -> None:
    bench.press(SLIP)
    assert bench.scans == []

    bench.wait(REST_S * 1.01)

    assert (bench.scans, bench.typed) == ([SLIP], [])


@pytest.mark.row("D3")
def test_an_ending_that_comes_late_presses_nothing_and_the_next_one_does(bench: Bench) -> None:
    bench.press(SLIP)
    bench.wait(REST_S + OWED_S / 2)

    late = bench.press("\r")
    [meant] = bench.press("\r")

    assert bench.typed == [meant]
    assert late != [meant]


def test_long_after_a_scan_without_ending_enter_presses_what_it_always_does(bench: Bench) -> None:
    bench.press(SLIP)
    bench.wait(REST_S + OWED_S * 1.1)

    assert bench.press("\r") == bench.typed


def test_after_a_scan_with_its_ending_enter_works_at_once(bench: Bench) -> None:
    bench.press(SLIP + "\r")

    assert bench.press("\r") == bench.typed


def test_two_scans_after_one_another_are_two(bench: Bench) -> None:
    bench.press(SLIP + "\r")
    bench.press("6901234567892\r")

    assert (bench.scans, bench.typed) == ([SLIP, "6901234567892"], [])


def test_a_scan_goes_on_over_a_moment_in_which_the_screen_was_busy(bench: Bench) -> None:
    bench.press(SLIP[:20])
    bench.wait(REST_S * 0.9)
    bench.press(SLIP[20:] + "\r")

    assert bench.scans == [SLIP]


def test_keys_that_overtake_the_timer_are_told_apart_all_the_same(bench: Bench) -> None:
    bench.press(SLIP)
    [finger] = bench.press("7", 1.0, timer=False)
    bench.wait(1)

    assert (bench.scans, bench.typed) == ([SLIP], [finger])


def test_what_a_finger_pressed_just_before_a_scan_stays_a_finger(bench: Bench) -> None:
    [finger] = bench.press("A")
    bench.press([SLIP[0]], GAP_S * 1.5, timer=False)
    bench.press(SLIP[1:] + "\r")

    assert (bench.scans, bench.typed) == ([SLIP], [finger])
