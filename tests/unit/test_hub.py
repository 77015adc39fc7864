"""Committed facts go out to every reader in order; a slow one is let go, and whoever wants only the newest never is."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, TypeVar

import pytest

from kiosk.branch.hub import Hub, Subscription
from kiosk.domain import facts as f

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

T = TypeVar("T")

LONGEST = 1_000
SOON_S = 5.0
SILENCE_S = 0.01


def facts(first: int, last: int) -> list[f.Recorded]:
    return [
        f.Recorded("00" * 8, seq, str(seq), "2026-11-02", seq, "staff", "t-1", f.HelpAnswered("x"))
        for seq in range(first, last + 1)
    ]


def with_hub(scenario: Callable[[Hub], Awaitable[T]]) -> T:
    """Run a scenario on a loop of its own, with a hub that belongs to it."""

    async def run() -> T:
        return await scenario(Hub(asyncio.get_running_loop()))

    return asyncio.run(run())


async def read(subscription: Subscription) -> list[int]:
    """Return the numbers of what is there to be read, up to the end of the stream or silence; 0 stands for the end."""
    read_so_far: list[int] = []
    while True:
        try:
            one = await subscription.next(SILENCE_S)
        except TimeoutError:
            return read_so_far
        read_so_far.append(one.seq if one else 0)
        if one is None:
            return read_so_far


def publish_one_by_one(hub: Hub, count: int) -> None:
    for seq in range(1, count + 1):
        hub.publish(facts(seq, seq))


@asynccontextmanager
async def following(hub: Hub, heartbeat_s: float = SOON_S) -> AsyncIterator[AsyncIterator[int]]:
    """Give the changes of a hub, and stop following them at the end."""
    changes = hub.changes(heartbeat_s)
    assert isinstance(changes, AsyncGenerator)
    try:
        yield changes
    finally:
        await changes.aclose()


# Every fact


def test_every_reader_gets_every_fact_from_its_coming_on_in_order() -> None:
    async def scenario(hub: Hub) -> tuple[list[int], list[int]]:
        with hub.subscribe() as early:
            hub.publish(facts(1, 2))
            await asyncio.sleep(0)
            with hub.subscribe() as late:
                hub.publish(facts(3, 5))
                return await read(early), await read(late)

    assert with_hub(scenario) == ([1, 2, 3, 4, 5], [3, 4, 5])


def test_facts_come_in_from_another_thread() -> None:
    async def scenario(hub: Hub) -> list[int]:
        with hub.subscribe() as reader:
            lane = threading.Thread(target=publish_one_by_one, args=(hub, 50))
            lane.start()
            await asyncio.to_thread(lane.join)
            return await read(reader)

    assert with_hub(scenario) == list(range(1, 51))


def test_silence_is_told_from_the_end() -> None:
    async def scenario(hub: Hub) -> None:
        with hub.subscribe() as reader, pytest.raises(TimeoutError):
            await reader.next(SILENCE_S)

    with_hub(scenario)


def test_a_reader_that_falls_too_far_behind_is_let_go_after_what_it_has() -> None:
    async def scenario(hub: Hub) -> tuple[list[int], list[int]]:
        with hub.subscribe() as slow, hub.subscribe() as quick:
            hub.publish(facts(1, LONGEST))
            got = await read(quick)
            hub.publish(facts(LONGEST + 1, LONGEST + 1))
            hub.publish(facts(LONGEST + 2, LONGEST + 2))
            got += await read(quick)
            return await read(slow), got

    slow, quick = with_hub(scenario)
    assert slow == [*range(1, LONGEST + 1), 0]
    assert quick == list(range(1, LONGEST + 3))


def test_a_batch_too_big_to_hold_is_not_begun() -> None:
    async def scenario(hub: Hub) -> list[int]:
        with hub.subscribe() as reader:
            hub.publish(facts(1, 1))
            hub.publish(facts(2, LONGEST + 2))
            return await read(reader)

    assert with_hub(scenario) == [1, 0]


def test_a_reader_who_left_costs_nothing_more() -> None:
    async def scenario(hub: Hub) -> list[int]:
        with hub.subscribe() as gone:
            pass
        hub.publish(facts(1, 3))
        return await read(gone)

    assert with_hub(scenario) == []


def test_no_facts_are_no_news() -> None:
    async def scenario(hub: Hub) -> list[int]:
        with hub.subscribe() as reader:
            hub.publish([])
            return await read(reader)

    assert with_hub(scenario) == []


# Only the newest


def test_changes_tell_the_newest_however_many_there_were() -> None:
    async def scenario(hub: Hub) -> list[int]:
        async with following(hub) as changes:
            told = []
            for first, last in ((1, 1), (2, 5_000), (5_001, 5_003)):
                waiting = asyncio.ensure_future(anext(changes))
                await asyncio.sleep(0)
                hub.publish(facts(first, last))
                told.append(await waiting)
            return told

    assert with_hub(scenario) == [1, 5_000, 5_003]


def test_whoever_follows_changes_never_falls_behind_however_slow() -> None:
    async def scenario(hub: Hub) -> list[int]:
        async with following(hub) as changes:
            hub_hears = asyncio.ensure_future(anext(changes))
            await asyncio.sleep(0)
            hub.publish(facts(1, 1))
            told = [await hub_hears]
            for last in range(2, 3 * LONGEST):
                hub.publish(facts(last, last))
            await asyncio.sleep(0)
            return [*told, await anext(changes)]

    assert with_hub(scenario) == [1, 3 * LONGEST - 1]


def test_what_happens_while_a_change_is_looked_at_is_told_next() -> None:
    async def scenario(hub: Hub) -> list[int]:
        async with following(hub) as changes:
            first = asyncio.ensure_future(anext(changes))
            await asyncio.sleep(0)
            hub.publish(facts(1, 1))
            told = [await first]
            hub.publish(facts(2, 2))
            return [*told, await anext(changes)]

    assert with_hub(scenario) == [1, 2]


def test_a_change_is_told_once() -> None:
    async def scenario(hub: Hub) -> list[int]:
        async with following(hub, SILENCE_S) as changes:
            hub.publish(facts(1, 1))
            return [await anext(changes), await anext(changes)]

    assert with_hub(scenario) == [1, 0]


def test_silence_gives_a_heartbeat_of_zero() -> None:
    async def scenario(hub: Hub) -> int:
        async with following(hub, SILENCE_S) as changes:
            return await anext(changes)

    assert with_hub(scenario) == 0


# The end


def test_closing_ends_every_stream_and_every_change() -> None:
    async def scenario(hub: Hub) -> tuple[list[int], list[int]]:
        with hub.subscribe() as reader:
            hub.publish(facts(1, 2))
            follower = asyncio.ensure_future(_all(hub))
            await asyncio.sleep(0)
            hub.close()
            return await read(reader), await asyncio.wait_for(follower, SOON_S)

    stream, _ = with_hub(scenario)
    assert stream == [1, 2, 0]


def test_readers_are_sent_round_again_when_the_branch_changes_and_whoever_follows_changes_stays() -> None:
    async def scenario(hub: Hub) -> tuple[list[int], list[int], int]:
        async with following(hub) as changes:
            with hub.subscribe() as reader:
                hub.publish(facts(1, 2))
                await asyncio.sleep(0)
                hub.send_round_again()
                before = await read(reader)
            with hub.subscribe() as again:
                hub.publish(facts(3, 3))
                return before, await read(again), await anext(changes)

    assert with_hub(scenario) == ([1, 2, 0], [3], 3)


def test_a_reader_who_comes_after_the_end_is_told_at_once() -> None:
    async def scenario(hub: Hub) -> tuple[list[int], list[int]]:
        hub.close()
        assert hub.closed
        with hub.subscribe() as reader:
            return await read(reader), await _all(hub)

    assert with_hub(scenario) == ([0], [])


def test_facts_of_a_stopping_service_do_not_disturb_a_loop_that_is_gone() -> None:
    loop = asyncio.new_event_loop()
    hub = Hub(loop)
    loop.close()

    hub.publish(facts(1, 1))
    hub.close()

    assert hub.closed


async def _all(hub: Hub) -> list[int]:
    return [seq async for seq in hub.changes(SOON_S)]
