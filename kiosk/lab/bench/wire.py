"""What a day of a branch costs on the wire: every byte both ways, heads and signatures included, without TLS."""

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from kiosk.branch.database.store import reading
from kiosk.branch.upload.client import Client
from kiosk.branch.upload.course import PACE, Pace
from kiosk.branch.upload.enrolment import Enrolment
from kiosk.domain.facts import EpochStarted, TicketIssued
from kiosk.lab.bench.counted import CountedLine
from kiosk.lab.bench.measure import Row
from kiosk.lab.running_headquarters import RunningHeadquarters
from kiosk.lab.simulation.run import Wish, simulate_own
from kiosk.wire.chain import NOTHING_BEFORE
from kiosk.wire.codec import decode_body
from kiosk.wire.sync.answers import Accepted
from kiosk.wire.sync.upload import MOST_FACTS, StoredFact, enclosed, encode, pack

_MOST_KB: Final = 250.0
_VISITS: Final = 300
_LOAD: Final = 1.2
"""Brings about 300 people on the simulated day."""
_ROWS: Final = "SELECT seq, id, kind, version, at, body, commitment, epoch FROM journal ORDER BY seq"


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
    """Simulate a day with so large a share of its people, and send it as one backlog and as it happened."""
    simulate_own(folder / "branch", Wish(speed=0, load=_LOAD * share), lambda _: None)
    day = _day(folder / "branch")
    for name, parts in (
        (
            "as one backlog",
            [len(day.facts[at : at + MOST_FACTS]) for at in range(0, len(day.facts), MOST_FACTS)],
        ),
        (
            f"as it happens, {PACE.gather_ms / 1000:.0f} s apart",
            _live([fact.at_ms for fact in day.facts], PACE),
        ),
    ):
        kb = _sent(folder / name.split(",")[0], day, parts) / 1000
        each = kb * _VISITS / day.visits
        yield Row(
            f"a day of {day.visits} visits on the wire, {name}",
            f"{len(day.facts):,} facts, {len(parts):,} uploads, {kb:.0f} kB; of {_VISITS} visits {each:.0f} kB",
            f"<= {_MOST_KB:.0f} kB of {_VISITS} visits",
            each <= _MOST_KB,
        )


def _day(folder: Path) -> _Day:
    with reading(folder) as (_, _, conn):
        rows = conn.execute(_ROWS).fetchall()
    facts = tuple(StoredFact(*row[:-1]) for row in rows)
    born = decode_body(facts[0].kind, facts[0].version, facts[0].body)[-1]
    if not isinstance(born, EpochStarted):
        raise TypeError(born)
    return _Day(born.branch, rows[0][-1], facts)


def _live(times_ms: Sequence[int], pace: Pace) -> list[int]:
    """Return how many facts each upload holds if they are sent as they happen, at the pace of the uploader."""
    parts, began_ms = list[int](), times_ms[0] - pace.gather_ms
    at = 0
    while at < len(times_ms):
        due_ms = max(times_ms[at] + pace.debounce_ms, began_ms + pace.gather_ms)
        here = sum(time_ms <= due_ms for time_ms in times_ms[at : at + MOST_FACTS])
        parts.append(here)
        at, began_ms = at + here, due_ms
    return parts


def _sent(folder: Path, day: _Day, parts: Sequence[int]) -> int:
    """Send a day in such parts to a headquarters in `folder`; return the bytes on the wire both ways."""
    with RunningHeadquarters(folder) as headquarters, CountedLine(headquarters.port) as line:
        (enrolment,) = headquarters.take_in([day.branch], f"http://127.0.0.1:{line.port}")
        asyncio.run(_send(enrolment, day, parts))
        return line.carried


async def _send(enrolment: Enrolment, day: _Day, parts: Sequence[int]) -> None:
    before, at, client = NOTHING_BEFORE, 0, Client(enrolment)
    try:
        for part in parts:
            upload = enclosed(day.epoch, before, day.facts[at : at + part], day.facts[at].at_ms)
            answer = await client.facts(pack(encode(upload)))
            if not isinstance(answer, Accepted):
                raise TypeError(answer)
            before, at = bytes.fromhex(upload.envelope.last), at + part
    finally:
        await client.close()
