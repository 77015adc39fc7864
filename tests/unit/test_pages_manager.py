"""The manager's page: whom to go and see, what customers thought, and the house; and that nobody else is told."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

import pytest
from fastapi import FastAPI

from kiosk.branch.daily.checks import CHECKS, FINDINGS
from kiosk.domain import facts as f
from kiosk.domain import requests as r
from kiosk.domain.answers import Done
from kiosk.pages.manager import router
from kiosk.pages.reception import router as reception_router
from kiosk.resources import resources
from kiosk.web.words import load_words
from tests.asgi_browser import Browser
from tests.opinions import Opinions

if TYPE_CHECKING:
    from kiosk.domain.answers import Issued


def browser(room: Opinions) -> Browser:
    app = FastAPI()
    app.include_router(router(room))
    app.include_router(reception_router(room))
    return Browser(app)


def html_of(room: Opinions, path: str = "/manager/board") -> str:
    answer = browser(room).get(path)
    assert answer.status_code == 200
    return answer.text


def text_of(html: str) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]*>", " ", html)))


def told(room: Opinions, path: str = "/manager/board") -> str:
    return text_of(html_of(room, path))


def two_services(room: Opinions) -> Issued:
    """Return a visit with two services, both finished."""
    room.open("1")
    issued = room.issue()
    room.pick(issued.leg)
    room.step(r.StartService, issued.leg)
    added = room.did(r.AddService(issued.visit, "withdrawal"))
    room.step(r.FinishService, issued.leg)
    assert isinstance(added, Done)
    room.serve(added.about)
    return issued


@pytest.mark.row("D3")
def test_a_low_rating_says_when_what_and_why_and_offers_one_button() -> None:
    room = Opinions()
    issued = room.rated(2, "long_wait", "unclear")

    html = html_of(room)

    assert "09:05 存款 有客户不满意：等得太久、没讲清楚" in text_of(html)
    assert html.count('data-ask="answer_rating"') == 1
    assert f'data-body=\'{{"visit": "{issued.visit}"}}\'' in html


@pytest.mark.row("D3")
def test_an_alert_leads_back_to_no_number_counter_or_teller() -> None:
    room = Opinions()
    room.did(r.OpenCounter("1", badge="7788"))
    issued = room.rated(1)
    ticket = room.visit(issued.visit).ticket

    html = html_of(room)

    assert "有客户不满意" in html
    for trace in (ticket, "7788", "1号", "综合柜台", issued.leg, issued.check):
        assert trace not in html


@pytest.mark.row("D3")
def test_three_and_more_call_nobody() -> None:
    room = Opinions()
    room.rated(3, "long_wait")
    room.rated(5)

    assert "有客户不满意" not in html_of(room)


def test_an_alert_of_two_services_names_both() -> None:
    room = Opinions()
    room.rate(two_services(room), 1)

    assert "存款、取款 有客户不满意" in told(room)


@pytest.mark.row("D3")
def test_what_was_seen_to_moves_away_quietly() -> None:
    room = Opinions()
    first, second = room.rated(1, "attitude"), room.rated(2, "long_wait")

    room.did(r.AnswerRating(first.visit), "manager")
    html = html_of(room)
    open_part, _, done = html.partition('data-key="done"')

    assert html.count('data-ask="answer_rating"') == 1
    assert second.visit in open_part
    assert first.visit not in html
    assert "已处理 1" in text_of(done)
    assert "态度不好" in text_of(done)


def test_a_reason_the_branch_no_longer_offers_is_shown_by_its_code() -> None:
    room = Opinions()
    issued = room.served()
    room.happen([f.VisitRated(issued.visit, 1, {}, ("no_chairs",))])

    assert "有客户不满意：no_chairs" in told(room)


@pytest.mark.row("H1")
def test_the_mean_has_the_number_of_ratings_beside_it_and_the_unrated_are_told() -> None:
    room = Opinions()
    for score in (5, 5, 4, 4, 3, 3):
        room.rated(score)
    room.served()

    shown = told(room)

    assert "4.0 满分 5 6 份评价 未评价 1 位 · 评价率 86%" in shown
    assert "存款 4.0 6" in shown
    assert "3 一般 2" in shown


@pytest.mark.row("D3")
def test_too_few_ratings_show_their_number_and_nothing_to_pin_on_anybody() -> None:
    room = Opinions()
    for score in (5, 1, 4, 4):
        room.rated(score, answers={"speed": score})

    html = html_of(room)

    assert "4 份评价" in text_of(html)
    assert text_of(html).count("太少，不算平均") == 5  # all, service, question, hour, reasons
    assert not re.search(r'class="mean"|class="columns"|scores-table', html)


@pytest.mark.row("H1")
def test_hours_are_drawn_and_stand_in_a_table_as_well() -> None:
    room = Opinions()
    for score in (4, 4, 4, 5, 5):
        room.rated(score)
    room.wait(120)
    room.rated(3)

    html = html_of(room)
    chart = html[html.index('<svg class="columns"') : html.index("看数字")]

    assert re.findall(r'class="(?:value|label|note)"[^>]*>([^<]*)<', chart) == [
        *("4.4", "9:00", "(5)"),
        *("", "10:00", "(0)"),
        *("", "11:00", "(1)"),
    ]
    assert 'aria-hidden="true"' in chart
    assert "9:00 4.4 5 10:00 没有评价 0 11:00 太少，不算平均 1" in text_of(html)


@pytest.mark.row("H1")
def test_the_worst_comes_first_and_definitions_are_shown() -> None:
    room = Opinions()
    for _ in range(5):
        room.rated(5, "quick", answers={"speed": 5, "manner": 5})
        room.rated(2, "long_wait", service="withdrawal", answers={"speed": 1, "manner": 4})

    shown = told(room)

    assert shown.index("取款 2.0 5") < shown.index("存款 5.0 5")
    assert shown.index("等候时间可以接受吗？ 3.0 10") < shown.index("工作人员热情、有耐心吗？ 4.5 10")
    assert "等得太久 5" in shown
    assert "办得快 5" in shown
    assert "这些数怎么算" in shown
    assert shown.count("两项业务各算一份") == 2  # under the table and among the definitions


def test_a_span_reaches_back_as_many_days_as_it_says() -> None:
    room = Opinions()
    for _ in range(3):
        room.rated(5)
        room.next_day()
    room.rated(4)

    counts = {
        days: re.search(r"(\d+) 份评价", html_of(room, f"/manager/board?days={days}")) for days in (1, 7)
    }

    assert [found and found[1] for found in counts.values()] == ["1", "4"]
    assert 'aria-current="true">今天' in html_of(room, "/manager?days=nonsense")


def test_the_tables_are_counted_again_once_somebody_was_served_or_spoke() -> None:
    room = Opinions()
    client = browser(room)

    def counts() -> list[tuple[str, str]]:
        return re.findall(r"(\d+) 份评价|未评价 (\d+) 位", text_of(client.get("/manager/board").text))

    none = counts()
    issued = room.served()
    room.issue()
    served = counts()
    room.rate(issued, 4)

    assert none == [("0", ""), ("", "0")]
    assert served == [("0", ""), ("", "1")]
    assert counts() == [("1", ""), ("", "0")]


def test_the_page_asks_in_the_role_of_the_manager_and_reception_in_its_own() -> None:
    room = Opinions()

    assert 'data-role="manager"' in html_of(room, "/manager")
    assert 'data-role="reception"' in html_of(room, "/reception")
    assert 'href="/manager"' in html_of(room, "/reception")
    assert 'href="/reception"' in html_of(room, "/manager")


def test_the_page_of_a_branch_that_has_never_opened_is_shown() -> None:
    room = Opinions()
    room.recorded.clear()
    room.day = type(room.day)()

    assert "今天还没有检查" in told(room, "/manager")


def test_no_page_holds_a_script_or_a_style_of_its_own() -> None:
    room = Opinions()
    for score in (1, 2, 3, 4, 5):
        room.rated(score, answers={"speed": score})

    html = html_of(room, "/manager")

    assert not re.search(r"\sstyle=|\son\w+=|<style|javascript:", html)
    assert not re.search(r"<script(?! type=\"(module|application/json)\")", html)


@pytest.mark.row("G1")
def test_the_opening_check_tells_what_was_found_and_what_to_do() -> None:
    room = Opinions()
    room.happen([f.BranchChecked({"printer": "ok", "paper": "near_end", "coffee": "cold"})])

    manager, reception = told(room), told(room, "/reception/board")

    assert "开门检查 09:00" in manager
    assert "打印机 正常" in manager
    assert "打印纸 快用完 备好一卷新纸。" in manager
    assert "coffee 要看一下（cold） 联系技术人员。" in manager
    assert "开门检查：打印纸：快用完；coffee：要看一下（cold）" in reception


@pytest.mark.row("G1")
def test_reception_hears_of_the_check_only_while_something_is_amiss_and_the_branch_is_open() -> None:
    room = Opinions()
    room.happen([f.BranchChecked({"printer": "ok", "disk": "ok"})])
    fine = html_of(room, "/reception/board")
    room.happen([f.BranchChecked({"printer": "ok", "disk": "low"})])
    amiss = html_of(room, "/reception/board")
    room.did(r.CloseDay())

    assert "开门检查" not in fine
    assert "开门检查" in amiss
    assert 'href="/manager"' in amiss
    assert "开门检查" not in html_of(room, "/reception/board")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_check_and_finding_has_words(language: str) -> None:
    known = load_words(resources() / "i18n" / "pages.toml")["en" if language == "en" else "zh"].texts
    found = {code for codes in FINDINGS.values() for code in codes}

    assert {f"check.{check}" for check in CHECKS} <= known.keys()
    assert {f"finding.{code}" for code in {*found, "ok", "other"}} <= known.keys()
    assert {f"todo.{code}" for code in {*found, "other"}} <= known.keys()


def test_days_that_ended_tell_what_was_kept_of_them() -> None:
    room = Opinions()
    room.did(r.CloseDay())
    room.happen([f.DayKept("2026-11-02", "verified", "written")])
    room.next_day()
    room.did(r.CloseDay())
    room.happen([f.DayKept("2026-11-03", "failed", "failed", "disk_full")])
    room.next_day()
    room.did(r.CloseDay())

    html = html_of(room)
    shown = text_of(html)

    assert "2026-11-04 还没有收好" in shown
    assert "2026-11-03 备份没成功 日报没写成" in shown
    assert "2026-11-02 备份已核对 日报" in shown
    assert re.findall(r'href="(/v1/reports/[^"]*)"', html) == ["/v1/reports/2026-11-02.pdf?role=manager"]


@pytest.mark.row("D3")
@pytest.mark.parametrize("language", ["zh", "en"])
def test_nothing_on_the_reception_page_changes_with_an_opinion(language: str) -> None:
    room = Opinions()
    issued = room.served()
    paths = [
        f"/reception{path}{'&' if '?' in path else '?'}lang={language}" for path in ("", "/board", "/day")
    ]
    paths += [f"/reception/{sheet}?leg={issued.leg}&lang={language}" for sheet in ("ticket", "why", "add")]
    client = browser(room)
    pages = [client.get(path).text for path in paths]

    room.rate(issued, 1, "attitude", answers={"manner": 1})
    rated = [client.get(path).text for path in paths]
    room.did(r.AnswerRating(issued.visit), "manager")

    assert rated == pages
    assert [client.get(path).text for path in paths] == pages
    said = [re.sub(r"<script.*?</script>", "", html, flags=re.DOTALL) for html in pages]
    assert not re.search(r"评价|评分|满意|态度|[Rr]ating|[Ss]atisf", text_of(" ".join(said)))


@pytest.mark.row("D3")
def test_the_streams_of_both_pages_tell_that_something_happened_and_never_what() -> None:
    room = Opinions()
    room.rated(1, "attitude")
    client = browser(room)

    streams = {client.get(f"/{page}/events").text for page in ("reception", "manager")}

    assert len(streams) == 1
    assert set(re.findall(r"event: (\w+)", streams.pop())) == {"view", "beat"}
