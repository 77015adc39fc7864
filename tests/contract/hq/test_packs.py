"""From headquarters' hand into a branch's use: over a link that breaks, on every store, and whatever anybody asks."""

from __future__ import annotations

import asyncio
import random
from typing import TYPE_CHECKING

import httpx
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kiosk.app.folders import Folders
from kiosk.app.serve import branch_service
from kiosk.branch.packs.catalogue import CataloguePack
from kiosk.branch.packs.running import RunningPacks
from kiosk.branch.packs.taking import Packs
from kiosk.branch.setting_files import SHIPPED, SettingFiles
from kiosk.branch.upload.client import Client
from kiosk.branch.upload.enrolment import Enrolment
from kiosk.hq import packs_api
from kiosk.hq.acts import Wanted, newest
from kiosk.hq.api import build_api
from kiosk.hq.packs import Wish, all_packs, offers_for, publish, publish_ready, withdraw, written_out
from kiosk.hq.packs_told import all_told, tell
from kiosk.wire.sync.offers import Holding
from kiosk.wire.sync.pack import EVERY_BRANCH, BadPack
from tests.headquarters import BRANCH, enrolled
from tests.packs import label, pack_file

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from kiosk.hq.headquarters import Headquarters

ALL = Wish("catalogue", (EVERY_BRANCH,), 0)


def sources(folder: Path, *, minutes: int = 17, padding: int = 0) -> dict[str, Path]:
    """Write the shipped services with an enquiry that takes so long, and return them by name."""
    folder.mkdir(parents=True)
    for file in SHIPPED.glob("*.toml"):
        if file.name != "branch.toml":
            (folder / file.name).write_bytes(file.read_bytes())
    enquiry = folder / "enquiry.toml"
    text = enquiry.read_text("utf-8")
    before = next(line for line in text.splitlines() if line.startswith("minutes"))
    noise = "# " + random.Random(1).randbytes(padding).hex() + "\n"
    enquiry.write_text(noise + text.replace(before, f"minutes = {minutes}", 1), "utf-8")
    return {file.name: file for file in folder.iterdir()}


class Cutting(httpx.AsyncBaseTransport):
    """A link to a headquarters that breaks at every third request."""

    def __init__(self, headquarters: Headquarters) -> None:
        app = build_api(headquarters, lambda _: None)
        app.include_router(packs_api.router(headquarters))
        self._inner = httpx.ASGITransport(app)
        self.asked: list[str] = []

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(request.url.path)
        if len(self.asked) % 3 == 0:
            raise httpx.ReadError("cut", request=request)
        return await self._inner.handle_async_request(request)


def enrolment_at(headquarters: Headquarters, key: Ed25519PrivateKey, branch: str = BRANCH) -> Enrolment:
    identity = headquarters.identity
    return Enrolment("http://127.0.0.1:1", branch, key, identity.signing_public, identity.sealing_public)


def test_a_pack_reaches_a_branch_over_a_link_that_breaks_and_headquarters_hears_of_it(
    headquarters: Headquarters, tmp_path: Path
) -> None:
    client = Client(enrolment_at(headquarters, enrolled(headquarters)), link := Cutting(headquarters))
    one = publish(headquarters, sources(tmp_path / "files", padding=300_000), ALL, "1001")

    async def run() -> int:
        folders = Folders(tmp_path / "branch")
        async with branch_service(folders, demonstration=True) as service:
            kind = CataloguePack(SettingFiles(folders.root, bytes(32), always_open=True))
            packs = RunningPacks(service, Packs(folders.root, [kind]), folders.root)
            while not packs.packs.shelf("catalogue").in_use.label.version:
                await packs.visit(client)
            asked = len(link.asked)
            await packs.visit(client)
            await packs.visit(client)
            assert {path.rpartition("/")[2] for path in link.asked[asked:]} == {"packs"}
            return service.catalogue.services["enquiry"].minutes

    assert asyncio.run(run()) == 17
    pieces = [path for path in link.asked if "-" in path.rpartition("/")[2]]
    assert len(pieces) > one.size >> 20
    (at,) = all_told(headquarters.store)
    assert (at.branch, at.version, at.refused) == (BRANCH, 1, 0)
    assert not list((tmp_path / "branch" / "packs" / "arriving").iterdir())


def test_versions_follow_all_that_any_branch_knows(headquarters: Headquarters, tmp_path: Path) -> None:
    enrolled(headquarters)
    server = headquarters.store.server_of(BRANCH)
    first = publish(headquarters, sources(tmp_path / "a"), ALL, "1001")
    tell(server, BRANCH, [Holding("catalogue", 1 << 52)], 5)

    second = publish(headquarters, sources(tmp_path / "b"), ALL, "1001")

    assert (first.label.version, second.label.version) == (1, 2)
    tell(server, BRANCH, [Holding("catalogue", 40, 41, "content")], 5)
    assert publish(headquarters, sources(tmp_path / "c"), ALL, "1001").label.version == 42


def test_each_branch_is_offered_the_newest_that_is_for_it_and_none_that_was_withdrawn(
    headquarters: Headquarters, tmp_path: Path
) -> None:
    for number, branches in enumerate([(EVERY_BRANCH,), ("b2",), (EVERY_BRANCH,)], 1):
        publish(headquarters, sources(tmp_path / str(number)), Wish("catalogue", branches, 0), "1001")

    withdraw(headquarters, "catalogue", 3, "1001")

    offered = {
        branch: [one.version for one in offers_for(headquarters.store, branch)] for branch in ("b1", "b2")
    }
    assert offered == {"b1": [1], "b2": [2]}
    acts = [(act.kind, act.subject) for act in newest(headquarters.store, Wanted(badge="1001"), 9)]
    assert acts[:2] == [("pack_withdrawn", "catalogue 3"), ("pack_published", "catalogue 3")]


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"enquiry.toml": b"[[service"}, "enquiry.toml"),
        ({"sub/x.toml": b""}, "one folder"),
        ({"branch.toml": b"code = 'x'"}, "branch.toml"),
    ],
)
def test_what_no_branch_would_take_is_never_offered(
    headquarters: Headquarters, tmp_path: Path, change: Mapping[str, bytes], word: str
) -> None:
    files = sources(tmp_path / "files")
    for path, content in change.items():
        files[path] = tmp_path / path.replace("/", "-")
        files[path].write_bytes(content)

    with pytest.raises(BadPack, match=word) as bad:
        publish(headquarters, files, ALL, "1001")

    assert bad.value.code == "content"
    assert all_packs(headquarters.store) == []


def test_a_branch_is_not_taken_for_another_of_nearly_its_name(
    headquarters: Headquarters, tmp_path: Path
) -> None:
    publish(headquarters, sources(tmp_path / "a"), Wish("catalogue", ("b_1", "xb1", "b12"), 0), "1001")

    offered = [
        code for code in ("b_1", "b-1", "B_1", "b1", "xb1", "b12") if offers_for(headquarters.store, code)
    ]

    assert offered == ["b_1", "xb1", "b12"]


def test_a_ready_pack_is_offered_only_if_this_headquarters_signed_it(
    headquarters: Headquarters, tmp_path: Path
) -> None:
    ours = pack_file(tmp_path, {"a.toml": b""}, label(9), headquarters.identity.signing)

    one = publish_ready(headquarters, ours, "1001")

    with written_out(headquarters.store, one) as file:
        assert file.read() == ours.read_bytes()
    for bad, code in ((ours, "version"), (pack_file(tmp_path, {"b.toml": b""}, label(10)), "signature")):
        with pytest.raises(BadPack) as told:
            publish_ready(headquarters, bad, "1001")
        assert told.value.code == code


def test_nobody_gets_a_pack_that_is_not_theirs_or_bytes_that_are_not_in_it(
    headquarters: Headquarters, tmp_path: Path
) -> None:
    key = enrolled(headquarters)
    for_other = publish(headquarters, sources(tmp_path / "a"), Wish("catalogue", ("b2",), 0), "1001")
    for_all = publish(headquarters, sources(tmp_path / "b"), ALL, "1001")
    app = build_api(headquarters, lambda _: None)
    app.include_router(packs_api.router(headquarters))
    client = Client(enrolment_at(headquarters, key), httpx.ASGITransport(app))
    stranger = Client(enrolment_at(headquarters, Ed25519PrivateKey.generate()), httpx.ASGITransport(app))
    home, size = f"{client.home}/packs/catalogue", for_all.size

    async def run() -> None:
        async def status(path: str, by: Client = client) -> int:
            answer = await by.get(path)
            assert answer is not None
            return answer[0]

        assert await status(f"{home}/2/{size - 1}-{size}") == 200
        assert await status(f"{home}/2/0-1", stranger) == 403
        for path in (
            f"1/0-{for_other.size}",
            "3/0-1",
            f"2/0-{size + 1}",
            "2/5-5",
            "2/7-5",
            "2/x",
            "2/0-9999999999",
        ):
            assert await status(f"{home}/{path}") == 422
        for body in (b"", b"{}", b"\xff", b'[{"kind":1}]'):
            answer = await client.post(f"{client.home}/packs", body)
            assert answer is not None
            assert answer[0] == 422

    asyncio.run(run())
