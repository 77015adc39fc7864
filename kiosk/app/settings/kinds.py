"""Values of settings: read from TOML or from text, written as TOML, and what is allowed, in both languages."""

import json
import math
import re
from collections.abc import Callable, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import Final

from kiosk.app.settings.setting import Kind, Setting
from kiosk.domain.catalogue import Text

_TRUE: Final = frozenset({"true", "yes", "on", "1"})
_FALSE: Final = frozenset({"false", "no", "off", "0"})
_LONGEST: Final = 2_000


class Refused(Exception):
    """A value that a setting does not take; `words` say why."""

    def __init__(self, words: Text) -> None:
        """Keep the words."""
        self.words = words
        super().__init__(words.en)


def checked(of: Setting, value: object) -> object:
    """Return a value as TOML or a registry gives it, as `of` keeps it: paths as Path, lists as tuples.

    Raises:
        Refused: with what is allowed.
    """
    return _READERS[of.kind](of, value)


def from_text(of: Setting, text: str) -> object:
    """Return a value written as plain text, such as in an environment variable; lists are separated by commas.

    Raises:
        Refused: with what is allowed.
    """
    bare = text.strip()
    match of.kind:
        case "flag":
            if bare.lower() not in _TRUE | _FALSE:
                raise _not_allowed(of)
            return bare.lower() in _TRUE
        case "whole" | "decimal":
            return checked(of, _number(of, bare))
        case "texts" | "choices":
            return checked(of, [part.strip() for part in bare.split(",") if part.strip()])
        case _:
            return checked(of, bare)


def written(value: object) -> str:
    """Return a value as TOML writes it."""
    match value:
        case bool():
            return "true" if value else "false"
        case int() | float():
            return repr(value)
        case tuple() | list():
            return f"[{', '.join(map(written, value))}]"
        case _:
            # A text of JSON is a text of TOML, but for DEL, which TOML wants escaped.
            return json.dumps(str(value), ensure_ascii=False).replace("\x7f", "\\u007f")


def allowed(of: Setting) -> Text:
    """Return what may be written, such as `0 到 65535 的整数` and `a whole number from 0 to 65535`."""
    zh, en = "、".join(of.choices), ", ".join(of.choices)
    words: dict[Kind, Text] = {
        "flag": Text("true 或 false", "true or false"),
        "whole": Text("整数", "a whole number"),
        "decimal": Text("数字", "a number"),
        "text": Text("带引号的一行文字", "one line of text in quotes"),
        "path": Text("带引号的完整路径", "a full path in quotes"),
        "choice": Text(f"以下之一：{zh}", f"one of: {en}"),
        "choices": Text(f"列表，取自：{zh}", f"a list of: {en}"),
        "texts": Text(
            f"文字列表，如 {written(of.example)}", f"a list of texts, such as {written(of.example)}"
        ),
    }
    said = words[of.kind]
    if of.low is None or of.high is None:
        return said
    return Text(
        f"{said.zh}，{_figure(of.low)} 到 {_figure(of.high)}",
        f"{said.en} from {_figure(of.low)} to {_figure(of.high)}",
    )


def nearest(word: str, among: Sequence[str], cutoff: float = 0.6) -> str:
    """Return the nearest of some names, empty if none is as near as `cutoff`, 0 to 1."""
    return next(iter(get_close_matches(word, among, 1, cutoff)), "")


def _figure(value: float) -> str:
    return str(int(value)) if value == int(value) else str(value)


def _not_allowed(of: Setting, value: object = None) -> Refused:
    may = allowed(of)
    zh, en = f"应写{may.zh}。", f"Write {may.en}."
    near = nearest(value, of.choices) if isinstance(value, str) else ""
    if near:
        zh, en = f"{zh}最接近的是 {near}。", f"{en} The nearest is {near}."
    return Refused(Text(zh, en))


def _number(of: Setting, text: str) -> object:
    try:
        return int(text, 0) if of.kind == "whole" else float(text)
    except ValueError as error:
        raise _not_allowed(of) from error


def _flag(of: Setting, value: object) -> bool:
    if isinstance(value, bool):
        return value
    raise _not_allowed(of)


def _whole(of: Setting, value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not _within(of, value):
        raise _not_allowed(of)
    return value


def _decimal(of: Setting, value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not math.isfinite(value):
        raise _not_allowed(of)
    if not _within(of, value):
        raise _not_allowed(of)
    return float(value)


def _within(of: Setting, value: float) -> bool:
    return (of.low is None or value >= of.low) and (of.high is None or value <= of.high)


def _text(of: Setting, value: object) -> str:
    if not isinstance(value, str) or len(value) > _LONGEST or not value.isprintable():
        raise _not_allowed(of)
    if of.pattern and not re.fullmatch(of.pattern, value):
        raise _not_allowed(of)
    return value


def _path(of: Setting, value: object) -> Path:
    path = Path(_text(of, value)).expanduser()
    if not value or not path.is_absolute():
        raise _not_allowed(of)
    return path


def _choice(of: Setting, value: object) -> str:
    if not isinstance(value, str) or value not in of.choices:
        raise _not_allowed(of, value)
    return value


def _texts(of: Setting, value: object) -> tuple[str, ...]:
    return _list(of, value, _text)


def _choices(of: Setting, value: object) -> tuple[str, ...]:
    return _list(of, value, _choice)


def _list(of: Setting, value: object, each: Callable[[Setting, object], str]) -> tuple[str, ...]:
    if not isinstance(value, (list, tuple)) or len(set(map(repr, value))) < len(value):
        raise _not_allowed(of)
    return tuple(each(of, item) for item in value)


_READERS: Final[dict[Kind, Callable[[Setting, object], object]]] = {
    "flag": _flag, "whole": _whole, "decimal": _decimal, "text": _text,
    "path": _path, "choice": _choice, "texts": _texts, "choices": _choices,
}  # fmt: skip
