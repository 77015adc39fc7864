"""The stream of facts as server-sent events: in order, gap-free, each role its own projection."""

from collections.abc import AsyncIterator

import msgspec

from kiosk.branch.service import BranchService
from kiosk.domain.facts import Recorded
from kiosk.wire.codec import encode_recorded
from kiosk.wire.projection import Role, seen_by

HEARTBEAT_S = 5.0
_BATCH = 200


async def facts_stream(
    service: BranchService, role: Role, after: int, epoch: str, device: str = ""
) -> AsyncIterator[bytes]:
    """Yield the events a reader at `after` of `epoch` has missed, then each new one as it is committed.

    A reader of another epoch, or ahead of the journal, gets one `reset` and must take a new snapshot. Facts the role
    may not see arrive as one `skip` with the last of their numbers.
    """
    with service.hub.subscribe() as subscription, service.presence.of(role, device):
        head = await service.head()
        if after > head.seq or (epoch and epoch != head.epoch):
            yield _event("reset", msgspec.json.encode({"epoch": head.epoch, "seq": head.seq}))
            return
        cursor = after
        while batch := await service.facts_after(cursor, _BATCH):
            cursor = batch[-1].seq
            yield _frames(role, batch)
        while True:
            try:
                recorded = await subscription.next(HEARTBEAT_S)
            except TimeoutError:
                yield b": \n\n"
                continue
            if recorded is None:
                return
            if recorded.seq > cursor:
                cursor = recorded.seq
                yield _frames(role, [recorded])


def _frames(role: Role, batch: list[Recorded]) -> bytes:
    """Return the events of a batch; a run of facts the role may not see is one skip."""
    events: list[bytes] = []
    skipped = 0
    for recorded in batch:
        seen = seen_by(role, recorded)
        if seen is None:
            skipped = recorded.seq
            continue
        if skipped:
            events.append(_event("skip", b'{"seq":%d}' % skipped))
            skipped = 0
        events.append(_event("fact", encode_recorded(seen)))
    if skipped:
        events.append(_event("skip", b'{"seq":%d}' % skipped))
    return b"".join(events)


def _event(name: str, data: bytes) -> bytes:
    return b"event: %s\ndata: %s\n\n" % (name.encode(), data)
