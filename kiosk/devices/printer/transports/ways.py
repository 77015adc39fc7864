"""The ways to receipt printers as plain data, as a technician writes them down."""

from dataclasses import dataclass
from typing import Final, Literal

from kiosk.devices.printer.transports import Line
from kiosk.devices.printer.transports.network import connect

# python-escpos loads its printer table for 0.4 s: only a branch whose printer needs it waits for that, and only once.
# ruff: noqa: PLC0415

Flow = Literal["rts_cts", "xon_xoff", "none"]

RAW_PORT: Final = 9100


@dataclass(frozen=True, slots=True)
class Network:
    """A printer at an IP address. A name would have to be looked up, for which there is no time limit."""

    host: str
    port: int = RAW_PORT

    def open(self, limit_s: float) -> Line:
        """Connect; see `Transport`."""
        return connect(self.host, self.port, limit_s)


@dataclass(frozen=True, slots=True)
class Serial:
    """A printer on a serial port such as /dev/ttyS0 or COM3. `flow` is how it makes us wait."""

    device: str
    baud: int
    flow: Flow = "rts_cts"

    def open(self, limit_s: float) -> Line:  # noqa: ARG002  # opens at once or not at all
        """Open the port; see `Transport`."""
        from kiosk.devices.printer.transports.serial_port import open_port

        return open_port(self.device, self.baud, self.flow)


@dataclass(frozen=True, slots=True)
class Usb:
    """The printer with these two numbers, as `lsusb` shows them."""

    vendor: int
    product: int

    def open(self, limit_s: float) -> Line:  # noqa: ARG002  # is on the bus or is not
        """Take the printer's interface; see `Transport`."""
        from kiosk.devices.printer.transports.usb_pipes import open_pipes

        return open_pipes(self.vendor, self.product)
