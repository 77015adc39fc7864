"""The bench itself: which figures are taken, in which order, and what each is held against."""

import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kiosk.domain import requests as r
from kiosk.domain.percentile import percentile
from kiosk.lab.bench.branch import STAFF, BenchBranch
from kiosk.lab.bench.crowd import rush
from kiosk.lab.bench.doors import sign_in_rows
from kiosk.lab.bench.drain import drain_rows
from kiosk.lab.bench.ingest import ingest_rows
from kiosk.lab.bench.measure import Floor, Row, interleaved, spread, table
from kiosk.lab.bench.pages import page_rows
from kiosk.lab.bench.paper import paper_rows
from kiosk.lab.bench.purges import purge_rows
from kiosk.lab.bench.reports import report_rows
from kiosk.lab.bench.simulated import simulated_rows
from kiosk.lab.bench.sites import site_rows
from kiosk.lab.bench.slips import slip_rows
from kiosk.lab.bench.starts import start_rows
from kiosk.lab.bench.wire import wire_rows
from kiosk.lab.running import RunningBranch

_STORE_OVER_FLOOR_MS = 1.0
_REQUEST_OVER_FLOOR_MS = 3.0
_LONG_PAST_RATIO = 1.10
_REPLAY_MS_PER_1000 = 50.0
_START_MS = 3000.0
_FIRST_TICKET_MS = 5000.0


@dataclass(frozen=True, slots=True)
class Sizes:
    """How much of everything."""

    samples: int
    past: int
    today: int
    clients: int
    each: int
    customers: int
    """Those who wait for their paper."""
    simulated_min: int
    """Of a simulated day."""
    looks: int
    """Presses, pictures and slips."""
    starts: int
    sign_ins: int
    """And requests beside them."""
    views: int
    """Facts that pages show."""
    waiting: int
    """In a crowded hall."""
    purged: int
    """Visits whose records are purged."""
    share: float
    """Of the people of the day that is sent to headquarters."""
    uploads: int
    """Of 1,000 facts, beside raw COPY."""
    sites: int
    """Branches of 500 facts each."""
    backlog: int
    """Facts of the branch that comes back after months."""
    reported: int
    """Branches whose days headquarters reports."""
    reported_days: int


FULL = Sizes(
    samples=600,
    past=1_000_000,
    today=5_000,
    clients=8,
    each=1_000,
    customers=300,
    simulated_min=480,
    looks=60,
    starts=11,
    sign_ins=200,
    views=60,
    waiting=200,
    purged=500,
    share=1.0,
    uploads=200,
    sites=1_000,
    backlog=1_000_000,
    reported=100,
    reported_days=23,
)
QUICK = Sizes(
    samples=60,
    past=2_000,
    today=200,
    clients=2,
    each=50,
    customers=20,
    simulated_min=30,
    looks=6,
    starts=1,
    sign_ins=8,
    views=4,
    waiting=20,
    purged=20,
    share=0.1,
    uploads=5,
    sites=10,
    backlog=20_000,
    reported=2,
    reported_days=1,
)

ISSUE = r.IssueTicket("deposit")


def run_bench(*, quick: bool = False) -> str:
    """Return the table of all figures; `quick` takes small sizes. Everything is written to a temporary folder.

    Needs no display: set QT_QPA_PLATFORM=offscreen and QT_QUICK_BACKEND=software before Qt is loaded.
    """
    sizes = QUICK if quick else FULL
    with tempfile.TemporaryDirectory(prefix="kiosk-bench-") as folder:
        here = Path(folder)
        return table(
            [
                *_transactions(here, sizes),
                *_service(here, sizes),
                *simulated_rows(here / "simulated", sizes.simulated_min),
                *paper_rows(here / "paper", sizes.customers),
                *_entrance(here, sizes),
                *_hall(here, sizes),
                *slip_rows(here / "slips", sizes.looks),
                *sign_in_rows(here / "doors", sizes.sign_ins),
                *page_rows(here / "pages", sizes.views),
                *_crowded(here / "crowded", sizes),
                *purge_rows(here / "purged", sizes.purged),
                *wire_rows(here / "wire", sizes.share),
                *ingest_rows(sizes.uploads),
                *site_rows(here / "sites", sizes.sites),
                *drain_rows(here / "drained", sizes.backlog, sizes.samples),
                *report_rows(here / "reports", sizes.reported, sizes.reported_days, sizes.starts),
            ]
        )


def _transactions(folder: Path, sizes: Sizes) -> Iterator[Row]:
    """Measure issue and call next at the desk, on an empty branch and on one with a long past and a full day."""
    floor, empty, old = Floor(folder), BenchBranch(folder / "empty"), BenchBranch(folder / "old", sizes.past)
    for branch in (empty, old):
        branch.open_all_counters()
    _fill_day(old, sizes.today)
    issue = interleaved((floor.once, lambda: empty.ask(ISSUE), lambda: old.ask(ISSUE)), sizes.samples)
    # Turns of a call and a pass, which frees the counter for the next; the call alone is measured.
    call = interleaved(
        (lambda: _call(empty), lambda: _free(empty), lambda: _call(old), lambda: _free(old)), sizes.samples
    )
    floor_ms, empty_ms, old_ms = (percentile(taken, 50) for taken in issue)
    call_empty_ms, call_old_ms = percentile(call[0], 50), percentile(call[2], 50)
    yield Row("floor: append 4 KiB + fdatasync", spread(issue[0]), "", None)
    yield Row(
        "store transaction of an issue",
        spread(issue[1]),
        f"p50 <= floor + {_STORE_OVER_FLOOR_MS:.0f} ms",
        empty_ms <= floor_ms + _STORE_OVER_FLOOR_MS,
    )
    yield _long_past(
        f"issue, {sizes.past:,} past tickets, {sizes.today:,} today", issue[2], old_ms / empty_ms
    )
    yield Row("call next", spread(call[0]), "", None)
    yield _long_past(
        f"call next, {sizes.past:,} past, {sizes.today:,} today", call[2], call_old_ms / call_empty_ms
    )
    for branch in (empty, old):
        branch.store.close()
    floor.close()


def _long_past(what: str, durations: list[float], ratio: float) -> Row:
    figure = f"{spread(durations)}, {ratio:.2f} x empty"
    return Row(what, figure, f"<= {_LONG_PAST_RATIO:.2f} x empty", ratio <= _LONG_PAST_RATIO)


def _fill_day(branch: BenchBranch, tickets: int) -> None:
    """Let a day pass: all tickets issued, most of them served."""
    for number in range(tickets):
        branch.ask(ISSUE)
        if number % 10:
            _call(branch)
            _free(branch)


def _call(branch: BenchBranch) -> None:
    branch.ask(r.CallNext("1"), STAFF)


def _free(branch: BenchBranch) -> None:
    leg = branch.desk.day.counters["1"].leg
    branch.ask(r.PassTicket(leg, branch.desk.day.legs[leg].version), STAFF)


def _service(folder: Path, sizes: Sizes) -> Iterator[Row]:
    """Measure the whole request over HTTP, many clients at once, and a start on a full day."""
    service, floor = RunningBranch(folder / "service"), Floor(folder)
    try:
        asked = interleaved(
            (floor.once, lambda: service.ask("issue_ticket", {"service": "deposit"})), sizes.samples
        )
        over = percentile(asked[1], 50) - percentile(asked[0], 50)
        yield Row(
            "whole request over HTTP",
            f"{spread(asked[1])}, floor + {over:.2f} ms",
            f"p50 <= floor + {_REQUEST_OVER_FLOOR_MS:.0f} ms",
            over <= _REQUEST_OVER_FLOOR_MS,
        )
        crowd = rush(service.port, sizes.clients, sizes.each, counters=6)
        numbers, calls = crowd.twice
        yield Row(
            f"{sizes.clients} processes x {sizes.each:,} tickets",
            f"{len(crowd.tickets):,} issued, {numbers} duplicates; {len(crowd.called):,} called, {calls} twice",
            "0 duplicates, 0 called twice",
            numbers == calls == 0,
        )
    finally:
        service.stop()
        floor.close()
    yield from _restart(folder / "old", sizes)


def _entrance(folder: Path, sizes: Sizes) -> Iterator[Row]:
    """Measure the entrance screen before a service of its own."""
    from kiosk.lab.bench.screens import screen_rows  # Qt is loaded only now: the crowd is started without it

    with RunningBranch(folder / "entrance") as service:
        yield from screen_rows(service.url, sizes.looks)
        yield from start_rows(service.url, folder, sizes.starts)


def _hall(folder: Path, sizes: Sizes) -> Iterator[Row]:
    """Measure the hall screen before a service of its own."""
    from kiosk.lab.bench.hall import hall_rows

    with RunningBranch(folder / "hall") as service:
        yield from hall_rows(service, sizes.looks)


def _crowded(folder: Path, sizes: Sizes) -> Iterator[Row]:
    """Measure the reception page of a crowded hall."""
    try:
        from kiosk.lab.bench.chromium import crowd_rows
    except ImportError:  # the package playwright is for those who develop
        yield Row(
            "reception page of a crowded hall", "not measured: it needs the package playwright", "", None
        )
    else:
        yield from crowd_rows(folder, sizes.views, sizes.waiting)


def _restart(folder: Path, sizes: Sizes) -> Iterator[Row]:
    began = time.perf_counter()
    branch = BenchBranch(folder)
    taken_ms = (time.perf_counter() - began) * 1000
    facts = branch.desk.journal.head.seq - branch.desk.journal.head.day_seq + 1
    branch.store.close()
    per_1000 = taken_ms * 1000 / facts
    yield Row(
        f"open + replay, {sizes.today:,} tickets, {facts:,} facts",
        f"{taken_ms:.0f} ms, {per_1000:.1f} ms per 1,000",
        f"<= {_REPLAY_MS_PER_1000:.0f} ms per 1,000",
        per_1000 <= _REPLAY_MS_PER_1000,
    )
    began = time.perf_counter()
    with RunningBranch(folder) as service:
        service.ask("issue_ticket", {"service": "deposit"})
        ticket_ms = (time.perf_counter() - began) * 1000
    yield Row(
        "service start to first ticket, same day",
        f"{ticket_ms:.0f} ms",
        f"<= {_FIRST_TICKET_MS:.0f} ms",
        ticket_ms <= _FIRST_TICKET_MS,
    )
    yield Row(
        "process start to first answer, same day",
        f"{service.started_ms:.0f} ms",
        f"<= {_START_MS:.0f} ms",
        service.started_ms <= _START_MS,
    )
