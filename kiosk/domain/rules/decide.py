"""One door for every request: who may ask, is the text fit to keep, and which rule decides."""

from collections.abc import Callable
from dataclasses import fields
from typing import Any

from kiosk.domain import requests as r
from kiosk.domain.answers import Decision, Refusal
from kiosk.domain.roles import allowed_requests
from kiosk.domain.rules import counters, days, helps, keeping, legs, ratings, slips, tickets
from kiosk.domain.setting import Moment, Setting
from kiosk.domain.state import DayState
from kiosk.domain.text import is_plain

Rule = Callable[[DayState, Any, Setting, Moment], Decision | Refusal]

_RULES: dict[type, Rule] = {
    r.IssueTicket: tickets.issue,
    r.AddService: tickets.add_service,
    r.Reprint: slips.reprint,
    r.PrintGuide: slips.print_guide,
    r.ReportPrint: slips.report,
    r.ReportPrinter: slips.report_printer,
    r.OpenCounter: counters.open_counter,
    r.CloseCounter: counters.close_counter,
    r.CallNext: counters.call_next,
    r.CallTicket: counters.call_ticket,
    r.AnnounceAgain: legs.announce_again,
    r.PassTicket: legs.pass_ticket,
    r.ReturnTicket: legs.return_ticket,
    r.VoidTicket: legs.void,
    r.AbandonTicket: legs.abandon,
    r.ParkTicket: legs.park,
    r.TransferTicket: legs.transfer,
    r.StartService: legs.start,
    r.FinishService: legs.finish,
    r.RateVisit: ratings.rate,
    r.AnswerRating: ratings.answer,
    r.ReportCheck: keeping.report_check,
    r.ReportKeeping: keeping.report_keeping,
    r.CallHelp: helps.call,
    r.AnswerHelp: helps.answer,
    r.CloseDay: days.close,
    r.ReopenDay: days.reopen,
}

_WHILE_CLOSED = (
    r.ReopenDay,
    r.RateVisit,
    r.AnswerRating,
    r.ReportCheck,
    r.ReportKeeping,
    r.Reprint,
    r.PrintGuide,
    r.ReportPrint,
    r.ReportPrinter,
    r.CallHelp,
    r.AnswerHelp,
)


def decide(day: DayState, request: r.Request, setting: Setting, moment: Moment) -> Decision | Refusal:
    """Return the facts that `request` causes and what to answer, or why it is refused. Never changes `day`.

    Refusal codes: `role_may_not`, `simulated_device` (nothing simulated enters the books of a real branch),
    `text_not_allowed` (details: field), `day_closed`, and those of the single rules.
    """
    if not isinstance(request, allowed_requests.get(moment.by.role, ())):
        return Refusal("role_may_not", {"role": moment.by.role})
    if moment.by.simulated and not day.demonstration:
        return Refusal("simulated_device", {"device": moment.by.device})
    for field in fields(request):
        if not is_plain(getattr(request, field.name)):
            return Refusal("text_not_allowed", {"field": field.name})
    if not day.open and not isinstance(request, _WHILE_CLOSED):
        return Refusal("day_closed", {"date": day.date})
    return _RULES[type(request)](day, request, setting, moment)
