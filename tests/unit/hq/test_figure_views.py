"""What pages of figures make of the figures: who counts, who needs somebody, what comes first, and what is left unsaid."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from math import inf
from typing import TYPE_CHECKING

import pytest

import kiosk.hq.pages.changes as changes_module
from kiosk.hq.pages.branch_view import dates_of, every_hour, past
from kiosk.hq.pages.changes import Changes, Lasting
from kiosk.hq.pages.compare_view import CARDS, MEASURES, compared, mondays
from kiosk.hq.pages.lately import Lately
from kiosk.hq.pages.listing import ROWS, Wish, turned
from kiosk.hq.pages.overview_view import overview, progress
from kiosk.hq.pages.speech import Speech
from kiosk.hq.pages.standing import FORK_MS, FRESH_MS, SILENT_OPEN_MS, Standing, standings
from kiosk.hq.pages.trouble_view import trouble_view
from kiosk.hq.pages.visit_view import told
from kiosk.hq.reports import (
    Backlog,
    Between,
    Comparison,
    DayFigures,
    Hour,
    Paper,
    PrinterTrouble,
    Waits,
    Week,
)
from kiosk.hq.store.port import StoreBusy
from kiosk.resources import resources
from kiosk.web.words import load_words
from tests.hq_figures import MINUTE, NOW_MS, TODAY, SampleFigures, visit_story

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from starlette.types import Message, Scope

pytestmark = [pytest.mark.row("H5")]

SAY = Speech(load_words(resources() / "i18n" / "hq.toml")["zh"], NOW_MS)


def wish(**chosen: str) -> Wish:
    """Return what an address chooses, everything else as usual."""
    usual = {"q": "", "sort": "need", "only": "", "of": "mean", "weeks": "8", "page": "1"}
    return Wish("/", tuple((usual | chosen).items()), tuple(usual.items()))


def stood(figures: SampleFigures) -> list[Standing]:
    return standings(
        figures.branches(),
        figures.live().branches,
        figures.daily(TODAY, TODAY),
        figures.machines(),
        NOW_MS,
    )


def of(figures: SampleFigures, at: int) -> Standing:
    return stood(figures)[at]


@pytest.mark.row("H1")
def test_who_waits_in_the_bank_is_summed_over_branches_that_are_open_and_heard_of() -> None:
    figures = SampleFigures(6)
    silent, closed = figures.states[0], figures.states[1].branch
    figures.states[0] = replace(silent, heard_ms=NOW_MS - SILENT_OPEN_MS - 6 * MINUTE - 1, reconciled=None)
    figures.queues[closed] = replace(figures.queues[closed], is_open=False, waiting=9)
    counted = [figures.queues[state.branch] for state in figures.states[2:]]

    now = overview(stood(figures), [], wish()).now

    assert now.waiting == sum(one.waiting for one in counted)
    assert now.longest_ms == max(one.longest_ms or 0 for one in counted) + 45_000
    assert (now.open, now.unheard) == (4, 1)


def test_a_closed_branch_may_be_switched_off_over_a_long_weekend() -> None:
    figures = SampleFigures(1)
    state = replace(figures.states[0], reconciled=None, heard_ms=NOW_MS - 3 * 24 * 60 * MINUTE)
    figures.states[0] = state
    figures.queues[state.branch] = replace(figures.queues[state.branch], is_open=False)

    assert "silent" not in of(figures, 0).concerns
    figures.states[0] = replace(state, heard_ms=None)
    assert "silent" in of(figures, 0).concerns


def test_each_sort_of_trouble_is_found_at_its_branch_and_the_gravest_comes_first() -> None:
    figures = SampleFigures(12).troubled()
    expected = {1: "forked", 2: "differs", 3: "silent", 4: "printer", 5: "behind", 6: "unread"}

    view = overview(stood(figures), [], wish(sort="need"))

    assert {at for at, concern in expected.items() if concern not in of(figures, at).concerns} == set()
    assert [one.branch.branch for one in view.needing[:3]] == ["b00001", "b00002", "b00003"]
    assert view.counts["printer"] == 2
    assert of(figures, 7).concerns == ()  # revoked: nobody goes there


def test_a_fork_needs_somebody_for_a_week_and_is_told_for_ever() -> None:
    figures = SampleFigures(1)
    forked = replace(figures.states[0], forked=True, epochs=2, forked_ms=NOW_MS - FORK_MS + 1)
    figures.states[0] = forked
    assert "forked" in of(figures, 0).concerns

    figures.states[0] = replace(forked, forked_ms=NOW_MS - FORK_MS)

    assert of(figures, 0).concerns == ()
    assert of(figures, 0).branch.forked


def test_the_last_check_of_a_branch_needs_somebody_and_most_of_all_for_its_backup() -> None:
    figures = SampleFigures(3)
    figures.found = {
        "b00000": {"screen_hall": "missing", "paper": "near_end"},
        "b00001": {"backup": "none_yet", "screen_hall": "missing"},
        "b00002": {"paper": "near_end"},
    }

    view = overview(stood(figures), [], wish())

    assert [(one.branch.branch, one.concerns) for one in view.needing] == [
        ("b00001", ("unsafe", "checks")),
        ("b00000", ("checks",)),
    ]
    assert view.needing[0].found("unsafe") == (("backup", "none_yet"),)


def test_a_printer_of_a_branch_not_heard_of_for_long_is_last_known_and_needs_no_hand_now() -> None:
    figures = SampleFigures(3)
    out = (PrinterTrouble("entrance", "paper_out", NOW_MS - 60 * 24 * 60 * MINUTE),)
    figures.printers = {"b00000": out, "b00001": out, "b00002": out}
    figures.states[0] = replace(figures.states[0], heard_ms=out[0].since_ms, reconciled=None)
    figures.states[1] = replace(figures.states[1], state="revoked")

    view = trouble_view([], [], stood(figures), dates_of(TODAY, 7), wish(sort="worst"), SAY)

    assert [one.branch for one in view.now] == ["b00002"]
    assert [one.branch for one in view.older] == ["b00000"]
    assert "printer" not in of(figures, 0).concerns


@pytest.mark.row("H1")
def test_the_longest_wait_goes_on_while_a_branch_is_heard_of_and_stands_still_otherwise() -> None:
    figures = SampleFigures(1)
    queue = figures.queues["b00000"]
    figures.queues["b00000"] = replace(queue, waiting=2, longest_ms=5 * MINUTE, at_ms=NOW_MS - 9 * MINUTE)
    heard = of(figures, 0)
    figures.states[0] = replace(figures.states[0], heard_ms=NOW_MS - FRESH_MS - 1, reconciled=None)
    unheard = of(figures, 0)

    assert (heard.longest_ms, heard.is_fresh) == (14 * MINUTE, True)
    assert (unheard.longest_ms, unheard.is_fresh, unheard.counts) == (5 * MINUTE, False, True)


@pytest.mark.row("H1")
def test_an_hour_in_which_nobody_came_is_drawn_between_the_others() -> None:
    hour = 60 * MINUTE
    hours = every_hour([Hour(NOW_MS + 3 * hour, 1, 2), Hour(NOW_MS, 4, 4)])

    assert [(one.from_ms - NOW_MS) // hour for one in hours] == [0, 1, 2, 3]
    assert [one.came for one in hours] == [4, 0, 0, 1]
    assert every_hour([]) == []


def test_a_search_finds_by_code_and_by_name_and_a_concern_narrows_it() -> None:
    branches = stood(SampleFigures(40).troubled())

    def found(**chosen: str) -> list[str]:
        return [one.branch.branch for one in overview(branches, [], wish(**chosen)).page.items]

    assert found(q="B00012") == ["b00012"]
    assert found(q="西湖支行") == ["b00002"]
    assert found(only="forked") == ["b00001"]
    assert found(q="西湖", only="forked") == []


def test_ten_thousand_branches_make_pages_of_a_few_rows() -> None:
    page = turned(range(10_000), 400)

    assert (page.first, page.last, page.pages, len(page.items)) == (9_976, 10_000, 400, ROWS)
    assert turned(range(10_000), 99_999).number == 400
    assert turned([], 3).number == 1


def test_an_address_holds_what_was_chosen_and_begins_another_choice_at_the_first_page() -> None:
    chosen = wish(q="西 湖&", sort="name", page="4")

    assert chosen.to(only="amiss") == "/?q=%E8%A5%BF+%E6%B9%96%26&sort=name&only=amiss"
    assert chosen.to(page=5).endswith("sort=name&page=5")
    assert wish(page="-1").number == wish(page="１").number == wish(page="9" * 40).number == 1


def test_a_date_on_which_no_branch_was_open_is_drawn_as_nothing_and_not_as_zero() -> None:
    days = [replace(DayFigures("", "2026-11-20"), paper=Paper(9, 0, 0))]

    view = trouble_view([], days, [], dates_of(TODAY, 7), wish(sort="worst"), SAY)

    assert view.hours.svg.count("<circle") == 1


def test_progress_is_shown_while_anything_is_left_and_no_longer() -> None:
    shown = progress([Backlog(0, 2, 40, 100), Backlog(1, 0, 0, 100)])

    assert shown is not None
    assert (shown.applied, shown.durable, shown.branches, shown.share) == (160, 200, 2, 0.8)
    assert progress([Backlog(0, 0, 0, 100)]) is None


@pytest.mark.row("H1")
def test_a_date_without_a_day_stays_an_empty_place_and_few_waits_are_no_figure() -> None:
    days = [replace(DayFigures("b", "2026-11-20"), finished=3, waits={"ordinary": Waits(3, 9, 3, 3, 3)})]
    dates = dates_of("2026-11-22", 7)

    shown = past(days, dates, SAY, {})

    assert dates == [f"2026-11-{day}" for day in range(16, 23)]
    assert shown.outcomes.svg.count("<rect") == 1
    assert shown.spread.svg.count("<rect") == 0
    assert SAY.between(shown.sums.waits.within(90)) == "人次太少"
    assert shown.scores == ()


@pytest.mark.row("H1")
def test_every_wait_of_a_class_lies_in_one_column_of_its_row() -> None:
    figures = SampleFigures(1)
    days = figures.daily("2026-11-01", TODAY)

    shown = past(days, dates_of(TODAY, 28), SAY, {})

    assert [one.care for one in shown.classes] == ["ordinary", "elderly", "protected", "vip"]
    assert all(sum(one.cells) == one.waits.count for one in shown.classes)
    assert sum(one.waits.count for one in shown.classes) == shown.sums.waits.count


def test_many_days_are_drawn_as_weeks_and_none_of_them_is_lost() -> None:
    days = SampleFigures(1).daily("2026-08-25", TODAY)

    shown = past(days, dates_of(TODAY, 90), SAY, {})

    assert shown.outcomes.svg.count('class="s1"') == 13
    assert shown.sums.issued == sum(day.issued for day in days)
    assert len(shown.days) == 90


def test_branches_are_compared_worst_first_whichever_way_better_lies() -> None:
    figures = SampleFigures(20)
    names = {one.branch: one.name for one in figures.branches()}
    weeks = figures.compare(mondays(TODAY, 4))

    def lasts(measure: str, sort: str) -> list[float]:
        page = compared(weeks, names, wish(of=measure, sort=sort), SAY).page
        return [row.last for row in page.items if row.last is not None]

    assert lasts("mean", "worst") == sorted(lasts("mean", "worst"))
    assert lasts("no_shows", "worst") == sorted(lasts("no_shows", "worst"), reverse=True)
    assert lasts("no_shows", "best") == sorted(lasts("no_shows", "best"))
    assert len(lasts("mean", "name")) == CARDS


def week_of(first: str, **of_branch: Waits) -> Week:
    """Return a week in which branches had waits."""
    days = {code: DayFigures(code, first, waits={"ordinary": waits}) for code, waits in of_branch.items()}
    return Week(first, first, days, DayFigures("", first))


def test_a_wait_above_the_last_edge_is_said_as_such_and_the_running_week_is_not_compared() -> None:
    short, long = Waits(20, bins=(20, *(0,) * 15)), Waits(20, bins=(*(0,) * 15, 20))
    middle = Waits(20, bins=(0, 0, 20, *(0,) * 13))
    weeks = Comparison((
        week_of("2026-11-02", b1=short, b2=middle),
        week_of("2026-11-09", b1=long, b2=middle),
        week_of("2026-11-16", b1=short, b2=long),
    ))  # fmt: skip

    page = compared(weeks, {"b1": "一", "b2": "二"}, wish(of="wait", sort="worst"), SAY).page

    assert [(row.branch, row.values[-1], row.change) for row in page.items] == [
        ("b1", 1, 119),
        ("b2", inf, 0),
    ]
    assert MEASURES["wait"].said(page.items[0].last or 0) == ">120"
    assert "nan" not in str(page.items[0].chart)


def test_a_branch_that_has_no_whole_week_yet_is_compared_by_the_one_that_runs() -> None:
    weeks = Comparison((week_of("2026-11-16", b1=Waits(20, 60_000, bins=(20, *(0,) * 15))),))

    (row,) = compared(weeks, {"b1": "一"}, wish(of="wait", sort="worst"), SAY).page.items

    assert (row.last, row.change) == (1, None)


def test_a_branch_of_which_nothing_is_known_is_compared_last_and_drawn_without_a_line() -> None:
    figures = SampleFigures(2)
    names = {one.branch: one.name for one in figures.branches()} | {"b9": "新支行"}

    page = compared(figures.compare(mondays(TODAY, 4)), names, wish(sort="best"), SAY).page

    assert page.items[-1].branch == "b9"
    assert page.items[-1].last is page.items[-1].change is None


def test_a_story_says_how_long_nothing_happened_and_what_went_wrong() -> None:
    steps = told(visit_story("b"))

    assert [step.after_ms for step in steps[:3]] == [None, None, 24 * MINUTE - 2_400]
    assert {one.step.kind: one.tone for one in steps} == {
        "issued": "usual", "slip": "usual", "called": "usual", "left": "amiss", "started": "usual",
        "finished": "good", "added": "usual", "ended": "amiss", "rated": "amiss", "rating_answered": "usual",
    }  # fmt: skip


def test_figures_are_said_with_what_is_not_known() -> None:
    assert SAY.minutes(None) == SAY.share(None) == SAY.score(None) == "–"
    assert SAY.minutes(0) == "0 分钟"
    assert SAY.minutes(20_000) == "不到 1 分钟"
    assert SAY.minutes(150 * MINUTE) == "2 小时 30 分"
    assert SAY.minutes(853 * MINUTE) == "14 小时"
    assert SAY.between(Between(120, None)) == "120 分钟以上"
    assert SAY.ago(NOW_MS + 5_000) == "刚刚"
    assert SAY.today == TODAY


async def heard(stream: AsyncIterator[bytes], count: int) -> list[bytes]:
    return [(await asyncio.wait_for(anext(stream), 5)).split(b"\n")[-4] for _ in range(count)]


def test_an_open_page_hears_of_a_change_once_and_of_silence() -> None:
    figures = SampleFigures(0)

    async def follow() -> list[bytes]:
        changes = Changes(figures, look_s=0.01, beat_s=0.2)
        stream = changes.stream()
        said = await heard(stream, 2)
        figures.marks += 1
        said += await heard(stream, 2)
        await stream.aclose()  # type: ignore[attr-defined]
        return said

    assert asyncio.run(follow()) == [b"event: view", b"event: beat", b"event: view", b"event: beat"]


def test_with_no_page_open_nobody_looks() -> None:
    figures = SampleFigures(0)
    looked: list[int] = []

    def mark() -> str:
        looked.append(1)
        return ""

    figures.mark = mark  # type: ignore[method-assign]

    async def come_and_go() -> int:
        changes = Changes(figures, look_s=0.001, beat_s=0.05)
        streams = [changes.stream(), changes.stream()]
        for stream in streams:
            await heard(stream, 2)
        for stream in streams:
            await stream.aclose()  # type: ignore[attr-defined]
        await asyncio.sleep(0)
        before = len(looked)
        await asyncio.sleep(0.05)
        return len(looked) - before

    assert asyncio.run(come_and_go()) <= 1


def test_many_who_look_at_once_share_one_reading_and_a_failed_one_is_read_again() -> None:
    readings: list[int] = []
    lately: Lately[int] = Lately()

    def read() -> int:
        readings.append(1)
        if len(readings) == 1:
            raise StoreBusy
        return len(readings)

    with pytest.raises(StoreBusy):
        lately.get(read)
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda _: lately.get(read), range(32)))

    assert set(found) == {2}
    assert len(readings) == 2


@pytest.mark.parametrize("spoken", ["2.3", "2.4"])
def test_a_page_that_takes_nothing_for_long_is_let_go(monkeypatch: pytest.MonkeyPatch, spoken: str) -> None:
    monkeypatch.setattr(changes_module, "PATIENCE_S", 0.05)

    async def never_takes(message: Message) -> None:
        if message["type"] == "http.response.body":
            await asyncio.Event().wait()

    async def stays() -> Message:
        await asyncio.Event().wait()
        raise AssertionError

    async def answer() -> None:
        stream = Changes(SampleFigures(0)).stream()
        scope: Scope = {
            "type": "http",
            "method": "GET",
            "path": "/events",
            "headers": [],
            "asgi": {"spec_version": spoken},
        }
        await asyncio.wait_for(Lasting(stream)(scope, stays, never_takes), 5)
        await stream.aclose()  # type: ignore[attr-defined]

    asyncio.run(answer())
