"""Taking what a stick brings: the same ingest and the same answers as over a link, each fact once however often it comes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import BinaryIO

import structlog

from kiosk.hq.api import take
from kiosk.hq.calls import vouched
from kiosk.hq.headquarters import Headquarters
from kiosk.hq.store.port import StoreBusy
from kiosk.wire.sync.answers import Accepted, Answer, Busy, Denied
from kiosk.wire.sync.carriage import BadCarriage, BadCarriageCode, Carriage
from kiosk.wire.sync.carried import Answered, Receipts, encode_receipts
from kiosk.wire.sync.upload import BadUpload, decode, unpack

log = structlog.get_logger()

_TOLD: dict[str, BadCarriageCode] = {
    "not_enrolled": "not_enrolled",
    "replaced": "replaced",
    "revoked": "revoked",
}


@dataclass(frozen=True, slots=True)
class CarriedIn:
    """What came of one stick: the branch, its uploads that are durable, the last answer, and the file to carry back."""

    branch: str
    uploads: int
    last: Answer | None
    """None: the file brought nothing."""
    receipts: bytes


def carry_in(headquarters: Headquarters, file: BinaryIO, arrived: Callable[[str], None]) -> CarriedIn:
    """Take every upload of a file in its order, up to the first that cannot be taken; `arrived` is told the branch.

    Raises:
        BadCarriage: it is not whole, not from an enrolled branch, or not for us; nothing of it was taken.
        StoreBusy: the database cannot just now; what was taken is kept, and the file may come again.
    """
    carriage = Carriage(file)
    branch = carriage.head.branch
    site = vouched(headquarters, branch, lambda: carriage.head.key_id, carriage.check)
    if isinstance(site, Denied):
        raise BadCarriage(_TOLD.get(site.code, "wrong_key"))
    taken, answers = 0, list[tuple[bytes, Answer]]()
    for body in carriage.uploads(headquarters.identity.sealing):
        answer = take(headquarters, branch, body, arrived, site.key)
        if isinstance(answer, Busy):
            raise StoreBusy
        answers = [(body, answer)] if isinstance(answer, Accepted) else [*answers, (body, answer)]
        if not isinstance(answer, Accepted):
            break
        taken += 1
    answered = tuple(one for body, answer in answers for one in _answered(body, answer))
    told = Receipts(branch, headquarters.now_ms(), answered)
    log.info("carried_in", branch=branch, uploads=taken)
    last = answers[-1][1] if answers else None
    return CarriedIn(branch, taken, last, encode_receipts(told, headquarters.identity.signing))


def _answered(body: bytes, answer: Answer) -> list[Answered]:
    """Return an answer with the envelope it is to; none for an upload of which not even that can be read."""
    try:
        return [Answered(decode(unpack([body])).envelope, answer)]
    except BadUpload:
        return []
