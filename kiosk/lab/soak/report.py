"""The table of a soak: what grew, what was counted, and whether all of it is as it must be."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kiosk.lab.soak.course import Course, differences
from kiosk.lab.soak.gauges import MEASURES, Measure
from kiosk.lab.soak.plan import Plan
from kiosk.lab.soak.trend import Reading, trend

_HEAD = ("measure", "first", "last", "most", "slope a day", "")


@dataclass(frozen=True, slots=True)
class Report:
    """What there is to say of a soak; `sound` if nothing is wrong."""

    lines: tuple[str, ...]
    sound: bool


def report_of(plan: Plan, undisturbed: Course, disturbed: Course) -> Report:
    """Return the report on both courses of a plan."""
    told, grown = [], []
    for title, course in (("Undisturbed", undisturbed), ("Disturbed", disturbed)):
        rows = [_row(measure, course.readings.get(measure.name, [])) for measure in MEASURES]
        told += ["", _summary(title, plan, course), "", *_table(rows)]
        grown += [f"{title.lower()}: {row[0]} grows" for row in rows if row[-1] == "GROWS"]
    changed = differences(disturbed, undisturbed)
    wrong = [*undisturbed.wrong, *disturbed.wrong, *changed, *grown]
    same = "the same, disturbed or not" if not changed else "NOT the same"
    told += [
        "",
        f"Numbers at the end: {same}: {_totals(undisturbed)}",
        *(f"WRONG: {one}" for one in wrong),
    ]
    return Report(tuple(told[1:]), sound=not wrong)


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


def _row(measure: Measure, readings: Sequence[Reading]) -> tuple[str, ...]:
    if not readings:
        return (measure.name, "not measured", "", "", "", "")
    values = [reading.value for reading in readings]
    figures = [_figure(value) for value in (values[0], values[-1], max(values))]
    unit = f" {measure.unit}" if measure.unit else ""
    return (measure.name, *(f"{figure}{unit}" for figure in figures), *_judged(measure, readings))


def _figure(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


def _judged(measure: Measure, readings: Sequence[Reading]) -> tuple[str, str]:
    """Return the slope and what is to be thought of it."""
    line = trend(readings)
    if line is None:
        return "too few days", ""
    slope = f"{line.slope:+.3g} ± {line.error:.2g}"
    if measure.negligible is None:
        return slope, ""
    return slope, "flat" if line.flat(measure.negligible) else "GROWS" if line.slope > 0 else "shrinks"


def _table(rows: Sequence[tuple[str, ...]]) -> Iterator[str]:
    lines = [_HEAD, *rows]
    widths = [max(len(line[column]) for line in lines) for column in range(len(_HEAD))]
    for line in lines:
        yield "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
