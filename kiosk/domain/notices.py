"""What a branch tells everybody in its hall: short lines that take turns on the hall screen."""

from collections.abc import Mapping
from typing import Final

from kiosk.domain.catalogue import Text
from kiosk.domain.strict_table import Problem, Table

NOTICES_FILE: Final = "notices.toml"
_MOST: Final = 12


def parse_notices(
    data: Mapping[str, object], file: str = NOTICES_FILE
) -> tuple[Text, ...] | tuple[Problem, ...]:
    """Read up to twelve notices from a parsed file, or return every problem found in it."""
    problems: list[Problem] = []
    notices = Table(data, file, problems).read(lambda table: table.texts("notices", 0, _MOST))
    return tuple(problems) or notices
