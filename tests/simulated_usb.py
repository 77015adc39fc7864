"""A USB bus with one printer on it, beneath pyusb: everything of ours, python-escpos and pyusb runs as it is."""

from __future__ import annotations

import errno
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import usb.backend
import usb.backend.libusb1
import usb.core

from kiosk.devices.printer.simulated_device import Deaf, Gone, SimulatedDevice

if TYPE_CHECKING:
    from array import array

    import pytest

VENDOR, PRODUCT = 0x04B8, 0x0202
_OUT, _IN = 0x03, 0x81  # not those python-escpos guesses
_TRANSFER_BYTES = 500
"""What it takes at a time: fewer than a job has."""


class SimulatedBus(usb.backend.IBackend):  # type: ignore[misc] # pyusb ships no types
    """The part of libusb that pyusb needs for a device in `device`; None while nothing is plugged in."""

    def __init__(self, device: SimulatedDevice | None, *, answers: bool = True) -> None:
        super().__init__()
        self.device = device
        self.taken = False
        """Whether another program has claimed the printer."""
        self.resets = 0
        self._ends = (_OUT, _IN) if answers else (_OUT,)
        self._said = b""

    def enumerate_devices(self) -> list[SimulatedDevice]:
        return [self.device] if self.device else []

    def get_device_descriptor(self, dev: object) -> SimpleNamespace:
        del dev
        return SimpleNamespace(
            bLength=18, bDescriptorType=1, bcdUSB=0x0200, bDeviceClass=0, bDeviceSubClass=0, bDeviceProtocol=0,
            bMaxPacketSize0=64, idVendor=VENDOR, idProduct=PRODUCT, bcdDevice=0x0100, iManufacturer=0, iProduct=0,
            iSerialNumber=0, bNumConfigurations=1, address=1, bus=1, port_number=1, port_numbers=(1,), speed=2,
        )  # fmt: skip

    def get_configuration_descriptor(self, dev: object, config: int) -> SimpleNamespace:
        del dev
        if config:
            raise IndexError
        return SimpleNamespace(
            bLength=9, bDescriptorType=2, wTotalLength=32, bNumInterfaces=1, bConfigurationValue=1,
            iConfiguration=0, bmAttributes=0xC0, bMaxPower=1, extra_descriptors=[],
        )  # fmt: skip

    def get_interface_descriptor(self, dev: object, intf: int, alt: int, config: int) -> SimpleNamespace:
        del dev, config
        if intf or alt:
            raise IndexError
        return SimpleNamespace(
            bLength=9, bDescriptorType=4, bInterfaceNumber=0, bAlternateSetting=0, bNumEndpoints=len(self._ends),
            bInterfaceClass=7, bInterfaceSubClass=1, bInterfaceProtocol=2, iInterface=0, extra_descriptors=[],
        )  # fmt: skip

    def get_endpoint_descriptor(
        self, dev: object, ep: int, intf: int, alt: int, config: int
    ) -> SimpleNamespace:
        del dev, intf, alt, config
        return SimpleNamespace(
            bLength=7, bDescriptorType=5, bEndpointAddress=self._ends[ep], bmAttributes=2, wMaxPacketSize=64,
            bInterval=0, bRefresh=0, bSynchAddress=0, extra_descriptors=[],
        )  # fmt: skip

    def open_device(self, dev: SimulatedDevice) -> SimulatedDevice:
        try:
            dev.connect()
        except Gone as gone:
            raise usb.core.USBError("no such device", errno=errno.ENODEV) from gone
        return dev

    def close_device(self, dev_handle: object) -> None:
        pass

    def get_configuration(self, dev_handle: object) -> int:
        del dev_handle
        return 1

    def claim_interface(self, dev_handle: object, intf: int) -> None:
        del dev_handle, intf
        if self.taken:
            raise usb.core.USBError("busy", errno=errno.EBUSY)

    def release_interface(self, dev_handle: object, intf: int) -> None:
        pass

    def is_kernel_driver_active(self, dev_handle: object, intf: int) -> bool:
        del dev_handle, intf
        return False

    def reset_device(self, dev_handle: object) -> None:
        del dev_handle
        self.resets += 1

    def bulk_write(
        self, dev_handle: SimulatedDevice, ep: int, intf: int, data: array[int], timeout: int
    ) -> int:
        del ep, intf, timeout
        part = data.tobytes()[:_TRANSFER_BYTES]
        try:
            self._said += dev_handle.take(part)
        except Gone as gone:
            raise usb.core.USBError("no such device", errno=errno.ENODEV) from gone
        except Deaf as deaf:
            raise usb.core.USBTimeoutError("timed out", errno=errno.ETIMEDOUT) from deaf
        return len(part)

    def bulk_read(self, dev_handle: object, ep: int, intf: int, buff: array[int], timeout: int) -> int:
        del dev_handle, ep, intf, timeout
        if not self._said:
            raise usb.core.USBTimeoutError("timed out", errno=errno.ETIMEDOUT)
        came, self._said = self._said[: len(buff)], self._said[len(buff) :]
        buff[: len(came)] = type(buff)("B", came)
        return len(came)


def plug_in(monkeypatch: pytest.MonkeyPatch, bus: SimulatedBus | None) -> None:
    """Let pyusb find that bus, or no libusb at all, in place of the machine's own."""

    def get_backend(find_library: Any = None) -> SimulatedBus | None:  # noqa: ANN401  # pyusb's own signature
        del find_library
        return bus

    monkeypatch.setattr(usb.backend.libusb1, "get_backend", get_backend)
    monkeypatch.setattr("usb.backend.libusb0.get_backend", lambda: None)
    monkeypatch.setattr("usb.backend.openusb.get_backend", lambda: None)
