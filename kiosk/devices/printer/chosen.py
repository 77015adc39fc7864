"""Which printer a branch has: `printer.toml` in its data folder, written by a technician; without it, a folder."""

import ipaddress
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final, Literal, cast, get_args

from kiosk.devices.printer.cups import CupsPrinter
from kiosk.devices.printer.escpos.native import native_job
from kiosk.devices.printer.escpos.printer import EscposPrinter
from kiosk.devices.printer.escpos.raster import raster_job
from kiosk.devices.printer.folder import FolderPrinter
from kiosk.devices.printer.paper import PAPER_58, PAPER_80, Paper
from kiosk.devices.printer.port import Printer
from kiosk.devices.printer.problems import BadPrinterFile
from kiosk.devices.printer.transports.ways import RAW_PORT, Flow, Network, Serial, Usb
from kiosk.domain.strict_table import Problem, Table

PRINTER_FILE: Final = "printer.toml"
Kind = Literal["folder", "network", "serial", "usb", "cups"]
Letters = Literal["raster", "native"]

_NOTHING: Final[Mapping[str, object]] = {}
_SLOW_BAUD: Final = 115_200
"""A slip as a picture takes more than five seconds on a line no faster than this, as text an instant."""
_DEVICE: Final = re.compile(r"/dev/[A-Za-z0-9_./-]{1,80}|COM[0-9]{1,3}")
_QUEUE: Final = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,126}")


@dataclass(frozen=True, slots=True)
class CupsQueue:
    """A raw queue of CUPS on this machine."""

    name: str


@dataclass(frozen=True, slots=True)
class PrinterSetting:
    """A printer as its technician describes it.

    `way` is how it is reached, None for the folder. `letters`: slips as pictures or in the printer's own
    characters. `status`: whether it answers when asked how it is; `receipts`: whether also when it has finished.
    """

    way: Network | Serial | Usb | CupsQueue | None = None
    paper: Paper = PAPER_80
    letters: Letters = "raster"
    status: bool = True
    receipts: bool = True


def load_printer_setting(data: Path, machine: Mapping[str, object] = _NOTHING) -> PrinterSetting:
    """Return what `machine` says, the [printer] of the machine's settings; if empty, what `printer.toml` in `data` does.

    With neither it is a folder.

    Raises:
        BadPrinterFile: with every problem found.
    """
    if machine:
        return printer_setting(machine)
    file = data / PRINTER_FILE
    try:
        return parse_printer_setting(file.read_bytes())
    except FileNotFoundError:
        return PrinterSetting()
    except OSError as error:
        raise BadPrinterFile((_whole(f"cannot be read ({error.strerror}); allow reading it"),)) from error


def parse_printer_setting(content: bytes) -> PrinterSetting:
    """Return what the bytes of a printer.toml say.

    Raises:
        BadPrinterFile: with every problem found.
    """
    try:
        table = tomllib.loads(content.decode("utf-8-sig"))  # Windows editors begin a file with a mark
    except UnicodeDecodeError as error:
        raise BadPrinterFile((_whole("is not UTF-8; save the file as UTF-8"),)) from error
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise BadPrinterFile((_whole(f"is not valid TOML; correct it: {error}"),)) from error
    return printer_setting(table)


def printer_setting(table: Mapping[str, object]) -> PrinterSetting:
    """Return what the keys of a printer.toml say, wherever they stood: [printer] of the machine's settings has the same.

    Raises:
        BadPrinterFile: with every problem found.
    """
    problems: list[Problem] = []
    found = Table(table, PRINTER_FILE, problems)
    kind = found.one_of("kind", get_args(Kind))  # without it nobody can say which other keys are right
    setting = PrinterSetting() if problems else found.read(partial(_setting, kind=kind))
    if problems:
        raise BadPrinterFile(tuple(problems))
    return setting


def printer_from(setting: PrinterSetting, slips: Path) -> Printer:
    """Return the printer a setting describes, picklable and not opened yet; without one it prints into `slips`."""
    job = native_job if setting.letters == "native" else raster_job
    encode = partial(job, paper=setting.paper)
    match setting.way:
        case None:
            return FolderPrinter(slips)
        case CupsQueue(name):
            return CupsPrinter(name, encode)
        case way:
            return EscposPrinter(way, encode, answers=setting.status, receipts=setting.receipts)


def _setting(table: Table, kind: str) -> PrinterSetting:
    if kind == "folder":
        return PrinterSetting()
    way = _way(table, kind)
    slow = isinstance(way, Serial) and way.baud <= _SLOW_BAUD
    letters = table.one_of("text", get_args(Letters)) if "text" in table else ("native" if slow else "raster")
    status, receipts = (kind != "cups" and _unless_denied(table, key) for key in ("status", "receipts"))
    return PrinterSetting(way, _paper(table), cast("Letters", letters), status, receipts)


def _unless_denied(table: Table, key: str) -> bool:
    return table.flag(key) if key in table else True


def _way(table: Table, kind: str) -> Network | Serial | Usb | CupsQueue:
    match kind:
        case "network":
            port = table.number("port", 1, 65_535) if "port" in table else RAW_PORT
            return Network(_address(table), port)
        case "serial":
            flow = table.one_of("flow", get_args(Flow)) if "flow" in table else "rts_cts"
            device = table.code("device", _DEVICE, "/dev/ttyS0 or COM3")
            return Serial(device, table.number("baud", 1_200, 921_600), cast("Flow", flow))
        case "usb":
            return Usb(table.number("vendor", 0x0001, 0xFFFF), table.number("product", 0x0000, 0xFFFF))
        case _:
            return CupsQueue(table.code("queue", _QUEUE, "slips"))


def _address(table: Table) -> str:
    host = table.line("host")
    try:
        return str(ipaddress.ip_address(host))
    except ValueError:
        if host:
            table.problem("host", 'is not an IP address; write one such as "192.168.1.50"')
        return ""


def _paper(table: Table) -> Paper:
    width = table.number("paper_mm", 1, 1_000) if "paper_mm" in table else PAPER_80.mm
    paper = next((each for each in (PAPER_58, PAPER_80) if each.mm == width), None)
    if paper is None:
        table.problem("paper_mm", "is no width of paper; write 58 or 80")
    return paper or PAPER_80


def _whole(reason: str) -> Problem:
    return Problem(PRINTER_FILE, "", reason)
