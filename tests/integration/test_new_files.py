"""What reaches screens and memory from outside while the service runs: new files of the branch, and endless forms."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import TYPE_CHECKING

import httpx
from fastapi import FastAPI

from kiosk.branch.hub import Hub
from kiosk.branch.service import BranchService
from kiosk.branch.stream import facts_stream
from kiosk.pages.reception import router
from tests.faults.harness import Reception, Time
from tests.reception_house import House

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

ENOUGH_CHUNKS = 1_000


async def _follow_while_files_change(folder: Path, lane: ThreadPoolExecutor) -> bytes:
    loop = asyncio.get_running_loop()
    hub = Hub(loop)
    branch = await loop.run_in_executor(lane, lambda: Reception(folder, Time(), publish=hub.publish))
    service = BranchService(branch.desk, lane, hub, folder)
    stream = facts_stream(service, "entrance", 0, "")
    try:
        await anext(stream)
        setting = replace(service.setting, catalogue=replace(service.catalogue, version="changed"))
        await service.use(setting)
        async with asyncio.timeout(60):
            assert [event async for event in stream] == []
        return service.catalogue_json
    finally:
        await loop.run_in_executor(lane, branch.close)


def test_screens_are_sent_to_fetch_changed_files_of_the_branch(tmp_path: Path) -> None:
    with ThreadPoolExecutor(1) as lane:
        assert b'"version":"changed"' in asyncio.run(_follow_while_files_change(tmp_path, lane))


def test_an_endless_form_is_not_read_to_its_end() -> None:
    sent = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal sent
        for _ in range(ENOUGH_CHUNKS):
            sent += 1
            yield b"x" * 1_024

    async def post() -> int:
        app = FastAPI()
        app.include_router(router(House()))
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://here") as client:
            return (await client.post("/reception/issue", content=endless())).status_code

    assert asyncio.run(post()) == 404
    assert sent < ENOUGH_CHUNKS
