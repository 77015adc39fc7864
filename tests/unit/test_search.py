"""Finding a service: how each way of saying a word fits it, and which fit comes first."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.domain.search import KEYPAD, Keys, Kind, Word, find, next_letters, parts
from tests.catalogue_samples import shipped_keys


def word(plain: str, *readings: str, kind: Kind = "synonym") -> Word:
    return Word(plain, readings, kind)


KEYS = (
    Keys("remit", (word("汇款", "hui kuan", kind="name"), word("寄钱", "ji qian"), word("sendmoney", "send money"))),
    Keys("card", (word("信用卡", "xin yong ka", kind="name"), word("creditcard", "credit card", kind="name"))),
    Keys("loan", (word("个人贷款", "ge ren dai kuan", kind="name"), word("借钱", "jie qian"))),
    Keys("bank", (word("银行卡", "yin hang ka", "yin xing ka"), word("旅行支票", "lv xing zhi piao"))),
    Keys("pay", (word("转账", "zhuan zhang", kind="name"), word("公司转账", "gong si zhuan zhang"))),
)  # fmt: skip


def found(query: str) -> tuple[str, ...]:
    return find(KEYS, query, len(KEYS))


@pytest.mark.row("A2")
@pytest.mark.parametrize(
    "typed", ["huikuan", "huik", "hk", "hkuan", "h", "HUI KUAN", "huì kuǎn", "汇款", "汇"]
)
def test_a_word_is_found_by_every_way_of_typing_it(typed: str) -> None:
    assert found(typed)[0] == "remit"


@pytest.mark.parametrize(
    ("typed", "service"),
    [
        ("ka", "card"),
        ("dk", "loan"),
        ("daik", "loan"),
        ("贷款", "loan"),
        ("card", "card"),
        ("money", "remit"),
    ],
)
def test_a_word_is_found_from_any_syllable_on(typed: str, service: str) -> None:
    assert found(typed)[0] == service


def test_letters_do_not_fit_from_the_middle_of_a_syllable_on() -> None:
    assert found("uikuan") == ("remit",), "one slip: the h is missing"
    assert found("uan") == ()


def test_every_reading_of_a_character_finds_its_word() -> None:
    assert found("yinhang") == found("yinxing") == ("bank",)


@pytest.mark.parametrize("typed", ["lvxing", "luxing", "lüxing", "LÜ XING"])
def test_u_with_two_dots_is_typed_as_people_like(typed: str) -> None:
    assert found(typed) == ("bank",)


@pytest.mark.parametrize(
    "typed", ["zuanzhang", "zuanzan", "zhuanzhan", "zuanzang", "yinghang", "xinyon", "gongshi"]
)
def test_sounds_that_people_mix_up_are_forgiven(typed: str) -> None:
    assert found(typed)


def test_a_sound_typed_right_ranks_before_one_that_only_sounds_alike() -> None:
    keys = (Keys("alike", (word("山", "shan"),)), Keys("right", (word("伞", "san"),)))

    assert find(keys, "san", 2) == ("right", "alike")
    assert find(keys, "shan", 2) == ("alike", "right")


@pytest.mark.parametrize(
    "typed", ["huikaun", "hukuan", "huiikuan", "huokuan", "huikuam", "creditcrad", "ceditcard"]
)
def test_one_slip_in_five_letters_or_more_is_forgiven(typed: str) -> None:
    assert found(typed)


def test_a_slip_counts_neither_in_four_letters_nor_where_something_else_is_found() -> None:
    assert found("hiuk") == ()
    assert find((*KEYS, Keys("other", (word("慧款", "hui kuai"),))), "huikuai", 9) == ("other",)


def test_the_last_letter_alone_is_no_slip_while_the_word_goes_on() -> None:
    assert found("zhuanx") == ()
    assert found("zhuanxhang") == ("pay",)


def test_two_slips_are_something_else() -> None:
    assert found("hxikxan") == ()


@pytest.mark.row("A2")
@pytest.mark.parametrize(
    ("sentence", "service"),
    [
        ("我想给老家寄钱", "remit"),
        ("钱要寄回老家", "remit"),
        ("I want to send money home, please!", "remit"),
        ("wo yao ji qian", "remit"),
        ("xiang jiqian", "remit"),
        ("My credit card, please", "card"),
        ("我们公司要转账", "pay"),
    ],
)  # fmt: skip
def test_a_sentence_finds_the_word_that_is_said_in_it(sentence: str, service: str) -> None:
    assert found(sentence)[0] == service


def test_the_longer_word_said_in_a_sentence_wins() -> None:
    keys = (Keys("short", (word("转账", kind="name"),)), Keys("long", (word("公司转账"),)))

    assert find(keys, "我给公司转账", 2) == ("long", "short")


def test_best_fits_come_first() -> None:
    keys = (
        Keys("inside", (word("大卡", "da ka", kind="name"),)),
        Keys("mixed", (word("克安", "ke an", kind="name"),)),
        Keys("longer", (word("卡片", "ka pian", kind="name"),)),
        Keys("about", (word("卡", "ka", kind="other"),)),
        Keys("synonym", (word("卡", "ka"),)),
        Keys("name", (word("卡", "ka", kind="name"),)),
    )

    assert find(keys, "ka", 9) == ("name", "synonym", "longer", "mixed", "inside", "about")


def test_equals_stay_in_the_order_of_the_catalogue() -> None:
    keys = tuple(Keys(f"s{n}", (word("寄钱", "ji qian"),)) for n in range(9))

    assert find(keys, "jq", 4) == ("s0", "s1", "s2", "s3")
    assert find(keys[::-1], "jq", 2) == ("s8", "s7")


@pytest.mark.parametrize("nothing", ["", "  ", "…!?", "、，。", "\u0300", "\u202e"])
def test_nothing_finds_nothing(nothing: str) -> None:
    assert found(nothing) == ()


@pytest.mark.parametrize(
    "strange", ["汇" * 10_000, "a" * 10_000, "a b " * 5_000, "\ud800", "Привет", "🙂", "\x00"]
)
def test_strange_and_endless_text_is_only_text(strange: str) -> None:
    assert set(found(strange)) <= {keys.service for keys in KEYS}


def test_a_word_made_of_one_letter_is_laid_without_going_through_every_way() -> None:
    hostile = (Keys("hostile", (word("a" * 200, " ".join(["a" * 10] * 20)),)),)

    assert find(hostile, "a" * 150 + "b", 1) == ()


def test_parts_are_letters_in_lower_case_without_accents() -> None:
    assert parts("Ｕ盾, E-Banking（Lǜ kǎ）") == ("u", "盾", "e", "banking", "lv", "ka")


@given(st.text("ahuikanzgcsvxyqjdeo", max_size=7))
def test_a_key_is_live_if_and_only_if_it_still_finds_something(query: str) -> None:
    live = {letter for letter in KEYPAD if find(KEYS, query + letter, 1)}

    assert next_letters(KEYS, query) == live


@settings(max_examples=30)
@given(st.deferred(lambda: st.sampled_from(shipped_keys())), st.data())
def test_keys_of_the_shipped_words_agree_too(keys: Keys, data: st.DataObject) -> None:
    reading = data.draw(st.sampled_from([one for each in keys.words for one in each.readings])).replace(
        " ", ""
    )
    query = reading[: data.draw(st.integers(0, len(reading)))]

    live = next_letters(shipped_keys(), query)

    assert live == {letter for letter in KEYPAD if find(shipped_keys(), query + letter, 1)}
    assert reading[len(query) : len(query) + 1] in {"", *live}


@pytest.mark.parametrize("query", ["credit ", "寄", "send mone", "wo yao ji qia"])
def test_keys_after_a_part_of_a_sentence_agree_too(query: str) -> None:
    assert next_letters(KEYS, query) == {letter for letter in KEYPAD if find(KEYS, query + letter, 1)}
