"""`kiosk printer`: what printer this branch has, how it is, and a slip to try it with."""

import uuid
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Final, assert_never

from kiosk.app.folders import Folders
from kiosk.branch.printing.sample import sample_slip
from kiosk.devices.printer.chosen import (
    PRINTER_FILE,
    CupsQueue,
    PrinterSetting,
    load_printer_setting,
    printer_from,
)
from kiosk.devices.printer.port import Job, NotPrinted, Printed, Reason, Unknown
from kiosk.devices.printer.transports.ways import Network, Serial, Usb
from kiosk.domain.catalogue import Text
from kiosk.domain.facts import PrinterCondition
from kiosk.domain.printers import hindrance
from kiosk.resources import resources

_TROUBLES: Final[dict[Reason, Text]] = {
    "paper_out": Text("缺纸：请装纸。", "It is out of paper: put a new roll in."),
    "cover_open": Text("上盖开着：请合上。", "Its cover is open: close it."),
    "jam": Text(
        "卡纸：请打开上盖取出卡住的纸。", "Paper is stuck: open the cover and take the stuck paper out."
    ),
    "fault": Text(
        "打印机故障：请关机片刻再开机；仍然如此请报修。",
        "It has a fault: switch it off for a moment and on again; if that does not help, have it repaired.",
    ),
    "offline": Text(
        "连不上，或不应答：请检查电源、连接线和地址（kiosk.toml 的 [printer]，或 printer.toml），改后重启网点服务。"
        "若它从不应答状态查询，请写 status = false。",
        "It cannot be reached, or does not answer: check its power, its cable and its address ([printer] in kiosk.toml, or "
        "printer.toml); restart the service after a change. If it never answers when asked how it is, write status = false.",
    ),
    "busy": Text(
        "另一程序正在使用打印机：请稍后再试。", "Another program has the printer: try again in a moment."
    ),
    "disk_full": Text("磁盘已满：请腾出空间。", "The disk is full: free some space."),
    "no_folder": Text("不能建立小票目录。", "The folder for slips cannot be made."),
    "not_allowed": Text("无权写入小票目录。", "The folder for slips may not be written."),
    "storage_error": Text("磁盘写入出错。", "The disk fails to write."),
}
_CONDITIONS: Final[dict[PrinterCondition, Text]] = {
    "ready": Text("就绪。", "It is ready."),
    "near_end": Text(
        "可以打印，纸快用完：请备好纸卷。", "It prints, and its paper ends soon: have a new roll at hand."
    ),
    "unsure": Text("在，但不报告状态。", "It is there, and does not say how it is."),
    "paper_out": _TROUBLES["paper_out"],
    "cover_open": _TROUBLES["cover_open"],
    "jam": _TROUBLES["jam"],
    "fault": _TROUBLES["fault"],
    "offline": _TROUBLES["offline"],
}
_PRINTED: Final = Text(
    "已打印：打印机确认测试小票已打出。", "Printed: the printer confirms that the slip came out."
)
_STAYED_WELL: Final = Text(
    "已送出，打印机此后一直正常（它不回执）。",
    "Sent, and the printer stayed well after it; it gives no receipts.",
)
_NO_RECEIPT: Final = Text(
    "若测试小票每次都完整打出而仍无法确认，打印机不会回执：请在 [printer] 或 printer.toml 中写 receipts = false。",
    "If the slip comes out whole each time and still nobody knows, the printer gives no receipts: "
    "write receipts = false in [printer] or printer.toml.",
)
_KEPT: Final = Text("测试小票已存入目录。", "The test slip is in the folder.")
_UNKNOWN: Final = Text(
    "已送出，但无法确认是否打出：请看打印机上有没有测试小票。",
    "Sent, and nobody knows whether it came out: look whether the slip is at the printer.",
)
_NOT_PRINTED: Final = Text("没有打印。", "Not printed.")


def example() -> str:
    """Return a printer.toml with every key explained."""
    return (resources() / "printer" / PRINTER_FILE).read_text("utf-8").rstrip()


def tell_printer(folders: Folders, *, test: bool, now: datetime) -> tuple[list[str], bool]:
    """Return what is to be said of the printer of a branch, and whether it is well as far as it tells.

    With `test` a slip is printed, dated `now` (local time). Blocks for as long as the printer needs.

    Raises:
        BadPrinterFile: its description cannot be used.
    """
    setting, slips = load_printer_setting(folders.root, folders.printer), folders.slips
    printer = printer_from(setting, slips)
    told = [_described(setting, slips)]
    outcome = printer.print(Job(str(uuid.uuid4()), sample_slip(now))) if test else None
    if isinstance(outcome, NotPrinted):
        told += [_NOT_PRINTED, _TROUBLES[outcome.reason]]
        return _lines(told), False
    condition = printer.condition()
    well = hindrance(condition) is None
    if outcome:
        told += _became(outcome, setting, well=well)
    return _lines([*told, _CONDITIONS[condition]]), well


def _became(outcome: Printed | Unknown, setting: PrinterSetting, *, well: bool) -> tuple[Text, ...]:
    confirms = setting.status and setting.receipts
    if isinstance(outcome, Unknown):
        return (_UNKNOWN, _NO_RECEIPT) if confirms and well else (_UNKNOWN,)
    if setting.way is None:
        return (_KEPT,)
    return (_PRINTED,) if confirms else (_STAYED_WELL,)


def _described(setting: PrinterSetting, slips: Path) -> Text:
    paper, pictures = setting.paper.mm, setting.letters == "raster"
    how = Text(
        f"纸宽 {paper} 毫米，{'图像' if pictures else '自带字库'}",
        f"{paper} mm paper, {'pictures' if pictures else 'its own characters'}",
    )
    match setting.way:
        case None:
            return Text(f"没有打印机：小票存入 {slips}", f"No printer: slips go into {slips}")
        case Network(host, port):
            where = Text(f"网络打印机 {host} 端口 {port}", f"Network printer {host} port {port}")
        case Serial(device, baud):
            where = Text(f"串口打印机 {device}，{baud} 波特", f"Serial printer {device} at {baud} baud")
        case Usb(vendor, product):
            number = f"{vendor:04x}:{product:04x}"
            where = Text(f"USB 打印机 {number}", f"USB printer {number}")
        case CupsQueue(name):
            where = Text(f"CUPS 队列 {name}", f"CUPS queue {name}")
        case _:
            assert_never(setting.way)
    return Text(f"{where.zh}，{how.zh}", f"{where.en}, {how.en}")


def _lines(texts: Iterable[Text]) -> list[str]:
    return [line for text in texts for line in (text.zh, text.en)]
