"""Breaking a paragraph into lines the way Chinese and English are set."""

import re
from collections.abc import Callable
from typing import Final

_OPENING: Final = re.escape("（《〈「『【“‘([{")
_CLOSING: Final = re.escape("，。、；：？！）》〉」』】”’…·,.;:?!)]}%")
_BETWEEN: Final = " · "
_WIDE: Final = "\u2e80-\u9fff\uf900-\ufaff\uff00-\uff60\U00020000-\U0003ffff"

# The smallest parts that stay together: one Chinese character, one English word or one figure with what it
# counts (20日, 3位), with the brackets that open it and the punctuation that closes it, which may neither end nor
# begin a line (避头尾).
_FIGURE: Final = rf"\d[^\s{_WIDE}]*[{_WIDE}]"
_PART: Final = re.compile(rf"[{_OPENING}]*(?:{_FIGURE}|[{_WIDE}]|[^\s{_WIDE}]+)[{_CLOSING}]*\s*")


def wrapped(
    text: str, width: float, measure: Callable[[str], float], first: float | None = None
) -> list[str]:
    """Return the lines of `text`, none wider than `width` by `measure`; the first not wider than `first`.

    Nothing is lost but the white space at line ends. The first line is empty when `first` is too little for a
    word. A word wider than a whole line is broken anywhere.
    """
    lines: list[str] = []
    line, room = "", width if first is None else first
    for part in _parts(text, width, measure):
        if measure((line + part).rstrip()) > room and (line or room < width):
            lines.append(line.rstrip())
            line, room = "", width
        line += part
    return [*lines, line.rstrip()]


def centred(text: str, width: float, measure: Callable[[str], float]) -> list[str]:
    """Return the lines of `text` for setting them centred: if it is too long, it parts at its middle dots first."""
    statements = [text] if measure(text) <= width else text.split(_BETWEEN)
    return [line for statement in statements for line in wrapped(statement, width, measure)]


def _parts(text: str, width: float, measure: Callable[[str], float]) -> list[str]:
    parts: list[str] = []
    for part in _PART.findall(text.lstrip()):
        parts.extend([part] if measure(part.rstrip()) <= width else part)
    return parts
