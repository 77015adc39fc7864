"""What a ticket's slip says."""

from __future__ import annotations

import unicodedata
from string import Formatter
from typing import Any, TypeVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.slip import (
    LONGEST_TEXT,
    Banner,
    Figures,
    Heading,
    Line,
    Number,
    Place,
    Point,
    Qr,
    Slip,
    Step,
    Tick,
    clean,
)
from tests.slip_samples import CHINESE, CODE, ENGLISH, HOSTILE, WORDS, hostile_slip, slip

Kind = TypeVar("Kind")


def parts(of: Slip, kind: type[Kind]) -> list[Kind]:
    return [block for block in of.blocks if isinstance(block, kind)]


def lines(of: Slip) -> list[str]:
    return [line.text for line in parts(of, Line)]


def test_the_number_and_its_check_code_stand_on_the_slip() -> None:
    ticket = slip(number="A012", check_code="4821")

    assert parts(ticket, Number) == [Number("A012")]
    assert "校验码 4821" in lines(ticket)


@pytest.mark.row("A5")
def test_the_slip_says_where_to_go() -> None:
    assert parts(slip(), Place) == [Place("A", "个人业务区", "进门左转，沿蓝色地线走")]


@pytest.mark.row("C2")
@pytest.mark.parametrize(
    ("ahead", "wait", "told"),
    [
        (3, (8, 15), (("前面等候", "3 位"), ("预计等候", "8–15 分钟"))),
        (1, (0, 5), (("前面等候", "1 位"), ("预计等候", "0–5 分钟"))),
        (0, None, (("前面等候", "无人"), ("预计等候", "暂无法估计"))),
    ],
)
def test_the_slip_tells_people_ahead_and_the_range_or_that_it_is_unknown(
    ahead: int, wait: tuple[int, int] | None, told: tuple[tuple[str, str], ...]
) -> None:
    assert parts(slip(ahead=ahead, wait=wait), Figures) == [Figures(told)]


@pytest.mark.row("C2")
@pytest.mark.parametrize(("ahead", "told"), [(0, "No one"), (1, "1 person"), (2, "2 people")])
def test_english_counts_people_as_english_does(ahead: int, told: str) -> None:
    (figures,) = parts(slip(ENGLISH, ahead=ahead), Figures)

    assert figures.pairs[0] == ("Ahead of you", told)


@pytest.mark.row("B1")
def test_the_slip_lists_what_to_bring_with_what_the_customer_has_ticked() -> None:
    ticket = slip()

    assert parts(ticket, Tick) == list(CHINESE.materials)
    assert Heading("请带上", "已带 1 / 2") in ticket.blocks


@pytest.mark.row("B1")
def test_the_slip_numbers_the_steps() -> None:
    steps = parts(slip(), Step)

    assert [step.number for step in steps] == [1, 2, 3, 4, 5]
    assert [step.name for step in steps] == ["申请", "审核", "办理", "确认", "反馈"]


@pytest.mark.row("D1")
def test_the_slip_says_what_comes_afterwards() -> None:
    assert "银行卡当天就能使用。" in lines(slip())


@pytest.mark.row("D3")
def test_the_slip_carries_the_code_the_exit_scans() -> None:
    (code,) = parts(slip(), Qr)

    assert code.payload == CODE


def test_sections_with_nothing_to_say_take_no_paper() -> None:
    bare = slip(materials=(), steps=(), hints=(), aftercare="", branch="")

    assert parts(bare, Heading) == []
    assert "" not in lines(bare)


def test_nothing_is_counted_while_nothing_is_ticked() -> None:
    ticket = slip(materials=(Tick("身份证", ticked=False),))

    assert Heading("请带上") in ticket.blocks


def test_a_customer_with_priority_reads_so_and_nobody_reads_why() -> None:
    favoured, ordinary = slip(favoured=True), slip(favoured=False)

    assert set(favoured.blocks) - set(ordinary.blocks) == {Banner("您可优先办理", filled=False)}


def test_demonstration_and_reprint_are_marked_at_the_very_top() -> None:
    marked = slip(demonstration=True, reprint=True)

    assert marked.blocks[:2] == (Banner("演示 DEMONSTRATION", filled=True), Banner("补打", filled=True))
    assert parts(slip(), Banner) == []


def test_an_english_slip_names_the_service_in_chinese_too_for_the_teller() -> None:
    ticket = slip(ENGLISH)

    assert {"Open a personal account", "个人开户", "Check code 校验码 4821"} <= set(lines(ticket))


def test_the_time_of_issue_and_the_business_date_are_both_told() -> None:
    assert {"取号时间 2026年11月21日 09:32", "营业日 2026年11月20日"} <= set(lines(slip()))
    assert {"Issued 2026-11-21 09:32", "Business day 2026-11-20"} <= set(lines(slip(ENGLISH)))


@pytest.mark.parametrize("change", [{"number": "A000012"}, {"code": "支" * 67}])
def test_a_number_or_code_that_would_be_illegible_is_refused_and_never_cut(change: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="too long for a slip"):
        slip(**change)


def test_both_languages_have_the_same_labels_with_the_same_blanks() -> None:
    def blanks(template: str) -> set[str]:
        return {name.split(".")[0] for _, name, _, _ in Formatter().parse(template) if name}

    chinese, english = WORDS["zh"], WORDS["en"]

    assert chinese.keys() == english.keys()
    assert {key: blanks(text) for key, text in chinese.items() if key != "ahead_one"} == {
        key: blanks(text) for key, text in english.items() if key != "ahead_one"
    }


def test_what_hides_turns_round_or_commands_never_reaches_paper() -> None:
    assert clean(HOSTILE) == "支行@日月<b>{count}%s " + "ẓ" * 30


def test_words_in_a_catalogue_are_never_taken_for_a_template() -> None:
    assert Point("{at} {0} %d") in slip(hints=("{at} {0} %d",)).blocks


def test_compatibility_forms_become_the_characters_people_write() -> None:
    assert clean("\ufa08\u3000e\u0301") == "行 é"


def test_endless_text_is_cut_where_it_shows() -> None:
    cut = clean("支" * 10_000)

    assert len(cut) == LONGEST_TEXT
    assert cut.endswith("支…")


@given(st.text(st.characters(), max_size=300))
def test_cleaning_is_final_and_leaves_only_what_draws(text: str) -> None:
    cleaned = clean(text)

    assert clean(cleaned) == cleaned
    assert {unicodedata.category(each)[0] for each in cleaned} <= {"L", "M", "N", "P", "S", "Z"}
    assert len(cleaned) <= LONGEST_TEXT
    cleaned.encode()


def test_every_text_of_a_slip_is_clean() -> None:
    texts = [
        value
        for block in hostile_slip().blocks
        for value in (getattr(block, name) for name in block.__slots__)
        if isinstance(value, str)
    ]

    assert [text for text in texts if text != clean(text)] == []
