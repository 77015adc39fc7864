"""The evening goes wrong: killed between its steps, on a full disk, with nowhere to put its files."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kiosk.branch.daily.due import is_kept
from kiosk.branch.daily.probes import closed_in
from kiosk.domain.facts import DayKept
from kiosk.records.database.problems import StoreProblem
from tests.daily import DATE, SIX_MS, evenings
from tests.faults import service_process
from tests.faults.full_disk import fill, make_room, small_disk
from tests.faults.harness import assert_sound, wait_until
from tests.faults.service_process import Branch
from tests.reception import HOUR_MS, MINUTE_MS, NINE_MS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

LIMIT_S = 200.0
KEPT = DayKept(DATE, "verified", "written")

MOMENTS: dict[str, Callable[[Path], object]] = {
    "while it is drawn": lambda data: (data / "reports").is_dir(),
    "before the backup": lambda data: (data / "reports" / f"{DATE}.pdf").exists(),
    "during the backup": lambda data: list((data / "backups").glob("*")),
}


@pytest.fixture
def branch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Branch]:
    """Run a branch at simulated time as a process."""
    ordinary = service_process.command
    monkeypatch.setattr(service_process, "command", lambda data: [*ordinary(data), "--simulated-from", DATE])
    one = Branch(tmp_path)
    try:
        one.start()
        yield one
    finally:
        one.kill()


def go_to(branch: Branch, ms: int) -> None:
    told = branch._told("POST", "/v1/simulated/time", b'{"now_ms": %d}' % ms)  # noqa: SLF001 - no request of a device
    assert told.status == 200


@pytest.mark.timeout(600)
@pytest.mark.slow
@pytest.mark.row("F2")
def test_an_evening_killed_between_any_two_steps_is_done_again(branch: Branch) -> None:
    go_to(branch, NINE_MS)
    branch.ask("issue_ticket", {"service": "deposit"})
    go_to(branch, SIX_MS)
    branch.ask("close_day", {})
    for reached in MOMENTS.values():
        go_to(branch, SIX_MS + MINUTE_MS)
        wait_until(lambda reached=reached: reached(branch.folder), LIMIT_S)  # type: ignore[misc]
        branch.kill()
        branch.start()
    go_to(branch, SIX_MS + HOUR_MS)

    wait_until(lambda: all(map(is_kept, closed_in(branch.folder))), LIMIT_S)

    assert branch.stop() == 0
    assert_sound(branch.folder)
    assert (branch.folder / "reports" / f"{DATE}.pdf").read_bytes().endswith(b"%%EOF\n")


def test_on_a_full_disk_nothing_is_left_half_and_the_evening_is_made_up_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with small_disk(tmp_path / "disk", 4) as disk, evenings(disk / "data", monkeypatch) as room:
        room.busy_day()
        fill(disk)
        room.go_to(SIX_MS + MINUTE_MS)
        with suppress(StoreProblem):  # there may be no room even to say so
            room.glance()
        assert all(kept.reason == "disk_full" for kept in room.happened(DayKept))
        assert room.names("reports") == room.names("backups") == []
        make_room(disk)

        room.go_to(SIX_MS + HOUR_MS)
        room.glance()

        assert room.happened(DayKept)[-1] == KEPT
        assert room.names("reports") == [f"{DATE}.pdf"]
        assert len(room.names("backups")) == 1


def test_no_place_for_reports_costs_no_backup(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "reports").write_text("not a folder")
    with evenings(tmp_path, monkeypatch) as room:
        room.busy_day()
        room.go_to(SIX_MS + MINUTE_MS)
        room.glance()

        assert room.happened(DayKept) == [DayKept(DATE, "verified", "failed", "no_folder")]


def test_a_backup_that_fails_deletes_no_older_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    older = [f"demo_2026-10-{day:02d}_{day:09d}.kiosk-backup" for day in range(1, 29)]
    with evenings(tmp_path, monkeypatch) as room:
        (tmp_path / "backups").mkdir()
        for name in older:
            (tmp_path / "backups" / name).touch()
        monkeypatch.setattr("kiosk.branch.daily.evening.backup", _damaged)
        room.busy_day()
        room.go_to(SIX_MS + MINUTE_MS)
        room.glance()

        assert room.happened(DayKept) == [DayKept(DATE, "failed", "written", "damaged")]
        assert room.names("backups") == older


def _damaged(*_: object) -> Path:
    raise StoreProblem("damaged", Path())
