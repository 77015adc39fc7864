"""A branch whose PINs are guessed at: no network, a clock turned by hand, and every look at a PIN counted."""

from __future__ import annotations

import asyncio
import hashlib
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final, TypeVar

from kiosk.branch.access.people import People, SignedIn
from kiosk.branch.access.pins import Pins
from kiosk.branch.access.staffing import Staffing
from kiosk.branch.hub import Hub
from kiosk.branch.service import BranchService
from kiosk.domain import requests as r
from kiosk.domain.answers import Refusal
from tests.faults.harness import Reception, Time, new_id

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Iterator
    from pathlib import Path

T = TypeVar("T")
MANAGER: Final = "1001"
TELLER: Final = "2001"
NOBODY: Final = "9999"
PIN: Final = "602814"
WRONG: Final = "502719"
DEVICES: Final = tuple(f"pc-{number}" for number in range(1, 5))


class Counting:
    """A quick hasher that counts how often a PIN was looked at, and how many were at once."""

    def __init__(self) -> None:
        self.evaluated = self.most_at_once = self._now = 0
        self._lock = threading.Lock()
        self.before: Callable[[], object] = lambda: None
        """Called before a PIN is looked at; what it raises, kills."""

    def hash(self, secret: bytes) -> str:
        return hashlib.sha256(secret).hexdigest()

    def fits(self, kept: str, secret: bytes) -> bool:
        self.before()
        with self._lock:
            self.evaluated += 1
            self._now += 1
            self.most_at_once = max(self.most_at_once, self._now)
        threading.Event().wait(0.001)
        with self._lock:
            self._now -= 1
        return kept == self.hash(secret)


class Guessed:
    """A branch with a manager and a teller, started and stopped as often as one likes."""

    def __init__(self, folder: Path, time: Time, hasher: Counting) -> None:
        self.time, self.hasher = time, hasher
        self._folder = folder
        self._runner = asyncio.Runner()
        self._lane = ThreadPoolExecutor(1)
        self.start()

    def start(self) -> None:
        """Start the service on the folder."""
        self.reception = self._lane.submit(Reception, self._folder, self.time).result()
        hub = Hub(self._runner.get_loop())
        self.service = BranchService(self.reception.desk, self._lane, hub, self._folder / "slips")
        pins = Pins(self.service, self.hasher)
        self.people = People(self.service, pins)
        self.staffing = Staffing(self.service, pins, self.people)

    def restart(self) -> None:
        """Stop the service without a word, and start it again."""
        self._lane.submit(self.reception.close).result()
        self.start()

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        """Run something on the loop of the service."""
        return self._runner.run(work)

    def set_up(self) -> None:
        """Make the manager, the teller and the devices."""
        self.run(self.staffing.set_up(MANAGER, PIN, "tablet"))
        for device in DEVICES:
            self.ask(r.InviteDevice(device, "counter", device[-1]), r.By("office", "tablet", MANAGER))
            self.ask(r.PairDevice(device), r.By("door", device))
        office = r.By("office", "tablet", MANAGER)
        told = self.run(self.staffing.add(new_id(), TELLER, ("teller",), office))
        assert not isinstance(told, Refusal)
        signed_in = self.run(self.people.sign_in("pc-1", TELLER, told.pin))
        assert isinstance(signed_in, SignedIn)
        session = self.service.access.sessions.of(signed_in.token, "pc-1")
        assert session is not None
        assert self.run(self.staffing.new_pin(signed_in.token, session, PIN, None)) is None
        self.hasher.evaluated = 0

    def ask(self, request: r.Request, by: r.By) -> None:
        """Ask for something that must not be refused."""
        assert not isinstance(self.run(self.service.ask(new_id(), request, by)), Refusal)

    def guess(self, badge: str, pin: str = WRONG, device: str = "pc-1") -> str:
        """Try to sign in; return what became of it: `signed_in`, or the code of the refusal with its wait."""
        return self.run(self.guessing(badge, pin, device))

    async def guessing(self, badge: str, pin: str = WRONG, device: str = "pc-1") -> str:
        """Try to sign in, on the loop of the service; see `guess`."""
        told = await self.people.sign_in(device, badge, pin)
        return " ".join((told.code, *told.details.values())) if isinstance(told, Refusal) else "signed_in"

    def happened(self, kind: type) -> list[Any]:
        """Return the facts of a kind in the whole journal."""
        return self._lane.submit(self.reception.happened, kind).result()

    def rows(self, sql: str) -> list[Any]:
        """Return what a query of the branch's own tables finds."""
        return self._lane.submit(lambda: self.reception.store.conn.execute(sql).fetchall()).result()

    def close(self) -> None:
        """Stop everything."""
        self._lane.submit(self.reception.close).result()
        self._lane.shutdown()
        self._runner.close()


@contextmanager
def guessed(folder: Path) -> Iterator[Guessed]:
    """Give a branch that is set up, and close it at the end."""
    branch = Guessed(folder, Time(), Counting())
    try:
        branch.set_up()
        yield branch
    finally:
        branch.close()
