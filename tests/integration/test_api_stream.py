"""The stream of facts over a real store: what was missed, what happens, and what is not shown."""

from __future__ import annotations

import json
import uuid
from typing import TYPE_CHECKING

import pytest

from kiosk.branch import stream as stream_module
from kiosk.branch.stream import facts_stream
from kiosk.domain import facts as f
from kiosk.domain.requests import By, IssueTicket
from kiosk.wire.codec import decode_recorded
from tests.served import Served

if TYPE_CHECKING:
    from collections.abc import AsyncIterator


async def read(stream: AsyncIterator[bytes], until_seq: int) -> tuple[list[f.Recorded], list[int]]:
    """Return facts and skips of a stream up to a number."""
    told: list[f.Recorded] = []
    skips: list[int] = []
    async for frames in stream:
        for frame in frames.decode().strip().split("\n\n"):
            name, _, data = frame.removeprefix("event: ").partition("\ndata: ")
            if name == "fact":
                told.append(decode_recorded(data.encode()))
            elif name == "skip":
                skips.append(json.loads(data)["seq"])
        if max([*skips, *(one.seq for one in told)], default=0) >= until_seq:
            break
    return told, skips


@pytest.mark.row("F1")
def test_a_stream_brings_what_was_missed_and_then_what_happens(branch: Served) -> None:
    branch.did("issue_ticket", service="deposit")
    missed = branch.run(branch.service.head()).seq
    stream = facts_stream(branch.service, "reception", 0, "")

    before, _ = branch.run(read(stream, missed))
    branch.did("open_counter", counter="1")
    after, _ = branch.run(read(facts_stream(branch.service, "reception", missed, ""), missed + 1))

    assert [one.seq for one in before] == list(range(1, missed + 1))
    assert [one.fact.kind for one in after] == ["counter_opened"]


@pytest.mark.row("F1")
def test_a_stream_that_stays_open_hears_of_each_fact_and_of_silence(
    branch: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stream_module, "HEARTBEAT_S", 0.02)
    begun = branch.run(branch.service.head()).seq

    async def follow() -> tuple[bytes, list[str]]:
        stream = facts_stream(branch.service, "reception", begun, "")
        silence = await anext(stream)
        await branch.service.ask(str(uuid.uuid4()), IssueTicket("deposit"), By("reception", "tablet-1"))
        told, _ = await read(stream, begun + 2)
        return silence, [one.fact.kind for one in told]

    assert branch.run(follow()) == (b": \n\n", ["ticket_issued", "slip_queued"])


def test_a_stream_tells_the_numbers_of_what_it_does_not_show(branch: Served) -> None:
    branch.did("issue_ticket", service="deposit")
    branch.did("call_help", "exit", place="exit")
    last = branch.run(branch.service.head()).seq

    told, skips = branch.run(read(facts_stream(branch.service, "exit", 0, ""), last))

    # born, day opened, ticket and slip together, help called
    assert [one.fact.kind for one in told] == ["epoch_started", "day_opened", "help_called"]
    assert skips == [4]


def test_a_stream_of_another_epoch_is_sent_to_take_a_snapshot(branch: Served) -> None:
    head = branch.run(branch.service.head())

    async def first(after: int, epoch: str) -> bytes:
        return await anext(facts_stream(branch.service, "hall", after, epoch))

    expected = f'event: reset\ndata: {{"epoch":"{head.epoch}","seq":{head.seq}}}\n\n'.encode()
    assert branch.run(first(0, "ff" * 8)) == expected
    assert branch.run(first(head.seq + 1, head.epoch)) == expected
