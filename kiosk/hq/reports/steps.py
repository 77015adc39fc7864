"""What happened to one visit, step by step, out of the tables of its days."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from kiosk.domain.visit import LegStatus, ticket_label
from kiosk.hq.reports.stories import Step, Why
from kiosk.hq.rollup_touched import made_ms
from kiosk.records.connection import Connection, Row
from kiosk.records.summary import id_from

_LEGS: Final = """
SELECT id, service, status, ended_ms FROM leg INDEXED BY leg_of_visit WHERE branch = :branch AND visit = :visit
  ORDER BY id"""
_PERIODS: Final = """
SELECT counter, called_ms, reason, rule, score, runner_up, runner_up_score, picked_by, started_ms, ended_ms, quality
  FROM period WHERE branch = :branch AND id >= :first AND id < :last AND leg = :leg ORDER BY id"""
_TICKET_OF: Final = """
SELECT visit.series, visit.number FROM leg JOIN visit ON visit.branch = leg.branch AND visit.id = leg.visit
  WHERE leg.branch = :branch AND leg.id = :leg"""
_SPAN: Final = "branch = :branch AND id >= :first AND id < :last AND visit = :visit"
_SLIPS: Final = f"SELECT queued_ms, status FROM slip WHERE {_SPAN}"  # noqa: S608 - ours
_GUIDES: Final = f"SELECT queued_ms, status FROM guide WHERE {_SPAN}"  # noqa: S608 - ours
_RATING: Final = "SELECT rated_ms, score, answered_ms FROM rating WHERE branch = :branch AND visit = :visit"
QUERIES: Final = (_LEGS, _PERIODS, _TICKET_OF, _SLIPS, _GUIDES, _RATING)
"""Every statement of this module."""

_MADE_BEFORE_MS: Final = 2_000
"""An id is made a moment before its fact is written down, which is when the fact happened."""
_UNFINISHED: Final = (LegStatus.VOIDED, LegStatus.ABANDONED, LegStatus.CLOSED)


@dataclass(frozen=True, slots=True)
class Lived:
    """A visit, its class and weight (hundredths), and from when to when things could happen to it (UTC ms)."""

    branch: str
    visit: str
    care: str
    from_ms: int
    until_ms: int
    weight: int


def steps_of(conn: Connection, lived: Lived) -> tuple[Step, ...]:
    """Return what happened to a visit, in order of time."""
    return tuple(sorted(_Told(conn, lived).steps(), key=lambda step: step.at_ms))


class _Told:
    """A visit being told."""

    def __init__(self, conn: Connection, lived: Lived) -> None:
        self._conn, self._lived = conn, lived
        self._span: dict[str, Any] = {
            "branch": lived.branch, "visit": lived.visit,
            "first": id_from(lived.from_ms - _MADE_BEFORE_MS), "last": id_from(lived.until_ms),
        }  # fmt: skip

    def steps(self) -> Iterator[Step]:
        """Yield the steps in no order but that of what happened at one moment."""
        legs = self._rows(_LEGS)
        yield Step(self._lived.from_ms, "issued", service=legs[0][1] if legs else "")
        yield from (Step(ms, "slip", detail=status) for ms, status in self._rows(_SLIPS))
        yield from (Step(ms, "guide", detail=status) for ms, status in self._rows(_GUIDES))
        for place, (leg, service, status, ended_ms) in enumerate(legs):
            if place:
                yield Step(made_ms(leg) or self._lived.from_ms, "added", service)
            yield from self._at_counters(leg, service, ended_ms if status in _UNFINISHED else None)
            if status in _UNFINISHED and ended_ms is not None:
                yield Step(ended_ms, "ended", service, detail=status)
        for rated_ms, score, answered_ms in self._rows(_RATING):
            yield Step(rated_ms, "rated", detail=str(score))
            if answered_ms is not None:
                yield Step(answered_ms, "rating_answered")

    def _rows(self, query: str, **more: str) -> list[Row]:
        return self._conn.execute(query, {**self._span, **more}).fetchall()

    def _at_counters(self, leg: str, service: str, ended_ms: int | None) -> Iterator[Step]:
        """Yield the stays of a service; what ended it unfinished at `ended_ms` is told by itself."""
        for row in self._rows(_PERIODS, leg=leg):
            counter, called_ms, *_, started_ms, left_ms, quality = row
            yield Step(called_ms, "called", service, counter, why=self._why(row))
            if started_ms is not None:
                yield Step(started_ms, "started", service, counter)
            if quality is not None:
                yield Step(left_ms, "finished", service, counter, quality)
            elif left_ms is not None and left_ms != ended_ms:
                yield Step(left_ms, "left", service, counter)

    def _why(self, period: Row) -> Why:
        _, called_ms, reason, rule, score, runner_up, runner_up_score, picked_by, *_ = period
        # Under express the score is divided by the root of the service's length; then time since the number stands.
        waited_ms = called_ms - self._lived.from_ms if reason == "express" else score // self._lived.weight
        return Why(
            reason, rule, waited_ms, self._lived.care, self._lived.weight, score, self._ticket_of(runner_up),
            runner_up_score, picked_by,
        )  # fmt: skip

    def _ticket_of(self, leg: str) -> str:
        row = self._rows(_TICKET_OF, leg=leg) if leg else []
        return ticket_label(*row[0]) if row else ""
