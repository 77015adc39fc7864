"""The figures of a day, reckoned from its records: pure."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Final
from zoneinfo import ZoneInfo

from kiosk.branch.daily.figures import Business, CounterUse, Ends, Figures, Helps, Hour, Satisfaction, Wait
from kiosk.domain.care import Care
from kiosk.domain.rating import LOW
from kiosk.records.summary import DayRecords, Stay, Wanted

_MINUTE_MS: Final = 60_000
_HOUR_MS: Final = 60 * _MINUTE_MS


def figures_of(records: DayRecords, time_zone: str, now_ms: int) -> Figures:
    """Reckon the figures of a day; while it is open, up to `now_ms` (service time)."""
    times = records.times
    end_ms = min(times.closed_ms or now_ms, times.ends_ms)
    zone = ZoneInfo(time_zone)
    waited = _waited(records)
    return Figures(
        times.date,
        times.opens_ms,
        times.closes_ms,
        times.closed_ms,
        visits=len(records.came),
        from_staff=sum(each.channel == "staff" for each in records.came),
        hours=_hours(
            [each.issued_ms for each in records.came], [each.called_ms for each in records.stays], zone
        ),
        median_wait=median(minutes for of_class in waited.values() for minutes in of_class),
        waits=_waits(waited, times.promises),
        business=_business(records),
        counters=_counters(records, end_ms),
        ends=_ends(records),
        satisfaction=_satisfaction(records),
        slips=dict(records.slips),
        helps=_helps(records),
        suspect=sum(stay.quality == "suspect" for stay in records.stays),
        unfinished=sum(_ended_with_the_day(stay, times.closed_ms) for stay in records.stays),
    )


def median(values: Iterable[float]) -> float | None:
    """Return the middle value, between two of them their mean; None of none."""
    ordered = sorted(values)
    if not ordered:
        return None
    middle = len(ordered) // 2
    return ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2


def percentile(values: Sequence[float], percent: int) -> float:
    """Return the smallest value that `percent` of them do not exceed (nearest rank). ValueError of none."""
    if not values:
        raise ValueError("no values")
    return sorted(values)[max(0, -(-len(values) * percent // 100) - 1)]


def _hours(came: Sequence[int], called: Sequence[int], zone: ZoneInfo) -> tuple[Hour, ...]:
    """Count by hours of the wall clock, from the first in which something happened to the last, past midnight too."""
    if not (came or called):
        return ()

    def label(hour: int) -> int:
        return datetime.fromtimestamp(hour * 3600, UTC).astimezone(zone).hour

    coming, calling = (Counter(ms // _HOUR_MS for ms in moments) for moments in (came, called))
    first, last = min({*coming, *calling}), max({*coming, *calling})
    return tuple(Hour(label(hour), coming[hour], calling[hour]) for hour in range(first, last + 1))


def _waited(records: DayRecords) -> dict[str, list[float]]:
    """Return the minutes from a number to the first call of it, by care class."""
    first_call: dict[str, int] = {}
    for stay in sorted(records.stays, key=lambda stay: stay.called_ms):
        first_call.setdefault(stay.visit, stay.called_ms)
    waited: dict[str, list[float]] = {}
    for came in records.came:
        if came.visit in first_call:
            minutes = (first_call[came.visit] - came.issued_ms) / _MINUTE_MS
            waited.setdefault(came.care, []).append(minutes)
    return waited


def _waits(waited: Mapping[str, Sequence[float]], promises: Mapping[str, int]) -> tuple[Wait, ...]:
    order = [*Care, *sorted(waited.keys() - set(Care))]
    return tuple(_wait(care, waited[care], promises.get(care)) for care in order if care in waited)


def _wait(care: str, minutes: Sequence[float], promise: int | None) -> Wait:
    within = sum(promise is not None and each <= promise for each in minutes)
    return Wait(
        str(care),
        len(minutes),
        median(minutes) or 0.0,
        percentile(minutes, 90),
        max(minutes),
        promise,
        within,
    )


def _finished(leg: Wanted, records: DayRecords) -> bool:
    return leg.status == "finished" and not _outlived(leg, records)


def _outlived(leg: Wanted, records: DayRecords) -> bool:
    """Tell whether a service was still open when its day had ended: carried over, whatever became of it later."""
    closed_ms = records.times.closed_ms
    return closed_ms is not None and (leg.ended_ms is None or leg.ended_ms > closed_ms)


def _business(records: DayRecords) -> tuple[Business, ...]:
    taken: dict[str, list[float]] = {}
    for stay in records.stays:
        if stay.quality == "measured" and stay.started_ms is not None and stay.ended_ms is not None:
            taken.setdefault(stay.service, []).append((stay.ended_ms - stay.started_ms) / _MINUTE_MS)
    wanted = Counter(leg.service for leg in records.wanted)
    done = Counter(leg.service for leg in records.wanted if _finished(leg, records))
    return tuple(
        Business(service, count, done[service], median(taken.get(service, ())))
        for service, count in wanted.most_common()
    )


def _counters(records: DayRecords, end_ms: int) -> tuple[CounterUse, ...]:
    open_ms, busy_ms, done = Counter[str](), Counter[str](), Counter[str]()
    for session in records.sessions:
        open_ms[session.counter] += max(0, (session.closed_ms or end_ms) - session.opened_ms)
    for stay in records.stays:
        done[stay.counter] += stay.quality is not None
        if stay.started_ms is not None:
            busy_ms[stay.counter] += max(0, (stay.ended_ms or end_ms) - stay.started_ms)
    return tuple(
        CounterUse(counter, done[counter], open_ms[counter] / _MINUTE_MS, busy_ms[counter] / _MINUTE_MS)
        for counter in sorted(open_ms | done, key=lambda name: (len(name), name))
    )


def _ends(records: DayRecords) -> Ends:
    inside = Counter(leg.status for leg in records.wanted if not _outlived(leg, records))
    carried = sum(_outlived(leg, records) for leg in records.wanted)
    ended = {status: inside[status] for status in ("finished", "voided", "abandoned", "closed")}
    closed = records.times.closed_ms is not None
    return Ends(
        **ended,
        carried=carried + records.still_parked if closed else 0,
        open=inside.total() - sum(ended.values()),
        unanswered_calls=sum(stay.started_ms is None and stay.ended_ms is not None for stay in records.stays),
    )


def _satisfaction(records: DayRecords) -> Satisfaction:
    given = Counter(opinion.score for opinion in records.opinions)
    served = {leg.visit for leg in records.wanted if _finished(leg, records)}
    low = [opinion for opinion in records.opinions if opinion.score <= LOW]
    return Satisfaction(
        (given[1], given[2], given[3], given[4], given[5]),
        not_rated=max(0, len(served) - len(records.opinions)),
        low=len(low),
        low_answered=sum(opinion.answered_ms is not None for opinion in low),
    )


def _helps(records: DayRecords) -> Helps:
    took = [
        (each.answered_ms - each.called_ms) / _MINUTE_MS
        for each in records.helps
        if each.answered_ms is not None
    ]
    return Helps(len(records.helps), len(took), median(took), max(took, default=None))


def _ended_with_the_day(stay: Stay, closed_ms: int | None) -> bool:
    return (
        closed_ms is not None
        and stay.started_ms is not None
        and stay.quality is None
        and stay.ended_ms == closed_ms
    )
