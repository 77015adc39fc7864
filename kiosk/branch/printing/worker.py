"""The worker: a process of its own that talks to the printer and draws, one thing at a time."""

import asyncio
import gc
from collections.abc import Callable
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import count
from pathlib import Path
from typing import Final, ParamSpec, TypeVar

import structlog

from kiosk.branch.memory import give_memory_back
from kiosk.branch.printing.copies import Form, draw, write_copy
from kiosk.branch.spawned import spawned_pool
from kiosk.devices.printer.paper import Paper
from kiosk.devices.printer.port import Job, Outcome, Printer, Unknown
from kiosk.domain.facts import PrinterCondition
from kiosk.domain.slip import Slip

P = ParamSpec("P")
T = TypeVar("T")

log = structlog.get_logger()

_TIDY_EVERY: Final = 50
"""Slips. Each is drawn in pieces of many sizes, between which the C library keeps what is free: over thirty days of 300
slips the process grew by 13 MB that it did not use."""
_printed = count(1)
"""Of the worker's process."""


class Worker:
    """Owned by the event loop. The process starts with the first thing to do, and again after it died.

    It is as urgent as the service itself: somebody stands at the printer and waits for what it draws. With both cores
    of a machine busy, the middle slip was there after 61 ms; from a process that gives way (nice 10) after 276 ms.
    """

    def __init__(self, printer: Printer, paper: Paper) -> None:
        """Work with `printer`, which must be picklable, and draw for its `paper`."""
        self._printer, self._paper = printer, paper
        self._pool: ProcessPoolExecutor | None = None

    async def print(self, job: Job) -> Outcome:
        """Print one slip. Unknown if the process died over it, or something in it broke."""
        try:
            return await self._do(_print, self._printer, job)
        except BrokenProcessPool:
            log.warning("printing_process_died", slip=job.id)
        except Exception:
            # A bug in a renderer or driver: nobody knows what came out, and the next slip must still print.
            log.exception("printing_failed", slip=job.id)
        return Unknown()

    async def condition(self) -> PrinterCondition | None:
        """Ask the printer how it is; None if that cannot be found out."""
        return await self._try("printer_not_asked", self._printer.condition)

    async def keep_copy(self, job: Job, form: Form, folder: Path) -> None:
        """Write what the slip looks like into `folder`, if that can be done."""
        if not await self._try("copy_not_drawn", write_copy, job, form, self._paper, folder):
            log.warning("copy_not_kept", slip=job.id, form=form)

    async def practise(self, slip: Slip, form: Form) -> None:
        """Draw a slip into nothing: fonts and glyphs are at hand for the next one."""
        await self._try("practice_failed", _practise, slip, form, self._paper)

    async def stop(self) -> None:
        """End the process after what it has in hand."""
        pool, self._pool = self._pool, None
        if pool is not None:
            await asyncio.to_thread(pool.shutdown, cancel_futures=True)

    async def _try(self, trouble: str, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T | None:
        """Do what no slip depends on."""
        try:
            return await self._do(work, *args, **kwargs)
        except Exception:
            log.exception(trouble)
            return None

    async def _do(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        try:
            return await asyncio.wrap_future(self._handed_over(work, *args, **kwargs))
        except BrokenProcessPool:
            await self.stop()
            raise

    def _handed_over(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        if self._pool is None:
            self._pool = spawned_pool()
        try:
            return self._pool.submit(work, *args, **kwargs)
        except BrokenProcessPool:
            # It died with nothing in hand: nothing of this has begun, so another may have it.
            self._pool.shutdown(wait=False)
            self._pool = spawned_pool()
            return self._pool.submit(work, *args, **kwargs)


def _practise(slip: Slip, form: Form, paper: Paper) -> None:
    draw(slip, form, paper)
    # What is loaded by now stays. To look through it for garbage takes 50 ms, which some slip would wait for.
    gc.freeze()


def _print(printer: Printer, job: Job) -> Outcome:
    outcome = printer.print(job)
    if next(_printed) % _TIDY_EVERY == 0:
        give_memory_back()
    return outcome
