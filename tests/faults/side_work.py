"""A branch shared by the tests of a module, whose work beside the lane is done by one thread from the beginning."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor


async def begin_side_work() -> None:
    """Start the thread for work beside the lane now, and no other ever: a test that starts one is held to end it."""
    asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(1))
    await asyncio.to_thread(lambda: None)
