"""The branch service: one lane for everything that touches the day, and what the edges ask of it."""

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import structlog

from kiosk import __version__
from kiosk.branch.access.access import Access
from kiosk.branch.access.parting import PARTINGS, part
from kiosk.branch.access.place import FindPlace, nowhere
from kiosk.branch.beside import House, Upload
from kiosk.branch.book import PrinterKind, catalogue_json
from kiosk.branch.desk import Desk
from kiosk.branch.hub import Hub
from kiosk.branch.leaving import by_check, by_code
from kiosk.branch.packs.shelf import Standing
from kiosk.branch.panel import Panel
from kiosk.branch.presence import Presence
from kiosk.branch.search_keys import search_keys
from kiosk.branch.upload.told import Told
from kiosk.devices.printer.folder import keep_only
from kiosk.domain.answers import Answer, Refusal
from kiosk.domain.branch_plan import BranchPlan
from kiosk.domain.care import Care
from kiosk.domain.catalogue import Catalogue
from kiosk.domain.day import Day
from kiosk.domain.facts import Recorded
from kiosk.domain.hall import Hall, hall_view
from kiosk.domain.rating import RatingForm
from kiosk.domain.requests import By, RateVisit, Request
from kiosk.domain.setting import Setting
from kiosk.domain.visit import Leg, LegStatus
from kiosk.domain.waiting import quote
from kiosk.records.connection import Connection
from kiosk.web.tries import Tries
from kiosk.wire import snapshot as snapshots
from kiosk.wire.projection import Role

T = TypeVar("T")

log = structlog.get_logger()

_GLANCE_S = 0.05
_LONGEST_TICKET = 10
_LONGEST_ID = 40
_GLANCES_FOR_COPY = 40


@dataclass(frozen=True, slots=True)
class Head:
    """The end of the journal: epoch in hex and last seq."""

    epoch: str
    seq: int


class BranchService:
    """The running service. Its methods are for the event loop; each awaits the lane, none does slow work itself."""

    def __init__(
        self, desk: Desk, lane: ThreadPoolExecutor, hub: Hub, slips: Path, printer: PrinterKind = "folder"
    ) -> None:
        """Serve `desk`, which belongs to `lane`, a pool of one thread; what slips look like is found in `slips`."""
        self._desk, self._lane, self._slips, self._printer = desk, lane, slips, printer
        self.hub = hub
        self.presence = Presence()
        self.house: House | None = None
        """Set by whoever runs the daily routine; a service without one checks nothing and keeps nothing."""
        self.upload: Upload | None = None
        """Set by whoever runs the upload; a service without one has no headquarters."""
        self.access = Access(desk.register, desk.keys, demonstration=desk.day.demonstration)
        self.packs: Callable[[], Sequence[Standing]] = tuple
        """How the packs of headquarters stand; set by whoever lets this branch take any. It reads files."""
        self.panel = Panel()
        """Set by whoever has a printer, and by whoever can start the service again."""
        self.find_place: FindPlace = nowhere
        """Set by whoever serves the LAN."""
        self._tries = Tries()
        self.search = search_keys(desk.setting.catalogue)
        self.catalogue_json = catalogue_json(desk.setting, self.search, printer)

    @property
    def setting(self) -> Setting:
        """The branch's files as loaded."""
        return self._desk.setting

    @property
    def catalogue(self) -> Catalogue:
        """The services of the branch."""
        return self.setting.catalogue

    @property
    def plan(self) -> BranchPlan:
        """The branch itself: zones, counters, hours."""
        return self.setting.plan

    @property
    def rating_form(self) -> RatingForm:
        """What the exit asks."""
        return RatingForm(self.setting.rating_questions, self.setting.rating_reasons)

    @property
    def system(self) -> By:
        """Who speaks when the service itself asks for something."""
        return self._desk.system

    @property
    def simulated(self) -> bool:
        """Whether service time goes on only as `go_to` says: never at a real branch."""
        return self._desk.simulated

    async def go_to(self, ms: int) -> None:
        """Let simulated time go on to `ms` (UTC)."""
        await self._on_lane(lambda: self._desk.go_to(ms))

    async def _on_lane(self, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._lane, work)

    async def ask(
        self,
        request_id: str,
        request: Request,
        by: By,
        beside: Callable[[Connection], object] | None = None,
    ) -> Answer:
        """Carry out a request; see Desk.handle. StoreProblem if nothing can be written.

        Refusal: `too_many_tries` (details: wait_s) for a rating after five wrong check codes within a minute.
        """
        if isinstance(request, RateVisit):
            return await self._on_lane(lambda: self._rate(request_id, request, by))
        answer = await self._on_lane(lambda: self._desk.handle(request_id, request, by, beside))
        if isinstance(request, PARTINGS) and not isinstance(answer, Refusal):
            await part(self, request)
        return answer

    async def with_desk(self, work: Callable[[Desk], T]) -> T:
        """Return `work(desk)`, run on the lane: for the door and the vault, which keep things beside the facts."""
        return await self._on_lane(lambda: work(self._desk))

    async def look(self, read: Callable[[Day, int], T]) -> T:
        """Return `read(day, now_ms)`, run on the lane: it must be quick, change nothing and keep no part of the day."""
        return await self._on_lane(lambda: read(self._desk.day, self._desk.now_ms()))

    async def records(self, read: Callable[[Connection], T]) -> T:
        """Return `read(connection)` over what is committed, read-only and beside the lane: it may take its time.

        StoreProblem if the database cannot be read.
        """

        def work() -> T:
            with closing(self._desk.read_only()) as conn:
                return read(conn)

        return await asyncio.to_thread(work)

    async def use(self, setting: Setting) -> None:
        """Go on with a new setting: the next request is decided by it, tickets out there keep what they were issued with.

        Every stream ends, so that no screen offers what is not there any more.
        """

        def change() -> None:
            self._desk.setting = setting

        search = await asyncio.to_thread(search_keys, setting.catalogue)
        await self._on_lane(change)
        self.search = search
        self.catalogue_json = catalogue_json(setting, search, self._printer)
        self.hub.send_round_again()

    async def keep_day(self) -> None:
        """Bring the day and the clock's record up to date, as every request does."""
        await self._on_lane(self._desk.keep_day)

    async def sync(self) -> Told | None:
        """Return how the way to headquarters stands; None: this branch has none."""
        return await self.upload.told() if self.upload else None

    async def head(self) -> Head:
        """Return the end of the journal."""
        return await self._on_lane(self._head)

    def _head(self) -> Head:
        head = self._desk.journal.head
        return Head(head.epoch, head.seq)

    async def facts_after(self, seq: int, limit: int) -> list[Recorded]:
        """Return up to `limit` facts after `seq`, in order."""
        return await self._on_lane(lambda: self._desk.journal.after(seq, limit))

    async def snapshot(self, role: Role) -> bytes:
        """Return the day as JSON for `role`, at the head of the journal."""

        def take() -> bytes:
            head = self._head()
            now = self._desk.now_ms()
            return snapshots.encode(snapshots.Snapshot(head.epoch, head.seq, now, self._desk.day), role)

        return await self._on_lane(take)

    def greeting(self) -> dict[str, object]:
        """Return what anybody may know: that the service answers. From memory, so that no stranger keeps the lane busy."""
        told = {"demonstration": self.access.demonstration, "simulated": self.simulated}
        return {"status": "serving", "version": __version__, **told}

    async def health(self) -> dict[str, object]:
        """Return what whoever is let in wants to know first: the greeting, and which branch and day this is."""
        head = await self.head()
        branch, date, is_open, now_ms = await self.look(
            lambda day, now: (day.branch, day.date, day.open, now)
        )
        told = {"branch": branch, "epoch": head.epoch, "seq": head.seq, "date": date, "open": is_open}
        return {**self.greeting(), **told, "now_ms": now_ms}

    async def quote(self, code: str, care: Care) -> dict[str, int | None] | Refusal:
        """Return people ahead and range for a newcomer; `low_min` None means unknown. Refusal: `unknown_service`."""
        service = self.catalogue.services.get(code)
        if service is None:
            return Refusal("unknown_service")

        def read(day: Day, now_ms: int) -> dict[str, int | None]:
            leg = Leg("", "", service.code, service.zone, care, service.minutes, LegStatus.PLANNED, now_ms)
            told = quote(day, leg, now_ms)
            return {"ahead": told.ahead, "low_min": told.low_min, "high_min": told.high_min}

        return await self.look(read)

    async def exit_visit(self, ticket: str, check: str, device: str) -> dict[str, object] | Refusal:
        """Return a visit by its ticket and check code; see `leaving.by_check`.

        Refusal: `too_many_tries` (details: wait_s) after five wrong ones within a minute at this number or from this
        device, right or not.
        """
        keys = (f"ticket:{ticket[:_LONGEST_TICKET].upper()}", f"device:{device}")

        def read(day: Day, now_ms: int) -> dict[str, object] | Refusal:
            waiting = self._must_wait(keys, now_ms)
            if waiting is not None:
                return waiting
            found = by_check(day, self.setting.secret, ticket, check)
            if isinstance(found, Refusal):
                self._tries.wrong(keys, now_ms)
            return found

        return await self.look(read)

    def _must_wait(self, keys: tuple[str, ...], now_ms: int) -> Refusal | None:
        wait_ms = self._tries.wait_ms(keys, now_ms)
        return Refusal("too_many_tries", {"wait_s": str(-(-wait_ms // 1000))}) if wait_ms else None

    def _rate(self, request_id: str, request: RateVisit, by: By) -> Answer:
        """Carry out a rating; on the lane. Its check code can be guessed as little as at the keypad."""
        keys, now_ms = (f"visit:{request.visit[:_LONGEST_ID]}",), self._desk.now_ms()
        waiting = self._must_wait(keys, now_ms)
        if waiting is not None:
            return waiting
        answer = self._desk.handle(request_id, request, by)
        if isinstance(answer, Refusal) and answer.code == "wrong_check":
            self._tries.wrong(keys, now_ms)
        return answer

    async def exit_scan(self, text: str) -> dict[str, object] | Refusal:
        """Return a visit by the QR code of its slip; see `leaving.by_code`."""
        return await self.look(lambda day, _: by_code(day, self.setting.secret, text))

    async def hall(self) -> Hall:
        """Return what the hall screen says of those who wait; see `kiosk.domain.hall`."""
        return await self.look(lambda day, now_ms: hall_view(day, self.catalogue, now_ms))

    async def slip_file(self, slip: str, form: str) -> Path | None:
        """Return what a slip of today looks like (png or pdf), None if it is not printed yet or there is no such file.

        The copy for the eyes follows the paper in a moment, which is waited for.
        """
        status = await self.look(lambda day, _: day.print_status(slip))
        if status in {None, "queued", "sending"} or form not in {"png", "pdf"}:
            return None
        path = self._slips / f"{slip}.{form}"
        for _ in range(_GLANCES_FOR_COPY):
            if path.is_file():
                return path
            await asyncio.sleep(_GLANCE_S)
        return None

    async def forget_slips(self) -> None:
        """Delete the files of slips that are not of today. Nobody may print meanwhile: a new slip is not known here."""
        today = await self.look(lambda day, _: frozenset((*day.visit_of_slip, *day.guides)))
        left = await asyncio.to_thread(keep_only, self._slips, today)
        if left:
            log.warning("old_slips_not_deleted", files=left)
