"""Tells systemd that this process is ready and lives, by the protocol of sd_notify(3); elsewhere it says nothing."""

import asyncio
import contextlib
import os
import socket
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Self

_WORDS_IN_A_LIMIT = 3
"""One that is lost or late ends nothing."""


@dataclass(frozen=True, slots=True)
class Watchdog:
    """Whoever watches this process, as its environment says."""

    address: str
    """Of the datagram socket that hears of it; empty if nobody listens, a leading @ for an abstract one."""
    limit_s: float
    """How long it may be silent before it counts as hung; 0 if nobody counts."""

    @classmethod
    def named_in(cls, environ: Mapping[str, str]) -> Self:
        """Read NOTIFY_SOCKET, WATCHDOG_USEC and WATCHDOG_PID. A limit for another process, or no number, is none."""
        limit = environ.get("WATCHDOG_USEC", "")
        ours = environ.get("WATCHDOG_PID", str(os.getpid())) == str(os.getpid())
        usec = int(limit) if ours and limit.isascii() and limit.isdigit() else 0
        return cls(environ.get("NOTIFY_SOCKET", ""), usec / 1_000_000)

    @property
    def every_s(self) -> float:
        """How often to say `WATCHDOG=1`; 0: never."""
        return self.limit_s / _WORDS_IN_A_LIMIT

    def tell(self, word: str) -> None:
        """Send a word such as `READY=1`. Nobody there to hear it is no reason to stop working."""
        if not self.address:
            return
        address = f"\0{self.address[1:]}" if self.address.startswith("@") else self.address
        with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as out:
            out.settimeout(0)
            out.sendto(word.encode(), address)


async def tell_of_life(
    up: asyncio.Event, works: Callable[[], Awaitable[object]], watchdog: Watchdog | None = None
) -> None:
    """Say that the service is ready once it is `up`, and from then on that it lives: each time only after `works` came back.

    So a word is out only if both the event loop and what it waits for go on. Runs until it is cancelled.
    """
    watchdog = watchdog or Watchdog.named_in(os.environ)
    await up.wait()
    watchdog.tell("READY=1")
    while watchdog.every_s:
        await works()
        watchdog.tell("WATCHDOG=1")
        await asyncio.sleep(watchdog.every_s)
