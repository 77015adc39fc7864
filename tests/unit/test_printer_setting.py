"""printer.toml: what a technician may write, and what is said of everything else."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

from kiosk.devices.printer.chosen import (
    CupsQueue,
    PrinterSetting,
    load_printer_setting,
    parse_printer_setting,
    printer_from,
)
from kiosk.devices.printer.cups import CupsPrinter
from kiosk.devices.printer.escpos.printer import EscposPrinter
from kiosk.devices.printer.folder import FolderPrinter
from kiosk.devices.printer.paper import PAPER_58, PAPER_80
from kiosk.devices.printer.problems import BadPrinterFile
from kiosk.devices.printer.transports.ways import Network, Serial, Usb
from kiosk.resources import resources

SERIAL = 'kind = "serial"\ndevice = "/dev/ttyS0"\nbaud = '


def test_a_branch_without_the_file_prints_into_the_folder(tmp_path: Path) -> None:
    setting = load_printer_setting(tmp_path)

    assert setting == PrinterSetting()
    assert isinstance(printer_from(setting, tmp_path / "slips"), FolderPrinter)


@pytest.mark.parametrize(
    ("text", "setting"),
    [
        ('kind = "folder"', PrinterSetting()),
        ('kind = "network"\nhost = "192.168.1.50"', PrinterSetting(Network("192.168.1.50", 9100))),
        (
            'kind = "network"\nhost = "fe80::1"\nport = 9101\npaper_mm = 58\nstatus = false',
            PrinterSetting(Network("fe80::1", 9101), PAPER_58, "raster", status=False),
        ),
        (f"{SERIAL}115200", PrinterSetting(Serial("/dev/ttyS0", 115_200), PAPER_80, "native")),
        (f"{SERIAL}230400", PrinterSetting(Serial("/dev/ttyS0", 230_400), PAPER_80, "raster")),
        (
            f'{SERIAL}9600\nflow = "xon_xoff"\ntext = "raster"',
            PrinterSetting(Serial("/dev/ttyS0", 9_600, "xon_xoff"), PAPER_80, "raster"),
        ),
        ('kind = "usb"\nvendor = 0x04b8\nproduct = 0x0202', PrinterSetting(Usb(0x04B8, 0x0202))),
        ('kind = "cups"\nqueue = "slips"', PrinterSetting(CupsQueue("slips"), status=False, receipts=False)),
        (
            'kind = "network"\nhost = "192.168.1.50"\nreceipts = false',
            PrinterSetting(Network("192.168.1.50"), receipts=False),
        ),
    ],
)
def test_each_kind_of_printer_is_read_as_written(text: str, setting: PrinterSetting) -> None:
    assert parse_printer_setting(text.encode()) == setting


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "kind: is missing; add a text in quotes"),
        ('kind = "fax"', "kind: unknown value 'fax'; use one of: folder, network, serial, usb, cups"),
        ('kind = "network"', "host: is missing; add a text in quotes"),
        (
            'kind = "network"\nhost = "printer.local"',
            'host: is not an IP address; write one such as "192.168.1.50"',
        ),
        (
            'kind = "network"\nhost = "10.0.0.1"\nport = 0',
            "port: is out of range; write a number from 1 to 65535",
        ),
        (
            'kind = "network"\nhost = "10.0.0.1"\npaper_mm = 76',
            "paper_mm: is no width of paper; write 58 or 80",
        ),
        (
            'kind = "network"\nhost = "10.0.0.1"\nhots = "x"',
            "hots: unknown key; remove it or correct its spelling",
        ),
        (
            'kind = "serial"\ndevice = "ttyS0"\nbaud = 9600',
            "device: has the wrong form; write something like /dev/ttyS0",
        ),
        ('kind = "usb"\nvendor = "04b8"\nproduct = 2', "vendor: has the wrong type; write a whole number"),
        ('kind = "cups"\nqueue = "-h evil"', "queue: has the wrong form; write something like slips"),
        ('kind = "cups"\nqueue = "q"\nstatus = true', "status: unknown key"),
        ('kind = "cups"\nqueue = "q"\nreceipts = true', "receipts: unknown key"),
        ("kind = ", "is not valid TOML; correct it: Invalid value (at end of document)"),
    ],
)
def test_a_mistake_is_named_with_its_file_its_key_and_what_to_write(text: str, told: str) -> None:
    with pytest.raises(BadPrinterFile) as bad:
        parse_printer_setting(text.encode())

    first, *lines = str(bad.value).splitlines()
    assert "有误" in first
    assert "has mistakes" in first
    assert any(line.startswith(f"printer.toml: {told}") for line in lines)


def test_an_unknown_kind_is_the_only_mistake_told_of() -> None:
    with pytest.raises(BadPrinterFile) as bad:
        parse_printer_setting(b'kind = "netwrk"\nhost = "192.168.1.50"')

    assert [problem.key for problem in bad.value.problems] == ["kind"]


def test_a_file_in_another_encoding_is_named(tmp_path: Path) -> None:
    (tmp_path / "printer.toml").write_bytes('kind = "网络"'.encode("gb18030"))

    with pytest.raises(BadPrinterFile, match="save the file as UTF-8"):
        load_printer_setting(tmp_path)


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    (tmp_path / "printer.toml").mkdir()

    with pytest.raises(BadPrinterFile, match="cannot be read"):
        load_printer_setting(tmp_path)


def test_the_example_we_ship_is_good() -> None:
    example = (resources() / "printer" / "printer.toml").read_bytes()

    assert parse_printer_setting(example) == PrinterSetting(Network("192.168.1.50"))


def test_every_other_printer_the_example_shows_is_good_too() -> None:
    shipped = (resources() / "printer" / "printer.toml").read_text("utf-8")
    blocks = [
        "\n".join(line.removeprefix("# ") for line in block.splitlines()) for block in shipped.split("\n\n")
    ]
    settings = [parse_printer_setting(block.encode()) for block in blocks if block.startswith("kind")]

    assert [setting.way for setting in settings] == [
        Network("192.168.1.50"),
        Serial("/dev/ttyS0", 115_200),
        Usb(0x04B8, 0x0202),
        CupsQueue("slips"),
    ]


@pytest.mark.parametrize(
    ("way", "kind"),
    [
        (Network("192.168.1.50"), EscposPrinter),
        (Serial("COM3", 9_600), EscposPrinter),
        (Usb(1, 2), EscposPrinter),
        (CupsQueue("slips"), CupsPrinter),
    ],
)
@pytest.mark.parametrize("letters", ["raster", "native"])
def test_every_printer_can_be_sent_to_a_worker_process(
    way: Network, kind: type, letters: str, tmp_path: Path
) -> None:
    printer = printer_from(PrinterSetting(way, letters=letters), tmp_path)  # type: ignore[arg-type]

    assert isinstance(pickle.loads(pickle.dumps(printer)), kind)  # noqa: S301  # our own bytes of a moment ago
