"""Four digits are short: nobody may go through them (D3)."""

from __future__ import annotations

import pytest

from kiosk.web.tries import MOST, WITHIN_MS, Tries

pytestmark = pytest.mark.row("D3")

HERE = ("ticket:A001", "device:exit-1")


@pytest.mark.parametrize("other", [("ticket:A001", "device:exit-2"), ("ticket:B001", "device:exit-1")])
def test_five_wrong_tries_within_a_minute_are_enough_by_number_and_by_device(other: tuple[str, ...]) -> None:
    tries = Tries()
    for n in range(MOST):
        assert tries.wait_ms(HERE, n) == 0
        tries.wrong(HERE, n)

    assert tries.wait_ms(HERE, MOST) == WITHIN_MS - MOST
    assert tries.wait_ms(other, MOST) == WITHIN_MS - MOST
    assert tries.wait_ms(("ticket:B001", "device:exit-2"), MOST) == 0


def test_every_try_is_forgotten_after_a_minute() -> None:
    tries = Tries()
    for at_ms in (0, 10_000, 20_000, 30_000, 40_000):
        tries.wrong(HERE, at_ms)

    assert tries.wait_ms(HERE, WITHIN_MS - 1) == 1
    assert tries.wait_ms(HERE, WITHIN_MS) == 0
    tries.wrong(HERE, WITHIN_MS)
    assert tries.wait_ms(HERE, WITHIN_MS) == 10_000


def test_names_that_never_come_back_leave_nothing_behind() -> None:
    tries = Tries()
    for n in range(1_000):
        tries.wrong((f"device:{n}",), n)

    tries.wait_ms(("device:other",), WITHIN_MS + 1_000)

    assert len(tries) == 0
