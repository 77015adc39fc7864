"""The whole application over a branch service on a folder, asked as a screen or page does, without a network."""

from __future__ import annotations

import asyncio
import uuid
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final, TypeVar

import httpx

from kiosk.app.folders import Folders
from kiosk.app.serve import branch_service, build_app

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Iterator
    from pathlib import Path

    from kiosk.branch.service import BranchService
    from kiosk.domain.day import Day

T = TypeVar("T")
PORT: Final = 8620
PATIENCE_S: Final = 60.0
GLANCE_S: Final = 0.05
HOME: Final = f"http://127.0.0.1:{PORT}"


class NoSpool:
    """Stands in the place of the spool where paper does not matter: the process of a printer takes a second to start."""

    def __init__(self, *_: object) -> None:
        pass

    async def run(self) -> None:
        pass


class Served:
    """Asks a running service. Its background work goes on only while somebody asks or `run` runs."""

    def __init__(self, runner: asyncio.Runner, service: BranchService) -> None:
        self.service = service
        self._runner = runner
        self._http = httpx.AsyncClient(transport=httpx.ASGITransport(build_app(service, PORT)), base_url=HOME)

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        """Run something on the loop of the service."""
        return self._runner.run(work)

    def get(self, path: str, **params: str | int) -> httpx.Response:
        # Only the exit may look up a visit; whatever else can be read asks for no role, or for one in `params`.
        return self.look_up(path, {"Kiosk-Role": "exit"}, **params)

    def look_up(self, path: str, headers: dict[str, str], **params: str | int) -> httpx.Response:
        return self.run(self._http.get(path, params=params, headers=headers))

    async def send(self, path: str, body: object) -> httpx.Response:
        return await self._http.post(path, json=body)

    def ask(
        self, kind: str, role: str = "reception", *, request_id: str = "", **body: object
    ) -> httpx.Response:
        """Ask from a device of a role, under a new id unless one is given."""
        return self.post(kind, {"id": request_id or str(uuid.uuid4()), "body": body}, role)

    def post(self, kind: str, envelope: object, role: str = "reception") -> httpx.Response:
        headers = {"Kiosk-Role": role, "Kiosk-Device": f"{role}-1"}
        return self.run(self._http.post(f"/v1/requests/{kind}", json=envelope, headers=headers))

    def did(self, kind: str, role: str = "reception", **body: object) -> dict[str, Any]:
        """Ask for something that must not be refused, and return the answer."""
        answer = self.post(kind, {"id": str(uuid.uuid4()), "body": body}, role)
        assert answer.status_code == 200, answer.text
        told: dict[str, Any] = answer.json()
        return told

    def wait_until(self, done: Callable[[Day], bool]) -> None:
        """Let the service work until its day is as wanted; fail if that takes too long."""
        self.run(self._until(done))

    async def _until(self, done: Callable[[Day], bool]) -> None:
        async with asyncio.timeout(PATIENCE_S):
            async for _ in self.service.hub.changes(GLANCE_S):
                if await self.service.look(lambda day, _: done(day)):
                    return

    def close(self) -> None:
        self.run(self._http.aclose())


@contextmanager
def served(folder: Path, *, demonstration: bool = True, simulated_from: str = "") -> Iterator[Served]:
    """Run the service on a data folder, and stop it at the end."""
    with asyncio.Runner() as runner:
        running = branch_service(Folders(folder), demonstration=demonstration, simulated_from=simulated_from)
        one = Served(runner, runner.run(_entered(running)))
        try:
            yield one
        finally:
            one.close()
            runner.run(_left(running))


async def _entered(running: Any) -> BranchService:  # noqa: ANN401 - a coroutine is what a Runner takes
    service: BranchService = await running.__aenter__()
    return service


async def _left(running: Any) -> None:  # noqa: ANN401
    await running.__aexit__(None, None, None)
