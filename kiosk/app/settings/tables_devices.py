"""What can be set of screens and printer: tables of kiosk.toml, see `tables`."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from kiosk.app.settings.setting import setting


@dataclass(frozen=True, slots=True)
class Screen:
    """本机各块公众屏共用的设置。 What holds for every public screen of this machine."""

    bottom_mm: int = setting(
        900,
        "屏幕下沿离地高度（毫米）",
        "Height of the screen's lower edge above the floor, in millimetres",
        low=380,
        high=950,
    )
    monitor: str = setting(
        "",
        "显示器编号（从 1 起）或名称；空为第一台",
        "Monitor to stand on: its number from 1, or its name; empty: the first",
        example="2",
    )
    diagonal_in: float | None = setting(
        None,
        "显示器对角线（英寸）；不设：21.5，大厅屏 55",
        "Diagonal of the monitor in inches; unset: 21.5, in the hall 55",
        low=7,
        high=200,
        example=21.5,
    )
    full_screen: bool = setting(False, "占满整个显示器", "Cover the whole monitor")  # noqa: FBT003 - a default
    theme: Path | None = setting(
        None,
        "本行外观目录（bank.toml 与标志）；不设：数据目录中的 theme",
        "Folder with the bank's bank.toml and logo; unset: theme in the data folder",
        example="/etc/kiosk/theme",
    )


@dataclass(frozen=True, slots=True)
class OneScreen:
    """这一块屏自己的设置，与 [screen] 不同时才写。 What this screen has of its own."""

    monitor: str = setting(
        "", "这块屏的显示器；空则同 [screen]", "Monitor of this screen; empty: as in [screen]", example="2"
    )
    diagonal_in: float | None = setting(
        None,
        "这块屏的对角线（英寸）；不设则同 [screen]",
        "Diagonal of this screen in inches; unset: as in [screen]",
        low=7,
        high=200,
        example=55.0,
    )
    bottom_mm: int | None = setting(
        None,
        "这块屏下沿离地高度（毫米）；不设则同 [screen]",
        "Height of this screen's lower edge in millimetres; unset: as in [screen]",
        low=380,
        high=950,
        example=900,
    )


@dataclass(frozen=True, slots=True)
class Printer:
    """小票打印机；写了任何一项，printer.toml 就不起作用。 The printer; with one key set, printer.toml counts no more."""

    kind: Literal["folder", "network", "serial", "usb", "cups"] | None = setting(
        None,
        "接法：folder 文件夹，network 网口，serial 串口，usb，cups",
        "How it is reached; folder: slips as files",
        example="network",
    )
    host: str | None = setting(
        None, "网口：IP 地址（固定）", "network: its own, fixed IP address", example="192.168.1.50"
    )
    port: int | None = setting(
        None, "网口：端口；不设为 9100", "network: its port; unset: 9100", low=1, high=65_535, example=9100
    )
    device: str | None = setting(
        None, "串口：设备名，如 /dev/ttyS0、COM3", "serial: its device, such as /dev/ttyS0 or COM3",
        example="/dev/ttyS0",
    )  # fmt: skip
    baud: int | None = setting(
        None, "串口：波特率，与自检页一致", "serial: baud, as on its self-test page", low=1_200, high=921_600,
        example=115_200,
    )  # fmt: skip
    flow: Literal["rts_cts", "xon_xoff", "none"] | None = setting(
        None, "串口：流控；不设为 rts_cts", "serial: flow control; unset: rts_cts", example="rts_cts"
    )
    vendor: int | None = setting(
        None, "USB：lsusb 显示的前一个编号", "usb: the first number lsusb shows", low=1, high=0xFFFF,
        example=0x04B8,
    )  # fmt: skip
    product: int | None = setting(
        None, "USB：lsusb 显示的后一个编号", "usb: the second number lsusb shows", low=0, high=0xFFFF,
        example=0x0202,
    )  # fmt: skip
    queue: str | None = setting(
        None, "CUPS：原始 (raw) 队列名", "cups: the name of a raw queue", example="slips"
    )
    paper_mm: int | None = setting(
        None, "纸宽（毫米），58 或 80；不设为 80", "Width of the paper in millimetres, 58 or 80; unset: 80",
        low=58, high=80, example=80,
    )  # fmt: skip
    text: Literal["raster", "native"] | None = setting(
        None,
        "raster 以图像打印，native 用打印机自带字库；不设：慢速串口用 native",
        "raster: as a picture; native: the printer's own characters; unset: native on slow serial lines",
        example="raster",
    )
    status: bool | None = setting(
        None,
        "打印机回答状态查询；从不回答的写 false",
        "Whether it answers when asked how it is",
        example=True,
    )
    receipts: bool | None = setting(
        None,
        "打印机回执（GS r）；从不回执的写 false",
        "Whether it confirms a finished slip",
        example=True,
    )
