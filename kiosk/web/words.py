"""The words of the pages: one TOML file, every text in both languages, looked up by dotted key."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final, Literal, get_args

Language = Literal["zh", "en"]
LANGUAGES: Final[tuple[Language, ...]] = get_args(Language)


@dataclass(frozen=True, slots=True)
class Words:
    """The texts of one language. A key that is missing is a bug and raises KeyError."""

    language: Language
    texts: Mapping[str, str]

    def __call__(self, key: str, /, **values: object) -> str:
        """Return the text of `key` with `{name}` filled from `values`."""
        return self.texts[key].format(**values)

    def counted(self, count: int, key: str, /, **values: object) -> str:
        """Return the text of `key`, or of `key_one` where there is one and `count` is 1: English tells the two apart."""
        return self(f"{key}_one" if count == 1 and f"{key}_one" in self.texts else key, **values)

    def under(self, table: str) -> dict[str, str]:
        """Return the raw texts of one table by the rest of their key, for the script that fills them itself."""
        return {
            key[len(table) + 1 :]: text for key, text in self.texts.items() if key.startswith(table + ".")
        }


@cache
def load_words(file: Path) -> dict[Language, Words]:
    """Return the words of `file` by language; read once, however many rooms of a house speak them.

    A table that holds exactly `zh` and `en` is a text; any other table is a group of them.

    Raises:
        ValueError: a text is missing in a language, or something is no text.
    """
    texts = dict(_texts(tomllib.loads(file.read_text("utf-8")), ""))
    return {
        language: Words(language, {key: text[language] for key, text in texts.items()})
        for language in LANGUAGES
    }


def _texts(table: Mapping[str, Any], prefix: str) -> Iterator[tuple[str, dict[str, str]]]:
    for key, value in table.items():
        if not isinstance(value, dict):
            raise ValueError(f"{prefix}{key}: must be a text with zh and en")  # noqa: TRY004 - the file's mistake
        if value.keys() & set(LANGUAGES):
            if set(value) != set(LANGUAGES) or not all(
                isinstance(text, str) and text for text in value.values()
            ):
                raise ValueError(f"{prefix}{key}: needs zh and en and nothing else, neither of them empty")
            yield prefix + key, value
        else:
            yield from _texts(value, f"{prefix}{key}.")
