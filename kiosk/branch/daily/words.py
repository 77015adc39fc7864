"""The words of the daily reports: resources/i18n/report.toml, by dotted key, in either language."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, Literal

from kiosk.resources import resources

Language = Literal["zh", "en"]


@dataclass(frozen=True, slots=True)
class Words:
    """The texts of one language. A key that is missing is a bug and raises KeyError."""

    language: Language
    texts: Mapping[str, str]

    def __call__(self, key: str, /, **values: object) -> str:
        """Return the text of `key` with `{name}` filled from `values`."""
        return self.texts[key].format(**values)

    def get(self, key: str) -> str | None:
        """Return the text of `key` as it stands, None where there is none."""
        return self.texts.get(key)

    def day(self, iso: str) -> str:
        """Return a business date in words, with its weekday."""
        at = date.fromisoformat(iso)
        weekday = self("page.weekdays").split()[at.weekday()]
        return self("page.date", at=at, weekday=weekday, month=f"{at:%B}")


@cache
def report_words(language: Language) -> Words:
    """Return the words of one language, as shipped."""
    table = tomllib.loads((resources() / "i18n" / "report.toml").read_text("utf-8"))
    return Words(language, {key: text[language] for key, text in _texts(table, "")})


def _texts(table: Mapping[str, Any], prefix: str) -> Iterator[tuple[str, dict[str, str]]]:
    for key, value in table.items():
        if value.keys() == {"zh", "en"}:
            yield prefix + key, value
        else:
            yield from _texts(value, f"{prefix}{key}.")
