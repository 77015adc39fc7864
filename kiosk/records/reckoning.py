"""The figures of a day, reckoned from its records: pure. What is counted, and when, is said here and nowhere else (H1)."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from statistics import median
from typing import Final
from zoneinfo import ZoneInfo

from kiosk.domain.care import Care
from kiosk.domain.percentile import percentile
from kiosk.records.figures import Business, CounterUse, Ends, Figures, Helps, Hour, Wait
from kiosk.records.satisfaction import Satisfaction
from kiosk.records.summary import DayRecords, DayTimes, Stay

_MINUTE_MS: Final = 60_000
_HOUR_MS: Final = 60 * _MINUTE_MS


def figures_of(records: DayRecords, thought: Satisfaction, time_zone: str, now_ms: int) -> Figures:
    """Reckon the figures of a day, and what was `thought` on it; while it is open, up to `now_ms` (service time)."""
    times = records.times
    end_ms = _end(records, now_ms)
    waited = {care: [each / _MINUTE_MS for each in waits] for care, waits in waited_ms(records).items()}
    return Figures(
        times.date,
        times.opens_ms,
        times.closes_ms,
        times.closed_ms,
        visits=len(records.came),
        from_staff=sum(each.channel == "staff" for each in records.came),
        hours=_hours(
            [each.issued_ms for each in records.came],
            [each.called_ms for each in records.stays],
            ZoneInfo(time_zone),
        ),
        median_wait=_middle([minutes for of_class in waited.values() for minutes in of_class]),
        waits=_waits(waited, times.promises),
        business=_business(records),
        counters=_counters(records, end_ms),
        ends=_ends(records),
        satisfaction=thought,
        seen_to=records.seen_to,
        slips=dict(records.slips),
        helps=_helps(records),
        suspect=sum(stay.quality == "suspect" for stay in records.stays),
        unfinished=sum(_ended_with_the_day(stay, times) for stay in records.stays),
        unclosed=_unclosed(records),
        counted_ms=end_ms,
    )


def _middle(values: Sequence[float]) -> float | None:
    return median(values) if values else None


def moments(records: DayRecords) -> Iterator[int]:
    """Yield when (UTC ms) somebody did something, in no order."""
    return (ms for ms in _moments(records) if ms is not None)


def _end(records: DayRecords, now_ms: int) -> int:
    """Return until when counters are taken to have been open that nobody closed.

    A day that only the next one ended, perhaps days later, is taken to have ended with its opening hours, or with the
    last that somebody did.
    """
    times = records.times
    if times.closed_ms is None:
        return min(now_ms, times.ends_ms)
    if times.closed_why != "stale":
        return times.closed_ms
    done = (ms for ms in moments(records) if ms < times.closed_ms)
    return min(times.closed_ms, max(times.closes_ms, *done, times.opened_ms))


def _moments(records: DayRecords) -> Iterator[int | None]:
    """Yield when somebody did something."""
    yield from (each.issued_ms for each in records.came)
    yield from (each.ended_ms for each in records.wanted)
    for stay in records.stays:
        yield from (stay.called_ms, stay.started_ms, stay.ended_ms)
    for session in records.sessions:
        yield from (session.opened_ms, session.closed_ms)
    for help_ in records.helps:
        yield from (help_.called_ms, help_.answered_ms)


def _unclosed(records: DayRecords) -> int:
    times = records.times
    if times.closed_why != "stale":
        return 0
    return len({session.counter for session in records.sessions if session.closed_ms == times.closed_ms})


def _hours(came: Sequence[int], called: Sequence[int], zone: ZoneInfo) -> tuple[Hour, ...]:
    """Count by hours of the wall clock, from the first in which something happened to the last, past midnight too."""
    if not (came or called):
        return ()

    def hour_of(ms: int) -> int:
        """Return the hours of the wall clock since it stood at 1970. Zones may be half an hour apart."""
        wall = datetime.fromtimestamp(ms / 1000, UTC).astimezone(zone).replace(tzinfo=UTC)
        return int(wall.timestamp()) // 3600

    coming, calling = (Counter(map(hour_of, moments)) for moments in (came, called))
    first, last = min({*coming, *calling}), max({*coming, *calling})
    return tuple(Hour(hour % 24, coming[hour], calling[hour]) for hour in range(first, last + 1))


def waited_ms(records: DayRecords) -> dict[str, list[int]]:
    """Return the ms from each number of the day to the first call of it on the day, by care class."""
    first_call: dict[str, int] = {}
    for stay in sorted(records.stays, key=lambda stay: stay.called_ms):
        first_call.setdefault(stay.visit, stay.called_ms)
    waited: dict[str, list[int]] = {}
    for came in records.came:
        if came.visit in first_call:
            waited.setdefault(came.care, []).append(first_call[came.visit] - came.issued_ms)
    return waited


def _waits(waited: Mapping[str, Sequence[float]], promises: Mapping[str, int]) -> tuple[Wait, ...]:
    order = [*Care, *sorted(waited.keys() - set(Care))]
    return tuple(_wait(care, waited[care], promises.get(care)) for care in order if care in waited)


def _wait(care: str, minutes: Sequence[float], promise: int | None) -> Wait:
    within = sum(promise is not None and each <= promise for each in minutes)
    return Wait(
        str(care),
        len(minutes),
        median(minutes),
        percentile(minutes, 90),
        max(minutes),
        promise,
        within,
    )


def _finished(records: DayRecords) -> set[str]:
    """Return the services that were finished on the day, whatever the date of their number."""
    return {stay.leg for stay in records.stays if stay.quality is not None}


def measured_ms(records: DayRecords) -> dict[str, list[int]]:
    """Return how long the services took that were finished and whose length is believed, in ms by service."""
    taken: dict[str, list[int]] = {}
    for stay in records.stays:
        if stay.quality == "measured" and stay.started_ms is not None and stay.ended_ms is not None:
            taken.setdefault(stay.service, []).append(stay.ended_ms - stay.started_ms)
    return taken


def _business(records: DayRecords) -> tuple[Business, ...]:
    taken = {
        service: [each / _MINUTE_MS for each in lasted] for service, lasted in measured_ms(records).items()
    }
    wanted = Counter(leg.service for leg in records.wanted)
    finished = _finished(records)
    done = Counter(leg.service for leg in records.wanted if leg.leg in finished)
    return tuple(
        Business(service, count, done[service], _middle(taken.get(service, ())))
        for service, count in wanted.most_common()
    )


def _counters(records: DayRecords, end_ms: int) -> tuple[CounterUse, ...]:
    open_ms, busy_ms, done = Counter[str](), Counter[str](), Counter[str]()
    for session in records.sessions:
        open_ms[session.counter] += max(0, min(session.closed_ms or end_ms, end_ms) - session.opened_ms)
    for stay in records.stays:
        done[stay.counter] += stay.quality is not None
        if stay.started_ms is not None:
            busy_ms[stay.counter] += max(0, min(stay.ended_ms or end_ms, end_ms) - stay.started_ms)
    return tuple(
        CounterUse(counter, done[counter], open_ms[counter] / _MINUTE_MS, busy_ms[counter] / _MINUTE_MS)
        for counter in sorted(open_ms | done, key=lambda name: (len(name), name))
    )


def _ends(records: DayRecords) -> Ends:
    finished, carried = _finished(records), records.carried.on
    others = Counter(leg.status for leg in records.wanted if leg.leg not in finished | carried)
    ended = {status: others[status] for status in ("voided", "abandoned", "closed")}
    return Ends(
        **ended,
        finished=len(finished),
        carried=len(carried),
        open=others.total() - sum(ended.values()),
        unanswered_calls=sum(stay.started_ms is None and stay.ended_ms is not None for stay in records.stays),
    )


def _helps(records: DayRecords) -> Helps:
    took = [
        (each.answered_ms - each.called_ms) / _MINUTE_MS
        for each in records.helps
        if each.answered_ms is not None
    ]
    return Helps(len(records.helps), len(took), _middle(took), max(took, default=None))


def _ended_with_the_day(stay: Stay, times: DayTimes) -> bool:
    return (
        times.closed_ms is not None
        and stay.started_ms is not None
        and stay.quality is None
        and stay.ended_ms == times.closed_ms
    )
