"""What branches ask for is done in threads of its own, a few at a time: no page of people waits behind them."""

import asyncio
from collections.abc import Callable
from typing import Final, ParamSpec, TypeVar
from weakref import WeakKeyDictionary

from fastapi.concurrency import run_in_threadpool

P = ParamSpec("P")
T = TypeVar("T")

_MOST: Final = 8
"""As many as have connections to a database; each holds an upload unpacked."""
_turns: Final = WeakKeyDictionary[asyncio.AbstractEventLoop, asyncio.Semaphore]()


async def for_branches(work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Return what blocking work for a branch comes to. Pages have the threads of asyncio, which this takes none of."""
    async with _turns.setdefault(asyncio.get_running_loop(), asyncio.Semaphore(_MOST)):
        return await run_in_threadpool(work, *args, **kwargs)
