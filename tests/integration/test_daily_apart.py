"""Work in a process of its own: its text comes back, its bugs are told, and nothing of it outlives whoever asked."""

from __future__ import annotations

import asyncio
import os
import time
from string import capwords

import pytest

from kiosk.branch.daily import apart as room
from kiosk.branch.daily.apart import Broken, apart


def test_what_the_work_returns_comes_back() -> None:
    assert asyncio.run(apart(capwords, "day summary")) == "Day Summary"


def test_a_bug_in_the_work_is_told() -> None:
    with pytest.raises(Broken, match="AttributeError"):
        asyncio.run(apart(capwords, 1))  # type: ignore[arg-type]


def test_a_process_that_dies_is_told() -> None:
    with pytest.raises(Broken, match="died"):
        asyncio.run(apart(os._exit, 3))


def test_a_process_that_hangs_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "LIMIT_S", 0.1)

    with pytest.raises(Broken, match="too long"):
        asyncio.run(apart(time.sleep, 3_600))  # type: ignore[arg-type]


def test_whoever_gives_up_takes_the_process_along() -> None:
    async def give_up() -> None:
        async with asyncio.timeout(0.2):
            await apart(time.sleep, 3_600)  # type: ignore[arg-type]

    with pytest.raises(TimeoutError):
        asyncio.run(give_up())
