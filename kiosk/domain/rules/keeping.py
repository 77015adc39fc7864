"""What the branch service itself reports of the house: how it was found, and what was kept of a day."""

from kiosk.domain import facts as f
from kiosk.domain import requests as r
from kiosk.domain.answers import Decision, Done, Refusal
from kiosk.domain.setting import Moment, Setting
from kiosk.domain.state import DayState


def report_check(_: DayState, request: r.ReportCheck, __: Setting, ___: Moment) -> Decision | Refusal:
    """Take how the branch was found (G1)."""
    return Decision((f.BranchChecked(request.findings),), Done())


def report_keeping(_: DayState, request: r.ReportKeeping, __: Setting, ___: Moment) -> Decision | Refusal:
    """Take what was kept of a closed day: its summary and its backup."""
    fact = f.DayKept(request.date, request.backup, request.summary, request.reason)
    return Decision((fact,), Done(request.date))
