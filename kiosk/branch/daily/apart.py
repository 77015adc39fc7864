"""Work in a process of its own, which ends with it: drawing a page would hold up whoever asks the service meanwhile."""

import asyncio
import contextlib
import os
from collections.abc import Callable
from multiprocessing import get_context
from multiprocessing.connection import Connection
from typing import Any, Final, ParamSpec

P = ParamSpec("P")

LIMIT_S: Final = 120.0
"""Longer than any report takes on the slowest machine; whatever takes longer hangs."""
_WAY_GIVEN: Final = 10
"""Nice: whoever stands at a screen comes first."""


class Broken(Exception):
    """The process died, hung or met a bug; the text says which."""


async def apart(work: Callable[P, str], *args: P.args, **kwargs: P.kwargs) -> str:
    """Run `work`, a plain function of plain data, in a new process and return the text it returns.

    Cancelled, it takes the process with it. A process whose service was killed finishes its work and ends.

    Raises:
        Broken: it did not return.
    """
    spawn = get_context("spawn")
    ours, theirs = spawn.Pipe(duplex=False)
    process = spawn.Process(target=_run, args=(theirs, work, args, kwargs), daemon=True)
    # Starting one takes tens of milliseconds: in a thread, as the waiting. Begun, it is not left alone by a cancelling.
    starting = asyncio.ensure_future(asyncio.to_thread(process.start))
    try:
        await asyncio.shield(starting)
        theirs.close()
        done, told = await asyncio.to_thread(_told, ours)
    except OSError as error:
        raise Broken(str(error)) from error
    finally:
        await asyncio.wait({starting})
        theirs.close()
        if process.pid is not None:
            process.kill()
            await asyncio.to_thread(process.join)
            process.close()
        ours.close()
    if not done:
        raise Broken(told)
    return told


def _told(ours: Connection) -> tuple[bool, str]:
    try:
        return ours.recv() if ours.poll(LIMIT_S) else (False, "took too long")
    except EOFError:
        return False, "the process died"


def _run(theirs: Connection, work: Callable[..., str], args: tuple[Any, ...], kwargs: dict[str, Any]) -> None:
    with contextlib.suppress(AttributeError, OSError):
        os.nice(_WAY_GIVEN)
    try:
        outcome = True, work(*args, **kwargs)
    except Exception as error:  # noqa: BLE001 - told to the service, which logs it
        outcome = False, f"{type(error).__name__}: {error}"
    with contextlib.suppress(OSError):
        theirs.send(outcome)
