"""What is special to each line: who has it, what it takes, and how it ends."""

from __future__ import annotations

import fcntl
import os
import shutil
import socket
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from kiosk.devices.printer.cups import CupsPrinter
from kiosk.devices.printer.escpos.printer import EscposPrinter
from kiosk.devices.printer.escpos.raster import raster_job
from kiosk.devices.printer.paper import PAPER_80
from kiosk.devices.printer.port import Job, NotPrinted, Printed, Unknown
from kiosk.devices.printer.simulated_device import SimulatedDevice
from kiosk.devices.printer.transports import LineLost, NotReached
from kiosk.devices.printer.transports.opener import forget
from kiosk.devices.printer.transports.ways import Network, Serial, Usb
from tests.printer_benches import CupsBench, cups, native
from tests.private_cups import WHY_NOT, run
from tests.simulated_lines import on_a_serial_port, on_the_network
from tests.simulated_usb import PRODUCT, VENDOR, SimulatedBus, plug_in
from tests.slip_samples import slip

if TYPE_CHECKING:
    from pathlib import Path

JOB = Job("j1", slip())
PICTURE = raster_job(slip(), PAPER_80)
posix = pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminals")
with_cups = pytest.mark.skipif(bool(WHY_NOT), reason=WHY_NOT)


@pytest.fixture
def closed_port() -> int:
    """Return a port nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port: int = server.getsockname()[1]
    return port


def test_a_printer_that_refuses_is_offline(closed_port: int) -> None:
    printer = EscposPrinter(Network("127.0.0.1", closed_port), native)

    assert printer.print(JOB) == NotPrinted("offline")
    assert printer.condition() == "offline"


def test_a_printer_that_takes_nothing_more_loses_the_line_and_hangs_nobody() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        line = Network("127.0.0.1", server.getsockname()[1]).open(1)
        taken, _ = server.accept()
        with taken, pytest.raises(LineLost):
            line.write(bytes(50_000_000), 0.05)
        line.close()


def test_a_line_that_was_closed_at_the_other_end_is_lost() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        line = Network("127.0.0.1", server.getsockname()[1]).open(1)
        server.accept()[0].close()
        with pytest.raises(LineLost):
            line.read(1)
        line.close()


def test_the_end_of_a_job_arrives_though_answers_were_left_unread() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        line = Network("127.0.0.1", server.getsockname()[1]).open(1)
        taken, _ = server.accept()
        with taken:
            taken.sendall(b"\x12" * 100)
            line.write(b"the end of a job", 1)
            line.close()
            assert taken.makefile("rb").read() == b"the end of a job"


def test_a_picture_comes_out_of_a_slow_network_printer_whole() -> None:
    device = SimulatedDevice(bytes_per_s=500_000)
    with on_the_network(device) as port:
        outcome = EscposPrinter(Network("127.0.0.1", port), lambda _: PICTURE).print(JOB)

    assert outcome == Printed()
    assert device.visits[-1].received == PICTURE


@posix
def test_a_serial_port_that_is_not_there_is_offline(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    for name in (tmp_path / "ttyS9", tmp_path / "file", tmp_path):
        assert EscposPrinter(Serial(str(name), 9600), native).print(JOB) == NotPrinted("offline")


@posix
def test_a_serial_port_somebody_else_has_is_busy() -> None:
    device = SimulatedDevice()
    with on_a_serial_port(device) as name:
        other = os.open(name, os.O_RDWR | os.O_NOCTTY)
        fcntl.flock(other, fcntl.LOCK_EX)
        printer = EscposPrinter(Serial(name, 9600), native)
        outcome, condition = printer.print(JOB), printer.condition()
        os.close(other)
        later = printer.print(JOB)

    assert (outcome, condition) == (NotPrinted("busy"), "unsure")
    assert later == Printed()


@posix
@pytest.mark.parametrize("flow", ["rts_cts", "xon_xoff", "none"])
def test_a_picture_comes_out_of_a_serial_printer_whole(flow: str) -> None:
    device = SimulatedDevice()
    with on_a_serial_port(device) as name:
        outcome = EscposPrinter(Serial(name, 115_200, flow), lambda _: PICTURE).print(JOB)  # type: ignore[arg-type]

    assert outcome == Printed()
    assert device.visits[0].received == PICTURE


@posix
def test_a_serial_printer_that_takes_nothing_loses_the_line_and_closes_at_once() -> None:
    far, near = os.openpty()
    line = Serial(os.ttyname(near), 9600).open(1)

    with pytest.raises(LineLost):
        line.write(bytes(1_000_000), 0.05)
    line.close()

    os.close(far)
    os.close(near)


def test_a_picture_comes_out_of_a_usb_printer_that_takes_little_at_a_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    device = SimulatedDevice()
    bus = SimulatedBus(device)
    plug_in(monkeypatch, bus)

    outcome = EscposPrinter(Usb(VENDOR, PRODUCT), lambda _: PICTURE).print(JOB)

    assert outcome == Printed()
    assert device.visits[0].received == PICTURE
    assert bus.resets == 0  # which would throw away what is still being printed


def test_a_usb_printer_that_takes_nothing_more_leaves_its_slip_in_doubt(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    device = SimulatedDevice()
    device.befall("deaf", 1_000)
    plug_in(monkeypatch, SimulatedBus(device))
    line = Usb(VENDOR, PRODUCT).open(1)

    with pytest.raises(LineLost):
        line.write(PICTURE, 0.05)
    line.close()


@pytest.mark.parametrize("bus", [None, SimulatedBus(None)], ids=["no libusb", "not plugged in"])
def test_a_usb_printer_that_cannot_be_found_is_offline(
    bus: SimulatedBus | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    plug_in(monkeypatch, bus)
    printer = EscposPrinter(Usb(VENDOR, PRODUCT), native)

    assert printer.print(JOB) == NotPrinted("offline")
    assert printer.condition() == "offline"


def test_a_usb_printer_another_program_has_is_busy(monkeypatch: pytest.MonkeyPatch) -> None:
    bus = SimulatedBus(SimulatedDevice())
    bus.taken = True
    plug_in(monkeypatch, bus)

    with pytest.raises(NotReached) as refused:
        Usb(VENDOR, PRODUCT).open(1)
    assert refused.value.reason == "busy"


def test_a_usb_printer_without_a_way_in_can_print_and_cannot_be_asked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    device = SimulatedDevice()
    plug_in(monkeypatch, SimulatedBus(device, answers=False))
    way = Usb(VENDOR, PRODUCT)

    assert EscposPrinter(way, native, answers=False).print(JOB) == Unknown()
    assert device.visits[0].received == native(slip())
    assert EscposPrinter(way, native).print(JOB) == NotPrinted("offline")


@with_cups
def test_a_queue_cups_does_not_know_is_offline(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with cups(tmp_path, monkeypatch):
        printer = CupsPrinter("another", native)

        assert printer.print(JOB) == NotPrinted("offline")
        assert printer.condition() == "offline"


@with_cups
def test_a_job_cups_cannot_send_is_taken_back_and_never_printed_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, closed_port: int
) -> None:
    monkeypatch.setattr("kiosk.devices.printer.cups._SENDING_S", 0.3)
    with cups(tmp_path, monkeypatch) as bench:
        assert isinstance(bench, CupsBench)
        run("lpadmin", "-p", "slips", "-v", f"socket://127.0.0.1:{closed_port}")

        outcome = bench.printer.print(JOB)

        assert outcome == Unknown()
        assert run("lpstat", "-W", "not-completed", "-o", "slips") == ""


@with_cups
def test_a_job_whose_lp_hung_before_it_named_it_is_taken_back_and_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, closed_port: int
) -> None:
    monkeypatch.setattr("kiosk.devices.printer.cups._TAKING_S", 1.0)
    hanging = tmp_path / "bin" / "lp"
    hanging.parent.mkdir()
    hanging.write_text(f'#!/bin/sh\n{shutil.which("lp")} "$@" && exec sleep 60\n')
    hanging.chmod(0o755)
    with cups(tmp_path, monkeypatch) as bench:
        run("lpadmin", "-p", "slips", "-v", f"socket://127.0.0.1:{closed_port}")
        run("lp", "-d", "slips", "-o", "raw", __file__)  # ours too, and not of this slip
        monkeypatch.setenv("PATH", f"{hanging.parent}:{os.environ['PATH']}")

        outcome = bench.printer.print(JOB)
        left = run("lpstat", "-W", "not-completed", "-o", "slips")

    assert outcome == Unknown()
    assert [line.split()[0] for line in left.splitlines()] == ["slips-1"]


@pytest.mark.parametrize("server", ["/nowhere/socket", ""], ids=["no scheduler", "no CUPS"])
def test_without_cups_a_queue_is_offline(server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CUPS_SERVER", server)
    if not server:
        monkeypatch.setenv("PATH", "/nowhere")
    printer = CupsPrinter("slips", native)

    assert printer.print(JOB) == NotPrinted("offline")
    assert printer.condition() == "offline"


def test_python_escpos_leaves_nothing_behind_in_the_temporary_folder(tmp_path: Path) -> None:
    command = [sys.executable, "-c", "import kiosk.devices.printer.transports.opener"]

    subprocess.run(command, check=True, env={**os.environ, "TMPDIR": str(tmp_path)})

    assert list(tmp_path.iterdir()) == []


def test_only_a_folder_of_the_temporary_folder_is_tidied_away(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    theirs, temporary = tmp_path / "cache", tmp_path / "temporary"
    for folder in (theirs, temporary, temporary / "left"):
        folder.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(temporary))

    for folder in (theirs, temporary, temporary / ".." / "cache", temporary / "left"):
        forget(folder)

    assert (theirs.exists(), list(temporary.iterdir())) == (True, [])
