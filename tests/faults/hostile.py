"""Every request the service knows, and what a broken or hostile client could put into each of its fields."""

from __future__ import annotations

import json
from dataclasses import fields
from typing import TYPE_CHECKING, Any, Final, get_origin, get_type_hints

from kiosk.domain.requests import request_of_kind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

GOOD: Final[dict[str, Any]] = {
    "service": "deposit",
    "answers": {},
    "ready": [],
    "care_needs": [],
    "vip": False,
    "language": "zh",
    "visit": "0190b5a0-0000-7000-8000-000000000001",
    "counter": "9",
    "badge": "1024",
    "leg": "0190b5a0-0000-7000-8000-000000000002",
    "leg_version": 1,
    "check": "1234",
    "reasons": [],
    "score": 5,
    "place": "entrance",
    "help": "0190b5a0-0000-7000-8000-000000000003",
    "reason": "",
    "step": "review",
    "name": "counter-9",
    "roles": ["teller"],
    "role": "counter",
    "record": "0190b5a0-0000-7000-8000-000000000004",
    "why": "mistake",
    "address": "王女士",
    "phone": "13800000000",
    "party": "personal",
    "words": "想问问存折能不能补登",
    "consent": "2026-11",
}
"""For each field of any request a value of the right kind."""

NO_JSON: Final = (
    b"NaN", b"-Infinity", b"1e400", b"+1", b"01", b"'x'", b"undefined", b"[" * 20_000, b'{"a":' * 8_000, b'"\xff"',
    b'"\xed\xa0\x80"', b'"\\ud800"', b'"\\udfff\\ud800"', b'"\\x41"', b'"open', b'"a\nb"',
)  # fmt: skip
"""What no strict reader takes for JSON: numbers that are none, too deep, not UTF-8, halves of a surrogate pair."""

_ONE_OF_EACH: Final[dict[type, tuple[bytes, ...]]] = {
    str: (b'"x"', b'"1"'),
    int: (b"7", b"-1", b"1" + b"0" * 400),
    float: (b"1.5",),
    bool: (b"true", b"false"),
    list: (b"[]", b'["x"]', b"[[[[1]]]]"),
    dict: (b"{}", b'{"x": "y"}', b'{"x": {"y": 1}}'),
    type(None): (b"null",),
}

BAD_TEXT: Final = (
    "存" * 10_000, "A" * 201, "a\0b", "\x1b[2J", "a\tb", "a\r\nb", "\x7f", "\x85", "\u202eABC\u202c", "\u2066x\u2069",
    "\u200b", "\u200e", "\ufeff", "\u2028", "\u2029", "\u00ad", "\ue000", "\U000f0000", "\uffff", "\U000e0041",
)  # fmt: skip
"""Too long, control, direction, invisible, private and unassigned characters."""

MARKUP: Final = (
    "<script>alert(1)</script>", '<img src=x onerror="alert(1)">', '" onmouseover="alert(1)', "' onfocus='alert(1)",
    "</title><b>", "&lt;b&gt;&#60;", "{{ 7 * 7 }}", "'; DROP TABLE visit; --", "' OR '1'='1", "javascript:alert(1)",
    "../../etc/passwd", '=HYPERLINK("http://x.example","1")', "+1+cmd|' /C calc'!A0", "-2+3", "@SUM(1+1)*cmd", "${7*7}",
)  # fmt: skip
"""Plain text that is something else to a browser, a database, a template or a spreadsheet."""


def names(kind: str) -> list[str]:
    """Return the fields of a kind of request."""
    return [field.name for field in fields(request_of_kind[kind])]


def texts_in(good: dict[str, Any], texts: Iterable[str]) -> list[tuple[str, str, dict[str, Any]]]:
    """Return the name of each field that holds text, each of the texts, and a good body with the one in the other."""
    fitting: dict[type, Callable[[str], Any]] = {
        str: str,
        list: lambda text: [text],
        dict: lambda text: {text: text},
    }
    return [
        (name, text, good | {name: fitting[type(value)](text)})
        for name, value in good.items()
        if type(value) in fitting
        for text in texts
    ]


def spoilt(good: dict[str, Any]) -> list[tuple[str, bytes]]:
    """Return `good` as JSON with, in each of its fields in turn, what no field of that kind may be."""
    told = {name: json.dumps(value).encode() for name, value in good.items()}
    return [
        (f"{name}: {value[:30]!r}", _object(told | {name: value}))
        for name in good
        for value in _bad_values(type(good[name]))
    ]


def bodies(kind: str) -> list[tuple[str, bytes]]:
    """Return bodies for a kind, each with one field that must be refused; the first of a pair says what is in it."""
    cls = request_of_kind[kind]
    types = get_type_hints(cls)
    return [
        (f"{field.name}: {value[:30]!r}", _body(cls, field.name, value))
        for field in fields(cls)
        for value in _bad_values(get_origin(types[field.name]) or types[field.name])
    ]


def _bad_values(of: Any) -> list[bytes]:  # noqa: ANN401 - a type or a typing construct
    fitting = {tuple: list}.get(of, of if isinstance(of, type) else str)
    wrong = [text for kind, texts in _ONE_OF_EACH.items() if kind is not fitting for text in texts]
    bad = [*NO_JSON, *wrong]
    texts = [json.dumps(text, ensure_ascii=False).encode() for text in BAD_TEXT]
    if fitting is str:
        bad += texts
    if fitting is list:
        bad += [b"[%s]" % text for text in texts] + [b"[1]", b"[null]", b'["x"]' * 2]
    if fitting is dict:
        bad += (
            [b'{"who": %s}' % text for text in texts]
            + [b'{%s: "self"}' % text for text in texts]
            + [b'{"a": null}']
        )
    return bad


def _body(cls: type, spoilt: str, value: bytes) -> bytes:
    told = {field.name: json.dumps(GOOD[field.name]).encode() for field in fields(cls)}
    return _object(told | {spoilt: value})


def _object(fields_as_json: dict[str, bytes]) -> bytes:
    return (
        b"{"
        + b", ".join(b'"%s": %s' % (name.encode(), value) for name, value in fields_as_json.items())
        + b"}"
    )
