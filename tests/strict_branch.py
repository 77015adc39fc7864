"""A branch that knows its devices and its people, asked by several devices over ASGI, without a network.

    with strict_branch(folder) as branch:                    # strict from the first moment: manager "1001" is there
        branch.staff("2001", "teller")                       # works here from now on, with the PIN `PIN`
        desk = branch.pair("pc-1", "counter", counter="1")   # a paired device: a client with its token as a cookie
        desk.sign_in("2001")                                 # signs in with `PIN`; the session is in the cookies
        desk.try_to_sign_in("2001", "000000")                # the same with any PIN, as an HTTP answer
        desk.did("open_counter", "counter", counter="1")     # asks as a role, and must not be refused
        desk.ask("open_counter", "counter", counter="2")     # the same, as an HTTP answer
        desk.get("/counter"); desk.post("/v1/door/lock", {}) # anything else; role="office" puts the header
        branch.stranger().get("/v1/hall")                    # a browser that was never paired
        branch.pass_by(121)                                  # seconds on the clock of the sessions: pages lock
        branch.happened(f.StaffSignedIn)                     # facts of a kind as recorded, who and where included

It is a demonstration with staff, which is as strict as a real branch and open around the clock; `demonstration=False`
makes it a real one. `service` is the running service, and `run(coroutine)` runs something on its loop.
"""

from __future__ import annotations

import asyncio
import uuid
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final, TypeVar

import httpx
import pytest

from kiosk.app import serve
from kiosk.app.folders import Folders
from kiosk.branch.access.access import DEVICE_COOKIE
from kiosk.branch.access.pin_book import OWN, Pin, keep_pin
from kiosk.domain import requests as r
from kiosk.domain.answers import Refusal
from kiosk.web.hashing import Argon2id, have_pepper, peppered
from kiosk.web.sessions import Sessions
from tests.served import HOME, PORT, NoSpool

if TYPE_CHECKING:
    from collections.abc import Coroutine, Iterator
    from pathlib import Path

    from kiosk.branch.desk import Desk
    from kiosk.branch.service import BranchService
    from kiosk.domain.facts import Recorded
    from kiosk.domain.staff import DeviceRole, StaffRole
    from kiosk.web.hashing import Hasher

T = TypeVar("T")
MANAGER: Final = "1001"
"""Badge of the branch manager who is there from the beginning."""
PIN: Final = "602814"
"""The PIN of everybody."""
QUICK: Final = Argon2id(memory_kib=8, passes=1)
"""Compares PINs with as little memory as argon2 can do with."""


class Client:
    """A browser or screen at one device. Its cookies are its own."""

    def __init__(
        self, branch: StrictBranch, device: str, token: str = "", address: str = "127.0.0.1"
    ) -> None:
        self.device, self.token = device, token
        self._branch = branch
        transport = httpx.ASGITransport(branch.app, client=(address, 50_000))
        self.http = httpx.AsyncClient(transport=transport, base_url=HOME)
        if token:
            self.http.cookies.set(DEVICE_COOKIE, token)

    def get(self, path: str, role: str = "", **params: str | int) -> httpx.Response:
        """Get a path, asking as `role` if one is given."""
        return self._branch.run(self.http.get(path, params=params or None, headers=self._headers(role)))

    def post(self, path: str, body: object, role: str = "") -> httpx.Response:
        """Post JSON to a path, asking as `role` if one is given."""
        return self._branch.run(self.http.post(path, json=body, headers=self._headers(role)))

    def ask(self, kind: str, role: str, *, request_id: str = "", **body: object) -> httpx.Response:
        """Ask as a role, under a new id unless one is given."""
        envelope = {"id": request_id or str(uuid.uuid4()), "body": body}
        return self.post(f"/v1/requests/{kind}", envelope, role)

    def did(self, kind: str, role: str, **body: Any) -> dict[str, Any]:  # noqa: ANN401 - handed on
        """Ask for something that must not be refused, and return the answer."""
        answer = self.ask(kind, role, **body)
        assert answer.status_code == 200, answer.text
        told: dict[str, Any] = answer.json()
        return told

    def sign_in(self, badge: str) -> None:
        """Sign in a person with the PIN that everybody has."""
        answer = self.try_to_sign_in(badge)
        assert answer.status_code == 200, answer.text

    def try_to_sign_in(self, badge: str, pin: str = PIN) -> httpx.Response:
        """Offer badge and PIN at the door."""
        return self.post("/v1/door/sign-in", {"badge": badge, "pin": pin})

    def _headers(self, role: str) -> dict[str, str]:
        return {"Kiosk-Role": role, "Kiosk-Device": self.device or "nobody"} if role else {}


class StrictBranch:
    """A running service and the devices around it. Its background work goes on only while somebody asks."""

    def __init__(self, runner: asyncio.Runner, service: BranchService, hasher: Hasher) -> None:
        self.service, self._runner = service, runner
        self._passed_s = 0.0
        self._clients: list[Client] = []
        service.access.sessions = Sessions(lambda: self._passed_s)
        service.access.hasher = hasher
        self.app = serve.build_app(service, PORT)

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        """Run something on the loop of the service."""
        return self._runner.run(work)

    def staff(self, badge: str, *roles: StaffRole) -> None:
        """Let somebody work here, with the PIN that everybody has."""
        self.ask_inside(r.AddStaff(badge, roles), r.By("office", "office-pc", MANAGER))
        self._set_pin(badge)

    def manager(self, badge: str = MANAGER) -> None:
        """Let the first branch manager work here; `strict_branch` has done so for `MANAGER`."""
        self.ask_inside(r.AddStaff(badge, ("branch_manager",)), r.By("door", "office-pc"))
        self._set_pin(badge)

    def lock(self, badge: str) -> None:
        """Lock a badge, as ten wrong PINs do."""
        self.ask_inside(r.LockStaff(badge, 10), r.By("door", "pc-9"))

    def pair(self, name: str, role: DeviceRole, counter: str = "") -> Client:
        """Return a client at a newly paired device."""
        self.ask_inside(r.InviteDevice(name, role, counter), r.By("office", "office-pc", MANAGER))
        self.ask_inside(r.PairDevice(name), r.By("door", name))
        return self._client(name, self.service.access.tokens.issue(name))

    def stranger(self, address: str = "127.0.0.1") -> Client:
        """Return a client at a machine that was never paired."""
        return self._client("", "", address)

    def sign_in(self, client: Client, badge: str) -> None:
        """Sign a person in at a client; see `Client.sign_in`."""
        client.sign_in(badge)

    def pass_by(self, seconds: float) -> None:
        """Let time pass on the clock of the sessions; service time goes on by itself."""
        self._passed_s += seconds

    def ask_inside(self, request: r.Request, by: r.By) -> None:
        """Ask the service directly for something that must not be refused."""
        answer = self.run(self.service.ask(str(uuid.uuid4()), request, by))
        assert not isinstance(answer, Refusal), answer

    def happened(self, kind: type) -> list[Recorded]:
        """Return the facts of a kind, in order."""
        facts = self.run(self.service.facts_after(0, 100_000))
        return [one for one in facts if isinstance(one.fact, kind)]

    def close(self) -> None:
        """Close every client."""
        for client in self._clients:
            self.run(client.http.aclose())

    def _client(self, device: str, token: str, address: str = "127.0.0.1") -> Client:
        self._clients.append(Client(self, device, token, address))
        return self._clients[-1]

    def _set_pin(self, badge: str) -> None:
        self.run(self.service.with_desk(lambda desk: _keep_pin(desk, badge)))


def _keep_pin(desk: Desk, badge: str) -> None:
    secret = peppered(have_pepper(desk.keys), badge, PIN)
    pin = Pin(QUICK.hash(secret), OWN)
    desk.handle(
        str(uuid.uuid4()),
        r.SetPin(badge, temporary=False),
        r.By("door", "office-pc", badge),
        lambda conn: keep_pin(conn, badge, pin, desk.now_ms()),
    )


@contextmanager
def strict_branch(
    folder: Path,
    *,
    demonstration: bool = True,
    with_manager: bool = True,
    printing: bool = False,
    hasher: Hasher = QUICK,
) -> Iterator[StrictBranch]:
    """Run a strict branch on a data folder, and stop it at the end; a folder used before goes on as it was.

    `with_manager=False`: nobody works there yet. Slips are printed only if told so: a printer process takes a second.
    `hasher` compares PINs; the usual one is not worth its name, and quick.
    """
    with pytest.MonkeyPatch.context() as patch, asyncio.Runner() as runner:
        if not printing:
            patch.setattr(serve, "Spool", NoSpool)
        running = serve.branch_service(Folders(folder), demonstration=demonstration)
        branch = StrictBranch(runner, runner.run(_entered(running)), hasher)
        try:
            if with_manager and not branch.service.access.register.managers:
                branch.manager()
            yield branch
        finally:
            branch.close()
            runner.run(_left(running))


async def _entered(running: Any) -> BranchService:  # noqa: ANN401 - a coroutine is what a Runner takes
    service: BranchService = await running.__aenter__()
    return service


async def _left(running: Any) -> None:  # noqa: ANN401 - same
    await running.__aexit__(None, None, None)
