"""Four digits are short: nobody may go through them (D3)."""

from __future__ import annotations

import pytest

from kiosk.branch.tries import MOST, WITHIN_MS, Tries

pytestmark = pytest.mark.row("D3")


def test_five_wrong_tries_within_a_minute_are_enough() -> None:
    tries = Tries()
    for n in range(MOST):
        assert tries.wait_ms("exit-1", n) == 0
        tries.wrong("exit-1", n)

    assert tries.wait_ms("exit-1", MOST) == WITHIN_MS - MOST
    assert tries.wait_ms("exit-2", MOST) == 0


def test_every_try_is_forgotten_after_a_minute() -> None:
    tries = Tries()
    for at_ms in (0, 10_000, 20_000, 30_000, 40_000):
        tries.wrong("exit-1", at_ms)

    assert tries.wait_ms("exit-1", WITHIN_MS - 1) == 1
    assert tries.wait_ms("exit-1", WITHIN_MS) == 0
    tries.wrong("exit-1", WITHIN_MS)
    assert tries.wait_ms("exit-1", WITHIN_MS) == 10_000
