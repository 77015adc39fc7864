"""`kiosk printer` tells the technician the truth about the printer, in both languages."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from kiosk.app.cli import app
from kiosk.branch.printing.sample import sample_slip
from kiosk.devices.printer.chosen import parse_printer_setting
from kiosk.devices.printer.escpos.raster import raster_job
from kiosk.devices.printer.paper import PAPER_58, PAPER_80, Paper
from kiosk.devices.printer.simulated_device import Ailment, SimulatedDevice
from kiosk.devices.printer.transports.ways import Network
from tests.escpos_reader import read
from tests.simulated_lines import on_the_network

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result

NOW = datetime(2026, 11, 21, 9, 32, tzinfo=UTC)


def kiosk_printer(data: Path, *words: str) -> Result:
    return CliRunner().invoke(app, ["printer", "--data", str(data), *words])


def described(data: Path, port: int, more: str = "") -> None:
    (data / "printer.toml").write_text(
        f'kind = "network"\nhost = "127.0.0.1"\nport = {port}\n{more}', "utf-8"
    )


def test_a_branch_without_a_printer_is_told_where_its_slips_are(tmp_path: Path) -> None:
    told = kiosk_printer(tmp_path, "--test")

    assert told.exit_code == 0
    assert f"小票存入 {tmp_path / 'slips'}" in told.stdout
    assert "The test slip is in the folder." in told.stdout
    assert len(list((tmp_path / "slips").glob("*.png"))) == 1


def test_asking_how_a_printer_is_prints_nothing(tmp_path: Path) -> None:
    device = SimulatedDevice()
    with on_the_network(device) as port:
        described(tmp_path, port, "paper_mm = 58")
        told = kiosk_printer(tmp_path)

    assert told.stdout.splitlines() == [
        f"网络打印机 127.0.0.1 端口 {port}，纸宽 58 毫米，图像",
        f"Network printer 127.0.0.1 port {port}, 58 mm paper, pictures",
        "就绪。",
        "It is ready.",
    ]
    assert not any(visit.received for visit in device.visits)


def test_a_test_slip_that_came_out_is_confirmed(tmp_path: Path) -> None:
    device = SimulatedDevice()
    with on_the_network(device) as port:
        described(tmp_path, port)
        told = kiosk_printer(tmp_path, "--test")

    assert told.exit_code == 0
    assert "已打印：打印机确认测试小票已打出。" in told.stdout
    assert sum(bool(visit.received) for visit in device.visits) == 1


@pytest.mark.parametrize(
    ("ailment", "zh", "en"),
    [
        ("paper_out", "缺纸", "put a new roll in"),
        ("cover_open", "上盖开着", "close it"),
        ("jam", "卡纸", "take the stuck paper out"),
        ("fault", "故障", "have it repaired"),
    ],
)
def test_a_printer_in_trouble_is_named_with_what_to_do(
    ailment: Ailment, zh: str, en: str, tmp_path: Path
) -> None:
    device = SimulatedDevice()
    device.befall(ailment)
    with on_the_network(device) as port:
        described(tmp_path, port)
        asked, tested = kiosk_printer(tmp_path), kiosk_printer(tmp_path, "--test")

    assert (asked.exit_code, tested.exit_code) == (1, 1)
    for told in (asked, tested):
        assert zh in told.stdout
        assert en in told.stdout
    assert "没有打印。" in tested.stdout


def test_a_printer_that_hangs_is_named_whether_a_slip_is_tried_or_not(tmp_path: Path) -> None:
    device = SimulatedDevice()
    device.befall("silent")
    with on_the_network(device) as port:
        described(tmp_path, port)
        asked, tested = kiosk_printer(tmp_path), kiosk_printer(tmp_path, "--test")

    assert (asked.exit_code, tested.exit_code) == (1, 1)
    assert "does not answer" in asked.stdout
    assert "does not answer" in tested.stdout


@pytest.mark.parametrize(
    ("more", "told"),
    [("", "write receipts = false"), ("receipts = false", "Sent, and the printer stayed well")],
)
def test_a_printer_without_receipts_is_told_of_as_what_it_is(
    more: str, told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kiosk.devices.printer.escpos.printer._CALM_S", 1)
    device = SimulatedDevice()
    device.receipts = False
    with on_the_network(device) as port:
        described(tmp_path, port, more)
        tested = kiosk_printer(tmp_path, "--test")

    assert tested.exit_code == 0
    assert told in tested.stdout
    assert "confirms" not in tested.stdout


def test_a_slip_in_doubt_is_told_with_what_became_of_the_printer(tmp_path: Path) -> None:
    device = SimulatedDevice()
    device.befall("jam", 1_000)
    with on_the_network(device) as port:
        described(tmp_path, port)
        told = kiosk_printer(tmp_path, "--test")

    assert told.exit_code == 1
    assert "nobody knows whether it came out" in told.stdout
    assert "take the stuck paper out" in told.stdout


def test_a_bad_file_stops_it_with_what_to_write(tmp_path: Path) -> None:
    (tmp_path / "printer.toml").write_text('kind = "network"', "utf-8")

    told = kiosk_printer(tmp_path)

    assert told.exit_code == 2
    assert "kiosk: bad_printer_file: printer.toml 有误" in told.stderr
    assert "printer.toml: host: is missing" in told.stderr


def test_the_example_it_prints_can_be_used(tmp_path: Path) -> None:
    told = kiosk_printer(tmp_path, "--example")

    assert told.exit_code == 0
    assert parse_printer_setting(told.stdout.encode()).way == Network("192.168.1.50")


@pytest.mark.parametrize("paper", [PAPER_58, PAPER_80], ids=lambda paper: f"{paper.mm} mm")
def test_the_test_slip_carries_a_code_that_can_be_read(paper: Paper) -> None:
    came_out = read(raster_job(sample_slip(NOW), paper), paper)

    assert came_out.codes == ["KIOSK TEST 2026-11-21 09:32:00"]
