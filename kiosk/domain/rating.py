"""The questions of the exit rating, which a branch may edit (D3)."""

from collections.abc import Mapping
from dataclasses import dataclass

from kiosk.domain.catalogue import Text
from kiosk.domain.strict_table import Problem, Table


@dataclass(frozen=True, slots=True)
class RatingQuestion:
    """One question of the exit screen, answered with 1 to 5."""

    code: str
    text: Text


def parse_rating_questions(
    data: Mapping[str, object], file: str = "rating.toml"
) -> tuple[RatingQuestion, ...] | tuple[Problem, ...]:
    """Read three to five questions from a parsed rating file, or return every problem found in it."""
    problems: list[Problem] = []
    questions = Table(data, file, problems).read(lambda table: table.tables("question", _question, 3, 5))
    return tuple(problems) or questions


def _question(table: Table) -> RatingQuestion:
    return RatingQuestion(table.code("code"), table.text("text"))
