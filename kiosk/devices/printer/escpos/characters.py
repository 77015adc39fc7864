"""Text in the characters a Chinese receipt printer has of its own: GBK, which every GB18030 font contains.

A byte is a column: what takes two bytes is two columns wide. No byte from here is a control byte: the first of
two lies in 0x81 to 0xFE and the second in 0x40 to 0xFE without 0x7F, and a single one in 0x20 to 0x7E.
"""

import unicodedata
from functools import lru_cache
from typing import Final

MISSING: Final = "〓".encode("gbk")
"""What typesetters put where a character is missing (GB 2312 has it); it cannot be taken for a box to tick."""

# In the fonts of small printers these are missing, or as wide as a Chinese character in the midst of English.
_PLAINER: Final = {"–": "-", "‑": "-", "’": "'", "‘": "'", "“": '"', "”": '"'}
_STACKED: Final = frozenset({"Mn", "Me"})
_ASCII: Final = range(0x20, 0x7F)
_FIRST: Final = range(0x81, 0xFF)
_CHARACTERS: Final = 8192


def printable(text: str) -> bytes:
    """Return `text` in bytes fit for a printer in Chinese mode, whatever it holds; a byte for each column.

    White space of any kind is a space; what draws nothing by itself, controls among it, is nothing.
    """
    return b"".join(map(_code, unicodedata.normalize("NFC", text)))


def columns(text: str) -> int:
    """Return how many columns `text` takes at its usual size."""
    return len(printable(text))


@lru_cache(_CHARACTERS)
def _code(character: str) -> bytes:
    if character.isspace():
        return b" "
    if not character.isprintable() or unicodedata.category(character) in _STACKED:
        return b""
    try:
        code = _PLAINER.get(character, character).encode("gbk")
    except UnicodeEncodeError:
        return MISSING
    return code if code[0] in (_ASCII if len(code) == 1 else _FIRST) else MISSING
