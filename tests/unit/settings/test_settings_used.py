"""Every setting is used by something: nobody sets a thing that does nothing."""

from __future__ import annotations

import re

from kiosk.app.settings import registry
from kiosk.app.settings.setting import Setting
from tests.checkout import TOP

APP = TOP / "kiosk" / "app"


def test_every_setting_is_used_outside_of_what_reads_and_tells_settings() -> None:
    own = APP / "settings"
    code = "".join(path.read_text("utf-8") for path in APP.rglob("*.py") if own not in path.parents)

    assert [each.name for each in registry if not re.search(_use_of(each), code)] == []


def _use_of(each: Setting) -> str:
    """Return what finds a use: by attribute, by name, by key for one screen, or the whole table for the printer."""
    if each.table in {"entrance", "exit", "hall"}:
        return rf'\bof\("{each.key}"\)'
    if each.table == "printer":
        return r'\.table\("printer"\)'
    by_screen = rf'|\bof\("{each.key}"\)' if each.table == "screen" else ""
    return rf'\.{each.table}\.{each.key}\b|"{each.table}\.{each.key}"{by_screen}'
