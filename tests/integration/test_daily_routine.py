"""Morning and evening by themselves: the check before the doors open, and what is kept of each day."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kiosk.app import serve
from kiosk.branch.daily import evening, opening, routine
from kiosk.branch.upkeep.restore import restore
from kiosk.branch.upkeep.verify import verify
from kiosk.domain.facts import BranchChecked, DayClosed, DayKept
from kiosk.domain.register import Device, Person
from tests.daily import DATE, SIX_MS, Evenings, at_hand, evenings
from tests.reception import HOUR_MS, MINUTE_MS, NINE_MS
from tests.served import NoSpool, Served, served

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

KEPT = DayKept(DATE, "verified", "written")


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Evenings]:
    with evenings(tmp_path, monkeypatch) as one:
        yield one


@pytest.mark.row("G1")
def test_the_branch_is_checked_once_before_it_opens_and_leaves_a_report(room: Evenings) -> None:
    room.go_to(NINE_MS - HOUR_MS)
    room.glance()
    assert room.happened(BranchChecked) == []

    room.go_to(NINE_MS - 30 * MINUTE_MS)
    for _ in range(2):
        room.glance()

    (checked,) = room.happened(BranchChecked)
    assert {checked.findings[f"screen_{role}"] for role in ("entrance", "exit", "hall")} == {"missing"}
    assert {checked.findings[name] for name in ("printer", "paper", "database", "clock")} == {"ok"}
    assert checked.findings["backup"] == "none_yet"
    assert room.names("reports") == [f"readiness-{DATE}.pdf"]


def test_a_screen_that_follows_the_branch_is_there(room: Evenings) -> None:
    presence = room.branch.service.presence
    with presence.of("entrance", "entrance-1"), presence.of("hall", "hall-1"):
        room.go_to(NINE_MS)
        room.glance()

    (checked,) = room.happened(BranchChecked)
    screens = [checked.findings[f"screen_{role}"] for role in ("entrance", "exit", "hall")]
    assert screens == ["ok", "missing", "ok"]


@pytest.mark.row("G1")
def test_a_branch_with_devices_of_its_own_is_asked_for_those_screens_and_an_entrance(room: Evenings) -> None:
    register = room.branch.service.access.register
    register.staff["2001"] = Person("2001", ("branch_manager",))
    register.devices["hall-1"] = Device("hall-1", "hall", state="paired")
    register.devices["exit-1"] = Device("exit-1", "exit", state="revoked")
    room.go_to(NINE_MS - 30 * MINUTE_MS)
    room.glance()

    (checked,) = room.happened(BranchChecked)
    screens = {check for check in checked.findings if check.startswith("screen_")}
    assert screens == {"screen_entrance", "screen_hall"}


@pytest.mark.row("G1")
def test_what_was_missing_and_came_is_found_without_anybody_asking_and_told_once(room: Evenings) -> None:
    room.go_to(NINE_MS - 30 * MINUTE_MS)
    room.glance()
    presence = room.branch.service.presence

    with presence.of("entrance", "entrance-1"):
        for minutes in (10, 20, 30):
            room.go_to(NINE_MS + (minutes - 30) * MINUTE_MS)
            room.glance()

    first, second = room.happened(BranchChecked)
    assert (first.findings["screen_entrance"], second.findings["screen_entrance"]) == ("missing", "ok")


@pytest.mark.row("F2")
def test_a_day_closed_by_hand_is_kept_a_minute_later_once(room: Evenings) -> None:
    room.busy_day()
    room.glance()
    assert room.happened(DayKept) == []

    room.go_to(SIX_MS + MINUTE_MS)
    for _ in range(2):
        room.glance()

    assert room.happened(DayKept) == [KEPT]
    assert f"{DATE}.pdf" in room.names("reports")
    (backup,) = room.names("backups")
    assert backup.startswith(f"demo_{DATE}_")


def test_the_backup_of_the_evening_brings_the_day_back(room: Evenings, tmp_path: Path) -> None:
    room.busy_day()
    room.go_to(SIX_MS + MINUTE_MS)
    room.glance()
    (name,) = room.names("backups")

    other = tmp_path / "other"
    other.mkdir()
    (other / "keys").symlink_to(room.folder / "keys")
    restore(room.folder / "backups" / name, other)

    assert verify(other).sound


def test_a_day_nobody_closed_is_kept_when_the_next_has_begun(room: Evenings) -> None:
    room.go_to(NINE_MS)
    room.branch.did("issue_ticket", "entrance", service="deposit")
    room.go_to(NINE_MS + 24 * HOUR_MS)
    room.glance()

    (closed,) = room.happened(DayClosed)
    assert closed.why == "stale"
    assert room.happened(DayKept) == [KEPT]


def test_a_day_reopened_within_the_minute_is_not_kept(room: Evenings) -> None:
    room.busy_day()
    room.go_to(SIX_MS + MINUTE_MS - 1)
    room.branch.did("reopen_day")
    room.go_to(SIX_MS + HOUR_MS)
    room.glance()

    assert room.happened(DayKept) == []


def test_a_day_reopened_and_closed_again_is_kept_anew(room: Evenings) -> None:
    room.busy_day()
    room.go_to(SIX_MS + MINUTE_MS)
    room.glance()
    room.branch.did("reopen_day")
    room.go_to(SIX_MS + 10 * MINUTE_MS)
    room.branch.did("close_day")
    room.go_to(SIX_MS + 11 * MINUTE_MS)
    room.glance()

    assert room.happened(DayKept) == [KEPT, KEPT]
    assert len(room.names("backups")) == 1


def test_days_that_went_by_unseen_are_all_kept_with_one_backup(room: Evenings) -> None:
    for days in range(1, 4):
        room.go_to(NINE_MS + days * 24 * HOUR_MS)
    room.glance()

    assert [kept.date for kept in room.happened(DayKept)] == ["2026-11-02", "2026-11-03", "2026-11-04"]
    assert len(room.names("backups")) == 1


def test_a_restart_in_the_evening_keeps_what_was_not_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with evenings(tmp_path, monkeypatch) as room:
        room.busy_day()

    with evenings(tmp_path, monkeypatch) as room:
        room.go_to(SIX_MS + MINUTE_MS)
        room.glance()
        assert room.happened(DayKept) == [KEPT]

    with evenings(tmp_path, monkeypatch) as room:
        room.go_to(SIX_MS + HOUR_MS)
        room.glance()
        assert room.happened(DayKept) == [KEPT]


def test_what_fails_is_told_and_tried_again_after_half_an_hour(room: Evenings) -> None:
    (room.folder / "backups").write_text("not a folder")
    room.busy_day()
    room.go_to(SIX_MS + MINUTE_MS)
    for _ in range(2):
        room.glance()
    assert room.happened(DayKept) == [DayKept(DATE, "failed", "written", "no_folder")]
    (room.folder / "backups").unlink()

    room.go_to(SIX_MS + 30 * MINUTE_MS)
    room.glance()
    assert len(room.happened(DayKept)) == 1
    room.go_to(SIX_MS + 31 * MINUTE_MS)
    room.glance()

    assert room.happened(DayKept)[1:] == [KEPT]


def without_summaries(*_: object) -> str:
    return "disk_full"


def test_a_night_without_a_summary_makes_one_backup_and_says_so_once(
    room: Evenings, monkeypatch: pytest.MonkeyPatch
) -> None:
    older = [f"demo_2026-10-{day:02d}_{day:09d}.kiosk-backup" for day in range(19, 32)]
    foreign = [name.replace("demo_", "other-02_") for name in older]
    (room.folder / "backups").mkdir()
    for name in (*older, *foreign):
        (room.folder / "backups" / name).touch()
    with monkeypatch.context() as patch:
        patch.setattr(evening, "write_summary", without_summaries)
        room.busy_day()
        for tries in range(18):
            room.go_to(SIX_MS + MINUTE_MS + tries * 30 * MINUTE_MS)
            room.glance()
    tonight = set(room.names("backups")) - {*older, *foreign}
    failed = DayKept(DATE, "verified", "failed", "disk_full")

    assert {*older, *foreign} <= set(room.names("backups"))
    assert len(tonight) == 1
    assert room.happened(DayKept) == [failed]

    room.go_to(SIX_MS + 10 * HOUR_MS)
    room.glance()

    assert room.happened(DayKept) == [failed, KEPT]
    assert set(room.names("backups")) == {*older, *foreign, *tonight}


def test_a_summary_that_is_written_is_not_written_again_for_want_of_a_backup(room: Evenings) -> None:
    (room.folder / "backups").write_text("not a folder")
    room.busy_day()
    room.go_to(SIX_MS + MINUTE_MS)
    room.glance()
    (room.folder / "backups").unlink()
    summary = room.folder / "reports" / f"{DATE}.pdf"
    summary.unlink()

    room.go_to(SIX_MS + HOUR_MS)
    room.glance()

    assert room.happened(DayKept)[-1] == KEPT
    assert not summary.exists()


def test_days_that_could_not_be_kept_are_owed_for_longer_than_a_week(
    room: Evenings, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(evening, "write_summary", without_summaries)
        for days in range(1, 12):
            room.go_to(NINE_MS + days * 24 * HOUR_MS)
            room.glance()
    room.go_to(NINE_MS + 11 * 24 * HOUR_MS + HOUR_MS)
    room.glance()

    written = [kept.date for kept in room.happened(DayKept) if kept.summary == "written"]
    assert written == [f"2026-11-{day:02d}" for day in range(2, 13)]
    assert len(room.happened(DayKept)) == 2 * len(written)


def test_all_that_happens_by_itself_while_time_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(serve, "Spool", NoSpool)
    monkeypatch.setattr(routine, "SIMULATED_GLANCE_S", 0.02)
    for part in (opening, evening):
        monkeypatch.setattr(part, "apart", at_hand)
    with served(tmp_path, simulated_from=DATE) as branch:
        branch.run(branch.service.go_to(NINE_MS))
        branch.wait_until(lambda day: bool(day.findings))
        branch.run(branch.service.go_to(NINE_MS + 24 * HOUR_MS))
        branch.run(_until_kept(branch))


def test_reports_come_out_of_another_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with evenings(tmp_path, monkeypatch, apart=True) as room:
        room.go_to(NINE_MS)
        room.glance()

        assert room.names("reports") == [f"readiness-{DATE}.pdf"]


async def _until_kept(branch: Served) -> None:
    async for _ in branch.service.hub.changes(0.05):
        facts = await branch.service.facts_after(0, 1_000)
        if any(isinstance(one.fact, DayKept) for one in facts):
            return


def test_the_reports_are_at_the_door_of_the_service(room: Evenings) -> None:
    room.busy_day()
    room.go_to(SIX_MS + MINUTE_MS)
    room.glance()

    there = room.branch.get(f"/v1/reports/{DATE}.pdf", role="manager")
    missing = room.branch.get("/v1/reports/2026-11-01.pdf", role="manager")

    assert (there.status_code, there.headers["content-type"]) == (200, "application/pdf")
    assert there.content.startswith(b"%PDF")
    assert (missing.status_code, missing.json()["code"]) == (404, "unknown_report")
    assert room.branch.get("/v1/reports/..%2Fkeys%2Fdatabase.pdf", role="manager").status_code == 404


@pytest.mark.parametrize(("role", "status"), [("reception", 200), ("manager", 200), ("entrance", 403)])
def test_staff_may_ask_for_a_check_at_any_time(room: Evenings, role: str, status: int) -> None:
    headers = {"Kiosk-Role": role}

    answer = room.branch.run(room.branch._http.post("/v1/check", headers=headers))  # noqa: SLF001 - no such helper

    assert answer.status_code == status
    assert len(room.happened(BranchChecked)) == (status == 200)


def test_a_summary_that_cannot_be_drawn_costs_no_backup(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(evening, "write_summary", exit)
    with evenings(tmp_path, monkeypatch, apart=True) as room:
        room.busy_day()
        room.go_to(SIX_MS + MINUTE_MS)
        room.glance()

        assert room.happened(DayKept) == [DayKept(DATE, "verified", "failed", "report_failed")]
