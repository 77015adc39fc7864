"""What is let through of a log line is known to be harmless; what nobody thought of is masked."""

from __future__ import annotations

import json

import pytest

from kiosk.app.scrubbing import MASK, scrubbed


def kept(**told: object) -> dict[str, object]:
    line = scrubbed(json.dumps({"event": "printer_off", **told}, ensure_ascii=False))
    assert line is not None
    found: dict[str, object] = json.loads(line)
    return found


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("code", "offline"),
        ("level", "warning"),
        ("timestamp", "2026-11-22T14:40:15.123456Z"),
        ("date", "2026-11-22"),
        ("url", "http://127.0.0.1:8765"),
        ("seq", 123_456_789),
        ("demonstration", False),
        ("codes", ["paper_out", "jam"]),
    ],
)
def test_codes_times_and_counts_stay(key: str, value: object) -> None:
    assert kept(**{key: value})[key] == value


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("name", "王芳"),
        ("name", "Wang Fang"),
        ("name", "wangfang"),
        ("who", ["wangfang"]),
        ("badge", "1001"),
        ("badge", 1001),
        ("ticket", "A012"),
        ("phone", "13800138000"),
        ("phone", 13_800_138_000),
        ("date", "13800138000"),
        ("why", "call-13800138000"),
        ("url", "http://127.0.0.1:8765/v1/records?digits=8000"),
        ("detail", "no such visit: 王芳"),
        ("told", {"name": "王芳"}),
    ],
)
def test_whatever_could_be_somebodys_is_masked(key: str, value: object) -> None:
    assert kept(**{key: value})[key] == MASK


def test_a_traceback_keeps_its_places_and_the_kind_of_error_and_no_words() -> None:
    trace = (
        "Traceback (most recent call last):\n"
        '  File "/opt/apps/x/files/kiosk/branch/desk.py", line 12, in handle\n'
        '    raise ValueError("王芳 13800138000")\n'
        "ValueError: 王芳 13800138000"
    )

    assert kept(exception=trace)["exception"] == ["kiosk/branch/desk.py:12 handle", "ValueError"]


@pytest.mark.parametrize(
    "line", ["王芳 was here", '"王芳"', '{"event": "王芳"}', '{"name": 1}', "", "[" * 100_000]
)
def test_what_is_no_line_of_ours_is_left_out(line: str) -> None:
    assert scrubbed(line) is None
