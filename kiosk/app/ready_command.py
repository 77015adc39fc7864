"""`kiosk ready`: is the branch ready to open? A running service looks and records it; without one, what can be looked at."""

import json
import time
from contextlib import closing
from dataclasses import dataclass
from http import HTTPStatus
from http.client import HTTPException
from typing import Final, cast, get_args

from kiosk.app.failures import ServiceTrouble
from kiosk.app.folders import Folders
from kiosk.app.restore_drill import DUE_DAYS, drill_is_due
from kiosk.app.serve import outlet_of
from kiosk.app.service_door import connection_to
from kiosk.branch.daily.checks import CHECKS, printer_findings, verdict_of
from kiosk.branch.daily.opening import Checked
from kiosk.branch.daily.probes import look_at_machine
from kiosk.branch.daily.telling import lines
from kiosk.branch.daily.words import Words, report_words
from kiosk.branch.database.files import BranchFiles
from kiosk.records.database.problems import Code, StoreProblem

_PATIENCE_S: Final = 180.0
"""The service looks through its database and draws a report meanwhile."""


def tell_ready(folders: Folders) -> tuple[list[str], bool]:
    """Return what is to be said of the branch of a data folder, in both languages, and whether all is well.

    Raises:
        StoreProblem, BadPrinterFile: there is no branch to look at, or the service cannot record what it found.
        ServiceTrouble: the service runs and does not check.
    """
    seen = see(folders)
    checked = seen.checked
    told: list[str] = []
    for words in (report_words("zh"), report_words("en")):
        told += lines(checked.findings, words, checked.printer)
        told.append(_report(folders, checked, words) if seen.by_service else words("ready.no_service"))
    if drill_is_due(folders.root, folders.backups, time.time_ns() // 1_000_000):
        told.append(f"恢复演练：已超过 {DUE_DAYS} 天没有做，或上次没有通过，请运行 kiosk restore-drill。")
        told.append("Restore drill: overdue, or the last one went badly. Run kiosk restore-drill.")
    return told, verdict_of(checked.findings) == "good"


@dataclass(frozen=True, slots=True)
class Seen:
    """What a check found, and whether the running service made it, which sees screens and clock as well."""

    checked: Checked
    by_service: bool


def see(folders: Folders) -> Seen:
    """Have the running service check the branch of a data folder; without one, look at what can be seen from outside.

    Raises: as `tell_ready` does.
    """
    asked = _asked(folders)
    return Seen(asked or _looked(folders), asked is not None)


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
    """Have the running service check; None if none is there. StoreProblem, ServiceTrouble: it is, and does not check."""
    found = connection_to(folders, _PATIENCE_S)
    if found is None:
        return None
    connection, headers = found
    with closing(connection):
        try:
            connection.connect()
        except OSError:
            return None
        try:
            connection.request("POST", "/v1/check", headers=headers)
            answer = connection.getresponse()
            return _checked(answer.status, answer.read(), folders)
        except ConnectionError:
            return None  # it stopped meanwhile
        except (OSError, HTTPException) as error:
            raise _trouble("no_answer", "broken") from error


def _checked(status: int, body: bytes, folders: Folders) -> Checked:
    """Return what an answer says. StoreProblem, ServiceTrouble: that nothing was checked."""
    try:
        told = json.loads(body)
        if status == HTTPStatus.OK:
            return Checked(**told)
        code = str(told["code"])
    except (ValueError, KeyError, TypeError):
        code = f"http_{status}"
    if code in get_args(Code):
        raise StoreProblem(cast("Code", code), folders.root)
    if code == "stopping":
        raise _trouble(code, "stopping")
    raise _trouble(code, "broken" if status >= HTTPStatus.INTERNAL_SERVER_ERROR else "refused")


def _trouble(code: str, why: str) -> ServiceTrouble:
    return ServiceTrouble(code, " ".join(report_words(language)(f"ready.{why}") for language in ("zh", "en")))
