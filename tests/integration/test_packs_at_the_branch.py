"""A branch takes a pack whole or not at all, serves by it at once, and goes on whatever is wrong with the next one."""

from __future__ import annotations

import asyncio
import hashlib
import os
import shutil
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, cast

import pytest

from kiosk.app.carry_command import pack_lines
from kiosk.app.folders import Folders
from kiosk.app.serve import branch_service
from kiosk.branch.packs.arriving import always
from kiosk.branch.packs.catalogue import CataloguePack
from kiosk.branch.packs.running import RunningPacks
from kiosk.branch.packs.shelf import NOTHING, Shelf
from kiosk.branch.packs.taking import Packs
from kiosk.branch.setting_files import SHIPPED, SettingFiles
from kiosk.domain.answers import Issued
from kiosk.domain.requests import By, IssueTicket
from kiosk.records.database.ids import uuid7
from kiosk.records.database.problems import StoreProblem
from kiosk.wire.sync.offers import PIECE, Offer, encode_offers
from kiosk.wire.sync.pack import BadPack, Label
from tests.packs import KEY, label, pack_file

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from kiosk.branch.upload.client import Client

SERVICES = {file.name: file.read_bytes() for file in SHIPPED.glob("*.toml") if file.name != "branch.toml"}
NOW = 1_790_000_000_000
BRANCH = "demo"
PUBLIC = KEY.public_key()


def with_minutes(minutes: int) -> dict[str, bytes]:
    """Return the shipped services, an enquiry taking so long."""
    text = SERVICES["enquiry.toml"].decode()
    before = next(line for line in text.splitlines() if line.startswith("minutes"))
    return {**SERVICES, "enquiry.toml": text.replace(before, f"minutes = {minutes}", 1).encode()}


def packs_in(data: Path) -> Packs:
    return Packs(data, [CataloguePack(SettingFiles(data, bytes(32), always_open=True))])


def served(data: Path) -> int:
    """Return how long an enquiry takes at a branch that starts now."""
    return SettingFiles(data, bytes(32), always_open=True).load().catalogue.services["enquiry"].minutes


class Link:
    """Headquarters with one pack; `beside` happens at the branch with every piece."""

    home = "/v1/branches/b1"

    def __init__(self, content: bytes, beside: Callable[[], Awaitable[object]] = always) -> None:
        self._content, self._beside = content, beside
        self.enrolment = SimpleNamespace(hq_signing=PUBLIC.public_bytes_raw(), former=(), branch=BRANCH)
        self.asked: list[tuple[int, int]] = []

    async def post(self, path: str, body: bytes) -> tuple[int, bytes]:
        del path, body
        offer = Offer("catalogue", 1, len(self._content), hashlib.sha256(self._content).hexdigest())
        return 200, encode_offers([offer])

    async def get(self, path: str, most: int = 0) -> tuple[int, bytes]:
        del most
        start, end = map(int, path.rpartition("/")[2].split("-"))
        self.asked.append((start, end))
        await self._beside()
        return 200, self._content[start:end]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    (tmp_path / "data").mkdir()
    return tmp_path / "data"


def test_a_pack_lies_over_the_branchs_own_files_and_leaves_it_what_it_does_not_bring(
    data: Path, tmp_path: Path
) -> None:
    shutil.copytree(SHIPPED, data / "catalogue")
    own = data / "catalogue" / "branch.toml"
    own.write_text(own.read_text("utf-8").replace("Demonstration Branch", "Riyue Road"), "utf-8")

    packs_in(data).take(pack_file(tmp_path, with_minutes(17), label(3)), [PUBLIC], BRANCH, NOW)

    setting = SettingFiles(data, bytes(32), always_open=True).load()
    assert setting.catalogue.services["enquiry"].minutes == 17
    assert setting.plan.name.en == "Riyue Road"


@pytest.mark.parametrize(
    ("files", "word"),
    [
        ({"enquiry.toml": b"[[service"}, "enquiry.toml"),
        (with_minutes(900), "out of range"),
        ({"readme.txt": b"hello"}, "no .toml"),
        ({**SERVICES, "branch.toml": (SHIPPED / "branch.toml").read_bytes()}, "this branch is gz014"),
    ],
)
def test_a_pack_that_the_loader_would_not_take_leaves_a_note_and_nothing_else(
    data: Path, tmp_path: Path, files: dict[str, bytes], word: str
) -> None:
    setting_files = SettingFiles(data, bytes(32), always_open=True)
    setting_files.code = "gz014"
    packs = Packs(data, [CataloguePack(setting_files)])
    packs.take(pack_file(tmp_path, with_minutes(11), label(1)), [PUBLIC], BRANCH, NOW)

    with pytest.raises(BadPack) as bad:
        packs.take(pack_file(tmp_path, files, label(2)), [PUBLIC], BRANCH, NOW)

    (standing,) = packs.standing()
    assert bad.value.code == "content"
    assert standing.refused is not None
    assert word in standing.refused.detail
    assert (standing.in_use.label.version, served(data)) == (1, 11)
    assert "文件不合本网点的设置" in "\n".join(pack_lines(data))
    assert not packs.is_wanted("catalogue", 2)
    assert packs.is_wanted("catalogue", 3)


def test_going_back_is_to_the_version_kept_and_what_was_put_away_does_not_come_again(
    data: Path, tmp_path: Path
) -> None:
    packs, first = packs_in(data), served(data)
    for version, minutes in ((1, 11), (2, 12), (3, 13)):
        packs.take(pack_file(tmp_path, with_minutes(minutes), label(version)), [PUBLIC], BRANCH, NOW)
    store = packs.shelf("catalogue")

    assert store.back() is not None
    assert served(data) == 12
    assert store.back() is None
    with pytest.raises(BadPack, match="version"):
        packs.take(tmp_path / "catalogue-3.kiosk-pack", [PUBLIC], BRANCH, NOW)
    assert first not in {11, 12, 13}


def test_going_back_from_the_first_pack_is_to_the_branchs_own_files(data: Path, tmp_path: Path) -> None:
    packs, own = packs_in(data), served(data)
    packs.take(pack_file(tmp_path, with_minutes(11), label(1)), [PUBLIC], BRANCH, NOW)

    then = packs.shelf("catalogue").back()

    assert then is not None
    assert then.label == NOTHING
    assert served(data) == own


def test_a_pack_whose_time_is_over_warns_and_serves(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told = Label("catalogue", 1, ("*",), expires_ms=NOW - 1)

    packs_in(data).take(pack_file(tmp_path, with_minutes(11), told), [PUBLIC], BRANCH, NOW)

    assert served(data) == 11
    assert "pack_expired" in "".join(capsys.readouterr())


def test_a_start_with_a_pack_that_this_program_no_longer_understands_serves_the_last_good_files(
    data: Path, tmp_path: Path
) -> None:
    packs_in(data).take(pack_file(tmp_path, with_minutes(11), label(1)), [PUBLIC], BRANCH, NOW)
    assert served(data) == 11
    folder = Shelf(data, "catalogue").folder
    assert folder is not None
    (folder / "enquiry.toml").write_bytes(b"[[service")

    assert served(data) == 11


def test_a_running_service_takes_a_pack_and_tickets_out_there_keep_theirs(tmp_path: Path) -> None:
    async def run() -> None:
        folders = Folders(tmp_path / "data")
        async with branch_service(folders, demonstration=True) as service:
            before = service.catalogue.services["enquiry"].minutes
            issued = await service.ask(
                uuid7(NOW, bytes(10)), IssueTicket("enquiry"), By("reception", "tablet")
            )
            running = RunningPacks(service, packs_in(folders.root), folders.root)
            file = pack_file(tmp_path, with_minutes(before + 9), label(1))

            await running.take(file, [PUBLIC], BRANCH)

            minutes = await service.look(lambda day, _: [leg.minutes for leg in day.legs.values()])
            assert isinstance(issued, Issued)
            assert service.catalogue.services["enquiry"].minutes == before + 9
            assert minutes == [before]
            assert [one.in_use.label.version for one in service.packs()] == [1]

    asyncio.run(run())


def test_a_pack_that_cannot_be_written_now_is_kept_for_the_next_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = pack_file(tmp_path, with_minutes(14), label(1)).read_bytes()
    link = Link(content)

    def full(*_: object) -> None:
        raise StoreProblem("disk_full", tmp_path, "no room")

    async def run() -> None:
        folders = Folders(tmp_path / "data")
        async with branch_service(folders, demonstration=True) as service:
            running = RunningPacks(service, packs_in(folders.root), folders.root)
            with monkeypatch.context() as patch:
                patch.setattr(running.packs, "take", full)
                with pytest.raises(StoreProblem):
                    await running.visit(cast("Client", link))
            once = len(link.asked)

            await running.visit(cast("Client", link))

            assert len(link.asked) == once > 0
            assert [one.in_use.label.version for one in service.packs()] == [1]

    asyncio.run(run())


def test_facts_that_come_while_a_pack_is_fetched_go_before_the_rest_of_it(tmp_path: Path) -> None:
    async def run() -> None:
        folders = Folders(tmp_path / "data")
        async with branch_service(folders, demonstration=True) as service:

            async def ticket() -> None:
                await service.ask(
                    uuid7(NOW, os.urandom(10)), IssueTicket("enquiry"), By("reception", "tablet")
                )

            link = Link(os.urandom(9 * PIECE), ticket)
            running = RunningPacks(service, packs_in(folders.root), folders.root)

            await running.visit(cast("Client", link))

            assert link.asked == [(0, PIECE)]

    asyncio.run(run())
