"""The table of a soak: what it calls flat, what it calls wrong, and that nothing wrong goes unsaid."""

from __future__ import annotations

import pytest

from kiosk.lab.soak.course import Course
from kiosk.lab.soak.gauges import MEASURES
from kiosk.lab.soak.plan import Plan
from kiosk.lab.soak.report import Report, report_of
from kiosk.lab.soak.trend import Reading

PLAN = Plan(days=10)
JUDGED = sum(one.negligible is not None for one in MEASURES)
"""Measures of a course that must not grow."""


def course(**growth: float) -> Course:
    """Return ten days of a service and its worker that grow as much a day in the measures named."""
    readings = {
        measure.name: [
            Reading(7, day, 100.0 + growth.get(measure.name.replace(" ", "_"), 0) * day) for day in range(10)
        ]
        for measure in MEASURES
    }
    done = Course(readings=readings, tables={"visits": [("2026-11-02", 5)]})
    done.outcome.issued["A"] = 5
    return done


def line_of(measure: str, lines: tuple[str, ...]) -> str:
    return next(line for line in lines if line.startswith(measure))


def verdict_of(report: Report) -> str:
    return report.lines[-1]


def test_two_courses_that_are_alike_and_flat_are_sound() -> None:
    report = report_of(PLAN, course(), course())

    assert report.sound
    assert line_of("write-ahead log", report.lines).endswith("flat")
    assert line_of("Numbers at the end", report.lines).startswith(
        "Numbers at the end: the same, disturbed or not: 5 issued"
    )


@pytest.mark.parametrize("measure", [one.name for one in MEASURES if one.negligible is not None])
def test_whatever_grows_in_either_course_is_wrong(measure: str) -> None:
    grown = course(**{measure.replace(" ", "_"): 500})

    for report in (report_of(PLAN, grown, course()), report_of(PLAN, course(), grown)):
        assert not report.sound
        assert any(line.startswith("WRONG") and measure in line for line in report.lines)


def test_a_history_may_grow_and_memory_may_shrink() -> None:
    report = report_of(PLAN, course(database=900, facts=4_000), course(service_memory=-500))

    assert report.sound
    assert "shrinks" in str(report.lines)


def test_a_number_that_is_missing_at_the_end_is_wrong() -> None:
    short = course()
    short.outcome.issued["A"] = 4

    report = report_of(PLAN, course(), short)

    assert not report.sound
    assert "WRONG: issued: {'A': 4} instead of {'A': 5}" in report.lines
    assert line_of("Numbers at the end", report.lines).startswith("Numbers at the end: NOT the same")


def test_a_table_that_differs_is_wrong_although_every_answer_was_the_same() -> None:
    short = course()
    short.tables = {"visits": [("2026-11-02", 4)]}

    report = report_of(PLAN, course(), short)

    assert not report.sound
    assert "WRONG: the table of visits differs" in report.lines


def test_what_a_course_found_is_told() -> None:
    hurt = course()
    hurt.wrong.append("the hall screen differs at fact 9 in legs")

    report = report_of(PLAN, course(), hurt)

    assert not report.sound
    assert "WRONG: the hall screen differs at fact 9 in legs" in report.lines


def test_what_this_system_does_not_tell_is_not_called_flat() -> None:
    blind = course()
    blind.readings = {}

    report = report_of(PLAN, blind, course())

    assert line_of("service handles", report.lines).endswith("not judged: not measured")
    assert report.sound
    assert "not judged: not measured (undisturbed service memory, " in verdict_of(report)
    assert f"{JUDGED} flat, 0 could not be told, {JUDGED} not judged" in verdict_of(report)


def test_a_soak_of_two_days_is_sound_and_says_that_it_judged_no_growth() -> None:
    short = course()
    short.readings = {name: [one for one in those if one.day < 2] for name, those in short.readings.items()}

    report = report_of(Plan(days=2), short, short)

    assert report.sound
    assert verdict_of(report).startswith(
        f"Verdict: nothing was counted differently; of {2 * JUDGED} measures of both courses"
        f" 0 flat, 0 could not be told, {2 * JUDGED} not judged: too few days (service memory, "
    )


def test_growth_that_noise_may_hide_is_told_as_such_and_no_fault() -> None:
    noisy = course()
    noisy.readings["worker memory"] = [Reading(7, day, 5_000.0 * (day % 2)) for day in range(12)]

    report = report_of(PLAN, course(), noisy)

    assert report.sound
    assert "cannot tell" in str(report.lines)
    assert verdict_of(report) == (
        f"Verdict: nothing grew, nothing was counted differently; of {2 * JUDGED} measures of both courses"
        f" {2 * JUDGED - 1} flat, 1 could not be told (disturbed worker memory)"
    )


def test_the_verdict_names_what_grows_and_what_shrinks() -> None:
    report = report_of(PLAN, course(service_handles=3), course(service_handles=3, worker_memory=-900))

    assert verdict_of(report) == (
        f"Verdict: not sound, WRONG above: 2; of {2 * JUDGED} measures of both courses 2 growing (service handles),"
        f" {2 * JUDGED - 3} flat, 1 shrinking (disturbed worker memory), 0 could not be told"
    )
