"""One door for every request: who may ask, is the text fit to keep, and which rule decides."""

from collections.abc import Callable
from dataclasses import fields
from typing import Any

from kiosk.domain import requests as r
from kiosk.domain.answers import Decision, Refusal
from kiosk.domain.roles import allowed_requests
from kiosk.domain.rules import (
    counters,
    days,
    helps,
    keeping,
    legs,
    people,
    ratings,
    slips,
    tickets,
    vault,
)
from kiosk.domain.rules.own_counter import not_own, not_own_badge
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
    r.ReachStep: legs.reach_step,
    r.AddStaff: people.add_staff,
    r.ChangeRoles: people.change_roles,
    r.RemoveStaff: people.remove_staff,
    r.SetPin: people.set_pin,
    r.LockStaff: people.lock_staff,
    r.SignIn: people.sign_in,
    r.SignOut: people.sign_out,
    r.InviteDevice: people.invite_device,
    r.PairDevice: people.pair_device,
    r.RevokeDevice: people.revoke_device,
    r.ReadPaper: people.read_paper,
    r.DoMaintenance: people.do_maintenance,
    r.MarkCare: vault.mark_care,
    r.KeepRecord: vault.keep_record,
    r.ReadRecord: vault.read_record,
    r.ReportSearch: vault.report_search,
    r.ForgetRecord: vault.forget_record,
    r.ReportPurge: vault.report_purge,
    r.ReportCare: vault.report_care,
}

_WHILE_CLOSED = (
    r.AddStaff,
    r.ChangeRoles,
    r.RemoveStaff,
    r.SetPin,
    r.LockStaff,
    r.SignIn,
    r.SignOut,
    r.InviteDevice,
    r.PairDevice,
    r.RevokeDevice,
    r.ReadPaper,
    r.DoMaintenance,
    r.KeepRecord,
    r.ReadRecord,
    r.ReportSearch,
    r.ForgetRecord,
    r.ReportPurge,
    r.ReportCare,
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
    `other_counter` (a teller's computer acts on its own alone), `other_badge` (and not before the teller took it over),
    `text_not_allowed` (details: field), `day_closed`, and
    those of the single rules.
    """
    if not isinstance(request, allowed_requests.get(moment.by.role, ())):
        return Refusal("role_may_not", {"role": moment.by.role})
    if moment.by.simulated and not day.demonstration:
        return Refusal("simulated_device", {"device": moment.by.device})
    if moment.by.role == "counter":
        refusal = not_own(day, request, moment.by.counter) or not_own_badge(day, request, moment.by)
        if refusal is not None:
            return refusal
    for field in fields(request):
        if not is_plain(getattr(request, field.name)):
            return Refusal("text_not_allowed", {"field": field.name})
    if not day.open and not isinstance(request, _WHILE_CLOSED):
        return Refusal("day_closed", {"date": day.date})
    return _RULES[type(request)](day, request, setting, moment)
