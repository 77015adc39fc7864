"""A branch on its LAN, in this process, and whoever calls it there over this machine's own addresses."""

from __future__ import annotations

import asyncio
import ssl
import uuid
from contextlib import asynccontextmanager, closing
from http.client import HTTPConnection, HTTPSConnection
from typing import TYPE_CHECKING, Final, TypeVar

from kiosk.app.lan import Lan
from kiosk.app.lan_server import Bounds
from kiosk.app.serve import build_rooms
from kiosk.domain import requests as r
from tests.strict_branch import MANAGER, strict_branch

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Coroutine
    from pathlib import Path

    from kiosk.branch.access.place import Place
    from kiosk.branch.service import BranchService

T = TypeVar("T")
OFFICE: Final = r.By("office", "office-pc", MANAGER)
PATIENCE_S: Final = 60.0
AMPLE: Final = Bounds()
Answer = tuple[int, bytes]


class OnLan:
    """A branch that keeps its LAN, and whoever calls it there over this machine's own addresses."""

    def __init__(self, service: BranchService, folder: Path, port: int = 0, bounds: Bounds = AMPLE) -> None:
        self.told = 0
        self.service = service
        keys, rooms = folder / "keys" / "authority", build_rooms(service)
        self.lan = Lan(service, rooms, keys, port, self._hear, bounds=bounds)
        service.find_place = self.lan.find

    def _hear(self) -> None:
        self.told += 1

    async def ask(self, request: r.Request, by: r.By = OFFICE) -> None:
        answer = await self.service.ask(str(uuid.uuid4()), request, by)
        assert answer.kind != "refused", answer

    async def until(self, done: Callable[[], bool]) -> None:
        async with asyncio.timeout(PATIENCE_S):
            while not done():  # noqa: ASYNC110 - it looks at more than one thing ends
                await asyncio.sleep(0.01)

    async def open(self) -> Place:
        await self.until(lambda: self.lan.place is not None)
        assert self.lan.place is not None
        return self.lan.place

    async def get(
        self,
        path: str,
        token: str = "",
        *,
        host: str = "",
        ca_pem: bytes | None = None,
        at: str = "127.0.0.1",
    ) -> Answer:
        """Get a path over TLS, trusting this branch alone or the authority given."""
        place = await self.open()
        port = int(self.port_of(place))
        context = ssl.create_default_context(cadata=(ca_pem or place.ca_pem).decode())
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        return await asyncio.to_thread(
            get, HTTPSConnection(at, port, timeout=PATIENCE_S, context=context), path, host, headers
        )

    def port_of(self, place: Place) -> int:
        del place
        assert self.lan._open is not None  # noqa: SLF001 - a machine without a network has no url
        port: int = self.lan._open.listening.getsockname()[1]  # noqa: SLF001 - same
        return port

    def present(self) -> int:
        """Return how many connections the branch has on its LAN."""
        opened = self.lan._open  # noqa: SLF001 - nobody but a test wants to know
        return opened.server.present if opened else 0


def get(connection: HTTPConnection, path: str, host: str, headers: dict[str, str]) -> Answer:
    """Get a path over a connection, under another Host if one is given, and close it."""
    with closing(connection):
        connection.putrequest("GET", path, skip_host=bool(host))
        for name, value in ({"Host": host} if host else {}).items() | headers.items():
            connection.putheader(name, value)
        connection.endheaders()
        answer = connection.getresponse()
        return answer.status, answer.read()


@asynccontextmanager
async def keeping(one: OnLan) -> AsyncIterator[OnLan]:
    task = asyncio.create_task(one.lan.keep())
    try:
        yield one
    finally:
        one.service.hub.close()  # as at the end of every service
        await task


def at_strict_branch(
    folder: Path, story: Callable[[OnLan, str], Coroutine[None, None, T]], bounds: Bounds = AMPLE
) -> T:
    """Run a story at a branch with one paired screen, `hall-1`; it is handed the token of that screen."""
    with strict_branch(folder) as branch:
        token = branch.pair("hall-1", "hall").token

        async def told() -> T:
            async with keeping(OnLan(branch.service, folder, bounds=bounds)) as one:
                return await story(one, token)

        return branch.run(told())
