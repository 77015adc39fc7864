"""`kiosk ready` and `kiosk summary`: for whoever stands at the machine, with the service running or not."""

from __future__ import annotations

import subprocess
from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from typer.testing import CliRunner

from kiosk.app.cli import app
from kiosk.app.folders import Folders
from kiosk.app.ready_command import tell_ready
from kiosk.branch.database.store import Store
from tests.faults.service_process import running_branch
from tests.sample_day import SampleDay, two_days, write_down

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result


@pytest.fixture
def data(tmp_path: Path) -> Path:
    with Store.open(tmp_path) as store:
        write_down(store, two_days().recorded)
    return tmp_path


def kiosk(*words: str) -> Result:
    return CliRunner().invoke(app, words)


def test_without_a_service_what_can_be_seen_is_looked_at(data: Path) -> None:
    ended = kiosk("ready", "--data", str(data))

    assert ended.exit_code == 1
    lines = ended.output.splitlines()
    assert lines[0] == "可以开门，有 1 项要留意"
    assert "! 备份：还没有备份。今天营业结束后会自动备份；要现在备份，请运行 kiosk backup。" in lines
    assert "  Database: sound" in lines
    assert "网点服务没有运行" in lines[6]
    assert not (data / "reports").exists()


def test_a_branch_that_is_well_ends_with_zero(data: Path) -> None:
    assert kiosk("backup", "--data", str(data)).exit_code == 0

    assert kiosk("ready", "--data", str(data)).exit_code == 0


def test_a_folder_without_a_branch_is_told(tmp_path: Path) -> None:
    assert kiosk("ready", "--data", str(tmp_path)).exit_code == 2


@pytest.mark.row("G1")
def test_a_running_service_is_asked_and_writes_its_report(tmp_path: Path) -> None:
    with running_branch(tmp_path) as branch:
        told, well = tell_ready(Folders(tmp_path))
        date = branch.get("/v1/health").json["date"]

    report = tmp_path / "reports" / f"readiness-{date}.pdf"
    assert not well
    assert f"报告：{report}" in told
    assert "X 取号屏：没有连上。请打开取号屏，看网线是否插好。人工取号不受影响。" in told
    assert "! Hall screen: missing. Switch the hall screen on and check its cable." in told
    assert report.read_bytes().startswith(b"%PDF")


@pytest.mark.row("F2")
def test_the_summary_of_a_day_can_be_made_again(data: Path) -> None:
    ended = kiosk("summary", "2026-11-21", "--data", str(data))

    assert ended.exit_code == 0
    assert ended.output.strip() == str(data / "reports" / "2026-11-21.pdf")
    assert (data / "reports" / "2026-11-21.pdf").read_bytes().startswith(b"%PDF")


@pytest.mark.parametrize(("words", "title"), [((), "营业日小结"), (("--language", "en"), "Day summary")])
def test_a_summary_is_made_again_in_either_language(data: Path, words: tuple[str, ...], title: str) -> None:
    kiosk("summary", "2026-11-21", "--data", str(data), *words)

    assert title in _text(data / "reports" / "2026-11-21.pdf")


def test_a_day_that_goes_on_is_told_up_to_its_newest_fact(tmp_path: Path) -> None:
    day = SampleDay()
    day.open()
    with Store.open(tmp_path) as store:
        write_down(store, day.recorded)

    kiosk("summary", "2026-11-21", "--data", str(tmp_path))

    newest = datetime.fromtimestamp(day.now_ms / 1000, ZoneInfo("Asia/Shanghai"))
    assert f"截至 {newest:%H:%M}" in _text(tmp_path / "reports" / "2026-11-21.pdf")


def _text(pdf: Path) -> str:
    ended = subprocess.run(["pdftotext", "-layout", pdf, "-"], capture_output=True, check=True)
    return ended.stdout.decode()


def test_a_date_that_was_no_day_of_the_branch_is_told(data: Path) -> None:
    ended = kiosk("summary", "2026-11-19", "--data", str(data))

    assert (ended.exit_code, "no business date" in ended.output) == (1, True)


def test_what_is_no_date_is_refused() -> None:
    assert kiosk("summary", "yesterday").exit_code == 2


@pytest.mark.row("G1")
def test_an_update_backs_up_without_the_second_place_that_may_be_gone(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KIOSK_BACKUP_SECOND", str(tmp_path / "gone"))

    assert kiosk("backup", "--data", str(data)).exit_code == 2
    done = kiosk("backup", "--data", str(data), "--only-here")

    assert done.exit_code == 0
    (line,) = done.output.splitlines()
    assert line.startswith(str(data / "backups"))
