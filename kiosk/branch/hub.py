"""Where committed facts go out to every stream, and slow readers are let go."""

import asyncio
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import contextmanager

from kiosk.domain.facts import Recorded

_LONGEST_BACKLOG = 1_000
"""Facts a reader may lag behind in memory; beyond it the stream ends and the reader asks the journal again."""


class Subscription:
    """One reader's queue of facts; iteration ends when the hub closes or the reader fell too far behind."""

    def __init__(self) -> None:
        """Start empty."""
        self._queue: asyncio.Queue[Recorded | None] = asyncio.Queue()
        self._ended = False

    def offer(self, recorded: Sequence[Recorded]) -> None:
        """Take facts in, or end the subscription when the reader is too slow."""
        if self._ended:
            return
        if self._queue.qsize() + len(recorded) > _LONGEST_BACKLOG:
            self.end()
            return
        for one in recorded:
            self._queue.put_nowait(one)

    def end(self) -> None:
        """End the stream after what is already queued."""
        self._ended = True
        self._queue.put_nowait(None)

    async def next(self, timeout_s: float) -> Recorded | None:
        """Return the next fact; TimeoutError after `timeout_s` of silence; None when the stream has ended."""
        return await asyncio.wait_for(self._queue.get(), timeout_s)


class _Bell:
    """Rings when something happened, and says which fact was the last."""

    def __init__(self) -> None:
        self.rung = asyncio.Event()
        self.seq = 0


class Hub:
    """Publishes facts to all subscriptions. `publish` may be called from any thread, the rest on the event loop."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        """Publish on `loop`."""
        self._loop = loop
        self._subscriptions: set[Subscription] = set()
        self._bells: set[_Bell] = set()
        self._closed = False

    def publish(self, recorded: Sequence[Recorded]) -> None:
        """Hand committed facts to every reader, in order."""
        if recorded and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._offer, tuple(recorded))

    def _offer(self, recorded: tuple[Recorded, ...]) -> None:
        for subscription in self._subscriptions:
            subscription.offer(recorded)
        for bell in self._bells:
            bell.seq = recorded[-1].seq
            bell.rung.set()

    @contextmanager
    def subscribe(self) -> Iterator[Subscription]:
        """Give a queue of every fact from now on."""
        subscription = Subscription()
        self._subscriptions.add(subscription)
        if self._closed:
            subscription.end()
        try:
            yield subscription
        finally:
            self._subscriptions.discard(subscription)

    def send_round_again(self) -> None:
        """End every stream of facts: a reader that comes back fetches the branch's files before it reads on."""
        for subscription in self._subscriptions:
            subscription.end()

    @property
    def closed(self) -> bool:
        """Tell whether the service is stopping."""
        return self._closed

    def changes(self, heartbeat_s: float = 5.0) -> AsyncIterator[int]:
        """Return the latest seq whenever something happened from now on, coalesced; 0 as a heartbeat in silence.

        However long the reader takes, it never falls behind: it hears of the newest change only.
        """
        bell = _Bell()
        self._bells.add(bell)
        return self._rings(bell, heartbeat_s)

    async def _rings(self, bell: _Bell, heartbeat_s: float) -> AsyncIterator[int]:
        try:
            while not self._closed:
                try:
                    await asyncio.wait_for(bell.rung.wait(), heartbeat_s)
                except TimeoutError:
                    yield 0
                    continue
                bell.rung.clear()
                if not self._closed:
                    yield bell.seq
        finally:
            self._bells.discard(bell)

    def close(self) -> None:
        """End every stream. May be called from any thread."""
        self._closed = True
        if not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._end_all)

    def _end_all(self) -> None:
        for subscription in self._subscriptions:
            subscription.end()
        for bell in self._bells:
            bell.rung.set()
