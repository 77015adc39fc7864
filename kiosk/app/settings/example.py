"""A kiosk.toml with every setting there is, made of the registry: comments in both languages, values as shipped."""

from collections.abc import Iterator
from typing import Final

from kiosk.app.settings.kinds import allowed, written
from kiosk.app.settings.registry import TABLES, registry, words_of
from kiosk.app.settings.setting import Setting

_HEAD: Final = """\
# kiosk.toml：本机的全部设置。放在 /etc/kiosk/（Windows：%PROGRAMDATA%\\Kiosk\\），UTF-8 编码。
# kiosk.toml: all that can be set on this machine. It lies in /etc/kiosk/ (Windows: %PROGRAMDATA%\\Kiosk\\), in UTF-8.
#
# 这里写的都是出厂值，不改的可以不写；以 # 开头的行不起作用。
# Every value here is as shipped, and may be left out; lines that begin with # do nothing.
# 顺序：出厂值 < 本文件 < 环境变量（如 KIOSK_BRANCH_PORT）< 命令行 < 策略（policy.toml 或 Windows 组策略）。
# Order: as shipped < this file < environment (such as KIOSK_BRANCH_PORT) < command line < policy (policy.toml, GPO).
# 改后请运行 kiosk config check，再重启。 After a change run kiosk config check, then restart.
"""


def example() -> str:
    """Return the example; read as it stands it changes nothing."""
    return _HEAD + "".join(_table(table) for table in TABLES)


def _table(table: str) -> str:
    lines = [line for each in registry if each.table == table for line in _lines(each)]
    return "\n".join(("", f"# {words_of(table)}", f"[{table}]", *lines, ""))


def _lines(each: Setting) -> Iterator[str]:
    may = allowed(each)
    yield f"# {each.zh}。{may.zh}。"
    yield f"# {each.en}. {may.en[0].upper()}{may.en[1:]}."
    # As shipped with nothing in it: an example in a comment tells more.
    silent = each.default is None or each.default in ("", ())
    yield f"# {each.key} = {written(each.example)}" if silent else f"{each.key} = {written(each.default)}"
    yield ""
