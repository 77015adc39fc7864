"""The script of a simulated day: the same for a seed, each customer on their own, and like a day at a branch."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from functools import cache
from itertools import pairwise
from statistics import fmean

import pytest

from kiosk.branch.setting_files import load_setting
from kiosk.domain.branch_plan import around_the_clock
from kiosk.domain.care import CareNeed
from kiosk.domain.catalogue import bad_answers
from kiosk.domain.rating import mood_of
from kiosk.lab.simulation import Script, write_script
from kiosk.screens.book import Book
from tests.reception import HOUR_MS, MINUTE_MS, NINE_MS, SECRET

MONDAY, TUESDAY, PENSION_TUESDAY = "2026-11-02", "2026-11-03", "2026-12-15"


@cache
def book() -> Book:
    setting = load_setting(SECRET, always_open=False)
    return Book(
        setting.catalogue, setting.plan, setting.rating_questions, rating_reasons=setting.rating_reasons
    )


@cache
def script(on: str = MONDAY, seed: int = 1, load: float = 1.0) -> Script:
    written = write_script(book(), on, seed=seed, load=load)
    assert written is not None
    return written


def crowd() -> Script:
    """Return a day with so many people that shares can be seen."""
    return script(TUESDAY, load=20)


def share(count: int) -> float:
    return count / len(crowd().customers)


def test_a_seed_always_writes_the_same_day_and_another_seed_another() -> None:
    assert write_script(book(), MONDAY, seed=1) == script()
    assert script(seed=2).customers != script().customers
    assert script(TUESDAY).customers != script().customers


def test_what_a_customer_does_depends_on_nobody_else() -> None:
    few = [replace(one, arrives_ms=0) for one in script().customers]
    many = [replace(one, arrives_ms=0) for one in script(load=2).customers]

    assert many[: len(few)] == few


def test_a_day_lasts_from_opening_to_closing_and_nobody_comes_at_the_same_moment() -> None:
    day = script()

    moments = [one.arrives_ms for one in day.customers]
    assert (day.opens_ms, day.closes_ms) == (NINE_MS, NINE_MS + 8 * HOUR_MS)
    assert moments == sorted(set(moments))
    assert 0 <= moments[0] < moments[-1] < 8 * HOUR_MS


def test_a_branch_of_six_counters_sees_some_240_people_on_an_ordinary_day() -> None:
    assert 0.9 < fmean(len(script(TUESDAY, seed=seed).customers) for seed in range(10)) / 240 < 1.1
    assert 0.9 < len(crowd().customers) / (20 * 240) < 1.1


def test_mondays_and_pension_days_are_busier_and_pensioners_come_on_theirs() -> None:
    def elderly(day: Script) -> float:
        return fmean(one.care_needs == (CareNeed.ELDERLY,) for one in day.customers)

    assert len(script(MONDAY, load=20).customers) > len(crowd().customers)
    assert len(script(PENSION_TUESDAY, load=20).customers) > len(crowd().customers)
    assert elderly(script(PENSION_TUESDAY, load=20)) > 1.5 * elderly(crowd())


def test_more_people_come_in_mid_morning_and_after_lunch_than_at_noon_or_before_closing() -> None:
    by_hour = Counter(one.arrives_ms // HOUR_MS for one in crowd().customers)

    assert min(by_hour[1], by_hour[5]) > max(by_hour[3], by_hour[7])


def test_the_mix_of_people_is_the_one_the_rules_are_tested_with() -> None:
    people = crowd().customers

    needs = Counter(need for one in people for need in one.care_needs)
    assert share(needs[CareNeed.ELDERLY]) == pytest.approx(0.14 * 0.92, abs=0.02)
    assert share(needs[CareNeed.DISABLED]) == pytest.approx(0.03 * 0.92, abs=0.01)
    assert share(needs[CareNeed.PREGNANT]) == pytest.approx(0.03 * 0.92, abs=0.01)
    assert share(sum(one.vip for one in people)) == pytest.approx(0.08, abs=0.02)
    assert {one.channel for one in people if one.vip} == {"staff"}
    assert {one.channel for one in people if not one.vip} == {"kiosk"}


def test_some_are_absent_some_give_up_some_want_more_and_most_rate() -> None:
    people = crowd().customers

    absent = [one for one in people if not one.comes]
    assert share(len(absent)) == pytest.approx(0.04, abs=0.01)
    assert {one.returns_after_min is None for one in absent} == {True, False}
    assert all(one.returns_after_min is None for one in people if one.comes)
    assert share(sum(one.gives_up_after_min is not None for one in people)) == pytest.approx(0.05, abs=0.02)
    assert 0.04 < share(sum(bool(one.second_service) for one in people)) < 0.09
    assert share(sum(one.opinion is not None for one in people)) == pytest.approx(0.6, abs=0.03)


def test_opinions_are_such_as_the_exit_takes() -> None:
    opinions = [one.opinion for one in crowd().customers if one.opinion is not None]
    moods = {reason.code: reason.mood for reason in book().rating_reasons}

    assert sum(one.score <= 2 for one in opinions) / len(opinions) == pytest.approx(0.06, abs=0.02)
    assert {one.score for one in opinions} == {1, 2, 3, 4, 5}
    assert all({moods[code] for code in one.reasons} <= {mood_of(one.score)} for one in opinions)
    assert all(one.reasons for one in opinions if one.score <= 2)
    assert {score for one in opinions for score in one.answers.values()} <= {1, 2, 3, 4, 5}
    assert {one.by for one in opinions} == {"scan", "keys"}


def test_answers_are_such_as_the_entrance_takes() -> None:
    services = book().catalogue.services

    wrong = [
        one.number for one in crowd().customers if bad_answers(services[one.service], one.answers) is not None
    ]
    assert wrong == []


def test_a_service_takes_its_minutes_in_the_mean() -> None:
    services = book().catalogue.services
    enquiries = [one.minutes for one in crowd().customers if one.service == "enquiry"]

    assert fmean(enquiries) == pytest.approx(services["enquiry"].minutes, rel=0.05)
    assert (
        min(enquiries) < 0.5 * services["enquiry"].minutes < 2 * services["enquiry"].minutes < max(enquiries)
    )


def test_only_what_some_counter_can_do_is_wanted() -> None:
    plan = book().plan
    small = replace(plan, counters=plan.counters[:1])

    written = write_script(replace(book(), plan=small), MONDAY, seed=1)

    assert written is not None
    assert {one.service for one in written.customers} <= set(plan.counters[0].skills)
    assert list(written.counters) == ["1"]


def test_every_counter_has_a_break_and_never_two_at_once() -> None:
    pauses = sorted(script().breaks, key=lambda pause: pause.from_ms)

    assert sorted(pause.counter for pause in pauses) == sorted(script().counters)
    assert all(first.to_ms <= then.from_ms for first, then in pairwise(pauses))


def test_nobody_comes_on_a_day_off() -> None:
    closed = replace(book().plan, hours=(None,) * 7)

    assert write_script(replace(book(), plan=closed), MONDAY, seed=1) is None


def test_a_branch_open_around_the_clock_shows_a_day_of_ordinary_hours() -> None:
    written = write_script(replace(book(), plan=around_the_clock(book().plan)), MONDAY, seed=1)

    assert written == script()


def test_a_day_without_load_has_nobody() -> None:
    assert script(load=0).customers == ()


def test_a_shortened_day_is_the_beginning_of_the_same_day() -> None:
    morning = script().shortened(150)

    assert morning.closes_ms == NINE_MS + 150 * MINUTE_MS
    assert morning.customers == script().customers[: len(morning.customers)]
    assert morning.customers[-1].arrives_ms < 150 * MINUTE_MS
    assert script().shortened(10_000) == script()
