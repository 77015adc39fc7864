"""The two reports as PDF: searchable, on A4, and with nothing of a person in them."""

from __future__ import annotations

import re
import subprocess
from dataclasses import replace
from typing import TYPE_CHECKING, Final

import pytest

from kiosk.branch.daily.checks import CHECKS, FINDINGS, OK, Readiness
from kiosk.branch.daily.names import names_of
from kiosk.branch.daily.paper.readiness import readiness_pdf
from kiosk.branch.daily.paper.summary import summary_pdf
from kiosk.branch.daily.reports import report_file
from kiosk.domain import requests as r
from kiosk.records.figures import Business
from tests.dated_reception import DATE, DatedReception, full_day
from tests.reception import HOUR_MS, MINUTE_MS, NINE_MS, shipped_setting

if TYPE_CHECKING:
    from pathlib import Path

READY: Final = Readiness(
    DATE, NINE_MS - 30 * MINUTE_MS, NINE_MS, NINE_MS + 8 * HOUR_MS, dict.fromkeys(CHECKS, OK), "paper",
    demonstration=False,
)  # fmt: skip


def read(pdf: bytes, *where: str) -> str:
    """Return the text of a PDF as somebody who searches it finds it, white space left out."""
    ended = subprocess.run(
        ["pdftotext", "-layout", *where, "-", "-"], input=pdf, capture_output=True, check=True
    )
    return re.sub(r"[ \n]+", "", ended.stdout.decode())


def pages(pdf: bytes) -> int:
    return len(re.findall(rb"/Type /Page\b(?!s)", pdf))


def summary_of(room: DatedReception) -> bytes:
    return summary_pdf(room.figures(), names_of(shipped_setting()), demonstration=False)


def test_a_summary_can_be_searched_for_its_words_and_figures() -> None:
    text = read(summary_of(full_day()))

    for told in (
        *("示范银行·示范支行", "营业日小结", "2026年11月2日星期一", "营业时间09:00–17:00", "17:00结束"),
        *("8人", "等候时间与承诺", "普通", "老年人", "中位数19分钟", "50%在20分钟内"),
        *("个人", "存款", "取款", "1号综合柜台", "办结3项", "客户满意度"),
        *("转下一营业日1项", "叫号后没有办理1次", "弃号1项"),
        *("呼叫人工1次，应答1次；中位数2分钟，最长2分钟", "09:00", "第1页，共2页"),
    ):
        assert told in text, told


def rated(*scores: int) -> DatedReception:
    """Return a day on which each customer gave one of these scores, and one more gave none."""
    room = DatedReception()
    room.open("1")
    for score in scores:
        room.rate(room.served().visit, score)
    room.served()
    return room


@pytest.mark.row("H1")
def test_opinions_are_a_mean_and_a_distribution_with_what_became_of_the_low_ones() -> None:
    text = read(summary_of(rated(5, 5, 5, 4, 1)))

    for told in (
        *("平均4.0分（5人评价）", "非常满意3人", "满意1人", "非常不满意1人", "未评价1人"),
        "低分（1–2分）1次，大堂经理已处理0次。",
    ):
        assert told in text, told


@pytest.mark.row("D3")
@pytest.mark.parametrize("scores", [(1,), (5, 5, 5, 1)])
def test_of_few_opinions_a_summary_tells_how_many_there_are_and_nothing_else(scores: tuple[int, ...]) -> None:
    text = read(summary_of(rated(*scores)))

    assert f"已评价{len(scores)}人" in text
    assert "未评价1人" in text
    assert "评价太少，不评" in text
    assert [word for word in ("人评价）", "满意1人", "不满意", "低分", "/5") if word in text] == []
    # With the same number of other opinions not a word is another.
    assert text == read(summary_of(rated(*[3] * len(scores))))


def test_a_summary_says_of_opinions_what_holds_of_it() -> None:
    assert "评价不按柜台、柜员分列，不满5份时只计份数。" in read(summary_of(rated(1)))


def test_of_nobody_who_was_called_no_share_is_told() -> None:
    room = DatedReception()
    room.issue()

    text = read(summary_of(room))

    assert "—在承诺时间内" in text
    assert "0%在" not in text


def test_a_single_service_stands_on_the_left_under_its_category() -> None:
    left = read(summary_of(rated(5)), "-x", "0", "-y", "0", "-W", "298", "-H", "842")

    assert "个人22存款225" in left


def test_of_nothing_done_it_is_not_said_that_all_of_it_is_on_record() -> None:
    room = DatedReception()
    room.issue()

    assert "每次办理都有开始和完成的记录。" not in read(summary_of(room))


def test_slips_that_never_reached_the_printer_are_among_those_on_paper() -> None:
    room = DatedReception()
    for _ in range(3):
        room.issue("deposit", "entrance")

    text = read(summary_of(room))

    waiting = sum(room.records().slips.values())
    assert waiting == 3
    assert f"成功0，失败0，不确定0，未打印{waiting}" in text


def test_counters_that_nobody_closed_are_told_with_the_time_they_are_counted_to() -> None:
    room = rated()
    room.next_day()

    text = read(summary_of(room))

    assert "1个柜台没有关，按17:00关柜计。" in text
    assert "每次办理都有开始和完成的记录。" not in text


def test_a_day_on_which_only_carried_services_went_on_is_no_empty_day() -> None:
    room = DatedReception()
    room.open("1")
    ticket = room.issue()
    room.step(r.ParkTicket, ticket.leg)
    room.next_day()
    room.open("1")
    room.serve(ticket.leg)

    pdf = summary_pdf(room.figures("2026-11-03"), names_of(shipped_setting()), demonstration=False)

    assert "办结1项" in read(pdf)
    assert "没有客户取号" not in read(pdf)


def test_a_summary_says_nothing_of_whoever_served() -> None:
    room = DatedReception()
    room.did(r.OpenCounter("1", badge="7788"))
    room.rate(room.served().visit, 1)

    assert "7788" not in read(summary_of(room))


def test_a_day_without_customers_says_so() -> None:
    room = DatedReception()
    room.did(r.CloseDay())

    assert "这一天没有客户取号。" in read(summary_of(room))


def test_a_summary_of_a_day_that_goes_on_says_how_far_it_goes() -> None:
    assert "截至09:05，营业日尚未结束" in read(summary_of(_five_past_nine()))


def _five_past_nine() -> DatedReception:
    room = DatedReception()
    room.issue()
    room.wait(5)
    return room


def test_data_of_a_demonstration_are_marked_on_every_page() -> None:
    room, names = full_day(), names_of(shipped_setting())
    figures = room.figures()

    text = read(summary_pdf(figures, names, demonstration=True))

    assert text.count("演示数据，不是真实营业") == 2


def test_the_busiest_day_fits_two_pages() -> None:
    room, names = full_day(), names_of(shipped_setting())
    figures = room.figures()
    wait = figures.waits[0]
    busy = replace(
        figures,
        waits=tuple(replace(wait, care=care) for care in ("ordinary", "elderly", "protected", "vip")),
        business=tuple(Business(code, 40, 38, 12.0) for code in names.services),
        counters=tuple(replace(figures.counters[0], counter=code) for code in names.counters),
        suspect=3,
        unfinished=2,
    )

    pdf = summary_pdf(busy, names, demonstration=False)

    assert pages(pdf) == 2
    assert "其他" in read(pdf)


def test_the_english_reports_are_whole() -> None:
    room, names = full_day(), names_of(shipped_setting(), "en")
    figures = room.figures()

    text = read(summary_pdf(figures, names, demonstration=False))

    assert "Monday,2November2026" in text
    assert "Alliswell:openthedoors" in read(readiness_pdf(READY, names))


@pytest.mark.row("G1")
def test_a_readiness_report_is_one_page_that_says_whether_the_doors_can_open() -> None:
    pdf = readiness_pdf(READY, names_of(shipped_setting()))

    text = read(pdf)
    assert pages(pdf) == 1
    for told in (
        "开门检查",
        "2026年11月2日星期一",
        "08:30",
        "09:00–17:00",
        "网点服务（自动检查）",
        "都好，可以开门",
    ):
        assert told in text, told


@pytest.mark.row("G1")
def test_a_readiness_report_says_what_is_wrong_and_what_to_do() -> None:
    findings = {**READY.findings, "printer": "cover_open", "paper": "near_end", "screen_hall": "missing"}

    text = read(readiness_pdf(replace(READY, findings=findings), names_of(shipped_setting())))

    for told in (
        *("请先处理1项，再开门", "另有2项要留意", "上盖开着", "请合上打印机上盖。", "快用完了"),
        *("叫号屏", "没有连上", "请打开叫号屏，看网线是否插好。"),
    ):
        assert told in text, told


@pytest.mark.row("G1")
@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_morning_on_which_all_is_wrong_is_still_one_page(language: str) -> None:
    worst = {check: max(found, key=len) for check, found in FINDINGS.items()}
    names = names_of(shipped_setting(), "en" if language == "en" else "zh")

    pdf = readiness_pdf(replace(READY, findings=worst, demonstration=True), names)

    assert list(worst) == list(CHECKS)
    assert pages(pdf) == 1


def test_a_branch_that_does_not_open_today_says_so() -> None:
    shut = replace(READY, closes_ms=NINE_MS)

    assert "今天不营业" in read(readiness_pdf(shut, names_of(shipped_setting())))


def test_the_same_day_gives_the_same_bytes() -> None:
    assert summary_of(full_day()) == summary_of(full_day())


@pytest.mark.parametrize(
    "name", ["../keys/database", "2026-11-02.pdf", "", "readiness-", "20261102", "..%2f"]
)
def test_only_reports_have_the_names_of_reports(tmp_path: Path, name: str) -> None:
    (tmp_path / "2026-11-02.pdf").write_bytes(b"%PDF")

    assert report_file(tmp_path, name) is None
    assert report_file(tmp_path, "2026-11-02") == tmp_path / "2026-11-02.pdf"
