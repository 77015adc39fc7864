"""`kiosk summary`: the summary of a day, made again from its records."""

from kiosk.app.folders import Folders
from kiosk.branch.daily import reports
from kiosk.branch.daily.names import names_of
from kiosk.branch.daily.words import Language
from kiosk.branch.setting_files import load_setting, place_of


def make_summary(folders: Folders, date: str, language: Language = "zh") -> tuple[str, bool]:
    """Write the summary of a business date (ISO), with the service running or not; return what to say, and if it is there.

    A day that goes on is told up to its newest fact: the wall clock is not the time of a simulated branch.

    Raises:
        StoreProblem, BadFiles: something cannot be read or written.
    """
    setting = load_setting(b"", always_open=False, place=place_of(folders.root))
    path = reports.make_summary(folders.root, date, folders.reports, names_of(setting, language))
    if path is None:
        return f"{date} 不是这个网点的营业日。\n{date} was no business date of this branch.", False
    return str(path), True
