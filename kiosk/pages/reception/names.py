"""The names of services, places and counters in the language of the page. What was removed keeps its code as name."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal
from zoneinfo import ZoneInfo

from kiosk.domain.branch_plan import BranchPlan
from kiosk.domain.catalogue import Catalogue, Service, Text


@dataclass(frozen=True, slots=True)
class Choice:
    """Something to pick, or a pair to show."""

    code: str
    name: str
    note: str = ""
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Tile:
    """One service to choose."""

    code: str
    name: str
    help: str
    unserved: bool
    """No open counter can do it now."""
    first: bool = False
    """What was said fits it best."""


@dataclass(frozen=True, slots=True)
class TileGroup:
    """The services of one category."""

    name: str
    tiles: tuple[Tile, ...]


@dataclass(frozen=True, slots=True)
class Names:
    """The branch's files seen in one language."""

    catalogue: Catalogue
    plan: BranchPlan
    language: Literal["zh", "en"]

    def pick(self, text: Text) -> str:
        """Return the words of `text` in the language of the page."""
        return text.zh if self.language == "zh" else text.en

    def service(self, code: str) -> str:
        """Return the name of a service; its code if it was removed while people wait for it."""
        service = self.catalogue.services.get(code)
        return self.pick(service.name) if service else code

    def zone(self, code: str) -> str:
        """Return the name of a place."""
        return next((self.pick(zone.name) for zone in self.plan.zones if zone.code == code), code)

    def device(self, name: str) -> str:
        """Return where a device stands, such as 入口 1 for entrance-1; its own name if no place begins it.

        A teller's computer, such as counter-3, stands at the counter itself.
        """
        place, _, number = name.partition("-")
        if place == "counter" and any(planned.id == number for planned in self.plan.counters):
            return self.counter(number)
        known = self.zone(place)
        return name if known == place else f"{known} {number}".strip()

    def colour(self, code: str) -> str:
        """Return the #rrggbb of a place, grey for an unknown one."""
        return next((zone.colour for zone in self.plan.zones if zone.code == code), "#808080")

    def counter(self, counter: str) -> str:
        """Return what staff call a counter, such as 1号综合柜台: several may share a name. Empty for none."""
        name = next((self.pick(planned.name) for planned in self.plan.counters if planned.id == counter), "")
        if not counter:
            return ""
        return f"{counter}号{name or '柜台'}" if self.language == "zh" else f"Counter {counter}"

    def clock(self, ms: int) -> str:
        """Return a moment (UTC ms) on the wall clock of the branch, such as 14:05."""
        return (
            datetime.fromtimestamp(ms / 1000, UTC).astimezone(ZoneInfo(self.plan.time_zone)).strftime("%H:%M")
        )

    def tiles(self, skills: Collection[str]) -> tuple[TileGroup, ...]:
        """Return every service by category; `skills` are what the open counters can do together."""
        groups = (
            TileGroup(
                self.pick(category.name),
                tuple(self.tile(service, skills) for service in self.catalogue.services_in(category.code)),
            )
            for category in self.catalogue.categories
        )
        return tuple(group for group in groups if group.tiles)

    def tile(self, service: Service, skills: Collection[str], *, first: bool = False) -> Tile:
        """Return one service to choose."""
        name, told = self.pick(service.name), self.pick(service.help)
        return Tile(service.code, name, told, service.code not in skills, first)
