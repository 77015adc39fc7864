"""The questions of the exit rating, which a branch may edit (D3)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from kiosk.domain.catalogue import Text
from kiosk.domain.strict_table import Problem, Table

RATING_FILE: Final = "rating.toml"


@dataclass(frozen=True, slots=True)
class RatingQuestion:
    """One question of the exit screen, answered with 1 to 5."""

    code: str
    text: Text


@dataclass(frozen=True, slots=True)
class RatingForm:
    """What the exit asks besides the overall score."""

    questions: tuple[RatingQuestion, ...]


def parse_rating_form(
    data: Mapping[str, object], file: str = RATING_FILE
) -> RatingForm | tuple[Problem, ...]:
    """Read three to five questions from a parsed rating file, or return every problem found in it."""
    problems: list[Problem] = []
    form = Table(data, file, problems).read(_form)
    return tuple(problems) or form


def _form(table: Table) -> RatingForm:
    return RatingForm(table.tables("question", _question, 3, 5))


def _question(table: Table) -> RatingQuestion:
    return RatingQuestion(table.code("code"), table.text("text"))
