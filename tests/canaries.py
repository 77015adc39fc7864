"""Invented personal data that can be told from everything else, and a search for it in whatever was written.

Every canary begins with a mark of its kind that stands nowhere else: finding the mark is finding the canary.
"""

from __future__ import annotations

import base64
import json
import subprocess
from dataclasses import dataclass
from functools import cache
from html import escape
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from kiosk.records.database.connect import connect

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

PHONE_MARK: Final = "1709987036"
"""Longer than it need be for a phone: seven digits stand in a random id now and then."""
NAME_MARK: Final = "鼍瓛麤"
WORDS_MARK: Final = "獬豸貔貅"
MARKS: Final = (PHONE_MARK, NAME_MARK, WORDS_MARK)
NEEDS: Final = ("elderly", "disabled", "pregnant")
_SPELLED: Final = ("170 9987", "170-9987")
_RAW: Final = ("utf-8", "utf-16-le", "utf-16-be", "gb18030")
_FIRST_SIGN: Final = 0x4E00


@dataclass(frozen=True, slots=True)
class Canary:
    """One invented customer."""

    phone: str
    name: str
    words: str


def canary(n: int) -> Canary:
    """Return the n-th invented customer, n below 10,000."""
    return Canary(
        f"{PHONE_MARK}{n:04}", f"{NAME_MARK}{chr(_FIRST_SIGN + n)}", f"{WORDS_MARK}{n}号存单转给孙女"
    )


@cache
def forms(text: str) -> tuple[tuple[str, bytes], ...]:
    """Return a text as it may stand in a file: name of the form, and its bytes."""
    raws = {name: text.encode(name) for name in _RAW}
    told = dict(raws)
    for name, raw in raws.items():
        told[f"{name} in hex"] = raw.hex().encode()
        told[f"{name} in HEX"] = raw.hex().upper().encode()
        told |= {f"{name} in base64 +{shift}": _base64(raw, shift) for shift in range(3)}
    escaped = json.dumps(text)[1:-1]
    told["JSON"] = escaped.encode()
    told["JSON in capitals"] = escaped.upper().replace("\\U", "\\u").encode()
    told["URL"] = quote(text).encode()
    told["HTML"] = escape(text).encode("ascii", "xmlcharrefreplace")
    told["HTML in hex"] = "".join(f"&#x{ord(sign):x};" for sign in text).encode()
    return tuple((name, form) for form, name in {form: name for name, form in told.items()}.items())


def _base64(raw: bytes, shift: int) -> bytes:
    """Return the signs of base64 that tell of `raw` alone, when `shift` other bytes stand before it."""
    signs = base64.b64encode(bytes(shift) + raw)
    return signs[-(-shift * 8 // 6) : (shift + len(raw)) * 8 // 6]


def told_by(content: bytes) -> list[str]:
    """Return which marks stand in some bytes, and in which form."""
    marks = (*MARKS, *_SPELLED)
    return [f"{mark} as {name}" for mark in marks for name, form in forms(mark) if form in content]


def sweep(*folders: Path) -> list[str]:
    """Return every place in the files below some folders where a canary stands, in clear or in a common disguise.

    The text of PDFs is read as well as their bytes.
    """
    return [
        f"{path}: {told}"
        for folder in folders
        for path in _files(folder)
        for content in _contents(path)
        for told in told_by(content)
    ]


def holding(secrets: Iterable[bytes], *folders: Path) -> list[str]:
    """Return the files that hold one of some secrets, as it is or in hex."""
    wanted = [form for secret in secrets for form in (secret, secret.hex().encode())]
    return [
        str(path)
        for folder in folders
        for path in _files(folder)
        if any(form in content for content in [path.read_bytes()] for form in wanted)
    ]


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in sorted(folder.rglob("*")) if path.is_file())


def _contents(path: Path) -> Iterator[bytes]:
    yield str(path.name).encode() + b"\0" + path.read_bytes()
    if path.suffix == ".pdf":
        yield subprocess.run(
            ["pdftotext", "-raw", "-enc", "UTF-8", str(path), "-"], capture_output=True, check=True
        ).stdout


def opened(database: Path, key: bytes) -> dict[str, bytes]:
    """Return all that stands in the tables of a database, by table, once its own key has opened it."""
    conn = connect(database, key, read_only=True)
    try:
        named = conn.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        return {table: _dump(conn.execute(f'SELECT * FROM "{table}"').fetchall()) for (table,) in named}  # noqa: S608
    finally:
        conn.close()


def _dump(rows: list[tuple[object, ...]]) -> bytes:
    return b"\n".join(
        b"\0".join(cell if isinstance(cell, bytes) else str(cell).encode() for cell in row) for row in rows
    )
