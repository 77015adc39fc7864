"""A receipt printer for tests: it obeys the bytes of a job and shows what came out, and refuses what a cheap one may.

Strict on purpose: a command nobody vouched for, a line or picture wider than the paper, a second cut or anything
after it is `Garbled`, for a real printer would print it as rubbish or lose it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from PIL import Image

from kiosk.devices.printer.paper import PAPER_80, Paper
from tests.slip_reader import has_symbol, qr_payload

Where = Literal["l", "m", "r"]
QR_STEPS = ("model", "module", "level", "store", "print")


class Garbled(Exception):
    """The printer would not print what was meant."""


@dataclass(frozen=True)
class Run:
    """Characters that look alike: text, times wide and high, bold, white on black, and where their line stands."""

    text: str
    wide: int = 1
    high: int = 1
    bold: bool = False
    white: bool = False
    where: Where = "l"


@dataclass(frozen=True)
class Reading:
    """What came out: the picture (mode "1", white where text stands), lines of text, QR payloads, and what happened."""

    picture: Image.Image
    lines: list[list[Run]]
    codes: list[str]
    events: list[str]

    @property
    def text(self) -> str:
        """All lines below one another."""
        return "\n".join("".join(run.text for run in line) for line in self.lines)

    def run(self, text: str) -> Run:
        """Return the one run that reads so."""
        (found,) = [run for line in self.lines for run in line if run.text == text]
        return found


def read(data: bytes, paper: Paper = PAPER_80) -> Reading:
    """Return what a printer with that paper makes of one job.

    Raises:
        Garbled: something in it is unknown, cut short, too wide, or in the wrong place.
    """
    printer = _Printer(data, paper)
    while printer.at < len(data):
        printer.obey()
    return printer.reading()


@dataclass
class _Printer:
    data: bytes
    paper: Paper
    at: int = 0
    rows: list[bytes] = field(default_factory=list)
    lines: list[list[Run]] = field(default_factory=list)
    line: list[Run] = field(default_factory=list)
    used: int = 0
    codes: list[str] = field(default_factory=list)
    events: list[str] = field(default_factory=list)
    chinese: bool = False
    wide: int = 1
    high: int = 1
    bold: bool = False
    white: bool = False
    where: Where = "l"
    symbol: list[str] = field(default_factory=list)
    stored: str = ""

    def obey(self) -> None:
        if "cut" in self.events:
            raise Garbled(f"{len(self.data) - self.at} bytes after the cut")
        if not self.events and not self.data.startswith(b"\x1b@"):
            raise Garbled("a job begins with a reset")
        match self.data[self.at]:
            case 0x1B:
                self.escape()
            case 0x1C:
                self.expect(self.take(2) == b"\x1c&", "after FS")
                self.chinese = True
                self.events.append("chinese")
            case 0x1D:
                self.group()
            case 0x0A:
                self.at += 1
                self.lines.append(self.line)
                self.line, self.used = [], 0
            case _:
                self.write()

    def escape(self) -> None:
        match self.take(2)[1:]:
            case b"@":
                self.expect(not self.events, "reset in the midst of a job")
                self.events.append("init")
            case b"J":
                count = self.take(1)[0]
                self.alone("feed")
                self.rows += [bytes(self.paper.dots // 8)] * count
                self.events.append(f"feed {count}")
            case b"a":
                self.alone("alignment")
                where: tuple[Where, ...] = ("l", "m", "r")
                self.where = where[self.take(1)[0]]
            case b"E":
                self.bold = self.flag()
            case other:
                raise Garbled(f"unknown: ESC {other!r}")

    def group(self) -> None:
        match self.take(2)[1:]:
            case b"v":
                self.raster()
            case b"!":
                size = self.take(1)[0]
                self.expect(not size & 0x88, "size")
                self.wide, self.high = (size >> 4) + 1, (size & 7) + 1
            case b"a":
                self.expect(self.take(1) == b"\x00", "status unasked")
            case b"B":
                self.white = self.flag()
            case b"(":
                self.code()
            case b"V":
                self.expect(self.take(2)[:1] == b"B", "cut")
                self.alone("cut")
                self.events.append("cut")
            case other:
                raise Garbled(f"unknown: GS {other!r}")

    def raster(self) -> None:
        self.expect(self.take(2) == b"0\x00", "raster mode")
        self.alone("picture")
        self.expect(self.where == "l", "a picture stands at the left")
        width, height = self.short(), self.short()
        self.expect(0 < width * 8 <= self.paper.dots, "picture is wider than the paper")
        self.expect(0 < height <= 256, "more rows than a small buffer holds")
        full = self.paper.dots // 8
        self.rows += [self.take(width).ljust(full, b"\x00") for _ in range(height)]
        self.events.append(f"raster {height}")

    def code(self) -> None:
        """GS ( k: five commands make a symbol."""
        self.expect(self.take(1) == b"k", "after GS (")
        parameters = self.take(self.short())
        self.alone("code")
        known = {b"1A2\x00": "model", b"1E1": "level", b"1Q0": "print"}
        if parameters in known:
            self.symbol.append(known[parameters])
        elif parameters[:2] == b"1C" and len(parameters) == 3 and 3 <= parameters[2] <= 8:
            self.symbol.append("module")
        elif parameters[:3] == b"1P0":
            self.symbol.append("store")
            self.stored = parameters[3:].decode("ascii")
            self.expect(self.stored.isprintable(), "control byte in a code")
        else:
            raise Garbled(f"unknown: GS ( k {parameters!r}")
        if self.symbol[-1] == "print":
            self.expect(tuple(self.symbol) == QR_STEPS, f"order of {self.symbol}")
            self.codes.append(self.stored)
            self.symbol = []

    def write(self) -> None:
        start = self.at
        while self.at < len(self.data) and self.data[self.at] >= 0x20:
            first = self.take(1)[0]
            if first in range(0x81, 0xFF):
                self.expect(self.chinese, "Chinese before FS &")
                self.expect(self.take(1)[0] in {*range(0x40, 0x7F), *range(0x80, 0xFF)}, "second byte")
            else:
                self.expect(first in range(0x20, 0x7F), f"byte {first:#x}")
        raw = self.data[start : self.at]
        self.expect(bool(raw), f"control byte {self.data[start]:#x}")
        self.used += len(raw) * self.wide
        self.expect(self.used <= self.paper.columns, f"line of {self.used} columns")
        run = Run(raw.decode("gbk"), self.wide, self.high, self.bold, self.white, self.where)
        self.line.append(run)

    def take(self, count: int) -> bytes:
        taken = self.data[self.at : self.at + count]
        if len(taken) < count:
            raise Garbled("the job is cut short")
        self.at += count
        return taken

    def short(self) -> int:
        return int.from_bytes(self.take(2), "little")

    def flag(self) -> bool:
        value = self.take(1)[0]
        self.expect(value <= 1, "neither on nor off")
        return bool(value)

    def alone(self, what: str) -> None:
        self.expect(not self.line, f"{what} in the midst of a line")

    def expect(self, good: bool, what: str) -> None:  # noqa: FBT001  # reads like an assertion
        if not good:
            raise Garbled(f"byte {self.at}: {what}")

    def reading(self) -> Reading:
        self.expect(self.events[-1:] == ["cut"] and not self.symbol, "a job ends with a cut")
        size = (self.paper.dots, len(self.rows))
        # A bit set is ink, and white in Pillow.
        ink = Image.frombytes("1", size, b"".join(self.rows))
        grey = ink.convert("L").point(lambda dot: 255 - dot)
        codes = [*self.codes, qr_payload(grey)] if size[1] and has_symbol(grey) else self.codes
        return Reading(grey.convert("1"), self.lines, codes, self.events)
