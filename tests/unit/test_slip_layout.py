"""Where things stand on a slip: nothing outside the paper, nothing too small, lines broken as they should be."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.devices.printer.layout import lay_out
from kiosk.devices.printer.marks import DOTS_PER_MM, WIDTH, Box, Code, Mark, Page, Stroke, Words
from kiosk.devices.printer.typeface import text_width, typeface
from kiosk.devices.printer.wrap import wrapped
from kiosk.domain.slip import Slip, Tick
from tests.slip_samples import ENGLISH, hostile_slip, slip

TEN_POINT = 28
LONG_CHINESE = "请您务必携带本人有效身份证件原件以及银行预留印鉴" * 6
LONG_ENGLISH = "Please bring the original of your residence permit " * 3
ONE_WORD = "Donaudampfschifffahrtsgesellschaft" * 4


def sides(mark: Mark) -> tuple[float, float]:
    match mark:
        case Words():
            width = text_width(mark.text, mark.weight, mark.size)
            left = mark.x - {"l": 0.0, "m": width / 2, "r": width}[mark.anchor]
            return left, left + width
        case Box():
            return mark.x, mark.x + mark.width
        case Stroke():
            xs = [x for x, _ in mark.points]
            return min(xs) - mark.line / 2, max(xs) + mark.line / 2
        case Code():
            return mark.x, mark.x + mark.module * len(mark.modules)


def ends(page: Page) -> tuple[float, float]:
    pairs = [sides(mark) for mark in page.marks]
    return min(left for left, _ in pairs), max(right for _, right in pairs)


@pytest.mark.parametrize(
    "drawn",
    [
        slip(demonstration=True, reprint=True, favoured=True),
        slip(ENGLISH, demonstration=True, reprint=True, favoured=True, wait=None),
        slip(number="WW9999", zone_letter="VIP", ahead=1_000_000, wait=(100_000, 1_000_000)),
        *(hostile_slip(text) for text in (LONG_CHINESE, LONG_ENGLISH, ONE_WORD, "", "😀ﷺ𠮷")),
    ],
)
def test_nothing_stands_outside_the_margins(drawn: Slip) -> None:
    left, right = ends(lay_out(drawn))

    assert left >= 24
    assert right <= WIDTH - 24


@pytest.mark.parametrize("drawn", [slip(favoured=True), slip(ENGLISH, wait=None, favoured=True)])
def test_no_text_is_smaller_than_ten_point(drawn: Slip) -> None:
    words = [mark for mark in lay_out(drawn).marks if isinstance(mark, Words)]

    assert [mark.text for mark in words if mark.size < TEN_POINT] == []


@pytest.mark.parametrize("number", ["A001", "B1999", "AB9999"])
def test_the_number_is_the_biggest_thing_and_at_least_12_mm_high(number: str) -> None:
    words = [mark for mark in lay_out(slip(number=number)).marks if isinstance(mark, Words)]
    biggest = max(words, key=lambda mark: mark.size)

    _, top, _, bottom = typeface(biggest.weight, biggest.size).getbbox("1", anchor="ls")

    assert biggest.text == number
    assert bottom - top >= 12 * DOTS_PER_MM


def test_marks_follow_one_another_down_the_paper() -> None:
    words = [mark for mark in lay_out(slip()).marks if isinstance(mark, Words) and mark.anchor == "l"]
    baselines = [round(mark.baseline) for mark in words if mark.x < WIDTH / 2 and not mark.white]

    assert baselines == sorted(baselines)


def test_a_tick_is_drawn_for_what_the_customer_has_only() -> None:
    def hooks(*materials: Tick) -> int:
        return sum(isinstance(mark, Stroke) for mark in lay_out(slip(materials=materials)).marks)

    assert hooks(Tick("身份证", ticked=False), Tick("手机", ticked=False)) == 0
    assert hooks(Tick("身份证", ticked=True), Tick("手机", ticked=False)) == 1


def test_a_place_without_a_letter_draws_no_empty_sign() -> None:
    signs = [
        mark
        for mark in lay_out(slip(zone_letter="", materials=())).marks
        if isinstance(mark, Box) and mark.height > 100
    ]

    assert signs == []


def test_closing_punctuation_never_begins_a_line_and_opening_never_ends_one() -> None:
    assert wrapped("一二三，四五（六）", 3, len) == ["一二", "三，四", "五", "（六）"]


def test_english_words_stay_whole() -> None:
    assert wrapped("one two three", 7, len) == ["one two", "three"]


def test_a_word_wider_than_the_paper_is_broken_and_not_lost() -> None:
    assert wrapped("ab abcdefgh", 3, len) == ["ab", "abc", "def", "gh"]


def test_the_first_line_may_be_shorter() -> None:
    assert wrapped("一二三四五", 4, len, first=2) == ["一二", "三四五"]
    assert wrapped("abc d", 4, len, first=1) == ["", "abc", "d"]


@given(
    st.text(st.sampled_from("支行，。（）“”abc .12😀"), max_size=60), st.integers(3, 20), st.integers(0, 20)
)
def test_wrapping_loses_only_white_space_and_keeps_every_width(text: str, width: int, first: int) -> None:
    lines = wrapped(text, width, len, first=min(first, width))

    assert "".join("".join(lines).split()) == "".join(text.split())
    assert len(lines[0]) <= min(first, width)
    assert all(len(line) <= width for line in lines)
