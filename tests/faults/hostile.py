"""Every request the service knows, and what a broken or hostile client could put into each of its fields."""

from __future__ import annotations

import json
from dataclasses import fields
from typing import Any, Final, get_origin, get_type_hints

from kiosk.domain.requests import request_of_kind

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


def names(kind: str) -> list[str]:
    """Return the fields of a kind of request."""
    return [field.name for field in fields(request_of_kind[kind])]


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
    told = ((field.name, json.dumps(GOOD[field.name]).encode()) for field in fields(cls))
    return (
        b"{"
        + b", ".join(b'"%s": %s' % (name.encode(), value if name == spoilt else good) for name, good in told)
        + b"}"
    )
