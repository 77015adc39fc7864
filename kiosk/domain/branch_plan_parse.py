"""From the table of branch.toml to a BranchPlan, or to everything that is wrong with it."""

import re
from collections.abc import Collection, Iterable, Mapping
from fractions import Fraction
from functools import partial
from typing import Final
from zoneinfo import ZoneInfo

from kiosk.domain.branch_plan import BranchPlan, Dispatch, Hours, PlannedCounter, Zone
from kiosk.domain.care import Care
from kiosk.domain.catalogue import ZONES, Catalogue, Text
from kiosk.domain.strict_table import Problem, Table

BRANCH_FILE: Final = "branch.toml"

_WEEKDAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_TIME: Final = r"([01]\d|2[0-3]):([0-5]\d)"
_CLOCK: Final = re.compile(_TIME)
_HOURS: Final = re.compile(f"closed|{_TIME}-{_TIME}")
_BRANCH: Final = re.compile(r"[A-Za-z0-9_-]{1,20}")
_COUNTER: Final = re.compile(r"[A-Za-z0-9]{1,4}")
_COLOUR: Final = re.compile(r"#[0-9a-fA-F]{6}")
_LETTER: Final = re.compile(r"[A-Z]")


def parse_branch_plan(data: Mapping[str, object], catalogue: Catalogue) -> BranchPlan | tuple[Problem, ...]:
    """Make a plan of the parsed branch.toml, or return every problem in it.

    The plan must serve the whole catalogue: each service has its zone and at least one counter able to do it.
    """
    problems: list[Problem] = []
    plan = Table(data, BRANCH_FILE, problems).read(partial(_plan, catalogue=catalogue))
    return tuple(problems) or plan


def weight(promise: int, ordinary: int) -> int:
    """Return b_k = round((T_ordinary / T_k)², 2) of queueing.md in hundredths, from promises in minutes."""
    return round(Fraction(100 * ordinary**2, promise**2))


def _plan(table: Table, catalogue: Catalogue) -> BranchPlan:
    change = _minutes(table.code("change_time", _CLOCK, example="04:00"))
    zones = table.tables("zone", _zone, least=1, most=len(ZONES))
    skills = _skills(catalogue)
    read_counter = partial(_counter, zones=[zone.code for zone in zones], skills=skills)
    plan = BranchPlan(
        code=table.code("code", _BRANCH, example="riyue-01"),
        name=table.text("name"),
        time_zone=_time_zone(table),
        change_minutes=change,
        hours=table.table("hours", lambda hours: tuple(_hours(hours, day, change) for day in _WEEKDAYS))
        or (),
        cutoff_minutes=table.number("ticket_cutoff_minutes", 0, 240),
        carry_over="parked" if table.one_of("carry_over", ("parked", "none")) == "parked" else "none",
        zones=zones,
        counters=table.tables("counter", read_counter, least=1, most=60),
        dispatch=table.table("dispatch", _dispatch) or Dispatch({}, {}, guard=False, express=False),
        bank=_text_if_any(table, "bank"),
    )
    _check_letters(table, zones, {service.series for service in catalogue.services.values()})
    _check_coverage(table, plan, catalogue)
    return plan


def _time_zone(table: Table) -> str:
    name = table.line("time_zone")
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):  # unknown, not a name at all, or a folder of the time zone data
        table.problem("time_zone", "is not a known time zone; write one such as Asia/Shanghai")
    return name


def _hours(table: Table, day: str, change: int) -> Hours | None:
    opens, _, closes = table.code(day, _HOURS, example="09:00-17:00 or closed").partition("-")
    if not closes:
        return None
    hours = Hours(_minutes(opens), _minutes(closes))
    if not change <= hours.opens < hours.closes:
        table.problem(
            day,
            "must open at or after change_time and close later than it opens, on the same date; "
            "hours past midnight are not supported",
        )
    return hours


def _minutes(clock: str) -> int:
    """Return minutes after midnight of HH:MM; 0 for what was reported already."""
    return int(clock[:2]) * 60 + int(clock[3:]) if _CLOCK.fullmatch(clock) else 0


def _zone(table: Table) -> Zone:
    return Zone(
        code=table.one_of("code", ZONES),
        name=table.text("name"),
        colour=table.code("colour", _COLOUR, example="#0e5e5e"),
        letter=table.code("letter", _LETTER, example="P"),
        way=_text_if_any(table, "way"),
    )


def _text_if_any(table: Table, key: str) -> Text | None:
    return table.text(key) if key in table else None


def _skills(catalogue: Catalogue) -> dict[str, tuple[str, ...]]:
    """Return what may stand in a counter's skills, and the services each word means."""
    groups = {
        f"category:{category.code}": tuple(service.code for service in catalogue.services_in(category.code))
        for category in catalogue.categories
    }
    return {code: (code,) for code in catalogue.services} | groups


def _counter(table: Table, zones: Collection[str], skills: Mapping[str, tuple[str, ...]]) -> PlannedCounter:
    words = table.some_of("skills", skills)
    return PlannedCounter(
        id=table.code("id", _COUNTER, example="1"),
        name=table.text("name"),
        zone=table.one_of("zone", zones),
        skills=tuple(dict.fromkeys(service for word in words for service in skills.get(word, ()))),
        vip=table.flag("vip"),
    )


def _dispatch(table: Table) -> Dispatch:
    promises = table.table("promises", _promises) or {}
    weights = {care: weight(minutes, promises[Care.ORDINARY]) for care, minutes in promises.items()}
    if "weights" in table:
        weights |= table.table("weights", _weights) or {}
    if weights.get(Care.VIP, 0) > weights.get(Care.PROTECTED, 0):
        table.problem(
            "",
            "VIP would count more than protected customers; give VIP a lower weight or a longer promise",
        )
    return Dispatch(promises, weights, guard=table.flag("guard"), express=table.flag("express"))


def _promises(table: Table) -> dict[str, int]:
    return {care.value: table.number(care, 1, 240) for care in Care}


def _weights(table: Table) -> dict[str, int]:
    """Read the bank's own weights in hundredths, for the classes it names."""
    return {care.value: table.number(care, 1, 100_000) for care in Care if care in table}


def _check_letters(table: Table, zones: Iterable[Zone], series: Collection[str]) -> None:
    seen: set[str] = set()
    for zone in zones:
        if zone.letter in seen:
            table.problem(f"zone.{zone.code}.letter", "belongs to another zone too; choose another letter")
        if zone.letter in series:
            # A customer with C012 would look for zone C.
            table.problem(
                f"zone.{zone.code}.letter", "begins ticket numbers; choose a letter that no service uses"
            )
        seen.add(zone.letter)


def _check_coverage(table: Table, plan: BranchPlan, catalogue: Catalogue) -> None:
    places = {zone.code for zone in plan.zones}
    able = {service for counter in plan.counters for service in counter.skills}
    for service in catalogue.services.values():
        if service.zone not in places:
            table.problem("zone", f"{service.code} sends customers to {service.zone}; add that zone")
        if service.code not in able:
            table.problem("counter", f"no counter can do {service.code}; add it to the skills of one")
