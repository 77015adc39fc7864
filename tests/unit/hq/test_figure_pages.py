"""The routes of the pages of figures, over a bank of made-up figures: every state answers, and nothing breaks out of it."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import replace
from html import unescape

import pytest

from kiosk.hq.reports import Comparison, Part, PrinterTrouble
from tests.asgi_browser import Browser
from tests.hq_figures import MINUTE, NOW_MS, TODAY, SampleFigures, pages_of, visit_story

pytestmark = pytest.mark.row("H5")

PAGES = ("/", "/board", "/compare", "/trouble", "/visits")
STORY = visit_story("b00000")


def text_of(html: str) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]*>", " ", html)))


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("branches", [0, 1, 12])
def test_every_page_has_something_to_say_however_many_branches_there_are(
    branches: int, language: str
) -> None:
    client = Browser(pages_of(SampleFigures(branches)))

    answers = {path: client.get(f"{path}?lang={language}") for path in PAGES}

    assert {path: answer.status_code for path, answer in answers.items()} == dict.fromkeys(PAGES, 200)
    assert ("还没有网点接入" in answers["/"].text) is (branches == 0 and language == "zh")


@pytest.mark.row("H1")
def test_the_overview_says_how_many_wait_and_that_branch_and_headquarters_agree() -> None:
    figures = SampleFigures(3)
    waiting = sum(one.waiting for one in figures.queues.values())

    text = text_of(Browser(pages_of(figures)).get("/").text)

    assert f"{waiting} 正在等候的客户" in text
    assert text.count("网点 312 = 总行 312") == 3


def test_a_count_told_early_says_when_and_how_much_of_the_day_it_checked() -> None:
    figures = SampleFigures(1)
    (state,) = figures.states
    assert state.reconciled is not None
    assert state.reconciled.told is not None
    early = replace(state.reconciled.told, issued=16, finished=9, sent_ms=NOW_MS - 166 * MINUTE)
    figures.states[0] = replace(
        state, reconciled=replace(state.reconciled, told=early, issued=16, finished=9, of_day=256)
    )

    for path in ("/", "/branches/b00000"):
        text = text_of(Browser(pages_of(figures)).get(path).text)
        assert "已核对 16 / 256 截至 09:14" in text
        assert "网点 16 = 总行 16" not in text


def test_figures_that_differ_in_what_was_finished_alone_are_told_by_that() -> None:
    figures = SampleFigures(1)
    (state,) = figures.states
    assert state.reconciled is not None
    figures.states[0] = replace(
        state, reconciled=replace(state.reconciled, finished=279, agreement="differs")
    )

    text = text_of(Browser(pages_of(figures)).get("/").text)

    assert "今日办结业务：网点 280，总行 279" in text
    assert "办结业务：网点 280 ≠ 总行 279" in text
    assert "网点 312 ≠ 总行 312" not in text


@pytest.mark.parametrize(("path", "said"), [
    ("/", "最近一次检查：备份：还没有"), ("/branches/b00000", "最近一次检查：大厅屏：没有连上"),
    ("/trouble", "最后所知要处理的打印机：1 台"), ("/trouble?days=90", "没有打印机需要处理"),
])  # fmt: skip
def test_what_is_amiss_at_a_branch_is_said_on_its_page(path: str, said: str) -> None:
    figures = SampleFigures(3)
    figures.found = {"b00000": {"backup": "none_yet", "screen_hall": "missing"}}
    figures.printers = {"b00001": (PrinterTrouble("entrance", "paper_out", NOW_MS - 99_000 * MINUTE),)}
    figures.states[1] = replace(figures.states[1], heard_ms=NOW_MS - 99_000 * MINUTE, reconciled=None)

    assert said in text_of(Browser(pages_of(figures)).get(path).text)


def test_a_longest_wait_that_stands_still_says_as_of_when() -> None:
    figures = SampleFigures(1)
    figures.queues["b00000"] = replace(figures.queues["b00000"], waiting=2, longest_ms=5 * MINUTE)
    figures.states[0] = replace(figures.states[0], heard_ms=NOW_MS - 20 * MINUTE, reconciled=None)

    assert "5 分钟 截至 11:59" in text_of(Browser(pages_of(figures)).get("/").text)


def test_progress_is_told_while_facts_are_applied() -> None:
    figures = SampleFigures(2)
    figures.waiting_facts = 120_400

    text = text_of(Browser(pages_of(figures)).get("/?lang=en").text)

    assert "1,083,600 of 1,204,000 records are in the figures" in text


def test_a_page_of_ten_thousand_branches_holds_a_few_of_them() -> None:
    figures = SampleFigures(0)
    figures.states = [
        replace(state, branch=f"c{n:05}", reconciled=None)
        for state in SampleFigures(1).states
        for n in range(10_000)
    ]
    figures.daily = lambda *_, **__: []  # type: ignore[method-assign]
    figures.trouble = lambda *_: []  # type: ignore[method-assign]

    html = Browser(pages_of(figures)).get("/?page=400&sort=name").text

    assert html.count("<tr") == 26
    assert "第 9,976–10,000 个，共 10,000 个" in html


def test_what_is_looked_for_cannot_break_out_and_the_page_holds_no_script_or_style_of_its_own() -> None:
    client = Browser(pages_of(SampleFigures(12).troubled().told()))
    name = '"><script>alert(1)</script>'

    for path in (*PAGES, "/branches/b00001", f"/visits/b00000/{STORY.visit}"):
        html = client.get(path, params={"q": name, "branch": name, "ticket": name}).text
        assert "<script>" not in html
        assert not re.search(r"<style|\sstyle=|\son\w+=", html)


def test_a_ticket_leads_to_its_visit_by_code_or_by_name() -> None:
    figures = SampleFigures(3).told()
    client = Browser(pages_of(figures))

    for branch in ("b00000", "B00000", figures.states[0].name):
        answer = client.get("/visits", params={"branch": branch, "date": TODAY, "ticket": "A012"})
        assert answer.status_code == 303
        assert answer.headers["location"] == f"/visits/b00000/{STORY.visit}"
    text = text_of(client.get(f"/visits/b00000/{STORY.visit}").text)
    assert "按规则轮到" in text
    assert "当时第二位是 A013" in text
    assert "超了 4 分钟" in text
    assert "比它晚来 ，计分更高" in text.replace("， ", "，").replace("来，", "来 ，")


def test_who_is_there_for_figures_alone_sees_no_class_and_no_badge_of_a_visit_and_each_look_is_noted() -> (
    None
):
    figures = SampleFigures(1).told()
    client, path = Browser(pages_of(figures)), f"/visits/b00000/{STORY.visit}"
    whole = text_of(client.get(path).text)
    figures.roles = frozenset({"viewer"})
    little = text_of(client.get(path).text)

    assert STORY.care != "ordinary"
    assert ("老年人" in whole, "老年人" in little) == (True, False)
    assert "分计" not in little
    assert figures.seen == [("0001", f"b00000 {TODAY} {STORY.ticket}")] * 2


@pytest.mark.parametrize(
    ("path", "status", "said"),
    [
        ("/visits?branch=nix&ticket=A1", 200, "没有叫“nix”的网点"),
        ("/visits?branch=b00000&date=2026-11-20&ticket=A012", 200, "2026-11-20 没有号码“A012”"),
        ("/visits?branch=b00000&ticket=A9", 200, "最近一个营业日 没有号码“A9”"),
        ("/visits/b00000/nix", 404, "没有这次到访"),
        ("/branches/nix", 404, "没有代码为“nix”的网点"),
        ("/branches/nix/now", 404, "没有代码为“nix”的网点"),
        ("/?q=nix", 200, "没有符合的网点"),
    ],
)
def test_what_is_not_there_is_said_and_what_to_do_now(path: str, status: int, said: str) -> None:
    answer = Browser(pages_of(SampleFigures(2).told())).get(path)

    assert answer.status_code == status
    assert said in text_of(answer.text)


def test_numbers_of_tickets_are_neither_better_nor_worse() -> None:
    client = Browser(pages_of(SampleFigures(4)))

    tickets, waits = (client.get(f"/compare?of={of}").text for of in ("issued", "no_shows"))

    assert "多的在前" in tickets
    assert "最差在前" not in tickets
    assert not re.search(r'class="change (better|worse)', tickets)
    assert re.search(r'class="change (better|worse)', waits)


def test_weeks_are_added_up_once_for_all_who_compare_by_the_same_part_of_them() -> None:
    figures = SampleFigures(2)
    asked: list[object] = []
    compare = figures.compare

    def counted(weeks: list[str], branches: None = None, part: Part | None = None) -> Comparison:
        asked.append((len(weeks), part))
        return compare(weeks, branches, part)

    figures.compare = counted  # type: ignore[method-assign, assignment]
    client = Browser(pages_of(figures, rest_s=60))
    for of in ("wait", "average", "issued", "mean"):
        for sort in ("worst", "name"):
            client.get(f"/compare?of={of}&sort={sort}&weeks=4")
    client.get("/compare.csv?of=wait&weeks=4")

    assert asked == [(4, "waits"), (4, "days")]


def test_a_visit_is_shown_without_going_through_all_branches() -> None:
    figures = SampleFigures(3).told()
    figures.branches = lambda: pytest.fail("all branches were read")  # type: ignore[method-assign]
    client = Browser(pages_of(figures))

    assert client.get(f"/visits/b00000/{STORY.visit}").status_code == 200
    assert client.get("/visits?branch=b00000&ticket=A012").status_code == 303


def test_the_table_of_a_comparison_holds_every_branch_and_runs_in_no_spreadsheet() -> None:
    figures = SampleFigures(30)
    figures.states[0] = replace(figures.states[0], name="=HYPERLINK(1)")

    answer = Browser(pages_of(figures)).get("/compare.csv?of=issued&weeks=4")

    rows = list(csv.reader(io.StringIO(answer.text.removeprefix("\ufeff"))))
    assert answer.text.startswith("\ufeff")
    assert answer.headers["content-disposition"] == 'attachment; filename="compare-issued-2026-11-22.csv"'
    assert rows[0] == ["branch", "name", "2026-10-26", "2026-11-02", "2026-11-09", "2026-11-16"]
    assert len(rows) == 31
    assert rows[1][:2] == ["b00000", "'=HYPERLINK(1)"]
    assert figures.exported == [("0001", "compare issued 2026-10-26")]
    assert all(float(cell) > 0 for row in rows[1:] for cell in row[2:])


def test_a_branch_that_was_not_heard_of_says_as_of_when_its_figures_stand() -> None:
    text = text_of(Browser(pages_of(SampleFigures(12).troubled())).get("/branches/b00003").text)

    assert "下面的数字停在 08:50" in text
    assert "3 小时前" in text
