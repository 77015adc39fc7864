"""A slip as a PNG: what the screen shows of it."""

from io import BytesIO
from typing import Final

from kiosk.devices.printer.layout import lay_out
from kiosk.devices.printer.marks import DOTS_PER_MM
from kiosk.devices.printer.paper import PAPER_80, Paper
from kiosk.devices.printer.picture import drawn
from kiosk.domain.slip import Slip

_DPI: Final = DOTS_PER_MM * 25.4


def render_png(slip: Slip, paper: Paper = PAPER_80) -> bytes:
    """Return the slip as a PNG of 8-bit grey, as many dots wide as the paper, at 203 dpi; the same for the same slip.

    Plain function of plain data: may run in any thread or process.
    """
    file = BytesIO()
    # The lightest compression: 11 ms instead of 24 for a long slip, and 15 % more bytes.
    drawn(lay_out(slip, paper)).save(file, "PNG", dpi=(_DPI, _DPI), compress_level=1)
    return file.getvalue()
