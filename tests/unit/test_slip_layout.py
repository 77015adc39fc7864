"""Where things stand on a slip: nothing outside the paper, nothing too small, lines broken as they should be."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.devices.printer.layout import lay_out
from kiosk.devices.printer.marks import DOTS_PER_MM, Box, Code, Mark, Page, Stroke, Words
from kiosk.devices.printer.paper import PAPER_58, PAPER_80, Paper
from kiosk.devices.printer.typeface import text_width, typeface
from kiosk.devices.printer.wrap import wrapped
from kiosk.domain.slip import Figures, Line, Map, MapRoom, Qr, Slip, Tick
from tests.slip_samples import ENGLISH, branch_map, hostile_slip, slip, with_map

TEN_POINT = 28
LONG_CHINESE = "请您务必携带本人有效身份证件原件以及银行预留印鉴" * 6
LONG_ENGLISH = "Please bring the original of your residence permit " * 3
ONE_WORD = "Donaudampfschifffahrtsgesellschaft" * 4
PAPERS = pytest.mark.parametrize("paper", [PAPER_58, PAPER_80], ids=["58 mm", "80 mm"])
MARGINS = {58: 16, 80: 24}


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


@PAPERS
@pytest.mark.parametrize(
    "drawn",
    [
        with_map(slip(demonstration=True, reprint=True, favoured=True)),
        slip(ENGLISH, demonstration=True, reprint=True, favoured=True, wait=None),
        slip(number="WW9999", zone_letter="VIP", ahead=1_000_000, wait=(100_000, 1_000_000)),
        *(hostile_slip(text) for text in (LONG_CHINESE, LONG_ENGLISH, ONE_WORD, "", "😀ﷺ𠮷")),
        Slip("zh", "", (Qr("x" * 2000, ()),)),
    ],
)
def test_nothing_stands_outside_the_margins(drawn: Slip, paper: Paper) -> None:
    page = lay_out(drawn, paper)

    left, right = ends(page)

    assert page.width == paper.dots
    assert left >= MARGINS[paper.mm]
    assert right <= paper.dots - MARGINS[paper.mm]


@PAPERS
@pytest.mark.parametrize("drawn", [with_map(slip(favoured=True)), slip(ENGLISH, wait=None, favoured=True)])
def test_no_text_is_smaller_than_ten_point(drawn: Slip, paper: Paper) -> None:
    words = [mark for mark in lay_out(drawn, paper).marks if isinstance(mark, Words)]

    assert [mark.text for mark in words if mark.size < TEN_POINT] == []


@pytest.mark.parametrize(
    ("number", "paper"),
    [("A001", PAPER_58), ("A888", PAPER_58), ("A001", PAPER_80), ("B1999", PAPER_80), ("AB9999", PAPER_80)],
)
def test_the_number_is_the_biggest_thing_and_at_least_12_mm_high(number: str, paper: Paper) -> None:
    words = [mark for mark in lay_out(slip(number=number), paper).marks if isinstance(mark, Words)]
    biggest = max(words, key=lambda mark: mark.size)

    _, top, _, bottom = typeface(biggest.weight, biggest.size).getbbox("1", anchor="ls")

    assert biggest.text == number
    assert bottom - top >= 12 * DOTS_PER_MM


def test_marks_follow_one_another_down_the_paper() -> None:
    words = [mark for mark in lay_out(slip()).marks if isinstance(mark, Words) and mark.anchor == "l"]
    baselines = [round(mark.baseline) for mark in words if mark.x < PAPER_80.dots / 2 and not mark.white]

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


def test_figures_stand_side_by_side_where_they_fit_and_one_below_the_other_where_not() -> None:
    def rows(paper: Paper) -> int:
        words = [mark for mark in lay_out(slip(ENGLISH), paper).marks if isinstance(mark, Words)]
        return len({mark.baseline for mark in words if mark.text in {"3 people", "8–15 min"}})

    assert rows(PAPER_80) == 1
    assert rows(PAPER_58) == 2


def test_figures_without_a_pair_take_no_paper() -> None:
    assert lay_out(Slip("zh", "", (Figures(()),))).marks == ()


@pytest.mark.row("A5")
@PAPERS
@pytest.mark.parametrize("here", ["P", "S", ""])
def test_a_map_stands_within_38_mm(here: str, paper: Paper) -> None:
    with_it, without = (lay_out(Slip("zh", "", blocks), paper).height for blocks in ((branch_map(here),), ()))

    assert 20 * DOTS_PER_MM < with_it - without <= 38 * DOTS_PER_MM


def letters(map_: Map) -> dict[str, bool]:
    marks = lay_out(Slip("zh", "", (map_,))).marks
    return {mark.text: mark.white for mark in marks if isinstance(mark, Words)}


@pytest.mark.row("A5")
def test_the_room_to_go_to_is_white_on_black_and_the_others_black_on_white() -> None:
    assert letters(branch_map("P")) == {"L": False, "P": True, "G": False, "S": False, "W": False}


@pytest.mark.row("A5")
def test_the_way_begins_with_a_dot_and_turns_white_in_the_room() -> None:
    strokes = [mark for mark in lay_out(Slip("zh", "", (branch_map("P"),))).marks if isinstance(mark, Stroke)]
    (black,) = [mark for mark in strokes if not mark.white and len(set(mark.points)) > 1]
    (start,) = [mark for mark in strokes if not mark.white and len(set(mark.points)) == 1]
    white = [mark for mark in strokes if mark.white and mark.line == black.line]

    assert start.points[0] == black.points[0]
    assert [mark.points[0] for mark in white] == [black.points[-1]]


def test_a_way_that_ends_in_no_room_ends_with_a_dot() -> None:
    marks = lay_out(Slip("zh", "", (branch_map(""),))).marks
    dots = [mark for mark in marks if isinstance(mark, Stroke) and len(set(mark.points)) == 1]

    assert [mark.white for mark in dots] == [False, False]


def test_a_letter_keeps_clear_of_the_way_in_its_room() -> None:
    marks = lay_out(Slip("zh", "", (branch_map("S"),))).marks
    (letter,) = [mark for mark in marks if isinstance(mark, Words) and mark.white]
    end = max((mark for mark in marks if isinstance(mark, Stroke) and mark.white), key=marks.index)

    assert letter.baseline < end.points[0][1] - end.line / 2


def test_a_room_without_space_for_its_letter_is_left_out() -> None:
    tiny = MapRoom("X", 0, 0, 9, 9, here=False)

    marks = lay_out(
        Slip("zh", "", (Map((tiny, MapRoom("A", 10, 10, 290, 190, here=True)), (), 300, 200),))
    ).marks

    assert [mark.text for mark in marks if isinstance(mark, Words)] == ["A"]
    assert sum(isinstance(mark, Box) for mark in marks) == 1


def test_an_empty_map_takes_no_paper() -> None:
    assert lay_out(Slip("zh", "", (Map((), (), 1, 1),))).marks == ()


@pytest.mark.parametrize("x", [-1.0, 101.0, float("nan")])
def test_a_map_with_something_outside_of_it_is_refused(x: float) -> None:
    with pytest.raises(ValueError, match="outside"):
        Map((MapRoom("A", x, 0, 10, 10, here=False),), (), 100, 100)
    with pytest.raises(ValueError, match="outside"):
        Map((), ((0, 0), (x, 0)), 100, 100)


def test_two_statements_on_one_line_part_at_the_dot_between_them_when_it_is_too_long() -> None:
    def lines(paper: Paper) -> list[str]:
        line = Line("2026-11-21 09:32 · business day 11-20", centred=True)
        marks = lay_out(Slip("en", "", (line,)), paper).marks
        return [mark.text for mark in marks if isinstance(mark, Words)]

    assert lines(PAPER_80) == ["2026-11-21 09:32 · business day 11-20"]
    assert lines(PAPER_58) == ["2026-11-21 09:32", "business day 11-20"]


def test_closing_punctuation_never_begins_a_line_and_opening_never_ends_one() -> None:
    assert wrapped("一二三，四五（六）", 3, len) == ["一二", "三，四", "五", "（六）"]


def test_a_figure_stays_with_what_it_counts() -> None:
    assert wrapped("一二三11月20日", 7, len) == ["一二三11月", "20日"]
    assert wrapped("前面还有12位", 5, len) == ["前面还有", "12位"]


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
