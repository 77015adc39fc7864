"""The names of services and of reasons for a rating, from the catalogue that ships; a code it does not know names itself.

Facts carry codes. A branch may have services of its own, whose names stay with it.
"""

import tomllib
from collections.abc import Iterator
from functools import cache

from kiosk.resources import resources
from kiosk.web.words import Language


def service(code: str, language: Language) -> str:
    """Return the name of a service."""
    return _names()[language].get(f"service.{code}", code)


def reason(code: str, language: Language) -> str:
    """Return the name of a reason for a rating."""
    return _names()[language].get(f"reason.{code}", code)


@cache
def _names() -> dict[Language, dict[str, str]]:
    found = list(_texts())
    return {"zh": {key: text["zh"] for key, text in found}, "en": {key: text["en"] for key, text in found}}


def _texts() -> Iterator[tuple[str, dict[str, str]]]:
    for file in sorted((resources() / "catalogue").glob("*.toml")):
        table = tomllib.loads(file.read_text("utf-8"))
        for one in table.get("service", ()):
            yield f"service.{one['code']}", one["name"]
        for one in table.get("reason", ()):
            yield f"reason.{one['code']}", one["text"]
