"""Taking a number, and adding a service to a visit."""

from kiosk.domain import facts as f
from kiosk.domain import requests as r
from kiosk.domain.answers import Decision, Done, Issued, Refusal
from kiosk.domain.care import Care, CareNeed, care_class
from kiosk.domain.catalogue import Service
from kiosk.domain.check_code import check_code, qr_text
from kiosk.domain.privacy import Personal
from kiosk.domain.rules.common import busy_leg, wrong_choice
from kiosk.domain.setting import Moment, Setting
from kiosk.domain.state import Clockwork, DayState
from kiosk.domain.visit import Leg, LegStatus, ticket_label
from kiosk.domain.waiting import quote


def issue(day: DayState, request: r.IssueTicket, setting: Setting, moment: Moment) -> Decision | Refusal:
    """Give out the next number of the service's series, with people ahead and a range as told to the customer.

    Staff may issue at any time of an open day (A4), the entrance only between opening and ticket cut-off. Refusals:
    `before_opening`, `after_cutoff` (details: the time in ms), `unknown_service`, `bad_answer` (details: code).
    """
    service = setting.catalogue.services.get(request.service)
    refusal = _refusal(day, request, service, moment)
    if refusal is not None or service is None or day.clockwork is None:
        return refusal or Refusal("unknown_service", {"service": request.service})
    care = care_class(map(CareNeed, request.care_needs), vip=request.vip, weights=day.clockwork.weights)
    fact = _ticket(day, request, service, care, moment)
    slip = moment.new_id()
    answer = Issued(
        visit=fact.visit,
        leg=fact.leg,
        slip=slip,
        ticket=ticket_label(fact.series, fact.number),
        check=check_code(setting.secret, fact.visit),
        date=day.date,
        service=service.code,
        zone=service.zone,
        care=care,
        ahead=fact.ahead,
        low_min=fact.low_min,
        high_min=fact.high_min,
        qr=qr_text(setting.secret, day.branch, day.date, fact.visit),
    )
    # The ticket's own fact bears the commitment: a fact of its own would tell every reader of the stream, by the gap
    # it leaves, who declared a need.
    needs = Personal(fact.visit, "care", fact.visit, {"needs": sorted(set(request.care_needs))})
    return Decision(
        (fact, f.SlipQueued(slip, fact.visit)), answer, kept=(needs,) if request.care_needs else ()
    )


def _refusal(
    day: DayState, request: r.IssueTicket, service: Service | None, moment: Moment
) -> Refusal | None:
    wrong = wrong_choice(service, request)
    if wrong is not None:
        return wrong
    if moment.by.role == "entrance" and day.clockwork is not None:
        return _entrance_refusal(day.clockwork, request, moment.now_ms)
    return None


def _entrance_refusal(clockwork: Clockwork, request: r.IssueTicket, now_ms: int) -> Refusal | None:
    if request.vip:
        return Refusal("role_may_not", {"role": "entrance"})
    if now_ms < clockwork.opens_ms:
        return Refusal("before_opening", {"opens_ms": str(clockwork.opens_ms)})
    if now_ms >= clockwork.cutoff_ms:
        return Refusal("after_cutoff", {"cutoff_ms": str(clockwork.cutoff_ms)})
    return None


def _ticket(
    day: DayState, request: r.IssueTicket, service: Service, care: Care, moment: Moment
) -> f.TicketIssued:
    visit, leg = moment.new_id(), moment.new_id()
    waiting = Leg(
        leg, visit, service.code, service.zone, care, service.minutes, LegStatus.WAITING, moment.now_ms
    )
    told = quote(day, waiting, moment.now_ms)
    return f.TicketIssued(
        visit=visit,
        leg=leg,
        series=service.series,
        number=day.next_number(service.series),
        service=service.code,
        zone=service.zone,
        care=care,
        minutes=service.minutes,
        channel="kiosk" if moment.by.role == "entrance" else "staff",
        language=request.language,
        answers=request.answers,
        ready=request.ready,
        ahead=told.ahead,
        low_min=told.low_min,
        high_min=told.high_min,
    )


def add_service(day: DayState, request: r.AddService, setting: Setting, moment: Moment) -> Decision | Refusal:
    """Add a leg to a visit (D2): it waits at once, or as soon as the leg at the counter ends.

    Refusals: `unknown_visit`, `unknown_service`.
    """
    service = setting.catalogue.services.get(request.service)
    if request.visit not in day.visits:
        return Refusal("unknown_visit")
    if service is None:
        return Refusal("unknown_service", {"service": request.service})
    fact = f.LegAdded(request.visit, moment.new_id(), service.code, service.zone, service.minutes)
    joined = (
        ()
        if busy_leg(day, request.visit)
        else (f.LegJoined(fact.leg, day.waited_ms(request.visit, moment.now_ms)),)
    )
    return Decision((fact, *joined), Done(fact.leg))
