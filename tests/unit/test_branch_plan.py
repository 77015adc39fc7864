"""The branch plan: its days in its own time zone, and what a bad branch.toml is told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.branch_plan import BranchPlan, Hours, Schedule, around_the_clock
from kiosk.domain.branch_plan_parse import parse_branch_plan, weight
from kiosk.domain.care import Care
from tests.catalogue_samples import branch_table, shipped_catalogue, shipped_plan

MOMENTS = st.integers(min_value=0, max_value=4_102_444_800_000)
ZONES = st.sampled_from(
    ["Asia/Shanghai", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Beirut"]
)
CHANGES = st.sampled_from([0, 90, 150, 240])


def ms(moment: str) -> int:
    """Return UTC milliseconds of an ISO moment with offset."""
    return int(datetime.fromisoformat(moment).timestamp()) * 1000


def iso(moment_ms: int) -> str:
    return datetime.fromtimestamp(moment_ms / 1000, UTC).isoformat(timespec="minutes")


def berlin() -> BranchPlan:
    return replace(shipped_plan(), time_zone="Europe/Berlin")


def times(day: Schedule) -> list[str]:
    return [iso(moment) for moment in (day.opens_ms, day.closes_ms, day.cutoff_ms)]


def test_a_morning_in_shanghai_belongs_to_its_date_with_hours_in_utc() -> None:
    day = shipped_plan().day_at(ms("2026-11-23T10:00+08:00"))

    assert day.date == "2026-11-23"
    assert times(day) == ["2026-11-23T01:00+00:00", "2026-11-23T09:00+00:00", "2026-11-23T08:45+00:00"]


@pytest.mark.parametrize(
    ("moment", "date"),
    [
        ("2026-11-23T00:30+08:00", "2026-11-22"),
        ("2026-11-23T03:59:59+08:00", "2026-11-22"),
        ("2026-11-23T04:00+08:00", "2026-11-23"),
        ("2026-12-31T23:59+08:00", "2026-12-31"),
        ("2027-01-01T03:00+08:00", "2026-12-31"),
    ],
)
def test_the_date_changes_at_the_change_time_and_not_at_midnight(moment: str, date: str) -> None:
    assert shipped_plan().day_at(ms(moment)).date == date


@pytest.mark.parametrize(
    ("moment", "opens"),
    [
        ("2026-03-28T12:00+01:00", "2026-03-28T08:00+00:00"),
        ("2026-03-29T12:00+02:00", "2026-03-29T07:00+00:00"),
        ("2026-10-24T12:00+02:00", "2026-10-24T07:00+00:00"),
        ("2026-10-25T12:00+01:00", "2026-10-25T08:00+00:00"),
    ],
)
def test_with_daylight_saving_the_branch_opens_at_the_same_time_by_its_own_clock(
    moment: str, opens: str
) -> None:
    assert iso(berlin().day_at(ms(moment)).opens_ms) == opens


def test_a_change_time_that_daylight_saving_repeats_counts_when_it_first_comes() -> None:
    plan = replace(berlin(), change_minutes=150)

    first, second = (plan.day_at(ms(f"2026-10-25T02:10+0{offset}:00")).date for offset in (2, 1))

    assert (first, second) == ("2026-10-24", "2026-10-25")


def test_a_closed_weekday_opens_and_closes_at_the_same_moment() -> None:
    table = branch_table()
    table["hours"]["sunday"] = "closed"
    plan = parse_branch_plan(table, shipped_catalogue())
    assert isinstance(plan, BranchPlan)

    sunday, monday = (plan.day_at(ms(f"2026-11-{day}T12:00+08:00")) for day in (22, 23))

    assert sunday.opens_ms == sunday.closes_ms == sunday.cutoff_ms
    assert monday.opens_ms < monday.cutoff_ms < monday.closes_ms


def test_a_cutoff_longer_than_the_day_never_comes_before_opening() -> None:
    plan = replace(shipped_plan(), hours=(Hours(9 * 60, 9 * 60 + 10),) * 7)

    day = plan.day_at(ms("2026-11-23T10:00+08:00"))

    assert day.cutoff_ms == day.opens_ms


@given(MOMENTS, ZONES, CHANGES)
def test_around_the_clock_every_moment_is_open(moment: int, zone: str, change: int) -> None:
    plan = around_the_clock(replace(shipped_plan(), time_zone=zone, change_minutes=change))

    day = plan.day_at(moment)

    assert day.opens_ms <= moment < day.closes_ms
    assert day.cutoff_ms == day.closes_ms


@given(MOMENTS, st.integers(min_value=0, max_value=100_000_000), ZONES, CHANGES)
def test_the_business_date_never_goes_back(moment: int, later: int, zone: str, change: int) -> None:
    plan = replace(shipped_plan(), time_zone=zone, change_minutes=change)

    assert plan.day_at(moment).date <= plan.day_at(moment + later).date


def test_weights_come_from_the_promises_as_queueing_says() -> None:
    assert shipped_plan().dispatch.promises == {"ordinary": 20, "elderly": 10, "protected": 6, "vip": 8}
    assert shipped_plan().dispatch.weights == {"ordinary": 100, "elderly": 400, "protected": 1111, "vip": 625}
    assert weight(20, ordinary=20) == 100
    assert weight(7, ordinary=20) == 816


def test_promises_and_weights_know_every_care_class() -> None:
    assert set(shipped_plan().dispatch.weights) == set(shipped_plan().dispatch.promises) == set(Care)


def test_the_bank_may_set_a_weight_itself() -> None:
    table = branch_table()
    table["dispatch"]["weights"] = {"elderly": 500}

    plan = parse_branch_plan(table, shipped_catalogue())

    assert isinstance(plan, BranchPlan)
    assert plan.dispatch.weights == {"ordinary": 100, "elderly": 500, "protected": 1111, "vip": 625}


def test_a_category_among_the_skills_means_all_its_services() -> None:
    counter = next(counter for counter in shipped_plan().counters if counter.vip)

    assert counter.skills == tuple(service.code for service in shipped_catalogue().services_in("personal"))


def test_the_bank_and_the_ways_may_be_left_out() -> None:
    table = branch_table()
    del table["bank"]
    for zone in table["zone"]:
        zone.pop("way", None)

    plan = parse_branch_plan(table, shipped_catalogue())

    assert isinstance(plan, BranchPlan)
    assert plan.bank is None
    assert {zone.way for zone in plan.zones} == {None}


@pytest.mark.row("A5")
def test_the_shipped_branch_tells_the_way_to_every_place_but_the_entrance() -> None:
    assert [zone.code for zone in shipped_plan().zones if zone.way is None] == ["entrance"]


Table = dict[str, Any]
Spoil = Callable[[Table], object]
SPOILT: list[tuple[Spoil, str]] = [
    (lambda t: t.update(colour="red"), "colour"),
    (lambda t: t.pop("code"), "code"),
    (lambda t: t.update(code="a b"), "code"),
    (lambda t: t.update(time_zone="Asia/Atlantis"), "time_zone"),
    (lambda t: t.update(time_zone="Asia"), "time_zone"),
    (lambda t: t.update(time_zone="../../etc/passwd"), "time_zone"),
    (lambda t: t.update(time_zone="a\0b"), "time_zone"),
    (lambda t: t.update(change_time="4 Uhr"), "change_time"),
    (lambda t: t.update(change_time="24:00"), "change_time"),
    (lambda t: t.update(carry_over="all"), "carry_over"),
    (lambda t: t.update(ticket_cutoff_minutes=-1), "ticket_cutoff_minutes"),
    (lambda t: t["hours"].pop("friday"), "hours.friday"),
    (lambda t: t["hours"].update(friday="17:00-09:00"), "hours.friday"),
    (lambda t: t["hours"].update(friday="03:00-09:00"), "hours.friday"),
    (lambda t: t["hours"].update(friday="9-17"), "hours.friday"),
    (lambda t: t["hours"].update(caturday="closed"), "hours.caturday"),
    (lambda t: t["dispatch"]["promises"].update(vip=0), "dispatch.promises.vip"),
    (lambda t: t["dispatch"]["promises"].pop("elderly"), "dispatch.promises.elderly"),
    (lambda t: t["dispatch"].update(weights={"vip": 0.5}), "dispatch.weights.vip"),
    (lambda t: t["dispatch"].update(weights={"cats": 500}), "dispatch.weights.cats"),
    (lambda t: t["dispatch"].pop("guard"), "dispatch.guard"),
    (lambda t: t["zone"][0].update(code="roof"), "zone.roof.code"),
    (lambda t: t["zone"][0].update(letter="R"), "zone.reception.letter"),
    (lambda t: t["zone"][0].update(letter="C"), "zone.entrance.letter"),
    (lambda t: t["zone"][0].update(colour="teal"), "zone.entrance.colour"),
    (lambda t: t["zone"][0].update(way="ahead"), "zone.entrance.way"),
    (lambda t: t["zone"][0].update(way={"zh": "直走"}), "zone.entrance.way.en"),
    (lambda t: t["zone"][0].update(way={"zh": "直走", "en": "\u202eahead"}), "zone.entrance.way.en"),
    (lambda t: t.update(bank="示范银行"), "bank"),
    (lambda t: t.update(bank={"zh": "", "en": "Bank"}), "bank.zh"),
    (lambda t: t.update(zone=[zone for zone in t["zone"] if zone["code"] != "complaint"]), "zone"),
    (lambda t: t["counter"][0].update(zone="roof"), "counter.1.zone"),
    (lambda t: t["counter"][0].update(skills=["deposit", "juggling"]), "counter.1.skills"),
    (lambda t: t["counter"][0].update(skills=["category:circus"]), "counter.1.skills"),
    (lambda t: t["counter"][1].update(id="1"), "counter.1#2"),
    (lambda t: t["counter"][5].update(skills=["enquiry"]), "counter"),
]


@pytest.mark.parametrize(("spoil", "key"), SPOILT, ids=[f"{n}-{key}" for n, (_, key) in enumerate(SPOILT)])
def test_a_mistake_in_the_branch_file_is_reported_at_its_key(spoil: Spoil, key: str) -> None:
    table = branch_table()
    spoil(table)

    found = parse_branch_plan(table, shipped_catalogue())

    assert isinstance(found, tuple)
    assert ("branch.toml", key) in {(problem.file, problem.key) for problem in found}
    assert all(problem.reason for problem in found)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda dispatch: dispatch["promises"].update(vip=5),
        lambda dispatch: dispatch.update(weights={"vip": 1112}),
        lambda dispatch: dispatch.update(weights={"protected": 624}),
    ],
)
def test_vip_may_not_count_more_than_a_protected_class(spoil: Spoil) -> None:
    table = branch_table()
    spoil(table["dispatch"])

    found = parse_branch_plan(table, shipped_catalogue())

    assert isinstance(found, tuple)
    assert [(problem.key, "VIP" in problem.reason) for problem in found] == [("dispatch", True)]


def test_vip_may_count_as_much_as_a_protected_class() -> None:
    table = branch_table()
    table["dispatch"]["promises"]["vip"] = 6

    assert isinstance(parse_branch_plan(table, shipped_catalogue()), BranchPlan)


@pytest.mark.parametrize("hours", ["20:00-02:00", "20:00-24:00"])
def test_hours_past_midnight_are_refused_in_words_that_say_so(hours: str) -> None:
    table = branch_table()
    table["hours"]["friday"] = hours

    found = parse_branch_plan(table, shipped_catalogue())

    assert isinstance(found, tuple)
    assert {problem.key for problem in found} == {"hours.friday"}
    assert any("hours past midnight are not supported" in problem.reason for problem in found)


RUBBISH = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
)


@given(st.sampled_from(sorted(branch_table())), RUBBISH)
def test_rubbish_in_the_branch_file_is_problems_or_a_plan_but_never_a_crash(
    key: str, rubbish: object
) -> None:
    found = parse_branch_plan(branch_table() | {key: rubbish}, shipped_catalogue())

    assert found
