"""One visit looked at closely: found by its number or its id, told in order, with why it was called and who before it."""

import json
import re
from typing import Any, Final

from kiosk.domain.visit import ticket_label
from kiosk.hq.reports.steps import Lived, steps_of
from kiosk.hq.reports.stories import Before, VisitStory
from kiosk.hq.store.port import Store
from kiosk.records.connection import Connection, Row
from kiosk.records.summary import id_from

_MOST_BEFORE: Final = 200
_TICKET: Final = re.compile(r"([A-Za-z]{1,8})0*(\d{1,9})")

_COLUMNS: Final = "id, date, series, number, care, language, channel, issued_ms, ahead, low_min, high_min"
_BY_ID: Final = f"SELECT {_COLUMNS} FROM visit WHERE branch = :branch AND id = :id"  # noqa: S608 - ours
_BY_TICKET: Final = f"""
SELECT {_COLUMNS} FROM visit INDEXED BY sqlite_autoindex_visit_2
  WHERE branch = :branch AND date = :date AND series = :series AND number = :number ORDER BY id"""  # noqa: S608 - ours
_LAST_DATE: Final = "SELECT date FROM day WHERE branch = :branch ORDER BY date DESC LIMIT 1"
_RULES: Final = "SELECT weights, promises FROM day WHERE branch = :branch AND date = :date"
# When the next date began after the last on which the visit was carried over, or after its own.
_CARRIED_LAST: Final = """
SELECT date FROM rollup_carried WHERE branch = :branch AND visit = :visit AND way = 'into' ORDER BY date DESC LIMIT 1"""
_NEXT_DAY: Final = "SELECT opened_ms FROM day WHERE branch = :branch AND date > :date ORDER BY date LIMIT 1"
_BEFORE: Final = """
SELECT visit.series, visit.number, leg.service, visit.care, period.called_ms, period.reason, visit.issued_ms
  FROM period JOIN leg ON leg.branch = period.branch AND leg.id = period.leg
  JOIN visit ON visit.branch = leg.branch AND visit.id = leg.visit
  WHERE period.branch = :branch AND period.id >= :first AND period.id < :last AND visit.id <> :visit
  ORDER BY period.id LIMIT :most"""
QUERIES: Final = (_BY_ID, _BY_TICKET, _LAST_DATE, _RULES, _CARRIED_LAST, _NEXT_DAY, _BEFORE)
"""Every statement of this module. They go through the days that the visit lived on, and no others."""

_FOR_EVER_MS: Final = (1 << 48) - 1


def visit(store: Store, branch: str, ticket_or_id: str, date: str = "") -> VisitStory | None:
    """Return a visit by its id, or by its ticket (such as A012, in any case) on an ISO date, the newest if none is named.

    None: there is no such visit. Of two with one number (protocol.md, fork) the first is told, and the ids of the others.
    """
    with store.server_of(branch).read() as conn:
        rows = _found(conn, branch, ticket_or_id.strip(), date)
        return _story(conn, branch, rows) if rows else None


def _found(conn: Connection, branch: str, asked: str, date: str) -> list[Row]:
    ticket = _TICKET.fullmatch(asked)
    if ticket is None:
        return conn.execute(_BY_ID, {"branch": branch, "id": asked}).fetchall()
    if not date:
        newest = conn.execute(_LAST_DATE, {"branch": branch}).fetchone()
        date = newest[0] if newest else ""
    named = {"branch": branch, "date": date, "series": ticket[1].upper(), "number": int(ticket[2])}
    return conn.execute(_BY_TICKET, named).fetchall()


def _story(conn: Connection, branch: str, rows: list[Row]) -> VisitStory:
    key, date, series, number, care, language, channel, issued_ms, ahead, low_min, high_min = rows[0]
    weights, promises = _rules(conn, branch, date)
    lived = Lived(branch, key, care, issued_ms, _until(conn, branch, key, date), weights.get(care, 100))
    steps = steps_of(conn, lived)
    called_ms = next((step.at_ms for step in steps if step.kind == "called"), None)
    return VisitStory(
        branch=branch, visit=key, ticket=ticket_label(series, number), date=date, care=care, channel=channel,
        language=language, issued_ms=issued_ms, told_ahead=ahead, told_low_min=low_min, told_high_min=high_min,
        promise_min=promises.get(care), waited_ms=None if called_ms is None else called_ms - issued_ms, steps=steps,
        before=() if called_ms is None else _before(conn, lived, called_ms), others=tuple(row[0] for row in rows[1:]),
    )  # fmt: skip


def _rules(conn: Connection, branch: str, date: str) -> tuple[dict[str, int], dict[str, int]]:
    """Return weights (hundredths) and promises (minutes) of a date by care class."""
    row = conn.execute(_RULES, {"branch": branch, "date": date}).fetchone()
    return (json.loads(row[0]), json.loads(row[1])) if row else ({}, {})


def _until(conn: Connection, branch: str, key: str, date: str) -> int:
    """Return when the last date ended on which something could happen to a visit, beside its rating (UTC ms)."""
    carried = conn.execute(_CARRIED_LAST, {"branch": branch, "visit": key}).fetchone()
    last = max(date, carried[0]) if carried else date
    following = conn.execute(_NEXT_DAY, {"branch": branch, "date": last}).fetchone()
    return int(following[0]) if following else _FOR_EVER_MS


def _before(conn: Connection, lived: Lived, called_ms: int) -> tuple[Before, ...]:
    """Return the first of those who were called between the number and its first call."""
    named: dict[str, Any] = {
        "branch": lived.branch, "first": id_from(lived.from_ms), "last": id_from(called_ms), "visit": lived.visit,
        "most": _MOST_BEFORE,
    }  # fmt: skip
    return tuple(
        Before(ticket_label(series, number), service, care, at_ms, reason, issued_ms > lived.from_ms)
        for series, number, service, care, at_ms, reason, issued_ms in conn.execute(_BEFORE, named).fetchall()
    )
