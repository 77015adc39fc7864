"""Writing the two reports: read, reckoned, drawn and on the disk, whole or not at all. For a process of its own."""

import contextlib
import os
import re
import time
from pathlib import Path
from typing import Final

from kiosk.branch.daily.carried import carried_over
from kiosk.branch.daily.checks import Readiness
from kiosk.branch.daily.names import Names
from kiosk.branch.database.journal import Journal
from kiosk.branch.database.store import reading
from kiosk.domain.facts import EpochStarted
from kiosk.records.connection import Connection
from kiosk.records.database.disk import sync
from kiosk.records.database.problems import StoreProblem, naming_problems
from kiosk.records.figures import Figures
from kiosk.records.satisfaction import count
from kiosk.records.summary import day_records, day_times

_ABANDONED_S: Final = 600.0
"""A draft nobody wrote to for this long belongs to a process that was killed."""
_NAME: Final = re.compile(r"(readiness-)?\d{4}-\d{2}-\d{2}")


def report_file(reports: Path, name: str) -> Path | None:
    """Return the report of that name, such as `2026-11-02` or `readiness-2026-11-02`; None if there is none."""
    if not _NAME.fullmatch(name):
        return None
    path = reports / f"{name}.pdf"
    return path if path.is_file() else None


def make_summary(
    data: Path, date: str, reports: Path, names: Names, now_ms: int | None = None
) -> Path | None:
    """Write `<date>.pdf` and return its path; None if there was no such day.

    The day is read from the data folder, whether its service runs or not; one that is open, as it stands at `now_ms`
    (service time), or at the newest fact. Blocks for about a second.

    Raises:
        StoreProblem: it cannot be read, or not be written; what was there before is untouched.
    """
    # Loaded where it is drawn: the service knows this function by name, and would start 0.1 s later.
    from kiosk.branch.daily.paper.summary import summary_pdf  # noqa: PLC0415

    with reading(data) as (_, _, conn):
        newest = Journal(conn).newest
        up_to_ms = now_ms if now_ms is not None or newest is None else newest.at_ms
        figures = _figures(conn, date, names.time_zone, up_to_ms or 0)
        demonstration = _is_demonstration(conn)
    if figures is None:
        return None
    path = reports / f"{date}.pdf"
    _write(path, summary_pdf(figures, names, demonstration=demonstration))
    return path


def _figures(conn: Connection, date: str, time_zone: str, now_ms: int) -> Figures | None:
    from kiosk.records.reckoning import figures_of  # noqa: PLC0415 - as above

    branch = Journal(conn).head.branch
    times = day_times(conn, branch, date)
    if times is None:
        return None
    records = day_records(conn, branch, times, carried_over(conn, times))
    return figures_of(records, count(conn, branch, date, date, time_zone).thought, time_zone, now_ms)


def write_summary(data: Path, date: str, reports: Path, names: Names, now_ms: int) -> str:
    """Do `make_summary` and return why there is none, as a code, or nothing."""
    try:
        return "" if make_summary(data, date, reports, names, now_ms) else "no_such_day"
    except StoreProblem as problem:
        return problem.code


def write_readiness(readiness: Readiness, names: Names, reports: Path) -> str:
    """Write `readiness-<date>.pdf`; return why not, as a code, or nothing. Blocks for about a second."""
    from kiosk.branch.daily.paper.readiness import readiness_pdf  # noqa: PLC0415 - as above

    try:
        _write(reports / f"readiness-{readiness.date}.pdf", readiness_pdf(readiness, names))
    except StoreProblem as problem:
        return problem.code
    return ""


def _is_demonstration(conn: Connection) -> bool:
    journal = Journal(conn)
    started = next(iter(journal.after(journal.head.epoch_seq - 1, 1)), None)
    return started is not None and isinstance(started.fact, EpochStarted) and started.fact.demonstration


def _write(path: Path, content: bytes) -> None:
    """Put a file in place, durably. StoreProblem: what was there before is untouched, and no half of it lies about."""
    draft = path.with_suffix(f".{os.getpid()}.draft")
    with naming_problems(path.parent):
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        _drop_drafts(path)
        try:
            draft.write_bytes(content)
            sync(draft)
            draft.replace(path)
        finally:
            draft.unlink(missing_ok=True)
        sync(path.parent)


def _drop_drafts(path: Path) -> None:
    """Delete what killed processes left of this report."""
    for draft in path.parent.glob(f"{path.stem}.*.draft"):
        with contextlib.suppress(FileNotFoundError):
            if time.time() - draft.stat().st_mtime > _ABANDONED_S:
                draft.unlink()
