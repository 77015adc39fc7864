"""What the exit asks besides the overall score: three to five questions that a branch may edit (D3)."""

from __future__ import annotations

import tomllib
from typing import Any, Final

import pytest

from kiosk.domain.rating import RATING_FILE, RatingForm, parse_rating_form
from kiosk.resources import resources
from tests.reception import shipped_setting

pytestmark = pytest.mark.row("D3")

CODES: Final = ["speed", "clarity", "manner", "place", "queue", "light"]


def table(*codes: str) -> dict[str, Any]:
    return {
        "question": [
            {"code": code, "text": {"zh": f"{code}好吗？", "en": f"How is {code}?"}} for code in codes
        ]
    }


def problems(data: dict[str, Any]) -> list[str]:
    """Return what is wrong with a file, in words."""
    form = parse_rating_form(data)
    assert not isinstance(form, RatingForm)
    return [str(problem) for problem in form]


def test_the_shipped_questions_are_read_in_both_languages() -> None:
    data = tomllib.loads((resources() / "catalogue" / RATING_FILE).read_text("utf-8"))

    form = parse_rating_form(data)

    assert isinstance(form, RatingForm)
    assert form.questions == shipped_setting().rating_questions
    assert 3 <= len(form.questions) <= 5
    assert all(question.text.zh != question.text.en for question in form.questions)


@pytest.mark.parametrize("count", [3, 4, 5])
def test_three_to_five_questions_are_kept_in_order(count: int) -> None:
    form = parse_rating_form(table(*CODES[:count]))

    assert isinstance(form, RatingForm)
    assert [question.code for question in form.questions] == CODES[:count]


@pytest.mark.parametrize("count", [0, 1, 2, 6])
def test_fewer_or_more_questions_are_refused_with_what_is_needed(count: int) -> None:
    (problem,) = problems(table(*CODES[:count]))

    assert problem == f"rating.toml: question: has {count} entries; it needs 3 to 5"


def test_a_question_asked_twice_is_named() -> None:
    (problem,) = problems(table("speed", "manner", "speed"))

    assert problem.startswith("rating.toml: question.speed#2: has a code that came before")


@pytest.mark.parametrize(
    ("spoil", "key"),
    [
        ({"code": "Speed of service"}, "question.#1.code"),
        ({"code": 1}, "question.#1.code"),
        ({"text": {"zh": "好吗？"}}, "question.speed.text.en"),
        ({"text": {"zh": "", "en": "How?"}}, "question.speed.text.zh"),
        ({"text": {"zh": "好\u202e吗？", "en": "How?"}}, "question.speed.text.zh"),
        ({"text": "How?"}, "question.speed.text"),
        ({"weight": 2}, "question.speed.weight"),
    ],
)
def test_a_mistake_is_named_by_file_key_and_reason(spoil: dict[str, Any], key: str) -> None:
    data = table("speed", "clarity", "manner")
    data["question"][0] |= spoil

    (problem,) = problems(data)

    file, place, reason = problem.split(": ", 2)
    assert (file, place) == ("rating.toml", key)
    assert reason


@pytest.mark.parametrize(("language", "most"), [("zh", 16), ("en", 40)])
def test_a_reason_too_long_for_its_tile_is_refused_with_the_limit(language: str, most: int) -> None:
    def told(length: int) -> list[Any]:
        text = {"zh": "办得快", "en": "Quick service"} | {language: "快" * length}
        return [{"code": "quick", "mood": "happy", "text": text}]

    assert isinstance(parse_rating_form(table(*CODES[:3]) | {"reason": told(most)}), RatingForm)
    assert problems(table(*CODES[:3]) | {"reason": told(most + 1)}) == [
        f"rating.toml: reason.quick.text.{language}: has {most + 1} characters; its tile holds {most}"
    ]


def test_every_mistake_is_told_at_once() -> None:
    assert len(problems(table("speed", "SPEED") | {"questions": []})) == 3
