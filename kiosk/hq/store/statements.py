"""Our statements as psycopg wants them: named and numbered parameters, and no hint that only SQLite knows."""

import re
from functools import cache
from typing import Final

_PARTS: Final = re.compile(
    r"""(?P<text>'(?:[^']|'')*') | (?P<cast>::) | (?P<hint>\s+INDEXED\ BY\ \w+)
    | :(?P<name>[A-Za-z_]\w*) | (?P<mark>\?) | (?P<percent>%)""",
    re.VERBOSE,
)


@cache
def spoken(sql: str) -> str:
    """Return a statement with `:name` and `?` as psycopg's placeholders; what stands in quotes stays as it is."""
    return _PARTS.sub(_said, sql)


def _said(part: re.Match[str]) -> str:
    if part["name"]:
        return f"%({part['name']})s"
    if part["mark"]:
        return "%s"
    if part["hint"]:
        return ""
    return part[0].replace("%", "%%")
