"""The customer's opinion: what the exit asks, which a branch may edit, and what was said (D3)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

from kiosk.domain.catalogue import Text
from kiosk.domain.strict_table import Problem, Table

RATING_FILE: Final = "rating.toml"
LOW: Final = 2
"""A score up to this one calls the lobby manager."""
_HAPPY: Final = 4
_MOST_REASONS: Final = 12
_MOST_EACH: Final = 6
"""Reasons of one mood that fit one screen."""
LONGEST_REASON: Final[Mapping[str, int]] = {"zh": 16, "en": 40}
"""Signs of a reason, by language, that fit its tile at every size of text."""


@dataclass(frozen=True, slots=True)
class RatingQuestion:
    """One question of the exit screen, answered with 1 to 5."""

    code: str
    text: Text


@dataclass(frozen=True, slots=True)
class RatingReason:
    """Why somebody was happy (score 4 or 5) or not (1 to 3), to be touched and not to be written."""

    code: str
    text: Text
    mood: Literal["happy", "unhappy"]


@dataclass(frozen=True, slots=True)
class RatingForm:
    """What the exit asks besides the overall score."""

    questions: tuple[RatingQuestion, ...]
    reasons: tuple[RatingReason, ...] = ()


@dataclass(frozen=True, slots=True)
class Rating:
    """An opinion as it was given: nobody's name, nobody's number."""

    visit: str
    score: int
    at_ms: int
    answers: Mapping[str, int] = field(default_factory=dict)
    reasons: tuple[str, ...] = ()
    answered: bool = False
    """The lobby manager saw to it."""

    @property
    def low(self) -> bool:
        """Whether somebody should go and see what happened."""
        return self.score <= LOW


def mood_of(score: int) -> Literal["happy", "unhappy"]:
    """Return the mood whose reasons are offered after a score."""
    return "happy" if score >= _HAPPY else "unhappy"


def parse_rating_form(
    data: Mapping[str, object], file: str = RATING_FILE
) -> RatingForm | tuple[Problem, ...]:
    """Read three to five questions from a parsed rating file, or return every problem found in it."""
    problems: list[Problem] = []
    form = Table(data, file, problems).read(_form)
    return tuple(problems) or form


def _form(table: Table) -> RatingForm:
    reasons = table.tables("reason", _reason, 0, _MOST_REASONS) if "reason" in table else ()
    for mood in ("happy", "unhappy"):
        count = sum(reason.mood == mood for reason in reasons)
        if count > _MOST_EACH:
            table.problem("reason", f"has {count} reasons with mood {mood}; a screen holds {_MOST_EACH}")
    return RatingForm(table.tables("question", _question, 3, 5), reasons)


def _question(table: Table) -> RatingQuestion:
    return RatingQuestion(table.code("code"), table.text("text"))


def _reason(table: Table) -> RatingReason:
    mood: Literal["happy", "unhappy"] = (
        "happy" if table.one_of("mood", ("happy", "unhappy")) == "happy" else "unhappy"
    )
    text = table.text("text")
    for language, words in (("zh", text.zh), ("en", text.en)):
        most = LONGEST_REASON[language]
        if len(words) > most:
            table.problem(f"text.{language}", f"has {len(words)} characters; its tile holds {most}")
    return RatingReason(table.code("code"), text, mood)
