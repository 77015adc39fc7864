"""A serial port with a printer on it, opened through python-escpos."""

import contextlib
import errno
import time
from typing import TYPE_CHECKING, Final

from kiosk.devices.printer.transports import Line, LineLost, NotReached
from kiosk.devices.printer.transports.opener import DeviceNotFoundError, Serial

if TYPE_CHECKING:
    import serial

_TAKEN: Final = {errno.EAGAIN, errno.EACCES, errno.EBUSY}
_LOOK_S: Final = 0.002


def open_port(device: str, baud: int, flow: str) -> Line:
    """Return the port opened for us alone: two who ask at the same time would take one another's answers.

    Raises:
        NotReached: there is no such port, or somebody else has it.
    """
    opener = Serial(device, baud, timeout=0, xonxoff=flow == "xon_xoff", dsrdtr=False)
    try:
        opener.open()
    except (DeviceNotFoundError, OSError) as problem:
        raise NotReached("offline") from problem
    line = _Port(opener)
    try:
        line.take(hardware_flow=flow == "rts_cts")
    except OSError as problem:
        line.close()
        raise NotReached("busy" if problem.errno in _TAKEN else "offline") from problem
    return line


class _Port:
    """Works on the port itself: python-escpos reads and writes it without limits, and waits for ever to close it."""

    def __init__(self, opener: Serial) -> None:
        self._opener = opener  # it would close the port when forgotten
        self._port: serial.Serial = opener.device

    def take(self, *, hardware_flow: bool) -> None:
        self._port.exclusive = True
        self._port.rtscts = hardware_flow

    def write(self, data: bytes, limit_s: float) -> None:
        deadline = time.monotonic() + limit_s
        try:
            self._port.write_timeout = max(limit_s, _LOOK_S)
            self._port.write(data)
            while self._port.out_waiting:  # what the system holds has not left
                if time.monotonic() > deadline:
                    raise LineLost
                time.sleep(_LOOK_S)
        except OSError as problem:
            raise LineLost from problem

    def read(self, limit_s: float) -> bytes:
        try:
            # One at first: pyserial waits out its limit when fewer come than were asked for.
            self._port.timeout = limit_s
            came: bytes = self._port.read(1)
            return came + self._port.read(self._port.in_waiting) if came else came
        except OSError as problem:
            raise LineLost from problem

    def close(self) -> None:
        with contextlib.suppress(OSError):
            # Closing waits for what has not left, half a minute and longer when the printer takes nothing.
            self._port.reset_output_buffer()
        with contextlib.suppress(OSError):
            self._port.close()
        self._opener.close()
