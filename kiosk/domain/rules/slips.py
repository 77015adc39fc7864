"""Paper copies: what the spool reports, and asking for another copy."""

from kiosk.domain import facts as f
from kiosk.domain import requests as r
from kiosk.domain.answers import Decision, Done, Refusal
from kiosk.domain.facts import PrintStatus
from kiosk.domain.setting import Moment, Setting
from kiosk.domain.state import DayState

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
    visit = day.visit_of_slip.get(request.slip, "")
    status = day.visits[visit].slips[request.slip] if visit in day.visits else None
    if status is None:
        return Refusal("unknown_slip")
    if request.status not in _NEXT[status]:
        return Refusal("wrong_status", {"status": status})
    return Decision(
        (f.SlipStatusChanged(request.slip, visit, request.status, request.reason),), Done(request.slip)
    )


def reprint(day: DayState, request: r.Reprint, _: Setting, moment: Moment) -> Decision | Refusal:
    """Queue one more copy, marked 补打. Refusal: `unknown_visit`."""
    if request.visit not in day.visits:
        return Refusal("unknown_visit")
    slip = moment.new_id()
    return Decision((f.SlipQueued(slip, request.visit, reprint=True),), Done(slip))
