"""Six words stand for two keys: the same on both sides, others for any other key, in either language."""

from __future__ import annotations

import pytest

from kiosk.wire.sync.six_words import same_words, six_words

HQ, BRANCH = bytes(range(32)), bytes(range(32, 64))


def test_the_words_of_two_keys_never_change() -> None:
    # SHA-256 of b"kiosk-words-1\0" and both keys, eleven bits a word: what one release shows the next must show too.
    assert six_words(HQ, BRANCH, "en") == ("mixed", "alpha", "journey", "erupt", "moral", "okay")
    assert six_words(HQ, BRANCH, "zh") == ("旁", "行", "绍", "送", "亡", "恢")


def test_another_key_on_either_side_has_other_words() -> None:
    ours = six_words(HQ, BRANCH, "en")

    assert ours != six_words(BRANCH, HQ, "en")
    assert ours != six_words(HQ, BRANCH[:-1] + b"\0", "en")


@pytest.mark.parametrize("said", ["{en}", "  {en} ", "{en_upper}", "{zh}", "{zh_together}"])
def test_words_are_understood_as_people_type_them(said: str) -> None:
    zh, en = six_words(HQ, BRANCH, "zh"), six_words(HQ, BRANCH, "en")
    typed = said.format(
        en=" ".join(en), en_upper=" ".join(en).upper(), zh=" ".join(zh), zh_together="".join(zh)
    )

    assert same_words(typed, zh) or same_words(typed, en)
    assert not same_words(" ".join(reversed(en)), en)
    assert not same_words("", en)
