"""What the doctor says: the fix of the worst finding first, then a line for each thing; or JSON for programs."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Final

from kiosk import __version__
from kiosk.app.doctor.finding import Finding, State, worst
from kiosk.domain.catalogue import Text

_MARKS: Final[dict[State, str]] = {"good": "  ", "warn": "! ", "bad": "X ", "unknown": "? "}
NAMES: Final[dict[str, Text]] = {
    "settings": Text("设置", "Settings"),
    "glibc": Text("系统库", "System library"),
    "graphics": Text("图形", "Graphics"),
    "fonts": Text("字体", "Fonts"),
    "sound": Text("声音", "Sound"),
    "places": Text("目录权限", "Folders"),
    "headquarters_role": Text("总行角色", "Role of headquarters"),
    "data": Text("数据目录", "Data folder"),
    "time": Text("本机时间", "Time"),
    "service": Text("网点服务", "Service"),
    "opening": Text("开门检查", "Opening check"),
    "printer": Text("打印机", "Printer"),
    "paper": Text("打印纸", "Paper"),
    "disk": Text("磁盘空间", "Disk"),
    "database": Text("数据库", "Database"),
    "backup": Text("备份", "Backup"),
    "clock": Text("服务时钟", "Service clock"),
    "screen_entrance": Text("取号屏", "Entrance screen"),
    "screen_exit": Text("出口屏", "Exit screen"),
    "screen_hall": Text("叫号屏", "Hall screen"),
    "sync": Text("总行同步", "Headquarters"),
    "calibration": Text("屏幕尺寸", "Screen size"),
    "size_entrance": Text("取号屏尺寸", "Size of the entrance screen"),
    "size_exit": Text("出口屏尺寸", "Size of the exit screen"),
    "size_hall": Text("叫号屏尺寸", "Size of the hall screen"),
    "catalogue": Text("业务目录", "Catalogue"),
    "updates": Text("更新", "Updates"),
    "restore_drill": Text("恢复演练", "Restore drill"),
    "second_backup": Text("第二备份", "Second place for backups"),
}
"""What each finding is called."""


def lines(findings: Sequence[Finding], *, well: bool = False) -> Iterator[str]:
    """Yield what to do first, or that all is well, in both languages; then two lines for each finding.

    `well`: it is, for the purpose that was asked for, whatever was found.
    """
    first = None if well else worst(findings)
    if first is None:
        yield "一切正常。 All is well."
    else:
        name = NAMES[first.check]
        yield f"{name.zh}：{first.fix_zh or first.zh} {name.en}: {first.fix_en or first.en}"
    for one in findings:
        name, mark = NAMES[one.check], _MARKS[one.state]
        yield f"{mark}{name.zh}：{one.zh}{one.fix_zh if one is not first else ''}"
        yield f"  {name.en}: {one.en}{' ' * bool(one.fix_en)}{one.fix_en if one is not first else ''}".rstrip()


def as_json(findings: Sequence[Finding]) -> str:
    """Return the findings as JSON: `version`, `state` of the worst, its `fix_zh` and `fix_en`, and `findings`."""
    first = worst(findings)
    told = {
        "version": __version__,
        "state": first.state if first else "good",
        "fix_zh": first.fix_zh or first.zh if first else "",
        "fix_en": first.fix_en or first.en if first else "",
        "findings": [asdict(one) for one in findings],
    }
    return json.dumps(told, ensure_ascii=False, indent=2)
