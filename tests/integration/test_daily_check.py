"""Checks that are asked for: however many ask at once or again, the branch is looked at once."""

from __future__ import annotations

import asyncio
import threading
from typing import TYPE_CHECKING, Any

import pytest

from kiosk.branch.daily import opening
from kiosk.branch.daily.routine import Daily
from kiosk.domain.facts import BranchChecked
from kiosk.records.database.problems import StoreProblem
from tests.daily import Evenings, evenings
from tests.reception import NINE_MS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

HALF_A_MINUTE_MS = 30_000
LIMIT_S = 60.0


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Evenings]:
    with evenings(tmp_path, monkeypatch) as one:
        one.go_to(NINE_MS)
        yield one


async def _asked(room: Evenings, times: int) -> list[Any]:
    house = room.branch.service.house
    assert house is not None
    return await asyncio.gather(*(house.check() for _ in range(times)), return_exceptions=True)


@pytest.mark.row("G1")
def test_all_who_ask_at_once_are_answered_from_one_check(room: Evenings) -> None:
    answers = room.branch.run(_asked(room, 6))

    assert answers == [answers[0]] * 6
    assert answers[0]["findings"]["database"] == "ok"
    assert len(room.happened(BranchChecked)) == 1


def test_whoever_asks_again_within_half_a_minute_is_answered_from_the_check_before(room: Evenings) -> None:
    room.branch.run(_asked(room, 1))
    room.go_to(NINE_MS + HALF_A_MINUTE_MS - 1)
    room.branch.run(_asked(room, 1))
    assert len(room.happened(BranchChecked)) == 1

    room.go_to(NINE_MS + HALF_A_MINUTE_MS)
    room.branch.run(_asked(room, 1))

    assert len(room.happened(BranchChecked)) == 2


def test_where_service_time_stands_still_an_old_check_is_old_all_the_same(
    room: Evenings, monkeypatch: pytest.MonkeyPatch
) -> None:
    room.branch.run(_asked(room, 1))
    monkeypatch.setattr(opening, "STANDS_S", 0.0)

    room.branch.run(_asked(room, 1))

    assert len(room.happened(BranchChecked)) == 2


def test_a_check_that_failed_fails_for_all_who_wait_for_it_and_the_next_is_a_new_one(
    room: Evenings, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks = []

    def fails(data: Path, _: Path, **__: object) -> dict[str, str]:
        looks.append(data)
        raise StoreProblem("disk_full", data)

    with monkeypatch.context() as patch:
        patch.setattr(opening, "look_at_machine", fails)
        failed = room.branch.run(_asked(room, 3))
    (checked,) = room.branch.run(_asked(room, 1))

    assert [type(one) for one in failed] == [StoreProblem] * 3
    assert len(looks) == 1
    assert checked["findings"]["database"] == "ok"


def test_whoever_gives_up_takes_nobody_elses_check_with_them(room: Evenings) -> None:
    async def one_gives_up() -> list[Any]:
        patient, hasty = (asyncio.ensure_future(_asked(room, 1)) for _ in range(2))
        await asyncio.sleep(0.01)
        hasty.cancel()
        return await patient

    (answer,) = room.branch.run(one_gives_up())

    assert answer["findings"]["database"] == "ok"


def test_a_service_that_stops_gives_up_the_check_that_runs(
    room: Evenings, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked = threading.Event()
    house = room.branch.service.house
    assert isinstance(house, Daily)

    async def stopped() -> bool:
        routine, asked = asyncio.create_task(house.run()), asyncio.create_task(house.check())
        await asyncio.sleep(0.01)
        routine.cancel()
        await asyncio.wait({routine, asked}, timeout=LIMIT_S)
        looked.set()
        return asked.cancelled()

    monkeypatch.setattr(opening, "look_at_machine", lambda *_, **__: looked.wait(LIMIT_S))

    assert room.branch.run(stopped())
    assert room.happened(BranchChecked) == []
