"""Personal data for headquarters: what the vault keeps, sealed to headquarters' key and sent beside the facts."""

import asyncio
from collections.abc import Sequence
from typing import Final

import structlog

from kiosk.branch.desk import Desk
from kiosk.branch.service import BranchService
from kiosk.branch.upload.client import Client
from kiosk.branch.upload.enrolment import Enrolment
from kiosk.branch.vault.vault import Unsent
from kiosk.wire.sync.sealed import MOST, TAKEN, Place, SealedRecord, encode_records, seal

log = structlog.get_logger()

_TAKEN: Final = (200, TAKEN)


class SealedRecords:
    """Sends what headquarters does not have yet; hung on the uploader, and on its event loop."""

    def __init__(self, service: BranchService) -> None:
        """Send what the vault of `service` keeps."""
        self._service = service

    async def __call__(self, client: Client) -> None:
        """Send everything that waits, some records at a time; what is not acknowledged goes the next time.

        Harmless when repeated: headquarters keeps one copy of a record, the newest that it was sent.
        """
        after = ""
        while waiting := await self._waiting(after):
            after = waiting[-1].record
            if not await self._send(client, [one for one in waiting if one.salted is not None]):
                return

    async def _waiting(self, after: str) -> list[Unsent]:
        return await self._service.with_desk(lambda desk: desk.vault.unsent(after, MOST))

    async def _send(self, client: Client, records: Sequence[Unsent]) -> bool:
        """Tell whether headquarters has these records now."""
        sealed = await asyncio.to_thread(_sealed, client.enrolment, records)
        answer = await client.post(f"{client.home}/sealed", encode_records(sealed)) if sealed else _TAKEN
        if answer != _TAKEN:
            log.warning("sealed_records_not_taken", status=answer[0] if answer else 0)
            return False
        await self._service.with_desk(lambda desk: _sent(desk, records))
        return True


def _sent(desk: Desk, records: Sequence[Unsent]) -> None:
    with desk.store.write():
        desk.vault.sent(records)


def _sealed(enrolment: Enrolment, records: Sequence[Unsent]) -> list[SealedRecord]:
    made = []
    for one in records:
        place = Place(enrolment.branch, one.record, one.date, one.of)
        sealed = seal(enrolment.hq_sealing, place, one.salted or b"")
        made.append(SealedRecord(one.record, one.date, one.of, one.commitment, sealed))
    return made
