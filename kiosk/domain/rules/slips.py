"""Paper copies: what the spool reports, and asking for another copy."""

from kiosk.domain import facts as f
from kiosk.domain import requests as r
from kiosk.domain.answers import Decision, Done, Refusal
from kiosk.domain.facts import PrintStatus
from kiosk.domain.rules.common import wrong_choice
from kiosk.domain.setting import Moment, Setting
from kiosk.domain.state import DayState

MOST_WAITING = 5
"""Slips waiting for the printer beyond which no guidance slip is taken on: numbers come first."""

_NEXT: dict[PrintStatus, tuple[PrintStatus, ...]] = {
    "queued": ("sending", "failed"),
    "sending": ("printed", "unknown", "failed"),
    "printed": (),
    "unknown": (),
    "failed": (),
}
"""What may follow what. Nothing leads back: `unknown` never prints again by itself (design.md, Printing)."""


def report(day: DayState, request: r.ReportPrint, _: Setting, __: Moment) -> Decision | Refusal:
    """Take what the spool knows of a slip. Refusals: `unknown_slip`, `wrong_status` (details: status)."""
    status = day.print_status(request.slip)
    if status is None:
        return Refusal("unknown_slip")
    if request.status not in _NEXT[status]:
        return Refusal("wrong_status", {"status": status})
    visit = day.visit_of_slip.get(request.slip, "")
    return Decision(
        (f.SlipStatusChanged(request.slip, visit, request.status, request.reason),), Done(request.slip)
    )


def reprint(day: DayState, request: r.Reprint, _: Setting, moment: Moment) -> Decision | Refusal:
    """Queue one more copy, marked 补打. Refusal: `unknown_visit`."""
    if request.visit not in day.visits:
        return Refusal("unknown_visit")
    slip = moment.new_id()
    return Decision((f.SlipQueued(slip, request.visit, reprint=True),), Done(slip))


def print_guide(day: DayState, request: r.PrintGuide, setting: Setting, moment: Moment) -> Decision | Refusal:
    """Queue a guidance slip. Needs no open counter and no time of day: it promises nothing.

    Refusals: `unknown_visit`, `unknown_service`, `bad_answer` (details: code), `printer_busy` when more paper waits
    to be printed than anybody will stand there for.
    """
    if len(day.slips_to_print) >= MOST_WAITING:
        return Refusal("printer_busy", {"waiting": str(len(day.slips_to_print))})
    slip = moment.new_id()
    if request.visit:
        return _guide_of_visit(day, request.visit, slip)
    wrong = wrong_choice(setting.catalogue.services.get(request.service), request)
    if wrong is not None:
        return wrong
    fact = f.GuideQueued(slip, request.service, request.answers, request.ready, request.language)
    return Decision((fact,), Done(slip))


def _guide_of_visit(day: DayState, visit_id: str, slip: str) -> Decision | Refusal:
    visit = day.visits.get(visit_id)
    if visit is None:
        return Refusal("unknown_visit")
    service = day.legs[visit.legs[0]].service
    fact = f.GuideQueued(slip, service, visit.answers, visit.ready, visit.language, visit.id)
    return Decision((fact,), Done(slip))


def report_printer(day: DayState, request: r.ReportPrinter, _: Setting, __: Moment) -> Decision | Refusal:
    """Take how a printer was found; nothing happens when it is as it was."""
    if day.printers.get(request.printer) == request.condition:
        return Decision((), Done())
    return Decision((f.PrinterChanged(request.printer, request.condition),), Done())
