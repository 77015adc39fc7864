"""A printer on USB, opened through python-escpos. On Linux that needs the system's libusb-1.0."""

import errno
import time
from typing import Final

import usb.core
import usb.util

from kiosk.devices.printer.transports import Line, LineLost, NotReached
from kiosk.devices.printer.transports.opener import DeviceNotFoundError, Usb

_PRINTER_CLASS: Final = 7
_MOST_BYTES: Final = 64
_PAUSE_S: Final = 0.005


def open_pipes(vendor: int, product: int) -> Line:
    """Return a line over the two pipes of the printer with these numbers.

    Raises:
        NotReached: it is not on the bus, somebody else has it, or this system has no libusb.
    """
    opener = _GentleUsb(vendor, product)
    try:
        opener.open()
        return _Pipes(opener)
    except (DeviceNotFoundError, usb.core.NoBackendError) as problem:
        raise NotReached("offline") from problem
    except usb.core.USBError as problem:
        opener.close()
        raise NotReached("busy" if problem.errno == errno.EBUSY else "offline") from problem


class _GentleUsb(Usb):  # type: ignore[misc] # python-escpos ships no types
    """python-escpos resets the device each time it opens it, which throws away a slip it has not printed yet."""

    def _configure_usb(self) -> None:
        try:
            self.device.get_active_configuration()
        except usb.core.USBError:
            self.device.set_configuration()


class _Pipes:
    """Works on the endpoints: python-escpos guesses them, and takes for whole what a full printer took in part."""

    def __init__(self, opener: Usb) -> None:
        self._opener = opener
        self._out, self._in = _endpoints(opener.device)

    def write(self, data: bytes, limit_s: float) -> None:
        deadline = time.monotonic() + limit_s
        left = data
        while left:
            try:
                left = left[self._out.write(left, _milliseconds(deadline)) :]
            except usb.core.USBError as problem:
                raise LineLost from problem
            if left and time.monotonic() > deadline:
                raise LineLost

    def read(self, limit_s: float) -> bytes:
        deadline = time.monotonic() + limit_s
        while self._in is not None:
            try:
                came = self._in.read(_MOST_BYTES, _milliseconds(deadline))
            except usb.core.USBTimeoutError:
                return b""
            except usb.core.USBError as problem:
                raise LineLost from problem
            if len(came):
                return bytes(came)
            if time.monotonic() > deadline:
                return b""
            time.sleep(_PAUSE_S)  # many printers answer at once that they have nothing to say
        return b""

    def close(self) -> None:
        self._opener.close()


def _endpoints(device: usb.core.Device) -> tuple[usb.core.Endpoint, usb.core.Endpoint | None]:
    """Claim the printer's interface; return its way out, and its way in if it has one.

    The interface is the one of class printer, or else the first: cheap printers call themselves "vendor specific".
    """
    interfaces = list(device.get_active_configuration())
    interface = next((each for each in interfaces if each.bInterfaceClass == _PRINTER_CLASS), interfaces[0])
    usb.util.claim_interface(device, interface)
    bulk = [
        each for each in interface if usb.util.endpoint_type(each.bmAttributes) == usb.util.ENDPOINT_TYPE_BULK
    ]
    ways = {usb.util.endpoint_direction(each.bEndpointAddress): each for each in bulk}
    if usb.util.ENDPOINT_OUT not in ways:
        raise usb.core.USBError("no way out", errno=errno.ENODEV)
    return ways[usb.util.ENDPOINT_OUT], ways.get(usb.util.ENDPOINT_IN)


def _milliseconds(deadline: float) -> int:
    """Return what is left, at least one: none at all would mean no limit."""
    return max(1, int((deadline - time.monotonic()) * 1000))
