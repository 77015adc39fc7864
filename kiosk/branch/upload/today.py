"""What the branch says of its day beside the facts: counts with nothing personal, which overtake and prove nothing."""

import time
from typing import Final

import msgspec
import structlog

from kiosk.branch.desk import Desk
from kiosk.branch.service import BranchService
from kiosk.branch.upload.client import Client
from kiosk.domain.visit import LegStatus

log = structlog.get_logger()

_TAKEN: Final = 200


class Today(msgspec.Struct, frozen=True):
    """The day as headquarters may show it as "branch says": `seq` is the last fact that was counted."""

    date: str
    epoch: str
    seq: int
    waiting: int
    serving: int
    counters: int
    issued: int
    finished: int
    sent_ms: int


class Saying:
    """Says how the day goes; hung on the uploader, and on its event loop."""

    def __init__(self, service: BranchService) -> None:
        """Speak of the day of `service`."""
        self._service = service

    async def __call__(self, client: Client) -> None:
        """Say it once; whether it was heard matters to nobody."""
        today = await self._service.with_desk(today_at)
        if not today.date:
            return
        told = await client.post(f"{client.home}/today", msgspec.json.encode(today))
        if told is not None and told[0] != _TAKEN:
            log.info("today_not_taken", status=told[0])


def today_at(desk: Desk) -> Today:
    """Return how the day of a desk goes, on the lane; before the first day its date is empty."""
    day, head = desk.day, desk.journal.head
    status = [leg.status for leg in day.legs.values()]
    return Today(
        date=day.date,
        epoch=head.epoch,
        seq=head.seq,
        waiting=status.count(LegStatus.WAITING),
        serving=status.count(LegStatus.SERVING),
        counters=len(day.counters),
        issued=sum(date == day.date for date, _, _ in day.by_ticket),
        finished=status.count(LegStatus.FINISHED),
        sent_ms=time.time_ns() // 1_000_000,
    )
