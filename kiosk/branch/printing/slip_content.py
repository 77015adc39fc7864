"""What the slips of today say, gathered from the day and the branch's files."""

import tomllib
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from kiosk.domain.advice import Advice
from kiosk.domain.care import Care
from kiosk.domain.catalogue import (
    Answers,
    Material,
    Service,
    Text,
    bad_answers,
    materials_for,
    materials_maybe,
)
from kiosk.domain.check_code import check_code, qr_text
from kiosk.domain.day import Day
from kiosk.domain.floor import map_to
from kiosk.domain.guide import Guide
from kiosk.domain.guide_slip import GuideContent, guide_slip
from kiosk.domain.setting import Setting
from kiosk.domain.slip import Slip, Tick
from kiosk.domain.ticket_slip import TicketContent, ticket_slip
from kiosk.domain.visit import AT_COUNTER, LegStatus, Visit
from kiosk.resources import resources

Words = Mapping[str, Mapping[str, str]]
"""Labels by language, resources/i18n/slip.toml."""


def slip_words() -> Words:
    """Return the labels of slips by language, as shipped."""
    return tomllib.loads((resources() / "i18n" / "slip.toml").read_text("utf-8"))


def slip_of(day: Day, slip: str, setting: Setting, words: Words) -> Slip:
    """Return the description of a slip of today, of a ticket or for guidance; KeyError if the day does not know it."""
    guide = day.guides.get(slip)
    if guide is not None:
        return guide_slip(_guide(day, guide, setting), words[guide.language])
    visit = day.visits[day.visit_of_slip[slip]]
    return ticket_slip(_ticket(day, visit, slip, setting), words[visit.language])


def _ticket(day: Day, visit: Visit, slip: str, setting: Setting) -> TicketContent:
    leg = day.legs[visit.legs[0]]
    counter, called = _counter(day, visit)
    return TicketContent(
        advice=_advice(day, setting, leg.service, leg.zone, visit),
        number=visit.ticket,
        check_code=check_code(setting.secret, visit.id),
        ahead=visit.ahead,
        wait=None if visit.low_min is None or visit.high_min is None else (visit.low_min, visit.high_min),
        favoured=visit.care != Care.ORDINARY,
        issued=_local(setting, visit.issued_ms),
        business_date=date.fromisoformat(visit.date),
        code=qr_text(setting.secret, day.branch, visit.date, visit.id),
        # The first copy of a carried ticket was printed on its own date, which today knows nothing of.
        reprint=visit.date != day.date or slip != next(iter(visit.slips)),
        counter=counter,
        called=called,
        badge=day.counters[counter].badge if counter in day.counters else "",
    )


def _counter(day: Day, visit: Visit) -> tuple[str, bool]:
    """Return the counter the visit is at, or the only one that may call it, and whether it did; empty while any may."""
    bound = AT_COUNTER | {LegStatus.WAITING}
    legs = (leg for leg in day.legs_of(visit.id) if leg.counter and leg.status in bound)
    return next(((leg.counter, leg.status in AT_COUNTER) for leg in legs), ("", False))


def _guide(day: Day, guide: Guide, setting: Setting) -> GuideContent:
    visit, service = day.visits.get(guide.visit), setting.catalogue.services.get(guide.service)
    where = service.zone if service else day.legs[visit.legs[0]].zone if visit else ""
    return GuideContent(
        advice=_advice(day, setting, guide.service, where, guide),
        number=visit.ticket if visit else "",
        # It is made up just before it is printed: nothing that happened is later.
        printed=_local(setting, day.last_ms),
    )


def _advice(day: Day, setting: Setting, code: str, where: str, said: Visit | Guide) -> Advice:
    """Return what both slips tell. A service or place that left the branch's files is named by its code."""
    plan, service = setting.plan, setting.catalogue.services.get(code)
    zone = next((zone for zone in plan.zones if zone.code == where), None)
    letters = {zone.code: zone.letter for zone in plan.zones}

    def say(text: Text | None) -> str:
        return "" if text is None else text.en if said.language == "en" else text.zh

    name = service.name if service else Text(code, code)
    return Advice(
        language=said.language,
        bank=say(plan.bank),
        branch=say(plan.name),
        service=say(name),
        service_for_staff=name.zh if said.language != "zh" else "",
        zone_letter=zone.letter if zone else "",
        zone=say(zone.name) if zone else where,
        way=say(zone.way) if zone else "",
        floor=map_to(setting.floor, where, letters) if setting.floor else None,
        materials=_materials(service, said, say) if service else (),
        maybe=_maybe(service, said, say) if service else (),
        steps=tuple((say(step.name), say(step.detail)) for step in service.steps) if service else (),
        hints=tuple(map(say, service.form_hints)) if service else (),
        aftercare=say(service.aftercare) if service else "",
        demonstration=day.demonstration,
    )


def _materials(service: Service, said: Visit | Guide, say: Callable[[Text | None], str]) -> tuple[Tick, ...]:
    return tuple(
        Tick(_name(material, said), material.code in said.ready, say(material.note))
        for material in materials_for(service, _answers(service, said))
    )


def _maybe(service: Service, said: Visit | Guide, say: Callable[[Text | None], str]) -> tuple[str, ...]:
    return tuple(say(material.name) for material in materials_maybe(service, _answers(service, said)))


def _name(material: Material, said: Visit | Guide) -> str:
    """Return what to bring in the customer's language, with the Chinese that a teller has to read."""
    return material.name.zh if said.language == "zh" else f"{material.name.en} {material.name.zh}"


def _answers(service: Service, said: Visit | Guide) -> Answers:
    """Return what was answered; nothing if that fits the service no longer, for tickets move and files change."""
    return said.answers if bad_answers(service, said.answers) is None else {}


def _local(setting: Setting, ms: int) -> datetime:
    return datetime.fromtimestamp(ms / 1000, UTC).astimezone(ZoneInfo(setting.plan.time_zone))
