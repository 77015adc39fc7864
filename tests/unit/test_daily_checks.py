"""What the opening check finds, what it makes of it, and that there are words for all of it."""

from __future__ import annotations

import pytest

from kiosk.branch.daily.checks import (
    CHECKS,
    FINDINGS,
    OK,
    Backups,
    backup_finding,
    clock_finding,
    disk_finding,
    printer_findings,
    screen_findings,
    verdict_of,
)
from kiosk.branch.daily.telling import lines, told
from kiosk.branch.daily.words import report_words
from kiosk.domain.facts import PrinterCondition

GIB = 1 << 30
ALL_WELL = dict.fromkeys(CHECKS, OK)
EVERY = [(check, finding) for check, findings in FINDINGS.items() for finding in findings]


@pytest.mark.row("G1")
@pytest.mark.parametrize(
    ("condition", "printer", "paper"),
    [
        ("ready", OK, OK),
        ("near_end", OK, "near_end"),
        ("paper_out", OK, "paper_out"),
        ("cover_open", "cover_open", OK),
        ("jam", "jam", OK),
        ("fault", "fault", OK),
        ("offline", "offline", OK),
        ("unsure", "unsure", OK),
        (None, "unsure", OK),
    ],
)
def test_printer_and_paper_are_told_apart(
    condition: PrinterCondition | None, printer: str, paper: str
) -> None:
    assert printer_findings("paper", condition) == {"printer": printer, "paper": paper}


def test_a_branch_without_a_printer_needs_none() -> None:
    assert printer_findings("folder", None) == {"printer": OK, "paper": OK}
    assert printer_findings("folder", "offline")["printer"] == "offline"


@pytest.mark.parametrize(
    ("free", "total", "finding"),
    [
        (100 * GIB, 500 * GIB, OK),
        (3 * GIB, 20 * GIB, OK),
        (2 * GIB - 1, 4 * GIB, "low"),
        (49 * GIB, 500 * GIB, "low"),
        ((200 << 20) - 1, 4 * GIB, "full"),
    ],
)
def test_a_disk_is_low_long_before_it_is_full(free: int, total: int, finding: str) -> None:
    assert disk_finding(free, total) == finding


@pytest.mark.row("G1")
def test_every_screen_that_is_missing_is_named() -> None:
    there = {"screen_entrance": OK, "screen_exit": OK, "screen_hall": OK}

    assert screen_findings({"entrance", "exit", "hall"}) == there
    assert screen_findings({"exit"}) == there | {"screen_entrance": "missing", "screen_hall": "missing"}


@pytest.mark.row("G1")
def test_nobody_looks_for_a_screen_that_the_branch_does_not_have_but_for_an_entrance() -> None:
    assert screen_findings((), owned=()) == {"screen_entrance": "missing"}
    assert screen_findings(("entrance",), owned=("hall", "counter")) == {
        "screen_entrance": OK,
        "screen_hall": "missing",
    }


def test_only_a_missing_entrance_keeps_the_doors_shut() -> None:
    assert verdict_of(screen_findings({"entrance"})) == "mind"
    assert verdict_of(screen_findings({"exit", "hall"})) == "mend"


def test_a_clock_is_as_good_as_service_time_says() -> None:
    assert (clock_finding("trusted"), clock_finding("doubtful")) == (OK, "doubtful")


@pytest.mark.parametrize(
    ("backups", "finding"),
    [
        (Backups(), "none_yet"),
        (Backups("2026-11-02", "verified", ["2026-11-01", "2026-11-02"]), OK),
        (Backups("2026-11-02", "verified", ["2026-11-02", "2026-11-03", "2026-11-04"]), OK),
        (Backups("2026-11-02", "", ["2026-11-03", "2026-11-04", "2026-11-05"]), "too_old"),
        (Backups("2026-11-04", "failed", ["2026-11-04"]), "failed"),
        (Backups("", "verified", ["2026-11-04"]), "none_yet"),
    ],
)
def test_a_backup_is_judged_by_the_files_that_are_there(backups: Backups, finding: str) -> None:
    assert backup_finding(backups) == finding


def test_the_verdict_follows_the_worst_finding() -> None:
    assert verdict_of(ALL_WELL) == "good"
    assert verdict_of(ALL_WELL | {"backup": "too_old"}) == "mind"
    assert verdict_of(ALL_WELL | {"backup": "too_old", "paper": "paper_out"}) == "mend"


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize(("check", "finding"), EVERY)
def test_every_finding_says_what_to_do(check: str, finding: str, language: str) -> None:
    words = report_words("zh" if language == "zh" else "en")

    (one,) = told({check: finding}, words, "paper")

    assert one.found
    assert one.to_do
    assert one.verdict != "good"


def test_whoever_asks_reads_the_sum_first_and_then_a_line_for_each_check() -> None:
    said = list(lines(ALL_WELL | {"printer": "jam"}, report_words("zh"), "paper"))

    assert said[0] == "请先处理 1 项，再开门"
    assert said[1] == "X 打印机：卡纸。请打开上盖，取出卡住的纸。"
    assert len(said) == 1 + len(CHECKS)


def test_a_folder_for_slips_is_called_what_it_is() -> None:
    said = list(lines(ALL_WELL, report_words("en"), "folder"))

    assert said[:2] == ["All is well: open the doors", "  Printer: no printer: slips are saved as pictures"]
