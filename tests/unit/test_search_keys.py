"""What finds the shipped services: pinyin as it is read in a bank, and everyday words that lead where they should."""

from __future__ import annotations

import gc
import re
import sys
from collections import Counter
from dataclasses import replace

import msgspec
import pytest

from kiosk.branch.book import catalogue_json
from kiosk.branch.search_keys import search_keys
from kiosk.domain.search import Keys, Word, find, parts
from kiosk.screens.book import decode_book
from tests.catalogue_samples import shipped_catalogue, shipped_keys
from tests.reception import shipped_setting

SYLLABLE = re.compile("(?:[bpmfdtnlgkhjqxrzcsyw]|zh|ch|sh)?(?:[aeiouv]|[aeiouv]{2,3})(?:n|ng|r)?")
CHINESE = re.compile("[\u3400-\u9fff]")


READ = {
    "银行": "yin hang", "行长": "hang zhang", "跨行转账": "kua hang zhuan zhang", "发卡行": "fa ka hang",
    "旅行支票": "lv xing zhi piao", "重置密码": "chong zhi mi ma", "重新办卡": "chong xin ban ka",
    "贵重物品": "gui zhong wu pin", "还款": "huan kuan", "提前还房贷": "ti qian huan fang dai", "存折": "cun zhe",
    "单据": "dan ju", "长期存款": "chang qi cun kuan", "调限额": "tiao xian e", "征信调查": "zheng xin diao cha",
    "利率": "li lv", "会计": "kuai ji", "查账": "cha zhang", "U盾坏了": "u dun huai le", "手机app": "shou ji app",
    "Lost card": "lost card", "IC卡": "ic ka", "大额存单": "da e cun dan", "储蓄": "chu xu",
    "给孩子打钱": "gei hai zi da qian", "差额": "cha e", "血汗钱": "xue han qian", "参保": "can bao",
}  # fmt: skip
"""Words of a bank and how they are read there."""


def saying(*synonyms: str) -> tuple[Keys, ...]:
    """Return what finds a catalogue of one service, which is found by these words."""
    catalogue = shipped_catalogue()
    service = replace(catalogue.services["deposit"], synonyms=synonyms)
    return search_keys(replace(catalogue, services={"deposit": service}))


def big_dictionaries() -> int:
    return sum(isinstance(one, dict) and len(one) > 20_000 for one in gc.get_objects())


def words_of(keys: Keys) -> dict[str, Word]:
    return {word.plain: word for word in keys.words}


@pytest.mark.parametrize("said", READ)
def test_a_word_is_read_as_it_is_in_a_bank(said: str) -> None:
    words = words_of(saying(*READ)[0])

    assert words["".join(parts(said))].readings[0] == READ[said]


@pytest.mark.parametrize(
    "typed", ["yinhang", "yinxing", "hangzhang", "xingzhang", "huankuan", "haikuan", "zhongzhi"]
)
def test_the_other_reading_of_a_character_finds_it_too(typed: str) -> None:
    assert find(saying(*READ), typed, 1) == ("deposit",)


def test_a_word_in_another_script_is_found_as_it_is_written() -> None:
    words = words_of(saying("вклад", "存款")[0])

    assert words["вклад"] == Word("вклад", (), "synonym")


def test_a_word_said_twice_keeps_its_weightier_kind() -> None:
    words = saying("вклад", "存款")[0].words

    assert [word.kind for word in words if word.plain == "存款"] == ["name"]


def test_only_papers_that_tell_services_apart_find_them() -> None:
    everywhere, rare = "身份证", "死亡证明"

    kinds = [words_of(keys).get(paper) for keys in shipped_keys() for paper in (everywhere, rare)]

    assert [word.kind for word in kinds if word] == ["other"]


def test_the_dictionaries_are_dropped_once_the_keys_are_made() -> None:
    before = big_dictionaries()

    saying("一句没有说过的话")

    assert big_dictionaries() == before
    assert not [name for name in sys.modules if name.partition(".")[0] == "pypinyin"]


def test_every_shipped_word_has_syllables_that_exist_for_each_of_its_characters() -> None:
    wrong = [
        (word.plain, reading)
        for keys in shipped_keys()
        for word in keys.words
        for reading in word.readings or ("",)
        if len(CHINESE.findall(word.plain)) != sum(bool(SYLLABLE.fullmatch(one)) for one in reading.split())
        and not word.plain.isascii()
        and not re.search("[a-z]", word.plain)
    ]

    assert wrong == []


@pytest.mark.row("A2")
@pytest.mark.parametrize("code", shipped_catalogue().services)
def test_a_service_has_words_for_everybody(code: str) -> None:
    synonyms = shipped_catalogue().services[code].synonyms

    assert sum(bool(CHINESE.search(said)) for said in synonyms) >= 8
    assert sum(said.isascii() for said in synonyms) >= 4


@pytest.mark.row("A2")
@pytest.mark.parametrize("code", shipped_catalogue().services)
def test_each_name_and_synonym_finds_its_service_first_or_among_those_that_share_it(code: str) -> None:
    catalogue = shipped_catalogue()
    shared = Counter(said for service in catalogue.services.values() for said in service.synonyms)
    service = catalogue.services[code]

    for said in (service.name.zh, service.name.en, *service.synonyms):
        first = find(shipped_keys(), said, max(1, shared[said]))

        assert shared[said] <= 3, said
        assert code in first, (said, first)


@pytest.mark.row("A2")
@pytest.mark.parametrize("code", shipped_catalogue().services)
def test_each_name_and_synonym_is_found_first_or_nearly_by_its_pinyin(code: str) -> None:
    keys = next(keys for keys in shipped_keys() if keys.service == code)

    for word in keys.words:
        for reading in word.readings:
            if word.kind != "other":
                assert code in find(shipped_keys(), reading.replace(" ", ""), 3), reading


@pytest.mark.row("A2")
@pytest.mark.parametrize(
    ("said", "service"),
    [
        ("jq", "remittance"),
        ("jiqian", "remittance"),
        ("寄钱", "remittance"),
        ("我想给老家寄钱", "remittance"),
        ("send money home", "remittance"),
        ("card", "credit_card"),
        ("xyk", "credit_card"),
        ("loan", "personal_loan"),
        ("我的银行卡丢了", "ic_card"),
        ("忘记密码了", "ic_card"),
        ("I lost my card", "ic_card"),
        ("dianfei", "direct_debit"),
        ("我要交电费", "direct_debit"),
        ("U盾", "online_banking"),
        ("手机号换了", "mobile_banking"),
        ("养老金", "withdrawal"),
        ("我们公司要开个户", "corporate_deposit"),
        ("给员工发工资", "payroll"),
        ("流水", "enquiry"),
        ("支票", "corporate_settlement"),
        ("信用证", "trade_finance"),
        ("I want to open an account", "deposit"),
        ("你们态度不好", "complaint"),
    ],
)
def test_what_people_say_finds_what_they_need(said: str, service: str) -> None:
    assert find(shipped_keys(), said, 3)[0] == service


def test_screens_get_the_keys_with_the_catalogue() -> None:
    book = decode_book(catalogue_json(shipped_setting(), shipped_keys()))

    assert book.search == shipped_keys()
    assert find(book.search, "jq", 1) == ("remittance",)


def test_a_branch_that_does_not_tell_its_keys_yet_is_still_understood() -> None:
    told = msgspec.json.decode(catalogue_json(shipped_setting(), shipped_keys()))
    del told["search"]

    assert decode_book(msgspec.json.encode(told)).search == ()
