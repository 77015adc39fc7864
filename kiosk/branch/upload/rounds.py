"""One upload after the other to one headquarters: read, send, compare, write down. How long to wait is told, not waited."""

import asyncio
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures.process import BrokenProcessPool
from dataclasses import replace
from typing import Final

import structlog

from kiosk.branch.database.forking import fork
from kiosk.branch.desk import Desk
from kiosk.branch.service import BranchService
from kiosk.branch.upload.client import Client
from kiosk.branch.upload.course import Course, Moment, Pace, Sent, Step, after, link_up, named_in
from kiosk.branch.upload.hearing import Letterbox, sent_as, still_means_something
from kiosk.branch.upload.packing import Packer
from kiosk.branch.upload.reading import Damaged
from kiosk.branch.upload.standing import (
    NOWHERE,
    Failure,
    Standing,
    load_standing,
    place_at,
    save_standing,
    went_on,
)
from kiosk.branch.upload.unknown import Unknown
from kiosk.domain.day import Day
from kiosk.domain.visit import AT_COUNTER, LegStatus
from kiosk.records.database.ids import Ids
from kiosk.records.database.problems import StoreProblem
from kiosk.wire.sync.answers import Acked, Answer

log = structlog.get_logger()

_OURS_MS: Final = 60_000
"""After trouble of our own."""
_FORKED_AT_ONCE: Final = 2_000
"""Facts: a tenth of a second on the lane. A longer tail is written again when nobody waits in the hall."""
_TRIPS: Final = 3
"""One slow answer does not make a line slow."""
_KEEP_S: Final = 1.0
"""As often at most is written down what moves while all goes well: it waits for the disk on the lane, and a cursor that a
power cut takes back means only that headquarters is sent what it has, and drops it."""


class ForkWaits(Exception):
    """So many facts are to be written again that no ticket could be issued meanwhile: not while customers are there."""


class Rounds:
    """Owned by the event loop; one upload is in flight at a time."""

    def __init__(
        self, service: BranchService, client: Client, packer: Packer, pace: Pace, luck: Callable[[], float]
    ) -> None:
        """Send the journal of `service`; `luck` gives numbers even in [0, 1)."""
        self._service, self.client, self._packer = service, client, packer
        self._pace, self._luck = pace, luck
        self.course = Course()
        self._trips_ms = deque[int](maxlen=_TRIPS)
        self._kept = Standing()
        """As it is on the disk."""
        self._kept_s = float("-inf")
        self.letterbox: Letterbox | None = None
        """Where answers are found that a stick brought back."""

    async def begin(self) -> None:
        """Take up where the branch stands with this headquarters. StoreProblem.

        The first upload ever is one fact, the birth: a headquarters that is not for such journals sees no more of it.
        """
        enrolment = self.client.enrolment
        former = frozenset(key.hex() for key in enrolment.former)
        headquarters = enrolment.hq_signing.hex()
        standing = await self._service.with_desk(lambda desk: _standing(desk, headquarters, former))
        self.course = Course(standing, batch=1) if standing.acked == NOWHERE else Course(standing)
        self._kept = standing

    async def go(self) -> int | None:
        """Send one upload and do what its answer says; return after how many ms the next may go, None: nothing is left."""
        try:
            await self._hear()
            return await self._go()
        except Damaged as damage:
            log.error("upload_damaged", detail=str(damage))  # noqa: TRY400 - the words say it all
            return await self._trouble("damaged", self._pace.denied_ms)
        except ForkWaits:
            log.warning("fork_waits")
            return await self._trouble("fork_waits", self._pace.denied_ms)
        except StoreProblem as problem:
            log.warning("upload_not_recorded", code=problem.code, detail=problem.detail)
            return await self._trouble("no_room", _OURS_MS)
        except BrokenProcessPool:
            log.warning("packing_process_died")
            return await self._trouble("broken", _OURS_MS)

    @property
    def trip_ms(self) -> int:
        """How long the quickest of the last round trips took; 0: there was none yet."""
        return min(self._trips_ms, default=0)

    def link_up(self) -> int:
        """Forget earlier failures, because the link may be back; return how long to wait in ms."""
        step = link_up(self.course, self._luck(), self._pace)
        self.course = step.course
        return step.wait_ms

    async def _go(self) -> int | None:
        course = self.course
        if await self._service.look(lambda day, _: day.branch) != self.client.enrolment.branch:
            return await self._trouble("wrong_branch", self._pace.denied_ms)
        began_s = time.monotonic()
        packed = await self._packer.pack(
            course.first, 1 if course.opaque else course.batch, opaque=course.opaque
        )
        if packed is None:
            await self._keep(course.standing)
            return None
        answer = await self._sent(packed.body)
        ours = await self._ours(named_in(answer))
        took_ms = int((time.monotonic() - began_s) * 1000)
        step = after(answer, course, Moment(packed.sent, ours, self._luck(), _now_ms(), self._pace, took_ms))
        _tell(answer, packed.sent, step)
        await self._take(step)
        return step.wait_ms

    async def _sent(self, body: bytes) -> Answer | Unknown:
        """Send an upload, and note how long its round trip took."""
        began_s = time.monotonic()
        answer = await self.client.facts(body)
        if not isinstance(answer, Unknown):
            self._trips_ms.append(int((time.monotonic() - began_s) * 1000))
        return answer

    async def _hear(self) -> None:
        """Do what answers say that came on a stick, as if they had come over the link."""
        if self.letterbox is None:
            return
        receipts = await asyncio.to_thread(self.letterbox.look, self.client.enrolment)
        if receipts is None:
            return
        for one in receipts.answers:
            await self._hear_one(sent_as(one.envelope), one.answer)
        await self._keep(self.course.standing)
        log.info("carried_back", answers=len(receipts.answers))
        await asyncio.to_thread(self.letterbox.clear)

    async def _hear_one(self, sent: Sent, answer: Answer) -> None:
        standing = self.course.standing
        if await self._service.with_desk(
            lambda desk: still_means_something(desk.store.conn, sent, answer, standing)
        ):
            moment = Moment(sent, await self._ours(named_in(answer)), 0.0, _now_ms(), self._pace)
            await self._take(after(answer, self.course, moment))

    async def _ours(self, seq: int) -> Acked | None:
        if seq == 0:
            return None
        return await self._service.with_desk(lambda desk: place_at(desk.store.conn, seq))

    async def _take(self, step: Step) -> None:
        """Go on from where the branch stands now; a fork, and all but another success, is written down before."""
        if step.fork:
            loop = asyncio.get_running_loop()
            again = self._service.hub.send_round_again

            def part(desk: Desk) -> Standing:
                standing = _fork(desk, step)
                # From here, so that every reader hears of the new epoch before the next fact in it.
                loop.call_soon_threadsafe(again)
                return standing

            standing = await self._service.with_desk(part)
            self.course, self._kept = replace(step.course, standing=standing), standing
            log.error("journal_forked", common=step.fork, epoch=(await self._service.head()).epoch)
            return
        standing = step.course.standing
        waits = step.wait_ms >= _KEEP_S * 1000 or time.monotonic() - self._kept_s >= _KEEP_S
        if waits or not went_on(self._kept, standing):
            await self._keep(standing)
        self.course = step.course

    async def _keep(self, standing: Standing) -> None:
        """Write down how the branch stands, if it is not written yet. StoreProblem."""
        if standing != self._kept:
            await self._service.with_desk(lambda desk: _keep(desk, standing))
            self._kept, self._kept_s = standing, time.monotonic()

    async def _trouble(self, failure: Failure, wait_ms: int) -> int:
        """Tell of trouble that is no answer; on the disk if that can be written."""
        standing = replace(self.course.standing, failure=failure, failed_ms=_now_ms())
        self.course = replace(self.course, standing=standing)
        try:
            await self._keep(standing)
        except StoreProblem as problem:
            log.warning("upload_not_recorded", code=problem.code)
        return wait_ms


def _standing(desk: Desk, headquarters: str, former: frozenset[str]) -> Standing:
    """Return how the branch stands; another headquarters than the last has nothing, no personal data either."""
    known = load_standing(desk.store.conn)
    standing = known.at(headquarters, former)
    if standing != known:
        with desk.store.write() as conn:
            save_standing(conn, standing)
            if known.headquarters not in {headquarters, *former}:
                desk.vault.none_sent()
    return standing


def _keep(desk: Desk, standing: Standing) -> None:
    with desk.store.write() as conn:
        save_standing(conn, standing)


def _is_quiet(day: Day, now_ms: int) -> bool:
    """Tell whether no customer is served: the day is closed, or it is outside its hours and nobody waits."""
    hours = day.clockwork
    if not day.open or hours is None:
        return True
    there = AT_COUNTER | {LegStatus.WAITING}
    return not hours.opens_ms <= now_ms < hours.closes_ms and all(
        leg.status not in there for leg in day.active.values()
    )


def _fork(desk: Desk, step: Step) -> Standing:
    """Let the journal part from headquarters' and write down that what is common is acknowledged, in one transaction.

    ForkWaits: not now.
    """
    if desk.journal.head.seq - step.fork > _FORKED_AT_ONCE and not _is_quiet(desk.day, desk.now_ms()):
        raise ForkWaits
    with desk.store.write() as conn:
        common = place_at(conn, step.fork)
        if common is None:
            raise Damaged(f"fact {step.fork} is missing")
        old = step.course.standing
        until = old.until + 1 if old.until > step.fork else old.until
        receipt = old.receipt if old.acked.seq <= step.fork else b""
        now_ms = _now_ms()
        standing = replace(old, acked=common, receipt=receipt, until=until, failure="", forked_ms=now_ms)
        try:
            fork(conn, step.fork, Ids().new(now_ms))
        except LookupError as error:  # what is common was purged: headquarters cannot mean it
            raise Damaged(str(error)) from error
        save_standing(conn, standing)
    return standing


def _tell(answer: Answer | Unknown, sent: Sent, step: Step) -> None:
    """Log what came of an upload; nothing of any fact stands there."""
    standing = step.course.standing
    if standing.failure:
        log.info(
            "upload_failed", why=standing.failure, first=sent.first, count=sent.count, wait_ms=step.wait_ms
        )
    else:
        log.debug("uploaded", answer=type(answer).__name__, first=sent.first, count=sent.count)


def _now_ms() -> int:
    return time.time_ns() // 1_000_000
