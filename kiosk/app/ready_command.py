"""`kiosk ready`: is the branch ready to open? A running service looks and records it; without one, what can be looked at."""

import json
from contextlib import closing
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException
from typing import Any, Final

from kiosk.app.folders import Folders
from kiosk.app.serve import outlet_of
from kiosk.branch.daily.checks import CHECKS, printer_findings, verdict_of
from kiosk.branch.daily.opening import Checked
from kiosk.branch.daily.probes import look_at_machine
from kiosk.branch.daily.telling import lines
from kiosk.branch.daily.words import Words, report_words
from kiosk.branch.database.files import BranchFiles
from kiosk.branch.database.problems import StoreProblem

_PATIENCE_S: Final = 180.0
"""The service looks through its database and draws a report meanwhile."""
_HEADERS: Final = {"Kiosk-Role": "reception"}


def tell_ready(folders: Folders) -> tuple[list[str], bool]:
    """Return what is to be said of the branch of a data folder, in both languages, and whether all is well.

    Raises:
        StoreProblem, BadPrinterFile: there is no branch to look at, or the service cannot record what it found.
    """
    asked = _asked(folders)
    checked = asked or _looked(folders)
    told: list[str] = []
    for words in (report_words("zh"), report_words("en")):
        told += lines(checked.findings, words, checked.printer)
        told.append(_report(folders, checked, words) if asked else words("ready.no_service"))
    return told, verdict_of(checked.findings) == "good"


def _report(folders: Folders, checked: Checked, words: Words) -> str:
    if checked.no_report:
        return words("ready.unwritten", reason=checked.no_report)
    return words("ready.report", path=folders.reports / f"readiness-{checked.date}.pdf")


def _looked(folders: Folders) -> Checked:
    """Look at what can be seen from outside a service."""
    if not BranchFiles(folders.root).home.exists():
        raise StoreProblem("no_database", folders.root)
    outlet = outlet_of(folders)
    found = look_at_machine(folders.root, folders.backups)
    found |= printer_findings(outlet.kind, outlet.printer.condition())
    return Checked("", {check: found[check] for check in CHECKS if check in found}, outlet.kind)


def _asked(folders: Folders) -> Checked | None:
    """Have the running service check; None if none answers."""
    try:
        address = json.loads(folders.address.read_text())["url"].removeprefix("http://")
        with closing(HTTPConnection(address, timeout=_PATIENCE_S)) as connection:
            connection.request("POST", "/v1/check", headers=_HEADERS)
            answer = connection.getresponse()
            told: dict[str, Any] = json.loads(answer.read())
    except (OSError, HTTPException, ValueError, KeyError):
        return None
    if answer.status == HTTPStatus.SERVICE_UNAVAILABLE:
        raise StoreProblem(told["code"], folders.root)
    return Checked(**told)
