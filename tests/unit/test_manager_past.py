"""What the manager's page counts, and how seldom: dates that are over once, today again only when it changed."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, TypeVar

import pytest

from kiosk.domain import requests as r
from kiosk.domain.answers import Done
from kiosk.pages.manager.past import Past, first_of
from tests.opinions import Opinions

if TYPE_CHECKING:
    from collections.abc import Callable

    from kiosk.domain.answers import Issued
    from kiosk.records.connection import Connection
    from kiosk.records.satisfaction import Satisfaction

T = TypeVar("T")


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let nobody wait for a count, unless a test says so."""
    monkeypatch.setattr("kiosk.pages.manager.past.REST_S", 0.0)


class Counted(Opinions):
    """Notes every count. Others may ask while it reads."""

    def __init__(self) -> None:
        self.counts: list[bool] = []
        """Of each count whether it was of today alone."""
        super().__init__()
        traced: Any = self.conn  # our Connection names only what the product needs
        traced.set_trace_callback(self._heard)

    async def records(self, read: Callable[[Connection], T], /) -> T:
        await asyncio.sleep(0)
        return await super().records(read)

    def _heard(self, sql: str) -> None:
        if sql.lstrip().startswith("SELECT opened_ms FROM day") and "date >=" in sql:
            self.counts.append(f"'{self.day.date}'" in sql)

    def counted(self, past: Past, days: int = 7) -> tuple[Satisfaction, list[bool]]:
        """Return what is told of some days, and which counts it took."""
        self.counts.clear()
        thought, _ = asyncio.run(past.read(days))
        return thought, list(self.counts)

    def all_anew(self, days: int = 7) -> Satisfaction:
        return self.thought(first_of(self.day.date, days), self.day.date)


def second_parked(room: Opinions, *, rated_before: bool) -> tuple[Issued, str]:
    """Return a visit with one service finished and a second one parked: it will be carried over."""
    room.open("1")
    issued = room.issue()
    room.pick(issued.leg)
    room.step(r.StartService, issued.leg)
    if rated_before:
        room.step(r.FinishService, issued.leg)
        room.rate(issued, 2)
    added = room.did(r.AddService(issued.visit, "withdrawal"))
    if not rated_before:
        room.step(r.FinishService, issued.leg)
    assert isinstance(added, Done)
    room.step(r.ParkTicket, added.about)
    return issued, added.about


def test_after_a_service_only_today_is_counted_again() -> None:
    room = Counted()
    for _ in range(3):
        room.rated(5)
        room.next_day()
    past = Past(room)
    _, first = room.counted(past)
    room.rated(3)

    thought, again = room.counted(past)

    assert first == [False, True]
    assert again == [True]
    assert thought == room.all_anew()
    assert thought.overall.count == 4


def test_what_each_day_keeps_back_is_told_when_the_days_together_are_enough() -> None:
    room = Counted()
    for score in (5, 1, 4, 4, 2):
        room.rated(score, "quick" if score > 3 else "long_wait", answers={"speed": score})
        room.next_day()

    thought, _ = room.counted(Past(room))

    assert thought == room.all_anew()
    assert thought.scores == {1: 1, 2: 1, 3: 0, 4: 2, 5: 1}
    assert thought.reasons == {"quick": 3, "long_wait": 2}


def test_another_span_does_not_count_today_again() -> None:
    room = Counted()
    room.rated(5)
    room.next_day()
    past = Past(room)
    room.counted(past, 7)

    thirty, counts = room.counted(past, 30)

    assert counts == [False]
    assert thirty.overall.count == 1
    assert room.counted(past, 7)[1] == []


def test_a_new_date_counts_yesterday_among_the_dates_that_are_over() -> None:
    room = Counted()
    past = Past(room)
    room.rated(5)
    room.counted(past)
    room.next_day()

    thought, counts = room.counted(past)

    assert counts == [False, True]
    assert thought == room.all_anew()
    assert room.counted(past, 1)[0].overall.count == 0


def test_those_who_ask_together_are_answered_from_one_count() -> None:
    room = Counted()
    room.rated(5)
    past = Past(room)

    async def together() -> None:
        await asyncio.gather(*(past.read(1) for _ in range(3)))

    asyncio.run(together())

    assert room.counts.count(True) == 1 + 1  # the dates before a single day are none, and begin today


def test_a_service_added_to_a_finished_visit_makes_it_unfinished_again() -> None:
    room = Counted()
    issued = room.served()
    past = Past(room)
    finished = room.counted(past)[0].finished

    room.did(r.AddService(issued.visit, "withdrawal"))

    assert finished == 1
    assert room.counted(past)[0].finished == room.all_anew().finished == 0


@pytest.mark.row("D3")
def test_a_rating_that_comes_the_day_after_counts_where_the_service_was_finished() -> None:
    room = Counted()
    issued, second = second_parked(room, rated_before=False)
    room.next_day()
    past = Past(room)
    open_still, _ = room.counted(past)

    room.step(r.AbandonTicket, second)
    given_up, counts = room.counted(past)
    room.rate(issued, 2)
    rated, _ = room.counted(past)

    assert (open_still.finished, given_up.finished, given_up.unrated) == (0, 1, 1)
    assert counts == [False, True]
    assert rated == room.all_anew()
    assert rated.overall.count == 1
    assert room.counted(past, 1)[0].overall.count == 0


@pytest.mark.row("D3")
def test_a_rated_visit_moves_to_the_date_of_its_carried_service() -> None:
    room = Counted()
    _, second = second_parked(room, rated_before=True)
    room.next_day()
    past = Past(room)
    before, _ = room.counted(past)
    room.open("1")

    room.serve(second)

    assert before.overall.count == room.counted(past)[0].overall.count == 1
    assert room.counted(past, 1)[0].overall.count == 1


def test_counts_stand_apart_and_take_along_what_happened_meanwhile(monkeypatch: pytest.MonkeyPatch) -> None:
    room, rests = Counted(), list[bool]()

    async def rest(seconds: float) -> None:
        rests.append(seconds > 0)
        room.rated(4)

    monkeypatch.setattr("kiosk.pages.manager.past.REST_S", 3600.0)
    monkeypatch.setattr("kiosk.pages.manager.past.sleep", rest)
    past = Past(room)
    room.counted(past)
    room.counted(past, 30)
    room.rated(5)

    thought, _ = room.counted(past)

    assert rests == [True]
    assert thought.overall.count == 2
