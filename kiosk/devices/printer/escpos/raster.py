"""A slip as a picture in ESC/POS: looks the same on every printer, whatever fonts it has."""

from collections.abc import Iterator
from itertools import groupby
from typing import Final

from PIL import Image

from kiosk.devices.printer.escpos import commands
from kiosk.devices.printer.layout import lay_out
from kiosk.devices.printer.paper import Paper
from kiosk.devices.printer.picture import drawn
from kiosk.domain.slip import Slip

DARK_BELOW: Final = 160
"""Of 255. Not half: the thin strokes of small Chinese characters would be a single dot wide, and have gaps."""
_BURNT: Final = [255 * (grey < DARK_BELOW) for grey in range(256)]
_BAND: Final = 256  # rows: 18 kB on 80 mm, which a small buffer takes as it prints
_WORTH: Final = 16  # blank rows from which a feed is quicker; fewer lie inside of what belongs together


def raster_job(slip: Slip, paper: Paper) -> bytes:
    """Return all a printer needs for the slip: reset, picture, one partial cut. The same bytes for the same slip.

    Texts become dots here: no byte of theirs reaches the printer. Plain function of plain data: may run in any
    thread or process.
    """
    return encoded(drawn(lay_out(slip, paper)))


def encoded(picture: Image.Image) -> bytes:
    """Return the job that prints a picture in 8-bit grey, as wide as the printer; from `DARK_BELOW` on it stays white.

    GS v 0 and not GS ( L: the older command is the one that cheap printers know.
    """
    row_bytes = picture.width // 8
    dots = picture.point(_BURNT, "1").tobytes()
    return b"".join((commands.INITIALISE, *_bands(dots, row_bytes), commands.CUT))


def _bands(dots: bytes, row_bytes: int) -> Iterator[bytes]:
    """Yield bands of rows with ink in them, and feeds over the white between."""
    blank = bytes(row_bytes)
    rows = (dots[at : at + row_bytes] for at in range(0, len(dots), row_bytes))
    start = end = 0
    for white, run in groupby(rows, blank.__eq__):
        count = sum(1 for _ in run)
        if white and count >= _WORTH:
            yield from _inked(dots[start * row_bytes : end * row_bytes], row_bytes)
            yield from commands.feed(count)
            start = end + count
        end += count
    yield from _inked(dots[start * row_bytes :], row_bytes)


def _inked(dots: bytes, row_bytes: int) -> Iterator[bytes]:
    for at in range(0, len(dots), _BAND * row_bytes):
        yield commands.raster(row_bytes, dots[at : at + _BAND * row_bytes])
