"""The day as a screen or page takes it over: everything its role may see, at one place in the stream."""

from dataclasses import dataclass, field

import msgspec

from kiosk.domain.counter import Counter
from kiosk.domain.day import Day
from kiosk.domain.facts import PrinterCondition, TimeQuality
from kiosk.domain.guide import Guide
from kiosk.domain.rating import Rating
from kiosk.domain.state import Clockwork
from kiosk.domain.visit import Leg, Visit
from kiosk.wire.projection import (
    Role,
    counters_for,
    day_for,
    findings_for,
    guides_for,
    helps_for,
    of_known_slips,
    printers_for,
    ratings_for,
)


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A day at `seq` of `epoch`; `now_ms` is the service time at which it was taken."""

    epoch: str
    seq: int
    now_ms: int
    day: Day


@dataclass(frozen=True, slots=True)
class _Form:
    """A snapshot as it travels."""

    epoch: str
    seq: int
    now_ms: int
    branch: str
    demonstration: bool
    time_quality: TimeQuality
    open: bool
    clockwork: Clockwork | None
    counters: list[Counter]
    helps: dict[str, str]
    visits: list[Visit]
    legs: list[Leg]
    # A branch service that is not updated yet says nothing of these.
    printers: dict[str, PrinterCondition] = field(default_factory=dict)
    guides: list[Guide] = field(default_factory=list)
    slips_to_print: dict[str, int] = field(default_factory=dict)
    print_reasons: dict[str, str] = field(default_factory=dict)
    ratings: list[Rating] = field(default_factory=list)
    findings: dict[str, str] = field(default_factory=dict)
    checked_ms: int = 0


def encode(snapshot: Snapshot, role: Role) -> bytes:
    """Return the JSON of a snapshot for `role`. Those who cannot answer a call for help are not told of it."""
    day = snapshot.day
    visits, legs = day_for(role, day)
    findings, checked_ms = findings_for(role, day)
    return msgspec.json.encode(
        _Form(
            snapshot.epoch,
            snapshot.seq,
            snapshot.now_ms,
            day.branch,
            day.demonstration,
            day.time_quality,
            day.open,
            day.clockwork,
            counters_for(role, day),
            helps_for(role, day),
            visits,
            legs,
            printers=printers_for(role, day),
            guides=guides_for(role, day),
            slips_to_print=of_known_slips(role, day, day.slips_to_print),
            print_reasons=of_known_slips(role, day, day.print_reasons),
            ratings=ratings_for(role, day),
            findings=findings,
            checked_ms=checked_ms,
        )
    )


def decode(data: bytes) -> Snapshot:
    """Return the snapshot in `data`; msgspec.ValidationError if it is not one. Applying later facts goes on from it."""
    form = msgspec.json.decode(data, type=_Form)
    day = Day()
    day.begin(form.clockwork)
    day.branch, day.demonstration, day.time_quality = form.branch, form.demonstration, form.time_quality
    day.open = form.open
    day.counters = {counter.id: counter for counter in form.counters}
    day.helps = dict(form.helps)
    day.printers = dict(form.printers)
    for visit in form.visits:
        _admit(day, visit)
    for guide in form.guides:
        day.guides[guide.id] = guide
    day.slips_to_print, day.print_reasons = form.slips_to_print, form.print_reasons
    for leg in form.legs:
        day.put(leg)
    day.ratings = {rating.visit: rating for rating in form.ratings}
    day.findings, day.checked_ms = dict(form.findings), form.checked_ms
    day.last_ms = form.now_ms
    return Snapshot(form.epoch, form.seq, form.now_ms, day)


def _admit(day: Day, visit: Visit) -> None:
    """Let a visit in, with all that the facts about it would have left behind."""
    day.visits[visit.id] = visit
    day.by_ticket[visit.date, visit.series, visit.number] = visit.id
    if visit.date == day.date:
        day.last_number[visit.series] = max(visit.number, day.last_number.get(visit.series, 0))
    for slip in visit.slips:
        day.visit_of_slip[slip] = visit.id
