"""One business date of a branch out of its tables into the roll-ups, by the definitions of the branch's own summary (H1)."""

import json
from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, Final

import structlog

from kiosk.hq.store.schema_rollups import DAY_COUNTS, EDGES_MIN, WAIT_COUNTS, insertion
from kiosk.records.connection import Connection
from kiosk.records.figures import Figures
from kiosk.records.reckoning import figures_of, measured_ms, moments, waited_ms
from kiosk.records.satisfaction import Count, count
from kiosk.records.summary import Carried, DayRecords, DayTimes, day_records, day_times, id_from

log = structlog.get_logger()

_MINUTE_MS: Final = 60_000
_HOUR_MS: Final = 60 * _MINUTE_MS
_MOST: Final = 1 << 62
"""No figure is larger that a database can keep."""
BROKEN: Final = ("paper_out", "cover_open", "jam", "fault", "offline")
"""Conditions in which a printer prints nothing."""

_CARRIED: Final = "SELECT way, leg FROM rollup_carried WHERE branch = :branch AND date = :date"
_DOUBLES: Final = """
SELECT coalesce(sum(times), 0) FROM (
    SELECT count(*) AS times FROM visit INDEXED BY sqlite_autoindex_visit_2
    WHERE branch = :branch AND date = :date GROUP BY series, number HAVING count(*) > 1) AS twice"""
_GUIDES: Final = "SELECT count(*) FROM guide WHERE branch = :branch AND id >= :first AND id < :last"
_CHECK: Final = (
    "SELECT findings FROM branch_check WHERE branch = :branch AND id >= :first AND id < :last"
    " ORDER BY id DESC LIMIT 1"
)
_PRINTERS: Final = "SELECT printer FROM rollup_printer WHERE branch = :branch ORDER BY printer"
_BEFORE: Final = (
    "SELECT condition FROM printer INDEXED BY printer_of WHERE branch = :branch AND printer = :printer AND id < :first"
    " ORDER BY id DESC LIMIT 1"
)
_TURNS: Final = (
    "SELECT found_ms, condition FROM printer INDEXED BY printer_of WHERE branch = :branch AND printer = :printer"
    " AND id >= :first AND id < :last ORDER BY id"
)
QUERIES: Final = (_CARRIED, _DOUBLES, _GUIDES, _CHECK, _PRINTERS, _BEFORE, _TURNS)
"""Every reading statement of this module; the others are those of records.summary and records.satisfaction."""

_PER_DATE: Final = ("rollup_day", "rollup_wait", "rollup_reason", "rollup_finding", "rollup_hour")
_KEY: Final = ("date", "branch")
_ADD_DAY: Final = insertion("rollup_day", (*_KEY, *DAY_COUNTS))
_ADD_WAIT: Final = insertion("rollup_wait", (*_KEY, "care", *WAIT_COUNTS))
_ADD_REASON: Final = insertion("rollup_reason", (*_KEY, "reason", "times"))
_ADD_FINDING: Final = insertion("rollup_finding", (*_KEY, "thing", "finding"))
_ADD_HOUR: Final = insertion("rollup_hour", (*_KEY, "from_ms", "came", "called"))


def roll_up_day(conn: Connection, branch: str, date: str) -> None:
    """Write what a date comes to in place of what stood there; nothing if it was never opened. Inside a transaction.

    A date whose moments make no sense (a clock in the year 70,000) is left out and said in the log: facts are kept, and
    no fact may hold up those behind it.
    """
    key = {"branch": branch, "date": date}
    for table in _PER_DATE:
        conn.execute(f"DELETE FROM {table} WHERE branch = :branch AND date = :date", key)  # noqa: S608 - ours
    times = day_times(conn, branch, date)
    if times is None:
        return
    try:
        rows = _Reckoned(conn, branch, times).rows()
    except (ValueError, OverflowError) as error:
        log.warning("day_not_rolled_up", branch=branch, date=date, why=type(error).__name__)
        return
    for statement, values in rows:
        conn.execute(statement, {**key, **values})


class _Reckoned:
    """A date, read once."""

    def __init__(self, conn: Connection, branch: str, times: DayTimes) -> None:
        self._conn, self._times = conn, times
        self._span: dict[str, Any] = {
            "branch": branch, "date": times.date, "first": id_from(times.opened_ms), "last": id_from(times.ends_ms),
        }  # fmt: skip
        self._records: DayRecords = day_records(conn, branch, times, self._carried())
        self._opinions: Count = count(conn, branch, times.date, times.date, "UTC")
        last_ms = max(moments(self._records), default=times.opened_ms)
        self._figures: Figures = figures_of(self._records, self._opinions.thought, "UTC", last_ms)

    def rows(self) -> list[tuple[str, dict[str, Any]]]:
        """Return the statements that write the date, each with its values. ValueError: a figure is beyond all sense."""
        findings = self._findings()
        rows = [
            (_ADD_DAY, {**self._ends(), **self._work(), **self._said(), **self._paper(), "findings": len(findings)}),
            *((_ADD_WAIT, self._waits(care, waits)) for care, waits in waited_ms(self._records).items()),
            *((_ADD_REASON, {"reason": reason, "times": times}) for reason, times in self._opinions.reasons.items()),
            *((_ADD_FINDING, {"thing": thing, "finding": finding}) for thing, finding in findings.items()),
            *((_ADD_HOUR, hour) for hour in self._hours()),
        ]  # fmt: skip
        if any(
            isinstance(value, int) and abs(value) >= _MOST for _, values in rows for value in values.values()
        ):
            raise ValueError("a figure is beyond all sense")
        return rows

    def _rows(self, query: str, **more: str) -> list[tuple[Any, ...]]:
        return self._conn.execute(query, {**self._span, **more}).fetchall()

    def _carried(self) -> Carried:
        rows = self._rows(_CARRIED)
        into, on = (frozenset(leg for way, leg in rows if way == one) for one in ("into", "on"))
        return Carried(into, on)

    def _ends(self) -> dict[str, int]:
        ends = self._figures.ends
        return {
            "is_open": int(self._times.closed_ms is None), "issued": self._figures.visits,
            "from_staff": self._figures.from_staff, "finished": ends.finished, "passed": ends.unanswered_calls,
            "abandoned": ends.abandoned, "voided": ends.voided, "closed": ends.closed, "carried": ends.carried,
            "doubles": int(self._rows(_DOUBLES)[0][0]),
            "helps": self._figures.helps.called, "helps_answered": self._figures.helps.answered,
        }  # fmt: skip

    def _work(self) -> dict[str, int]:
        lasted = [ms for of_service in measured_ms(self._records).values() for ms in of_service]
        uses = self._figures.counters
        return {
            "serviced": len(lasted), "service_ms": sum(lasted), "suspect": self._figures.suspect,
            "counters": len({session.counter for session in self._records.sessions}),
            "counter_ms": round(sum(use.open_min for use in uses) * _MINUTE_MS),
            "busy_ms": round(sum(use.busy_min for use in uses) * _MINUTE_MS),
        }  # fmt: skip

    def _said(self) -> dict[str, int]:
        scores = {f"score_{score}": self._opinions.scores[score] for score in range(1, 6)}
        return {"visits": self._opinions.finished, **scores, "low_seen_to": self._records.seen_to}

    def _paper(self) -> dict[str, int]:
        slips = self._records.slips
        return {
            **{status: slips.get(status, 0) for status in ("printed", "failed", "unknown")},
            "waiting": slips.get("queued", 0) + slips.get("sending", 0),
            "guides": int(self._rows(_GUIDES)[0][0]),
            "trouble_ms": self._trouble_ms(),
        }

    def _trouble_ms(self) -> int:
        """Return how long a printer printed nothing between the first and the last that somebody did on the day."""
        until_ms = self._figures.counted_ms
        return sum(self._broken_ms(printer, until_ms) for (printer,) in self._rows(_PRINTERS))

    def _broken_ms(self, printer: str, until_ms: int) -> int:
        before = self._rows(_BEFORE, printer=printer)
        turns = [
            (self._times.opened_ms, before[0][0] if before else "ready"),
            *self._rows(_TURNS, printer=printer),
        ]
        ends = [*(ms for ms, _ in turns[1:]), until_ms]
        return sum(
            max(0, min(end_ms, until_ms) - from_ms)
            for (from_ms, condition), end_ms in zip(turns, ends, strict=True)
            if condition in BROKEN
        )

    def _findings(self) -> Mapping[str, str]:
        found = self._rows(_CHECK)
        return (
            {thing: what for thing, what in json.loads(found[0][0]).items() if what != "ok"} if found else {}
        )

    def _waits(self, care: str, waits: Sequence[int]) -> dict[str, Any]:
        promise = self._times.promises.get(care)
        bins = Counter(bisect_left(EDGES_MIN, ms / _MINUTE_MS) for ms in waits)
        return {
            "care": care, "called": len(waits), "sum_ms": sum(waits), "longest_ms": max(waits),
            "promised": 0 if promise is None else len(waits),
            "kept": 0 if promise is None else sum(ms <= promise * _MINUTE_MS for ms in waits),
            **{f"bin_{place}": bins[place] for place in range(len(EDGES_MIN) + 1)},
        }  # fmt: skip

    def _hours(self) -> list[dict[str, int]]:
        came = Counter(one.issued_ms // _HOUR_MS for one in self._records.came)
        called = Counter(stay.called_ms // _HOUR_MS for stay in self._records.stays)
        return [
            {"from_ms": hour * _HOUR_MS, "came": came[hour], "called": called[hour]}
            for hour in sorted(came | called)
        ]
