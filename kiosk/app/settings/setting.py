"""One thing that can be set: its name, kind, default, range and words, as a field of a table says it."""

import types
from dataclasses import MISSING, Field, dataclass, field
from pathlib import Path
from typing import Any, Final, Literal, TypeVar, Union, get_args, get_origin

T = TypeVar("T")

Kind = Literal["flag", "whole", "decimal", "text", "path", "choice", "texts", "choices"]
_KINDS: Final[dict[object, Kind]] = {
    bool: "flag", int: "whole", float: "decimal", str: "text", Path: "path",
}  # fmt: skip
_WORDS: Final = "words"


@dataclass(frozen=True, slots=True)
class Words:
    """What a field says of itself: words in both languages, and what is allowed."""

    zh: str
    en: str
    low: float | None
    high: float | None
    pattern: str
    secret: bool
    example: object


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting. `default` None: not set. `low` and `high` bound a number, both included.

    `pattern` is a regular expression that the whole of a text must match; `choices` are all the texts allowed.
    `example` is written, as a comment, where there is no default. A `secret` is shown to nobody.
    """

    table: str
    key: str
    kind: Kind
    default: object
    zh: str
    en: str
    low: float | None = None
    high: float | None = None
    choices: tuple[str, ...] = ()
    pattern: str = ""
    secret: bool = False
    example: object = None

    @property
    def name(self) -> str:
        """`table.key`, as messages and tables write it."""
        return f"{self.table}.{self.key}"

    @property
    def variable(self) -> str:
        """The environment variable that sets it."""
        return f"KIOSK_{self.table}_{self.key}".upper()


def setting(  # noqa: PLR0913 - all that can be said of a setting
    default: T,
    zh: str,
    en: str,
    *,
    low: float | None = None,
    high: float | None = None,
    pattern: str = "",
    secret: bool = False,
    example: object = None,
) -> T:
    """Return a field of a table of settings, to the type checker its default. See `Setting` for the words."""
    said = Words(zh, en, low, high, pattern, secret, example)
    made: T = field(default=default, metadata={_WORDS: said})
    return made


def setting_of(table: str, of: Field[Any], annotation: object) -> Setting:
    """Return the setting that a field of the table's class describes; `annotation` is its type, resolved.

    Raises:
        TypeError: the field was not made by `setting`, or its type is none that settings have.
    """
    said = of.metadata.get(_WORDS)
    if not isinstance(said, Words) or of.default is MISSING:
        raise TypeError(f"{table}.{of.name} says nothing of itself: make it with setting(…)")
    kind, choices = _kind(annotation)
    return Setting(
        table, of.name, kind, of.default, said.zh, said.en, said.low, said.high,
        choices, said.pattern, said.secret, said.example,
    )  # fmt: skip


def _kind(annotation: object) -> tuple[Kind, tuple[str, ...]]:
    if get_origin(annotation) in {Union, types.UnionType}:
        (annotation,) = (each for each in get_args(annotation) if each is not type(None))
    if get_origin(annotation) is Literal:
        return "choice", get_args(annotation)
    if get_origin(annotation) is tuple:
        kind, choices = _kind(get_args(annotation)[0])
        return ("choices" if kind == "choice" else "texts"), choices
    if annotation not in _KINDS:
        raise TypeError(f"no setting is of type {annotation}")
    return _KINDS[annotation], ()
