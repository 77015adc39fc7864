"""The purge: keys are destroyed when enough further business days are closed, and what they sealed is deleted.

Only days that the journal says were closed count: a clock ten years ahead destroys nothing (design.md, Journal). Killed
anywhere, a purge is found due again: the key goes first, and the records are deleted in the same transaction as the one
fact that says so. Everything here is for the lane.
"""

import uuid
from collections import Counter
from dataclasses import dataclass
from typing import Final

import structlog

from kiosk.branch.desk import Desk
from kiosk.domain import requests as r
from kiosk.domain.care import CareNeed
from kiosk.domain.facts import RecordClass
from kiosk.records.keeping import closed_from
from kiosk.records.personal import care_counts

log = structlog.get_logger()

_NEEDS: Final = tuple(need.value for need in CareNeed if need is not CareNeed.NONE)


@dataclass(frozen=True, slots=True)
class Due:
    """What is to be done now: the dates (ISO) whose care needs may be counted, and what is to be destroyed."""

    to_count: tuple[str, ...]
    to_purge: tuple[tuple[str, RecordClass], ...]
    held: bool
    """The branch's privacy.toml forbids to destroy anything now."""


def due(desk: Desk, settled_ms: int) -> Due:
    """Return what is due. A day closed by hand counts as closed if that was at `settled_ms` (UTC) or before.

    StoreProblem: nobody knows, the folder of the keys cannot be read.
    """
    keys, forgotten = desk.vault.keys.there(), desk.vault.keys.forgotten.all()
    records = {*desk.vault.there(), *((one.date, one.of) for one in forgotten)}
    branch = desk.journal.head.branch
    closed = {
        date: closed_from(desk.store.conn, branch, date, settled_ms)
        for date in {date for date, _ in (*keys, *records)}
    }
    keyless = records - set(keys)
    to_purge = [
        one for one in {*keys, *records} if _is_over(desk, one, closed[one[0]], keyless=one in keyless)
    ]
    privacy = desk.setting.privacy
    return Due(
        tuple(date for date, of in keys if of == "care" and closed[date]),
        tuple(sorted(to_purge)),
        held=privacy is not None and privacy.hold,
    )


def _is_over(desk: Desk, one: tuple[str, RecordClass], closed: int, *, keyless: bool) -> bool:
    """Tell whether the time of a date and class is up; `closed` business days are closed from that date on.

    Records whose key is destroyed already came back with an old backup, or the service was killed between the two; and
    so it is with the list of those that were deleted before.
    """
    date, of = one
    if keyless:
        return closed > 0 or date < desk.day.date
    days = desk.setting.privacy.days.get(of) if desk.setting.privacy else None
    return days is not None and closed > days


def purge(desk: Desk, date: str, of: RecordClass) -> int:
    """Destroy the key of a date and class, delete its records, and say so in one fact; return how many they were.

    Without records there is no fact: nobody's data went. Care needs are counted first.

    Raises:
        StoreProblem: not all of it was done, and it is due again.
    """
    if of == "care":
        count_care(desk, date)
    desk.vault.keys.destroy(date, of)
    records = desk.vault.count(date, of)
    if records:
        report = r.ReportPurge(date, of, records)
        desk.handle(str(uuid.uuid4()), report, desk.system, lambda _: desk.vault.drop(date, of))
    log.info("personal_data_purged", date=date, of=of, records=records)
    return records


def count_care(desk: Desk, date: str) -> bool:
    """Record how many visits of a closed day had each care need, once; tell whether it was recorded.

    The last mark of each visit counts, and the counts are tied to none. Without the key nobody can count any more. Only
    a day that was reopened, and is closed anew, is counted anew: later, tickets that were carried on are counted there.

    Raises:
        StoreProblem: they could not be recorded.
    """
    if desk.vault.keys.get(date, "care") is None:
        return False
    known = care_counts(desk.store.conn, desk.journal.head.branch, date)
    if known and date != desk.day.date:
        return False
    needs = Counter(need for content in desk.vault.contents(date, "care") for need in content["needs"])
    counts = {need: needs[need] for need in _NEEDS}
    if counts == known:
        return False
    desk.handle(str(uuid.uuid4()), r.ReportCare(date, counts), desk.system)
    return True
