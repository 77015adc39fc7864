"""Which text may enter a fact: nothing that hides, turns round or commands, and nothing that goes on for ever."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain import requests as r
from kiosk.domain.answers import Refusal
from kiosk.domain.roles import allowed_requests
from kiosk.domain.text import MAX_CHARACTERS, is_plain
from tests.reception import SAMPLES, Reception

HOSTILE: Final = {
    "null": "a\0b",
    "line feed": "a\nb",
    "escape": "\x1b[2J",
    "next line": "a\x85b",
    "right-to-left override": "A\u202e210",
    "isolate": "\u2066A",
    "zero width space": "A\u200b01",
    "zero width joiner": "a\u200db",
    "byte order mark": "\ufeffA",
    "soft hyphen": "a\u00adb",
    "line separator": "a\u2028b",
    "paragraph separator": "a\u2029b",
    "surrogate": "\ud800",
    "private": "\ue000",
    "unassigned": "\U000e0080",
    "tag": "\U000e0041",
}
TEXT_FIELDS: Final = [
    (sample, field.name)
    for sample in SAMPLES
    for field in fields(sample)
    if isinstance(getattr(sample, field.name), str)
]


@pytest.mark.parametrize(
    "text", ["", "工号7788", "存款 ¥50,000", "Zoë’s account", "日月支行①", "ok 👍", "e\u0301"]
)
def test_what_people_write_may_be_kept(text: str) -> None:
    assert is_plain(text)


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_a_character_that_hides_turns_or_commands_is_refused(text: str) -> None:
    assert not is_plain(text)


def test_a_text_ends_after_two_hundred_characters() -> None:
    assert is_plain("票" * MAX_CHARACTERS)
    assert not is_plain("票" * (MAX_CHARACTERS + 1))


@pytest.mark.parametrize("wrap", [lambda x: [x], lambda x: (x,), lambda x: {x: "ok"}, lambda x: {"ok": [x]}])
@pytest.mark.parametrize("text", ["a\0", "x" * 201])
def test_containers_are_looked_into(wrap: object, text: str) -> None:
    assert callable(wrap)
    assert is_plain(wrap("fine"))
    assert not is_plain(wrap(text))


def test_containers_end_too() -> None:
    assert is_plain(["x"] * 100)
    assert not is_plain(["x"] * 101)
    assert not is_plain({str(n): "x" for n in range(101)})


@given(st.one_of(st.none(), st.booleans(), st.integers(), st.floats()))
def test_what_is_no_text_is_no_matter_here(value: object) -> None:
    assert is_plain(value)


@given(st.text(st.characters(categories=["L", "N", "P", "S", "Zs"]), max_size=MAX_CHARACTERS))
def test_letters_digits_signs_and_spaces_of_any_script_are_plain(text: str) -> None:
    assert is_plain(text)


@pytest.mark.parametrize("text", ["A\u202e210", "x" * 10_000], ids=["bidi", "10 kB"])
@pytest.mark.parametrize(
    ("sample", "field"), TEXT_FIELDS, ids=[f"{sample.kind}.{field}" for sample, field in TEXT_FIELDS]
)
def test_every_text_of_every_request_is_looked_at_before_any_rule(
    sample: r.Request, field: str, text: str
) -> None:
    role = next(role for role, kinds in allowed_requests.items() if type(sample) in kinds)
    # `replace` makes what no decoder would: a text where only some words are allowed must be refused too.
    changed: dict[str, Any] = {field: text}
    hostile = replace(sample, **changed)

    assert Reception().ask(hostile, role) == Refusal("text_not_allowed", {"field": field})


@pytest.mark.parametrize(
    ("hostile", "field"),
    [
        (r.IssueTicket("deposit", answers={"who": "a\0"}), "answers"),
        (r.IssueTicket("deposit", answers={"a\0": "self"}), "answers"),
        (r.IssueTicket("deposit", ready=("x" * 201,)), "ready"),
    ],
)
def test_texts_inside_a_field_are_looked_at_too(hostile: r.Request, field: str) -> None:
    assert Reception().ask(hostile) == Refusal("text_not_allowed", {"field": field})


def test_the_answers_of_a_rating_are_looked_at_too() -> None:
    hostile = r.RateVisit("visit", "0000", 5, {"speed\u202e": 5})

    assert Reception().ask(hostile, "exit") == Refusal("text_not_allowed", {"field": "answers"})
