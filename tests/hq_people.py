"""A headquarters' pages asked over ASGI by browsers that keep their cookies, as people of any role."""

from __future__ import annotations

import asyncio
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, Final

import httpx
from starlette.responses import PlainTextResponse

from kiosk.hq.door.access import Access
from kiosk.hq.door.doors import HqDoors
from kiosk.hq.door.people import add
from kiosk.hq.projecting import Projecting
from kiosk.hq.rooms import build_rooms
from kiosk.web.guard import Guard, loopback_hosts
from kiosk.web.hashing import peppered
from tests.headquarters import headquarters_in

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping
    from pathlib import Path

    from fastapi import FastAPI

    from kiosk.hq.headquarters import Headquarters

PORT: Final = 8775
HOME: Final = f"http://127.0.0.1:{PORT}"
PASSWORD: Final = "a heron stands in the rain"
OPENS_A_PAGE: Final = {"accept": "text/html"}


class QuickHasher:
    """Stands in the place of argon2id where how slow it is does not matter."""

    def hash(self, secret: bytes) -> str:
        return f"quick:{secret.hex()}"

    def fits(self, kept: str, secret: bytes) -> bool:
        return kept == self.hash(secret)


class Browser:
    """One browser: follows no redirect, keeps cookies, and opens pages unless told otherwise."""

    def __init__(self, house: House, client: str) -> None:
        self._house, self._run = house, house.runner.run
        transport = httpx.ASGITransport(house.guarded, client=(client, 1234))
        self.http = httpx.AsyncClient(transport=transport, base_url=HOME, headers=OPENS_A_PAGE)

    def before_nothing(self) -> Browser:
        """Leave the doors as they are, and put one word in the place of every page behind them."""
        behind = PlainTextResponse("behind the doors")
        transport = httpx.ASGITransport(HqDoors(behind, self._house.access))
        cookies, self.http = (
            self.http.cookies,
            httpx.AsyncClient(transport=transport, base_url=HOME, headers=OPENS_A_PAGE),
        )
        self.http.cookies = cookies
        return self

    def get(self, path: str, **headers: str) -> httpx.Response:
        return self._run(self.http.get(path, headers=headers))

    def ask(self, method: str, path: str) -> httpx.Response:
        return self._run(self.http.request(method, path, headers={"origin": HOME}))

    def post(
        self, path: str, fields: Mapping[str, str | list[str]] | None = None, **headers: str
    ) -> httpx.Response:
        return self._run(self.http.post(path, data=dict(fields or {}), headers={"origin": HOME, **headers}))

    def send(self, path: str, body: bytes) -> httpx.Response:
        """Send any bytes as if a form had."""
        headers = {"origin": HOME, "content-type": "application/x-www-form-urlencoded"}
        return self._run(self.http.post(path, content=body, headers=headers))

    def signed_in(self, badge: str, password: str = PASSWORD) -> Browser:
        answer = self.post("/sign-in", {"badge": badge, "password": password})
        assert answer.status_code == 303, answer.text
        return self


class House:
    """A headquarters with its pages, and a clock that a test moves on."""

    def __init__(self, headquarters: Headquarters, runner: asyncio.Runner, projecting: Projecting) -> None:
        self.headquarters, self.runner = headquarters, runner
        self.passed_s = 0.0
        self.access = Access(headquarters, hasher=QuickHasher(), now_s=lambda: self.passed_s)
        self.app: FastAPI = build_rooms(headquarters, projecting, self.access)
        self.guarded = Guard(self.app, loopback_hosts(PORT))

    @property
    def first_code(self) -> str:
        """What headquarters would print where it was started."""
        code = self.access.first_code
        assert code is not None
        return code.shown

    def browser(self, client: str = "127.0.0.1") -> Browser:
        return Browser(self, client)

    def person(self, badge: str, *roles: str, password: str = PASSWORD) -> str:
        """Let somebody in with a password of their own."""
        kept = QuickHasher().hash(peppered(self.headquarters.identity.pepper, badge, password))
        with self.headquarters.store.servers[0].write() as conn:
            add(conn, badge, roles, kept, "own", now_ms=1)
        return badge


@contextmanager
def house_in(folder: Path, *, demonstration: bool = False, people: Collection[str] = ()) -> Iterator[House]:
    """Give a headquarters in a folder, with one person 1001, 1002 … for each of the roles in `people`."""
    headquarters = headquarters_in(folder, demonstration=demonstration)
    # Not entered: a runner that nobody asks anything makes no loop, and so can be had beside a browser's.
    with closing(headquarters.store), closing(asyncio.Runner()) as runner:
        projecting = Projecting(headquarters.store, lambda *_: None)
        house = House(headquarters, runner, projecting)
        for badge, role in enumerate(people, 1001):
            house.person(str(badge), role)
        try:
            yield house
        finally:
            projecting.stop()
