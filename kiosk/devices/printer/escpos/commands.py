"""The few ESC/POS commands our slips are made of, and their bytes.

Only what practically every receipt printer of the last fifteen years obeys, Epson's and its many Chinese cousins.
Source: Epson's ESC/POS Command Reference for TM printers.
"""

from collections.abc import Iterator
from typing import Final, Literal

INITIALISE: Final = b"\x1b@\x1da\x00"
"""ESC @ and GS a 0: forget whatever the job before has set, and say nothing unasked, which might pass for an answer."""
CHINESE: Final = b"\x1c&"
"""FS &: two bytes from 0x81 on are one character of GB18030. Printers for China start so, others may not."""
LINE_END: Final = b"\n"
CUT: Final = b"\x1dVB\x00"
"""GS V 66 0: feed as far as the knife and cut, leaving a corner: the slip does not fall to the floor."""

MAX_FEED: Final = 255
MAX_SIZE: Final = 8
_ALIGNMENTS: Final = {"l": 0, "m": 1, "r": 2}


def feed(dots: int) -> Iterator[bytes]:
    """Yield ESC J commands that move the paper on. Their unit is a dot on 203 dpi printers by default."""
    while dots > 0:
        step = min(dots, MAX_FEED)
        yield bytes((0x1B, 0x4A, step))
        dots -= step


def raster(row_bytes: int, rows: bytes) -> bytes:
    """Return GS v 0: rows of `row_bytes` bytes each, a bit for each dot, the left one highest, 1 is black."""
    count = len(rows) // row_bytes
    return b"\x1dv0\x00" + row_bytes.to_bytes(2, "little") + count.to_bytes(2, "little") + rows


def size(wide: int, high: int) -> bytes:
    """Return GS !: characters 1 to 8 times as wide and high from here on."""
    return bytes((0x1D, 0x21, (wide - 1) << 4 | high - 1))


def align(where: Literal["l", "m", "r"]) -> bytes:
    """Return ESC a: lines from here on stand at the left, in the middle or at the right."""
    return bytes((0x1B, 0x61, _ALIGNMENTS[where]))


def bold(*, on: bool) -> bytes:
    """Return ESC E: bold from here on, or no more."""
    return bytes((0x1B, 0x45, on))


def reverse(*, on: bool) -> bytes:
    """Return GS B: white on black from here on, or no more."""
    return bytes((0x1D, 0x42, on))


def qr(payload: bytes, module: int) -> bytes:
    """Return GS ( k: a QR symbol, model 2, level M, `module` dots a module, drawn by the printer itself."""
    return b"".join(
        b"\x1d(k" + len(parameters).to_bytes(2, "little") + parameters
        for parameters in (
            b"1A2\x00",  # model 2
            bytes((0x31, 0x43, module)),
            b"1E1",  # level M: 15 % may be lost
            b"1P0" + payload,
            b"1Q0",  # print it
        )
    )
