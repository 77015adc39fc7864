"""What a report calls things: names of the branch, its services and counters, as plain data for another process."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from kiosk.branch.daily.words import Language
from kiosk.domain.catalogue import Text
from kiosk.domain.setting import Setting


@dataclass(frozen=True, slots=True)
class Names:
    """Names in one language."""

    language: Language
    bank: str
    """Empty where the branch's name says it."""
    branch: str
    time_zone: str
    categories: Mapping[str, str]
    """In the order of the first screen."""
    services: Mapping[str, str]
    category_of: Mapping[str, str]
    """Code of the category by code of the service."""
    counters: Mapping[str, str]

    @property
    def house(self) -> str:
        """Bank and branch."""
        return f"{self.bank} · {self.branch}" if self.bank else self.branch


def names_of(setting: Setting, language: Language = "zh") -> Names:
    """Return the names that the branch's files give."""

    def told(text: Text) -> str:
        return text.zh if language == "zh" else text.en

    plan, catalogue = setting.plan, setting.catalogue
    return Names(
        language,
        told(plan.bank) if plan.bank else "",
        told(plan.name),
        plan.time_zone,
        {each.code: told(each.name) for each in catalogue.categories},
        {each.code: told(each.name) for each in catalogue.services.values()},
        {each.code: each.category for each in catalogue.services.values()},
        {each.id: told(each.name) for each in plan.counters},
    )


def local(ms: int, names: Names) -> datetime:
    """Return a moment (UTC ms) by the wall clock of the branch."""
    return datetime.fromtimestamp(ms / 1000, UTC).astimezone(ZoneInfo(names.time_zone))
