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
    """Says how the day goes, and once what it came to; hung on the uploader, and on its event loop."""

    def __init__(self, service: BranchService) -> None:
        """Speak of the day of `service`."""
        self._service = service
        self._ended = ""
        """The last closed day whose count was heard."""

    async def __call__(self, client: Client) -> None:
        """Say it once; of an open day it matters to nobody whether it was heard."""
        today, is_open = await self._service.with_desk(lambda desk: (today_at(desk), desk.day.open))
        if not today.date:
            return
        told = await client.post(f"{client.home}/today", msgspec.json.encode(today))
        if told is not None and told[0] == _TAKEN and not is_open:
            self._ended = today.date
        elif told is not None and told[0] != _TAKEN:
            log.info("today_not_taken", status=told[0])

    async def is_due(self) -> bool:
        """Tell whether a day was closed and nobody heard yet what it came to: that is not left to the next round."""
        date, is_open = await self._service.look(lambda day, _: (day.date, day.open))
        return bool(date) and not is_open and date != self._ended


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
