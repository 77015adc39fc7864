"""The settings in force as a table: each with its value and where it was set; secrets are shown to nobody."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from kiosk.app.settings.kinds import written
from kiosk.app.settings.registry import registry
from kiosk.app.settings.setting import Setting
from kiosk.app.settings.tables import Settings
from kiosk.devices.printer.chosen import PRINTER_FILE

_MASK: Final = "********"


def shown(settings: Settings, *, origin: bool) -> list[str]:
    """Return a line for each setting: name, value and, with `origin`, where it was set."""
    rows = [(each.name, _value(settings, each), _origin(settings, each)) for each in registry]
    names, values = (max(len(row[column]) for row in rows) for column in (0, 1))
    wide = min(values, 48)
    if not origin:
        return [f"{name:{names}}  {value}" for name, value, _ in rows]
    return [f"{name:{names}}  {value:{wide}}  {where}" for name, value, where in rows]


def printer_line(settings: Settings, data: Path) -> str:
    """Return which description of the printer counts: [printer] here, or printer.toml in the data folder."""
    file = data / PRINTER_FILE
    try:
        is_there = file.exists()
    except PermissionError:  # the user of a kiosk's screens asks as well
        return (
            f"打印机：看不到 {data}，它属于另一用户。 Printer: {data} is another user's and cannot be seen."
        )
    if settings.table("printer"):
        there = f"；{file} 不起作用" if is_there else ""
        there_en = f"; {file} does not count" if is_there else ""
        return f"打印机：按上面的 [printer]{there}。 Printer: as [printer] says{there_en}."
    if is_there:
        return f"打印机：按 {file}。 Printer: as {file} says."
    return "打印机：没有设置，小票存为文件。 Printer: none is set, slips are saved as files."


def overruled(settings: Settings) -> Iterator[str]:
    """Yield a line for each value that a file or a variable sets and the policy sets otherwise."""
    for name, origin in settings.overruled:
        policy = settings.origin(name)
        at = f"{origin.place}:{origin.line}" if origin.line else origin.place
        yield (
            f"{at}: {name}: 策略另有规定（{policy.place}），以策略为准。 "
            f"The policy sets it otherwise ({policy.place}), and counts."
        )


def _value(settings: Settings, each: Setting) -> str:
    value = settings.value(each.name)
    if value is None:
        return "-"
    return _MASK if each.secret and value else written(value)


def _origin(settings: Settings, each: Setting) -> str:
    return str(settings.origin(each.name))
