"""The table of a soak: what grew, what was counted, and whether all of it is as it must be."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from kiosk.lab.soak.course import Course, differences
from kiosk.lab.soak.gauges import MEASURES, Measure
from kiosk.lab.soak.plan import Plan
from kiosk.lab.soak.trend import Reading, trend

_HEAD = ("measure", "first", "last", "most", "slope a day", "")
_TOO_FEW: Final = "not judged: too few days"
_BLIND: Final = "not judged: not measured"
_FOUND: Final = {
    "GROWS": "growing",
    "flat": "flat",
    "shrinks": "shrinking",
    "cannot tell": "could not be told",
    _TOO_FEW: _TOO_FEW,
    _BLIND: _BLIND,
}
"""What may be found of a measure, and how the verdict says it."""
_ALWAYS: Final = ("flat", "cannot tell")


@dataclass(frozen=True, slots=True)
class Report:
    """What there is to say of a soak.

    `sound` if nothing grew and nothing was counted differently. A measure that was not judged or could not be told is
    no fault, and the verdict, which is the last line, says so.
    """

    lines: tuple[str, ...]
    sound: bool


@dataclass(frozen=True, slots=True)
class _Row:
    """One measure of one course; `found` is empty where nothing is to be judged."""

    course: str
    measure: str
    cells: tuple[str, ...]
    found: str


def report_of(plan: Plan, undisturbed: Course, disturbed: Course) -> Report:
    """Return the report on both courses of a plan."""
    told: list[str] = []
    judged: list[_Row] = []
    for title, course in (("Undisturbed", undisturbed), ("Disturbed", disturbed)):
        rows = [_row(title.lower(), one, course.readings.get(one.name, [])) for one in MEASURES]
        told += [_summary(title, plan, course), "", *_table(rows), ""]
        judged += [row for row in rows if row.found]
    changed = differences(disturbed, undisturbed)
    grown = [f"{row.course}: {row.measure} grows" for row in judged if row.found == "GROWS"]
    wrong = [*undisturbed.wrong, *disturbed.wrong, *changed, *grown]
    same = "the same, disturbed or not" if not changed else "NOT the same"
    told += [
        f"Numbers at the end: {same}: {_totals(undisturbed)}",
        *(f"WRONG: {one}" for one in wrong),
        _verdict(judged, faults=len(wrong)),
    ]
    return Report(tuple(told), sound=not wrong)


def _verdict(rows: Sequence[_Row], faults: int) -> str:
    """Return the whole of it in a sentence: what is wrong, how many measures are flat, and which are not or not known."""
    told = []
    for found, said in _FOUND.items():
        those = [row for row in rows if row.found == found]
        if those or found in _ALWAYS:
            told.append(f"{len(those)} {said}" + (f" ({_named(those)})" if those and found != "flat" else ""))
    is_judged = any(row.found in {"flat", "shrinks"} for row in rows)
    well = "nothing grew, nothing was counted differently" if is_judged else "nothing was counted differently"
    begins = f"not sound, WRONG above: {faults}" if faults else well
    return f"Verdict: {begins}; of {len(rows)} measures of both courses {', '.join(told)}"


def _named(rows: Iterable[_Row]) -> str:
    """Name the measures, with the course where it is not both of them."""
    courses: dict[str, list[str]] = {}
    for row in rows:
        courses.setdefault(row.measure, []).append(row.course)
    return ", ".join(name if len(both) > 1 else f"{both[0]} {name}" for name, both in courses.items())


def _totals(course: Course) -> str:
    ours = course.outcome
    counts = {
        "issued": ours.issued.total(),
        "services done": ours.finished,
        "passed": ours.passed,
        "given up": ours.given_up,
        "rated": ours.ratings.total(),
    }
    return ", ".join(f"{count} {what}" for what, count in counts.items())


def _summary(title: str, plan: Plan, course: Course) -> str:
    faults = ", ".join(f"{name} {times}" for name, times in sorted(course.struck.items()))
    done = f"{plan.days} simulated days, {course.outcome.requests} requests, {course.took_s:.0f} s"
    return f"{title}: {done}" + (f"; {course.struck.total()} faults: {faults}" if faults else "")


def _row(course: str, measure: Measure, readings: Sequence[Reading]) -> _Row:
    if not readings:
        found = "" if measure.negligible is None else _BLIND
        return _Row(course, measure.name, ("not measured", "", "", ""), found)
    values = [reading.value for reading in readings]
    unit = f" {measure.unit}" if measure.unit else ""
    figures = (f"{_figure(value)}{unit}" for value in (values[0], values[-1], max(values)))
    slope, found = _judged(measure, readings)
    return _Row(course, measure.name, (*figures, slope), found)


def _figure(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


def _judged(measure: Measure, readings: Sequence[Reading]) -> tuple[str, str]:
    """Return the slope and what is found of it."""
    line = trend(readings)
    if line is None:
        return "", "" if measure.negligible is None else _TOO_FEW
    slope = f"{line.slope:+.3g} ± {line.error:.2g}"
    return slope, "" if measure.negligible is None else line.judged(measure.negligible)


def _table(rows: Sequence[_Row]) -> Iterator[str]:
    lines = [_HEAD, *((row.measure, *row.cells, row.found) for row in rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(_HEAD))]
    for line in lines:
        yield "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
