"""What a day of a branch costs on the wire: every byte both ways, heads and signatures included, without TLS."""

import asyncio
import math
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from typing import Final

import msgspec

from kiosk.branch.database.store import reading
from kiosk.branch.upload.client import Client
from kiosk.branch.upload.course import PACE, beside_ms, spared_ms
from kiosk.branch.upload.enrolment import Enrolment
from kiosk.branch.upload.today import Today
from kiosk.domain.facts import EpochStarted, TicketIssued
from kiosk.lab.bench.counted import CountedLine
from kiosk.lab.bench.measure import Row
from kiosk.lab.running_headquarters import RunningHeadquarters
from kiosk.lab.simulation.run import Wish, simulate_own
from kiosk.wire.chain import NOTHING_BEFORE
from kiosk.wire.codec import decode_body
from kiosk.wire.sync.answers import Accepted
from kiosk.wire.sync.offers import Holding, encode_holdings
from kiosk.wire.sync.upload import MOST_FACTS, StoredFact, enclosed, encode, pack

_MOST_KB: Final = 250.0
_VISITS: Final = 300
_LOAD: Final = 1.2
"""Brings about 300 people on the simulated day."""
_DAY_MS: Final = 24 * 3_600_000
_TRIALS: Final = 3
_ROWS: Final = "SELECT seq, id, kind, version, at, body, commitment, epoch FROM journal ORDER BY seq"


@dataclass(frozen=True, slots=True)
class _Line:
    """Between branch and headquarters: bytes a second each way and seconds to and fro, 0: as quick as this machine."""

    name: str
    bytes_per_s: float = 0.0
    latency_s: float = 0.0
    is_paid: bool = False
    """By the byte; another line is used as often as is good for those who look at headquarters' pages."""


_LINES: Final = (_Line("LAN"), _Line("64 kbit/s with 800 ms", 8_000, 0.8, is_paid=True))


@dataclass(frozen=True, slots=True)
class _Day:
    """The journal of a simulated day."""

    branch: str
    epoch: bytes
    facts: tuple[StoredFact, ...]

    @property
    def visits(self) -> int:
        return sum(fact.kind == TicketIssued.kind for fact in self.facts)


def wire_rows(folder: Path, share: float) -> Iterator[Row]:
    """Simulate a day with so large a share of its people, and send it as one backlog and as it happened, on two lines."""
    simulate_own(folder / "branch", Wish(speed=0, load=_LOAD * share), lambda _: None)
    day = _day(folder / "branch")
    whole = [len(day.facts[at : at + MOST_FACTS]) for at in range(0, len(day.facts), MOST_FACTS)]
    backlog = _sent(folder / "backlog", day, whole)
    yield _row(day, "as one backlog", len(whole), backlog, backlog, is_paid=True)
    beside = _beside(folder / "beside", day)
    for line in _LINES:
        trip_ms = _trip_ms(folder / f"trip-{line.name}", day, line)
        gather_ms = spared_ms(PACE.gather_ms, trip_ms)
        parts = _live([fact.at_ms for fact in day.facts], gather_ms)
        rounds = _rounds(day, trip_ms)
        carried = _sent(folder / line.name, day, parts) + rounds * beside
        how = f"as it happens on {line.name}: {trip_ms} ms to and fro, {gather_ms / 1000:.0f} s apart, {rounds} x beside"
        yield _row(day, how, len(parts), carried, backlog, is_paid=line.is_paid)


def _row(day: _Day, how: str, uploads: int, carried: int, backlog: int, *, is_paid: bool) -> Row:  # noqa: PLR0913 - a row
    """Return the row of `carried` bytes; of more visits it would be more by what their facts need in a `backlog`."""
    kb = carried / 1000
    each = kb + backlog / 1000 * (_VISITS / day.visits - 1)
    return Row(
        f"a day of {day.visits} visits on the wire, {how}",
        f"{len(day.facts):,} facts, {uploads:,} uploads, {kb:.0f} kB; of {_VISITS} visits {each:.0f} kB",
        f"<= {_MOST_KB:.0f} kB of {_VISITS} visits" if is_paid else "",
        each <= _MOST_KB if is_paid else None,
    )


def _day(folder: Path) -> _Day:
    with reading(folder) as (_, _, conn):
        rows = conn.execute(_ROWS).fetchall()
    facts = tuple(StoredFact(*row[:-1]) for row in rows)
    born = decode_body(facts[0].kind, facts[0].version, facts[0].body)[-1]
    if not isinstance(born, EpochStarted):
        raise TypeError(born)
    return _Day(born.branch, rows[0][-1], facts)


def _live(times_ms: Sequence[int], gather_ms: int) -> list[int]:
    """Return how many facts each upload holds if they are sent as they happen, at the pace of the uploader."""
    parts, began_ms = list[int](), times_ms[0] - gather_ms
    at = 0
    while at < len(times_ms):
        due_ms = max(times_ms[at] + PACE.debounce_ms, began_ms + gather_ms)
        here = sum(time_ms <= due_ms for time_ms in times_ms[at : at + MOST_FACTS])
        parts.append(here)
        at, began_ms = at + here, due_ms
    return parts


def _rounds(day: _Day, trip_ms: int) -> int:
    """Return how often something is told beside the facts, day and night, at the pace of the uploader."""
    open_ms = day.facts[-1].at_ms - day.facts[0].at_ms
    busy, idle = (beside_ms(least_ms, trip_ms) for least_ms in (PACE.beside_ms, PACE.idle_ms))
    return math.ceil(open_ms / busy + (_DAY_MS - open_ms) / idle)


def _trip_ms(folder: Path, day: _Day, line: _Line) -> int:
    """Return how long a round trip takes, as `Rounds` finds it: each on a connection of its own, the quickest counts."""
    with (
        RunningHeadquarters(folder) as headquarters,
        CountedLine(headquarters.port, line.bytes_per_s, line.latency_s) as counted,
    ):
        (enrolment,) = headquarters.take_in([day.branch], f"http://127.0.0.1:{counted.port}")
        took_s, before = list[float](), NOTHING_BEFORE
        for at in range(_TRIALS):
            upload = enclosed(day.epoch, before, day.facts[at : at + 1], day.facts[at].at_ms)
            began_s = time.perf_counter()
            asyncio.run(_send(enrolment, [pack(encode(upload))]))
            took_s.append(time.perf_counter() - began_s)
            before = bytes.fromhex(upload.envelope.last)
    return int(min(took_s) * 1000)


def _beside(folder: Path, day: _Day) -> int:
    """Return the bytes of one round of what is told beside the facts: how the day goes, and what packs there are."""
    today = Today(
        "2026-11-02", day.epoch.hex(), len(day.facts), 12, 6, 6, day.visits, day.visits, day.facts[-1].at_ms
    )

    async def tell(enrolment: Enrolment) -> None:
        client = Client(enrolment)
        told = (("today", msgspec.json.encode(today)), ("packs", encode_holdings([Holding("catalogue", 0)])))
        for what, body in told:
            answer = await client.post(f"{client.home}/{what}", body)
            if answer is None or answer[0] != HTTPStatus.OK:
                raise RuntimeError(answer)
        await client.close()

    with RunningHeadquarters(folder) as headquarters, CountedLine(headquarters.port) as line:
        (enrolment,) = headquarters.take_in([day.branch], f"http://127.0.0.1:{line.port}")
        asyncio.run(tell(enrolment))
        return line.carried


def _sent(folder: Path, day: _Day, parts: Sequence[int]) -> int:
    """Send a day in such parts to a headquarters in `folder`; return the bytes on the wire both ways."""
    with RunningHeadquarters(folder) as headquarters, CountedLine(headquarters.port) as line:
        (enrolment,) = headquarters.take_in([day.branch], f"http://127.0.0.1:{line.port}")
        asyncio.run(_send(enrolment, _uploads(day, parts)))
        return line.carried


def _uploads(day: _Day, parts: Sequence[int]) -> Iterator[bytes]:
    before, at = NOTHING_BEFORE, 0
    for part in parts:
        upload = enclosed(day.epoch, before, day.facts[at : at + part], day.facts[at].at_ms)
        before, at = bytes.fromhex(upload.envelope.last), at + part
        yield pack(encode(upload))


async def _send(enrolment: Enrolment, uploads: Iterable[bytes]) -> None:
    client = Client(enrolment)
    try:
        for upload in uploads:
            answer = await client.facts(upload)
            if not isinstance(answer, Accepted):
                raise TypeError(answer)
    finally:
        await client.close()
