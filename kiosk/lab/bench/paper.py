"""How long a customer stands before a printer: from the touch that takes a number to the last byte of its slip."""

import contextlib
import http.client
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from queue import Queue
from typing import Final, Self

from kiosk.devices.printer.chosen import PRINTER_FILE
from kiosk.devices.printer.escpos.commands import CUT
from kiosk.devices.printer.simulated_device import SimulatedDevice
from kiosk.domain.percentile import percentile
from kiosk.lab.bench.measure import Row
from kiosk.lab.running import RunningBranch

_CONFIRM_MS: Final = 50.0
_RANGE_MS: Final = 20.0
_WARM_S: Final = 8.0
"""A service begins to warm its fonts three seconds after it started, and needs one for them."""
_NEXT_CUSTOMER_S: Final = 0.3
"""Between two customers the printer gets to rest, as at an entrance: nobody takes two numbers in a second."""
_PATIENCE_S: Final = 10.0


class NetworkPrinter:
    """A simulated printer on a TCP port of this machine, on a thread of its own.

    `arrived` gives, for each job, the moment its last byte was here (perf_counter, s).
    """

    def __init__(self) -> None:
        self._server = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._server.getsockname()[1]
        self.arrived: Queue[float] = Queue()
        self._thread = threading.Thread(target=self._serve)
        self._thread.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown(socket.SHUT_RDWR)
        self._thread.join()
        self._server.close()

    def _serve(self) -> None:
        device = SimulatedDevice()
        with contextlib.suppress(OSError):  # the end
            while True:
                line, _ = self._server.accept()
                with line, contextlib.suppress(ConnectionError):
                    device.connect()
                    self._converse(line, device)

    def _converse(self, line: socket.socket, device: SimulatedDevice) -> None:
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        while came := line.recv(65_536):
            now = time.perf_counter()
            before = len(device.visits[-1].received)
            line.sendall(device.take(came))
            job = device.visits[-1].received
            if len(job) > before and job.endswith(CUT):
                self.arrived.put(now)


def paper_rows(folder: Path, customers: int) -> Iterator[Row]:
    """Measure a branch with a network printer, once it has warmed up: `customers` take a number each."""
    folder.mkdir()
    with NetworkPrinter() as printer:
        (folder / PRINTER_FILE).write_text(f'kind = "network"\nhost = "127.0.0.1"\nport = {printer.port}\n')
        with RunningBranch(folder) as branch:
            time.sleep(_WARM_S)
            taken = [_serve_customer(branch, printer) for _ in range(customers)]
    confirm, told = zip(*taken, strict=True)
    yield _row("confirm to last byte at the printer", confirm, _CONFIRM_MS)
    yield _row("range for a newcomer over HTTP", told, _RANGE_MS)


def _serve_customer(branch: RunningBranch, printer: NetworkPrinter) -> tuple[float, float]:
    """Let one customer ask how long it takes and take a number; return ms until the paper, and until the range."""
    began = time.perf_counter()
    _ask_range(branch.connection)
    told = time.perf_counter()
    branch.ask("issue_ticket", {"service": "deposit"})
    arrived = printer.arrived.get(timeout=_PATIENCE_S)
    time.sleep(_NEXT_CUSTOMER_S)
    return (arrived - told) * 1000, (told - began) * 1000


def _ask_range(connection: http.client.HTTPConnection) -> None:
    connection.request("GET", "/v1/quote?service=deposit&care=ordinary")
    connection.getresponse().read()


def _row(what: str, durations: tuple[float, ...], limit_ms: float) -> Row:
    worst = percentile(durations, 99)
    figure = f"p50 {percentile(durations, 50):.1f} ms, p99 {worst:.1f} ms"
    return Row(what, figure, f"p99 <= {limit_ms:.0f} ms", worst <= limit_ms)
