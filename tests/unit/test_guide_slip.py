"""What the guidance slip says: everything about a service, with a number or without one."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.slip import (
    Banner,
    Heading,
    Map,
    Number,
    Place,
    Point,
    Qr,
    Slip,
    Step,
    Tick,
    clean,
)
from tests.printed_slips import lines, parts
from tests.slip_samples import (
    ADVICE,
    ENGLISH,
    GUIDE,
    HOSTILE,
    branch_map,
    guide,
    hostile_guide,
    slip_texts,
)


def headings(of: Slip) -> list[str]:
    return [heading.text for heading in parts(of, Heading)]


@pytest.mark.row("B1")
def test_the_guide_lists_what_to_bring_with_every_note() -> None:
    long_note = Tick("护照或通行证", ticked=True, note="护照、港澳居民来往内地通行证或台湾居民来往大陆通行证")

    told = guide(materials=(long_note,) * 9)

    assert parts(told, Tick) == [long_note] * 9
    assert Heading("请带上", "已带 9 / 9") in told.blocks


@pytest.mark.row("B1")
def test_the_guide_tells_the_steps_with_what_happens_in_them() -> None:
    assert [(step.number, step.name, step.detail) for step in parts(guide(), Step)] == [
        (n, name, detail) for n, (name, detail) in enumerate(ADVICE.steps, 1)
    ]


@pytest.mark.row("B1")
def test_the_guide_names_what_an_open_question_may_add() -> None:
    told = guide(maybe=("户口簿",), hints=())

    assert Heading("看您的情况，也可能要") in told.blocks
    assert parts(told, Point) == [Point("户口簿")]


@pytest.mark.row("B3")
def test_the_guide_helps_with_the_form() -> None:
    assert Heading("填表提示") in guide().blocks
    assert Point("姓名请与身份证上的一致。") in guide().blocks


@pytest.mark.row("D1")
def test_the_guide_says_all_that_comes_afterwards() -> None:
    aftercare = "现金存入后马上到账。请当面核对凭条上的户名和金额，存单请妥善保管。"

    assert aftercare in lines(guide(aftercare=aftercare))


@pytest.mark.row("A5")
def test_the_guide_shows_where_to_go_on_the_map_however_long_it_is() -> None:
    told = guide(floor=branch_map(), materials=ADVICE.materials * 9)

    assert parts(told, Place) == [Place("A", "个人业务区", "进门左转，沿蓝色地线走")]
    assert parts(told, Map) == [branch_map()]


def test_the_guide_says_what_it_is_and_for_what() -> None:
    assert lines(guide())[:4] == ["示范银行 日月路支行", "办事指南", "个人开户", "您的号码 A012"]
    assert guide().title == "办事指南 个人开户"


def test_an_english_guide_names_the_service_and_the_number_for_staff_too() -> None:
    told = guide(replace(GUIDE, advice=ENGLISH.advice))

    assert {"Your guide", "Open a personal account", "个人开户", "Your number 号码 A012"} <= set(lines(told))


def test_who_has_no_number_reads_where_to_take_one() -> None:
    invitation = "还没有号？来办时先在取号机取号。"

    assert invitation in lines(guide(number=""))
    assert not [line for line in lines(guide(number="")) if "号码" in line]
    assert invitation not in lines(guide())


def test_a_guide_left_on_a_table_rates_nothing() -> None:
    """No check code and no code to scan: with both, anybody could rate the visit at the exit."""
    told = guide()

    assert parts(told, Qr) == []
    assert parts(told, Number) == []
    assert not [text for text in slip_texts(told) if "校验" in text]


def test_a_guide_tells_when_it_was_printed_and_of_a_demonstration() -> None:
    told = guide(demonstration=True)

    assert "打印时间 2026年11月21日 09:32" in lines(told)
    assert parts(told, Banner) == [Banner("演示 DEMONSTRATION", filled=True)]


def test_sections_with_nothing_to_say_take_no_paper() -> None:
    bare = guide(materials=(), maybe=(), steps=(), hints=(), aftercare="", zone="", zone_letter="", way="")

    assert headings(bare) == []
    assert "" not in lines(bare)


@given(st.text(st.characters(), max_size=300) | st.sampled_from([HOSTILE, "支" * 10_000, "W" * 10_000]))
def test_every_text_of_a_guide_is_clean_whatever_the_words(text: str) -> None:
    texts = slip_texts(hostile_guide(text))

    assert [each for each in texts if each != clean(each)] == []
