"""The upload of a running branch: by itself, on timers, while there is a headquarters. Nothing of it stops the service."""

import asyncio
import random
import time
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Final

import ifaddr
import structlog

from kiosk.branch.service import BranchService
from kiosk.branch.upload.client import BadUrl, Client, is_here
from kiosk.branch.upload.course import PACE, Pace, beside_ms, spared_ms
from kiosk.branch.upload.enrolment import Enrolment, load_enrolment, save_enrolment
from kiosk.branch.upload.hearing import Letterbox
from kiosk.branch.upload.packing import Packer
from kiosk.branch.upload.rounds import Rounds
from kiosk.branch.upload.standing import Failure
from kiosk.branch.upload.today import Saying
from kiosk.branch.upload.told import Told, told_at
from kiosk.records.database.problems import StoreProblem

log = structlog.get_logger()

Work = Callable[[Client], Awaitable[None]]

LOOK_S: Final = 30.0
"""How often it looks whether an enrolment appeared or changed."""
_LINK_S: Final = 5.0
"""How often the addresses of the machine are looked at."""
_ANSWER_S: Final = 6.0
"""So long somebody who asked for a try waits to hear what came of it: less than a page's patience with an answer."""
_BUSY: Final = frozenset({"pressure", "busy"})
"""Headquarters said when: nobody at a branch may come sooner (protocol.md, 429 and 503)."""


class Uploader:
    """Owned by the event loop; `run` is its only task.

    `also` is done after uploads and every five minutes, as far as the line bears it, one after the other, with a
    headquarters that takes our facts.
    """

    def __init__(
        self, service: BranchService, folder: Path, keys: Path, *, pace: Pace = PACE, look_s: float = LOOK_S
    ) -> None:
        """Send the journal of `service` in the data folder `folder` to the headquarters that stands in `keys`."""
        self._service, self._folder, self._keys, self._pace = service, folder, keys, pace
        self.also: list[Work] = [Saying(service)]
        self._enrolled, self._sending, self._next_ms = False, False, 0
        self._trouble: Failure = ""
        self._words: tuple[tuple[str, ...], ...] = ()
        self._look_s = look_s
        self._luck = random.SystemRandom().random
        self._news, self._stir, self._beside_s = asyncio.Event(), asyncio.Event(), float("-inf")
        self._look, self._tried = asyncio.Event(), asyncio.Event()
        self._is_link_new = self._is_asked = self._is_answering = False

    async def run(self) -> None:
        """Upload until the service stops. Whatever goes wrong is logged and tried again."""
        while not self._service.hub.closed:
            await self._with_one_headquarters()

    async def told(self) -> Told | None:
        """Return how it stands; None: this branch has no headquarters."""
        if not self._enrolled and not self._trouble:
            return None
        work = partial(told_at, trouble=self._trouble, sending=self._sending, next_ms=self._next_ms)
        return replace(await self._service.with_desk(work), words=self._words)

    async def now(self) -> Told | None:
        """Try at once, because somebody asks for it, and return how it stands then; None: there is no headquarters.

        Another enrolment and a letter are seen as well, and the work beside is done. Returns after six seconds in any case:
        what takes longer goes on. A headquarters that asked to be left alone for a while is.
        """
        self._tried.clear()
        self._look.set()
        with suppress(TimeoutError):
            await asyncio.wait_for(self._tried.wait(), _ANSWER_S)
        return await self.told()

    async def _with_one_headquarters(self) -> None:
        """Serve one enrolment until it is another; with none, look again in a moment."""
        self._trouble = ""
        enrolment = await self._enrolment()
        self._enrolled, self._words = enrolment is not None, enrolment.words if enrolment else ()
        serving = None if enrolment is None else asyncio.create_task(self._serve_safely(enrolment))
        try:
            while True:
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._look.wait(), self._look_s)
                if _facts_of(await self._enrolment()) != _facts_of(enrolment):
                    return  # whoever asked is answered by the one that follows
                if self._look.is_set():
                    self._look.clear()
                    self._ask()
                    if serving is None or serving.done():  # with an address that nothing is sent to
                        self._tried.set()
        finally:
            if serving is not None:
                await _end([serving])

    def _ask(self) -> None:
        """End every wait for the next upload: somebody wants it now."""
        self._is_asked, self._beside_s = True, float("-inf")
        self._news.set()
        self._stir.set()

    async def _enrolment(self) -> Enrolment | None:
        try:
            return await asyncio.to_thread(load_enrolment, self._keys)
        except StoreProblem as problem:
            log.warning("enrolment_not_read", code=problem.code, detail=problem.detail)
            self._trouble = "bad_keys"
            return None

    async def _serve_safely(self, enrolment: Enrolment) -> None:
        """Serve one headquarters for ever; a bug begins anew, as a service that starts would."""
        while True:
            try:
                await self._serve(enrolment)
            except BadUrl:
                log.warning("headquarters_address_refused", url=enrolment.url)
                self._trouble = "bad_url"
                return
            except StoreProblem as problem:
                log.warning("standing_not_read", code=problem.code, detail=problem.detail)
            except Exception:
                log.exception("upload_broken")
                self._trouble = "broken"
            await asyncio.sleep(self._pace.spread_ms / 1000)

    async def _serve(self, enrolment: Enrolment) -> None:
        client = Client(enrolment, keep=partial(save_enrolment, self._keys))
        packer = Packer(self._folder)
        rounds = Rounds(self._service, client, packer, self._pace, self._luck)
        rounds.letterbox = Letterbox(self._folder)
        listening = [asyncio.create_task(self._hear()), asyncio.create_task(self._watch_link())]
        try:
            await rounds.begin()
            # All branches of a town start when its power comes back.
            wait_ms = 0 if is_here(enrolment.url) else int(self._luck() * self._pace.spread_ms)
            while True:
                await self._wait(rounds, wait_ms)
                wait_ms = await self._round(rounds)
        finally:
            self._sending, self._next_ms = False, 0
            await _end(listening)
            await packer.stop()
            await client.close()

    async def _round(self, rounds: Rounds) -> int:
        """Do one upload, or wait for something to upload; return after how many ms the next is due."""
        self._news.clear()
        began_s = time.monotonic()
        self._sending, self._next_ms = True, 0
        try:
            wait_ms = await rounds.go()
        finally:
            self._sending = False
        self._trouble = ""
        if self._is_answering:
            self._tried.set()
        await self._do_beside(rounds, self._pace.beside_ms if wait_ms is None else self._pace.idle_ms)
        if wait_ms is not None:
            return wait_ms
        await self._idle(rounds)
        since_ms = int((time.monotonic() - began_s) * 1000)
        gather_ms = spared_ms(self._pace.gather_ms, rounds.trip_ms, self._pace)
        return max(self._pace.debounce_ms, gather_ms - since_ms)

    async def _idle(self, rounds: Rounds) -> None:
        """Wait for the next fact, and do meanwhile what is done beside uploads."""
        while not self._news.is_set():
            with suppress(TimeoutError):
                await asyncio.wait_for(self._news.wait(), self._pace.idle_ms / 1000)
                return
            await self._do_beside(rounds, 0)

    async def _do_beside(self, rounds: Rounds, every_ms: int) -> None:
        """Do the work beside uploads, at most as often as the line bears, with a headquarters that takes our facts."""
        now_s, standing = time.monotonic(), rounds.course.standing
        every_s = beside_ms(every_ms, rounds.trip_ms, self._pace) / 1000
        if standing.failure or not standing.succeeded_ms:
            return
        if now_s - self._beside_s < every_s and not await self._is_day_untold():
            return
        self._beside_s = now_s
        for work in self.also:
            try:
                await work(rounds.client)
            except StoreProblem as problem:
                log.warning("work_beside_upload_not_recorded", code=problem.code)
            except Exception:
                log.exception("work_beside_upload_failed")

    async def _is_day_untold(self) -> bool:
        """Tell whether the day was closed and headquarters has not heard yet what the branch counted."""
        return any([await work.is_due() for work in self.also if isinstance(work, Saying)])

    async def _wait(self, rounds: Rounds, wait_ms: int) -> None:
        """Wait, or less when the link comes up or somebody asks; facts make nobody more eager after a failure."""
        until_s = time.monotonic() + wait_ms / 1000
        while not self._may_go(rounds) and (left_s := until_s - time.monotonic()) > 0:
            self._next_ms = time.time_ns() // 1_000_000 + int(left_s * 1000)
            with suppress(TimeoutError):
                await asyncio.wait_for(self._stir.wait(), left_s)
            self._stir.clear()
            if self._is_link_new and rounds.course.failures:
                await rounds.client.close()
                until_s = time.monotonic() + rounds.link_up() / 1000
            self._is_link_new = False
        self._is_answering, self._is_asked = self._is_asked, False

    def _may_go(self, rounds: Rounds) -> bool:
        """Tell whether somebody asked for a try; who asks while headquarters wants to be left alone is told so at once."""
        if self._is_asked and rounds.course.standing.failure in _BUSY:
            self._is_asked = False
            self._tried.set()
        return self._is_asked

    async def _hear(self) -> None:
        """Hear of new facts."""
        async for seq in self._service.hub.changes():
            if seq:
                self._news.set()

    async def _watch_link(self) -> None:
        """Look at the addresses of this machine: others mean that a cable or a modem is back."""
        known = await asyncio.to_thread(_addresses)
        while True:
            await asyncio.sleep(_LINK_S)
            now = await asyncio.to_thread(_addresses)
            if now != known:
                log.info("link_changed")
                self._is_link_new = True
                self._stir.set()
            known = now


async def _end(tasks: Sequence[asyncio.Task[None]]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


def _addresses() -> frozenset[str]:
    return frozenset(str(ip.ip) for adapter in ifaddr.get_adapters() for ip in adapter.ips)


def _facts_of(enrolment: Enrolment | None) -> tuple[object, ...]:
    """Return what makes an enrolment another; private keys compare by identity."""
    if enrolment is None:
        return ()
    return (
        enrolment.url,
        enrolment.branch,
        enrolment.public,
        enrolment.hq_signing,
        enrolment.hq_sealing,
        enrolment.ca_pem,
    )
