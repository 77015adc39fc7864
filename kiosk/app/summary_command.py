"""`kiosk summary`: the summary of a day, made again from its records."""

import time

from kiosk.app.folders import Folders
from kiosk.branch.daily import reports
from kiosk.branch.daily.names import names_of
from kiosk.branch.setting_files import load_setting


def make_summary(folders: Folders, date: str) -> tuple[str, bool]:
    """Write the summary of a business date (ISO), with the service running or not; return what to say, and if it is there.

    Raises:
        StoreProblem, BadFiles: something cannot be read or written.
    """
    own = folders.root / "catalogue"
    setting = load_setting(b"", always_open=False, folder=own if own.is_dir() else None)
    now_ms = time.time_ns() // 1_000_000
    path = reports.make_summary(folders.root, date, folders.reports, names_of(setting), now_ms)
    if path is None:
        return f"{date} 不是这个网点的营业日。\n{date} was no business date of this branch.", False
    return str(path), True
