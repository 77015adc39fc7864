"""What the slip of a ticket says."""

from __future__ import annotations

import unicodedata
from itertools import pairwise
from string import Formatter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.slip import (
    LONGEST_TEXT,
    Banner,
    Figures,
    Heading,
    Map,
    Number,
    Place,
    Qr,
    Rule,
    Step,
    Tick,
    clean,
)
from tests.printed_slips import lines, parts
from tests.slip_samples import (
    ADVICE,
    CODE,
    ENGLISH,
    HOSTILE,
    WORDS,
    branch_map,
    hostile_slip,
    slip,
    slip_texts,
)


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
        (3, (8, 15), (("前面等候", "3 人"), ("大约要等", "8–15 分钟"))),
        (1, (0, 5), (("前面等候", "1 人"), ("大约要等", "0–5 分钟"))),
        (0, None, (("前面等候", "没有人"), ("大约要等", "暂时无法估计"))),
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


@pytest.mark.row("A5")
def test_a_short_list_leaves_room_for_the_map_and_a_long_one_does_not() -> None:
    def maps(count: int) -> int:
        materials = tuple(Tick(f"材料{n}", ticked=False) for n in range(count))
        return len(parts(slip(floor=branch_map(), materials=materials, maybe=()), Map))

    assert [maps(0), maps(3), maps(4)] == [1, 1, 0]
    assert parts(slip(floor=None, materials=()), Map) == []


@pytest.mark.row("A5")
def test_the_map_stands_right_below_the_place() -> None:
    blocks = slip(floor=branch_map(), materials=(), maybe=()).blocks
    at = next(at for at, block in enumerate(blocks) if isinstance(block, Place))

    assert blocks[at + 1] == branch_map()


@pytest.mark.row("B1")
def test_the_slip_lists_what_to_bring_with_what_the_customer_has_ticked() -> None:
    ticket = slip()

    assert parts(ticket, Tick) == list(ADVICE.materials)
    assert Heading("请带上", "已带 1 / 2") in ticket.blocks


@pytest.mark.row("B1")
def test_a_short_list_keeps_its_notes_and_a_long_one_only_those_beside_a_name() -> None:
    long_note = Tick("护照或通行证", ticked=True, note="护照、港澳居民来往内地通行证或台湾居民来往大陆通行证")
    short_notes = [Tick("现金", ticked=False, note=f"整理好{n}") for n in range(3)]

    few, many = slip(materials=(long_note,)), slip(materials=(long_note, *short_notes))

    assert parts(few, Tick) == [long_note]
    assert parts(many, Tick) == [Tick("护照或通行证", ticked=True), *short_notes]
    assert "详细要求见办事指南，取号机可打印。" in lines(many)
    assert "详细要求见办事指南，取号机可打印。" not in lines(few)


@pytest.mark.row("B1")
def test_what_an_open_question_may_add_is_named_apart_and_has_no_box() -> None:
    ticket, settled = slip(maybe=("户口簿", "授权委托书")), slip(maybe=())

    assert Heading("看您的情况，也可能要") in ticket.blocks
    assert "户口簿、授权委托书" in lines(ticket)
    assert len(parts(ticket, Tick)) == len(ADVICE.materials)
    assert [heading.text for heading in parts(settled, Heading)] == ["请带上"]


def test_many_names_are_all_told_on_several_lines() -> None:
    names = tuple(f"材料{n:03d}" for n in range(100))

    told = "、".join(line for line in lines(slip(maybe=names)) if line.startswith("材料"))

    assert told == "、".join(names)


@pytest.mark.row("B1")
def test_the_slip_names_the_five_steps_on_one_line() -> None:
    ticket = slip()

    assert "申请 → 审核 → 办理 → 确认 → 反馈" in lines(ticket)
    assert parts(ticket, Step) == []


@pytest.mark.row("B3")
def test_hints_for_the_form_are_left_to_the_guidance_slip() -> None:
    assert ADVICE.hints[0] not in lines(slip())


@pytest.mark.row("D1")
@pytest.mark.parametrize(
    ("aftercare", "told"),
    [
        ("银行卡当天就能使用。", "银行卡当天就能使用。"),
        ("现金存入后马上到账。请当面核对凭条。", "现金存入后马上到账。"),
        ("Your card works at once. Sign it.", "Your card works at once."),
        ("About 3.5 % a year. Ask us.", "About 3.5 % a year."),
        ("Without a full stop", "Without a full stop"),
    ],
)
def test_the_slip_says_in_one_sentence_what_comes_afterwards(aftercare: str, told: str) -> None:
    assert told in lines(slip(aftercare=aftercare))


@pytest.mark.row("D1")
def test_a_first_sentence_longer_than_a_line_is_left_to_the_guidance_slip() -> None:
    assert not [line for line in lines(slip(aftercare="请留好回单" * 5)) if "回单" in line]


@pytest.mark.row("D3")
def test_the_slip_carries_the_code_the_exit_scans() -> None:
    (code,) = parts(slip(), Qr)

    assert code.payload == CODE


@pytest.mark.row("D3")
def test_the_slip_tells_how_to_rate_in_the_way_the_exit_has() -> None:
    (code,) = parts(slip(), Qr)
    (english,) = parts(slip(ENGLISH), Qr)

    assert "输入 A012 和校验码 4821" in code.captions
    assert "key in A012, code 4821" in english.captions
    assert not [caption for caption in code.captions if "扫" in caption]


def test_sections_with_nothing_to_say_take_no_paper() -> None:
    bare = slip(materials=(), maybe=(), steps=(), aftercare="", branch="", zone_letter="", zone="")

    assert parts(bare, Heading) == []
    assert parts(bare, Place) == []
    assert "" not in lines(bare)
    assert not [pair for pair in pairwise(bare.blocks) if pair == (Rule(), Rule())]


@pytest.mark.parametrize("nothing", ["", "\x1b\x07", "\u202e\u2066", "\ud800"])
def test_a_name_of_which_nothing_can_be_printed_takes_no_line(nothing: str) -> None:
    ticket = slip(
        materials=(Tick(nothing, ticked=True),), maybe=(nothing,), steps=((nothing, ""),), bank=nothing
    )

    assert parts(ticket, Heading) == []
    assert "" not in lines(ticket)


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
    assert "2026年11月21日 09:32 · 营业日 11月20日" in lines(slip())
    assert "2026-11-21 09:32 · business day 11-20" in lines(slip(ENGLISH))


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
    assert "{at} {0} %d" in lines(slip(service="{at} {0} %d"))


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


@given(st.text(st.characters(), max_size=300) | st.sampled_from([HOSTILE, "支" * 10_000, "W" * 10_000]))
def test_every_text_of_a_slip_is_clean_whatever_the_words(text: str) -> None:
    texts = slip_texts(hostile_slip(text))

    assert [each for each in texts if each != clean(each)] == []
