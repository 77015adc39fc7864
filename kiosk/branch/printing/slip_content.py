"""What the slip of a visit says, gathered from the day and the branch's files."""

import tomllib
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from kiosk.domain.care import Care
from kiosk.domain.catalogue import Service, Text, materials_for
from kiosk.domain.check_code import check_code, qr_text
from kiosk.domain.day import Day
from kiosk.domain.setting import Setting
from kiosk.domain.slip import Slip, Tick, TicketContent, ticket_slip
from kiosk.domain.visit import Visit
from kiosk.resources import resources

Words = Mapping[str, Mapping[str, str]]
"""Labels by language, resources/i18n/slip.toml."""


def slip_words() -> Words:
    """Return the labels of slips by language, as shipped."""
    return tomllib.loads((resources() / "i18n" / "slip.toml").read_text("utf-8"))


def slip_of(day: Day, slip: str, setting: Setting, words: Words) -> Slip:
    """Return the description of a slip of today; KeyError if the day does not know it."""
    visit = day.visits[day.visit_of_slip[slip]]
    leg = day.legs[visit.legs[0]]
    service = setting.catalogue.services.get(leg.service)
    zone = next((zone for zone in setting.plan.zones if zone.code == leg.zone), None)
    language = visit.language

    def say(text: Text) -> str:
        return text.en if language == "en" else text.zh

    name = service.name if service else Text(leg.service, leg.service)
    content = TicketContent(
        language=language,
        bank=say(setting.plan.name),
        branch="",
        number=visit.ticket,
        check_code=check_code(setting.secret, visit.id),
        service=say(name),
        service_for_staff=name.zh if language != "zh" else "",
        zone_letter=zone.letter if zone else "",
        zone=say(zone.name) if zone else leg.zone,
        way="",
        ahead=visit.ahead,
        wait=None if visit.low_min is None or visit.high_min is None else (visit.low_min, visit.high_min),
        favoured=visit.care != Care.ORDINARY,
        materials=_materials(service, visit, say) if service else (),
        steps=tuple((say(step.name), say(step.detail)) for step in service.steps) if service else (),
        hints=tuple(map(say, service.form_hints)) if service else (),
        aftercare=say(service.aftercare) if service else "",
        issued=datetime.fromtimestamp(visit.issued_ms / 1000, UTC).astimezone(
            ZoneInfo(setting.plan.time_zone)
        ),
        business_date=date.fromisoformat(visit.date),
        code=qr_text(setting.secret, day.branch, visit.date, visit.id),
        demonstration=day.demonstration,
        # The first copy of a carried ticket was printed on its own date, which today knows nothing of.
        reprint=visit.date != day.date or slip != next(iter(visit.slips)),
    )
    return ticket_slip(content, words[language])


def _materials(service: Service, visit: Visit, say: Callable[[Text], str]) -> tuple[Tick, ...]:
    return tuple(
        Tick(say(material.name), material.code in visit.ready, say(material.note) if material.note else "")
        for material in materials_for(service, visit.answers)
    )
