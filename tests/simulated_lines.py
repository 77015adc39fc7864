"""Ways from our printers to a simulated device: in memory, over TCP, over a pair of pseudo-terminals."""

from __future__ import annotations

import contextlib
import os
import select
import socket
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kiosk.devices.printer.simulated_device import Deaf, Gone, SimulatedDevice
from kiosk.devices.printer.transports import LineLost, NotReached

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_STOP_LOOK_S = 0.02


@dataclass
class Memory:
    """A way to a device in this process. What a real line would wait for in vain fails at once."""

    device: SimulatedDevice

    def open(self, limit_s: float) -> MemoryLine:
        del limit_s
        try:
            self.device.connect()
        except Gone as gone:
            raise NotReached("offline") from gone
        return MemoryLine(self.device)


class MemoryLine:
    def __init__(self, device: SimulatedDevice) -> None:
        self._device = device
        self._said = b""

    def write(self, data: bytes, limit_s: float) -> None:
        del limit_s
        try:
            self._said += self._device.take(data)
        except (Gone, Deaf) as gone:
            raise LineLost from gone

    def read(self, limit_s: float) -> bytes:
        del limit_s
        said, self._said = self._said, b""
        return said

    def close(self) -> None:
        pass


@contextlib.contextmanager
def on_the_network(device: SimulatedDevice, port: int = 0, host: str = "127.0.0.1") -> Iterator[int]:
    """Let the device serve a TCP port of this machine, one connection at a time; yield the port, a free one for 0."""
    with (
        socket.create_server((host, port)) as server,
        _thread(lambda stopped: _serve(server, device, stopped)),
    ):
        yield server.getsockname()[1]


def _serve(server: socket.socket, device: SimulatedDevice, stopped: threading.Event) -> None:
    while not stopped.is_set():
        if not _readable(server.fileno()):
            continue
        connection, _ = server.accept()
        with connection, contextlib.suppress(OSError):
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            try:
                device.connect()
            except Gone:
                continue
            _converse(connection, device, stopped)


def _converse(connection: socket.socket, device: SimulatedDevice, stopped: threading.Event) -> None:
    while not stopped.is_set():
        if not _readable(connection.fileno()):
            continue
        came = connection.recv(4096)
        if not came:
            return
        try:
            connection.sendall(device.take(came))
        except Gone:
            return
        except Deaf:
            stopped.wait(5)
            return


@contextlib.contextmanager
def on_a_serial_port(device: SimulatedDevice) -> Iterator[str]:
    """Let the device sit at the far end of a pseudo-terminal; yield the name of the near end."""
    far, near = os.openpty()
    try:
        device.connect()
        with _thread(lambda stopped: _attend(far, device, stopped)):
            yield os.ttyname(near)
    finally:
        os.close(far)
        os.close(near)


def _attend(far: int, device: SimulatedDevice, stopped: threading.Event) -> None:
    while not stopped.is_set():
        if _readable(far):
            with contextlib.suppress(Gone, Deaf):
                os.write(far, device.take(os.read(far, 4096)))


def _readable(descriptor: int) -> bool:
    return bool(select.select([descriptor], [], [], _STOP_LOOK_S)[0])


@contextlib.contextmanager
def _thread(work: Callable[[threading.Event], None]) -> Iterator[None]:
    stopped = threading.Event()
    thread = threading.Thread(target=work, args=(stopped,))
    thread.start()
    try:
        yield
    finally:
        stopped.set()
        thread.join()
