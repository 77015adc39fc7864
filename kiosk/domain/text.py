"""Which text may enter a fact: short and free of characters that hide, turn round or command."""

import re
import unicodedata

MAX_CHARACTERS = 200
_DEVICE_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,39}")
_MAX_PARTS = 100
_REFUSED = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
"""Unicode categories: control, format (bidi and zero width), surrogate, private, unassigned, line separators."""


def is_device_name(text: str) -> bool:
    """Tell whether a device may be called so: up to forty letters, digits, dots, dashes and underscores."""
    return _DEVICE_NAME.fullmatch(text) is not None


def is_plain(value: object) -> bool:
    """Tell whether every text in a request field may be kept; containers are looked into, other types are fine."""
    match value:
        case str():
            return len(value) <= MAX_CHARACTERS and all(
                unicodedata.category(c) not in _REFUSED for c in value
            )
        case dict():
            return len(value) <= _MAX_PARTS and all(is_plain(k) and is_plain(v) for k, v in value.items())
        case tuple() | list():
            return len(value) <= _MAX_PARTS and all(map(is_plain, value))
        case _:
            return True
