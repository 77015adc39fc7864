"""When the branch tries: on its timers, with new facts, and when the link comes back."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kiosk.branch.hub import Hub
from kiosk.branch.upload import uploader as module
from kiosk.branch.upload.course import Course, Pace
from kiosk.branch.upload.enrolment import Enrolment, save_enrolment
from kiosk.branch.upload.standing import Standing
from kiosk.branch.upload.told import Told
from kiosk.branch.upload.uploader import Uploader
from kiosk.domain import facts as f

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

ENROLMENT = Enrolment("http://127.0.0.1:1", "b1", Ed25519PrivateKey.generate(), bytes(32), bytes(32))
QUICK = Pace(debounce_ms=5, gather_ms=5, beside_ms=0, spread_ms=5)
FACT = f.Recorded("00" * 8, 7, "id", "2026-11-02", 5, "", "", f.HelpAnswered("h"))
LONG_MS = 3_600_000
TOLD = Told(0, 0, 1, "", 0, "", 0, sending=False, next_ms=0)


class Service:
    """What the uploader needs of the branch service."""

    def __init__(self) -> None:
        self.hub = Hub(asyncio.get_running_loop())

    async def with_desk(self, work: object) -> Told:
        """Return how the upload stands: of the desk only that is asked here."""
        del work
        return TOLD


class Rounds:
    """Answers each round with the next of `answers`; when they are used up nothing is left to send."""

    answers: list[tuple[int | None, Standing]] = []  # noqa: RUF012 - set by each test
    went: list[str] = []  # noqa: RUF012 - same
    trip_ms = 0

    def __init__(self, service: object, client: Any, packer: object, *_: object) -> None:  # noqa: ANN401
        del service, packer
        self.client, self.course = client, Course(Standing(succeeded_ms=1), failures=1)

    async def begin(self) -> None:
        self.went.append(self.client.enrolment.url)

    async def go(self) -> int | None:
        self.went.append("go")
        wait_ms, standing = self.answers.pop(0) if self.answers else (None, Standing(succeeded_ms=1))
        self.course = replace(self.course, standing=standing)
        return wait_ms

    def link_up(self) -> int:
        self.went.append("link up")
        return 1


@pytest.fixture(autouse=True)
def rounds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "Rounds", Rounds)
    monkeypatch.setattr(module, "_LINK_S", 0.01)
    monkeypatch.setattr(module, "_ANSWER_S", 600.0)  # what is heard is the try, never the end of the wait
    Rounds.answers, Rounds.went = [], []


@asynccontextmanager
async def running(
    folder: Path, enrolment: Enrolment | None = ENROLMENT, *, look_s: float = 0.01, pace: Pace = QUICK
) -> AsyncIterator[tuple[Uploader, Hub]]:
    service = Service()
    if enrolment is not None:
        save_enrolment(folder, enrolment)
    uploader = Uploader(service, folder, folder, pace=pace, look_s=look_s)  # type: ignore[arg-type]
    uploader.also.clear()
    task = asyncio.create_task(uploader.run())
    try:
        yield uploader, service.hub
    finally:
        service.hub.close()
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def until(went: list[str]) -> None:
    async with asyncio.timeout(60):
        while Rounds.went != went:  # noqa: ASYNC110 - another task writes the list
            await asyncio.sleep(0.005)


@pytest.mark.row("F2")
def test_a_fact_is_sent_when_all_else_is_and_not_sooner_after_a_failure(tmp_path: Path) -> None:
    Rounds.answers = [(None, Standing(succeeded_ms=1)), (LONG_MS, Standing(failure="no_link"))]

    async def work() -> None:
        async with running(tmp_path) as (_, hub):
            await until([ENROLMENT.url, "go"])
            hub.publish([FACT])
            await until([ENROLMENT.url, "go", "go"])
            hub.publish([FACT])
            await asyncio.sleep(0.1)

    asyncio.run(work())

    assert Rounds.went == [ENROLMENT.url, "go", "go"]


@pytest.mark.row("F2")
def test_when_the_addresses_of_the_machine_change_a_failing_upload_is_tried_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    addresses = [frozenset({"10.0.0.7"})]
    monkeypatch.setattr(module, "_addresses", lambda: addresses[-1])
    Rounds.answers = [(LONG_MS, Standing(failure="no_link"))]

    async def work() -> None:
        async with running(tmp_path):
            await until([ENROLMENT.url, "go"])
            await asyncio.sleep(0.05)
            addresses.append(frozenset({"10.0.0.7", "10.0.0.8"}))
            await until([ENROLMENT.url, "go", "link up", "go"])

    asyncio.run(work())


def test_another_enrolment_is_noticed_and_so_is_one_that_is_gone(tmp_path: Path) -> None:
    other = replace(ENROLMENT, url="http://127.0.0.1:2")

    async def work() -> None:
        async with running(tmp_path, None) as (uploader, _):
            assert await uploader.told() is None
            save_enrolment(tmp_path, ENROLMENT)
            await until([ENROLMENT.url, "go"])
            save_enrolment(tmp_path, other)
            await until([ENROLMENT.url, "go", other.url, "go"])

    asyncio.run(work())


def test_work_beside_uploads_is_done_after_them_and_none_of_it_stops_the_next(tmp_path: Path) -> None:
    done: list[str] = []

    async def broken(_: object) -> None:
        done.append("broken")
        raise RuntimeError("a bug")

    async def fine(_: object) -> None:
        done.append("fine")

    async def work() -> None:
        async with running(tmp_path) as (uploader, hub):
            uploader.also += [broken, fine]
            await until([ENROLMENT.url, "go"])
            hub.publish([FACT])
            await until([ENROLMENT.url, "go", "go"])
            await asyncio.sleep(0.02)

    asyncio.run(work())

    assert done == ["broken", "fine"] * (len(done) // 2)
    assert done


def test_nothing_is_done_beside_with_a_headquarters_that_denies_us(tmp_path: Path) -> None:
    done: list[object] = []
    Rounds.answers = [(LONG_MS, Standing(failure="demonstration"))]

    async def beside(client: object) -> None:
        done.append(client)

    async def work() -> None:
        async with running(tmp_path) as (uploader, _):
            uploader.also.append(beside)
            await until([ENROLMENT.url, "go"])
            await asyncio.sleep(0.05)

    asyncio.run(work())

    assert done == []


def test_a_bug_in_a_round_is_told_and_the_upload_begins_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bugs = [ZeroDivisionError()]

    async def go(rounds: Rounds) -> None:
        rounds.went.append("go")
        if bugs:
            raise bugs.pop()

    monkeypatch.setattr(Rounds, "go", go)

    async def work() -> None:
        async with running(tmp_path):
            await until([ENROLMENT.url, "go", ENROLMENT.url, "go"])

    asyncio.run(work())


def test_nothing_is_ever_sent_to_an_address_that_is_not_safe(tmp_path: Path) -> None:
    async def work() -> None:
        async with running(tmp_path, replace(ENROLMENT, url="http://10.0.0.7")):
            await asyncio.sleep(0.1)

    asyncio.run(work())

    assert Rounds.went == []


@pytest.mark.row("F2")
def test_whoever_asks_ends_the_wait_and_hears_how_it_stands(tmp_path: Path) -> None:
    Rounds.answers = [(LONG_MS, Standing(failure="revoked")), (LONG_MS, Standing(succeeded_ms=1))]

    async def work() -> None:
        async with running(tmp_path) as (uploader, _):
            await until([ENROLMENT.url, "go"])
            await asked(uploader)

    asyncio.run(work())

    assert Rounds.went == [ENROLMENT.url, "go", "go"]


def test_whoever_asks_has_another_enrolment_seen_and_used_without_a_pause(tmp_path: Path) -> None:
    other = replace(ENROLMENT, url="https://hq.example.com")

    async def work() -> None:
        async with running(tmp_path, look_s=LONG_MS, pace=replace(QUICK, spread_ms=LONG_MS)) as (uploader, _):
            await until([ENROLMENT.url, "go"])
            save_enrolment(tmp_path, other)
            await asked(uploader)

    asyncio.run(work())

    assert Rounds.went == [ENROLMENT.url, "go", other.url, "go"]


def test_a_headquarters_that_wants_to_be_left_alone_is_whoever_asks(tmp_path: Path) -> None:
    Rounds.answers = [(LONG_MS, Standing(failure="busy"))]

    async def work() -> None:
        async with running(tmp_path) as (uploader, _):
            await until([ENROLMENT.url, "go"])
            await asked(uploader)

    asyncio.run(work())

    assert Rounds.went == [ENROLMENT.url, "go"]


def test_with_an_address_that_nothing_is_sent_to_whoever_asks_is_told_at_once(tmp_path: Path) -> None:
    async def work() -> None:
        async with running(tmp_path, replace(ENROLMENT, url="http://10.0.0.7")) as (uploader, _):
            await asked(uploader)

    asyncio.run(work())

    assert Rounds.went == []


def test_a_branch_without_headquarters_is_told_so_at_once(tmp_path: Path) -> None:
    async def work() -> object:
        async with running(tmp_path, None, look_s=LONG_MS) as (uploader, _):
            async with asyncio.timeout(60):
                return await uploader.now()

    assert asyncio.run(work()) is None


async def asked(uploader: Uploader) -> None:
    """Ask for a try, and be told of it well before the patience for an answer is over."""
    async with asyncio.timeout(60):
        assert await uploader.now() == replace(TOLD, words=ENROLMENT.words)
