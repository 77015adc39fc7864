"""The branch's promise about personal data, and masking."""

from __future__ import annotations

import tomllib

import pytest

from kiosk.domain.privacy import Privacy, last_four, masked_name, masked_phone, parse_privacy
from kiosk.resources import resources


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("", ""),
        ("王", "王"),
        ("王明", "王*"),
        ("王小明", "王*明"),
        ("欧阳小明", "欧**明"),
        ("王女士", "王女士"),
        ("王小明先生", "王*明先生"),
        ("Smith", "S***h"),
    ],
)
def test_a_masked_name_keeps_what_tells_nobody(name: str, masked: str) -> None:
    assert masked_name(name) == masked


@pytest.mark.parametrize(
    ("phone", "masked", "last"),
    [
        ("13800001234", "***1234", "1234"),
        ("+8613800001234", "***1234", "1234"),
        ("123", "***", ""),
        ("", "***", ""),
    ],
)
def test_a_masked_phone_keeps_its_last_four_digits(phone: str, masked: str, last: str) -> None:
    assert (masked_phone(phone), last_four(phone)) == (masked, last)


def shipped() -> dict[str, object]:
    return tomllib.loads((resources() / "catalogue" / "privacy.toml").read_text("utf-8"))


@pytest.mark.row("F1")
def test_the_shipped_promise_is_complete() -> None:
    privacy = parse_privacy(shipped())

    assert isinstance(privacy, Privacy)
    assert set(privacy.days) == {"contact", "words", "care"}
    assert privacy.text.zh
    assert privacy.text.en


@pytest.mark.parametrize(
    ("change", "key"),
    [
        ({"version": ""}, "version"),
        ({"text": {"zh": "好"}}, "text.en"),
        ({"days": {"contact": -1, "words": 1, "care": 1}}, "days.contact"),
        ({"days": {"contact": 1, "words": 1}}, "days.care"),
        ({"days": {"contact": 1, "words": 1, "care": 1, "names": 9}}, "days.names"),
    ],
)
def test_a_promise_with_a_mistake_is_refused_with_its_place(change: dict[str, object], key: str) -> None:
    problems = parse_privacy({**shipped(), **change})

    assert not isinstance(problems, Privacy)
    assert key in {problem.key for problem in problems}
