"""A branch service and a real headquarters: what the one has written, the other holds, each fact once and bit by bit."""

from __future__ import annotations

import asyncio
import multiprocessing
import shutil
import uuid
from contextlib import ExitStack, closing, contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import httpx
import pytest
import uvicorn

from kiosk.app import serve as serving
from kiosk.app.listening import bind, spoken_http
from kiosk.branch.database.files import BranchFiles
from kiosk.branch.database.store import reading
from kiosk.branch.upkeep.verify import verify
from kiosk.branch.upload.client import Client
from kiosk.branch.upload.course import Pace
from kiosk.branch.upload.enrolment import Enrolment, save_enrolment
from kiosk.branch.upload.packing import Packed, packed
from kiosk.branch.upload.reading import stretch_from
from kiosk.branch.upload.rounds import Rounds
from kiosk.branch.upload.standing import Standing, load_standing, save_standing
from kiosk.branch.upload.uploader import Uploader
from kiosk.hq.api import build_api
from kiosk.hq.sites import turn
from tests.headquarters import enrolled, headquarters_in
from tests.served import NoSpool, Served, served

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from kiosk.branch.desk import Desk
    from kiosk.hq.headquarters import Headquarters

BRANCH = "demo"
QUICK = Pace(1, 2, 3, 1, 1, 1, 1, sparing=0)
ROWS = "seq, id, kind, version, {at}, body, commitment, hash, epoch"


class Here:
    """Packs in this very process: what another one does is the same, and a second slower."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    async def pack(self, first: int, most: int, *, opaque: bool) -> Packed | None:
        with reading(self._folder) as (_, _, conn):
            stretch = stretch_from(conn, first, most)
        return packed(stretch, opaque=opaque) if stretch else None


class Town:
    """A headquarters, and branches that are enrolled there."""

    def __init__(self, folder: Path, *, demonstration: bool = True) -> None:
        self.headquarters: Headquarters = headquarters_in(folder / "hq", demonstration=demonstration)
        key, identity = enrolled(self.headquarters, BRANCH), self.headquarters.identity
        self.enrolment = Enrolment(
            "http://127.0.0.1:1", BRANCH, key, identity.signing_public, identity.sealing_public
        )
        self.api = build_api(self.headquarters, lambda _: None)

    def inbox(self) -> list[tuple[Any, ...]]:
        with self.headquarters.store.server_of(BRANCH).read() as conn:
            rows = conn.execute(f"SELECT {ROWS.format(at='at')} FROM inbox ORDER BY epoch, seq").fetchall()  # noqa: S608
        return [tuple(bytes(each) if isinstance(each, memoryview) else each for each in row) for row in rows]

    def sync(self, branch: Served, folder: Path) -> Standing:
        """Do one upload after the other until nothing is left or a person must act; return how the branch stands."""
        return branch.run(self._sync(branch, folder))

    async def _sync(self, branch: Served, folder: Path) -> Standing:
        client = Client(self.enrolment, httpx.ASGITransport(self.api))
        rounds = Rounds(branch.service, client, Here(folder), QUICK, lambda: 0.0)  # type: ignore[arg-type]
        await rounds.begin()
        while await rounds.go() is not None and not rounds.course.standing.failure:
            pass
        await client.close()
        return rounds.course.standing


@pytest.fixture(autouse=True)
def no_spool(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serving, "Spool", NoSpool)


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    town = Town(tmp_path)
    with closing(town.headquarters.store):
        yield town


def journal(folder: Path) -> list[tuple[Any, ...]]:
    with reading(folder) as (_, _, conn):
        return conn.execute(f"SELECT {ROWS.format(at='at')} FROM journal ORDER BY epoch, seq").fetchall()  # noqa: S608


def work(branch: Served, times: int) -> None:
    for _ in range(times):
        branch.did("issue_ticket", "entrance", service="deposit")


def goes_back(desk: Desk, standing: Standing) -> None:
    with desk.store.write() as conn:
        save_standing(conn, standing)


@pytest.mark.row("F2")
def test_headquarters_holds_bit_by_bit_what_the_branch_has_written(town: Town, tmp_path: Path) -> None:
    with served(tmp_path / "b") as branch:
        work(branch, 3)
        standing = town.sync(branch, tmp_path / "b")
        work(branch, 1)
        town.sync(branch, tmp_path / "b")
        # As after a power cut: where the branch stands is not written with every upload.
        branch.run(branch.service.with_desk(lambda desk: goes_back(desk, standing)))
        later = town.sync(branch, tmp_path / "b")

    assert town.inbox() == journal(tmp_path / "b")
    assert later.acked.seq == len(town.inbox()) > standing.acked.seq
    assert later.proof is not None
    assert later.proof.holds(town.enrolment.headquarters)
    with reading(tmp_path / "b") as (_, _, conn):
        assert load_standing(conn) == later


@pytest.mark.row("F2")
def test_a_revoked_branch_serves_on_keeps_everything_and_goes_on_when_it_is_let_in(
    town: Town, tmp_path: Path
) -> None:
    server = town.headquarters.store.server_of(BRANCH)
    with served(tmp_path / "b") as branch:
        town.sync(branch, tmp_path / "b")
        with server.write() as conn:
            turn(conn, BRANCH, "revoked", 1)
        work(branch, 2)

        denied = town.sync(branch, tmp_path / "b")
        work(branch, 1)
        with server.write() as conn:
            turn(conn, BRANCH, "enrolled", 1)
        after = town.sync(branch, tmp_path / "b")

    assert (denied.failure, after.failure) == ("revoked", "")
    assert town.inbox() == journal(tmp_path / "b")


@pytest.mark.row("F2")
def test_a_cloned_disk_forks_at_once_and_nothing_of_either_is_lost(town: Town, tmp_path: Path) -> None:
    first, clone = tmp_path / "first", tmp_path / "clone"
    with served(first) as branch:
        work(branch, 2)
        town.sync(branch, first)
    shutil.copytree(first, clone)
    with served(first) as branch:
        work(branch, 3)
        town.sync(branch, first)
    with served(clone) as branch:
        work(branch, 2)
        readers = branch.service.hub.subscribe()
        subscription = readers.__enter__()

        standing = town.sync(branch, clone)

        ended = branch.run(subscription.next(5))
        readers.__exit__(None, None, None)
        work(branch, 1)
        town.sync(branch, clone)
        tickets = branch.run(branch.service.look(lambda day, _: len(day.visits)))

    ours, theirs = set(journal(first)), set(journal(clone))
    assert (ended, standing.failure, standing.forked_ms > 0) == (None, "", True)
    assert set(town.inbox()) == ours | theirs
    assert len(town.inbox()) == len(ours | theirs)
    assert verify(clone).findings == ()
    assert tickets == 5


@pytest.mark.row("F2")
def test_a_demonstration_is_nothing_to_a_real_headquarters_and_only_its_birth_is_ever_sent(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    town, sent = Town(tmp_path, demonstration=False), []
    facts = Client.facts

    async def seen(client: Client, body: bytes) -> object:
        sent.append(len(body))
        return await facts(client, body)

    monkeypatch.setattr(Client, "facts", seen)
    with closing(town.headquarters.store), served(tmp_path / "b") as branch:
        work(branch, 3)
        standing = town.sync(branch, tmp_path / "b")

    assert (standing.failure, town.inbox(), len(sent)) == ("demonstration", [], 1)
    assert sent[0] < 700


@pytest.mark.row("F2")
def test_a_journal_that_was_tampered_with_is_not_sent_and_is_told(town: Town, tmp_path: Path) -> None:
    def tamper(desk: Desk) -> None:
        desk.store.conn.execute("UPDATE journal SET at = at + 1 WHERE seq = 3")

    with served(tmp_path / "b") as branch:
        work(branch, 1)
        branch.run(branch.service.with_desk(tamper))
        standing = town.sync(branch, tmp_path / "b")

    assert (standing.failure, len(town.inbox())) == ("damaged", 1)


def test_nothing_is_sent_for_another_branch(town: Town, tmp_path: Path) -> None:
    town.enrolment = replace(town.enrolment, branch="elsewhere-02")
    with served(tmp_path / "b") as branch:
        standing = town.sync(branch, tmp_path / "b")

    assert (standing.failure, town.inbox()) == ("wrong_branch", [])


@contextmanager
def listening(town: Town) -> Iterator[tuple[str, uvicorn.Server, Any]]:
    with closing(bind(0)) as socket:
        server = uvicorn.Server(spoken_http(town.api))
        yield f"http://127.0.0.1:{socket.getsockname()[1]}", server, server.serve(sockets=[socket])


@pytest.mark.row("F2")
def test_a_running_service_notices_its_enrolment_and_sends_every_new_fact_by_itself(
    town: Town, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(serving, "Uploader", lambda *given: Uploader(*given, pace=QUICK, look_s=0.05))
    said: list[str] = []

    async def beside(client: Client) -> None:
        said.append(client.home)
        raise RuntimeError("broken work stops nothing")

    async def live(branch: Served, url: str, server: uvicorn.Server, running: Any) -> None:  # noqa: ANN401
        serving_hq = asyncio.create_task(running)
        branch.service.upload.also[:] = [beside]  # type: ignore[union-attr]
        await asyncio.to_thread(
            save_enrolment, BranchFiles(tmp_path / "b").keys, replace(town.enrolment, url=url)
        )
        for _ in range(2):
            await branch.send(
                "/v1/requests/issue_ticket", {"id": str(uuid.uuid4()), "body": {"service": "deposit"}}
            )
            await until(lambda: town.inbox() == journal(tmp_path / "b"))
        await until(lambda: bool(said))
        server.should_exit = True
        await serving_hq

    async def until(done: Callable[[], bool]) -> None:
        async with asyncio.timeout(60):
            while not await asyncio.to_thread(done):  # noqa: ASYNC110 - it looks at another side's database
                await asyncio.sleep(0.05)

    with ExitStack() as stack:
        branch = stack.enter_context(served(tmp_path / "b"))
        url, server, running = stack.enter_context(listening(town))
        work(branch, 1)
        branch.run(live(branch, url, server, running))

    assert said[0] == f"/v1/branches/{BRANCH}"
    assert multiprocessing.active_children() == []
