"""Every printer there is on a workbench each, for what all of them promise."""

from __future__ import annotations

import contextlib
import time
from functools import partial
from typing import TYPE_CHECKING, Protocol

from kiosk.devices.printer.cups import CupsPrinter
from kiosk.devices.printer.escpos.native import native_job
from kiosk.devices.printer.escpos.printer import EscposPrinter
from kiosk.devices.printer.folder import FolderPrinter
from kiosk.devices.printer.paper import PAPER_80
from kiosk.devices.printer.simulated import SimulatedPrinter
from kiosk.devices.printer.simulated_device import SimulatedDevice
from kiosk.devices.printer.transports.ways import Network, Serial, Usb
from tests.private_cups import private_cups, run
from tests.simulated_lines import on_a_serial_port, on_the_network
from tests.simulated_usb import PRODUCT, VENDOR, SimulatedBus, plug_in

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager
    from pathlib import Path

    import pytest

    from kiosk.devices.printer.port import Printer
    from kiosk.domain.slip import Slip

    Setting = Callable[[Path, pytest.MonkeyPatch], AbstractContextManager["Bench"]]

native: partial[bytes] = partial(native_job, paper=PAPER_80)
_PATIENCE_S = 60


class Bench(Protocol):
    """A printer that can be broken and mended, and whose slips can be counted."""

    @property
    def printer(self) -> Printer: ...
    @property
    def knows(self) -> bool:
        """Whether it learns what became of a slip."""
        ...

    def break_it(self) -> None: ...
    def mend_it(self) -> None: ...
    def came_out(self, *slips: Slip) -> bool:
        """Tell whether exactly these came out, in this order, once each."""
        ...


class FolderBench:
    knows = True

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.printer = FolderPrinter(folder)

    def break_it(self) -> None:
        self._folder.write_text("a file where the folder should be")

    def mend_it(self) -> None:
        self._folder.unlink()

    def came_out(self, *slips: Slip) -> bool:
        return len(list(self._folder.glob("*.png")) if self._folder.is_dir() else []) == len(slips)


class SimulatedBench:
    knows = True

    def __init__(self) -> None:
        self.printer = SimulatedPrinter()

    def break_it(self) -> None:
        self.printer.trouble = "paper_out"

    def mend_it(self) -> None:
        self.printer.trouble = None

    def came_out(self, *slips: Slip) -> bool:
        return [job.slip for job in self.printer.printed] == list(slips)


class DeviceBench:
    """A printer that speaks to a simulated device."""

    knows = True

    def __init__(self, printer: Printer, device: SimulatedDevice) -> None:
        self.printer, self._device = printer, device

    def break_it(self) -> None:
        self._device.befall("paper_out")

    def mend_it(self) -> None:
        self._device.mend()

    def came_out(self, *slips: Slip) -> bool:
        return self._brought() == b"".join(map(native, slips))

    def _brought(self) -> bytes:
        return b"".join(bytes(visit.received) for visit in self._device.visits)


class CupsBench(DeviceBench):
    """The device stands behind a queue of a CUPS that runs for this test alone."""

    knows = False

    def break_it(self) -> None:
        run("cupsdisable", "slips")

    def mend_it(self) -> None:
        run("cupsenable", "slips")

    def came_out(self, *slips: Slip) -> bool:
        deadline = time.monotonic() + _PATIENCE_S
        while not super().came_out(*slips) and time.monotonic() < deadline:
            time.sleep(0.02)  # the last bytes may still be on their way
        return super().came_out(*slips)


@contextlib.contextmanager
def folder(tmp_path: Path, _: pytest.MonkeyPatch) -> Iterator[Bench]:
    yield FolderBench(tmp_path / "slips")


@contextlib.contextmanager
def simulated(_: Path, __: pytest.MonkeyPatch) -> Iterator[Bench]:
    yield SimulatedBench()


@contextlib.contextmanager
def network(_: Path, __: pytest.MonkeyPatch) -> Iterator[Bench]:
    device = SimulatedDevice()
    with on_the_network(device) as port:
        yield DeviceBench(EscposPrinter(Network("127.0.0.1", port), native), device)


@contextlib.contextmanager
def serial(_: Path, __: pytest.MonkeyPatch) -> Iterator[Bench]:
    device = SimulatedDevice()
    with on_a_serial_port(device) as name:
        yield DeviceBench(EscposPrinter(Serial(name, 115_200), native), device)


@contextlib.contextmanager
def usb(_: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Bench]:
    device = SimulatedDevice()
    plug_in(monkeypatch, SimulatedBus(device))
    yield DeviceBench(EscposPrinter(Usb(VENDOR, PRODUCT), native), device)


@contextlib.contextmanager
def cups(_: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Bench]:
    device = SimulatedDevice()
    with on_the_network(device) as port, private_cups() as socket:
        monkeypatch.setenv("CUPS_SERVER", str(socket))
        run("lpadmin", "-p", "slips", "-E", "-v", f"socket://127.0.0.1:{port}")
        yield CupsBench(CupsPrinter("slips", native), device)


BENCHES: tuple[Setting, ...] = (folder, simulated, network, serial, usb, cups)
