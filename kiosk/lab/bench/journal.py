"""Journals as a branch writes them, at the speed of encoding: whole days of visits, chained, none of them projected."""

import random
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import islice
from typing import Final
from uuid import UUID

from kiosk.branch.database.journal import Journal, StoredRow, chain_row, keep_head
from kiosk.branch.database.store import Store
from kiosk.domain import facts as f
from kiosk.records.database.ids import Ids
from kiosk.wire.codec import encode_body
from kiosk.wire.sync.upload import StoredFact

_FIRST_DAY: Final = date(2016, 1, 4)
_FIRST_MS: Final = 1_451_869_200_000
_DAY_MS: Final = 24 * 3_600_000
_PORTION: Final = 20_000
_VISITS: Final = 300
"""Of a day."""
_CALL_MS: Final = 90_000
_WEIGHTS: Final = {"ordinary": 100, "elderly": 140, "protected": 180, "vip": 160}
_SERVICES: Final = ("deposit", "withdrawal", "transfer", "payroll")


class _Writer:
    """Tells facts one after the other as rows of a journal that begins with `seq` 1."""

    def __init__(self, branch: str, seed: int) -> None:
        self._chance = random.Random(seed)
        self._ids = Ids(self._chance.randbytes)
        self._branch, self._seq = branch, 0

    def rows(self) -> Iterator[tuple[str, str, StoredFact]]:
        """Yield rows for ever, each with its business date and its actor."""
        day = _FIRST_DAY
        born = f.EpochStarted(self._branch, "born", demonstration=True)
        yield self._row(day.isoformat(), _FIRST_MS, born, "system")
        while True:
            yield from self._day(day.isoformat(), _FIRST_MS + (day - _FIRST_DAY).days * _DAY_MS)
            day += timedelta(days=1)

    def _day(self, day: str, now_ms: int) -> Iterator[tuple[str, str, StoredFact]]:
        closes_ms = now_ms + _DAY_MS // 3
        promises = dict.fromkeys(_WEIGHTS, 20)
        opened = f.DayOpened(day, now_ms, closes_ms, closes_ms, "2026.1", _WEIGHTS, promises)
        yield self._row(day, now_ms, opened, "system")
        for counter in range(1, 7):
            told = f.CounterOpened(str(counter), "A", _SERVICES, f"20{counter:02}")
            yield self._row(day, now_ms, told, f"staff:20{counter:02}")
        for number in range(1, _VISITS + 1):
            now_ms += _CALL_MS
            for fact, actor in self._visit(number, now_ms):
                yield self._row(day, now_ms, fact, actor)
        yield self._row(day, now_ms, f.DayClosed(day, "by_hand", _VISITS, 0), "staff:2001")

    def _visit(self, number: int, now_ms: int) -> Iterator[tuple[f.Fact, str]]:
        visit, leg, slip, period = (self._ids.new(now_ms) for _ in range(4))
        chance, counter = self._chance, str(self._chance.randrange(1, 7))
        service, care = chance.choice(_SERVICES), chance.choice(tuple(_WEIGHTS))
        yield f.TicketIssued(visit, leg, "A", number, service, "A", care, 6, "kiosk"), "customer"
        yield f.SlipQueued(slip, visit), "customer"
        yield f.SlipStatusChanged(slip, visit, "printed"), "system"
        score = chance.randrange(9_000)
        yield (
            f.TicketCalled(leg, period, counter, "score", score, credit_ms=60 * score),
            f"staff:20{counter:0>2}",
        )
        yield f.ServiceStarted(leg, period, counter), f"staff:20{counter:0>2}"
        yield f.ServiceFinished(leg, period, counter), f"staff:20{counter:0>2}"
        if number % 2:
            yield f.VisitRated(visit, chance.randint(1, 5), {"speed": 4}), "customer"

    def _row(self, day: str, now_ms: int, fact: f.Fact, actor: str) -> tuple[str, str, StoredFact]:
        self._seq += 1
        key = UUID(self._ids.new(now_ms)).bytes
        body = encode_body(day, actor, "bench-1", fact)
        return day, actor, StoredFact(self._seq, key, fact.kind, fact.version, now_ms, body)


def facts_of(branch: str, count: int, seed: int = 1) -> list[StoredFact]:
    """Return the first `count` facts of a branch, always the same for a seed."""
    return [row for *_, row in islice(_Writer(branch, seed).rows(), count)]


def append_past(store: Store, count: int) -> None:
    """Append `count` facts of former days to the journal of a branch that has had no day yet; no table shows them.

    The chain is real: headquarters takes them, and makes the tables that the branch itself lacks.
    """
    head = Journal(store.conn).head
    rows = islice(_Writer(head.branch, 1).rows(), 1, count + 1)  # the branch has told of its birth itself
    while portion := list(islice(rows, _PORTION)):
        with store.write() as conn:
            for day, actor, fact in portion:
                row = StoredRow(
                    fact.id, fact.kind, fact.version, day, fact.at_ms, actor, "bench-1", fact.body, b""
                )
                head = chain_row(conn, head, row)
                if fact.kind == f.DayOpened.kind:  # a service that starts replays from here
                    head = head._replace(day_seq=head.seq)
            keep_head(conn, head)
