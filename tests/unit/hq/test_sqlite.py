"""One writer at a time, and nobody waits for it without end."""

from __future__ import annotations

import asyncio
import os
from contextlib import closing
from typing import TYPE_CHECKING

import httpx
import pytest

from kiosk.hq.api import build_api
from kiosk.hq.store.port import StoreBusy
from kiosk.wire.chain import NOTHING_BEFORE
from kiosk.wire.sync.signing import sign_request
from kiosk.wire.sync.upload import StoredFact, enclosed, encode, pack
from tests.headquarters import BRANCH, enrolled, headquarters_in, public_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from kiosk.hq.headquarters import Headquarters

PATH = f"/v1/branches/{BRANCH}/facts"
MANY = 2 * (os.cpu_count() or 1) + 40
"""More than asyncio has threads."""


@pytest.fixture
def headquarters(tmp_path: Path) -> Iterator[Headquarters]:
    headquarters = headquarters_in(tmp_path)
    with closing(headquarters.store):
        yield headquarters


def test_whoever_cannot_write_for_too_long_is_told_so(
    headquarters: Headquarters, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kiosk.hq.store.sqlite._WAIT_S", 0.01)
    server = headquarters.store.servers[0]

    with server.write():
        with pytest.raises(StoreBusy), server.write():
            pass
        with server.read() as conn:
            assert conn.execute("SELECT count(*) FROM site").fetchone() == (0,)
    with server.write() as conn:
        assert conn.in_transaction


def test_pages_have_threads_while_every_branch_waits_for_the_writer(headquarters: Headquarters) -> None:
    key = enrolled(headquarters)
    body = pack(encode(enclosed(bytes(8), NOTHING_BEFORE, [StoredFact(1, bytes(16), "x", 1, 0, b"{}")], 0)))
    headers = sign_request(key, public_of(key)[:8].hex(), "POST", PATH, body)

    async def ask() -> list[int]:
        app = build_api(headquarters, lambda _: None)
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://hq") as http:
            with headquarters.store.servers[0].write():
                calls = [
                    asyncio.create_task(http.post(PATH, content=body, headers=headers)) for _ in range(MANY)
                ]
                await asyncio.sleep(0.2)
                # What a page reads.
                await asyncio.to_thread(int)
                assert not any(call.done() for call in calls)
            return [answer.status_code for answer in await asyncio.gather(*calls)]

    assert asyncio.run(ask()) == [409] * MANY
