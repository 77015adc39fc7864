"""Log lines for strangers' eyes: what is known to be harmless stays, everything else is masked.

The service logs no personal data in the first place. This is the second wall, for what a library or a bug of ours might say:
it lets through what is on a list, and does not look for what must go.
"""

import json
import re
from typing import Final

MASK: Final = "…"
_CODE: Final = re.compile(r"[a-z][a-z0-9_.:-]{0,60}")
_LONG_NUMBER: Final = re.compile(r"\d{5,}")
_MOST: Final = 1_000_000
"""Greater numbers are somebody's, unless their key is known: a telephone number has more digits."""
_KNOWN: Final = {
    "timestamp": re.compile(r"\d{4}-\d\d-\d\dT[\d:.]{8,20}(Z|\+00:00)"),
    "date": re.compile(r"\d{4}-\d\d-\d\d"),
    "dates": re.compile(r"\d{4}-\d\d-\d\d"),
    "version": re.compile(r"[\w.+-]{1,20}", re.ASCII),
    "url": re.compile(r"https?://[\w.:\[\]-]{1,80}", re.ASCII),
    "urls": re.compile(r"https?://[\w.:\[\]-]{1,80}", re.ASCII),
    "address": re.compile(r"[\d.]{7,15}:\d{1,5}", re.ASCII),
    "epoch": re.compile(r"[0-9a-f]{16}"),
    "error": re.compile(r"[A-Za-z_]{1,60}"),
    "logger": re.compile(r"[A-Za-z_.]{1,60}"),
    "at": re.compile(r"\w{1,40}:\d{1,5}", re.ASCII),
}
"""What may stand under a key beside codes, flags and small numbers."""
_COUNTS: Final = frozenset({"seq", "after", "before", "acked", "facts", "bytes"})
"""Keys under which a great number is a count."""
_OF_SOMEBODY: Final = frozenset({"badge", "name", "number", "person", "phone", "ticket", "who"})
"""Keys under which nothing is harmless: a name may look like a code, and a badge is a small number."""
_FRAME: Final = re.compile(
    r'\s*File "(?:.*?[\\/])?((?:kiosk|site-packages)[\\/][^"]+|[^"\\/]+)", line (\d+), in (\w+)'
)
_RAISED: Final = re.compile(
    r"([A-Za-z_][\w.]*(?:Error|Exception|Problem|Warning|Refused|Turned|Busy|Gap|Fact))(?::|$)"
)


def scrubbed(line: str) -> str | None:
    """Return a log line with everything masked that is not known to be harmless; None: it is no line of ours."""
    try:
        told = json.loads(line)
    except (ValueError, RecursionError):
        return None
    if not isinstance(told, dict) or not _is_code(told.get("event")):
        return None
    kept = {
        key: MASK if key in _OF_SOMEBODY else _value(key, value)
        for key, value in told.items()
        if _is_code(key)
    }
    return json.dumps(kept, ensure_ascii=False)


def _value(key: str, value: object) -> object:
    match value:
        case bool() | None:
            return value
        case int() | float():
            return value if abs(value) < _MOST or key in _COUNTS else MASK
        case str() if key == "exception":
            return frames(value)
        case str():
            return value if _is_harmless(key, value) else MASK
        case list():
            return [_value(key, one) for one in value]
        case _:
            return MASK


def _is_harmless(key: str, value: str) -> bool:
    known = _KNOWN.get(key)
    return not value or _is_code(value) or (known is not None and known.fullmatch(value) is not None)


def _is_code(value: object) -> bool:
    return isinstance(value, str) and bool(_CODE.fullmatch(value)) and not _LONG_NUMBER.search(value)


def frames(trace: str) -> list[str]:
    """Return where a traceback leads through and what was raised, without the words, which may quote anything."""
    told = []
    for line in trace.splitlines():
        if found := _FRAME.match(line):
            told.append(f"{found[1]}:{found[2]} {found[3]}")
        elif found := _RAISED.match(line):
            told.append(found[1])
    return told
