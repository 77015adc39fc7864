"""A branch that never had a link: a stick goes to headquarters and comes back, and the branch knows what is safe there."""

from __future__ import annotations

import asyncio
import json
import shutil
import threading
import time
from contextlib import ExitStack, closing, contextmanager
from dataclasses import replace
from http.client import HTTPConnection
from typing import TYPE_CHECKING

import httpx
import pytest
import uvicorn

from kiosk.app import serve as serving
from kiosk.app.carry_command import carry_back, carry_in, carry_out, pack_back, pack_lines
from kiosk.app.failures import ServiceTrouble
from kiosk.app.listening import bind, spoken_http
from kiosk.branch.database.journal import Journal
from kiosk.branch.database.store import reading
from kiosk.branch.upload.client import Client
from kiosk.branch.upload.course import Pace
from kiosk.branch.upload.enrolment import Enrolment, load_enrolment, save_enrolment
from kiosk.branch.upload.hearing import Letterbox
from kiosk.branch.upload.rounds import Rounds
from kiosk.branch.upload.standing import Standing
from kiosk.branch.upload.uploader import Uploader
from kiosk.hq import carriage_api
from kiosk.hq.api import build_api
from kiosk.hq.sites import turn
from kiosk.wire.sync.carriage import SUFFIX
from tests.headquarters import enrolled, headquarters_in
from tests.packs import label, pack_file
from tests.served import NoSpool, Served, served

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from kiosk.hq.headquarters import Headquarters

BRANCH = "demo"


@pytest.fixture
def headquarters(tmp_path: Path) -> Iterator[Headquarters]:
    headquarters = headquarters_in(tmp_path / "hq")
    with closing(headquarters.store):
        yield headquarters


@pytest.fixture
def branch(headquarters: Headquarters, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Served]:
    """A branch that serves, enrolled at a headquarters that no cable leads to."""
    monkeypatch.setattr(serving, "Spool", NoSpool)
    monkeypatch.setattr(serving, "Uploader", NoUploader)
    identity, key = headquarters.identity, enrolled(headquarters, BRANCH)
    with served(tmp_path / "branch") as branch:
        enrolment = Enrolment(
            "http://127.0.0.1:1", BRANCH, key, identity.signing_public, identity.sealing_public
        )
        save_enrolment(tmp_path / "branch" / "keys", enrolment)
        branch.did("issue_ticket", "entrance", service="deposit")
        yield branch


@contextmanager
def running(headquarters: Headquarters, data: Path) -> Iterator[None]:
    """Let headquarters take sticks at the address that its data folder tells."""
    app = build_api(headquarters, lambda _: None)
    app.include_router(carriage_api.router(headquarters, lambda _: None))
    with closing(bind(0)) as listening:
        server = uvicorn.Server(spoken_http(app))
        thread = threading.Thread(target=lambda: asyncio.run(server.serve(sockets=[listening])))
        (data / "headquarters.json").write_text(
            json.dumps({"url": f"http://127.0.0.1:{listening.getsockname()[1]}"})
        )
        thread.start()
        while not server.started:
            time.sleep(0.01)
        try:
            yield
        finally:
            server.should_exit = True
            thread.join()


def heard(branch: Served, data: Path) -> Standing:
    """Let the service look into its letterbox, while no link is there; return how it stands."""

    async def hear() -> Standing:
        client = Client(_enrolment(data / "keys"), httpx.MockTransport(_no_link))
        rounds = Rounds(branch.service, client, NothingToSend(), Pace(), lambda: 0.0)  # type: ignore[arg-type]
        rounds.letterbox = Letterbox(data)
        await rounds.begin()
        await rounds.go()
        return rounds.course.standing

    return branch.run(hear())


class NoUploader(Uploader):
    """Leaves the letterbox to `heard`: of two that read it, the second would not know what the first did."""

    async def run(self) -> None:
        await asyncio.Event().wait()


class NothingToSend:
    async def pack(self, *_: object, **__: object) -> None:
        return None


def _no_link(request: httpx.Request) -> httpx.Response:
    raise httpx.ConnectError("no link", request=request)


def _enrolment(keys: Path) -> Enrolment:
    enrolment = load_enrolment(keys)
    assert enrolment is not None
    return enrolment


@pytest.mark.row("F2")
def test_a_stick_goes_out_and_comes_back_and_the_next_one_brings_only_what_is_new(
    headquarters: Headquarters, branch: Served, tmp_path: Path
) -> None:
    data, hq, stick = tmp_path / "branch", tmp_path / "hq", tmp_path / "stick"
    stick.mkdir()

    carry_out(data, stick)
    with running(headquarters, hq):
        told, well = carry_in(hq, stick)
        again, still_well = carry_in(hq, stick)
    back, taken = carry_back(data, stick)
    standing = heard(branch, data)

    with reading(data) as (_, _, conn):
        last = Journal(conn).head.seq
    assert (well, still_well, taken) == (True, True, True)
    assert "全部收下" in told[0]
    assert told == again
    assert len(back) == 2
    assert "等网点服务读取" in back[1]
    assert standing.acked.seq == last
    assert standing.proof is not None
    for file in stick.iterdir():
        file.unlink()
    branch.did("issue_ticket", "entrance", service="deposit")
    assert "facts written" in carry_out(data, stick)
    (newer,) = stick.glob(f"*{SUFFIX}")
    with running(headquarters, hq):
        assert carry_in(hq, stick)[1]
    (stick / f"elsewhere_1{SUFFIX}").write_bytes(b"of another branch, not handed in yet")
    assert "Older files on the stick: 1." in carry_out(data, stick)
    assert newer.stat().st_size < 5_000
    with headquarters.store.server_of(BRANCH).read() as conn:
        assert len(conn.execute("SELECT seq FROM inbox").fetchall()) > last


def test_an_answer_that_comes_late_or_again_raises_no_alarm(
    headquarters: Headquarters, branch: Served, tmp_path: Path
) -> None:
    data, hq, stick = tmp_path / "branch", tmp_path / "hq", tmp_path / "stick"
    stick.mkdir()
    carry_out(data, stick)
    with running(headquarters, hq):
        carry_in(hq, stick)
    carry_back(data, stick)
    first = heard(branch, data)
    carry_back(data, stick)

    again = heard(branch, data)

    assert (again.acked, again.frozen, again.failure) == (first.acked, "", "")
    assert heard(branch, data) == again


@pytest.mark.row("F2")
def test_a_headquarters_that_was_restored_is_heard_on_the_stick_and_late_receipts_are_not(
    headquarters: Headquarters, branch: Served, tmp_path: Path
) -> None:
    data, hq, stick = tmp_path / "branch", tmp_path / "hq", tmp_path / "stick"
    stick.mkdir()
    carry_out(data, stick)
    with running(headquarters, hq):
        carry_in(hq, stick)
    carry_back(data, stick)
    before = heard(branch, data)
    late = [(file, file.read_bytes()) for file in stick.iterdir() if file.suffix != SUFFIX]
    for file in stick.iterdir():
        file.unlink()
    branch.did("issue_ticket", "entrance", service="deposit")
    carry_out(data, stick)
    with headquarters.store.server_of(BRANCH).write() as conn:
        conn.execute("DELETE FROM inbox")
        conn.execute("DELETE FROM reached")
    restored = replace(headquarters, identity=replace(headquarters.identity, epoch=2))

    with running(restored, hq):
        carry_in(hq, stick)
    carry_back(data, stick)
    back = heard(branch, data)
    for file, content in late:
        file.write_bytes(content)
    carry_back(data, stick)
    still = heard(branch, data)

    assert late
    assert before.acked.seq > 0
    assert (back.acked.seq, back.receipt, back.frozen, back.until) == (0, b"", "restored", before.acked.seq)
    assert still == back


@pytest.mark.row("F2")
def test_a_disk_that_was_cloned_is_found_on_the_stick_too_and_nothing_of_either_is_lost(
    headquarters: Headquarters, branch: Served, tmp_path: Path
) -> None:
    data, clone, hq, stick = (tmp_path / name for name in ("branch", "clone", "hq", "stick"))
    stick.mkdir()
    branch.run(branch.service.with_desk(lambda desk: desk.store.checkpoint()))
    shutil.copytree(data, clone)
    branch.did("issue_ticket", "entrance", service="deposit")

    def carried(folder: Path) -> bool:
        for file in stick.iterdir():
            file.unlink()
        carry_out(folder, stick)
        with running(headquarters, hq):
            return carry_in(hq, stick)[1]

    first = carried(data)
    with served(clone) as other:
        other.did("issue_ticket", "entrance", service="withdrawal")
        forked = carried(clone)
        carry_back(clone, stick)
        standing = heard(other, clone)
        again = carried(clone)

    assert (first, forked, again) == (True, False, True)
    assert standing.forked_ms
    written = set[bytes]()
    for folder in (data, clone):
        with reading(folder) as (_, _, conn):
            written |= {row[0] for row in conn.execute("SELECT id FROM journal").fetchall()}
    with headquarters.store.server_of(BRANCH).read() as conn:
        assert {bytes(row[0]) for row in conn.execute("SELECT id FROM inbox").fetchall()} == written


def half_sent(hq: Path, content: bytes) -> HTTPConnection:
    """Begin to hand in a file, and say no more."""
    host = json.loads((hq / "headquarters.json").read_text())["url"].removeprefix("http://")
    http = HTTPConnection(host, timeout=60)
    http.putrequest("POST", "/v1/carriage")
    http.putheader("content-length", "1000000")
    http.endheaders(content)
    return http


@pytest.mark.row("F2")
@pytest.mark.usefixtures("branch")
def test_whoever_stops_sending_shuts_the_door_for_nobody_else(
    headquarters: Headquarters, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hq, stick = tmp_path / "hq", tmp_path / "stick"
    stick.mkdir()
    carry_out(tmp_path / "branch", stick)
    (file,) = stick.iterdir()
    monkeypatch.setattr("kiosk.app.carry_command._PATIENCE_S", 60)

    with running(headquarters, hq), ExitStack() as opened:
        for content in [b"kiosk-carriage-1", b""] * 5 + [file.read_bytes()] * 3:
            opened.enter_context(closing(half_sent(hq, content)))
        told, well = carry_in(hq, stick)

    assert well, told


@pytest.mark.usefixtures("branch")
def test_a_sender_who_keeps_headquarters_waiting_is_told_to_come_again(
    headquarters: Headquarters, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kiosk.hq.spooling._GRACE_S", 0.2)
    stick = tmp_path / "stick"
    stick.mkdir()
    carry_out(tmp_path / "branch", stick)
    (file,) = stick.iterdir()

    with running(headquarters, tmp_path / "hq"):
        answers = []
        for content in (b"kiosk-carriage-1", b"something else" * 1_000, file.read_bytes()):
            with closing(half_sent(tmp_path / "hq", content)) as http:
                answers.append(http.getresponse().status)

    assert answers == [503, 503, 503]


def test_packs_travel_on_the_same_stick_and_going_back_is_one_command(
    headquarters: Headquarters, branch: Served, tmp_path: Path
) -> None:
    data, stick = tmp_path / "branch", tmp_path / "stick"
    pack_file(stick, {"notices.toml": b"notices = []"}, label(2), headquarters.identity.signing)
    pack_file(stick, {"a.toml": b""}, label(3))

    told, well = carry_back(data, stick)

    assert branch.service.packs()[0].in_use.label.version == 2
    assert not well
    assert "signature" in told[1]
    assert pack_lines(data) == ["catalogue: 第 2 版 / version 2"]
    assert pack_back(data, "catalogue")[1]
    assert not pack_back(data, "catalogue")[1]


def test_without_a_headquarters_that_runs_or_files_to_bring_it_says_so(tmp_path: Path) -> None:
    (tmp_path / "x.kiosk-carriage").write_bytes(b"")

    with pytest.raises(ServiceTrouble, match="kiosk hq"):
        carry_in(tmp_path, tmp_path)
    with pytest.raises(ServiceTrouble, match="nothing to read"):
        carry_in(tmp_path, tmp_path / "empty")


@pytest.mark.row("F2")
@pytest.mark.usefixtures("branch")
def test_what_headquarters_does_not_take_is_told_in_words_and_a_dead_one_is_told_to_start(
    headquarters: Headquarters, tmp_path: Path
) -> None:
    data, hq, stick = tmp_path / "branch", tmp_path / "hq", tmp_path / "stick"
    stick.mkdir()
    carry_out(data, stick)
    again = carry_out(data, stick)
    with headquarters.store.server_of(BRANCH).write() as conn:
        turn(conn, BRANCH, "revoked", 1)

    with running(headquarters, hq):
        told, well = carry_in(hq, stick)

    assert not well
    assert "revoked: 这家网点已停用" in told[0]
    assert "This branch is revoked" in told[0]
    assert "Older files on the stick: 1" in again
    with pytest.raises(ServiceTrouble, match="Start kiosk hq first"):
        carry_in(hq, stick)
